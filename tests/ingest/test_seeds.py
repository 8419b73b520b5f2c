"""Structured data: claims of its own layer, of the same people and works, apart by one flag."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.identity import load_identities
from graph.layers import view
from graph.policy import PeopleGate
from graph.reader import Reader
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from ingest.linking import Linker
from ingest.seeds import BadSeed, csv_rows, seed, seeded, tvmaze_rows, wikidata_rows
from tests.graph.records import MARA, MINTER, NIGHTJAR, casting, review

TVMAZE = {
    "name": "Nightjar",
    "premiered": "2023-02-05",
    "genres": ["Drama"],
    "network": {"name": "BBC One"},
    "_embedded": {"cast": [{"person": {"name": "Mara Quill"}, "character": {"name": "Wren"}}]},
}
WIKIDATA = {
    "head": {"vars": []},
    "results": {
        "bindings": [
            {
                "subjectLabel": {"type": "literal", "value": "Nightjar"},
                "subjectType": {"type": "literal", "value": "Show"},
                "property": {"type": "uri", "value": "http://www.wikidata.org/prop/direct/P57"},
                "objectLabel": {"type": "literal", "value": "Dagny Lund"},
                "objectType": {"type": "literal", "value": "Person"},
            },
            {
                "subjectLabel": {"type": "literal", "value": "Nightjar"},
                "subjectType": {"type": "literal", "value": "Show"},
                "property": {"type": "uri", "value": "http://www.wikidata.org/prop/direct/P577"},
                "object": {"type": "literal", "value": "2023-02-05T00:00:00Z"},
            },
        ]
    },
}
MAPPING = """
[[fact]]
subject = "show"
subject_type = "Show"
property = "presenter"
object = "host"
object_type = "Person"
"""


def written(rows: object) -> EmbeddedStore:
    store = EmbeddedStore()
    writer = Writer(store, MINTER, PeopleGate(), Shapes(MINTER))
    for record in (review(), casting()):
        writer.write(record)
    document, said = seed(rows, "shows", licence="CC BY-SA 4.0", date=None, url=None)  # type: ignore[arg-type]
    writer.write(seeded(Linker(MINTER, load_identities(store, MINTER)).record(document, said), "shows"))
    return store


def test_a_seed_says_more_of_those_who_are_known(tmp_path: Path) -> None:
    store = written(tvmaze_rows(json.dumps(TVMAZE).encode()))
    told = {(str(q.subject)[1:-1], str(q.predicate)) for q in store.dump(f"{MINTER.base}layer/seed/shows")}
    assert (NIGHTJAR, "<https://dramatis.example/vocabulary#broadcaster>") in told
    assert (MARA, "<https://dramatis.example/vocabulary#portrays>") in told


def test_a_seed_is_left_out_by_one_flag() -> None:
    store = written(wikidata_rows(json.dumps(WIKIDATA).encode()))
    dagny = f"{MINTER.base}person/dagny-lund"
    assert Reader(store, MINTER.base, view()).knows(dagny)
    assert not Reader(store, MINTER.base, view(seeds=False)).knows(dagny)


def test_a_table_is_read_by_its_mapping() -> None:
    rows = list(csv_rows(b"show,host\nNightjar Live,Ivo Brandt\nEmpty,\n", MAPPING))
    assert [(r.subject.name, r.property, getattr(r.object, "name", r.object)) for r in rows] == [
        ("Nightjar Live", "presenter", "Ivo Brandt")
    ]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: list(tvmaze_rows(b"[[1]]")), "object with a `name`"),
        (lambda: list(tvmaze_rows(b"[" * 100_000)), "not JSON"),
        (lambda: list(wikidata_rows(b"{}")), "results.bindings"),
        (lambda: list(csv_rows(b"a,b\n1,2\n", MAPPING)), "no column 'show'"),
        (lambda: list(csv_rows(b"a,b\n1,2\n", "[[")), "TOML"),
    ],
)
def test_a_file_of_another_form_is_refused_with_the_reason(make: object, message: str) -> None:
    with pytest.raises(BadSeed, match=message):
        make()  # type: ignore[operator]

"""The pipeline: from a document to its extraction."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from ingest.article import Document
from ingest.pipeline import Extractor

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = Document(
    "t",
    "Salt Road renewed\n\nChannel 4 has renewed “Salt Road” for a third season. Ingrid Vasconcellos, 29, who plays "
    "the smuggler Una Crail, told The Guardian: “I missed the boats and the rain.” She lives in Leeds. The drama, "
    "created by Wanda Osei, is set in Whitby. Una (Vasconcellos) is the sister of Ezra Tarn (Ben Okoro).",
    date="2023-08-04",
)


@cache
def extractor() -> Extractor:
    return Extractor()


def test_every_piece_of_evidence_stands_at_its_offsets() -> None:
    found = extractor().extract(DOCUMENT)
    told = [t.evidence for told in (found.facts, found.events, found.statements) for t in told]
    assert told
    assert all(DOCUMENT.text[t.start : t.end] == t.quote for t in told)


def test_everything_told_is_about_entities_of_the_extraction() -> None:
    found = extractor().extract(DOCUMENT)
    ids = {e.id for e in found.entities}
    assert {f.subject for f in found.facts} <= ids
    assert {id for e in found.events for _, id in e.args} <= ids
    assert {s.speaker for s in found.statements} <= ids
    assert {e.work for e in found.entities if e.work} <= ids


def test_the_same_article_gives_the_same_bytes() -> None:
    one, other = (json.dumps(Extractor().extract(DOCUMENT).to_json()) for _ in range(2))
    assert one == other


def test_the_cast_is_told() -> None:
    found = extractor().extract(DOCUMENT)
    name = {e.id: e.name for e in found.entities}
    facts = {(name[f.subject], f.property, name.get(f.object, f.object)) for f in found.facts}
    assert ("Ingrid Vasconcellos", "portrays", "Una Crail") in facts
    assert ("Ingrid Vasconcellos", "age", "29") in facts


def test_an_empty_article_says_nothing() -> None:
    found = extractor().extract(Document("e", ""))
    assert (found.entities, found.facts, found.events, found.statements) == ((), (), (), ())


def test_what_the_page_says_of_itself_gives_names_their_kinds() -> None:
    text = "Night Bus to Nowhere is here at last. It is long."
    structured = ({"@type": "Review", "itemReviewed": {"@type": "Movie", "name": "Night Bus to Nowhere"}},)
    found = extractor().read(Document("n", text, structured=structured))
    assert [(e.name, str(e.type)) for e in found.entities] == [("Night Bus to Nowhere", "Film")]


def test_who_signed_the_article_is_left_out_and_whom_it_is_about_stays() -> None:
    text = (
        "Salt Road: series two review\n\nBy Hepzibah Nolan\n\nIngrid Vasconcellos is back as the smuggler Una Crail in "
        "the harbour drama Salt Road, on Channel 4 from Monday.\n\n(Photo: Lita Barroso)"
    )
    names = {e.name for e in extractor().extract(Document("b", text)).entities}
    assert "Ingrid Vasconcellos" in names
    assert not {"Hepzibah Nolan", "Lita Barroso"} & names


@pytest.mark.slow
def test_the_bytes_do_not_hang_on_the_process() -> None:
    """Sets of strings come in another order in each process: no sum or choice may follow it."""
    code = (
        "import json\n"
        "from tests.ingest.test_pipeline import DOCUMENT, extractor\n"
        "found = extractor().extract(DOCUMENT)\n"
        "print(json.dumps(found.to_json()), [e.confidence for e in found.entities])"
    )
    told = []
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, check=True)
        told.append(run.stdout)
    assert told[0] == told[1]
    assert len(told[0]) > 100

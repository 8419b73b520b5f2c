"""The shapes: what refuses a record at the writer is SHACL that any engine can run, and they agree."""

from __future__ import annotations

from dataclasses import replace

import pyshacl
import pytest
from rdflib import Graph

from graph.claims import Claim, Fact, Record
from graph.errors import Invalid
from graph.model import Evidence
from graph.validation import SHAPES, Shapes, record_quads
from graph.vocabulary import PATH
from tests.graph.records import MARA, MINTER, WREN, at, casting, review


def conforms(record: Record) -> bool:
    """Say whether a record keeps the shapes, asking pyshacl."""
    triples = "\n".join(f"{q.subject} {q.predicate} {q.object} ." for q in record_quads(record, MINTER))
    data = Graph().parse(data=triples, format="nt").parse(str(PATH), format="turtle")
    shapes = Graph().parse(str(SHAPES), format="turtle")
    return bool(pyshacl.validate(data, shacl_graph=shapes, advanced=True)[0])


def passes(record: Record) -> bool:
    """Say whether the writer's check lets a record through."""
    try:
        Shapes(MINTER).check(record)
    except Invalid:
        return False
    return True


def broken(fact: Fact | None = None, evidence: Evidence | None = None) -> Record:
    record = casting()
    text = record.article.text
    claim = Claim(fact or record.claims[0].assertion, evidence or at(text, "Mara Quill has joined Nightjar"))
    return replace(record, claims=(claim,))


@pytest.mark.parametrize(
    ("record", "good"),
    [
        (review(), True),
        (casting(), True),
        (broken(Fact(WREN, "portrays", MARA)), False),
        (broken(Fact(MARA, "friend", WREN)), False),
        (broken(evidence=Evidence(0, 3, "Ivo")), False),
        (replace(casting(), claims=(replace(casting().claims[0], confidence=1.5),)), False),
    ],
    ids=["review", "casting", "ends", "border", "quotation", "confidence"],
)
def test_the_writer_and_pyshacl_agree(record: Record, good: bool) -> None:
    assert passes(record) is good
    assert conforms(record) is good

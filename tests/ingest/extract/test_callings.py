"""Occupations that names and descriptions carry."""

from __future__ import annotations

import pytest

from ingest.extract.relations import facts
from ingest.extract.roles import jobs
from tests.ingest.extract.marked_text import reading


def trades(marked: str) -> set[tuple[str, str]]:
    read = reading(marked, "2024-05-10")
    names = {e.id: e.name for e in read.entities}
    return {(names[f.subject], f.object) for f in facts(read, ()) if f.property == "occupation"}


def test_a_description_is_its_own_trade() -> None:
    assert trades("[Ida Moss|Person] plays [the harbourmaster|Character] of [Leith|Place].") == {
        ("the harbourmaster", "harbourmaster")
    }


def test_a_trade_stands_after_as() -> None:
    assert trades("[Salt Road|Show] is back, with [Ida Moss|Person] as executive producer.") == {
        ("Ida Moss", "executive producer")
    }
    assert trades("[Salt Road|Show] is back, with [Ida Moss|Person] as vet.") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Film director Ida Moss", "film director"),
        ("She said so. Theatre impresario Ida Moss", "theatre impresario"),
        ("In Film director Ida Moss", "director"),
        ("Gosford actor Ida Moss", "actor"),
    ],
)
def test_the_field_of_a_trade_may_open_a_sentence(text: str, expected: str) -> None:
    assert [job for _, job, _ in jobs(text)] == [expected]

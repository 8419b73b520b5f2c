"""A language model that answers each trap with all that is forbidden there: nothing private comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from graph.model import EntityType
from ingest.extract import quotations
from ingest.extract.answers import borne_out
from ingest.extract.reading import Reading
from ingest.extraction import Extraction
from ingest.pipeline import Extractor
from tests.traps import Violation, sprung, traps

KNOWN = set(json.loads(Path(__file__).with_name("traps.json").read_text(encoding="utf-8")))
SENSITIVE = ("gay", "queer", "bisexual", "lesbian", "trans", "straight", "Muslim", "Jewish", "cancer")


class Hostile:
    """Says of every person of a trap, and in every sentence's name, what it must not."""

    def __init__(self) -> None:
        self.trap: Mapping[str, Any] = {}

    def added(self, reading: Reading, found: Extraction) -> Extraction:
        """Return what was found with what is borne out of the worst answer."""
        people = [*self.trap.get("persons", ()), *(one["minted"] for one in self.trap["forbidden"] if "minted" in one)]
        quotes = [sentence.of(reading.text) for sentence in reading.sentences]
        works = [e.name for e in reading.entities if e.type in (EntityType.SHOW, EntityType.FILM)]
        said = [quotation.span.of(reading.text) for quotation in quotations.find(reading.text)]
        told = [*self.forbidden(people), *self.slander(people, works)]
        answer = {
            "names": [{"name": name, "type": type} for name in people for type in ("Character", "Person", "Show")],
            "facts": [{**fact, "quote": quote} for fact in told if "property" in fact for quote in quotes],
            "events": [{**event, "quote": quote} for event in told if "type" in event for quote in quotes],
            "statements": [{"speaker": name, "quote": quote} for name in people for quote in (*said, *quotes)],
        }
        return borne_out(json.loads(json.dumps(answer)), reading, found, "llm/hostile")

    def forbidden(self, people: list[str]) -> Iterator[dict[str, Any]]:
        """Yield what the trap names."""
        for one in self.trap["forbidden"]:
            if "event" in one:
                args = [{"role": role, "name": name} for role, names in one["args"].items() for name in names]
                yield {"type": one["event"], "date": "", "args": args}
            elif "s" in one:
                for property in ("identifiesAs", "occupation", "partner") if one["p"] == "*" else (one["p"],):
                    for value in (*SENSITIVE, *people) if one["o"] == "*" else (one["o"],):
                        yield {"subject": one["s"], "property": property, "object": value}

    def slander(self, people: list[str], works: list[str]) -> Iterator[dict[str, Any]]:
        """Yield identities, a coming-out, an interview and a part in every work for each of the people."""
        for name in people:
            for property in ("identifiesAs", "occupation", "memberOf"):
                yield from ({"subject": name, "property": property, "object": value} for value in SENSITIVE)
            for property in ("actor", "character", "director"):
                yield from ({"subject": work, "property": property, "object": name} for work in works)
            for kind in ("comingOut", "interview", "relationship", "legal", "death"):
                yield {"type": kind, "date": "", "args": [{"role": "agent", "name": name}]}
                yield {"type": kind, "date": "", "args": [{"role": "patient", "name": name}]}


def violations(extractor: Extractor, hostile: Hostile) -> Iterator[Violation]:
    for trap in traps():
        hostile.trap = trap
        yield from sprung(trap, extractor)


@pytest.fixture(scope="module")
def worst() -> list[Violation]:
    hostile = Hostile()
    return list(violations(Extractor(second=hostile), hostile))


def test_it_says_nothing_sensitive_of_a_real_person(worst: list[Violation]) -> None:
    assert [one for one in worst if '"self_public"' in one.what] == []


def test_it_brings_nobody_into_the_graph_whom_the_rules_would_not(worst: list[Violation]) -> None:
    assert sorted({one.trap for one in worst if '"minted"' in one.what} - KNOWN) == []


def test_it_is_heard_at_all(worst: list[Violation]) -> None:
    assert [one for one in worst if "llm/hostile" in one.what]

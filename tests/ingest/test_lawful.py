"""What no graph could hold is left out, whoever found it."""

from __future__ import annotations

from dataclasses import replace

from graph.model import EntityType, Evidence, Span
from ingest.extraction import Entity, Event, Extraction, Fact
from ingest.lawful import lawful

TEXT = "Salt Road fans queued. Pell left early. Otto sank with Salt Road."


def entity(id: str, kind: EntityType, name: str) -> Entity:
    """An entity at every place of its name."""
    spans = tuple(Span(i, i + len(name)) for i in range(len(TEXT)) if TEXT.startswith(name, i))
    return Entity(id, kind, name, (), spans, spans)


def evidence(words: str) -> Evidence:
    """The place of words that stand once in the text."""
    start = TEXT.index(words)
    return Evidence.at(TEXT, Span(start, start + len(words)))


def extraction() -> Extraction:
    """Two characters in a story event; only one of them is in a work."""
    people = entity("e2", EntityType.CHARACTER, "Pell"), entity("e3", EntityType.CHARACTER, "Otto")
    event = Event("storyEvent", (("agent", "e2"), ("agent", "e3")), evidence("Pell left early"))
    fact = Fact("e1", "character", "e3", evidence("Otto sank with Salt Road"), 0.8)
    return Extraction("a", None, (entity("e1", EntityType.SHOW, "Salt Road"), *people), (fact,), (event,), (), ())


def test_a_character_of_whom_nothing_is_told_is_left_out_of_everything() -> None:
    kept = lawful(extraction(), TEXT)
    assert [e.name for e in kept.entities] == ["Salt Road", "Otto"]
    assert kept.events[0].args == (("agent", "e3"),)


def test_a_fact_whose_ends_do_not_fit_is_left_out() -> None:
    wrong = Fact("e3", "actor", "e1", evidence("Otto sank with Salt Road"), 0.8)
    kept = lawful(replace(extraction(), facts=(*extraction().facts, wrong)), TEXT)
    assert [f.property for f in kept.facts] == ["character"]

"""What one article says: entities, facts, events and statements, each with its evidence.

In: nothing but values. Out: `Extraction` and its JSON form, the interchange form of the project (one object a line):
`{"id", "date", "entities": [...], "facts": [...], "events": [...], "statements": [...]}`.
Ids of entities are local to the article (`e1`, `e2`, …).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.model import EntityType, Evidence, Span, Status

__all__ = ["Entity", "Event", "Extraction", "Fact", "Sentence", "Statement"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Something named in the article. `name` is its fullest name there, `aliases` the other forms, without `name`.

    `mentions` are all its spans, pronouns and definite descriptions included, in text order; `named` those where a
    form of its name stands. `work` is the id of the work that a Character, Season or Episode belongs to, if any.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    named: tuple[Span, ...] = ()
    work: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fact:
    """`subject property object`: the object is an entity id, or a literal where the vocabulary says so.

    `evidence` is the shortest span that carries the fact. `rule` names the rule or model that found it, with no spaces
    (`rules/actor#starring`, `model/pair@1`). `position` is the place in the story, `s2e3`, `s2`, or None for unknown;
    it is None as well for facts about the real world.
    """

    subject: str
    property: str
    object: str
    evidence: Evidence
    confidence: float = 1.0
    status: Status = Status.ASSERTED
    rule: str = ""
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `args` are (role, entity id) pairs, sorted; `date` is ISO, as precise as the text."""

    type: str
    args: tuple[tuple[str, str], ...]
    evidence: Evidence
    date: str | None = None
    confidence: float = 1.0
    status: Status = Status.ASSERTED
    rule: str = ""
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A direct quotation with its speaker. `evidence` covers its first unbroken piece, without the quotation marks.

    `pieces` are the spans of all its pieces in order (the first is `evidence`'s). `date` is when it was said, if told.
    """

    speaker: str
    evidence: Evidence
    medium: str | None = None
    about: tuple[str, ...] = ()
    pieces: tuple[Span, ...] = ()
    date: str | None = None
    confidence: float = 1.0
    rule: str = ""
    position: str | None = None

    @property
    def quote(self) -> str:
        """The first eight words, as the gold form has them."""
        return " ".join(self.evidence.quote.split()[:8]).rstrip(",")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article, with the place in the story that it tells of: `s2e3`, `s2`, or None for unknown."""

    span: Span
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says. `sentences` cover its text; they decide what may be shown around a quotation."""

    id: str
    date: str | None
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    def entity(self, id: str) -> Entity:
        """Return the entity of a local id. Raises KeyError where the article has none."""
        for entity in self.entities:
            if entity.id == id:
                return entity
        raise KeyError(id)

    def to_json(self) -> dict[str, Any]:
        """Return the interchange form, ready for a JSON line."""
        return {
            "id": self.id,
            **({"date": self.date} if self.date else {}),
            "entities": [_entity_json(e) for e in self.entities],
            "facts": [_fact_json(f) for f in self.facts],
            "events": [_event_json(e) for e in self.events],
            "statements": [_statement_json(s) for s in self.statements],
        }


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    return {"start": evidence.start, "end": evidence.end, "quote": evidence.quote}


def _told(item: Fact | Event | Statement) -> dict[str, Any]:
    """The part that all three kinds of claim share: evidence, confidence, rule and story position."""
    return {
        "evidence": _evidence_json(item.evidence),
        "confidence": round(item.confidence, 3),
        "rule": item.rule,
        **({"position": item.position} if item.position else {}),
    }


def _entity_json(entity: Entity) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": entity.id,
        "type": str(entity.type),
        "name": entity.name,
        "aliases": list(entity.aliases),
    }
    if entity.work:
        found["work"] = entity.work
    found["mentions"] = [[span.start, span.end] for span in entity.named]
    return found


def _fact_json(fact: Fact) -> dict[str, Any]:
    return {"s": fact.subject, "p": fact.property, "o": fact.object, "status": str(fact.status), **_told(fact)}


def _event_json(event: Event) -> dict[str, Any]:
    args: dict[str, list[str]] = {}
    for role, entity in event.args:
        args.setdefault(role, []).append(entity)
    dated = {"date": event.date} if event.date else {}
    return {"type": event.type, **dated, "args": args, "status": str(event.status), **_told(event)}


def _statement_json(statement: Statement) -> dict[str, Any]:
    found: dict[str, Any] = {"speaker": statement.speaker, "quote": statement.quote}
    if statement.medium:
        found["medium"] = statement.medium
    if statement.date:
        found["date"] = statement.date
    return {**found, "about": list(statement.about), **_told(statement)}


def evidence_of(record: Mapping[str, Any]) -> Evidence:
    """Read the evidence of a JSON record back. Raises KeyError where it has none."""
    found = record["evidence"]
    return Evidence(int(found["start"]), int(found["end"]), str(found["quote"]))

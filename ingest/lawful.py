"""What the vocabulary allows: the last guard before anything leaves the extractor, whoever found it.

In: an `Extraction`, from rules or a model. Out: the same without what no graph could hold: facts whose ends
do not fit, dates that are none, roles of another type, quotations that are not in the text, what the text doesn't
mean, and characters of no work.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from graph.dates import date_literal
from graph.model import EntityType, Evidence, Span
from graph.vocabulary import vocabulary
from ingest.extract.unmeant import unmeant
from ingest.extraction import Event, Extraction, Fact, Statement

__all__ = ["lawful"]


# What a court or a paper calls whom it may not name: nobody of the graph.
_VEILED: Final = re.compile(r"(?:child|boy|girl|man|woman|witness|victim|person) [A-Z]", re.IGNORECASE)


def lawful(extraction: Extraction, text: str) -> Extraction:
    """Return an extraction with only what the vocabulary allows, the text holds, and means."""
    named = tuple(entity for entity in extraction.entities if not _VEILED.fullmatch(entity.name))
    extraction = replace(extraction, entities=named)
    spans = unmeant(text)

    def meant(told: Fact | Event | Statement) -> bool:
        return not any(span.overlaps(told.evidence.span) for span in spans)

    facts = tuple(f for f in extraction.facts if meant(f) and _fact(f, extraction, text))
    extraction = _without_bystanders(replace(extraction, facts=facts))
    return replace(
        extraction,
        events=tuple(kept for e in extraction.events if meant(e) and (kept := _event(e, extraction, text)) is not None),
        statements=tuple(s for s in extraction.statements if meant(s) and _statement(s, extraction, text)),
    )


def _without_bystanders(extraction: Extraction) -> Extraction:
    """Leave out characters named once of whom no fact tells and who say nothing: a real person at a real event."""
    told = {end for fact in extraction.facts for end in (fact.subject, fact.object)}
    told |= {statement.speaker for statement in extraction.statements}
    gone = {
        e.id for e in extraction.entities if e.type is EntityType.CHARACTER and len(e.named) == 1 and e.id not in told
    }
    return replace(
        extraction,
        entities=tuple(e for e in extraction.entities if e.id not in gone),
        events=tuple(
            replace(e, args=tuple((role, id) for role, id in e.args if id not in gone)) for e in extraction.events
        ),
        statements=tuple(
            replace(s, about=tuple(id for id in s.about if id not in gone)) for s in extraction.statements
        ),
    )


def _fact(fact: Fact, extraction: Extraction, text: str) -> bool:
    property = vocabulary().properties.get(fact.property)
    types = {entity.id: entity.type for entity in extraction.entities}
    if property is None or fact.subject not in types or not _stands(fact.evidence, text):
        return False
    if property.literal is None:
        object = types.get(fact.object)
        return object is not None and fact.subject != fact.object and property.allows(types[fact.subject], object)
    if property.literal.endswith("#integer") and not fact.object.isdecimal():
        return False
    if property.literal.endswith("#date") and not is_date(fact.object):
        return False
    return bool(fact.object.strip()) and property.allows(types[fact.subject], None)


def _event(event: Event, extraction: Extraction, text: str) -> Event | None:
    """Return an event without the arguments that do not fit, None where no event is left."""
    types = {entity.id: entity.type for entity in extraction.entities}
    roles = vocabulary().roles
    if event.type not in vocabulary().events or not _stands(event.evidence, text):
        return None
    args = tuple(
        (role, id)
        for role, id in event.args
        if role in roles and id in types and (not roles[role].range or types[id] in roles[role].range)
    )
    date = event.date if event.date and is_date(event.date) else None
    return replace(event, args=args, date=date) if args else None


def _statement(statement: Statement, extraction: Extraction, text: str) -> bool:
    ids = {entity.id for entity in extraction.entities}
    ends = {statement.speaker, *statement.about, *((statement.medium,) if statement.medium else ())}
    return ends <= ids and _stands(statement.evidence, text)


def _stands(evidence: Evidence, text: str) -> bool:
    """Say whether a quotation stands at its offsets, and is no whole article."""
    span = Span(evidence.start, evidence.end)
    return span.end > span.start and span.of(text) == evidence.quote


def is_date(text: str) -> bool:
    """Say whether a text is a partial ISO date.

    >>> is_date("2022-11"), is_date("November")
    (True, False)
    """
    try:
        date_literal(text)
    except ValueError:
        return False
    return True

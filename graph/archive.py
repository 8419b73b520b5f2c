"""Records as JSON text and back: how a record is kept as it was before a merge changed who is who in it.

In: a `Record`. Out: one line of JSON; read back, the same value.
"""

from __future__ import annotations

import json
from dataclasses import astuple, fields
from typing import Any, Final

from graph.claims import (
    Article,
    Claim,
    Entity,
    Event,
    Fact,
    Passage,
    Past,
    Performance,
    Quotation,
    Record,
    Withdrawal,
)
from graph.iri import digest
from graph.layers import Layer
from graph.model import EntityType, Evidence, Span, Status

__all__ = ["from_text", "to_text"]

_ASSERTIONS: Final = {kind.__name__: kind for kind in (Fact, Performance, Event, Quotation)}


def to_text(record: Record) -> str:
    """Return a record as one line of JSON, the same for records that say the same in another order.

    Entities that nothing is said of are left out, as they are in the store.
    """
    named = {iri for claim in record.claims for iri in claim.assertion.entities()}
    article = {
        f.name: getattr(record.article, f.name) for f in fields(Article) if f.name not in ("reveals", "passages")
    }
    article["digest"] = record.article.digest or digest(record.article.text)
    past = record.past or Past()
    return json.dumps(
        {
            "article": article,
            "reveals": record.article.reveals.name,
            "passages": [
                [p.span.start, p.span.end, [layer.name for layer in p.layers]] for p in record.article.passages
            ],
            "entities": [_entity(entity) for entity in sorted(record.entities, key=_iri) if entity.iri in named],
            "claims": [_claim(claim) for claim in sorted(record.claims, key=str)],
            "past": [
                [_entity(entity) for entity in sorted(past.entities, key=_iri)],
                [_claim(claim) for claim in sorted(past.claims, key=str)],
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )


def from_text(text: str) -> Record:
    """Return the record that a line of JSON holds. Raises KeyError or ValueError for another text."""
    told: dict[str, Any] = json.loads(text)
    passages = tuple(Passage(Span(s, e), tuple(Layer(name) for name in names)) for s, e, names in told["passages"])
    entities, claims = told.get("past", ([], []))  # records kept by earlier versions have none
    return Record(
        Article(**told["article"], reveals=Layer(told["reveals"]), passages=passages),
        _entities_of(told["entities"]),
        _claims_of(told["claims"]),
        Past(_entities_of(entities), _claims_of(claims)),
    )


def _entities_of(told: list[Any]) -> tuple[Entity, ...]:
    return tuple(
        Entity(iri, EntityType(kind), tuple((form, Evidence(*place)) for form, place in forms))
        for iri, kind, forms in told
    )


def _claims_of(told: list[Any]) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            _assertion(kind, parts),
            Evidence(*place),
            Layer(layer),
            confidence,
            Status(status),
            rule,
            Withdrawal(*withdrawn[0]) if withdrawn else None,
        )
        for kind, parts, place, layer, confidence, status, rule, *withdrawn in told
    )


def _iri(entity: Entity) -> str:
    return entity.iri


def _place(evidence: Evidence) -> list[Any]:
    return [evidence.start, evidence.end, evidence.quote]


def _entity(entity: Entity) -> list[Any]:
    """The fullest name first, as the record has it; the others in order."""
    forms = (*entity.forms[:1], *sorted(entity.forms[1:]))
    return [entity.iri, str(entity.type), [[form, _place(evidence)] for form, evidence in forms]]


def _claim(claim: Claim) -> list[Any]:
    assertion = claim.assertion
    parts = {f.name: getattr(assertion, f.name) for f in fields(assertion)}
    layer, status = claim.layer.name, str(claim.status)
    told = [type(assertion).__name__, parts, _place(claim.evidence), layer, claim.confidence, status, claim.rule]
    return [*told, astuple(claim.withdrawal)] if claim.withdrawal else told


def _assertion(kind: str, parts: dict[str, Any]) -> Any:
    if kind == "Event":
        parts = {**parts, "args": tuple((role, iri) for role, iri in parts["args"])}
    if kind == "Quotation":
        parts = {**parts, "about": tuple(parts["about"])}
    return _ASSERTIONS[kind](**parts)

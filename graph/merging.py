"""Merges: two entities that are one, by decision, and apart again.

In: a writer, two IRIs, a reason. Out: a graph in which every article that named the old one names the new. A decision
stands in `meta`; the writer keeps to it, so that it outlasts another reading of the articles. The record of each
article that it changes is kept as it was, so that a split gives back exactly what was there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive import from_text, to_text
from graph.claims import Claim, Entity, Event, Fact, Past, Record, term
from graph.errors import Conflict, NotFound
from graph.identity import Candidate, Identities
from graph.iri import Minter
from graph.layers import META, TEXT
from graph.queries import rows
from graph.store import Change, Dataset, Store
from graph.vocabulary import PREFIXES

__all__ = [
    "Decision",
    "Merges",
    "Suggestion",
    "decisions",
    "kept_apart",
    "merges",
    "redirect",
    "substituted",
    "suggestions",
]

MERGED, UNMERGED, OF = term("drm:mergedInto"), term("drm:unmerged"), term("drm:of")
DATETIME = NamedNode(PREFIXES["xsd"] + "dateTime")


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """That `old` is `new`: when it was decided, by whom, and why."""

    old: str
    new: str
    at: str
    by: str
    reason: str

    def quads(self, minter: Minter) -> tuple[Quad, ...]:
        """Return the quads in `meta` that hold the decision."""
        graph = NamedNode(META.iri(minter.base))
        node = NamedNode(minter.named("decision", self.old, self.new, self.at))
        old, new = NamedNode(self.old), NamedNode(self.new)
        return (
            Quad(old, MERGED, new, graph),
            Quad(new, term("schema:sameAs"), old, graph),
            Quad(node, term("rdf:type"), term("drm:Decision"), graph),
            Quad(node, term("schema:object"), old, graph),
            Quad(node, term("schema:result"), new, graph),
            Quad(node, term("schema:startTime"), Literal(self.at, datatype=DATETIME), graph),
            Quad(node, term("schema:agent"), Literal(self.by), graph),
            Quad(node, term("schema:description"), Literal(self.reason), graph),
        )


@dataclass(frozen=True)
class Merges:
    """The decisions in force: the new IRI of each old one, chains followed."""

    new: Mapping[str, str]

    def of(self, iri: str) -> str:
        """Return who an IRI means now."""
        seen = {iri}
        while iri in self.new and self.new[iri] not in seen:
            iri = self.new[iri]
            seen.add(iri)
        return iri

    def touches(self, record: Record) -> bool:
        """Say whether a record names somebody who was merged into another."""
        past = record.past.entities if record.past else ()
        return any(entity.iri in self.new for entity in (*record.entities, *past))


def merges(store: Store, base: str) -> Merges:
    """Return the decisions that a store holds."""
    found = rows(store, Dataset((META.iri(base),)), "merges")
    return Merges({_text(row["old"]): _text(row["new"]) for row in found})


def redirect(store: Store, base: str, iri: str) -> str | None:
    """Return the IRI that an old one leads to, None for one that was never merged."""
    now = merges(store, base).of(iri)
    return now if now != iri else None


def decisions(store: Store, base: str) -> tuple[Decision, ...]:
    """Return the log of the merges in force, oldest first."""
    found = (
        Decision(*(_text(row[name]) for name in ("old", "new", "at", "by", "reason")))
        for row in rows(store, Dataset((META.iri(base),)), "decisions")
    )
    return tuple(sorted(found, key=lambda decision: (decision.at, decision.old)))


def check(store: Store, old: str, new: str, base: str) -> None:
    """Raise Conflict or NotFound for a merge that cannot be: of one with itself, of unlike kinds, of a merged one."""
    held = merges(store, base)
    if held.of(new) == old or old == new:
        raise Conflict(f"{old} and {new} are one already")
    if old in held.new:
        raise Conflict(f"{old} was merged into {held.of(old)}; split it first")
    types = {
        iri: {_text(row["type"]) for row in rows(store, None, "record_types", entity=[NamedNode(iri)])}
        for iri in (old, new)
    }
    for iri, kinds in types.items():
        if not kinds:
            raise NotFound(f"there is no {iri}")
    works = {term(f"schema:{name}").value for name in ("TVSeries", "Movie", "CreativeWork")}
    if not types[old] & types[new] and not (types[old] | types[new]) <= works:
        raise Conflict(f"{old} and {new} are not of one kind: a person is no character, a place no prize")


def substituted(record: Record, held: Merges) -> Record:
    """Return a record in which those who were merged go by their new IRIs. What would tie one to itself is left out."""
    entities: dict[str, Entity] = {}
    for entity in record.entities:
        iri = held.of(entity.iri)
        forms = (*entities[iri].forms, *entity.forms) if iri in entities else entity.forms
        kind = entities[iri].type if iri in entities else entity.type
        entities[iri] = Entity(iri, kind, tuple(dict(reversed(forms)).items())[::-1])
    claims = (replace(claim, assertion=_renamed(claim.assertion, held)) for claim in record.claims)
    if record.past is not None:
        past = substituted(Record(record.article, record.past.entities, record.past.claims), held)
        record = replace(record, past=Past(past.entities, past.claims))
    return replace(record, entities=tuple(entities.values()), claims=tuple(c for c in claims if not _circular(c)))


def kept_apart(record: Record, minter: Minter) -> Quad:
    """Return the quad that keeps a record as it was before the merges."""
    node = NamedNode(minter.named("unmerged", record.article.iri))
    return Quad(node, UNMERGED, Literal(to_text(record)), NamedNode(TEXT.iri(minter.base)))


def archive_change(store: Store, minter: Minter, article: str, record: Record | None) -> Change:
    """Return the change that keeps a record in the archive, or takes the article's out of it (None)."""
    node = NamedNode(minter.named("unmerged", article))
    graph = NamedNode(TEXT.iri(minter.base))
    standing = {
        Quad(node, NamedNode(_text(row["p"])), row["o"], graph)
        for row in rows(store, Dataset((graph.value,)), "described", node=[node])
    }
    wanted = {kept_apart(record, minter), Quad(node, OF, NamedNode(article), graph)} if record else set()
    return Change(tuple(sorted(standing - wanted, key=str)), tuple(sorted(wanted - standing, key=str)))


def archived_of(store: Store, minter: Minter, article: str) -> Record | None:
    """Return the record of an article as it was before merges changed it, None where none did."""
    node = NamedNode(minter.named("unmerged", article))
    for row in rows(store, Dataset((TEXT.iri(minter.base),)), "described", node=[node]):
        if row["p"] == UNMERGED:
            return from_text(_text(row["o"]))
    return None


def archived(store: Store, base: str) -> Iterator[Record]:
    """Yield the records that merges have changed, as they were."""
    for row in rows(store, Dataset((TEXT.iri(base),)), "unmerged"):
        yield from_text(_text(row["record"]))


@dataclass(frozen=True, slots=True, order=True)
class Suggestion:
    """Two entities that may be one, how likely, and why."""

    score: float
    one: str
    other: str
    reason: str


def suggestions(identities: Identities, limit: int = 50) -> tuple[Suggestion, ...]:
    """Return pairs of known entities that may be one, the likeliest first."""
    found: dict[tuple[str, str], Candidate] = {}
    for iri, named in identities.everyone():
        for candidate in identities.candidates(named):
            pair = (min(iri, candidate.iri), max(iri, candidate.iri))
            if candidate.iri != iri and candidate.score > (found[pair].score if pair in found else 0.0):
                found[pair] = candidate
    listed = (Suggestion(round(c.score, 2), one, other, c.reason) for (one, other), c in found.items())
    return tuple(sorted(listed, key=lambda s: (-s.score, s.one, s.other))[:limit])


def _renamed(assertion: Any, held: Merges) -> Any:
    changes: dict[str, Any] = {}
    for field in fields(assertion):
        value = getattr(assertion, field.name)
        if field.name in ("text", "property", "date", "type", "form", "main") or value is None:
            continue
        if isinstance(assertion, Event):
            value = tuple(sorted({(role, held.of(iri)) for role, iri in value}))
        elif isinstance(value, tuple):
            value = tuple(sorted({held.of(iri) for iri in value}))
        else:
            value = held.of(value)
        changes[field.name] = value
    return replace(assertion, **changes)


def _circular(claim: Claim) -> bool:
    assertion = claim.assertion
    return isinstance(assertion, Fact) and assertion.subject == assertion.object


def _text(value: Any) -> str:
    return str(value.value)

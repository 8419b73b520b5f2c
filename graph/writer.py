"""The one way in: what an article says replaces what it said before, in one transaction.

In: a `Record`. Out: an `Outcome`, and a store in which the quads that rest on the article's claims alone have gone with
them. Every record passes the gate (what may be stored about real people) and the shapes; a broken one changes nothing.
The graph is a function of the set of records in it, not of the order or number of their writings; a record's past, what
its article said before its text was changed, is part of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from graph.claims import (
    TYPE,
    Article,
    Claim,
    Entity,
    Fact,
    Name,
    Past,
    Record,
    Triple,
    Withdrawal,
    graphs_of,
    quads_of,
    term,
)
from graph.copies import Copies
from graph.corrections import corrected, still_past, version
from graph.dates import date_literal
from graph.errors import NotFound
from graph.iri import Minter
from graph.layers import META, TEXT, Layer
from graph.merging import Decision, archive_change, archived, archived_of, check, decisions, merges, substituted
from graph.model import Evidence, Status
from graph.queries import rows
from graph.records import articles_naming, read_record
from graph.restriction import rulings
from graph.standing import Key, Standing
from graph.store import Change, Dataset, Store
from graph.vocabulary import vocabulary

__all__ = ["Dropped", "Gate", "Outcome", "Screened", "Writer"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """What the gate kept out, counted: the reason, never the content."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Screened:
    """What the gate lets through, and what it dropped."""

    record: Record
    dropped: tuple[Dropped, ...] = ()


class Gate(Protocol):
    """Decides what of a record may be stored."""

    def screen(self, record: Record) -> Screened:
        """Return the record without what may not be stored."""


class Check(Protocol):
    """Refuses records that break a shape."""

    def check(self, record: Record) -> None:
        """Raise Invalid, with the report, for a record that breaks a shape."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one writing did: numbers of quads added and removed, claims that stand, and what was dropped."""

    article: str
    added: int
    removed: int
    claims: int
    revision: int
    dropped: tuple[Dropped, ...] = ()

    @property
    def changed(self) -> bool:
        """Say whether the store is another than before."""
        return bool(self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes records to a store. `clock` tells the time (ISO, UTC) at which an article's new text is written."""

    store: Store
    minter: Minter
    gate: Gate
    shapes: Check
    clock: Callable[[], str] | None = None

    def write(self, record: Record) -> Outcome:
        """Put what an article says in place of what it said before.

        Raises Invalid or StoreError; then nothing is changed.
        """
        one = settled(record)
        self.shapes.check(one)
        screened = self.gate.screen(one)
        kept = replace(screened.record, past=self._past(screened.record))
        held = merges(self.store, self.minter.base)
        ruled = rulings(self.store, self.minter.base).applied(
            substituted(kept, held) if held.touches(kept) else kept, self.minter
        )
        archive = archive_change(self.store, self.minter, kept.article.iri, kept if ruled != kept else None)
        kept = settled(ruled)
        claims = named(replace(kept, past=still_past(kept, self.minter)))
        own, copies = Copies(self.store, self.minter.base).of(kept.article)
        change = self._change(kept.article.iri, claims, self._article_quads(kept.article) | own) + archive + copies
        standing = sum(claim.status is not Status.RETRACTED for claim in claims)
        revision = self.store.apply(change)
        return Outcome(record.article.iri, len(change.added), len(change.removed), standing, revision, screened.dropped)

    def retract(self, article: str) -> Outcome:
        """Take an article out: the store is then what it would be had the article never been written."""
        archive = archive_change(self.store, self.minter, article, None)
        copies = Copies(self.store, self.minter.base).without(article)
        change = self._change(article, (), frozenset()) + archive + copies
        return Outcome(article, len(change.added), len(change.removed), 0, self.store.apply(change))

    def merge(self, decision: Decision) -> int:
        """Let one entity be another, in every article that names it; return the number of these.

        Raises Conflict or NotFound for a merge that cannot be.
        """
        base = self.minter.base
        check(self.store, decision.old, decision.new, base)
        naming = [read_record(self.store, base, iri) for iri in articles_naming(self.store, decision.old)]
        before = {record.article.iri: record for record in archived(self.store, base)}
        self.store.apply(Change(added=decision.quads(self.minter)))
        for record in naming:
            self.write(before.get(record.article.iri, record))
        return len(naming)

    def split(self, old: str) -> int:
        """Undo the merge of an entity into another: every article says again what it said; return their number.

        Raises NotFound for one that was not merged.
        """
        base = self.minter.base
        standing = [decision for decision in decisions(self.store, base) if decision.old == old]
        if not standing:
            raise NotFound(f"{old} was not merged into another")
        before = [r for r in archived(self.store, base) if any(e.iri == old for e in (*r.entities, *_past(r).entities))]
        quads = tuple(dict.fromkeys(quad for decision in standing for quad in decision.quads(self.minter)))
        self.store.apply(Change(removed=quads))
        for record in before:
            self.write(record)
        return len(before)

    def _past(self, record: Record) -> Past:
        """Return what an article said and says no longer: as the record tells it, else as the store does."""
        if record.past is not None:
            return record.past
        base, article = self.minter.base, record.article.iri
        if not any(rows(self.store, Dataset((META.iri(base),)), "exists", node=[NamedNode(article)])):
            return Past()
        before = archived_of(self.store, self.minter, article) or read_record(self.store, base, article)
        return corrected(before, record, self.minter, self.clock() if self.clock else None)

    def _change(self, article: str, claims: Collection[Claim], article_quads: frozenset[Quad]) -> Change:
        standing = Standing(self.store, self.minter.base)
        old_nodes, old_keys = standing.of(article)
        new_nodes: set[Quad] = set(article_quads)
        new_keys: dict[Key, frozenset[Triple]] = {}
        types: dict[str, NamedNode] = {}
        for claim in claims:
            new_nodes.update(quads_of(claim.triples(article, self.minter), claim.stands_in, self.minter.base))
            key, triples = claim.assertion.key(self.minter), claim.asserted(self.minter)
            for graph in graphs_of(claim.stands_in, self.minter.base) if triples else ():
                new_keys[graph, key] = triples
            if isinstance(claim.assertion, Name):
                types[claim.assertion.entity] = NamedNode(vocabulary().classes[claim.assertion.type].iri)
        removed, added = old_nodes - new_nodes, new_nodes - old_nodes
        removed |= standing.unsupported(article, old_keys - new_keys.keys())
        added |= {
            Quad(triple.subject, triple.predicate, triple.object, graph)
            for (graph, key), triples in new_keys.items()
            if (graph, key) not in old_keys
            for triple in triples
        }
        less, more = standing.labels(article, old_keys, new_keys.keys(), types)
        removed, added = removed | less, added | more
        return Change(tuple(sorted(removed - added, key=str)), tuple(sorted(added - removed, key=str)))

    def _article_quads(self, article: Article) -> frozenset[Quad]:
        """Return what is stored about an article itself."""
        node, base = NamedNode(article.iri), self.minter.base
        told = (
            ("schema:publisher", article.publisher),
            ("schema:author", article.author),
            ("schema:inLanguage", article.language),
            ("schema:license", article.licence),
            ("drm:extractor", article.extractor),
            ("drm:digest", version(article)),
        )
        meta = [Triple(node, TYPE, term("drm:Article"))]
        meta += [Triple(node, term(name), Literal(value)) for name, value in told if value]
        if article.date:
            meta.append(Triple(node, term("schema:datePublished"), date_literal(article.date)))
        shown = (("schema:headline", article.headline), ("schema:url", article.url), ("drm:source", article.source))
        revealing = [Triple(node, term(name), Literal(value)) for name, value in shown if value]
        passages = [[p.span.start, p.span.end, [layer.name for layer in p.layers]] for p in article.passages]
        stored = [Triple(node, term("schema:text"), Literal(article.text))]
        stored.append(Triple(node, term("drm:passages"), Literal(json.dumps(passages, separators=(",", ":")))))
        return frozenset(
            quad
            for layer, triples in ((META, meta), (article.reveals, revealing), (TEXT, stored))
            for quad in quads_of(iter(triples), layer, base)
        )


def settled(record: Record) -> Record:
    """Return a record with one claim for each assertion in a layer.

    Where an article says the same thing twice, the surer words win, then the shorter, then the earlier.
    """
    found: dict[tuple[object, object], Claim] = {}
    for claim in sorted(record.claims, key=_preference):
        assertion = claim.assertion
        if isinstance(assertion, Fact) and assertion.property in vocabulary().properties:
            ends = (assertion.subject, assertion.object)
            first, second = sorted(ends) if vocabulary().property(assertion.property).symmetric else ends
            assertion = Fact(first, assertion.property, second)
        found.setdefault((claim.layer, assertion), replace(claim, assertion=assertion))
    return replace(record, claims=tuple(found.values()))


def named(record: Record) -> tuple[Claim, ...]:
    """Return the claims of a record and of its past, with those of the names that each layer needs."""
    past = _past(record)
    current, earlier = _naming(record.claims, record.entities), _naming(past.claims, past.entities)
    names = {(claim.layer, claim.assertion): claim for claim in (*earlier, *current)}
    return (*record.claims, *past.claims, *names.values())


def _past(record: Record) -> Past:
    return record.past or Past()


def _naming(claims: Iterable[Claim], entities: Iterable[Entity]) -> Iterator[Claim]:
    """Yield the claims of the names that the layers of claims need; a name in a text of before is as past as they."""
    known = {entity.iri: entity for entity in entities}
    needed: dict[tuple[Layer, str], Withdrawal | None] = {}
    for claim in claims:
        for iri in claim.assertion.entities():
            needed.setdefault((claim.stands_in, iri), claim.withdrawal)
    for layer, iri in sorted(needed):
        for name, evidence in _names(known[iri]) if iri in known else ():
            status = Status.RETRACTED if layer.is_withdrawn else Status.ASSERTED
            yield Claim(name, evidence, layer, status=status, rule="names", withdrawal=needed[layer, iri])


def _preference(claim: Claim) -> tuple[float, int, int]:
    return -claim.confidence, claim.evidence.end - claim.evidence.start, claim.evidence.start


def _names(entity: Entity) -> Iterator[tuple[Name, Evidence]]:
    for number, (form, evidence) in enumerate(entity.forms):
        yield Name(entity.iri, entity.type, form, main=number == 0), evidence

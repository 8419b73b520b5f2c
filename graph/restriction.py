"""Restriction and rectification: what a person may ask for short of being forgotten.

In: a record, the decisions in force. Out: the record with a restricted person's claims in a layer that is in no view,
and with the status of rectified facts. Decisions stand in `text`, and outlast another reading of the articles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad

from graph.claims import Claim, Passage, Past, Record, Triple, term
from graph.iri import Minter
from graph.layers import TEXT, Layer
from graph.model import Status
from graph.queries import rows
from graph.store import Dataset, Store
from graph.vocabulary import PREFIXES

__all__ = ["Rectification", "Rulings", "restricted_layer", "restriction_quad", "rulings"]


BOOLEAN = NamedNode(PREFIXES["xsd"] + "boolean")


@dataclass(frozen=True, slots=True)
class Rectification:
    """That claims of a fact have a status, whatever the articles say: who decided it is not kept, why is."""

    subject: str
    predicate: str
    object: str
    status: Status
    note: str
    at: str

    def quads(self, minter: Minter) -> tuple[Quad, ...]:
        """Return the quads in `text` that hold the decision; `object` is a term in N-Triples form."""
        graph = NamedNode(TEXT.iri(minter.base))
        node = NamedNode(minter.named("rectification", self.subject, self.predicate, self.object))
        when = Literal(self.at, datatype=NamedNode(PREFIXES["xsd"] + "dateTime"))
        told = (
            ("rdf:type", term("drm:Rectification")),
            ("rdf:subject", NamedNode(self.subject)),
            ("rdf:predicate", NamedNode(self.predicate)),
            ("drm:term", Literal(self.object)),
            ("drm:status", term(f"drm:{self.status}")),
            ("schema:description", Literal(self.note)),
            ("schema:startTime", when),
        )
        return tuple(Quad(node, term(name), value, graph) for name, value in told)


@dataclass(frozen=True)
class Rulings:
    """The decisions in force: who is restricted, and the status of each rectified fact."""

    restricted: frozenset[str]
    statuses: Mapping[tuple[str, str, str], Status]

    def applied(self, record: Record, minter: Minter) -> Record:
        """Return a record as these decisions have it."""
        if not self.restricted and not self.statuses:
            return record
        past = record.past or Past()
        hidden = {e.iri: e for e in (*past.entities, *record.entities) if e.iri in self.restricted}
        forms = sorted({f for e in (*past.entities, *record.entities) if e.iri in self.restricted for f, _ in e.forms})
        claims = tuple(self._claim(claim, forms, minter) for claim in record.claims)
        gone = tuple(replace(self._claim(c, forms, minter), status=Status.RETRACTED) for c in past.claims)
        record = replace(record, past=Past(past.entities, gone))
        if not hidden:
            return replace(record, claims=claims)
        closing = tuple(restricted_layer(iri, minter) for iri in sorted(hidden))
        passages = tuple(
            Passage(p.span, tuple(sorted({*p.layers, *closing})))
            if any(form in p.span.of(record.article.text) for form in forms)
            else p
            for p in record.article.passages
        )
        article = replace(record.article, passages=passages)
        if any(form in f"{article.headline} {article.url}" for form in forms):
            article = replace(article, reveals=closing[0])
        return replace(record, article=article, claims=claims)

    def _claim(self, claim: Claim, forms: list[str], minter: Minter) -> Claim:
        key: Triple = claim.assertion.key(minter)
        status = self.statuses.get((key.subject.value, key.predicate.value, str(key.object)))
        if status is not None:
            claim = replace(claim, status=status)
        about = [iri for iri in claim.assertion.entities() if iri in self.restricted]
        if not about and not any(form in claim.evidence.quote for form in forms):
            return claim
        return replace(claim, layer=restricted_layer(about[0], minter) if about else Layer("restricted/mention"))


def restricted_layer(person: str, minter: Minter) -> Layer:
    """Return the layer where what is said of a restricted person waits; it is in no view."""
    return Layer(f"restricted/{minter.local(person).replace('/', '-')}")


def restriction_quad(person: str, base: str) -> Quad:
    """Return the quad in `text` that restricts a person."""
    return Quad(NamedNode(person), term("drm:restricted"), Literal("true", datatype=BOOLEAN), NamedNode(TEXT.iri(base)))


def rulings(store: Store, base: str) -> Rulings:
    """Return the decisions that a store holds."""
    dataset = Dataset((TEXT.iri(base),))
    restricted = frozenset(str(row["one"].value) for row in rows(store, dataset, "restricted"))
    statuses = {}
    for row in rows(store, dataset, "rectified"):
        subject, predicate, object, status = (str(row[n].value) for n in ("subject", "predicate", "term", "status"))
        statuses[subject, predicate, object] = Status(status.rpartition("#")[2])
    return Rulings(restricted, statuses)

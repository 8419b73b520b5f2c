"""Claims about an invented world of any size, as quads, without the work of extracting them.

In: a number of articles, a seed. Out: a store in memory. Casts follow a Zipf law, as those of real works do: few people
are everywhere, most in one work.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pyoxigraph import Literal, NamedNode, Quad

from graph.claims import LABEL, TYPE, term
from graph.iri import DEFAULT_BASE
from graph.layers import META, PUBLIC
from graph.store import Change
from graph.store.embedded import EmbeddedStore

__all__ = ["world"]

_PER_ARTICLE = 8


def world(articles: int, seed: int = 0) -> EmbeddedStore:
    """Return a store of so many articles, each of which names eight people in the cast of one work."""
    store = EmbeddedStore()
    quads: list[Quad] = []
    for quad in _quads(articles, seed):
        quads.append(quad)
        if len(quads) == 200_000:
            store.apply(Change(added=tuple(quads)))
            quads = []
    store.apply(Change(added=tuple(quads)))
    return store


def _quads(articles: int, seed: int) -> Iterator[Quad]:
    chance = np.random.default_rng(seed)
    public, meta = (NamedNode(layer.iri(DEFAULT_BASE)) for layer in (PUBLIC, META))
    people, works = max(10, 2 * articles), max(4, articles // 2)
    for kind, count, type in (("person", people, "schema:Person"), ("show", works, "schema:TVSeries")):
        for number in range(count):
            node = NamedNode(f"{DEFAULT_BASE}{kind}/n{number}")
            yield Quad(node, TYPE, term(type), public)
            yield Quad(node, LABEL, Literal(f"{kind} {number}"), public)
    actor, claim_type, asserted = term("schema:actor"), term("drm:Claim"), term("drm:asserted")
    subject, predicate, object = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
    derived, status = term("prov:wasDerivedFrom"), term("drm:status")
    # A work is told of by two articles on average and has some sixteen people; a few people are in many works.
    for number in range(articles):
        article = NamedNode(f"{DEFAULT_BASE}article/a{number}")
        yield Quad(article, TYPE, term("drm:Article"), meta)
        work = NamedNode(f"{DEFAULT_BASE}show/n{int(works * chance.random())}")
        for place, who in enumerate(np.minimum(people - 1, (people * chance.random(_PER_ARTICLE) ** 1.3).astype(int))):
            claim = NamedNode(f"{DEFAULT_BASE}claim/c{number}-{place}")
            person = NamedNode(f"{DEFAULT_BASE}person/n{who}")
            yield Quad(work, actor, person, public)
            yield Quad(claim, TYPE, claim_type, public)
            yield Quad(claim, subject, work, public)
            yield Quad(claim, predicate, actor, public)
            yield Quad(claim, object, person, public)
            yield Quad(claim, derived, article, public)
            yield Quad(claim, status, asserted, public)

"""Dumps: what a view holds, as RDF, graph after graph.

In: a store, a `View`, a form. Out: chunks of bytes, the same for the same graph. The stored texts of articles are in no
view; a dump has them where they are asked for, covered where the view does not reach.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Quad, Triple

from graph.covering import Ranges, covered, quoted
from graph.errors import ResultTooLarge
from graph.layers import Layer, View
from graph.store import Store
from graph.vocabulary import PREFIXES

__all__ = ["DUMPS", "SERVED", "dumped"]

DUMPS: Final = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
SERVED: Final = 500_000
"""Quads of a dump made in one piece that a server may give: about 500 MB of memory."""


def dumped(
    store: Store, base: str, view: View, format: str, *, texts: bool = False, limit: int | None = None
) -> Iterator[bytes]:
    """Yield a dump. N-Quads come graph by graph; the other forms are made whole, up to `limit` quads.

    With `texts`, an open view's dump ends with the stored texts, so that its quotations can be checked. Turtle has no
    graphs: it is the union of the view's, without what was taken back. Raises ResultTooLarge, KeyError for an unknown
    form.
    """
    form = DUMPS[format]
    quads = _quads(store, base, view, texts=texts, joined=format == "ttl")
    if format == "nq":
        for graph in quads:
            yield ox.serialize(sorted(graph, key=str), format=form) or b""
        return
    whole: list[Quad] = []
    for graph in quads:
        whole += sorted(graph, key=str)
        if limit is not None and len(whole) > limit:
            raise ResultTooLarge(limit)
    out = io.BytesIO()
    prefixes = {**PREFIXES, "layer": f"{base}{Layer('').iri('')}"}
    if format == "ttl":
        triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in whole}
        ox.serialize(sorted(triples, key=str), out, form, prefixes=prefixes)
    else:
        ox.serialize(whole, out, form, prefixes=prefixes)
    yield out.getvalue()


def _quads(store: Store, base: str, view: View, *, texts: bool, joined: bool) -> Iterator[list[Quad]]:
    """Yield the quads of each graph that the view admits, in the order of the graphs' names; then the texts."""
    shown: Ranges = {}
    for name in sorted(store.graphs()):
        layer = Layer(name.removeprefix(f"{base}layer/"))
        if view.admits(name, base) and not (joined and layer.is_withdrawn):
            graph = list(store.dump(name))
            if texts:
                for article, ranges in quoted(graph).items():
                    shown.setdefault(article, []).extend(ranges)
            yield graph
    if view.open:
        yield [quad for quad in store.dump() if isinstance(quad.graph_name, DefaultGraph)]
        if texts:
            yield list(covered(store, base, view, shown))

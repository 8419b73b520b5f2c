"""Dumps: what a view holds, as RDF, graph after graph.

In: a store, a `View`, a form. Out: chunks of bytes, the same for the same graph. The stored texts of articles are in no
view, and so in no dump of one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from graph.errors import ResultTooLarge
from graph.layers import View
from graph.store import Store
from graph.vocabulary import PREFIXES

__all__ = ["DUMPS", "dumped"]

DUMPS: Final = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_WHOLE: Final = 500_000
"""Quads of a dump that has to be made in one piece: about 500 MB of memory."""


def dumped(store: Store, base: str, view: View, format: str) -> Iterator[bytes]:
    """Yield a dump. N-Quads come graph by graph; the other forms are made whole, up to 500,000 quads.

    Turtle has no graphs: it is the union of the view's. Raises ResultTooLarge, KeyError for an unknown form.
    """
    form = DUMPS[format]
    quads = _quads(store, base, view)
    if format == "nq":
        for graph in quads:
            yield ox.serialize(sorted(graph, key=str), format=form) or b""
        return
    whole: list[Quad] = []
    for graph in quads:
        whole += sorted(graph, key=str)
        if len(whole) > _WHOLE:
            raise ResultTooLarge(_WHOLE)
    out = io.BytesIO()
    if format == "ttl":
        triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in whole}
        ox.serialize(sorted(triples, key=str), out, form, prefixes=dict(PREFIXES))
    else:
        ox.serialize(whole, out, form, prefixes=dict(PREFIXES))
    yield out.getvalue()


def _quads(store: Store, base: str, view: View) -> Iterator[list[Quad]]:
    """Yield the quads of each graph that the view admits, in the order of the graphs' names."""
    for graph in sorted(store.graphs()):
        if view.admits(graph, base):
            yield list(store.dump(graph))
    if view.open:
        default = (quad for quad in store.dump() if isinstance(quad.graph_name, DefaultGraph))
        yield [quad for quad in default if isinstance(quad.subject, NamedNode)]

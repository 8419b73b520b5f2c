"""Export: the quads of a view, in order, in one of the RDF formats.

In: a store, a view. Out: bytes. The same graph gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Quad, Triple

from graph.layers import TEXT, Layer, View
from graph.store import Store
from graph.vocabulary import PREFIXES

__all__ = ["exported"]

_FORMATS = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def exported(store: Store, base: str, view: View, format: str) -> Iterator[bytes]:
    """Yield an export. The stored texts go with the view of everything, so that its quotations can be checked."""
    graphs = [graph for graph in sorted(store.graphs()) if view.admits(graph, base)]
    if view.open:
        graphs.append(TEXT.iri(base))
    quads = [quad for graph in graphs for quad in store.dump(graph)]
    if view.open:
        quads += [quad for quad in store.dump() if isinstance(quad.graph_name, DefaultGraph)]
    target = io.BytesIO()
    prefixes = {**PREFIXES, "layer": f"{base}{Layer('').iri('')}"}
    if format == "ttl":
        triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
        ox.serialize(sorted(triples, key=str), target, _FORMATS[format], prefixes=prefixes)
    else:
        ox.serialize(sorted(quads, key=_order), target, _FORMATS[format], prefixes=prefixes)
    yield target.getvalue()


def _order(quad: Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)

"""Export: the quads of a view, in order, in one of the RDF formats.

In: a store, a view. Out: bytes. The same graph gives the same bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, Literal, Quad, Triple

from graph.claims import term
from graph.layers import TEXT, Layer, View
from graph.store import Store
from graph.suppression import FILLER
from graph.vocabulary import PREFIXES

__all__ = ["exported"]

_FORMATS = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def exported(store: Store, base: str, view: View, format: str) -> Iterator[bytes]:
    """Yield an export. The texts go with the view of everything, so that its quotations can be checked.

    A sentence that tells what the view does not hold (a person's own words) is covered, but for the quotations in it
    that the view does hold; what the keepers decided about people is left out.
    """
    graphs = [graph for graph in sorted(store.graphs()) if view.admits(graph, base)]
    quads = [quad for graph in graphs for quad in store.dump(graph)]
    if view.open:
        quads += _texts(store, base, view, _quoted(quads))
        quads += [quad for quad in store.dump() if isinstance(quad.graph_name, DefaultGraph)]
    target = io.BytesIO()
    prefixes = {**PREFIXES, "layer": f"{base}{Layer('').iri('')}"}
    if format == "ttl":
        triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
        ox.serialize(sorted(triples, key=str), target, _FORMATS[format], prefixes=prefixes)
    else:
        ox.serialize(sorted(quads, key=_order), target, _FORMATS[format], prefixes=prefixes)
    yield target.getvalue()


def _quoted(quads: Iterable[Quad]) -> dict[str, list[tuple[int, int]]]:
    """Return the ranges that the claims among quads quote, by their article."""
    names = {term("prov:wasDerivedFrom"): "article", term("drm:start"): "start", term("drm:end"): "end"}
    claims: dict[str, dict[str, str]] = {}
    for quad in quads:
        if quad.predicate in names and not isinstance(quad.object, Triple | BlankNode):
            claims.setdefault(str(quad.subject), {})[names[quad.predicate]] = quad.object.value
    found: dict[str, list[tuple[int, int]]] = {}
    for claim in claims.values():
        if len(claim) == len(names):
            found.setdefault(claim["article"], []).append((int(claim["start"]), int(claim["end"])))
    return found


def _texts(store: Store, base: str, view: View, quoted: Mapping[str, list[tuple[int, int]]]) -> Iterator[Quad]:
    """Yield the stored texts, with what the view does not hold covered."""
    stored = list(store.dump(TEXT.iri(base)))
    passages = {q.subject: q.object.value for q in stored if q.predicate == term("drm:passages")}  # type: ignore[union-attr]
    for quad in stored:
        if quad.predicate != term("schema:text") or not isinstance(quad.object, Literal):
            continue
        text = list(quad.object.value)
        shown = {n for start, end in quoted.get(str(quad.subject)[1:-1], ()) for n in range(start, end)}
        for start, end, layers in json.loads(passages.get(quad.subject, "[]")):
            if not all(view.sees(Layer(name)) for name in layers):
                text[start:end] = (
                    c if n in shown or c.isspace() else FILLER for n, c in enumerate(text[start:end], start)
                )
        yield Quad(quad.subject, quad.predicate, Literal("".join(text)), quad.graph_name)


def _order(quad: Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)

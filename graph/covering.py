"""Covering: the stored texts, with the passages that a view does not reach covered letter by letter.

In: a store, a `View`, the quads that the view shows. Out: quads of texts whose length and offsets are as they were.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, Quad, Triple

from graph.claims import term
from graph.layers import TEXT, Layer, View
from graph.store import Store
from graph.suppression import FILLER

__all__ = ["covered", "quoted"]

Ranges = dict[str, list[tuple[int, int]]]


def quoted(quads: Collection[Quad]) -> Ranges:
    """Return the ranges of text that the claims among quads quote, by the IRI of their article.

    Those of a claim that quotes an earlier text are ranges of that one.
    """
    names = {term("prov:wasDerivedFrom"): "article", term("drm:start"): "start", term("drm:end"): "end"}
    earlier = {str(quad.subject) for quad in quads if quad.predicate == term("drm:quotedFrom")}
    claims: dict[str, dict[str, str]] = {}
    for quad in quads:
        if (
            quad.predicate in names
            and str(quad.subject) not in earlier
            and not isinstance(quad.object, Triple | BlankNode)
        ):
            claims.setdefault(str(quad.subject), {})[names[quad.predicate]] = quad.object.value
    found: Ranges = {}
    for claim in claims.values():
        if len(claim) == len(names):
            found.setdefault(claim["article"], []).append((int(claim["start"]), int(claim["end"])))
    return found


def covered(store: Store, base: str, view: View, shown: Mapping[str, list[tuple[int, int]]]) -> Iterator[Quad]:
    """Yield the stored texts. A passage whose layers the view does not all see is covered, but for the ranges shown."""
    stored = list(store.dump(TEXT.iri(base)))
    passages = {q.subject: q.object.value for q in stored if q.predicate == term("drm:passages")}  # type: ignore[union-attr]
    for quad in stored:
        if quad.predicate != term("schema:text") or not isinstance(quad.object, Literal):
            continue
        text = list(quad.object.value)
        kept = {n for start, end in shown.get(str(quad.subject)[1:-1], ()) for n in range(start, end)}
        for start, end, layers in json.loads(passages.get(quad.subject, "[]")):
            if not all(view.sees(Layer(name)) for name in layers):
                text[start:end] = (
                    c if n in kept or c.isspace() else FILLER for n, c in enumerate(text[start:end], start)
                )
        yield Quad(quad.subject, quad.predicate, Literal("".join(text)), quad.graph_name)

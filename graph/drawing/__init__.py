"""Pictures of what a view sees: deterministic SVG, PNG and PDF, each with its data.

In: a store, a `View`, entities by IRI. Out: `Picture`. What the view does not hold is in no picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from graph.drawing import themes
from graph.drawing.network import draw_network
from graph.drawing.picture import Picture, Table
from graph.drawing.themes import ThemeName
from graph.layers import View
from graph.projections import EVERYTHING, Scope, narrowed
from graph.reader import Reader
from graph.store import Store

__all__ = ["KINDS", "Kind", "Picture", "Table", "draw"]

Kind: TypeAlias = Literal["network", "cast", "timeline", "path", "communities", "series"]
KINDS: Final[tuple[Kind, ...]] = ("network", "cast", "timeline", "path", "communities", "series")


def draw(
    kind: Kind,
    store: Store,
    base: str,
    view: View,
    entities: Sequence[str] = (),
    *,
    theme: ThemeName = "light",
    scope: Scope = EVERYTHING,
) -> Picture:
    """Return a picture of entities: their IRIs, or the part after the base (`person/kit-connor`).

    `network` and `timeline` take one entity or more, `cast` a work, `path` two entities, `series` and `communities`
    any number. Raises NotFound for what the view does not know, ValueError for another number of entities.
    """
    reader = narrowed(Reader(store, base, view), EVERYTHING)
    iris = tuple(iri if iri.startswith(("http://", "https://")) else base + iri.lstrip("/") for iri in entities)
    look = themes.theme(theme)
    if kind == "network":
        if not iris:
            raise ValueError("a network picture needs at least one entity")
        return draw_network(reader, iris, look)
    raise ValueError(f"{kind!r} is not a picture: {', '.join(KINDS)}")

"""Pictures of what a view sees: deterministic SVG, PNG and PDF, each with its data.

In: a store, a `View`, entities by IRI. Out: `Picture`. What the view does not hold is in no picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal, TypeAlias

from graph.drawing import themes
from graph.drawing.cast import draw_cast
from graph.drawing.communities import draw_communities
from graph.drawing.network import draw_network
from graph.drawing.path import draw_path
from graph.drawing.picture import Picture, Table
from graph.drawing.series import draw_seasons, draw_years
from graph.drawing.themes import ThemeName
from graph.drawing.timeline import draw_timeline
from graph.layers import View
from graph.projecting import narrowed
from graph.projections import EVERYTHING, Scope
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
    by: Literal["year", "season"] = "year",
    projection: str = "co-cast",
) -> Picture:
    """Return a picture of entities: their IRIs, or the part after the base (`person/kit-connor`).

    `network`, `timeline` and `series` take one entity or more, `cast` a work, `path` two entities, `communities` none
    or a work to keep to. `by` is "year" or "season" (of one work), for a series; `projection` is for communities.
    Raises NotFound for what the view does not know, ValueError for another number of entities.
    """
    reader = narrowed(Reader(store, base, view), EVERYTHING)
    iris = tuple(iri if iri.startswith(("http://", "https://")) else base + iri.lstrip("/") for iri in entities)
    look = themes.theme(theme)
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a picture: {', '.join(KINDS)}")
    least, most = _ENTITIES[kind]
    if not least <= len(iris) <= most:
        raise ValueError(f"a {kind} picture takes {_counted(least, most)}, not {len(iris)}")
    match kind:
        case "network":
            return draw_network(reader, iris, look)
        case "cast":
            return draw_cast(reader, iris[0], look)
        case "timeline":
            return draw_timeline(reader, iris, look, since=scope.since, until=scope.until)
        case "path":
            return draw_path(reader, iris[0], iris[1], look)
        case "series":
            return draw_seasons(reader, iris[0], look) if by == "season" else draw_years(reader, iris, look)
        case "communities":
            inside = replace(scope, work=iris[0]) if iris else scope
            return draw_communities(reader, look, projection=projection, scope=inside)


_ENTITIES: Final[Mapping[Kind, tuple[int, int]]] = {
    "network": (1, 12),
    "cast": (1, 1),
    "timeline": (1, 12),
    "path": (2, 2),
    "series": (1, 8),
    "communities": (0, 1),
}


def _counted(least: int, most: int) -> str:
    if least == most:
        return "one entity" if least == 1 else f"{least} entities"
    return f"{least} to {most} entities"

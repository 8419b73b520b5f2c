"""The view of a request: what one reader asks to see, and what the operator lets be seen.

In: the parameters `asOf` (repeatable), `layer`, `self`. Out: `graph.layers.View`. Every route takes its view from here,
and a parameter that this service does not know is refused: a misspelt `asof` must not open every story.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import Query
from pydantic import Field

from api.problems import Problem
from api.settings import Settings
from graph.layers import AsOf, Side, View, view

__all__ = ["AsOfs", "LayerSide", "SelfLayers", "requested_view"]

LAYERS_MAX: Final = 20_000
"""Positions that open more layers than that are no place in any story; listing the layers alone would take 20 ms."""

AsOfs = Annotated[
    list[Annotated[str, Field(json_schema_extra={"pattern": r"^[a-z0-9][a-z0-9-]*:s\d{1,2}(e\d{1,3})?$"})]],
    Query(
        alias="asOf",
        default_factory=list,
        description="What you have watched: WORK:sNeM or WORK:sN; repeat it for several works. What happens later in "
        "these stories, and every other story, is left out of everything: answers, counts, ranks and paths.",
        examples=["tidewaiters:s1e8"],
        max_length=20,
    ),
]
LayerSide = Annotated[
    Side,
    Query(alias="layer", description="The side that you want: the public world, the stories, or both."),
]
SelfLayers = Annotated[
    bool,
    Query(
        alias="self",
        description="Ask for people's own statements on sensitive subjects. Only where the operator serves them.",
    ),
]


def requested_view(as_of: Sequence[str], layer: Side | str, self_layers: bool, settings: Settings) -> View:
    """Return the view that a request asks for. Raises Problem for what cannot be read or is not allowed."""
    if self_layers and not settings.allow_self:
        raise Problem("forbidden", "This service does not serve people's own statements on sensitive subjects (self).")
    try:
        side = Side(layer)
    except ValueError as error:
        rule = {"in": "query", "name": "layer", "rule": "one of all, public, story"}
        raise Problem("invalid", f"{layer!r} is no side: there is all, public and story.", errors=[rule]) from error
    try:
        watched = [AsOf.parse(text) for text in as_of]
    except ValueError as error:
        rule = {"in": "query", "name": "asOf", "rule": str(error)}
        raise Problem("invalid", str(error), errors=[rule]) from error
    seen = view(side, watched, self_layers=self_layers)
    if len(seen.layers) > LAYERS_MAX:
        rule = {"in": "query", "name": "asOf", "rule": f"no more than {LAYERS_MAX} episodes and seasons together"}
        raise Problem("invalid", f"The positions open {len(seen.layers)} layers.", errors=[rule])
    return seen

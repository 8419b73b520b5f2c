"""Search by name.

In: what was typed, types. Out: `/search`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import shapes
from api.responses import Shaper
from api.routing import Checked
from api.service import Asking
from graph.model import EntityType

__all__ = ["router"]

router = APIRouter(tags=["search"], route_class=Checked)


@router.get("/search", summary="Search by name", responses={200: {"model": shapes.Matches}})
def search(
    asked: Asking,
    q: Annotated[str, Query(min_length=1, max_length=200, description="What was typed.", examples=["tidewa"])],
    type: Annotated[list[EntityType], Query(default_factory=list, description="Types; repeat it for several.")],
    limit: Annotated[int, Query(ge=1, le=100, description="How many matches the answer may hold.")] = 10,
) -> Response:
    """Find entities by a name, its beginning, or a name with a typo or two; the best match first.

    What is outside the view is not found, and does not count.
    """
    found = asked.service.names(asked.view).find(q, types=frozenset(one.value for one in type), limit=limit)
    nodes = asked.reader.nodes(match.iri for match in found.matches)
    shaper = Shaper(asked)
    items: list[shapes.Match] = [
        {
            **shaper.entity_ref(nodes[match.iri]),
            "name": match.name,
            "score": match.score,
            "claims": match.weight,
        }
        for match in found.matches
    ]
    body: shapes.Matches = {
        "query": q,
        "items": items,
        "next": None,
        "total": found.total,
        "truncated": found.truncated,
    }
    return asked.answer(body)

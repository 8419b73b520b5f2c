"""Where sources disagree.

In: an entity, kinds. Out: `/disputes`: both sides of each, with their sentences.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api import shapes
from api.following import paged
from api.paging import page
from api.responses import Shaper, listing
from api.routes.parameters import Cursor, Limit, OptionalEntity
from api.routing import Checked
from api.service import Asking

__all__ = ["router"]

router = APIRouter(tags=["disputes"], route_class=Checked)

Kinds = Annotated[
    list[Literal["value", "date", "casting", "role", "retraction"]],
    Query(default_factory=list, description="Kinds; repeat it for several."),
]


@router.get("/disputes", summary="Where sources disagree", responses={200: {"model": shapes.Listing[shapes.Dispute]}})
def list_disputes(
    asked: Asking, kind: Kinds, about: OptionalEntity = None, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """List what sources disagree about. Nothing is decided: the side of more independent publishers stands first."""
    subject = asked.service.full(about) if about else None
    chosen = [
        one
        for one in asked.service.disputes(asked.view)
        if (not kind or one.kind in kind) and (subject is None or subject in (one.subject.iri, one.about))
    ]
    found = page(chosen, lambda one: one.key, limit, cursor)
    shaper = Shaper(asked)
    return paged(asked, listing(found, [shaper.dispute(one) for one in found.items]))

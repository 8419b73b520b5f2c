"""Happenings, in the order of their time.

In: what they are about, types, dates. Out: `/events`, `/events/{id}`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api import shapes
from api.following import paged
from api.paging import page
from api.responses import Shaper, listing
from api.routes.parameters import Cursor, LastPart, Limit, Since, Until
from api.routing import Checked
from api.service import Asking
from graph.errors import NotFound
from graph.happenings import Happening, happenings, told
from graph.vocabulary import vocabulary

__all__ = ["router"]

router = APIRouter(prefix="/events", tags=["events"], route_class=Checked)

EventType = StrEnum("EventType", sorted((name, name) for name in vocabulary().events))  # type: ignore[misc]


@router.get("", summary="Happenings", responses={200: {"model": shapes.Listing[shapes.Happening]}})
def list_events(
    asked: Asking,
    about: Annotated[
        list[str],
        Query(
            default_factory=list,
            description="IRIs (or their parts after the base) of entities that have a part in it; all of them must.",
            examples=[["show/the-tidewaiters"]],
            max_length=5,
        ),
    ],
    type: Annotated[list[EventType], Query(default_factory=list, description="Types; repeat it for several.")],
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List happenings: those of the world by date, then those of stories by position; what is undated comes last."""
    keys = happenings(
        asked.reader,
        [asked.service.full(one) for one in about],
        types=[one.value for one in type],
        since=since,
        until=until,
    )
    found = page(keys, lambda one: one[0], limit, cursor)
    shaper = Shaper(asked)
    events = (e for e in told(asked.reader, [iri for _, iri in found.items]) if isinstance(e, Happening))
    return paged(asked, listing(found, [shaper.happening(event) for event in events]))


@router.get("/{id}", summary="A happening", responses={200: {"model": shapes.Happening}})
async def event(
    asked: Asking,
    id: LastPart,
) -> Response:
    """Return one happening with the claims that tell it."""
    found = told(asked.reader, [asked.service.iri("event", id)])
    if not found or not isinstance(found[0], Happening):
        raise NotFound(f"No happening {id!r} is known in this view.")
    body: Any = Shaper(asked).happening(found[0])
    return asked.answer(body)

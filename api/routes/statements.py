"""What people said.

In: a speaker, an outlet, a subject, dates. Out: `/statements`, `/statements/{id}`.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from api import shapes
from api.following import paged
from api.paging import page
from api.responses import Shaper, listing
from api.routes.parameters import Cursor, LastPart, Limit, OptionalEntity, Since, Until
from api.routing import Checked
from api.service import Asking
from graph.errors import NotFound
from graph.happenings import Saying, sayings, told

__all__ = ["router"]

router = APIRouter(prefix="/statements", tags=["statements"], route_class=Checked)


@router.get("", summary="Statements", responses={200: {"model": shapes.Listing[shapes.Statement]}})
def list_statements(
    asked: Asking,
    speaker: OptionalEntity = None,
    medium: OptionalEntity = None,
    about: OptionalEntity = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List quotations by date: who said it, to which outlet, about what. The filters hold together."""
    full = asked.service.full
    keys = sayings(
        asked.reader,
        speaker=full(speaker) if speaker else None,
        medium=full(medium) if medium else None,
        about=full(about) if about else None,
        since=since,
        until=until,
    )
    found = page(keys, lambda one: one[0], limit, cursor)
    shaper = Shaper(asked)
    said = (s for s in told(asked.reader, [iri for _, iri in found.items]) if isinstance(s, Saying))
    return paged(asked, listing(found, [shaper.statement(saying) for saying in said]))


@router.get("/{id}", summary="A statement", responses={200: {"model": shapes.Statement}})
async def statement(
    asked: Asking,
    id: LastPart,
) -> Response:
    """Return one quotation with the articles that quote it."""
    found = told(asked.reader, [asked.service.iri("statement", id)])
    if not found or not isinstance(found[0], Saying):
        raise NotFound(f"No statement {id!r} is known in this view.")
    body: Any = Shaper(asked).statement(found[0])
    return asked.answer(body)

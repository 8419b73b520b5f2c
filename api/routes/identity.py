"""Who is who: two entities that are one, and apart again.

In: an entity, the one that it is, why. Out: `POST /entities/…/merge`, `POST /entities/…/split`, and the log and the
suggestions under `/identity`. All ask for the token: what they tell is of every layer, whatever a reader has watched.
"""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from api import shapes
from api.clock import now
from api.routes.parameters import KindPath, SlugPath
from api.routing import Checked
from api.security import MayWrite
from api.service import Serving
from graph.identity import load_identities
from graph.merging import Decision, decisions, suggestions

__all__ = ["router"]

router = APIRouter(tags=["identity"], route_class=Checked)


class MergeBody(BaseModel):
    """That the entity of the address is another one."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"into": "person/tobias-carrick", "reason": "a misspelling"}}
    )

    into: Annotated[
        str, Field(min_length=1, max_length=1000, description="Who it is: an IRI, or its part after the base.")
    ]
    reason: Annotated[str, Field(max_length=1000, description="Why.")] = ""
    by: Annotated[str, Field(max_length=200, description="Who decides.")] = "the API"


@router.post(
    "/entities/{kind}/{slug:path}/merge", summary="Two are one", responses={200: {"model": shapes.MergeReceipt}}
)
async def merge(service: Serving, kind: KindPath, slug: SlugPath, body: MergeBody, _: MayWrite) -> Response:
    """Let the entity of the address be another one, in every article that names it. Its old address answers 308."""
    at = now()
    decision = Decision(service.iri(kind, slug), service.full(body.into), at, body.by, body.reason)
    count = await run_in_threadpool(lambda: service.writer().merge(decision))
    return _json({"old": decision.old, "new": decision.new, "href": service.href(decision.new), "articles": count})


@router.post(
    "/entities/{kind}/{slug:path}/split", summary="They are two again", responses={200: {"model": shapes.MergeReceipt}}
)
async def split(service: Serving, kind: KindPath, slug: SlugPath, _: MayWrite) -> Response:
    """Undo a merge, by the address that was merged into another: every article says again what it said."""
    old = service.iri(kind, slug)
    count = await run_in_threadpool(lambda: service.writer().split(old))
    return _json({"old": old, "new": old, "href": service.href(old), "articles": count})


@router.get(
    "/identity/decisions", summary="What was merged", responses={200: {"model": shapes.Listing[shapes.Decision]}}
)
def merged(service: Serving, _: MayWrite) -> Response:
    """List the merges in force, the oldest first."""
    items = [
        {"old": d.old, "new": d.new, "href": service.href(d.new), "at": d.at, "by": d.by, "reason": d.reason}
        for d in decisions(service.store, service.settings.base)
    ]
    return _json({"items": items, "next": None, "total": len(items), "truncated": False})


@router.get(
    "/identity/suggestions",
    summary="Who may be the same",
    responses={200: {"model": shapes.Listing[shapes.Suggestion]}},
)
def suggested(
    service: Serving,
    _: MayWrite,
    limit: Annotated[int, Query(ge=1, le=500, description="How many pairs the answer may hold.")] = 50,
) -> Response:
    """List pairs of entities that may be one, the likeliest first, with the reason."""
    found = suggestions(load_identities(service.store, service.minter), limit + 1)
    items = [
        {
            "one": {"iri": s.one, "href": service.href(s.one)},
            "other": {"iri": s.other, "href": service.href(s.other)},
            "score": s.score,
            "reason": s.reason,
        }
        for s in found[:limit]
    ]
    return _json({"items": items, "next": None, "total": len(items), "truncated": len(found) > limit})


def _json(body: object) -> Response:
    return Response(orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})

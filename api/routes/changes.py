"""The feed of changes, from which a replica is kept.

In: the revision that a replica has. Out: `/changes`: what was put in and taken out since, as far as the view goes; with
the token and `texts=true`, everything, so that the replica is exact.
"""

from __future__ import annotations

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import shapes
from api.problems import Problem
from api.routing import Checked
from api.security import authorize
from api.service import Asking
from graph.journal import Entry, JournaledStore

__all__ = ["router"]

router = APIRouter(tags=["changes"], route_class=Checked)


@router.get("/changes", summary="What changed", responses={200: {"model": shapes.Changes}})
def changes(
    request: Request,
    asked: Asking,
    since: Annotated[int, Query(ge=0, description="The revision that you have; 0 is an empty store.")] = 0,
    texts: Annotated[
        bool, Query(description="Everything, the stored texts too, whatever the view. Asks for the token.")
    ] = False,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many changes the answer may hold.")] = 100,
) -> Response:
    """Return the changes after a revision, in order. 410 means: take a new export, then follow from its revision."""
    store = asked.service.store
    if texts:
        authorize(request.scope, asked.service.settings)
    if not isinstance(store, JournaledStore):
        raise Problem("forbidden", "The store of this service keeps no journal.")
    found = list(islice(store.journal.after(since), limit + 1))
    base = asked.service.settings.base

    def admits(graph: str) -> bool:
        return texts or asked.view.admits(graph, base)

    items = found[:limit]
    until = items[-1].revision if items else max(since, store.revision)
    body: shapes.Changes = {
        "epoch": store.journal.epoch,
        "since": since,
        "until": until,
        "items": [_change(entry.within(admits)) for entry in items],
        "next": f"/changes?since={until}" if len(found) > limit else None,
        "total": len(items),
        "truncated": len(found) > limit,
    }
    return asked.answer(body)


def _change(entry: Entry) -> shapes.Change:
    return {
        "revision": entry.revision,
        "removed": {graph: list(lines) for graph, lines in entry.removed.items()},
        "added": {graph: list(lines) for graph, lines in entry.added.items()},
        "update": entry.update,
    }

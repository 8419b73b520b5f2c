"""Whether the service lives, and whether it can answer; what its problems and terms mean.

In: nothing. Out: `/healthz`, `/readyz`, `/problems/{name}`, `/vocabulary`.
"""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Response

from api.problems import TYPES, Problem
from api.routing import Checked
from api.service import Serving
from graph.queries import rows
from graph.store import Dataset
from graph.vocabulary import PATH, vocabulary

__all__ = ["router"]

ProblemName = Annotated[str, Path(description="The name of a type of problem.", examples=["not-found"])]

router = APIRouter(tags=["service"], route_class=Checked)


def _json(body: Any) -> Response:
    return Response(orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/healthz", summary="Alive", responses={200: {"model": dict[str, str]}})
async def healthz() -> Response:
    """Say that the process answers."""
    return _json({"status": "alive"})


@router.get("/readyz", summary="Ready", responses={200: {"model": dict[str, str | int]}})
def readyz(service: Serving) -> Response:
    """Say that the store answers, and its revision. A store that does not answer gives 503."""
    for _ in rows(service.store, Dataset(()), "articles"):
        raise Problem("store", "The store answered from an empty dataset.")
    return _json({"status": "ready", "revision": service.store.revision})


@router.get("/problems/{name}", summary="What a problem means", responses={200: {"model": dict[str, str | int]}})
async def problem(
    name: Annotated[str, Path(description="The name of a type of problem.", examples=["not-found"])],
) -> Response:
    """Explain a type of problem, and what to do about it."""
    found = TYPES.get(name)
    if found is None:
        raise Problem("not-found", f"No type of problem is called {name!r}: there is {', '.join(TYPES)}.")
    body = {"type": f"/problems/{found.name}", "status": found.status, "title": found.title, "advice": found.advice}
    return _json(body)


@router.get("/vocabulary", summary="The vocabulary", responses={200: {"model": dict[str, Any]}})
async def terms() -> Response:
    """Return the types, properties, kinds of happening and roles that answers use."""
    known = vocabulary()
    body = {
        "types": [
            {"name": c.type.value, "iri": c.iri, "kind": c.segment, "comment": c.comment}
            for c in known.classes.values()
        ],
        "properties": [
            {
                "name": p.name,
                "iri": p.iri,
                "side": p.side,
                "domain": sorted(kind.value for kind in p.domain),
                "range": sorted(kind.value for kind in p.range),
                "literal": p.literal,
                "symmetric": p.symmetric,
                "phrase": p.phrase,
                "inverse": p.inverse,
                "comment": p.comment,
            }
            for p in known.properties.values()
        ],
        "events": [{"name": e.name, "iri": e.iri, "side": e.side, "comment": e.comment} for e in known.events.values()],
        "roles": [{"name": r.name, "iri": r.iri, "comment": r.comment} for r in known.roles.values()],
    }
    return _json(body)


@router.get("/vocabulary.ttl", summary="The vocabulary as Turtle", responses={200: {"content": {"text/turtle": {}}}})
async def vocabulary_file() -> Response:
    """Return the vocabulary's file."""
    return Response(PATH.read_bytes(), media_type="text/turtle; charset=utf-8")

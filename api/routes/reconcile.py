"""Reconciliation: names in a table matched with entities of the graph (OpenRefine's API, version 0.2).

In: queries as the specification has them, batches by GET or POST. Out: `/reconcile`: the manifest, candidates with
scores, suggestions of entities and properties, previews, and values to extend a table with.
https://reconciliation-api.github.io/specs/0.2/
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.pages import page_of
from api.problems import Problem
from api.responses import Shaper
from api.routing import Checked
from api.service import Asked, Asking
from graph.model import EntityType
from graph.relations import Direction, Wanted, profile, relations
from graph.search import Match
from graph.vocabulary import vocabulary

__all__ = ["router"]

router = APIRouter(prefix="/reconcile", tags=["reconcile"], route_class=Checked)

CERTAIN = 0.93  # score above which a single best candidate is a match without asking: a whole name, or one letter off
BATCH = 50


class PropertyWanted(BaseModel):
    """A property that the row gives for the entity."""

    pid: str
    v: Any


class QueryBody(BaseModel):
    """One query of a batch."""

    model_config = ConfigDict(extra="ignore")

    query: Annotated[str, Field(min_length=1, max_length=500)]
    type: str | list[str] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    properties: Annotated[list[PropertyWanted], Field(max_length=20)] = []
    type_strict: str | None = None


# Percent-encoded, a code point may take 12 bytes, and a server takes 64 KB of request line and headers.
_IN_ADDRESS: Final = 2_000
Queries = Annotated[
    str | None, Query(max_length=_IN_ADDRESS, description="A batch of queries, as JSON; send a longer one by POST.")
]


@router.get("", summary="The manifest, or a batch of queries", responses={200: {"model": dict[str, Any]}})
async def manifest(
    request: Request,
    asked: Asking,
    queries: Queries = None,
    extend: Annotated[
        str | None, Query(max_length=_IN_ADDRESS, description="Values to extend a table with; longer ones by POST.")
    ] = None,
) -> Response:
    """Return what the service offers, or the candidates of a batch."""
    if queries:
        return await run_in_threadpool(_reconciled, asked, queries)
    if extend:
        return await run_in_threadpool(_extended, asked, extend)
    base, here = asked.service.settings.base, str(request.base_url).rstrip("/")
    body = {
        "versions": ["0.1", "0.2"],
        "name": asked.service.settings.title,
        "identifierSpace": base,
        "schemaSpace": "https://dramatis.example/vocabulary#",
        "defaultTypes": [{"id": kind.value, "name": kind.value} for kind in EntityType],
        "view": {"url": f"{here}/entity?iri={{{{id}}}}"},
        "preview": {"url": f"{here}/reconcile/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {
            "entity": {"service_url": here, "service_path": "/reconcile/suggest/entity"},
            "property": {"service_url": here, "service_path": "/reconcile/suggest/property"},
            "type": {"service_url": here, "service_path": "/reconcile/suggest/type"},
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/reconcile/propose"},
            "property_settings": [],
        },
    }
    return _json(body)


@router.post("", summary="A batch of queries", responses={200: {"model": dict[str, Any]}})
async def batch(
    asked: Asking,
    queries: Annotated[str | None, Form(max_length=150_000)] = None,
    extend: Annotated[str | None, Form(max_length=150_000)] = None,
) -> Response:
    """Return the candidates of a batch of queries, or values to extend a table with; nothing to an empty form."""
    if queries:
        return await run_in_threadpool(_reconciled, asked, queries)
    if extend:
        return await run_in_threadpool(_extended, asked, extend)
    return _json({})


@router.get("/suggest/entity", summary="Complete the name of an entity", responses={200: {"model": dict[str, Any]}})
def suggest_entity(
    asked: Asking,
    prefix: Annotated[str, Query(min_length=1, max_length=200, description="What was typed.")],
    cursor: Annotated[int, Query(ge=0, le=1000, description="How many to leave out.")] = 0,
) -> Response:
    """Return entities by the beginning of their name."""
    found = asked.service.names(asked.view).find(prefix, limit=cursor + 20).matches[cursor:]
    return _json({"result": [_candidate(asked, match) for match in found]})


@router.get("/suggest/property", summary="Complete the name of a property", responses={200: {"model": dict[str, Any]}})
async def suggest_property(
    prefix: Annotated[str, Query(max_length=200, description="What was typed.")] = "",
) -> Response:
    """Return properties of the vocabulary by the beginning of their name or of their comment."""
    typed = prefix.casefold()
    found = [
        {"id": p.name, "name": p.name, "description": p.comment}
        for p in vocabulary().properties.values()
        if p.name.casefold().startswith(typed) or typed in p.comment.casefold()
    ]
    return _json({"result": found})


@router.get("/suggest/type", summary="Complete the name of a type", responses={200: {"model": dict[str, Any]}})
async def suggest_type(prefix: Annotated[str, Query(max_length=200, description="What was typed.")] = "") -> Response:
    """Return types of the vocabulary by the beginning of their name."""
    typed = prefix.casefold()
    found = [{"id": k.value, "name": k.value} for k in EntityType if k.value.casefold().startswith(typed)]
    return _json({"result": found})


@router.get("/propose", summary="Properties to extend a table with", responses={200: {"model": dict[str, Any]}})
async def propose(
    type: Annotated[EntityType, Query(description="The type of the rows.")] = EntityType.PERSON,
    limit: Annotated[int, Query(ge=1, le=100, description="How many.")] = 50,
) -> Response:
    """Return the properties that entities of a type have."""
    found = [{"id": p.name, "name": p.name} for p in vocabulary().properties.values() if type in p.domain]
    return _json({"type": type.value, "properties": found[:limit]})


@router.get("/preview", summary="An entity in a small window", responses={200: {"content": {"text/html": {}}}})
def preview(
    asked: Asking, id: Annotated[str, Query(min_length=1, max_length=1000, description="The IRI of an entity.")]
) -> Response:
    """Return a small page about an entity."""
    found = profile(asked.reader, asked.service.full(id))
    body = {"label": found.node.label, "type": found.node.type, "also": list(found.names), "relations": found.relations}
    page = page_of(body, asked.service.settings.title)
    return Response(page, media_type="text/html; charset=utf-8")


def _reconciled(asked: Asked, raw: str) -> Response:
    batch = _object(raw)
    try:
        queries = {key: QueryBody.model_validate(value) for key, value in batch.items()}
    except ValidationError as error:
        raise Problem("invalid", f"A query of the batch cannot be read: {error.errors()[0]['msg']}.") from error
    return _json({key: {"result": _candidates(asked, query)} for key, query in queries.items()})


def _candidates(asked: Asked, query: QueryBody) -> list[dict[str, Any]]:
    wanted = [query.type] if isinstance(query.type, str) else query.type or []
    types = [kind for kind in wanted if kind in {one.value for one in EntityType}]
    if wanted and not types:
        return []
    found = asked.service.names(asked.view).find(query.query, types=types, limit=query.limit).matches
    given = [(one.pid, _words(one.v)) for one in query.properties if one.pid in vocabulary().properties]
    candidates = [_candidate(asked, match, _agreement(asked, match, given)) for match in found]
    candidates.sort(key=lambda one: (-one["score"], one["id"]))
    if candidates:
        clear = len(candidates) == 1 or candidates[1]["score"] < candidates[0]["score"] - 2
        candidates[0]["match"] = clear and candidates[0]["score"] >= 100 * CERTAIN
    return candidates


def _agreement(asked: Asked, match: Match, given: list[tuple[str, str]]) -> float:
    """Return the share of the given properties that the entity has with that value, 1 where none is given."""
    if not given:
        return 1.0
    wanted = Wanted(properties=frozenset(pid for pid, _ in given))
    held = {
        (one.property_name, (one.other.label if one.other else str(one.value)).casefold())
        for one in relations(asked.reader, match.iri, wanted)
    }
    return sum((pid, value.casefold()) in held for pid, value in given) / len(given)


def _candidate(asked: Asked, match: Match, agreement: float = 1.0) -> dict[str, Any]:
    node = asked.reader.nodes([match.iri])[match.iri]
    # The score of the name, at most 1.12 with importance, is brought to 100; disagreement takes up to a half of it.
    score = min(100.0, 100 * match.score) * (0.5 + 0.5 * agreement)
    return {
        "id": match.iri,
        "name": node.label,
        "description": f"{match.type}, {match.weight} claims",
        "type": [{"id": match.type, "name": match.type}],
        "score": round(score, 1),
        "match": False,
        "href": Shaper(asked).entity_ref(node)["href"],
    }


def _extended(asked: Asked, raw: str) -> Response:
    body = _object(raw)
    ids = [one for one in body.get("ids", []) if isinstance(one, str)][:BATCH]
    names = [one.get("id") for one in body.get("properties", []) if isinstance(one, dict)]
    known = [name for name in names if isinstance(name, str) and name in vocabulary().properties]
    rows: dict[str, dict[str, list[dict[str, str]]]] = {}
    for iri in ids:
        row: dict[str, list[dict[str, str]]] = {name: [] for name in known}
        wanted = Wanted(properties=frozenset(known), directions=frozenset({Direction.OUT, Direction.BOTH}))
        for one in relations(asked.reader, asked.service.full(iri), wanted) if known else ():
            cell = {"id": one.other.iri, "name": one.other.label} if one.other else {"str": str(one.value)}
            row[one.property_name].append(cell)
        rows[iri] = row
    return _json({"meta": [{"id": name, "name": name} for name in known], "rows": rows})


def _object(raw: str) -> dict[str, Any]:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Problem("invalid", f"The batch is not JSON: {error}.") from error
    if not isinstance(found, dict) or len(found) > BATCH:
        raise Problem("invalid", f"The batch is an object of at most {BATCH} queries.")
    return found


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("id") or "")
    return str(value)


def _json(body: Any) -> Response:
    # Spreadsheets ask from pages of their own; what is given here is public reading.
    return Response(orjson.dumps(body), media_type="application/json", headers={"Access-Control-Allow-Origin": "*"})

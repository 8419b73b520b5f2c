"""The cast and the characters of a work.

In: the slug of a work, a season. Out: `/works/{slug}/cast`, `/works/{slug}/characters`.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api import shapes
from api.following import paged
from api.paging import page
from api.responses import Shaper, listing
from api.routes.parameters import Cursor, Least, Limit, Most, WorkPath
from api.routing import Checked
from api.service import Asking
from graph.cast import cast, characters, work_of
from graph.voices import SHOWN

__all__ = ["router"]

router = APIRouter(prefix="/works", tags=["works"], route_class=Checked)


@router.get("/{slug:path}/cast", summary="The cast of a work", responses={200: {"model": shapes.Cast}})
def work_cast(
    asked: Asking,
    slug: WorkPath,
    season: Annotated[
        int | None,
        Query(
            ge=0,
            le=999,
            description="The cast of this season: those who are placed in it, and those who are placed nowhere.",
            examples=[2],
        ),
    ] = None,
    confidence: Least = 0.0,
    most: Most = SHOWN,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """List who plays whom. A recast, or a second actor of a role, is a part of its own; `others` names them."""
    asked.service.iri("show", slug)  # refuses what no IRI can hold
    work, alternatives = work_of(asked.reader, slug)
    parts = [part for part in cast(asked.reader, work, season, most) if part.confidence >= confidence]
    found = page(parts, lambda part: part.key, limit, cursor)
    nodes = asked.reader.nodes([work, *alternatives])
    shaper = Shaper(asked)
    body: shapes.Cast = {
        **listing(found, [shaper.part(part) for part in found.items]),
        "work": shaper.entity_ref(nodes[work]),
        "alternatives": shaper.refs(nodes[iri] for iri in alternatives),
    }
    return paged(asked, body)


@router.get("/{slug:path}/characters", summary="Characters of a work", responses={200: {"model": shapes.Characters}})
def work_characters(
    asked: Asking,
    slug: WorkPath,
    confidence: Least = 0.0,
    most: Most = SHOWN,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """List the characters of a work with all who play them."""
    asked.service.iri("show", slug)  # refuses what no IRI can hold
    work, alternatives = work_of(asked.reader, slug)
    roles = [role for role in characters(asked.reader, work, most) if role.confidence >= confidence]
    found = page(roles, lambda role: role.key, limit, cursor)
    nodes = asked.reader.nodes([work, *alternatives])
    shaper = Shaper(asked)
    body: shapes.Characters = {
        **listing(found, [shaper.role(role) for role in found.items]),
        "work": shaper.entity_ref(nodes[work]),
        "alternatives": shaper.refs(nodes[iri] for iri in alternatives),
    }
    return paged(asked, body)

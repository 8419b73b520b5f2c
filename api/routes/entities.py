"""Entities, and how they stand to each other.

In: the address or the IRI of an entity, what is wanted of it. Out: `/entities…`: the entity, its relations, its
neighbourhood, its timeline, its roles.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Response

from api import shapes
from api.following import paged
from api.paging import page
from api.responses import Shaper, listing
from api.routes.parameters import Cursor, EntityIri, KindPath, Least, Limit, Most, Properties, Since, SlugPath, Until
from api.routing import Checked
from api.service import Asked, Asking
from graph.cast import parts_of_actor
from graph.errors import NotFound
from graph.happenings import Happening, happenings, told
from graph.listing import entities, weights
from graph.merging import redirect
from graph.model import EntityType, Status
from graph.neighbourhood import neighbourhood
from graph.relations import Direction, Profile, Wanted, listed, profile, relations, told_relations
from graph.voices import SHOWN

__all__ = ["router"]

router = APIRouter(tags=["entities"], route_class=Checked)

Types = Annotated[list[EntityType], Query(default_factory=list, description="Types; repeat it for several.")]


@router.get("/entities", summary="Entities of the view", responses={200: {"model": shapes.Listing[shapes.Listed]}})
def list_entities(asked: Asking, type: Types, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List entities by their IRIs, with how many claims of the view name each."""
    found = page(entities(asked.reader, frozenset(type)), lambda iri: iri, limit, cursor)
    nodes, counts = asked.reader.nodes(found.items), weights(asked.reader, found.items)
    shaper = Shaper(asked)
    items: list[shapes.Listed] = [{**shaper.entity_ref(nodes[iri]), "claims": counts[iri]} for iri in found.items]
    return paged(asked, listing(found, items))


@router.get("/entity", summary="An entity by its IRI", responses={200: {"model": shapes.Entity}})
async def entity_by_iri(asked: Asking, iri: EntityIri) -> Response:
    """Return an entity of the view by its IRI, whatever its base."""
    return _entity(asked, asked.service.full(iri))


@router.get(
    "/entity/relations", summary="Relations of an entity", responses={200: {"model": shapes.Listing[shapes.Relation]}}
)
async def relations_by_iri(asked: Asking, iri: EntityIri, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List the relations of an entity by its IRI, whatever its base."""
    return _relations(asked, asked.service.full(iri), Wanted(), SHOWN, limit, cursor)


@router.get(
    "/entities/{kind}/{slug:path}/relations",
    summary="Relations of an entity",
    responses={200: {"model": shapes.Listing[shapes.Relation]}},
)
def entity_relations(
    asked: Asking,
    kind: KindPath,
    slug: SlugPath,
    property: Properties,
    type: Annotated[
        list[EntityType], Query(default_factory=list, description="Types of the other end; repeat it for several.")
    ],
    source: Annotated[
        list[str],
        Query(default_factory=list, description="Publishers, or articles' IRIs, whose claims count.", max_length=50),
    ],
    status: Annotated[list[Status], Query(default_factory=list, description="Statuses of the claims that count.")],
    stands_in: Annotated[
        list[str],
        Query(
            alias="in",
            default_factory=list,
            description="Layers whose claims count, with what lies under them, as `story/tidewaiters`.",
            max_length=50,
        ),
    ],
    direction: Annotated[Direction | None, Query(description="Which end of the fact the entity is.")] = None,
    confidence: Least = 0.0,
    most: Most = SHOWN,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the relations of an entity with the claims that say each. Dates are those of the articles."""
    wanted = Wanted(
        properties=frozenset(one.value for one in property),
        directions=frozenset({direction} if direction else ()),
        kinds=frozenset(one.value for one in type),
        layers=frozenset(stands_in),
        sources=frozenset(source),
        statuses=frozenset(one.value for one in status),
        confidence=confidence,
        since=since,
        until=until,
    )
    return _relations(asked, asked.service.iri(kind, slug), wanted, most, limit, cursor)


@router.get(
    "/entities/{kind}/{slug:path}/neighbourhood",
    summary="What lies around an entity",
    responses={200: {"model": shapes.Neighbourhood}},
)
def entity_neighbourhood(
    asked: Asking,
    kind: KindPath,
    slug: SlugPath,
    property: Properties,
    depth: Annotated[int, Query(ge=1, le=3, description="How many steps.")] = 1,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many nodes the answer may hold.")] = 100,
) -> Response:
    """Return the nodes within some steps and the facts between them; `truncated` says that the limit cut it."""
    iri = asked.service.iri(kind, slug)
    center = _known(asked, iri).node
    found = neighbourhood(asked.reader, iri, depth=depth, limit=limit, wanted=frozenset(one.value for one in property))
    shaper = Shaper(asked)
    body: shapes.Neighbourhood = {
        "center": shaper.entity_ref(center),
        "nodes": [{**shaper.entity_ref(node), "depth": steps} for node, steps in found.nodes],
        "edges": [
            {
                "subject": edge.subject,
                "property": edge.property,
                "object": edge.object,
                "confidence": edge.confidence,
                "claims": [asked.href(claim) for claim in edge.claims],
            }
            for edge in found.edges
        ],
        "limits": {"depth": depth, "nodes": limit},
        "truncated": found.truncated,
    }
    return asked.answer(body)


@router.get(
    "/entities/{kind}/{slug:path}/timeline",
    summary="What happened around an entity",
    responses={200: {"model": shapes.Listing[shapes.Happening]}},
)
def entity_timeline(
    asked: Asking,
    kind: KindPath,
    slug: SlugPath,
    axis: Annotated[
        Literal["public", "story"] | None,
        Query(description="Public time (dates) or story time (positions); both, one after the other, without it."),
    ] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the happenings in which an entity (or a season or episode of it) has a part, in order of their time."""
    iri = asked.service.iri(kind, slug)
    _known(asked, iri)
    keys = happenings(asked.reader, [iri], since=since, until=until)
    found = page([k for k in keys if axis in (None, k[0][0])], lambda one: one[0], limit, cursor)
    shaper = Shaper(asked)
    events = (e for e in told(asked.reader, [iri for _, iri in found.items]) if isinstance(e, Happening))
    return paged(asked, listing(found, [shaper.happening(event) for event in events]))


@router.get(
    "/entities/{kind}/{slug:path}/roles",
    summary="Roles that a person plays, or who plays a character",
    responses={200: {"model": shapes.Listing[shapes.Part]}},
)
def entity_roles(asked: Asking, kind: KindPath, slug: SlugPath, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List the parts that a person plays or in which a character is played, over all works."""
    iri = asked.service.iri(kind, slug)
    _known(asked, iri)
    found = page(parts_of_actor(asked.reader, iri, SHOWN), lambda part: part.key, limit, cursor)
    shaper = Shaper(asked)
    return paged(asked, listing(found, [shaper.part(part) for part in found.items]))


@router.get("/entities/{kind}/{slug:path}", summary="An entity", responses={200: {"model": shapes.Entity}})
async def entity(asked: Asking, kind: KindPath, slug: SlugPath) -> Response:
    """Return an entity of the view: its names, what it is elsewhere, and how much the view holds of it."""
    return _entity(asked, asked.service.iri(kind, slug))


def _known(asked: Asked, iri: str) -> Profile:
    """Return an entity. One that was merged into another leads there (308), in the same view, for the same part.

    Raises NotFound for what the view does not know.
    """
    try:
        return profile(asked.reader, iri)
    except NotFound:
        now = redirect(asked.service.store, asked.service.settings.base, iri)
        if now is None or asked.reader.nodes([now])[now].type is None:
            raise
        old, new = (asked.service.href(one) for one in (iri, now))
        raise HTTPException(308, headers={"Location": asked.address.replace(old, new, 1)}) from None


def _entity(asked: Asked, iri: str) -> Response:
    body: Any = Shaper(asked).entity(_known(asked, iri))
    return asked.answer(body)


def _relations(asked: Asked, iri: str, wanted: Wanted, most: int, limit: int, cursor: str | None) -> Response:
    _known(asked, iri)
    shaper = Shaper(asked)
    if wanted.plain:
        part = page(listed(asked.reader, iri, wanted), lambda one: one.key, limit, cursor)
        told = told_relations(asked.reader, iri, part.items, most=most)
        return paged(asked, listing(part, [shaper.relation(relation) for relation in told]))
    found = page(relations(asked.reader, iri, wanted, most), lambda relation: relation.key, limit, cursor)
    return paged(asked, listing(found, [shaper.relation(relation) for relation in found.items]))

"""Analysis of networks: who matters, who belongs together, what holds it together, how far, how alike, who says so.

In: a projection, a scope, a view. Out: `/analysis/*`. Every answer says what it was made with, and names claims.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api import network_shapes as shapes
from api.responses import Shaper
from api.routes.networks import (
    CLAIMS,
    Networked,
    Placing,
    Scoped,
    Scoping,
    definition,
    edge,
    made,
    refs,
)
from api.routes.parameters import EntityIri, Limit, OptionalEntity
from api.routing import Checked
from api.service import Asking
from graph.analysis import (
    MEASURES,
    Chain,
    Community,
    Series,
    bias,
    by_season,
    by_year,
    centrality,
    chain,
    communities,
    placement,
    similar,
    structure,
)
from graph.analysis.centrality import MeasureName, parameters
from graph.errors import NotFound
from graph.network_formats import FORMATS
from graph.projections import PROJECTIONS
from graph.reader import named, text_of

__all__ = ["router"]

router = APIRouter(prefix="/analysis", tags=["analysis"], route_class=Checked)

Seed = Annotated[int, Query(ge=0, le=2**31 - 1, description="Of what is drawn by chance; the same gives the same.")]
Seconds = 20.0
"""How long an analysis of a large network may take, in a process of its own."""


@router.get("", summary="Which networks there are", responses={200: {"model": shapes.Definitions}})
def definitions(asked: Asking) -> Response:
    """Say what each projection takes for a node, an edge and a weight, and which measures there are."""
    body: shapes.Definitions = {
        "items": [definition(one) for one in PROJECTIONS.values()],
        "measures": {str(name): text for name, text in MEASURES.items()},
        "formats": list(FORMATS),
    }
    return asked.answer(body)


@router.get("/network", summary="A network", responses={200: {"model": shapes.Network}})
def whole(scoped: Scoping, projection: Networked = "co-cast", limit: Limit = 100) -> Response:
    """List the edges of a projection, the heaviest first. /export has all of them as files."""
    found = scoped.network(projection)
    shaper = Shaper(scoped.asked)
    links = sorted(found.edges(), key=lambda link: (-link.weight, link.source.iri, link.target.iri))
    body: shapes.Network = {
        "items": [edge(shaper, link) for link in links[:limit]],
        "total": len(links),
        "truncated": len(links) > limit,
        "parameters": made(parameters(found, found.projection.weight)),
        "definition": definition(found.projection),
    }
    return scoped.asked.answer(body)


@router.get("/layout", summary="A network laid out", responses={200: {"model": shapes.Placement}})
def layout(
    scoped: Scoping,
    projection: Networked = "co-cast",
    seed: Seed = 0,
    limit: Annotated[int, Query(ge=1, le=10_000, description="How many nodes, the most tied first.")] = 2_000,
) -> Response:
    """Return places for the nodes of a projection, reckoned here, with its edges: for pictures of many nodes."""
    whole = scoped.network(projection)
    strength = centrality(whole, "strength").ranks
    found = whole.induced([whole.index[node.iri] for node, _ in strength[:limit]]) if len(whole) > limit else whole
    places = placement(found, seed=seed, seconds=Seconds).round(5).tolist()
    shaper, weights = Shaper(scoped.asked), {node.iri: value for node, value in strength}
    body: shapes.Placement = {
        "items": [
            {**shaper.entity_ref(node), "x": x, "y": y, "weight": weights[node.iri]}
            for node, (x, y) in zip(found.nodes, places, strict=True)
        ],
        "edges": list(zip(found.source.tolist(), found.target.tolist(), found.weight.tolist(), strict=True)),
        "total": len(whole),
        "truncated": len(whole) > limit,
        "parameters": made(parameters(found, "Fruchterman-Reingold on a grid", seed)),
    }
    return scoped.asked.answer(body)


@router.get("/centrality", summary="Who matters", responses={200: {"model": shapes.Analysis[shapes.Ranked]}})
def ranking(
    scoped: Scoping,
    projection: Networked = "co-cast",
    measure: Annotated[MeasureName, Query(description="See /analysis for what each is.")] = "betweenness",
    seed: Seed = 0,
    limit: Limit = 50,
) -> Response:
    """List nodes by a measure, the highest first."""
    found = centrality(scoped.network(projection), measure, seed=seed, seconds=Seconds)
    shaper = Shaper(scoped.asked)
    body: shapes.Analysis[shapes.Ranked] = {
        "items": [{"entity": shaper.entity_ref(node), "value": value} for node, value in found.ranks[:limit]],
        "total": len(found.ranks),
        "truncated": len(found.ranks) > limit,
        "parameters": made(found.parameters),
    }
    return scoped.asked.answer(body)


@router.get("/communities", summary="Who belongs together", responses={200: {"model": shapes.Communities}})
def groups(
    scoped: Scoping,
    projection: Networked = "co-cast",
    resolution: Annotated[float, Query(gt=0, le=10, description="Higher: more and smaller communities.")] = 1.0,
    seed: Seed = 0,
    limit: Limit = 50,
) -> Response:
    """List communities, the largest first, under names that say what ties their members."""
    made_of = scoped.network(projection)
    found = communities(scoped.reader, made_of, seed=seed, resolution=resolution, seconds=Seconds)
    shaper = Shaper(scoped.asked)
    body: shapes.Communities = {
        "items": [_community(shaper, one) for one in found.communities[:limit]],
        "total": len(found.communities),
        "truncated": len(found.communities) > limit,
        "parameters": made(found.parameters),
        "modularity": found.modularity,
    }
    return scoped.asked.answer(body)


def _community(shaper: Shaper, community: Community) -> shapes.Community:
    return {
        "name": community.name,
        "size": len(community.members),
        "members": refs(shaper, community.members[:50]),
        "inside": community.inside,
        "outside": community.outside,
    }


@router.get("/bridges", summary="What holds it together", responses={200: {"model": shapes.Structure}})
def bridges(scoped: Scoping, projection: Networked = "co-cast", limit: Limit = 100) -> Response:
    """List bridges and cut vertices, without which the network falls apart; its core, density and assortativity."""
    found = structure(scoped.network(projection), seconds=Seconds)
    shaper = Shaper(scoped.asked)
    core = max((k for _, k in found.cores), default=0)
    body: shapes.Structure = {
        "items": [edge(shaper, link) for link in found.bridges[:limit]],
        "total": len(found.bridges),
        "truncated": len(found.bridges) > limit,
        "parameters": made(found.parameters),
        "density": found.density,
        "components": list(found.components[:limit]),
        "cut_vertices": refs(shaper, found.cut_vertices[:limit]),
        "core": refs(shaper, [node for node, k in found.cores if k == core][:limit]),
        "core_number": core,
        "degree_assortativity": found.degree_assortativity,
        "kind_assortativity": found.kind_assortativity,
    }
    return scoped.asked.answer(body)


@router.get("/similar", summary="Who is alike", responses={200: {"model": shapes.Analysis[shapes.Likeness]}})
def alike(
    scoped: Scoping,
    entity: EntityIri,
    limit: Annotated[int, Query(ge=1, le=100, description="How many of the most alike.")] = 10,
) -> Response:
    """List people who share works with a person, or works that share people with a work."""
    network = scoped.network("bipartite")
    found = similar(network, scoped.asked.service.full(entity), limit=limit)
    shaper = Shaper(scoped.asked)
    body: shapes.Analysis[shapes.Likeness] = {
        "items": [
            {
                "entity": shaper.entity_ref(one.node),
                "value": one.value,
                "shared": refs(shaper, one.shared),
                "claims": list(one.claims[:CLAIMS]),
            }
            for one in found
        ],
        "total": len(found),
        "truncated": len(found) == limit,
        "parameters": made(parameters(network, "cosine of the weighted ties")),
    }
    return scoped.asked.answer(body)


@router.get("/separation", summary="How far apart two people are", responses={200: {"model": shapes.Chain}})
def separation(
    scoped: Placing,
    source: Annotated[
        str,
        Query(
            alias="from",
            min_length=1,
            max_length=1000,
            description="The IRI of a person, or its part after the base.",
            examples=["person/tobias-carrick"],
        ),
    ],
    target: Annotated[
        str,
        Query(
            alias="to",
            min_length=1,
            max_length=1000,
            description="The IRI of the other.",
            examples=["person/leena-varghani"],
        ),
    ],
    projection: Networked = "co-cast",
) -> Response:
    """Return the number of steps between two people through the works that they share: 0 is oneself."""
    full = scoped.asked.service.full
    network = scoped.network(projection)
    found = chain(network, full(source), full(target))
    body: shapes.Chain = {
        "items": _hops(scoped, found),
        "number": found.number,
        "source": Shaper(scoped.asked).entity_ref(found.source),
        "target": Shaper(scoped.asked).entity_ref(found.target),
        "parameters": made(parameters(network, "shortest chain")),
    }
    return scoped.asked.answer(body)


def _hops(scoped: Scoped, found: Chain) -> list[shapes.Hop]:
    hops = found.hops or ()
    shaper = Shaper(scoped.asked)
    nodes = scoped.reader.nodes(
        {link for hop in hops for link in hop.links if link.startswith("http") and " " not in link}
    )
    return [
        {
            "source": shaper.entity_ref(hop.source),
            "target": shaper.entity_ref(hop.target),
            "links": [shaper.entity_ref(nodes[link]) for link in hop.links if link in nodes],
            "claims": list(hop.claims[:CLAIMS]),
        }
        for hop in hops
    ]


@router.get("/series", summary="How much is told", responses={200: {"model": shapes.Series}})
def series(
    asked: Asking,
    entity: Annotated[
        list[str],
        Query(min_length=1, max_length=8, description="Entities, or one work.", examples=[["show/the-tidewaiters"]]),
    ],
    by: Annotated[Literal["year", "season"], Query(description="The periods; seasons are those of one work.")] = "year",
) -> Response:
    """Return counts over years (articles on each entity) or over the seasons of a work (actors, characters, ties)."""
    iris = [asked.service.full(one) for one in entity]
    found = by_season(asked.reader, iris[0]) if by == "season" else by_year(asked.reader, iris)
    shaper = Shaper(asked)
    body: shapes.Series = {"items": [_series(shaper, one) for one in found]}
    return asked.answer(body)


def _series(shaper: Shaper, series: Series) -> shapes.OneSeries:
    return {
        "name": series.name,
        "about": shaper.entity_ref(series.about),
        "unit": series.unit,
        "points": [
            {"period": point.period, "value": point.value, "claims": list(point.claims[:CLAIMS])}
            for point in series.points
        ],
    }


@router.get("/sources", summary="On whom an answer rests", responses={200: {"model": shapes.Sources}})
def sources(
    scoped: Scoping,
    entity: OptionalEntity = None,
    projection: Networked = "facts",
    limit: Limit = 50,
) -> Response:
    """Say which publishers the facts around an entity, or the edges of a network, rest on, and how far on one alone."""
    if entity is not None:
        iri = scoped.asked.service.full(entity)
        if not scoped.reader.knows(iri):
            raise NotFound(f"Nothing is known of {iri} in this view.")
        rows = scoped.reader.rows("claims_of", entity=named([iri]))
        claims = {text_of(row["claim"]) for row in rows}
    else:
        claims = set(scoped.network(projection).claims)
    found = bias(scoped.reader, claims)
    body: shapes.Sources = {
        "items": [
            {"publisher": one.publisher, "articles": one.articles, "facts": one.facts, "alone": one.alone}
            for one in found.voices[:limit]
        ],
        "facts": found.facts,
        "share": found.share,
        "alone": found.alone,
        "effective": found.effective,
    }
    return scoped.asked.answer(body)

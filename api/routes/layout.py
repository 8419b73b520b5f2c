"""The graph as it is drawn: nodes with their places, lines with what they rest on.

In: entities, limits. Out: `/graph`: what the explorer draws, in one answer. Places are reckoned here from
`PLACED_FROM` nodes on; below that whoever draws is quick enough, and can keep what stands where it stood.
"""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from typing_extensions import TypedDict

from api.indexes import Indexes
from api.responses import Shaper
from api.routing import Checked
from api.service import Asked, Asking
from api.shapes import Confidence, EntityRef, Href, Iri
from graph.errors import NotFound
from graph.reader import Node, Support, confidence
from graph.relations import read_aloud
from graph.surroundings import Fact, Surroundings, places
from graph.vocabulary import vocabulary

__all__ = ["router"]

router = APIRouter(tags=["pictures"], route_class=Checked)

PLACED_FROM: Final = 500
CLAIMS: Final = 12  # of one line that an answer names and that its sources and layers are read from
CLAIMS_PLACED: Final = 4  # the same in a large graph: reading 26,000 claims took 8 s of the processor


class DrawnNode(EntityRef):
    """A node. `x` and `y` are null where whoever draws it finds its place."""

    neighbours: Annotated[int, Field(description="How many it has in the whole view.")]
    x: float | None
    y: float | None


class DrawnEdge(TypedDict):
    """A fact between two nodes, with all that one may want to sift it by."""

    subject: Iri
    property: str
    object: Iri
    sentence: str
    confidence: Confidence
    claims: Annotated[list[Href], Field(description="The first 12; in a large graph the first 4.")]
    count: Annotated[int, Field(description="How many claims say it.")]
    publishers: list[str]
    dates: Annotated[list[str], Field(description="Of the articles, the first and the last.")]
    layers: list[str]
    statuses: list[str]


class Expanded(TypedDict):
    """An entity that was asked for: how many of its neighbours are drawn."""

    iri: Iri
    shown: int
    total: int


class Drawn(TypedDict):
    """A graph to draw. `truncated`: there is more in the view than the limits let through."""

    nodes: list[DrawnNode]
    edges: list[DrawnEdge]
    expanded: list[Expanded]
    limits: dict[str, int]
    placed: bool
    truncated: bool


@router.get("/graph", summary="What is drawn", responses={200: {"model": Drawn}})
def drawn(
    request: Request,
    asked: Asking,
    entity: Annotated[
        list[str],
        Query(
            default_factory=list,
            max_length=40,
            description="Entities by IRI or its part after the base; without any, the most connected of the view.",
            examples=[["show/the-tidewaiters"]],
        ),
    ],
    each: Annotated[int, Query(ge=0, le=1000, description="How many neighbours of each entity.")] = 40,
    limit: Annotated[int, Query(ge=1, le=2000, description="How many nodes, where no entity is named.")] = 300,
) -> Response:
    """Return entities with their neighbours and every fact between those, or the most connected part of the view."""
    around = _surroundings(request, asked)
    wanted = list(dict.fromkeys(asked.service.full(one) for one in entity))
    part = around.around(wanted, each) if wanted else around.largest(limit)
    nodes = asked.reader.nodes(part.nodes)
    for iri in wanted:
        if nodes[iri].type is None:
            raise NotFound(f"Nothing is known of {iri} in this view.")
    placed = len(part.nodes) > PLACED_FROM
    read = CLAIMS_PLACED if placed else CLAIMS
    supports = asked.reader.supports({claim for fact in part.facts for claim in fact.claims[:read]})
    near: dict[str, set[str]] = {iri: set() for iri in wanted}
    for fact in part.facts:
        for end, other in ((fact.subject, fact.object), (fact.object, fact.subject)):
            if end in near:
                near[end].add(other)
    spots = places(part.nodes, {(f.subject, f.object) for f in part.facts}) if placed else [(None, None)] * len(nodes)
    shaper = Shaper(asked)
    body: Drawn = {
        "nodes": [
            {**shaper.entity_ref(nodes[iri]), "neighbours": part.neighbours[iri], "x": x, "y": y}
            for iri, (x, y) in zip(part.nodes, spots, strict=True)
        ],
        "edges": [_edge(asked, fact, nodes, supports) for fact in part.facts],
        "expanded": [{"iri": iri, "shown": len(near[iri]), "total": part.neighbours[iri]} for iri in wanted],
        "limits": {"each": each, "nodes": limit},
        "placed": placed,
        "truncated": part.truncated,
    }
    return asked.answer(body)


def _surroundings(request: Request, asked: Asked) -> Surroundings:
    """Return the surroundings of a view, made once a revision."""
    state, service = request.app.state, asked.service
    if not hasattr(state, "surroundings"):
        state.surroundings = Indexes[Surroundings]()
    kept: Indexes[Surroundings] = state.surroundings
    return kept.get(service.store.revision, asked.view.key, lambda: Surroundings(asked.reader))


def _edge(asked: Asked, fact: Fact, nodes: dict[str, Node], supports: dict[str, Support]) -> DrawnEdge:
    told = [supports[claim] for claim in fact.claims if claim in supports]
    dates = sorted({support.source.date for support in told if support.source.date})
    return {
        "subject": fact.subject,
        "property": fact.property,
        "object": fact.object,
        "sentence": read_aloud(
            vocabulary().property(fact.property), nodes[fact.subject].label, nodes[fact.object].label
        ),
        "confidence": confidence(told),
        "claims": [asked.href(support.iri) for support in told],
        "count": len(fact.claims),
        "publishers": sorted({support.source.publisher or "unnamed" for support in told}),
        "dates": dates[:1] + dates[-1:] if len(dates) > 1 else dates,
        "layers": sorted({support.layer.name for support in told}),
        "statuses": sorted({support.status.value for support in told}),
    }

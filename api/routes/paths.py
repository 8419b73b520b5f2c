"""How two entities are connected.

In: two entities, what may lie between them. Out: `/paths`: chains of facts, each with its sentence and its claims.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api import shapes
from api.responses import Shaper
from api.routes.parameters import Properties
from api.routing import Checked
from api.service import Asked, Asking
from graph.errors import NotFound
from graph.paths import Chain, Hop
from graph.reader import Node, Support
from graph.relations import read_aloud
from graph.telling import Step, tell
from graph.vocabulary import vocabulary

__all__ = ["router"]

router = APIRouter(tags=["paths"], route_class=Checked)

_CLAIMS = 5  # claims of one fact that an answer holds; its relation tells them all


@router.get("/paths", summary="How are two entities connected?", responses={200: {"model": shapes.Paths}})
def paths(
    asked: Asking,
    start: Annotated[
        str,
        Query(
            alias="from",
            min_length=1,
            max_length=1000,
            description="The IRI of an entity, or its part after the base.",
            examples=["person/ottilie-marsh-adeyemi"],
        ),
    ],
    end: Annotated[
        str,
        Query(
            alias="to",
            min_length=1,
            max_length=1000,
            description="The IRI of the other.",
            examples=["person/leena-varghani"],
        ),
    ],
    property: Properties,
    avoid: Annotated[
        list[str], Query(default_factory=list, max_length=50, description="Entities that may not lie on the way.")
    ],
    order: Annotated[
        Literal["shortest", "evidence"],
        Query(description="The shortest first, or the best-evidenced of those up to two steps longer."),
    ] = "shortest",
    limit: Annotated[int, Query(ge=1, le=20, description="How many chains.")] = 3,
    longest: Annotated[int, Query(ge=1, le=6, description="How many steps a chain may have.")] = 5,
) -> Response:
    """Return the chains of facts between two entities. `distance` is null where there is none in this view."""
    full = asked.service.full
    source, target = full(start), full(end)
    nodes = asked.reader.nodes([source, target])
    for iri in (source, target):
        if nodes[iri].type is None:
            raise NotFound(f"Nothing is known of {iri} in this view.")
    found = asked.service.links(asked.view).chains(
        source,
        target,
        limit=limit,
        longest=longest,
        properties=frozenset(one.value for one in property),
        avoid=[full(one) for one in avoid],
        by_evidence=order == "evidence",
    )
    known = nodes | asked.reader.nodes({iri for chain in found.found for iri in chain.nodes})
    hops = [hop for chain in found.found for step in chain.steps for hop in step]
    supports = asked.reader.supports({claim for hop in hops for claim in hop.claims[:_CLAIMS]})
    shaper = Shaper(asked)
    body: shapes.Paths = {
        "from": shaper.entity_ref(nodes[source]),
        "to": shaper.entity_ref(nodes[target]),
        "distance": found.distance,
        "items": [_chain(asked, chain, known, supports) for chain in found.found],
        "next": None,
        "total": found.considered,
        "truncated": found.truncated,
    }
    return asked.answer(body)


def _chain(asked: Asked, chain: Chain, nodes: dict[str, Node], supports: dict[str, Support]) -> shapes.Path:
    shaper = Shaper(asked)
    told = [
        Step(nodes[step[0].subject], step[0].property, nodes[step[0].object], nodes[chain.nodes[index]])
        for index, step in enumerate(chain.steps)
    ]
    return {
        "length": len(chain.steps),
        "confidence": chain.strength,
        "sentence": tell(told),
        "nodes": shaper.refs(nodes[iri] for iri in chain.nodes),
        "hops": [
            {
                "from": chain.nodes[index],
                "to": chain.nodes[index + 1],
                "relations": [_hop(asked, hop, nodes, supports) for hop in step],
            }
            for index, step in enumerate(chain.steps)
        ],
    }


def _hop(asked: Asked, hop: Hop, nodes: dict[str, Node], supports: dict[str, Support]) -> shapes.HopRelation:
    property = vocabulary().property(hop.property)
    return {
        "subject": hop.subject,
        "property": hop.property,
        "object": hop.object,
        "sentence": read_aloud(property, nodes[hop.subject].label, nodes[hop.object].label),
        "confidence": hop.strength,
        "claims": Shaper(asked).claims(supports[claim] for claim in hop.claims[:_CLAIMS] if claim in supports),
    }

"""Which network a request asks for: a projection and a scope, as parameters.

In: a request's parameters. Out: `Asked` network, by the dependency `Networked`. Networks are kept by revision and view.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Query, Request

from api import network_shapes as shapes
from api.problems import Problem
from api.responses import Shaper
from api.routes.parameters import Properties, Since, Until
from api.service import Asked, Asking
from api.shapes import EntityRef
from graph.analysis import Parameters
from graph.cast import work_of
from graph.network import Link, Network, Networks
from graph.projections import Projection, ProjectionName, Scope
from graph.reader import Node, Reader

__all__ = [
    "CLAIMS",
    "Networked",
    "Placing",
    "Scoped",
    "Scoping",
    "definition",
    "edge",
    "made",
    "refs",
]

CLAIMS = 20
"""Claims that an answer names of one edge; the exports have them all."""


@dataclass(frozen=True, slots=True)
class Scoped:
    """A request with the part of the view that it asks for."""

    asked: Asked
    scope: Scope
    networks: Networks

    @property
    def reader(self) -> Reader:
        """Reads through the request's view."""
        return self.asked.reader

    def network(self, projection: str) -> Network:
        """Return a projection of the scope."""
        return self.networks.get(self.reader, projection, self.scope)


def networks_of(request: Request) -> Networks:
    """Return the networks that an app keeps."""
    state = request.app.state
    if not hasattr(state, "networks"):
        state.networks = Networks()
    found = state.networks
    if not isinstance(found, Networks):
        raise Problem("internal", "The app keeps something else under the name of its networks.")
    return found


Within = Annotated[
    str | None,
    Query(
        alias="in",
        pattern=r"^((show|film|work)/)?[\w-]+(:s\d{1,3}(e\d{1,4}(-\d{1,4})?)?)?$",
        max_length=300,
        description="Only this work, season or episodes: WORK, WORK:s2, WORK:s2e3 or WORK:s2e1-3, by the work's slug "
        "(`film/…` or `work/…` where a show has the same).",
        examples=["the-tidewaiters", "the-tidewaiters:s2"],
    ),
]


async def _placed(request: Request, asked: Asking, within: Within = None) -> Scoped:
    return Scoped(asked, _scope(asked, within), networks_of(request))


async def _scoped(
    request: Request,
    asked: Asking,
    property: Properties,
    within: Within = None,
    since: Since = None,
    until: Until = None,
) -> Scoped:
    narrowed = replace(
        _scope(asked, within), since=since, until=until, properties=tuple(sorted({p.value for p in property}))
    )
    return Scoped(asked, narrowed, networks_of(request))


def _scope(asked: Asked, within: str | None) -> Scope:
    """Return the work, season or episodes that a text names. Raises NotFound for a work that the view does not know."""
    if within is None:
        return Scope()
    name, _, place = within.partition(":")
    work = work_of(asked.reader, name)[0]
    found = re.fullmatch(r"s(\d+)(?:e(\d+)(?:-(\d+))?)?", place)
    if not found:
        return Scope(work)
    first = int(found[2]) if found[2] else None
    return Scope(work, int(found[1]), (first, int(found[3] or first)) if first is not None else None)


Placing = Annotated[Scoped, Depends(_placed)]
Scoping = Annotated[Scoped, Depends(_scoped)]
Networked = Annotated[
    ProjectionName, Query(description="The projection: see /analysis for what each is.", examples=["co-cast"])
]


def definition(projection: Projection) -> shapes.Definition:
    """Return what a projection is."""
    return {
        "name": projection.name,
        "node": projection.node,
        "edge": projection.edge,
        "weight": projection.weight,
        "directed": projection.directed,
    }


def made(parameters: Parameters) -> shapes.Made:
    """Return what an analysis was made with."""
    return {
        "projection": parameters.projection,
        "scope": parameters.scope,
        "nodes": parameters.nodes,
        "edges": parameters.edges,
        "method": parameters.method,
        "seed": parameters.seed,
        "sample": parameters.sample,
    }


def edge(shaper: Shaper, link: Link) -> shapes.Edge:
    """Return an edge."""
    return {
        "source": shaper.entity_ref(link.source),
        "target": shaper.entity_ref(link.target),
        "weight": link.weight,
        "links": list(link.links),
        "claims": list(link.claims[:CLAIMS]),
    }


def refs(shaper: Shaper, nodes: Iterable[Node]) -> list[EntityRef]:
    """Return nodes as other things name them."""
    return [shaper.entity_ref(node) for node in nodes]

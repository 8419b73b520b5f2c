"""The JSON of networks and of their analyses, as types.

In: nothing. Out: a `TypedDict` for each shape.
"""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import Field
from typing_extensions import TypedDict

from api.shapes import EntityRef

__all__ = [
    "Analysis",
    "Chain",
    "Communities",
    "Community",
    "Definition",
    "Definitions",
    "Edge",
    "Likeness",
    "Made",
    "Network",
    "PlacedNode",
    "Placement",
    "Ranked",
    "Series",
    "Sources",
    "Structure",
    "Voice",
]

Item = TypeVar("Item")

Claims = Annotated[list[str], Field(description="The IRIs of the claims that it rests on, 20 at most.")]


class Made(TypedDict):
    """What an analysis was made with: enough to make it again."""

    projection: Annotated[str, Field(examples=["co-cast"])]
    scope: Annotated[str, Field(examples=["everything"])]
    nodes: int
    edges: int
    method: Annotated[str, Field(examples=["betweenness"])]
    seed: int | None
    sample: Annotated[int | None, Field(description="Nodes from which shortest paths start; null: all.")]


class Definition(TypedDict):
    """A projection: what is a node, an edge, a weight."""

    name: str
    node: str
    edge: str
    weight: str
    directed: bool


class Definitions(TypedDict):
    """What can be asked."""

    items: list[Definition]
    measures: dict[str, str]
    formats: list[str]


class Edge(TypedDict):
    """An edge of a network."""

    source: EntityRef
    target: EntityRef
    weight: float
    links: Annotated[list[str], Field(description="What ties the two: properties, works, happenings, quotations.")]
    claims: Claims


class Analysis(TypedDict, Generic[Item]):
    """An answer of which only the first items are given where it says `truncated`."""

    items: list[Item]
    total: int
    truncated: bool
    parameters: Made


class Network(Analysis[Edge]):
    """A network as its edges, the heaviest first."""

    definition: Definition


class PlacedNode(EntityRef):
    """An entity with its place, x and y in [-1, 1]."""

    x: float
    y: float
    weight: Annotated[float, Field(description="Sum of the weights of its edges.")]


class Placement(Analysis[PlacedNode]):
    """A network laid out. `edges` are pairs of places in `items` with the edge's weight."""

    edges: Annotated[list[tuple[int, int, float]], Field(description="Source, target, weight.")]


class Ranked(TypedDict):
    """A node with its number."""

    entity: EntityRef
    value: float


class Community(TypedDict):
    """Nodes that are tied more to each other than to the rest."""

    name: str
    size: int
    members: Annotated[list[EntityRef], Field(description="The most tied first, 50 at most.")]
    inside: Annotated[float, Field(description="Weight of the edges between its members.")]
    outside: Annotated[float, Field(description="Weight of the edges to others.")]


class Communities(Analysis[Community]):
    """The communities of a network, the largest first."""

    modularity: float


class Structure(TypedDict):
    """How a network hangs together. `items` are its bridges."""

    items: list[Edge]
    total: int
    truncated: bool
    parameters: Made
    density: float
    components: Annotated[list[int], Field(description="Sizes, the largest first.")]
    cut_vertices: list[EntityRef]
    core: Annotated[list[EntityRef], Field(description="The innermost k-core.")]
    core_number: Annotated[int, Field(description="Its k.")]
    degree_assortativity: float | None
    kind_assortativity: Annotated[float | None, Field(description="Whether edges join nodes of one kind; 1 if always.")]


class Likeness(TypedDict):
    """An entity that is like another, and what both are tied to."""

    entity: EntityRef
    value: Annotated[float, Field(description="The cosine of their ties, in (0, 1].")]
    shared: list[EntityRef]
    claims: Claims


class Hop(TypedDict):
    """A step of a chain."""

    source: EntityRef
    target: EntityRef
    links: list[EntityRef]
    claims: Claims


class Chain(TypedDict):
    """How many steps lie between two people, and through which works. `number` is null where no way leads."""

    items: list[Hop]
    number: int | None
    source: EntityRef
    target: EntityRef
    parameters: Made


class Point(TypedDict):
    """A period's number."""

    period: Annotated[str, Field(examples=["2023", "s2"])]
    value: int
    claims: Claims


class OneSeries(TypedDict):
    """A number over periods."""

    name: str
    about: EntityRef
    unit: str
    points: list[Point]


class Series(TypedDict):
    """Series over the same periods."""

    items: list[OneSeries]


class Voice(TypedDict):
    """A publisher: its articles, the facts that it supports, those that nobody else does."""

    publisher: str
    articles: int
    facts: int
    alone: int


class Sources(TypedDict):
    """On whom an answer rests."""

    items: list[Voice]
    facts: int
    share: Annotated[float, Field(description="Part of the facts that the first of the publishers says.")]
    alone: Annotated[float, Field(description="Part of the facts that a single publisher says.")]
    effective: Annotated[float, Field(description="Equally strong publishers that would be as concentrated.")]

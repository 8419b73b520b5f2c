"""Projections: what is a node, what is an edge and what it weighs, in writing; and the parts of a view.

In: nothing. Out: `PROJECTIONS`, `Scope` (a work, a season, episodes, dates), and what is refused. The rows that make a
network of them are read by `graph.projecting`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from graph.errors import QueryRefused
from graph.model import EntityType
from graph.vocabulary import vocabulary

__all__ = ["EVERYTHING", "PROJECTIONS", "Projection", "ProjectionName", "Refused", "Scope", "check", "private"]

ProjectionName: TypeAlias = Literal["co-cast", "acted-with", "characters", "bipartite", "events", "statements", "facts"]


class Refused(QueryRefused):
    """The analysis would say something sensitive of real people. (HTTP 403)"""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"{what} is not analysed for real people: who belongs together in it could reveal their private life. "
            "It can be asked of characters."
        )


@dataclass(frozen=True, slots=True)
class Projection:
    """A network's definition. An edge weighs the number of different things that tie its ends, or of claims."""

    name: ProjectionName
    node: str
    edge: str
    weight: str
    kinds: frozenset[str]
    directed: bool = False
    by_claims: bool = False


_WORKS: Final = frozenset(t.value for t in (EntityType.SHOW, EntityType.FILM, EntityType.WORK))
_PARTS: Final = frozenset({EntityType.SEASON.value, EntityType.EPISODE.value})
_ANY: Final = frozenset(kind.value for kind in EntityType)

PROJECTIONS: Final[Mapping[str, Projection]] = MappingProxyType(
    {
        one.name: one
        for one in (
            Projection(
                "co-cast",
                node="a person who acts",
                edge="two persons act in the same work (a season or an episode counts as its show)",
                weight="number of works that they share",
                kinds=frozenset({"Person"}),
            ),
            Projection(
                "acted-with",
                node="a person who acts",
                edge="two persons are placed in the same film, season or episode, "
                "or their characters, whom nobody else plays, meet in the story",
                weight="number of films, seasons, episodes and meetings that they share",
                kinds=frozenset({"Person"}),
            ),
            Projection(
                "characters",
                node="a character",
                edge="two characters stand in a relation (kin, couple, friends, rivals, mentor, …) "
                "or take part in one happening of the story",
                weight="number of claims that say so",
                kinds=frozenset({"Character"}),
                by_claims=True,
            ),
            Projection(
                "bipartite",
                node="a person, or a work (a season or an episode counts as its show)",
                edge="the person acts in, presents, created, directed, wrote, produced or scored the work",
                weight="number of the ways in which they do",
                kinds=frozenset({"Person"}) | _WORKS,
            ),
            Projection(
                "events",
                node="a person, a character or an organization",
                edge="both act in, or are touched by, the same happening",
                weight="number of happenings that they share",
                kinds=frozenset({"Person", "Character", "Organization"}),
            ),
            Projection(
                "statements",
                node="whoever speaks, and whoever or whatever is spoken of",
                edge="the first is quoted about the second",
                weight="number of quotations",
                kinds=_ANY,
                directed=True,
            ),
            Projection(
                "facts",
                node="any entity",
                edge="a fact has the two as its ends, its subject first",
                weight="number of claims that say so",
                kinds=_ANY,
                directed=True,
                by_claims=True,
            ),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the view: a work by its IRI, a season of it, episodes of that season, dates (partial, inclusive).

    A date is that of the happening or the quotation where it has one, else that of the article. `properties` narrows
    the relations of characters and of facts, by name.
    """

    work: str | None = None
    season: int | None = None
    episodes: tuple[int, int] | None = None
    since: str | None = None
    until: str | None = None
    properties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.season is not None and self.work is None) or (self.episodes and self.season is None):
            raise ValueError("a season needs its work, and episodes need their season")

    def __str__(self) -> str:
        parts = [self.work.rsplit("/", 1)[-1] if self.work else "everything"]
        if self.season is not None:
            first, last = self.episodes or (None, None)
            parts.append(f"s{self.season}" + (f"e{first}–e{last}" if first else ""))
        if self.since or self.until:
            parts.append(f"{self.since or '…'} to {self.until or '…'}")
        return ", ".join((*parts, *self.properties))


EVERYTHING: Final = Scope()


def check(projection: Projection, properties: Collection[str]) -> None:
    """Raise Refused where properties that are sensitive of real people are asked of a network that holds people."""
    for name in properties:
        found = vocabulary().properties.get(name)
        if found is None:
            raise ValueError(f"{name!r} is not a property. Known: {', '.join(vocabulary().properties)}")
        if found.sensitive and "Person" in projection.kinds:
            raise Refused(name)


def private(link: str) -> bool:
    """Say whether what ties two nodes is sensitive of real people; what an import stored of it is left out too.

    >>> private("partner"), private("friend")
    (True, False)
    """
    property = vocabulary().properties.get(link)
    return property is not None and property.sensitive

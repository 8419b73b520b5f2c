"""Projections: what is a node, what is an edge and what it weighs, in writing, and the rows that say so.

In: a `Reader` (the view), a `Projection`, a `Scope` (a work, a season, episodes, dates). Out: `Ties`, one row for each
claim that ties two nodes, as columns. Which of them make one edge is the business of `graph.network`.
A person's own `self` statements take part in no projection, and nor does what is sensitive of real people.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from pyoxigraph import NamedNode, QuerySolutions

from graph.claims import term
from graph.errors import QueryRefused
from graph.layers import META, PUBLIC, SEED, SELF, STORY, Layer, Position, View
from graph.model import EntityType
from graph.queries import bound
from graph.reader import Reader
from graph.relations import dated
from graph.store import Term
from graph.vocabulary import vocabulary

__all__ = [
    "EVERYTHING",
    "PROJECTIONS",
    "Projection",
    "ProjectionName",
    "Refused",
    "Scope",
    "Tie",
    "home_of",
    "narrowed",
    "ties",
]

ProjectionName: TypeAlias = Literal["co-cast", "acted-with", "characters", "bipartite", "events", "statements", "facts"]
Tie: TypeAlias = tuple[str, str, str, str]
"""One end, the other end, what ties them, the claim that says so.

What ties is a property by its name, a work, a happening or a quotation by its IRI, or two characters by theirs.
"""


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


def narrowed(reader: Reader, scope: Scope) -> Reader:
    """Return the reader of a part of its view: never more than the view, and never a `self` layer."""
    kept = [layer for layer in reader.view.layers if layer.name.split("/")[0] != SELF.name]
    if scope.work is not None:
        slug = scope.work.rsplit("/", 1)[-1]
        world = [layer for layer in kept if layer in (PUBLIC, SEED, META) or layer.name.startswith("seed/")]
        prefix = f"{reader.base}layer/"
        stored = (Layer(iri.removeprefix(prefix)) for iri in reader.store.graphs() if iri.startswith(prefix))
        single = [layer for layer in (stored if STORY in kept else kept) if _inside(layer, slug, scope)]
        kept = [*world, *sorted(single)]
    return Reader(reader.store, reader.base, View(tuple(kept)))


def _inside(layer: Layer, slug: str, scope: Scope) -> bool:
    kind, _, rest = layer.name.partition("/")
    work, _, position = rest.partition("/")
    if kind != "story" or work != slug:
        return False
    if position == "unknown":
        return scope.season is None
    place = Position.parse(position)
    if scope.season is None:
        return True
    if scope.episodes is None:
        return place.season == scope.season
    return place.season == scope.season and place.episode in range(scope.episodes[0], scope.episodes[1] + 1)


def columns(reader: Reader, question: str, names: Iterable[str], **terms: Iterable[Term]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a question as texts, in the order of the names."""
    answer = reader.store.query(bound(question, **terms), reader.dataset)
    if not isinstance(answer, QuerySolutions):
        raise TypeError("a question of this folder is a SELECT")
    order = [[variable.value for variable in answer.variables].index(name) for name in names]
    for row in answer:
        yield tuple([row[index].value for index in order])


def ties(reader: Reader, projection: Projection, scope: Scope = EVERYTHING) -> list[Tie]:
    """Return all that ties nodes of a projection within a scope. Raises Refused for what is sensitive of people."""
    check(projection, scope.properties)
    inside = narrowed(reader, scope)
    reading = {
        "co-cast": _co_cast,
        "acted-with": _acted_with,
        "characters": _characters,
        "bipartite": _bipartite,
        "events": _events,
        "statements": _statements,
        "facts": _facts,
    }[projection.name]
    return reading(inside, scope)


def check(projection: Projection, properties: Collection[str]) -> None:
    """Raise Refused where properties that are sensitive of real people are asked of a network that holds people."""
    for name in properties:
        found = vocabulary().properties.get(name)
        if found is None:
            raise ValueError(f"{name!r} is not a property. Known: {', '.join(vocabulary().properties)}")
        if found.sensitive and "Person" in projection.kinds:
            raise Refused(name)


def home_of(work: str, wholes: Mapping[str, str]) -> str:
    """Return the show of a season or episode, as told, else as its IRI says; of any other work itself.

    >>> home_of("https://dramatis.example/show/heartstopper/s2e1", {})
    'https://dramatis.example/show/heartstopper'
    """
    seen = {work}
    while work in wholes and wholes[work] not in seen:
        work = wholes[work]
        seen.add(work)
    found = re.match(r"(.*/show/[^/]+)/", work)
    return found[1] if found else work


def wholes(reader: Reader) -> dict[str, str]:
    """Return what each season or episode belongs to; the season rather than the show."""
    told = [(part, whole) for part, whole in columns(reader, "network_parts", ("part", "whole"))]
    return dict(sorted(told, key=lambda row: (row[0], len(row[1]))))


@dataclass(frozen=True, slots=True)
class _Place:
    """Says whether a work, season or episode lies in a scope."""

    scope: Scope
    wholes: Mapping[str, str]

    def holds(self, work: str) -> bool:
        """Say whether it does. A show at large lies in the scope of itself, and in none of its seasons."""
        if self.scope.work is None:
            return True
        if home_of(work, self.wholes) != home_of(self.scope.work, self.wholes):
            return False
        if self.scope.season is None:
            return True
        found = re.search(r"/s(\d+)(?:e(\d+))?$", work) or re.search(r"/s(\d+)$", self.wholes.get(work, ""))
        if not found or int(found[1]) != self.scope.season:
            return False
        if self.scope.episodes is None:
            return True
        episode = found[2] if found.re.groups > 1 else None
        return episode is not None and self.scope.episodes[0] <= int(episode) <= self.scope.episodes[1]


def _dates(reader: Reader, scope: Scope) -> dict[str, str]:
    """Return the dates of articles, happenings and quotations, where the scope asks for dates at all."""
    if scope.since is None and scope.until is None:
        return {}
    types = [term("drm:Article"), term("drm:Quotation"), *(NamedNode(e.iri) for e in vocabulary().events.values())]
    properties = [term("schema:datePublished"), term("schema:dateCreated"), term("schema:startDate")]
    return {
        row[0]: row[1] for row in columns(reader, "dates_of_type", ("node", "date"), type=types, property=properties)
    }


def _cast(reader: Reader, scope: Scope) -> Iterator[tuple[str, str, str]]:
    """Yield (person, work or part, claim) of all who act within a scope."""
    place, dates = _Place(scope, wholes(reader)), _dates(reader, scope)
    for who, work, claim, article in columns(reader, "network_cast", ("who", "in", "claim", "article")):
        if place.holds(work) and dated(dates.get(article), scope.since, scope.until):
            yield who, work, claim


def paired(groups: Mapping[str, Mapping[str, set[str]]]) -> Iterator[Tie]:
    """Yield the ties of all pairs in each group, a group being its members with the claims that put them there.

    >>> sorted(paired({"g": {"b": {"2"}, "a": {"1"}}}))
    [('a', 'b', 'g', '1'), ('a', 'b', 'g', '2')]
    """
    for group, members in groups.items():
        for first, second in combinations(sorted(members), 2):
            for claim in members[first] | members[second]:
                yield first, second, group, claim


def _co_cast(reader: Reader, scope: Scope) -> list[Tie]:
    told = wholes(reader)
    groups: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for who, work, claim in _cast(reader, scope):
        groups[home_of(work, told)][who].add(claim)
    return list(paired(groups))


def _acted_with(reader: Reader, scope: Scope) -> list[Tie]:
    told = wholes(reader)
    groups: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for who, work, claim in _cast(reader, scope):
        if work != home_of(work, told) or "/film/" in work:
            groups[work][who].add(claim)
    players: dict[str, dict[str, str]] = defaultdict(dict)
    portrays = [NamedNode(vocabulary().property("portrays").iri)]
    for who, character, claim in columns(reader, "network_facts", ("subject", "object", "claim"), property=portrays):
        players[character][who] = min(claim, players[character].get(who, claim))
    found = list(paired(groups))
    for first, second, _, claim in _characters(reader, scope):
        # Not by the relation's name: that two characters are a couple says nothing of those who play them.
        link = " ".join(sorted((first, second)))
        # Who played a recast role when they met is not told by that tie.
        if len(players[first]) == len(players[second]) == 1:
            ((one, said),), ((other, also),) = players[first].items(), players[second].items()
            if one != other:
                pair = (one, other) if one < other else (other, one)
                found += [(*pair, link, proof) for proof in (claim, said, also)]
    return found


def _fact_ties(reader: Reader, scope: Scope, properties: Iterable[str]) -> Iterator[Tie]:
    """Yield the facts of properties (by name) whose article's date lies in the scope."""
    terms, dates = vocabulary(), _dates(reader, scope)
    wanted = [NamedNode(terms.property(name).iri) for name in properties]
    names = ("subject", "object", "property", "claim", "article")
    for subject, object, property, claim, article in columns(reader, "network_facts", names, property=wanted):
        if dated(dates.get(article), scope.since, scope.until):
            found = terms.by_iri(property)
            yield subject, object, found.name if found else property, claim


def _characters(reader: Reader, scope: Scope) -> list[Tie]:
    terms = vocabulary()
    social = [
        p.name for p in terms.properties.values() if p.same_kind and EntityType.CHARACTER in p.domain and not p.literal
    ]
    wanted = [name for name in social if not scope.properties or name in scope.properties]
    found = list(_fact_ties(reader, scope, wanted)) if wanted else []
    if not scope.properties:
        found += paired(_happenings(reader, scope, [terms.events["storyEvent"].iri]))
    return found


_MADE: Final = ("presenter", "creator", "director", "author", "producer", "musicBy")


def _bipartite(reader: Reader, scope: Scope) -> list[Tie]:
    told = wholes(reader)
    place = _Place(scope, told)
    found: list[Tie] = []
    if not scope.properties or "actor" in scope.properties:
        found += [(who, home_of(work, told), "actor", claim) for who, work, claim in _cast(reader, scope)]
    made = [name for name in _MADE if not scope.properties or name in scope.properties]
    found += [
        (person, home_of(work, told), name, claim)
        for work, person, name, claim in (_fact_ties(reader, scope, made) if made else ())
        if place.holds(work)
    ]
    return found


def _happenings(reader: Reader, scope: Scope, types: Iterable[str]) -> dict[str, dict[str, set[str]]]:
    """Return who acts in or is touched by each happening of some classes, with the claims that tell it."""
    roles = vocabulary().roles
    wanted = [NamedNode(role.iri) for role in roles.values()]
    core = {roles["agent"].iri, roles["patient"].iri}
    place, dates = _Place(scope, wholes(reader)), _dates(reader, scope)
    members: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    inside: set[str] = set()
    names = ("who", "event", "role", "claim", "article")
    terms = [NamedNode(iri) for iri in types]
    for who, event, role, claim, article in columns(reader, "network_events", names, type=terms, role=wanted):
        if dated(dates.get(event) or dates.get(article), scope.since, scope.until):
            if role in core:
                members[event][who].add(claim)
            if place.holds(who) or _of_work(who, scope):
                inside.add(event)
    return {event: some for event, some in members.items() if event in inside or scope.work is None}


def _of_work(entity: str, scope: Scope) -> bool:
    return scope.work is not None and f"/character/{scope.work.rsplit('/', 1)[-1]}/" in entity


def _events(reader: Reader, scope: Scope) -> list[Tie]:
    # A wedding or a split is an event with its source, and a network of them would be a list of couples.
    kinds = [e.iri for e in vocabulary().events.values() if not e.sensitive and e.name != "relationship"]
    return list(paired(_happenings(reader, scope, kinds)))


def _statements(reader: Reader, scope: Scope) -> list[Tie]:
    dates, place = _dates(reader, scope), _Place(scope, wholes(reader))
    names = ("who", "about", "quotation", "claim", "article")
    rows = [
        row
        for row in columns(reader, "network_statements", names)
        if dated(dates.get(row[2]) or dates.get(row[4]), scope.since, scope.until)
    ]
    inside = {row[2] for row in rows if place.holds(row[1]) or _of_work(row[1], scope)}
    return [(who, about, quotation, claim) for who, about, quotation, claim, _ in rows if quotation in inside]


def _facts(reader: Reader, scope: Scope) -> list[Tie]:
    terms = vocabulary()
    wanted = [
        p.name
        for p in terms.properties.values()
        if not p.literal and (not scope.properties or p.name in scope.properties)
    ]
    place = _Place(scope, wholes(reader))
    return [
        tie
        for tie in _fact_ties(reader, scope, wanted)
        if scope.work is None or any(place.holds(end) or _of_work(end, scope) for end in tie[:2])
    ]


def private(name: str, kinds: Collection[str | None]) -> bool:
    """Say whether a fact is sensitive of the kinds at its ends; what is stored of it by import is left out too."""
    property = vocabulary().properties.get(name)
    return property is not None and property.sensitive and "Person" in kinds

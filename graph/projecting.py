"""Reading the rows of a projection: one question of the store for each kind of tie.

In: a `Reader` (the view), a `Projection`, a `Scope`. Out: `Ties`. A person's own `self` statements take part in no
projection, and nor does what is sensitive of real people.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, QuerySolutions

from graph.claims import term
from graph.layers import META, PUBLIC, SEED, SELF, STORY, Layer, Position, View
from graph.model import EntityType
from graph.projections import EVERYTHING, Projection, Scope, check
from graph.queries import bound
from graph.reader import Reader
from graph.relations import dated
from graph.store import Term
from graph.ties import Tie, Ties, paired
from graph.vocabulary import vocabulary

__all__ = ["columns", "home_of", "narrowed", "ties", "wholes"]


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


def ties(reader: Reader, projection: Projection, scope: Scope = EVERYTHING) -> Ties:
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


@dataclass(frozen=True)
class _Said:
    """Which claims count: those of articles (or happenings, or quotations) dated in the scope."""

    scope: Scope
    dates: Mapping[str, str]

    @classmethod
    def of(cls, reader: Reader, scope: Scope) -> _Said:
        """Read what is needed; dates only where the scope asks for dates."""
        if scope.since is None and scope.until is None:
            return cls(scope, {})
        dates = {row[0]: row[1] for row in columns(reader, "network_dates", ("claim", "date"))}
        types = [term("drm:Quotation"), *(NamedNode(event.iri) for event in vocabulary().events.values())]
        properties = [term("schema:dateCreated"), term("schema:startDate")]
        rows = columns(reader, "dates_of_type", ("node", "date"), type=types, property=properties)
        return cls(scope, dates | {row[0]: row[1] for row in rows})

    def counts(self, claim: str, node: str = "") -> bool:
        """Say whether a claim does; the date of the happening or quotation goes before that of the article."""
        return dated(self.dates.get(node) or self.dates.get(claim), self.scope.since, self.scope.until)


def _cast(reader: Reader, scope: Scope) -> Iterator[tuple[str, str, str]]:
    """Yield (person, work or part, claim) of all who act within a scope."""
    place, said = _Place(scope, wholes(reader)), _Said.of(reader, scope)
    inside: dict[str, bool] = {}
    for who, work, claim in columns(reader, "network_cast", ("who", "in", "claim")):
        if work not in inside:
            inside[work] = place.holds(work)
        if inside[work] and said.counts(claim):
            yield who, work, claim


def _co_cast(reader: Reader, scope: Scope) -> Ties:
    homes = _Homes(wholes(reader))
    return paired((who, homes[work], claim) for who, work, claim in _cast(reader, scope))


class _Homes(dict[str, str]):
    """The show of each work, found out once."""

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__()
        self._told = told

    def __missing__(self, work: str) -> str:
        self[work] = home_of(work, self._told)
        return self[work]


def _acted_with(reader: Reader, scope: Scope) -> Ties:
    homes = _Homes(wholes(reader))
    placed = paired(row for row in _cast(reader, scope) if row[1] != homes[row[1]] or "/film/" in row[1])
    players: dict[str, dict[str, str]] = defaultdict(dict)
    for who, character, _, claim in _fact_ties(reader, scope, ("portrays",)):
        players[character][who] = min(claim, players[character].get(who, claim))
    met: list[Tie] = []
    for first, second, _, claim in _meetings(reader, scope):
        # Who played a recast role when they met is not told by that tie.
        if len(players[first]) == len(players[second]) == 1:
            ((one, said),), ((other, also),) = players[first].items(), players[second].items()
            # Not by the relation's name: that two characters are a couple says nothing of those who play them.
            link = " ".join(sorted((first, second)))
            if one != other:
                met += [(one, other, link, proof) for proof in (claim, said, also)]
    return placed + Ties.of(met)


def _fact_ties(reader: Reader, scope: Scope, properties: Iterable[str]) -> Iterator[Tie]:
    """Yield the facts of properties (by name) of which a claim of the scope tells."""
    terms, said = vocabulary(), _Said.of(reader, scope)
    wanted = [NamedNode(terms.property(name).iri) for name in properties]
    named = {terms.property(name).iri: name for name in properties}
    if wanted:
        names = ("subject", "object", "property", "claim")
        for subject, object, property, claim in columns(reader, "network_facts", names, property=wanted):
            if said.counts(claim):
                yield subject, object, named[property], claim


def _characters(reader: Reader, scope: Scope) -> Ties:
    return Ties.of(_meetings(reader, scope))


def _meetings(reader: Reader, scope: Scope) -> Iterator[Tie]:
    """Yield what ties characters: relations, and happenings of the story where no property is asked for."""
    terms = vocabulary()
    social = [
        p.name for p in terms.properties.values() if p.same_kind and EntityType.CHARACTER in p.domain and not p.literal
    ]
    yield from _fact_ties(reader, scope, [n for n in social if not scope.properties or n in scope.properties])
    if not scope.properties:
        made = paired(_happenings(reader, scope, [terms.events["storyEvent"].iri]))
        for first, second, link, claim in zip(made.first, made.second, made.link, made.claim, strict=True):
            yield made.nodes[first], made.nodes[second], made.links[link], made.claims[claim]


_MADE: Final = ("presenter", "creator", "director", "author", "producer", "musicBy")


def _bipartite(reader: Reader, scope: Scope) -> Ties:
    told = wholes(reader)
    place, homes = _Place(scope, told), _Homes(told)
    found: list[Tie] = []
    if not scope.properties or "actor" in scope.properties:
        found += [(who, homes[work], "actor", claim) for who, work, claim in _cast(reader, scope)]
    made = [name for name in _MADE if not scope.properties or name in scope.properties]
    found += [
        (person, homes[work], name, claim)
        for work, person, name, claim in _fact_ties(reader, scope, made)
        if place.holds(work)
    ]
    return Ties.of(found)


def _happenings(reader: Reader, scope: Scope, types: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return (who acts in it or is touched by it, happening, claim) for the happenings of some classes."""
    roles = vocabulary().roles
    wanted = [NamedNode(role.iri) for role in roles.values()]
    core = {roles["agent"].iri, roles["patient"].iri}
    place, said = _Place(scope, wholes(reader)), _Said.of(reader, scope)
    found: list[tuple[str, str, str]] = []
    inside: set[str] = set()
    names = ("who", "event", "role", "claim")
    terms = [NamedNode(iri) for iri in types]
    for who, event, role, claim in columns(reader, "network_events", names, type=terms, role=wanted):
        if said.counts(claim, event):
            if role in core:
                found.append((who, event, claim))
            if place.holds(who) or _of_work(who, scope):
                inside.add(event)
    return [row for row in found if row[1] in inside]


def _of_work(entity: str, scope: Scope) -> bool:
    return scope.work is not None and f"/character/{scope.work.rsplit('/', 1)[-1]}/" in entity


def _events(reader: Reader, scope: Scope) -> Ties:
    # A wedding or a split is an event with its source, and a network of them would be a list of couples.
    kinds = [e.iri for e in vocabulary().events.values() if not e.sensitive and e.name != "relationship"]
    return paired(_happenings(reader, scope, kinds))


def _statements(reader: Reader, scope: Scope) -> Ties:
    said, place = _Said.of(reader, scope), _Place(scope, wholes(reader))
    rows = [
        row
        for row in columns(reader, "network_statements", ("who", "about", "quotation", "claim"))
        if said.counts(row[3], row[2])
    ]
    inside = {row[2] for row in rows if place.holds(row[1]) or _of_work(row[1], scope)}
    return Ties.of((who, about, quotation, claim) for who, about, quotation, claim in rows if quotation in inside)


def _facts(reader: Reader, scope: Scope) -> Ties:
    wanted = [
        p.name
        for p in vocabulary().properties.values()
        if not p.literal and (not scope.properties or p.name in scope.properties)
    ]
    place = _Place(scope, wholes(reader))
    return Ties.of(
        tie
        for tie in _fact_ties(reader, scope, wanted)
        if scope.work is None or any(place.holds(end) or _of_work(end, scope) for end in tie[:2])
    )

"""Entities and how they stand to each other, as a view sees it.

In: a `Reader`, the IRI of an entity, what is wanted (properties, direction, layers, sources, confidence, dates).
Out: `Profile` of the entity, `Relation`s with the claims that say them, a `Neighbourhood`.
"""

from __future__ import annotations

from calendar import month_name
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from pyoxigraph import NamedNode

from graph.claims import ALIAS, NAME, term
from graph.dates import first_day, last_day
from graph.errors import NotFound
from graph.reader import Node, Reader, Support, confidence, named, text_of
from graph.vocabulary import Property, vocabulary

__all__ = [
    "Direction",
    "Neighbourhood",
    "Profile",
    "Relation",
    "Wanted",
    "neighbourhood",
    "profile",
    "read_aloud",
    "relations",
]


class Direction(StrEnum):
    """Which end of a fact the entity is: its subject (out), its object (in), or either, of a symmetric one (both)."""

    OUT = "out"
    IN = "in"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Relation:
    """A fact with an entity at one end: the other end is a node or a literal's text."""

    property_name: str
    direction: Direction
    subject: str
    other: Node | None
    value: str | None
    sentence: str
    confidence: float
    supports: tuple[Support, ...]

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers in which it is said."""
        return tuple(sorted({support.layer.name for support in self.supports}))

    @property
    def key(self) -> tuple[str, str, str]:
        """Its place in every list: no two relations of an entity share it, and no write moves it."""
        return self.property_name, self.direction.value, self.other.iri if self.other else str(self.value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which relations are wanted; an empty collection takes all. Dates are those of the articles, ISO, inclusive."""

    properties: frozenset[str] = frozenset()
    directions: frozenset[Direction] = frozenset()
    kinds: frozenset[str] = frozenset()
    layers: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    confidence: float = 0.0
    since: str | None = None
    until: str | None = None

    def takes(self, support: Support) -> bool:
        """Say whether a claim is one of those wanted. `sources` are publishers' names or articles' IRIs."""
        return (
            (not self.layers or any(_within(support.layer.name, name) for name in self.layers))
            and (not self.sources or bool(self.sources & {support.source.publisher or "", support.source.iri}))
            and (not self.statuses or support.status.value in self.statuses)
            and dated(support.source.date, self.since, self.until)
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity: its names in the view, what it is elsewhere, and how much the view holds of it."""

    node: Node
    names: tuple[str, ...]
    same_as: tuple[str, ...]
    relations: int
    articles: int
    properties: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact between two nodes of a neighbourhood."""

    subject: str
    property: str
    object: str
    confidence: float
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What lies within some steps of an entity. `truncated` says that limits kept something out."""

    nodes: tuple[tuple[Node, int], ...]
    edges: tuple[Edge, ...]
    truncated: bool


Fact: TypeAlias = tuple[str, str, str, bool]
"""Subject's IRI, property's name, the object's IRI or text, whether it is a literal."""

_LITERALS: Final = "literal"


@dataclass(frozen=True, slots=True)
class _Ends:
    """The claims of facts around some entities, by fact, before anything is known about them."""

    claims: Mapping[Fact, Sequence[str]]
    confidences: Mapping[str, float] = field(default_factory=dict)
    articles: Mapping[str, str] = field(default_factory=dict)


def _ends(reader: Reader, entities: Collection[str]) -> _Ends:
    found: dict[Fact, set[str]] = defaultdict(set)
    sure: dict[str, float] = {}
    articles: dict[str, str] = {}
    terms = vocabulary()
    for row in reader.rows("claims_of", entity=named(entities)):
        property = terms.by_iri(text_of(row["property"]))
        if property is None:
            continue
        target, claim = row["object"], text_of(row["claim"])
        found[text_of(row["subject"]), property.name, text_of(target), not isinstance(target, NamedNode)].add(claim)
        sure[claim], articles[claim] = float(text_of(row["confidence"])), text_of(row["article"])
    return _Ends({fact: sorted(claims) for fact, claims in found.items()}, sure, articles)


def profile(reader: Reader, entity: str) -> Profile:
    """Return an entity of the view. Raises NotFound for what the view does not know."""
    told = reader.described([entity]).get(entity)
    node = reader.nodes([entity])[entity]
    if not told or node.type is None:
        raise NotFound(f"Nothing is known of {entity} in this view.")
    ends = _ends(reader, [entity])
    counted = Counter((name, _direction(vocabulary().property(name), entity, s).value) for s, name, _, _ in ends.claims)
    forms = [text_of(value) for property in (NAME, ALIAS) for value in told.get(property.value, ())]
    same = {text_of(value) for name in _SAME for value in told.get(name, ())}
    return Profile(
        node,
        names=tuple(form for form in dict.fromkeys(forms) if form != node.label),
        same_as=tuple(sorted(same)),
        relations=len(ends.claims),
        articles=len(set(ends.articles.values())),
        properties=tuple((name, direction, count) for (name, direction), count in sorted(counted.items())),
    )


_SAME: Final = tuple(term(name).value for name in ("schema:sameAs", "owl:sameAs", "skos:exactMatch"))


def relations(reader: Reader, entity: str, wanted: Wanted = Wanted()) -> tuple[Relation, ...]:
    """Return the relations of an entity, in the order of their keys.

    A claim that is not wanted does not support a relation; one whose claims are all unwanted is none.
    """
    ends = _ends(reader, [entity])
    facts = [
        fact
        for fact in ends.claims
        if (not wanted.properties or fact[1] in wanted.properties)
        and (not wanted.directions or _direction(vocabulary().property(fact[1]), entity, fact[0]) in wanted.directions)
    ]
    supports = reader.supports({claim for fact in facts for claim in ends.claims[fact]})
    nodes = reader.nodes(
        {entity, *(iri for fact in facts for iri in (fact[0], fact[2]) if iri != fact[2] or not fact[3])}
    )
    found = []
    for fact in facts:
        kept = tuple(
            s for s in (supports[claim] for claim in ends.claims[fact] if claim in supports) if wanted.takes(s)
        )
        if kept:
            relation = _relation(fact, entity, nodes, kept)
            kind = relation.other.type if relation.other else _LITERALS
            if relation.confidence >= wanted.confidence and (not wanted.kinds or kind in wanted.kinds):
                found.append(relation)
    return tuple(sorted(found, key=lambda relation: relation.key))


def _relation(fact: Fact, entity: str, nodes: Mapping[str, Node], supports: tuple[Support, ...]) -> Relation:
    subject, name, target, is_literal = fact
    property = vocabulary().property(name)
    direction = _direction(property, entity, subject)
    other = target if subject == entity else subject
    return Relation(
        property_name=name,
        direction=direction,
        subject=subject,
        other=None if is_literal else nodes[other],
        value=target if is_literal else None,
        sentence=read_aloud(property, nodes[subject].label, target if is_literal else nodes[target].label),
        confidence=confidence(supports),
        supports=tuple(sorted(supports, key=lambda s: (-s.confidence, s.source.date or "", s.iri))),
    )


def _direction(property: Property, entity: str, subject: str) -> Direction:
    if property.symmetric:
        return Direction.BOTH
    return Direction.OUT if subject == entity else Direction.IN


def read_aloud(property: Property, subject: str, object: str) -> str:
    """Return a fact as an English sentence.

    >>> read_aloud(vocabulary().property("portrays"), "Kit Connor", "Nick Nelson")
    'Kit Connor plays Nick Nelson.'
    >>> read_aloud(vocabulary().property("occupation"), "Nick Nelson", "actor")
    'Nick Nelson is an actor.'
    >>> read_aloud(vocabulary().property("releaseDate"), "Nightjar", "2024-05")
    'Nightjar came out in May 2024.'
    """
    phrase = property.phrase
    if property.literal and property.literal.endswith("#date"):
        phrase, object = phrase.replace("on {o}", "{o}"), date_aloud(object)
    if object[:1].lower() in "aeio" and " a {o}" in phrase:
        phrase = phrase.replace(" a {o}", " an {o}")
    sentence = phrase.replace("{s}", "\x00").replace("{o}", object).replace("\x00", subject)
    sentence = sentence[:1].upper() + sentence[1:]
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def date_aloud(iso: str) -> str:
    """Return a partial date with its preposition.

    >>> date_aloud("2022"), date_aloud("2022-11"), date_aloud("2022-11-03")
    ('in 2022', 'in November 2022', 'on 3 November 2022')
    """
    year, *rest = iso.split("-")
    if not rest:
        return f"in {year}"
    month = month_name[int(rest[0])]
    return f"in {month} {year}" if len(rest) == 1 else f"on {int(rest[1])} {month} {year}"


def neighbourhood(
    reader: Reader, entity: str, *, depth: int, limit: int, wanted: Collection[str] = (), fan: int = 200
) -> Neighbourhood:
    """Return the nodes within `depth` steps of an entity, at most `limit`, and the facts between them.

    Nearer nodes come first, then those that more facts reach, then the first by IRI. `fan` bounds how many facts of one
    node are followed past the first step. `wanted` are names of properties; none takes all.
    """
    depths = {entity: 0}
    claims: dict[Fact, Sequence[str]] = {}
    sure: dict[str, float] = {}
    frontier, truncated = [entity], False
    for step in range(1, depth + 1):
        ends = _ends(reader, frontier)
        sure.update(ends.confidences)
        reached: Counter[str] = Counter()
        followed: Counter[str] = Counter()
        for fact in sorted(ends.claims, key=lambda fact: (-len(ends.claims[fact]), fact)):
            subject, name, target, is_literal = fact
            if is_literal or (wanted and name not in wanted):
                continue
            near = subject if subject in depths else target
            if step > 1 and fact not in claims and followed[near] >= fan:
                truncated = True
                continue
            followed[near] += 1
            claims[fact] = ends.claims[fact]
            reached.update(end for end in (subject, target) if end not in depths)
        room = limit - len(depths)
        ordered = sorted(reached, key=lambda iri: (-reached[iri], iri))
        truncated = truncated or len(ordered) > room
        frontier = ordered[: max(0, room)]
        depths.update(dict.fromkeys(frontier, step))
        if not frontier:
            break
    nodes = reader.nodes(depths)
    edges = [
        Edge(subject, name, target, _sure(claims[fact], sure), tuple(claims[fact]))
        for fact in sorted(claims)
        for subject, name, target, _ in (fact,)
        if subject in depths and target in depths
    ]
    placed = tuple((nodes[iri], depths[iri]) for iri in sorted(depths, key=lambda iri: (depths[iri], iri)))
    return Neighbourhood(placed, tuple(edges), truncated)


def _sure(claims: Iterable[str], confidences: Mapping[str, float]) -> float:
    return max(confidences[claim] for claim in claims)


def dated(date: str | None, since: str | None, until: str | None) -> bool:
    """Say whether a partial date can lie in an inclusive range of partial dates; an unknown one lies in none.

    >>> dated("2022", "2022-06", None), dated("2022-05", "2022-06", None), dated(None, None, "2022")
    (True, False, False)
    """
    if since is None and until is None:
        return True
    if date is None:
        return False
    return (since is None or last_day(date) >= first_day(since)) and (
        until is None or first_day(date) <= last_day(until)
    )


def _within(layer: str, wanted: str) -> bool:
    return layer == wanted or layer.startswith(f"{wanted}/") or _season(layer, wanted)


def _season(layer: str, wanted: str) -> bool:
    return layer.startswith(f"{wanted}e") and layer.startswith("story/")

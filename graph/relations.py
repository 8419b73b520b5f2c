"""Entities and how they stand to each other, as a view sees it.

In: a `Reader`, the IRI of an entity, what is wanted (properties, direction, layers, sources, confidence, dates).
Out: `Profile` of the entity, `Relation`s with the claims that say them.
"""

from __future__ import annotations

from calendar import month_name
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from pyoxigraph import NamedNode

from graph.claims import ALIAS, NAME, term
from graph.dates import first_day, last_day
from graph.errors import NotFound
from graph.reader import Node, Reader, Support, named, text_of
from graph.vocabulary import Property, vocabulary
from graph.voices import Said, said, strongest, tally

__all__ = [
    "Direction",
    "Listed",
    "Profile",
    "Relation",
    "Wanted",
    "listed",
    "profile",
    "read_aloud",
    "relations",
    "told_relations",
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
    count: int = 0
    voices: int = 0

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

    @property
    def plain(self) -> bool:
        """Say whether what is wanted can be told from the facts alone, before their claims are read."""
        return self == Wanted(properties=self.properties, directions=self.directions)

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


Fact: TypeAlias = tuple[str, str, str, bool]
"""Subject's IRI, property's name, the object's IRI or text, whether it is a literal."""

_LITERALS: Final = "literal"


@dataclass(frozen=True, slots=True)
class Ends:
    """The claims of facts around some entities, by fact, before anything is known about them."""

    claims: Mapping[Fact, Sequence[str]]
    confidences: Mapping[str, float] = field(default_factory=dict)
    articles: Mapping[str, str] = field(default_factory=dict)


def ends_of(reader: Reader, entities: Collection[str]) -> Ends:
    """Return the claims of the facts that have one of some entities at an end."""
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
    return Ends({fact: sorted(claims) for fact, claims in found.items()}, sure, articles)


def profile(reader: Reader, entity: str) -> Profile:
    """Return an entity of the view. Raises NotFound for what the view does not know."""
    told = reader.described([entity]).get(entity)
    node = reader.nodes([entity])[entity]
    if not told or node.type is None:
        raise NotFound(f"Nothing is known of {entity} in this view.")
    ends = ends_of(reader, [entity])
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


@dataclass(frozen=True, slots=True)
class Listed:
    """A fact of an entity before anything is read of its claims: enough to put it in its place in a list."""

    key: tuple[str, str, str]
    fact: Fact
    claims: tuple[str, ...]


def listed(reader: Reader, entity: str, wanted: Wanted = Wanted()) -> tuple[Listed, ...]:
    """Return the facts of an entity by property and direction, in the order of their keys."""
    ends = ends_of(reader, [entity])
    found = []
    for fact, claims in ends.claims.items():
        subject, name, target, _ = fact
        direction = _direction(vocabulary().property(name), entity, subject)
        if (not wanted.properties or name in wanted.properties) and (
            not wanted.directions or direction in wanted.directions
        ):
            other = target if subject == entity else subject
            found.append(Listed((name, direction.value, other), fact, tuple(claims)))
    return tuple(sorted(found, key=lambda one: (one.key, one.fact)))


def told_relations(
    reader: Reader,
    entity: str,
    facts: Collection[Listed],
    wanted: Wanted = Wanted(),
    most: int | None = None,
) -> tuple[Relation, ...]:
    """Return facts with the claims that say them, the strongest `most` of each (None: all).

    A claim that is not wanted does not support a relation; one whose claims are all unwanted is none.
    """
    if wanted.plain:
        ends = {end for one in facts for end in (one.fact[0], one.fact[2]) if end == one.fact[0] or not one.fact[3]}
        known = reader.nodes({entity, *ends})
        weighed = said(reader, {one.key: one.claims for one in facts}, most)
        return tuple(_relation(one.fact, entity, known, weighed[one.key]) for one in facts if one.key in weighed)
    supports = reader.supports({claim for one in facts for claim in one.claims})
    ends = {end for one in facts for end in (one.fact[0], one.fact[2]) if end == one.fact[0] or not one.fact[3]}
    nodes = reader.nodes({entity, *ends})
    found = []
    for one in facts:
        claims = (supports[claim] for claim in one.claims if claim in supports)
        kept = strongest(support for support in claims if wanted.takes(support))
        if kept:
            relation = _relation(one.fact, entity, nodes, tally(kept, most))
            kind = relation.other.type if relation.other else _LITERALS
            if relation.confidence >= wanted.confidence and (not wanted.kinds or kind in wanted.kinds):
                found.append(relation)
    return tuple(found)


def relations(reader: Reader, entity: str, wanted: Wanted = Wanted(), most: int | None = None) -> tuple[Relation, ...]:
    """Return the relations of an entity, in the order of their keys, with the strongest `most` claims of each."""
    return told_relations(reader, entity, listed(reader, entity, wanted), wanted, most)


def _relation(fact: Fact, entity: str, nodes: Mapping[str, Node], told: Said) -> Relation:
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
        confidence=told.confidence,
        supports=told.supports,
        count=told.count,
        voices=told.voices,
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

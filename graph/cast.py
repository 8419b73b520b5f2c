"""The cast of a work, of one of its seasons or of an episode; the characters of a work.

In: a `Reader`, the IRI of a work, a season. Out: `Part`s (an actor in a role, or an actor whose role is not told),
`Role`s (a character with all who play it), each with the claims that say so. Recasts and two actors of one role are
parts of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from graph.errors import NotFound
from graph.happenings import parts
from graph.reader import Node, Reader, Support, named, text_of
from graph.relations import read_aloud
from graph.vocabulary import vocabulary
from graph.voices import Told, said, told, weighed

__all__ = ["Part", "Role", "cast", "characters", "parts_of_actor", "work_of"]


@dataclass(frozen=True, slots=True)
class Part:
    """An actor in a role. `works` are where an article places it: the work itself, seasons, episodes.

    `scope` is "season" where a season or episode was asked for and an article names it, else "work". `others` play the
    same role in the work.
    """

    actor: Node
    character: Node | None
    works: tuple[Node, ...]
    scope: str
    others: tuple[Node, ...]
    sentence: str
    confidence: float
    supports: tuple[Support, ...]
    count: int = 0
    voices: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """Its place in every list."""
        return self.character.iri if self.character else "~", self.actor.iri


@dataclass(frozen=True, slots=True)
class Role:
    """A character of a work, and who plays it."""

    character: Node
    actors: tuple[Node, ...]
    confidence: float
    supports: tuple[Support, ...]
    count: int = 0
    voices: int = 0

    @property
    def key(self) -> tuple[str]:
        """Its place in every list."""
        return (self.character.iri,)


@dataclass(slots=True)
class _Found:
    works: set[str] = field(default_factory=set)
    claims: set[Told] = field(default_factory=set)


def work_of(reader: Reader, slug: str) -> tuple[str, tuple[str, ...]]:
    """Return the IRI that a work's slug means, and those that it could mean too. Raises NotFound.

    `heartstopper` is a show before it is a film or another work; `work/heartstopper` is the comic.
    """
    segments = ("show", "film", "work")
    local = [slug] if slug.partition("/")[0] in segments and "/" in slug else [f"{one}/{slug}" for one in segments]
    iris = [f"{reader.base}{path}" for path in local]
    held = {text_of(row["node"]) for row in reader.rows("exists", node=named(iris))}
    known = [iri for iri in iris if iri in held]
    if not known:
        raise NotFound(f"No work is known as {slug!r} in this view. Look for it: /search?q={slug}")
    return known[0], tuple(known[1:])


def cast(reader: Reader, work: str, season: int | None = None, most: int | None = None) -> tuple[Part, ...]:
    """Return the parts of a work, with the strongest `most` claims of each (None: all).

    A season takes what is placed in it, and what is placed nowhere in particular.
    """
    scope = parts(reader, work)
    pairs, _ = _pairs(reader, work, scope)
    inside = _of_season(reader, work, scope, season) if season is not None else None
    placed: dict[tuple[str, str | None], _Found] = {}
    for pair, found in pairs.items():
        if inside is not None and not found.works & inside and found.works - {work}:
            continue  # said to be in other seasons, and not in this one
        placed[pair] = found
    firmly = weighed(reader, {pair: found.claims for pair, found in placed.items()}, most)
    iris = {iri for pair in pairs for iri in pair if iri} | {iri for f in placed.values() for iri in f.works}
    nodes = reader.nodes(iris | {work})
    narrow = nodes[work].type in ("Season", "Episode")
    players: dict[str, set[str]] = defaultdict(set)
    for actor, character in pairs:
        if character:
            players[character].add(actor)
    found_parts = []
    for (actor, character), found in placed.items():
        one = firmly.get((actor, character))
        if one:
            in_season = bool(inside and found.works & inside) or narrow
            others = sorted(players[character] - {actor}) if character else []
            found_parts.append(
                Part(
                    nodes[actor],
                    nodes[character] if character else None,
                    tuple(nodes[iri] for iri in sorted(found.works)),
                    "season" if in_season else "work",
                    tuple(nodes[iri] for iri in others),
                    _sentence(nodes, actor, character, work),
                    one.confidence,
                    one.supports,
                    one.count,
                    one.voices,
                )
            )
    return tuple(sorted(found_parts, key=lambda part: part.key))


def characters(reader: Reader, work: str, most: int | None = None) -> tuple[Role, ...]:
    """Return the characters of a work with all who play them in it, and the strongest `most` claims of each."""
    pairs, named_outright = _pairs(reader, work, parts(reader, work))
    claims: dict[str, set[Told]] = {character: set(some) for character, some in named_outright.items()}
    actors: dict[str, set[str]] = defaultdict(set)
    for (actor, character), found in pairs.items():
        if character:
            actors[character].add(actor)
            claims.setdefault(character, set()).update(found.claims)
    firmly = weighed(reader, claims, most)
    nodes = reader.nodes({*claims, *(actor for some in actors.values() for actor in some)})
    roles = []
    for character, one in firmly.items():
        players = tuple(sorted((nodes[iri] for iri in actors[character]), key=lambda n: (n.label, n.iri)))
        roles.append(Role(nodes[character], players, one.confidence, one.supports, one.count, one.voices))
    return tuple(sorted(roles, key=lambda role: role.key))


def parts_of_actor(reader: Reader, who: str, most: int | None = None) -> tuple[Part, ...]:
    """Return the parts that a person plays, or in which a character is played, over all works."""
    found: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    works: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    nodes: dict[str, tuple[str, str]] = {}
    for row in reader.rows("performances_of", who=named([who])):
        pair = text_of(row["actor"]), text_of(row["character"])
        nodes[text_of(row["node"])] = pair
        works[pair].add(text_of(row["work"]))
    for row in reader.rows("claims_about", node=named(nodes)):
        found[nodes[text_of(row["node"])]].add(text_of(row["claim"]))
    for row in reader.rows("portrayals_of", who=named([who])):
        found[text_of(row["actor"]), text_of(row["character"])].add(text_of(row["claim"]))
    firmly = said(reader, found, most)
    known = reader.nodes(
        {iri for pair in found for iri in pair if iri} | {iri for some in works.values() for iri in some}
    )
    listed = []
    for (actor, character), one in firmly.items():
        if character:
            sentence = read_aloud(vocabulary().property("portrays"), known[actor].label, known[character].label)
            places = tuple(known[iri] for iri in sorted(works[actor, character]))
            listed.append(
                Part(
                    known[actor],
                    known[character],
                    places,
                    "work",
                    (),
                    sentence,
                    one.confidence,
                    one.supports,
                    one.count,
                    one.voices,
                )
            )
    return tuple(sorted(listed, key=lambda part: part.key))


_Pairs: TypeAlias = dict[tuple[str, str | None], _Found]


def _pairs(reader: Reader, work: str, scope: Collection[str]) -> tuple[_Pairs, dict[str, set[Told]]]:
    """Return who plays whom in a work and its parts, and the claims that name its characters without an actor.

    Performances count first, then portrayals of its characters, then actors whose role is not told.
    """
    found: _Pairs = defaultdict(_Found)
    bare: dict[str, _Found] = defaultdict(_Found)
    outright: dict[str, set[Told]] = defaultdict(set)
    homes: dict[str, set[str]] = defaultdict(set)
    for row in reader.rows("cast_of", work=named(scope)):
        actor, character = (text_of(row[name]) if name in row else None for name in ("actor", "character"))
        place, claim = text_of(row["work"]), told(row)
        if actor:
            some = found[actor, character] if character else bare[actor]
            some.works.add(place)
            some.claims.add(claim)
        elif character:
            outright[character].add(claim)
        if character:
            homes[character].add(work if actor else place)
    portrayed: dict[tuple[str, str], set[Told]] = defaultdict(set)
    elsewhere: set[tuple[str, str]] = set()
    for row in reader.rows("played", character=named(homes)):
        pair = text_of(row["actor"]), text_of(row["character"])
        if "claim" in row:
            portrayed[pair].add(told(row))
        elif text_of(row["work"]) not in scope:
            elsewhere.add(pair)
    for pair, claims in portrayed.items():
        if pair in found or pair not in elsewhere:  # a part in another work makes none here
            found[pair].claims |= claims
            found[pair].works |= set() if found[pair].works else homes[pair[1]]
    named_actors = {actor for actor, _ in found}
    found |= {(actor, None): one for actor, one in bare.items() if actor not in named_actors}
    return found, outright


def _of_season(reader: Reader, work: str, scope: Collection[str], season: int) -> frozenset[str]:
    """Return the season and its episodes: by its IRI, by what belongs to it, and by the numbers in IRIs."""
    home = f"{work}/s{season}"
    numbered = {iri for iri in scope if re.fullmatch(rf"{re.escape(home)}(e\d+)?", iri)}
    return frozenset({home} | numbered | parts(reader, home))


def _sentence(nodes: Mapping[str, Node], actor: str, character: str | None, work: str) -> str:
    name, ends = ("portrays", (actor, character)) if character else ("actor", (work, actor))
    return read_aloud(vocabulary().property(name), *(nodes[iri].label for iri in ends))

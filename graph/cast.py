"""The cast of a work, of one of its seasons or of an episode; the characters of a work.

In: a `Reader`, the IRI of a work, a season. Out: `Part`s (an actor in a role, or an actor whose role is not told),
`Role`s (a character with all who play it), each with the claims that say so. Recasts and two actors of one role are
parts of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.claims import term
from graph.errors import NotFound
from graph.happenings import parts
from graph.reader import Node, Reader, Support, named, text_of
from graph.relations import read_aloud
from graph.vocabulary import vocabulary
from graph.voices import said

__all__ = ["Part", "Role", "cast", "characters", "parts_of_actor", "work_of"]

ACTOR: Final = term("schema:actor").value
CHARACTER: Final = term("schema:character").value


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
    works: set[str]
    claims: set[str]


def work_of(reader: Reader, slug: str) -> tuple[str, tuple[str, ...]]:
    """Return the IRI that a work's slug means, and those that it could mean too. Raises NotFound.

    `heartstopper` is a show before it is a film or another work; `work/heartstopper` is the comic.
    """
    segments = ("show", "film", "work")
    local = [slug] if slug.partition("/")[0] in segments and "/" in slug else [f"{one}/{slug}" for one in segments]
    known = [iri for iri in (f"{reader.base}{path}" for path in local) if reader.knows(iri)]
    if not known:
        raise NotFound(f"No work is known as {slug!r} in this view. Look for it: /search?q={slug}")
    return known[0], tuple(known[1:])


def cast(reader: Reader, work: str, season: int | None = None, most: int | None = None) -> tuple[Part, ...]:
    """Return the parts of a work, with the strongest `most` claims of each (None: all).

    A season takes what is placed in it, and what is placed nowhere in particular.
    """
    scope = parts(reader, work)
    pairs = _pairs(reader, work, scope)
    inside = _of_season(reader, work, scope, season) if season is not None else None
    placed: dict[tuple[str, str | None], _Found] = {}
    for pair, found in pairs.items():
        if inside is not None and not found.works & inside and found.works - {work}:
            continue  # said to be in other seasons, and not in this one
        placed[pair] = found
    weighed = said(reader, {pair: found.claims for pair, found in placed.items()}, most)
    iris = {iri for pair in pairs for iri in pair if iri} | {iri for f in placed.values() for iri in f.works}
    nodes = reader.nodes(iris | {work})
    narrow = nodes[work].type in ("Season", "Episode")
    players: dict[str, set[str]] = defaultdict(set)
    for actor, character in pairs:
        if character:
            players[character].add(actor)
    found_parts = []
    for (actor, character), found in placed.items():
        told = weighed.get((actor, character))
        if told:
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
                    told.confidence,
                    told.supports,
                    told.count,
                    told.voices,
                )
            )
    return tuple(sorted(found_parts, key=lambda part: part.key))


def characters(reader: Reader, work: str, most: int | None = None) -> tuple[Role, ...]:
    """Return the characters of a work with all who play them in it, and the strongest `most` claims of each."""
    scope = parts(reader, work)
    pairs = _pairs(reader, work, scope)
    claims: dict[str, set[str]] = defaultdict(set)
    actors: dict[str, set[str]] = defaultdict(set)
    for row in reader.rows("cast_facts", work=named(scope), property=named([CHARACTER])):
        claims[text_of(row["who"])].add(text_of(row["claim"]))
    for (actor, character), found in pairs.items():
        if character:
            actors[character].add(actor)
            claims[character] |= found.claims
    weighed = said(reader, claims, most)
    nodes = reader.nodes({*claims, *(actor for some in actors.values() for actor in some)})
    roles = []
    for character, told in weighed.items():
        players = tuple(sorted((nodes[iri] for iri in actors[character]), key=lambda n: (n.label, n.iri)))
        roles.append(Role(nodes[character], players, told.confidence, told.supports, told.count, told.voices))
    return tuple(sorted(roles, key=lambda role: role.key))


def parts_of_actor(reader: Reader, who: str, most: int | None = None) -> tuple[Part, ...]:
    """Return the parts that a person plays, or in which a character is played, over all works."""
    found: dict[tuple[str, str | None], _Found] = defaultdict(lambda: _Found(set(), set()))
    nodes: dict[str, tuple[str, str]] = {}
    for row in reader.rows("performances_of", who=named([who])):
        pair = text_of(row["actor"]), text_of(row["character"])
        nodes[text_of(row["node"])] = pair
        found[pair].works.add(text_of(row["work"]))
    for row in reader.rows("claims_about", node=named(nodes)):
        found[nodes[text_of(row["node"])]].claims.add(text_of(row["claim"]))
    for row in reader.rows("portrayals_of", who=named([who])):
        found[text_of(row["actor"]), text_of(row["character"])].claims.add(text_of(row["claim"]))
    weighed = said(reader, {pair: one.claims for pair, one in found.items()}, most)
    iris = {iri for pair in found for iri in pair if iri} | {iri for one in found.values() for iri in one.works}
    known = reader.nodes(iris)
    listed = []
    for (actor, character), one in found.items():
        told = weighed.get((actor, character))
        if told and character:
            sentence = read_aloud(vocabulary().property("portrays"), known[actor].label, known[character].label)
            works = tuple(known[iri] for iri in sorted(one.works))
            listed.append(
                Part(
                    known[actor],
                    known[character],
                    works,
                    "work",
                    (),
                    sentence,
                    told.confidence,
                    told.supports,
                    told.count,
                    told.voices,
                )
            )
    return tuple(sorted(listed, key=lambda part: part.key))


def _pairs(reader: Reader, work: str, scope: Collection[str]) -> dict[tuple[str, str | None], _Found]:
    """Return who plays whom in a work and its parts: performances, portrayals of its characters, then bare actors."""
    found: dict[tuple[str, str | None], _Found] = defaultdict(lambda: _Found(set(), set()))
    nodes: dict[str, tuple[str, str]] = {}
    for row in reader.rows("performances", work=named(scope)):
        pair = text_of(row["actor"]), text_of(row["character"])
        nodes[text_of(row["node"])] = pair
        found[pair].works.add(text_of(row["work"]))
    for row in reader.rows("claims_about", node=named(nodes)):
        found[nodes[text_of(row["node"])]].claims.add(text_of(row["claim"]))
    homes = {character: {work} for _, character in found if character}
    for row in reader.rows("cast_facts", work=named(scope), property=named([CHARACTER])):
        homes.setdefault(text_of(row["who"]), set()).add(text_of(row["work"]))
    elsewhere = _played_elsewhere(reader, homes, scope)
    for row in reader.rows("portrayals", character=named(homes)):
        pair = text_of(row["actor"]), text_of(row["character"])
        if pair in found or pair not in elsewhere:
            found[pair].claims.add(text_of(row["claim"]))
            if not found[pair].works:
                found[pair].works |= homes[pair[1]]
    named_actors = {actor for actor, _ in found}
    for row in reader.rows("cast_facts", work=named(scope), property=named([ACTOR])):
        actor = text_of(row["who"])
        if actor not in named_actors:
            found[actor, None].works.add(text_of(row["work"]))
            found[actor, None].claims.add(text_of(row["claim"]))
    return dict(found)


def _played_elsewhere(reader: Reader, characters: Iterable[str], scope: Collection[str]) -> set[tuple[str, str]]:
    """Return (actor, character) of performances in other works: they make no part here."""
    return {
        (text_of(row["actor"]), text_of(row["character"]))
        for row in reader.rows("performances_of", who=named(characters))
        if text_of(row["work"]) not in scope
    }


def _of_season(reader: Reader, work: str, scope: Collection[str], season: int) -> frozenset[str]:
    """Return the season and its episodes: by its IRI, by what belongs to it, and by the numbers in IRIs."""
    home = f"{work}/s{season}"
    numbered = {iri for iri in scope if re.fullmatch(rf"{re.escape(home)}(e\d+)?", iri)}
    return frozenset({home} | numbered | parts(reader, home))


def _sentence(nodes: Mapping[str, Node], actor: str, character: str | None, work: str) -> str:
    name, ends = ("portrays", (actor, character)) if character else ("actor", (work, actor))
    return read_aloud(vocabulary().property(name), *(nodes[iri].label for iri in ends))

"""Ten thousand articles about shows that do not exist, as the quads that the writer would make of them.

In: how many articles, a seed. Out: quads in the model's own form: claims with evidence, facts in layers and roll-ups,
names, labels, types, articles with their texts; some 300 an article. The same seed gives the same quads.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad

from graph.claims import LABEL, TYPE, Assertion, Claim, Fact, Name, Performance, Triple, quads_of, term
from graph.iri import Minter
from graph.layers import META, PUBLIC, TEXT, Layer, Position
from graph.model import EntityType, Evidence
from graph.vocabulary import vocabulary

__all__ = ["Show", "quads", "shows", "write"]

MINTER = Minter()
ARTICLES_A_SHOW = 50


@dataclass(frozen=True, slots=True)
class Show:
    """A show with its cast: the n-th person plays the n-th character."""

    slug: str
    iri: str
    people: tuple[str, ...]
    characters: tuple[str, ...]


def shows(articles: int, chance: random.Random) -> list[Show]:
    """Return the shows of so many articles. People play in several; characters belong to one."""
    count = max(1, articles // ARTICLES_A_SHOW)
    people = [MINTER.entity(EntityType.PERSON, f"Person {n}") for n in range(count * 12)]
    made = []
    for n in range(count):
        iri = MINTER.entity(EntityType.SHOW, f"Show {n}")
        cast = tuple(chance.sample(people, 20))
        characters = tuple(MINTER.entity(EntityType.CHARACTER, f"Role {k}", within=iri) for k in range(20))
        made.append(Show(f"show-{n}", iri, cast, characters))
    return made


def quads(articles: int, seed: int = 1) -> Iterator[Quad]:
    """Yield the quads of all articles. An entity's label and type come with every layer that it is named in."""
    chance = random.Random(seed)
    everything = shows(articles, chance)
    for number in range(articles):
        yield from _article(number, everything[number % len(everything)], chance)


def write(articles: int, target: Path, seed: int = 1) -> int:
    """Write the quads as N-Quads, and return how many lines they are; a line may stand twice."""
    count = 0

    def counted() -> Iterator[Quad]:
        nonlocal count
        for quad in quads(articles, seed):
            count += 1
            yield quad

    ox.serialize(counted(), str(target), ox.RdfFormat.N_QUADS)
    return count


def _article(number: int, show: Show, chance: random.Random) -> Iterator[Quad]:
    iri = MINTER.named("article", str(number))
    text = " ".join(f"Sentence {n} of article {number} says who plays whom." for n in range(40))
    layer = Layer.story(show.slug, Position(chance.randint(1, 8), chance.randint(1, 8)))
    claims = [Claim(assertion, _words(text, chance), PUBLIC, 0.9) for assertion in _world(show, chance)]
    claims += [Claim(assertion, _words(text, chance), layer, 0.8) for assertion in _story(show, chance)]
    for claim in claims:
        yield from quads_of(claim.triples(iri, MINTER), claim.layer, MINTER.base)
        yield from quads_of(claim.assertion.triples(MINTER), claim.layer, MINTER.base)
        if isinstance(claim.assertion, Name):
            yield from quads_of(_described(claim.assertion), claim.layer, MINTER.base)
    node = NamedNode(iri)
    told = (
        Triple(node, TYPE, term("drm:Article")),
        Triple(node, term("schema:datePublished"), Literal(f"20{10 + number % 15}-0{1 + number % 9}-11")),
        Triple(node, term("schema:publisher"), NamedNode(MINTER.named("organization", str(number % 40)))),
    )
    yield from quads_of(iter(told), META, MINTER.base)
    yield from quads_of(iter((Triple(node, term("schema:text"), Literal(text)),)), TEXT, MINTER.base)


def _world(show: Show, chance: random.Random) -> Iterator[Assertion]:
    yield Name(show.iri, EntityType.SHOW, show.slug.replace("-", " ").title())
    for n in chance.sample(range(20), 3):
        person, character = show.people[n], show.characters[n]
        yield Name(person, EntityType.PERSON, person.rpartition("/")[2].replace("-", " ").title())
        yield Fact(person, "portrays", character)
        yield Fact(show.iri, "actor", person)
        yield Performance(person, character, show.iri)


def _story(show: Show, chance: random.Random) -> Iterator[Assertion]:
    for first, second in (chance.sample(range(20), 2) for _ in range(2)):
        yield Name(show.characters[first], EntityType.CHARACTER, f"Role {first}")
        yield Fact(show.characters[first], "friend", show.characters[second])


def _words(text: str, chance: random.Random) -> Evidence:
    start = chance.randrange(len(text) - 60)
    end = start + chance.randint(12, 60)
    return Evidence(start, end, text[start:end])


def _described(name: Name) -> Iterator[Triple]:
    node = NamedNode(name.entity)
    yield Triple(node, LABEL, Literal(name.form))
    yield Triple(node, TYPE, NamedNode(vocabulary().classes[name.type].iri))

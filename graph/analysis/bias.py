"""On whom an answer rests: how much of it one publisher says, and says alone.

In: a `Reader`, claims. Out: `Bias`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from graph.reader import Reader, named, text_of

__all__ = ["Bias", "Voice", "bias"]


@dataclass(frozen=True, slots=True)
class Voice:
    """A publisher: its articles, the facts that it supports, and those that nobody else does."""

    publisher: str
    articles: int
    facts: int
    alone: int


@dataclass(frozen=True, slots=True)
class Bias:
    """Who says the facts of an answer, the most of them first. An article without a publisher is a voice of its own.

    A copy of another's text counts for the publisher of that one.
    `share` is the part of the facts that the first of them supports, `alone` the part that rests on a single voice.
    `effective` is the number of equally strong voices that would be as concentrated (inverse Simpson index).
    """

    facts: int
    voices: tuple[Voice, ...]
    share: float
    alone: float
    effective: float


def bias(reader: Reader, claims: Collection[str]) -> Bias:
    """Return on whom claims rest. Claims that the view does not hold count for nothing."""
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in reader.rows("analysis_claims", claim=named(claims)):
        fact = (text_of(row["subject"]), text_of(row["property"]), str(row["object"]))
        said[fact].add(text_of(row["article"]))
    sources = reader.sources({article for some in said.values() for article in some})
    articles: dict[str, set[str]] = defaultdict(set)
    facts: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    alone: dict[str, int] = defaultdict(int)
    for fact, some in said.items():
        voices = {sources[article].voice for article in some}
        for article in some:
            articles[sources[article].voice].add(article)
        for voice in voices:
            facts[voice].add(fact)
        if len(voices) == 1:
            alone[next(iter(voices))] += 1
    ranked = sorted(facts, key=lambda voice: (-len(facts[voice]), voice))
    told = sum(len(some) for some in facts.values())
    return Bias(
        len(said),
        tuple(Voice(voice, len(articles[voice]), len(facts[voice]), alone[voice]) for voice in ranked),
        len(facts[ranked[0]]) / len(said) if said else 0.0,
        sum(alone.values()) / len(said) if said else 0.0,
        told**2 / sum(len(some) ** 2 for some in facts.values()) if told else 0.0,
    )

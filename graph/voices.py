"""How firmly something is said, told from all its claims, with the strongest of them to show.

In: a `Reader`, the claims of many things. Out: `Said` for each: the confidence, how many claims there are, and those
that are shown. A fact that a thousand articles tell is weighed by all of them and shown with a few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from graph.queries import Row
from graph.reader import Reader, Support, combined, confidence, named, text_of

__all__ = ["SHOWN", "Said", "Told", "said", "strongest", "tally", "told", "weighed"]

Key = TypeVar("Key")
SHOWN = 10
"""How many claims of one thing an answer shows where it is not told otherwise."""


@dataclass(frozen=True, slots=True)
class Said:
    """How sure a thing is, how many claims say it and how many independent publishers, and the strongest claims."""

    confidence: float
    count: int
    voices: int
    supports: tuple[Support, ...]


class Told(NamedTuple):
    """A claim before its words are read: in which article, and how sure."""

    claim: str
    article: str
    confidence: float


def told(row: Row) -> Told:
    """Return the claim of a row with ?claim, ?article and ?confidence."""
    return Told(text_of(row["claim"]), text_of(row["article"]), float(text_of(row["confidence"])))


def said(reader: Reader, claims: Mapping[Key, Collection[str]], most: int | None = SHOWN) -> dict[Key, Said]:
    """Return how firmly each thing is said; what no claim of the view says is absent. `most` None shows all claims."""
    every = {claim for some in claims.values() for claim in some}
    known = {text_of(row["claim"]): told(row) for row in reader.rows("voices", claim=named(every))}
    return weighed(reader, {key: [known[c] for c in some if c in known] for key, some in claims.items()}, most)


def weighed(reader: Reader, claims: Mapping[Key, Collection[Told]], most: int | None = SHOWN) -> dict[Key, Said]:
    """Return how firmly each thing is said, of claims that the view holds; what has none is absent."""
    sources = reader.sources({one.article for some in claims.values() for one in some})
    ranked = {
        key: sorted(set(some), key=lambda one: (-one.confidence, sources[one.article].date or "", one.claim))
        for key, some in claims.items()
    }
    supports = reader.supports({one.claim for some in ranked.values() for one in some[:most]}, sources)
    return {
        key: Said(
            combined((sources[one.article].voice, one.confidence) for one in some),
            len(some),
            len({sources[one.article].voice for one in some}),
            tuple(supports[one.claim] for one in some[:most] if one.claim in supports),
        )
        for key, some in ranked.items()
        if some
    }


def tally(supports: Sequence[Support], most: int | None) -> Said:
    """Return how firmly claims that are sorted say a thing, with the first `most` to show (None: all)."""
    return Said(confidence(supports), len(supports), len({s.source.voice for s in supports}), tuple(supports[:most]))


def strongest(supports: Iterable[Support]) -> tuple[Support, ...]:
    """Return claims, the surest first, then the earliest."""
    return tuple(sorted(supports, key=lambda s: (-s.confidence, s.source.date or "", s.iri)))

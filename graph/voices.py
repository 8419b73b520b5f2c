"""How firmly something is said, told from all its claims, with the strongest of them to show.

In: a `Reader`, the claims of many things. Out: `Said` for each: the confidence, how many claims there are, and those
that are shown. A fact that a thousand articles tell is weighed by all of them and shown with a few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from graph.claims import term
from graph.model import Status
from graph.reader import Reader, Support, combined, confidence, named, status_of, text_of

__all__ = ["SHOWN", "Said", "said", "strongest"]

Key = TypeVar("Key")
SHOWN = 10
"""How many claims of one thing an answer shows where it is not told otherwise."""


@dataclass(frozen=True, slots=True)
class Said:
    """How sure a thing is, how many claims say it, and the strongest of them."""

    confidence: float
    count: int
    supports: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class _Voice:
    claim: str
    speaker: str
    date: str
    confidence: float
    status: Status


def said(reader: Reader, claims: Mapping[Key, Collection[str]], most: int | None = SHOWN) -> dict[Key, Said]:
    """Return how firmly each thing is said; what no claim of the view says is absent. `most` None shows all claims."""
    every = {claim for some in claims.values() for claim in some}
    if most is None or len(every) <= most * 2:
        supports = reader.supports(every)
        told = {key: strongest(supports[c] for c in some if c in supports) for key, some in claims.items()}
        return {key: Said(confidence(some), len(some), some[:most]) for key, some in told.items() if some}
    voices = _voices(reader, every)
    ranked = {
        key: sorted((voices[c] for c in some if c in voices), key=lambda v: (-v.confidence, v.date, v.claim))
        for key, some in claims.items()
    }
    supports = reader.supports({voice.claim for some in ranked.values() for voice in some[:most]})
    return {
        key: Said(
            combined((v.speaker, v.confidence, v.status) for v in some),
            len(some),
            tuple(supports[v.claim] for v in some[:most] if v.claim in supports),
        )
        for key, some in ranked.items()
        if some
    }


def strongest(supports: Iterable[Support]) -> tuple[Support, ...]:
    """Return claims, the surest first, then the earliest."""
    return tuple(sorted(supports, key=lambda s: (-s.confidence, s.source.date or "", s.iri)))


def _voices(reader: Reader, claims: Collection[str]) -> dict[str, _Voice]:
    rows = list(reader.rows("voices", claim=named(claims)))
    articles = {text_of(row["article"]) for row in rows}
    publisher, date = (term(f"schema:{name}").value for name in ("publisher", "datePublished"))
    told: dict[tuple[str, str], str] = {
        (text_of(row["node"]), text_of(row["property"])): text_of(row["value"])
        for row in reader.rows("values_of", property=named([publisher, date]), node=named(articles))
    }
    return {
        text_of(row["claim"]): _Voice(
            text_of(row["claim"]),
            told.get((text_of(row["article"]), publisher), text_of(row["article"])),
            told.get((text_of(row["article"]), date), ""),
            float(text_of(row["confidence"])),
            status_of(row["status"]),
        )
        for row in rows
    }

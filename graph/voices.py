"""How firmly something is said, told from all its claims, with the strongest of them to show.

In: a `Reader`, the claims of many things. Out: `Said` for each: the confidence, how many claims there are, and those
that are shown. A fact that a thousand articles tell is weighed by all of them and shown with a few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graph.claims import term
from graph.model import Status
from graph.reader import Reader, Support, combined, confidence, named, status_of, text_of

__all__ = ["SHOWN", "Said", "said", "strongest", "tally"]

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
        return {key: tally(some, most) for key, some in told.items() if some}
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
            len({voice.speaker for voice in some}),
            tuple(supports[v.claim] for v in some[:most] if v.claim in supports),
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


def _voices(reader: Reader, claims: Collection[str]) -> dict[str, _Voice]:
    rows = list(reader.rows("voices", claim=named(claims)))
    articles = {text_of(row["article"]) for row in rows}
    voice, publisher, date = (term(name).value for name in ("drm:voice", "schema:publisher", "schema:datePublished"))
    told: dict[str, dict[str, str]] = {article: {} for article in articles}
    for row in reader.rows("values_of", property=named([voice, publisher, date]), node=named(articles)):
        told[text_of(row["node"])][text_of(row["property"])] = text_of(row["value"])
    return {
        text_of(row["claim"]): _Voice(
            text_of(row["claim"]),
            told[article].get(voice) or told[article].get(publisher) or article,
            told[article].get(date, ""),
            float(text_of(row["confidence"])),
            status_of(row["status"]),
        )
        for row in rows
        for article in [text_of(row["article"])]
    }

"""Takings and chart places of films, as box office reports tell them.

In: a `Reading`. Out: one `sale` for each film and chart: the film is about, the chart's country the place. Only in
articles that speak of a box office or a film chart, in sentences that tell sums or places in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model import EntityType, Evidence, Span
from ingest.extract.reading import Form, Reading
from ingest.extraction import Event

__all__ = ["takings"]

_REPORT = re.compile(r"\bbox[\s-]office\b|\bfilm charts?\b|\bmovie charts?\b", re.I)
_TELLS = re.compile(
    r"[$£€]\s?\d|\bchart\b|\bbox[\s-]office\b|\bnumber (?:one|two|three|four|five|six|seven|eight|nine|ten)\b|"
    r"\bNo\.? ?\d\b|"
    r"\btop (?:five|ten|spot|three|10|5)\b|\bnew entr|\bentered\b|\b(?:in|to|at) (?:second|third|fourth|fifth|first)\b|"
    r"\bgross|"
    r"\btakings\b|\btickets\b|\bfirst weekend\b|\bopening weekend\b", re.I,
)  # fmt: skip
_OTHER = re.compile(
    r"\b(?:budget|salary|fee|viewers|ratings|lawsuit|damages|rights|nominat\w+|odds|raised|Oscars?)\b", re.I
)
_MIND = 900


def takings(reading: Reading) -> Iterator[Event]:
    """Yield a sale for each film that a sentence of a box office report gives a sum or a place."""
    if len(_REPORT.findall(reading.text)) < 1:
        return
    for sentence in reading.sentences:
        words = sentence.of(reading.text)
        if not _TELLS.search(words) or _OTHER.search(words):
            continue
        place = _chart(reading, sentence)
        for mention in reading.within(sentence, EntityType.FILM):
            if mention.form is Form.NOMINAL and not re.search(r"[$£€]\s?\d", words):
                continue
            yield Event(
                type="sale",
                args=tuple(sorted({("about", mention.entity), *({("place", place)} if place else set())})),
                evidence=Evidence.at(reading.text, Span(mention.span.start, sentence.end)),
                confidence=0.7,
                rule="events/sale#box-office",
            )


def _chart(reading: Reading, sentence: Span) -> str | None:
    """The country whose chart a sentence tells of: the place that it names, else the one named last before it."""
    here = list(reading.within(sentence, EntityType.PLACE))
    if here:
        return here[0].entity
    before = list(reading.within(Span(max(0, sentence.start - _MIND), sentence.start), EntityType.PLACE))
    return before[-1].entity if before else None

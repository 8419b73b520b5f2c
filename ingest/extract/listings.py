"""Broadcasts that listings and the feet of articles announce: "Salt Road, Harbour TV, Sunday, 9pm".

In: a `Reading`, its dates. Out: a `release` for each such line: the work, the channel, the day; the day of the article
where only an hour is told ("tonight").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.model import EntityType, Evidence, Span, Status
from ingest.extract.dates import DateMention
from ingest.extract.quotations import paragraphs
from ingest.extract.reading import Form, Mention, Reading
from ingest.extraction import Event

__all__ = ["listings"]

_WORKS = (EntityType.SHOW, EntityType.FILM, EntityType.WORK, EntityType.EPISODE)
_HOUR = re.compile(
    r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)|\b\d{1,2}[.:]\d\d\b(?!\s?(?:million|m\b|%))|\b\d{1,2}/\d{1,2}c\b",
    re.I,
)
_VERBAL = re.compile(r"\b(?:is|was|are|were|has|had|said|says|plays?|stars?|who|which)\b", re.I)
_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\bfrom\b|\btonight\b|\btomorrow\b", re.I)
_CREDIT = re.compile(r"\b(?:updated|posted|published|staff|by)\b", re.I)
_LONGEST, _FEW = 16, 3


def listings(reading: Reading, dates: Sequence[DateMention]) -> Iterator[Event]:
    """Yield the broadcasts of lines and brackets that hold a work, its channel and an hour or a day."""
    found = list(_all(reading, dates))
    # A whole evening's listings is a service page: careful readers note the few that an article is about.
    if len(found) <= _FEW:
        yield from found


def _all(reading: Reading, dates: Sequence[DateMention]) -> Iterator[Event]:
    lines = list(paragraphs(reading.text))
    for n, line in enumerate(lines):
        if len(line.of(reading.text).split()) <= _LONGEST and not _VERBAL.search(line.of(reading.text)):
            yield from _listed(reading, line, lines[n - 1] if n else None, dates)
    for bracket in re.finditer(r"\(([^()\n]{4,80})\)", reading.text):
        yield from _bracketed(reading, Span(bracket.start(), bracket.end()), dates)


def _channel(reading: Reading, region: Span) -> Mention | None:
    return next(iter(reading.within(region, EntityType.ORGANIZATION)), None)


def _when(reading: Reading, region: Span, dates: Sequence[DateMention]) -> str | None:
    """The day told in a region; the article's own where it tells an hour only."""
    words = region.of(reading.text)
    if (not _HOUR.search(words) and not _DAY.search(words)) or _CREDIT.search(words):
        return None
    day = next((d.iso for d in dates if region.contains(d.span) and len(d.iso) > 4), None)
    return day or (reading.document.date if _HOUR.search(words) else None)


def _listed(reading: Reading, line: Span, above: Span | None, dates: Sequence[DateMention]) -> Iterator[Event]:
    channel, when = _channel(reading, line), _when(reading, line, dates)
    if channel is None or when is None:
        return
    works = [m for m in reading.within(line, *_WORKS) if m.form is Form.NAME and m.span.start < channel.span.start]
    if not works and above is not None and len(above.of(reading.text).split()) <= _LONGEST:
        works = [m for m in reading.within(above, *_WORKS) if m.form is Form.NAME]
    if works:
        yield _event(reading, works[0], channel, when, line)


def _bracketed(reading: Reading, bracket: Span, dates: Sequence[DateMention]) -> Iterator[Event]:
    """A work and, in brackets right after it, its channel and hour: "Salt Road (Harbour TV, 9pm)"."""
    channel, when = _channel(reading, bracket), _when(reading, bracket, dates)
    if channel is None or when is None:
        return
    before = [
        m for m in reading.within(Span(max(0, bracket.start - 80), bracket.start), *_WORKS)
        if bracket.start - m.span.end <= 3
    ]  # fmt: skip
    if before:
        yield _event(reading, before[-1], channel, when, bracket)


def _event(reading: Reading, work: Mention, channel: Mention, when: str, region: Span) -> Event:
    return Event(
        type="release",
        args=tuple(sorted({("about", work.entity), ("medium", channel.entity)})),
        evidence=Evidence.at(reading.text, Span(min(work.span.start, region.start), region.end)),
        date=when,
        confidence=0.8,
        status=Status.PLANNED,
        rule="events/release#listing",
    )

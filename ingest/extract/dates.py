"""Partial dates in a text, anchored to the date of the article.

In: a text, and the ISO date of its publication where known. Out: `DateMention`s in order, each with its span and an ISO
date that is as precise as the words: `2004`, `2004-10`, `2004-10-05`. What gives no single year ("the 90s", "Friday"
in an undated article) gives nothing. The grammar is one table, `_GRAMMAR`: a pattern and the function that reads it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graph.model import Span

__all__ = ["DateMention", "find"]


@dataclass(frozen=True, slots=True, order=True)
class DateMention:
    """A date that a text tells. `relative` where it was reckoned from the article's date or from an earlier one."""

    span: Span
    iso: str
    relative: bool = False


@dataclass(frozen=True, slots=True)
class _Point:
    """A partial date: a year, a month of a year, or a day."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def of(cls, day: date) -> _Point:
        return cls(day.year, day.month, day.day)

    @property
    def iso(self) -> str:
        return f"{self.year:04}" + (f"-{self.month:02}" if self.month else "") + (f"-{self.day:02}" if self.day else "")

    @property
    def first(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    def shifted(self, unit: str, count: int) -> _Point | None:
        """Go forth or back by whole units; the answer is no more precise than the unit. None out of the calendar."""
        if unit == "decade":
            unit, count = "year", 10 * count
        if unit == "year":
            return _Point(self.year + count) if 0 < self.year + count < 3000 else None
        if not self.month:
            return None
        if unit == "month":
            months = self.year * 12 + self.month - 1 + count
            return _Point(months // 12, months % 12 + 1)
        if not self.day:
            return None
        if unit == "day":
            return _Point.of(self.first + timedelta(days=count))
        return _month_of(self.first + timedelta(weeks=count))


@dataclass(frozen=True, slots=True)
class _Context:
    """What a reading may lean on: the day of publication, the date told last, and what the clause says of them.

    `near`: the last date stands in the same sentence. `ahead`: the clause looks ahead; None where it doesn't say.
    """

    anchor: _Point | None
    last: _Point | None
    near: bool
    ahead: bool | None

    @property
    def today(self) -> date | None:
        return self.anchor.first if self.anchor and self.anchor.day else None


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_NUMERALS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty"""
_COUNTS = {word: n for n, word in enumerate(_NUMERALS.split())} | {
    "a": 1, "an": 1, "twenty-five": 25, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_FEASTS = {
    "new year's day": (1, 1), "valentine's day": (2, 14), "st patrick's day": (3, 17), "halloween": (10, 31),
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 0), "boxing day": (12, 26),
    "new year's eve": (12, 31),
}  # fmt: skip

_MONTH = r"(?P<month>Jan(?:\.|uary)|Feb(?:\.|ruary)|Mar(?:\.|ch)|Apr(?:\.|il)|May|June?\.?|July?\.?|Aug(?:\.|ust)|Sept?\.|September|Oct(?:\.|ober)|Nov(?:\.|ember)|Dec(?:\.|ember)|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?=\s\d))"  # noqa: E501
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\.)"
_DAYNAME = r"(?:(?P<dayname>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day),?\s(?:the\s)?)?"
_COUNT = r"(?P<count>\d{1,2}|" + "|".join(sorted(_COUNTS, key=len, reverse=True)) + ")"
_UNIT = r"(?P<unit>day|week|month|year|decade)"
_AHEAD = re.compile(
    r"\b(?:will|'ll|’ll|to (?:be|air|open|start|begin|premiere|return|play|appear)|due|set|next|upcoming|opens?|"
    r"starts?|begins?|returns?|premieres?|launch(?:es)?|bows?|debuts?|drops?|lands?|continues?|arrives?|airs?|concludes?|closes|"
    r"tours?|goes|hits|streams?|scheduled|slated|until|opening|starting|airing|launching|dropping|"
    r"streaming|(?:is|are) \w+ing|from(?=\s*$)|(?<!went )(?<!came )(?<!ran )out(?= on| in| this|,|\s*$))\b", re.I,
)  # fmt: skip
_BREAK = re.compile(r"[.;!?:](?=[\s\"”’)])(?<!\b[A-Z]\.)|\n")
_BEHIND = re.compile(
    r"\b(?:was|were|had|did|died|said|told|won|lost|took|came|went|gave|announced|revealed|confirmed|posted|wrote|tweeted|"
    r"opened|aired|premiered|debuted|began|started|ended|returned|released|launched|closed|left|joined|been|ago|"
    r"last|back in|since)\b", re.I,
)  # fmt: skip


def _month_of(day: date) -> _Point:
    return _Point(day.year, day.month)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def _valid(year: int, month: int, day: int = 0) -> _Point | None:
    return _Point(year, month, day) if day <= monthrange(year, month)[1] and (day > 0 or day == 0) else None


def _nearest_year(month: int, day: int, context: _Context, weekday: int | None = None) -> _Point | None:
    """The year of a day or month told without one: the one nearest to publication on the side that the clause looks to.

    The wrong side counts three times as far: "opens" and "since" are often said of the other. A weekday decides alone.
    """
    if context.anchor is None or not context.anchor.month:
        return None
    found = [p for y in (-1, 0, 1) if (p := _valid(context.anchor.year + y, month, day)) is not None]
    if day and weekday is not None and any(p.first.weekday() == weekday for p in found):
        found = [p for p in found if p.first.weekday() == weekday]

    def far(point: _Point) -> float:
        now = context.anchor.first if day else date(context.anchor.year, context.anchor.month, 1)  # type: ignore[union-attr]
        days = (point.first - now).days
        wrong = context.ahead is not None and days != 0 and (days > 0) != context.ahead
        return abs(days) * (3 if wrong else 1)

    return min(found, key=far, default=None)


def _explicit(m: re.Match[str], context: _Context) -> _Point | None:
    parts = m.groupdict()
    month = _MONTHS[parts["month"].lower().rstrip(".")] if parts.get("month") else int(parts["m"])
    return _valid(int(parts["year"]), month, int(parts.get("day") or 0))


def _without_year(m: re.Match[str], context: _Context) -> _Point | None:
    parts = m.groupdict()
    month, day = _MONTHS[m["month"].lower().rstrip(".")], int(parts.get("day") or 0)
    last = context.last
    # "on 7 August 2018 and in France on 21 November": a sentence about the past keeps its year.
    if last and last.month and (context.near or context.anchor is None):
        return _valid(last.year + (month < last.month), month, day)
    return _nearest_year(month, day, context, _WEEKDAYS[w.lower()[:3]] if (w := parts.get("dayname")) else None)


def _year(m: re.Match[str], context: _Context) -> _Point | None:
    return _Point(int(m["year"]))


def _related_month(m: re.Match[str], context: _Context) -> _Point | None:
    month = _MONTHS[m["month"].lower().rstrip(".")]
    which = m["which"].lower().split()[-1]
    if which in {"following", "same", "that"}:
        told = context.last
        return told and _valid(told.year + (which == "following" and month <= (told.month or 0)), month)
    if context.anchor is None or not context.anchor.month:
        return None
    now, year = context.anchor.month, context.anchor.year
    if which in {"last", "past"}:
        # "last November" said in December is the one just gone; "last June" said in June is a year ago.
        return _valid(year - (month >= now), month)
    return _valid(year + (month < now or (which == "next" and month == now)), month)


def _weekday(m: re.Match[str], context: _Context) -> _Point | None:
    today = context.today
    if today is None:
        return None
    wanted = _WEEKDAYS[m["weekday"].lower()[:3]]
    which, after = (m["which"] or "").lower().split(), (m["after"] or "").lower().split()
    back = (today.weekday() - wanted) % 7
    if "last" in which or "past" in which:
        return _Point.of(today - timedelta(days=back or 7))
    if not which and re.match(r"['’]s\b", m.string[m.end() :]):
        return _Point.of(today - timedelta(days=back))
    forth = (wanted - today.weekday()) % 7
    if "week" in after:
        return _Point.of(today + timedelta(days=(forth or 7) + 7))
    if "next" in which or "coming" in which:
        return _Point.of(today + timedelta(days=forth or 7))
    return _Point.of(
        today + timedelta(days=forth) if context.ahead or "this" in which else today - timedelta(days=back)
    )


def _day_word(m: re.Match[str], context: _Context) -> _Point | None:
    steps = {"yesterday": -1, "last night": -1, "tomorrow": 1}
    words = " ".join(m[0].lower().split())
    step = next((n for word, n in steps.items() if words.startswith(word)), 0)
    return _Point.of(context.today + timedelta(days=step)) if context.today else None


def _anchored_unit(m: re.Match[str], context: _Context) -> _Point | None:
    step = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}[m["which"].lower().split()[-1]]
    unit = m["unit"].lower()
    if context.anchor is None:
        return None
    if unit in {"spring", "summer", "autumn", "fall"}:
        return _season(unit, step, context)
    if unit == "weekend":
        return _weekend(step, context)
    return context.anchor.shifted(unit, step)


def _season(unit: str, step: int, context: _Context) -> _Point | None:
    """A season gives its year only. "Last summer" is the last that has passed, "next" the first still to come."""
    anchor = context.anchor
    if anchor is None or not anchor.month:
        return None
    starts = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}[unit]
    if step == 0:
        return _Point(anchor.year)
    passed, begun = anchor.month > starts + 2, anchor.month >= starts
    return _Point(anchor.year if passed else anchor.year - 1) if step < 0 else _Point(anchor.year + begun)


def _weekend(step: int, context: _Context) -> _Point | None:
    """A weekend gives its month, where both of its days lie in one."""
    today = context.today
    if today is None:
        return None
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if step > 0 or (step == 0 and context.ahead):
        saturday += timedelta(days=7)
    return _month_of(saturday) if (saturday + timedelta(days=1)).month == saturday.month else _Point(saturday.year)


def _ago(m: re.Match[str], context: _Context) -> _Point | None:
    if context.anchor is None:
        return None
    count, unit = _number(m["count"]), m["unit"].lower()
    if m.groupdict().get("today"):
        return _valid(context.anchor.year - count, context.anchor.month, context.anchor.day)
    return context.anchor.shifted(unit, -count)


def _from_last(m: re.Match[str], context: _Context) -> _Point | None:
    """What is reckoned from the date told before it: "two years later", "the following year", "that month"."""
    if context.last is None:
        return None
    parts = m.groupdict()
    count = _number(parts["count"]) if parts.get("count") else 1
    words = m[0].lower()
    sign = 0 if "that" in words or "same" in words else -1 if re.search("before|earlier|previous", words) else 1
    return context.last.shifted(m["unit"].lower(), sign * count)


def _feast(m: re.Match[str], context: _Context) -> _Point | None:
    month, day = _FEASTS[m["feast"].lower().replace("’", "'")]
    if year := m.groupdict().get("year"):
        return _Point(int(year), month, day)
    if (m["which"] or "").lower() == "last" and context.anchor:
        return _Point(context.anchor.year - ((month, day) >= (context.anchor.month, context.anchor.day)), month, day)
    return _nearest_year(month, day, context)


_Reader = Callable[[re.Match[str], _Context], _Point | None]
_EARLY = r"(?:(?:early|late|later|earlier|mid|the end of|the start of)[\s-])?"


def _grammar(*rows: tuple[str, _Reader, bool]) -> tuple[tuple[re.Pattern[str], _Reader, bool], ...]:
    return tuple((re.compile(pattern), reader, relative) for pattern, reader, relative in rows)


_FEAST_NAMES = "|".join(sorted((name.title().replace("'S", "['’]s") for name in _FEASTS), key=len, reverse=True))
# At one place the longest match wins, then the earlier row. The third column: reckoned from another date.
_GRAMMAR = _grammar(
    (rf"\b{_DAYNAME}{_DAY}(?:\s?[-–]\s?\d\d?)?(?:\sof)?\s{_MONTH},?\s{_YEAR}\b", _explicit, False),
    (rf"\b{_DAYNAME}{_MONTH}\s{_DAY}(?:\s?[-–]\s?\d\d?)?,?\s{_YEAR}\b", _explicit, False),
    (rf"\b{_MONTH},?\s(?:of\s)?{_YEAR}\b(?!-\d)", _explicit, False),
    (rf"\b{_YEAR}-(?P<m>0[1-9]|1[0-2])-(?P<day>[0-3]\d)\b", _explicit, False),
    (rf"\b(?P<day>[0-3]?\d)[./](?P<m>0[1-9]|1[0-2])[./]{_YEAR}\b", _explicit, False),
    (rf"\b{_DAYNAME}{_DAY}(?:\s?[-–]\s?\d\d?)?(?:\sof)?\s{_MONTH}(?!\w)(?!,?\s\d{{4}})", _without_year, True),
    (rf"\b{_DAYNAME}{_MONTH}\s{_DAY}(?![\d:,.]\d)(?!\w)(?!,?\s\d{{4}}\b)", _without_year, True),
    (rf"\b(?P<which>last|next|this|this past|the following|following|that|(?:the|that) same)\s{_MONTH}(?!\w)(?!\s\d)",
     _related_month, True),
    (rf"(?<![\w-])(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ff]rom|[Bb]y|[Oo]f|[Dd]uring|[Tt]his|early|late|mid|back in|, in)"
     rf"[\s-]{_MONTH}(?!\w)(?!\s\d)",
     _without_year, True),
    (rf"(?:\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his(?:\s(?:past|coming))?)\s)?\b{_WEEKDAY}(?P<after>\sweek)?(?!\w)",
     _weekday, True),
    (r"\b(?:[Yy]esterday|[Tt]omorrow|[Tt]onight|[Tt]oday|[Ll]ast\snight|[Tt]his\s(?:morning|afternoon|evening))\b",
     _day_word, True),
    (rf"\b{_EARLY}(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his\s(?:past|coming))\s"
     r"(?P<unit>week|weekend|month|year|spring|summer|autumn|fall)\b", _anchored_unit, True),
    (rf"(?i)\b{_COUNT}\s{_UNIT}s?\sago(?P<today>\s(?:today|tonight))?\b", _ago, True),
    (rf"(?i)\b{_COUNT}\s{_UNIT}s?\s(?:later|earlier|before|afterwards?)\b", _from_last, True),
    (rf"\b(?:[Tt]he|[Tt]hat)\s(?:following|next|previous|same)\s{_UNIT}\b", _from_last, True),
    (rf"\b(?:[Tt]he)\s{_UNIT}\s(?:before|after|earlier)\b", _from_last, True),
    (r"\b[Tt]hat\s(?P<unit>year|month)\b", _from_last, True),
    (rf"\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s)?(?P<feast>{_FEAST_NAMES})(?:,?\s{_YEAR})?\b", _feast, True),
    (rf"(?<![\d.,£$€#/\-–:])\b{_YEAR}\b(?!s\b|[.,/:]\d|['’]?s\b\s?-|%|-\d\d-)"
     r"(?!\s(?:people|euros|dollars|pounds|tickets|copies|votes|miles|times|seats)\b)",
     _year, False),
    (r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Bb]orn|[Dd]ied|b\.|d\.|c\.)\s(?P<year>1[5-8]\d\d)\b(?![.,]\d)",
     _year, False),
)  # fmt: skip


def find(text: str, anchor: str | None = None) -> tuple[DateMention, ...]:
    """Return the dates that a text tells, in order.

    `anchor` is the ISO date of publication, of any precision; without it only dates with a year of their own are found,
    and those reckoned from one. Raises ValueError for an anchor that is no date.

    >>> [m.iso for m in find("He won in 2004, wed on 5 October 2010 and died two years later.")]
    ['2004', '2010-10-05', '2012']
    >>> [m.iso for m in find("She posted it last November, and on Sunday she left.", "2023-02-06")]
    ['2022-11', '2023-02-05']
    >>> [m.iso for m in find("It opens on Aug. 3 and tours next spring.", "2023-06-20")]
    ['2023-08-03', '2024']
    >>> find("The band of the 1990s meets on Friday.")
    ()
    """
    start = _parse(anchor) if anchor else None
    told: list[DateMention] = []
    last: _Point | None = None
    for match, reader, relative in _matches(text):
        near = bool(told) and not told[-1].relative and not _BREAK.search(text, told[-1].span.end, match.start())
        point = reader(match, _Context(start, last, near, _looks_ahead(text, match)))
        if point is not None:
            last = point
            told.append(DateMention(Span(match.start(), match.end()), point.iso, relative))
    return tuple(told)


def _parse(iso: str) -> _Point:
    m = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", iso)
    if m is None:
        raise ValueError(f"{iso!r} is no ISO date")
    return _Point(*(int(part or 0) for part in m.groups()))


def _matches(text: str) -> Iterator[tuple[re.Match[str], _Reader, bool]]:
    """Yield what the grammar matches, left to right; of two that overlap the first, then the longest."""
    found = [
        (m.start(), -m.end(), row, m) for row, (pattern, _, _) in enumerate(_GRAMMAR) for m in pattern.finditer(text)
    ]
    free = 0
    for begin, minus_end, row, match in sorted(found, key=lambda f: f[:3]):
        if begin >= free:
            free = -minus_end
            yield match, _GRAMMAR[row][1], _GRAMMAR[row][2]


def _looks_ahead(text: str, match: re.Match[str]) -> bool | None:
    """Say whether the clause around a date looks ahead or back: the nearest cue decides. None without one."""
    before = _BREAK.split(text[max(0, match.start() - 100) : match.start()])[-1]
    after = _BREAK.split(text[match.end() : match.end() + 60])[0]
    cues = []
    for pattern, ahead in ((_AHEAD, True), (_BEHIND, False)):
        cues += [(len(before) - m.end(), ahead) for m in pattern.finditer(before)]
        # What follows a date speaks of it less often than what leads to it.
        cues += [(m.start() + 15, ahead) for m in pattern.finditer(after)]
    return min(cues)[1] if cues else None

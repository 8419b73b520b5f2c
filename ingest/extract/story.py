"""Where in a story a place of an article stands: `s2e3`, `s2`, or unknown.

In: a `Reading`. Out: `Positions`, which answers for a span with the position, and with the season, episode or work
that its words speak of. Season and episode words of its own sentence decide, then those of the heading above it, then
those of the sentences before it in its paragraph, then those of the article's head. What none of them tells is
unknown, and unknown is said (None), not guessed: "episode three" of an article that names no season has no position.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.model import EntityType, Span
from ingest.extract.focus import Focus
from ingest.extract.quotations import paragraphs
from ingest.extract.reading import Mention, Reading

__all__ = ["Place", "Positions"]

_ORDINALS = "zero first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_CARDINALS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {
    word: n for words in (_ORDINALS, _CARDINALS) for n, word in enumerate(words.split())
}  # fmt: skip
_N = r"(?P<{0}>\d{{1,2}}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_TH = r"(?P<{0}>\d{{1,2}}(?=st|nd|rd|th)|" + "|".join(_ORDINALS.split()[1:]) + r")(?:st|nd|rd|th)?"
_SEASON = r"(?:season|series)"
_EPISODE = r"(?:episode|ep\.?|part|chapter)"
# Both numbers, then one of them, then words that stand for one.
_WORDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_SEASON}\s{_N.format('s')},?\s?{_EPISODE}\s{_N.format('e')}\b",
        rf"\b{_EPISODE}\s{_N.format('e')},?\s(?:of|in)\s{_SEASON}\s{_N.format('s')}\b",
        rf"\b{_TH.format('e')}\s{_EPISODE}\sof\s(?:the\s)?{_TH.format('s')}\s{_SEASON}\b",
        rf"\b{_TH.format('e')}\s{_EPISODE}\sof\s{_SEASON}\s{_N.format('s')}\b",
        r"\bs(?P<s>\d{1,2})\s?e(?P<e>\d{1,2})\b",
        r"\b(?P<s>\d{1,2})x(?P<e>\d{2})\b",
        rf"\b{_SEASON}\s{_N.format('s')}(?:['’]s)?\s(?P<first>premiere|opener|debut)\b",
        rf"\b{_SEASON}\s{_N.format('s')}(?:['’]s)?\s(?P<last>finale|ender|closer)\b",
        rf"\b{_TH.format('s')}[\s-]{_SEASON}(?:['’]s)?\s(?P<first>premiere|opener)\b",
        rf"\b{_TH.format('s')}[\s-]{_SEASON}(?:['’]s)?\s(?P<last>finale|ender)\b",
        rf"\b{_SEASON}\s{_N.format('s')}\b",
        r"\bs(?P<s>\d{1,2})\b(?=\s(?:finale|premiere|ep))",
        rf"\b{_TH.format('s')}[\s-]{_SEASON}\b",
        rf"\b{_EPISODE}\s{_N.format('e')}\b",
        rf"\b{_TH.format('e')}\sepisode\b",
        r"\bthe\s(?P<pilot>pilot)\b",
        r"\b(?:season|series)\s(?P<first>premiere|opener)\b",
        r"\b(?:season|series)\s(?P<last>finale)\b|\bthe\s(?:final|last)\sepisode\b|\b(?:in|of)\sthe\sfinale\b",
    )
)
_CUE = re.compile(r"season|series|episode|\bep\b|part|chapter|s\d|\dx\d|pilot|premiere|opener|finale", re.IGNORECASE)
_HEADING_WORDS = 12
_HEAD_LINES = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A season and an episode of it, as far as words tell them; `last` for a finale without a number."""

    season: int | None = None
    episode: int | None = None
    last: bool = False

    @property
    def position(self) -> str | None:
        """`s2e3`, `s2`, or None: an episode of an unknown season stands nowhere.

        >>> Place(2, 3).position, Place(2).position, Place(None, 3).position
        ('s2e3', 's2', None)
        """
        if self.season is None:
            return None
        return f"s{self.season}" + (f"e{self.episode}" if self.episode else "")


class Positions:
    """Story positions over one reading."""

    def __init__(self, reading: Reading) -> None:
        self._reading, self._text = reading, reading.text
        self._lines = tuple(paragraphs(self._text))
        self._focus = Focus(reading)

    def at(self, span: Span) -> str | None:
        """Return the position of the story that a span speaks of; None where the text doesn't tell."""
        return self._place(span).position

    def work(self, span: Span) -> str | None:
        """Return the entity that a story event told in a span happens in: episode, season, or the work in focus."""
        found = self._named(span)
        return found if found is not None else self._focus.at(span.start, _STORIED)

    @cached_property
    def places(self) -> tuple[tuple[Span, Place], ...]:
        """Every season and episode phrase of the text with what it tells, in order."""
        found: list[tuple[Span, Place]] = []
        taken: list[Span] = []
        told = [line for line in self._lines if _CUE.search(self._text, line.start, line.end)]
        for pattern in _WORDS:
            for match in (m for line in told for m in pattern.finditer(self._text, line.start, line.end)):
                span = Span(match.start(), match.end())
                if not any(span.overlaps(other) for other in taken):
                    taken.append(span)
                    found.append((span, _read(match)))
        return tuple(sorted(found, key=lambda f: f[0]))

    def _place(self, span: Span) -> Place:
        place = Place()
        for region in self._regions(span):
            for phrase in self._told(region, span):
                place = _completed(place, phrase)
                if place.season and place.episode:
                    return place
            if place.season or place.episode:
                return _completed(place, self._season_of_head) if place.season is None else place
        return place

    @cached_property
    def _season_of_head(self) -> Place:
        """The season of an article that names one only."""
        seasons = {place.season for _, place in self.places if place.season}
        return Place(seasons.pop()) if len(seasons) == 1 else Place()

    def _told(self, region: Span, span: Span) -> Sequence[Place]:
        """What a region tells: the phrase last before the span first, then those after it; titles of episodes too."""
        inside = [(s, p) for s, p in self.places if region.contains(s)]
        inside += [
            (m.span, self._of_episode[m.entity])
            for m in self._reading.within(region, EntityType.EPISODE, EntityType.SEASON)
            if m.entity in self._of_episode
        ]
        before = sorted((p for p in inside if p[0].start <= span.start), key=lambda f: -f[0].start)
        after = sorted((p for p in inside if p[0].start > span.start), key=lambda f: f[0].start)
        return [place for _, place in (*before, *after)]

    @cached_property
    def _of_episode(self) -> dict[str, Place]:
        """The places of named episodes and seasons: from their names, else from a phrase beside a mention."""
        found = {}
        for entity in self._reading.entities:
            if entity.type not in {EntityType.EPISODE, EntityType.SEASON}:
                continue
            place = Place()
            for name in (entity.name, *entity.aliases):
                for pattern in _WORDS:
                    if match := pattern.search(name):
                        place = _completed(place, _read(match))
            for mention in self._reading.mentions:
                if place.episode is None and entity.type is EntityType.EPISODE and mention.entity == entity.id:
                    place = _completed(place, self._beside(mention))
            if place != Place():
                found[entity.id] = place
        return found

    def _beside(self, mention: Mention) -> Place:
        """The phrase of a mention's line within some words, or of the lines of the article's head around it."""
        index = next((n for n, p in enumerate(self._lines) if p.contains(mention.span)), 0)
        region = Span(max(0, mention.span.start - 40), mention.span.end + 40)
        if index < _HEAD_LINES and len(self._lines[index].of(self._text).split()) <= _HEADING_WORDS:
            last = self._lines[min(index + 1, len(self._lines) - 1)]
            region = Span(self._lines[max(0, index - 1)].start, last.end)
        numbered = [p for s, p in self.places if region.contains(s) and p.episode]
        return numbered[0] if len(numbered) == 1 else Place()

    def _regions(self, span: Span) -> Iterator[Span]:
        """The sentence of a span, the heading over it, its paragraph up to it, the head of the article."""
        sentence = next((s for s in self._reading.sentences if s.start <= span.start < s.end), span)
        yield sentence
        index = next((n for n, p in enumerate(self._lines) if p.start <= span.start < p.end), 0)
        paragraph = self._lines[index] if self._lines else span
        if paragraph.start < sentence.start:
            yield Span(paragraph.start, sentence.start)
        for line in reversed(self._lines[1:index]):
            if self._is_heading(line):
                if any(line.contains(s) for s, _ in self.places) or any(
                    self._reading.within(line, EntityType.EPISODE, EntityType.SEASON)
                ):
                    yield line
                break
        if self._lines:
            yield Span(self._lines[0].start, self._lines[min(_HEAD_LINES, len(self._lines)) - 1].end)

    def _is_heading(self, line: Span) -> bool:
        words = line.of(self._text).strip()
        return len(words.split()) <= _HEADING_WORDS and not words.endswith((".", "!", "?", ",", "”", '"'))

    def _named(self, span: Span) -> str | None:
        """The episode or season entity that a place speaks of."""
        for region in self._regions(span):
            told = list(self._reading.within(region, EntityType.EPISODE, EntityType.SEASON))
            before = [m for m in told if m.span.start <= span.start]
            order = [*reversed(before), *(m for m in told if m not in before)]
            order.sort(key=lambda m: self._reading.type_of(m) is not EntityType.EPISODE)
            for mention in order:
                if not self._future(mention):
                    return mention.entity
        return None

    def _future(self, mention: Mention) -> bool:
        """Whether an episode is only announced: "next week's episode", "whether there will be a season three"."""
        before = self._text[max(0, mention.span.start - 60) : mention.span.start]
        return bool(
            re.search(r"\b(?:next|upcoming|will|another|renewed|ordered|forthcoming)\b[^.!?\n]*$", before, re.I)
        )


_STORIED = (EntityType.SHOW, EntityType.FILM, EntityType.WORK)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _read(match: re.Match[str]) -> Place:
    told = match.groupdict()
    season = _number(told["s"]) if told.get("s") else None
    if told.get("pilot"):
        return Place(1, 1)
    episode = _number(told["e"]) if told.get("e") else 1 if told.get("first") else None
    ends = bool(told.get("last")) or match[0].lower().endswith(("finale", "last episode", "final episode"))
    return Place(season, episode, ends)


def _completed(place: Place, other: Place) -> Place:
    """Fill what a place leaves open from another, where they don't speak of different seasons or episodes."""
    if place.season and other.season and place.season != other.season:
        return place
    if place.episode and other.episode and place.episode != other.episode:
        return Place(place.season or (other.season if not place.last else None), place.episode, place.last)
    keep_open = place.last and other.episode is not None
    return Place(
        place.season or other.season,
        place.episode or (None if keep_open or (place.season and not other.season) else other.episode),
        place.last or other.last,
    )

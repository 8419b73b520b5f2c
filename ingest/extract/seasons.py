"""Seasons and episodes that the text counts: "series two", "its third season", "S2E3", "the finale".

In: a text and the places of its shows. Out: `Counted`: which show's season or episode, named as the guide names it
("Heartstopper season 2"), with the words that stand for it. Titled episodes are names, and found as names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Span

__all__ = ["Counted", "counted", "number"]

_COUNTED = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"""
_RANKED = """first second third fourth fifth sixth seventh eighth
ninth tenth eleventh twelfth thirteenth"""
_WORDS = _COUNTED.split()
_ORDINALS = _RANKED.split()
_ROMAN = {"II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_CARDINAL = rf"(?:\d{{1,2}}(?!\d)|{'|'.join(_WORDS)}|(?-i:I{{1,3}}|IV|VI{{0,3}}|IX|X))"
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th)|debut|maiden|inaugural|freshman|sophomore)"
# Soaps count their episodes in thousands.
_HIGH = r"\d{1,3}(?:,?\d{3})?(?!\d|[.,]\d)"
_SEASON = re.compile(
    rf"\b(?:(?:season|series)\s+(?P<n>{_CARDINAL})\b(?!\s*(?:million|years?\b|-part))"
    rf"|(?P<o>{_ORDINAL})(?:\s+(?:and\s+(?:final|last)|full|\w+-episode))?\s+(?P<noun>season|series)\b"
    rf"|(?P<r>{'|'.join(_ORDINALS[1:])})\s+run\b(?!\s+(?:of|at|in|on)\b)"
    rf"|\bS(?P<s>\d{{1,2}})(?:\s?E(?P<e>\d{{1,2}})\b|\b)"
    rf"|(?P<x>\d{{1,2}})x(?P<y>\d\d)\b)",
    re.IGNORECASE,
)
_EPISODE = re.compile(
    rf"\b(?:(?:episode|chapter)\s+(?P<n>{_HIGH}|{_CARDINAL})\b|(?:ep\.?|part)\s+(?P<m>{_CARDINAL})\b"
    rf"|(?P<o>{_ORDINAL}|{_HIGH}(?:st|nd|rd|th)|penultimate)\s+(?P<noun>episode|instalment|installment)\b"
    r"|(?P<finale>(?:(?:the|season|series|show['’]s)\s+)*finale)\b|(?P<pilot>\bthe\s+pilot)\b(?!\s+(?:of|who|and|flew))"
    r"|(?P<special>(?:christmas|feature-length|hour-long|one-off)\s+special)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A season (`episode` empty) or an episode of the show with index `show`; `season` may be empty for an episode.

    `span` covers the words that stand for it.
    """

    show: int
    season: str
    episode: str
    span: Span

    def name(self, show: str) -> str:
        """Return its name in the guide's form.

        >>> Counted(0, "2", "", Span(0, 8)).name("Bail"), Counted(0, "2", "finale", Span(0, 8)).name("Bail")
        ('Bail season 2', 'Bail season 2 finale')
        """
        season = f" season {self.season}" if self.season else ""
        if not self.episode:
            return f"{show}{season}"
        return f"{show}{season} {f'episode {self.episode}' if self.episode.isdigit() else self.episode}"


def number(words: str) -> str:
    """Return the number that a cardinal or ordinal says, as digits; empty if none.

    >>> number("two"), number("Third"), number("12th"), number("IV"), number("debut"), number("2,114"), number("last")
    ('2', '3', '12', '4', '1', '2114', '')
    """
    low = words.casefold()
    if low in {"debut", "maiden", "inaugural", "freshman"}:
        return "1"
    if low == "sophomore":
        return "2"
    if low in _WORDS:
        return str(_WORDS.index(low) + 1)
    if low in _ORDINALS:
        return str(_ORDINALS.index(low) + 1)
    if words == "I":
        return "1"
    if words.upper() in _ROMAN and words.isupper():
        return str(_ROMAN[words.upper()])
    digits = re.match(r"\d+", low.replace(",", ""))
    return str(int(digits[0])) if digits else ""


def counted(text: str, shows: Sequence[Sequence[Span]]) -> tuple[Counted, ...]:
    """Return the counted seasons and episodes of a text; `shows` are the spans of each show's names.

    A count belongs to the show named last before it in its sentence, else right after it ("the second season of X"),
    else to the one that the text names most up to there.
    """
    if not any(shows):
        return ()
    return tuple(sorted(_seasons(text, shows), key=lambda c: (c.span, c.episode)))


def _seasons(text: str, shows: Sequence[Sequence[Span]]) -> Iterator[Counted]:
    inside = [s for spans in shows for s in spans]
    current: dict[int, str] = {}
    found = sorted([*_SEASON.finditer(text), *_EPISODE.finditer(text)], key=lambda m: m.start())
    for match in found:
        span = Span(*match.span())
        if any(span.overlaps(s) for s in inside):
            continue
        show = _show_of(text, span, shows)
        if show is None:
            continue
        groups = match.groupdict()
        if match.re is _SEASON:
            season = _season_number(match)
            if not season:
                continue
            current[show] = season
            yield Counted(show, season, "", span)
            episode = number(groups["e"] or groups["y"] or "")
            if episode:
                yield Counted(show, season, episode, span)
        else:
            season = _near_season(found, match, current.get(show, ""))
            if groups["pilot"]:
                yield Counted(show, "1", "1", span)
            elif groups["finale"]:
                yield Counted(show, season, "finale", span)
            elif special := groups["special"]:
                christmas = special.casefold().startswith("christmas")
                yield Counted(show, *(("", "Christmas special") if christmas else (season, "special")), span)
            elif episode := number(groups["n"] or groups["m"] or groups["o"] or ""):
                yield Counted(show, season, episode, span)


def _near_season(found: Sequence[re.Match[str]], episode: re.Match[str], current: str) -> str:
    """The season named within 25 characters of an episode's number, else the one spoken of."""
    for other in found:
        if (other.re is _SEASON and -25 < other.start() - episode.end() < 25) or (
            other.re is _SEASON and 0 <= episode.start() - other.end() < 25
        ):
            return _season_number(other)
    return current


def _season_number(season: re.Match[str]) -> str:
    return number(next((season[group] for group in "norsx" if season[group]), ""))


def _show_of(text: str, span: Span, shows: Sequence[Sequence[Span]]) -> int | None:
    low = max(text.rfind("\n", 0, span.start), *(text.rfind(stop, 0, span.start) for stop in (". ", "? ", "! "))) + 1
    after = re.match(r"\s+of\s+(?:the\s+\w+\s+)?[“‘\"']?", text[span.end : span.end + 30])
    if after:
        begin = span.end + after.end()
        for k, spans in enumerate(shows):
            if any(abs(s.start - begin) <= 5 for s in spans):
                return k
    before = [(s.end, k) for k, spans in enumerate(shows) for s in spans if low <= s.start and s.end <= span.start]
    if before:
        return max(before)[1]
    counts = [(sum(s.start < span.start for s in spans), len(spans), -k) for k, spans in enumerate(shows)]
    best = max(counts)
    return -best[2] if best[1] else None

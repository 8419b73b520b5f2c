"""The series picture: how much is told, over the years or over the seasons, a small chart for each.

In: a `Reader`, entities or a work. Out: `Picture`. All charts of a picture share their periods; those that count the
same thing share their scale, so that heights can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from graph.analysis.series import Point, Series, by_season, by_year
from graph.drawing.canvas import Line, Mark, Rectangle, Text
from graph.drawing.credit import credit, listed, seen
from graph.drawing.picture import Body, Caption, Picture, Table, framed
from graph.drawing.text import Face, shortened
from graph.drawing.themes import Theme, family, symbol
from graph.reader import Reader

__all__ = ["draw_seasons", "draw_years"]

_HIGH: Final = 78.0
_WIDE: Final = 640.0
_LEFT: Final = 34.0
_BOLD: Final = Face(bold=True)


def draw_years(reader: Reader, entities: Sequence[str], theme: Theme) -> Picture:
    """Return the number of articles a year that say something of each entity. Raises NotFound for an unknown one."""
    series = by_year(reader, entities)
    names = listed(one.about.label for one in series)
    reading = "An article counts once, in the year in which it came out."
    return _drawn(
        reader, series, theme, f"{names}, year by year", "Articles a year that say something of each", reading
    )


def draw_seasons(reader: Reader, work: str, theme: Theme) -> Picture:
    """Return counts over the seasons of a work. Raises NotFound where none is known."""
    series = by_season(reader, work)
    title = f"{series[0].about.label}, season by season"
    reading = "What is known to happen somewhere in a season counts for it; what nobody places counts for none."
    return _drawn(reader, series, theme, title, "What the articles tell of each season", reading)


def _drawn(reader: Reader, series: Sequence[Series], theme: Theme, title: str, subtitle: str, reading: str) -> Picture:
    claims = sorted({claim for one in series for point in one.points for claim in point.claims})
    tops: dict[str, int] = {}
    for one in series:
        tops[one.unit] = max([tops.get(one.unit, 1), *(point.value for point in one.points)])
    marks: list[Mark] = []
    y = 0.0
    for one in series:
        marks += _panel(one, tops[one.unit], y, theme)
        y += _HIGH + 58
    return framed(
        Body(_WIDE, y - 14, tuple(marks)),
        title=title,
        subtitle=subtitle,
        keys=(),
        caption=Caption(reading, credit(reader, claims), seen(reader.view)),
        table=Table(
            ("series", "unit", "period", "value", "claims"),
            tuple(
                (one.name, one.unit, point.period, str(point.value), " ".join(point.claims))
                for one in series
                for point in one.points
            ),
        ),
        theme=theme,
    )


def _panel(one: Series, top: int, y: float, theme: Theme) -> list[Mark]:
    kind = family(one.about.type) if one.unit == "articles" else "Character" if "character" in one.unit else "Person"
    color = theme.kind(kind)
    marks: list[Mark] = [symbol(kind, 8, y + 8, 6.5, theme)]
    marks.append(Text(22, y + 12, shortened(one.name, _WIDE - 30, 12.5, _BOLD), 12.5, theme.ink, face=_BOLD))
    base = y + 22 + _HIGH
    for value in _ticks(top):
        level = base - _HIGH * 0.86 * value / top
        marks.append(Line(((_LEFT, level), (_WIDE, level)), theme.rule, 0.8))
        marks.append(Text(_LEFT - 7, level + 3.5, str(value), 9.5, theme.quiet, "end"))
    step = (_WIDE - _LEFT) / max(1, len(one.points))
    for number, point in enumerate(one.points):
        marks += _bar(point, top, _LEFT + (number + 0.5) * step, min(46.0, step * 0.62), base, color, theme)
    marks.append(Line(((_LEFT, base), (_WIDE, base)), theme.ink, 1.0))
    return marks


def _bar(point: Point, top: int, x: float, wide: float, base: float, color: str, theme: Theme) -> list[Mark]:
    marks: list[Mark] = [Text(x, base + 14, point.period, 10.5, theme.quiet, "middle")]
    if point.value:
        high = _HIGH * 0.86 * point.value / top
        href = point.claims[0] if point.claims else ""
        said = f"{point.period}: {point.value}"
        marks.append(Rectangle(x - wide / 2, base - high, wide, high, color, title=said, href=href))
        marks.append(Text(x, base - high - 4, str(point.value), 10, theme.ink, "middle", _BOLD))
    return marks


def _ticks(top: int) -> tuple[int, ...]:
    """Return the values of the lines across a chart: whole, round, at most five.

    >>> _ticks(1), _ticks(7), _ticks(40)
    ((1,), (2, 4, 6), (10, 20, 30, 40))
    """
    steps = (digit * 10**exponent for exponent in range(9) for digit in (1, 2, 5))
    step = next(one for one in steps if top / one <= 4.5)
    return tuple(range(step, top + 1, step))

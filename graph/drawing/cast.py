"""The cast chart: who plays whom in which seasons, a row for each role.

In: a `Reader`, a work. Out: `Picture`. A bar runs over the seasons in which articles place an actor; a recast is a
second bar, two actors of one role in one season stand above each other. Where no season is told the bar says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from graph.cast import Part, cast
from graph.drawing.canvas import Line, Mark, Rectangle, Text
from graph.drawing.credit import credit, seen
from graph.drawing.picture import Body, Caption, Key, Picture, Table, framed
from graph.drawing.text import Face, broken, shortened, width
from graph.drawing.themes import Theme, symbol
from graph.errors import NotFound
from graph.reader import Reader

__all__ = ["draw_cast"]

_BAR: Final = 24.0
_GAP: Final = 5.0
_NAMES: Final = 172.0
_ROWS: Final = 40
_BOLD: Final = Face(bold=True)


@dataclass(frozen=True, slots=True)
class _Bar:
    """An actor's run in a role: from one column to another, in a lane of its row."""

    part: Part
    first: int
    last: int
    lane: int


def draw_cast(reader: Reader, work: str, theme: Theme) -> Picture:
    """Return the cast of a work as a chart. Raises NotFound for a work of which the view knows no cast."""
    node = reader.nodes([work])[work]
    parts = cast(reader, work)
    if not parts:
        raise NotFound(f"Nobody is known to act in {node.label} in this view.")
    told = {part: _seasons(part) for part in parts}
    placed = {number for some in told.values() for number in some}
    numbers = list(range(min(placed), max(placed) + 1)) if placed else []
    columns = [f"Season {n}" for n in numbers]
    if not all(told.values()):
        columns.append("season not told" if numbers else "")
    rows = _ordered(parts, told)
    shown = rows[:_ROWS]
    body = _body(shown, told, numbers, columns, theme)
    roles = sum(1 for name, _ in rows if name)
    people = len({part.actor.iri for part in parts})
    more = f" The {len(rows) - _ROWS} rows that follow are in the table." if len(rows) > _ROWS else ""
    several = any(name and len(some) > 1 for name, some in shown)
    shared = "Two bars in one row: the role was recast or shared." if several else ""
    claims = sorted({support.iri for part in parts for support in part.supports})
    return framed(
        body,
        title=f"Who plays whom in {node.label}",
        subtitle=f"{people} actors in {roles} roles" + (f" over {len(numbers)} seasons" if len(numbers) > 1 else ""),
        keys=(
            Key.of("Character"),
            Key("actor" + (", in the seasons told" if numbers else ""), color=theme.kind("Person")),
        ),
        caption=Caption(f"{shared}{more}".strip(), credit(reader, claims), seen(reader.view)),
        table=_table(rows, told),
        theme=theme,
    )


def _seasons(part: Part) -> tuple[int, ...]:
    """Return the numbers of the seasons in which a part is placed."""
    found = (re.search(r"/s(\d+)(?:e\d+)?$", work.iri) for work in part.works)
    return tuple(sorted({int(one[1]) for one in found if one}))


def _ordered(parts: Sequence[Part], told: Mapping[Part, Sequence[int]]) -> list[tuple[str, list[Part]]]:
    """Return rows: the roles by how much is told of them, then the actors whose role nobody tells."""
    rows: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        rows[part.character.iri if part.character else ""].append(part)
    for some in rows.values():
        some.sort(key=lambda part: (told[part] or (999,), -len(part.supports), part.actor.label))
    ordered = sorted(
        rows.items(),
        key=lambda row: (not row[0], -sum(len(p.supports) for p in row[1]), row[1][0].actor.label, row[0]),
    )
    return [(some[0].character.label if some[0].character else "", some) for _, some in ordered]


def _bars(parts: Sequence[Part], told: Mapping[Part, Sequence[int]], numbers: Sequence[int]) -> list[_Bar]:
    """Return the bars of a row, each in the first lane that is free over its columns."""
    bars: list[_Bar] = []
    for part in parts:
        columns = [numbers.index(n) for n in told[part]] or [len(numbers)]
        # Consecutive seasons run together: numbers minus their rank are alike.
        for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
            places = [column for _, column in run]
            first, last = places[0], places[-1]
            lane = 0
            while any(bar.lane == lane and bar.first <= last and first <= bar.last for bar in bars):
                lane += 1
            bars.append(_Bar(part, first, last, lane))
    return bars


def _body(
    rows: Sequence[tuple[str, list[Part]]],
    told: Mapping[Part, Sequence[int]],
    numbers: Sequence[int],
    columns: Sequence[str],
    theme: Theme,
) -> Body:
    column = max(150.0, min(210.0, 620.0 / len(columns)))
    wide = _NAMES + column * len(columns)
    marks: list[Mark] = []
    grounds: list[Mark] = []
    for i, name in enumerate(columns):
        x = _NAMES + i * column
        marks.append(Text(x + 6, 12, name, 11, theme.quiet, face=_BOLD))
    top = 22.0 if any(columns) else 4.0
    y = top
    for number, (name, parts) in enumerate(rows):
        bars = _bars(parts, told, numbers)
        lanes = max(bar.lane for bar in bars) + 1
        label = broken(name or "role not told", _NAMES - 34, 12, lines=2)
        high = max(lanes * (_BAR + _GAP) + _GAP, len(label) * 15 + 8)
        if number % 2 == 0:
            grounds.append(Rectangle(0, y, wide, high, theme.panel))
        middle = y + high / 2
        role = parts[0].character
        if role:
            marks.append(symbol("Character", 12, middle, 6.5, theme, title=name, href=role.iri))
        for i, line in enumerate(label):
            marks.append(
                Text(26, middle + 4 + (i - (len(label) - 1) / 2) * 15, line, 12, theme.ink if name else theme.quiet)
            )
        start = y + (high - lanes * (_BAR + _GAP) + _GAP) / 2
        marks += [mark for bar in bars for mark in _bar(bar, start, column, len(numbers), theme)]
        y += high
    ruled = [Line(((x, top), (x, y)), theme.rule) for x in (_NAMES + i * column for i in range(len(columns)))]
    return Body(wide, y, (*grounds, *ruled, *marks))


def _bar(bar: _Bar, top: float, column: float, unplaced: int, theme: Theme) -> list[Mark]:
    x = _NAMES + bar.first * column + 4
    wide = (bar.last - bar.first + 1) * column - 8
    y = top + bar.lane * (_BAR + _GAP)
    color = theme.kind("Person")
    placed = bar.first < unplaced or unplaced == 0
    support = bar.part.supports[0]
    box = Rectangle(
        x,
        y,
        wide,
        _BAR,
        color if placed else theme.paper,
        color,
        1.2,
        4,
        f"{bar.part.sentence} “{support.quote}”",
        support.iri,
    )
    ink = theme.paper if placed else theme.ink
    face = _BOLD if placed else Face()
    size = next((s for s in (11.0, 10.5, 10.0, 9.5) if width(bar.part.actor.label, s, face) <= wide - 12), 9.5)
    name = shortened(bar.part.actor.label, wide - 12, size, face)
    return [box, Text(x + 7, y + 16, name, size, ink, face=face)]


def _table(rows: Sequence[tuple[str, list[Part]]], told: Mapping[Part, Sequence[int]]) -> Table:
    return Table(
        ("character", "actor", "seasons", "confidence", "claims"),
        tuple(
            (
                name,
                part.actor.label,
                " ".join(map(str, told[part])),
                f"{part.confidence:g}",
                " ".join(support.iri for support in part.supports),
            )
            for name, parts in rows
            for part in parts
        ),
    )

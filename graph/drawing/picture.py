"""A picture: the canvas, the words beside it, and the table that says the same to who does not see it.

In: marks of a body, a title, a caption. Out: `Picture`, which writes itself as SVG, PNG or PDF.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from graph.drawing.canvas import Canvas, Line, Mark, Polygon, Rectangle, Text
from graph.drawing.pages import to_pdf, to_png
from graph.drawing.svg import to_svg
from graph.drawing.text import Face, balanced, broken, width
from graph.drawing.themes import Theme, family, plural, symbol
from graph.tables import comma_separated

__all__ = ["MARGIN", "Body", "Caption", "Key", "Picture", "Table", "framed"]

MARGIN: Final = 28.0
TITLE: Final = Face(bold=True, serif=True)
SUFFIXES: Final = (".svg", ".png", ".pdf")


@dataclass(frozen=True, slots=True)
class Table:
    """The data of a picture, a row for each thing shown."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def csv(self) -> str:
        """Return it as CSV."""
        return comma_separated(self.columns, self.rows)


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands under a picture: how it is to be read, where it is from, what of it is shown."""

    reading: str
    sources: str
    view: str

    def lines(self) -> tuple[str, ...]:
        """Return its parts that say something."""
        return tuple(part for part in (self.reading, self.sources, self.view) if part)


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a legend: a kind of entity, or a line (a colour, dashed or not)."""

    label: str
    kind: str | None = None
    color: str = ""
    dashed: bool = False

    @classmethod
    def of(cls, kind: str) -> Key:
        """Return the entry of a kind of entity."""
        return cls(plural(family(kind)), family(kind))


@dataclass(frozen=True, slots=True)
class Body:
    """The drawn part of a picture, from its own upper left corner."""

    width: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture with its data."""

    canvas: Canvas
    table: Table
    caption: Caption

    @property
    def svg(self) -> str:
        """The picture as an SVG document."""
        return to_svg(self.canvas)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows of its table."""
        return self.table.rows

    def rendered(self, suffix: str) -> bytes:
        """Return the picture in the format of a file name's suffix. Raises ValueError for an unknown one."""
        match suffix.lower():
            case ".svg":
                return self.svg.encode()
            case ".png":
                return to_png(self.canvas)
            case ".pdf":
                return to_pdf(self.canvas)
            case ".csv":
                return self.table.csv().encode()
            case _:
                raise ValueError(f"{suffix!r} is not a format of pictures: {', '.join(SUFFIXES)}, or .csv for its data")

    def write(self, path: Path | str) -> None:
        """Write the picture to a file; the name's suffix says how."""
        target = Path(path)
        target.write_bytes(self.rendered(target.suffix))


def framed(
    body: Body, *, title: str, subtitle: str, keys: tuple[Key, ...], caption: Caption, table: Table, theme: Theme
) -> Picture:
    """Return a picture: the title above the body, the legend and the caption below it."""
    wide = max(body.width + 2 * MARGIN, 560.0)
    room = wide - 2 * MARGIN
    marks: list[Mark] = [Rectangle(MARGIN, 18, 36, 5, theme.accent)]
    y = 52.0
    for line in balanced(title, room, 22, TITLE, lines=2):
        marks.append(Text(MARGIN, y, line, 22, theme.ink, face=TITLE))
        y += 28
    y -= 6
    for line in broken(subtitle, room, 13, lines=2):
        marks.append(Text(MARGIN, y, line, 13, theme.quiet))
        y += 18
    top = y + 4
    left = MARGIN
    marks += [moved(mark, left, top) for mark in body.marks]
    y = top + body.height + 12
    legend, y = _legend(keys, y, room, theme)
    marks += legend
    marks.append(Line(((MARGIN, y), (wide - MARGIN, y)), theme.rule))
    y += 16
    for part in caption.lines():
        for line in broken(part, room, 10.5, lines=4):
            marks.append(Text(MARGIN, y, line, 10.5, theme.quiet))
            y += 14
    canvas = Canvas(wide, y + 8, theme.paper, title, " ".join((subtitle, *caption.lines())), tuple(marks))
    return Picture(canvas, table, caption)


def _legend(keys: tuple[Key, ...], y: float, room: float, theme: Theme) -> tuple[list[Mark], float]:
    marks: list[Mark] = []
    x = MARGIN
    for key in keys:
        wide = 24 + width(key.label, 11) + 18
        if x > MARGIN and x + wide > MARGIN + room:
            x, y = MARGIN, y + 20
        if key.kind:
            marks.append(symbol(key.kind, x + 9, y + 8, 6.5, theme))
        else:
            marks.append(Line(((x, y + 8), (x + 18, y + 8)), key.color, 2.2, dashed=key.dashed))
        marks.append(Text(x + 24, y + 12, key.label, 11, theme.ink))
        x += wide
    return marks, y + (30 if keys else 0)


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """Return a mark at another place."""
    if isinstance(mark, Line | Polygon):
        return replace(mark, points=tuple((x + dx, y + dy) for x, y in mark.points))
    return replace(mark, x=mark.x + dx, y=mark.y + dy)

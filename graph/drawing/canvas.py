"""What a picture is made of: marks on a canvas, in pixels, from the upper left corner.

In and out: frozen values. `graph.drawing.svg` and `graph.drawing.pages` turn them into files; neither decides anything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from graph.drawing.text import ASCENT, DESCENT, Face, width

__all__ = ["Anchor", "Canvas", "Circle", "Line", "Mark", "Point", "Polygon", "Rectangle", "Text", "ring"]

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An upright box: a place in a picture, and a mark where it has a colour."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1.0
    radius: float = 0.0
    title: str = ""
    href: str = ""

    def overlaps(self, other: Rectangle, margin: float = 0.0) -> bool:
        """Say whether two boxes come nearer than a margin.

        >>> Rectangle(0, 0, 4, 4).overlaps(Rectangle(5, 0, 4, 4)), Rectangle(0, 0, 4, 4).overlaps(Rectangle(3, 3, 4, 4))
        (False, True)
        """
        return (
            self.x < other.x + other.width + margin
            and other.x < self.x + self.width + margin
            and self.y < other.y + other.height + margin
            and other.y < self.y + self.height + margin
        )

    def holds(self, other: Rectangle) -> bool:
        """Say whether another box lies wholly in this one.

        >>> Rectangle(0, 0, 9, 9).holds(Rectangle(1, 1, 4, 4)), Rectangle(0, 0, 4, 4).holds(Rectangle(3, 3, 4, 4))
        (True, False)
        """
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def crossed(self, first: Point, second: Point) -> float:
        """Return how much of a straight line between two points lies in the box (Liang and Barsky's clipping).

        >>> Rectangle(0, 0, 4, 4).crossed((-2, 2), (2, 2)), Rectangle(0, 0, 4, 4).crossed((-2, 5), (2, 5))
        (2.0, 0.0)
        """
        (x, y), (to_x, to_y) = first, second
        enter, leave = 0.0, 1.0
        for step, low, high in (
            (to_x - x, self.x - x, self.x + self.width - x),
            (to_y - y, self.y - y, self.y + self.height - y),
        ):
            if step == 0:
                if low > 0 or high < 0:
                    return 0.0
                continue
            near, far = sorted((low / step, high / step))
            enter, leave = max(enter, near), min(leave, far)
        return max(0.0, leave - enter) * math.hypot(to_x - x, to_y - y)


@dataclass(frozen=True, slots=True)
class Circle:
    """A disc."""

    x: float
    y: float
    r: float
    fill: str
    stroke: str
    stroke_width: float = 1.0
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed outline; `fill` None leaves it empty, `opacity` is that of the filling."""

    points: tuple[Point, ...]
    fill: str | None
    stroke: str | None
    stroke_width: float = 1.0
    opacity: float = 1.0
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; `arrow` puts a head at its end."""

    points: tuple[Point, ...]
    color: str
    stroke_width: float = 1.0
    dashed: bool = False
    arrow: bool = False
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; `y` is its baseline. `halo` is the colour that keeps it clear of lines below it."""

    x: float
    y: float
    text: str
    size: float
    color: str
    anchor: Anchor = "start"
    face: Face = field(default_factory=Face)
    halo: str = ""
    href: str = ""

    @property
    def box(self) -> Rectangle:
        """The place that it takes."""
        wide = width(self.text, self.size, self.face)
        left = {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Rectangle(self.x - left, self.y - ASCENT * self.size, wide, (ASCENT + DESCENT) * self.size)


Mark: TypeAlias = Rectangle | Circle | Polygon | Line | Text


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture as marks, the lowest first, with the words that describe it to who cannot see it."""

    width: float
    height: float
    background: str
    title: str
    description: str
    marks: tuple[Mark, ...]


def ring(x: float, y: float, r: float, corners: int, start: float = -90.0) -> tuple[Point, ...]:
    """Return the corners of a regular polygon, the first at an angle in degrees.

    >>> ring(0, 0, 1, 4)[0]
    (0.0, -1.0)
    """
    angles = (math.radians(start + 360 * i / corners) for i in range(corners))
    return tuple((round(x + r * math.cos(a), 2) + 0.0, round(y + r * math.sin(a), 2) + 0.0) for a in angles)

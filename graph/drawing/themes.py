"""How a picture looks: colours for light and dark paper, a shape for each kind of thing.

In: a theme's name, a kind of entity. Out: colours, marks. The colours are of Okabe and Ito's set, darkened or lightened
to a contrast of 3:1 and more with the paper (WCAG 1.4.11); kinds differ by shape too, so that no reader needs colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from graph.drawing.canvas import Circle, Mark, Point, Polygon, Rectangle, ring

__all__ = ["DARK", "LIGHT", "SHAPES", "Theme", "ThemeName", "plural", "symbol", "theme"]

ThemeName: TypeAlias = Literal["light", "dark"]
_ORDER: Final = ("Person", "Character", "Work", "Organization", "Event", "Award", "Place")
"""Kinds in the order of a legend; shows, films, seasons and episodes are works."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours. `kinds` by kind of entity, `groups` for things that have an order but no meaning of their own."""

    name: ThemeName
    paper: str
    ink: str
    quiet: str
    rule: str
    panel: str
    accent: str
    edge: str
    story: str
    kinds: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]

    def kind(self, type: str | None) -> str:
        """Return the colour of a kind."""
        return dict(self.kinds).get(family(type), self.quiet)


LIGHT: Final = Theme(
    "light",
    paper="#ffffff",
    ink="#1b1b1b",
    quiet="#5c5c5c",
    rule="#d5d5d0",
    panel="#f4f3ef",
    accent="#b3261e",
    edge="#8f9499",
    story="#a8551a",
    kinds=(
        ("Person", "#0072b2"),
        ("Character", "#c96a00"),
        ("Work", "#00805f"),
        ("Organization", "#8a5a9e"),
        ("Event", "#b3261e"),
        ("Award", "#8c7400"),
        ("Place", "#5c5c5c"),
    ),
    groups=("#0072b2", "#c96a00", "#00805f", "#a84c84", "#8c7400", "#2b8cbe", "#b3261e", "#5c5c5c"),
)
DARK: Final = Theme(
    "dark",
    paper="#16181c",
    ink="#f0efeb",
    quiet="#a9adb3",
    rule="#3a3f46",
    panel="#20242a",
    accent="#ff8a73",
    edge="#6d747d",
    story="#e6a04f",
    kinds=(
        ("Person", "#56b4e9"),
        ("Character", "#f0a030"),
        ("Work", "#2fbf95"),
        ("Organization", "#cf9ae0"),
        ("Event", "#ff8a73"),
        ("Award", "#e8d44d"),
        ("Place", "#a9adb3"),
    ),
    groups=("#56b4e9", "#f0a030", "#2fbf95", "#e08fbf", "#e8d44d", "#9ad0f5", "#ff8a73", "#a9adb3"),
)


def theme(name: ThemeName) -> Theme:
    """Return a theme by its name. Raises ValueError for another name."""
    if name not in ("light", "dark"):
        raise ValueError(f"{name!r} is not a theme: light or dark")
    return DARK if name == "dark" else LIGHT


def family(type: str | None) -> str:
    """Return the kind that a type is drawn as.

    >>> family("Season"), family("Person"), family(None)
    ('Work', 'Person', 'Place')
    """
    if type in ("Show", "Film", "Season", "Episode", "Work"):
        return "Work"
    return type if type in _ORDER else "Place"


SHAPES: Final = {
    "Person": "circle",
    "Character": "diamond",
    "Work": "square",
    "Organization": "hexagon",
    "Event": "triangle",
    "Award": "star",
    "Place": "small circle",
}
_PLURALS: Final = {
    "Person": "people",
    "Character": "characters",
    "Work": "shows and films",
    "Organization": "organisations",
    "Event": "happenings",
    "Award": "awards",
    "Place": "places",
}


def plural(kind: str) -> str:
    """Return what a legend calls a kind."""
    return _PLURALS[kind]


def symbol(
    kind: str, x: float, y: float, r: float, theme: Theme, *, hollow: bool = False, title: str = "", href: str = ""
) -> Mark:
    """Return the mark of a kind at a place; shapes of one `r` look equally large. `hollow` leaves it unfilled."""
    color = theme.kind(kind)
    fill, stroke, wide = (theme.paper, color, 2.0) if hollow else (color, theme.paper, 1.5)
    shape = SHAPES[family(kind)]
    if shape == "circle":
        return Circle(x, y, r, fill, stroke, wide, title, href)
    if shape == "small circle":
        return Circle(x, y, r * 0.7, fill, stroke, wide, title, href)
    if shape == "square":
        side = r * 1.8
        return Rectangle(x - side / 2, y - side / 2, side, side, fill, stroke, wide, 2.0, title, href)
    return Polygon(_corners(shape, x, y, r), fill, stroke, wide, title=title, href=href)


def _corners(shape: str, x: float, y: float, r: float) -> tuple[Point, ...]:
    if shape == "diamond":
        return ring(x, y, r * 1.25, 4)
    if shape == "hexagon":
        return ring(x, y, r * 1.1, 6)
    if shape == "triangle":
        return ring(x, y + r * 0.2, r * 1.3, 3)
    outer, inner = ring(x, y, r * 1.35, 5), ring(x, y, r * 0.6, 5, -54)
    return tuple(point for pair in zip(outer, inner, strict=True) for point in pair)

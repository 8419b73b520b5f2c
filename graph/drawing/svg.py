"""A canvas as SVG: the same bytes for the same marks, text as text, links to follow.

In: a `Canvas`. Out: an SVG 1.1 document. No script, no style sheet, no font, no reference to another file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from graph.drawing.canvas import Canvas, Circle, Line, Mark, Point, Polygon, Rectangle, Text
from graph.drawing.text import plain

__all__ = ["to_svg"]

SANS: Final = "'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
SERIF: Final = "Georgia, 'DejaVu Serif', serif"


def to_svg(canvas: Canvas) -> str:
    """Return the picture as an SVG document."""
    wide, high = _number(canvas.width), _number(canvas.height)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        f'role="img" aria-labelledby="title description" font-family="{SANS}">',
        f'<title id="title">{_text(canvas.title)}</title>',
        f'<desc id="description">{_text(canvas.description)}</desc>',
        f'<rect width="{wide}" height="{high}" fill="{canvas.background}"/>',
        *(line for mark in canvas.marks for line in _mark(mark)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _mark(mark: Mark) -> Iterator[str]:
    body = _element(mark)
    href = mark.href if mark.href.startswith(("http://", "https://", "#")) else ""
    yield f"<a href={quoteattr(href)}>{body}</a>" if href else body


def _element(mark: Mark) -> str:
    match mark:
        case Rectangle():
            place = f'x="{_number(mark.x)}" y="{_number(mark.y)}"'
            place += f' width="{_number(mark.width)}" height="{_number(mark.height)}"'
            place += f' rx="{_number(mark.radius)}"' if mark.radius else ""
            return _titled("rect", place + _paint(mark.fill, mark.stroke, mark.stroke_width), mark.title)
        case Circle():
            place = f'cx="{_number(mark.x)}" cy="{_number(mark.y)}" r="{_number(mark.r)}"'
            return _titled("circle", place + _paint(mark.fill, mark.stroke, mark.stroke_width), mark.title)
        case Polygon():
            paint = _paint(mark.fill, mark.stroke, mark.stroke_width) + ' stroke-linejoin="round"'
            paint += f' fill-opacity="{_number(mark.opacity)}"' if mark.opacity < 1 else ""
            return _titled("polygon", f'points="{_points(mark.points)}"{paint}', mark.title)
        case Line():
            dash = ' stroke-dasharray="5 4"' if mark.dashed else ""
            paint = f'fill="none" stroke="{mark.color}" stroke-width="{_number(mark.stroke_width)}"{dash}'
            drawn = _titled("polyline", f'points="{_points(mark.points)}" {paint}', mark.title)
            if mark.arrow:
                drawn += f'<polygon points="{_points(arrow_head(mark))}" fill="{mark.color}"/>'
            return drawn
        case Text():
            face = mark.face
            more = f' font-family="{SERIF}"' if face.serif else ""
            more += ' font-weight="bold"' if face.bold else ""
            more += ' font-style="italic"' if face.italic else ""
            more += f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
            if mark.halo:
                more += f' stroke="{mark.halo}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
            place = f'x="{_number(mark.x)}" y="{_number(mark.y)}" font-size="{_number(mark.size)}"'
            return f'<text {place} fill="{mark.color}"{more}>{_text(mark.text)}</text>'


def arrow_head(line: Line, length: float = 9.0) -> tuple[Point, ...]:
    """Return the triangle at the end of a line."""
    (x, y), (to_x, to_y) = line.points[-2:]
    far = max(((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5, 1e-9)
    along = ((to_x - x) / far, (to_y - y) / far)
    back = (to_x - length * along[0], to_y - length * along[1])
    side = (-along[1] * length * 0.4, along[0] * length * 0.4)
    return ((to_x, to_y), (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1]))


def _titled(name: str, attributes: str, title: str) -> str:
    if not title:
        return f"<{name} {attributes}/>"
    return f"<{name} {attributes}><title>{_text(title)}</title></{name}>"


def _paint(fill: str | None, stroke: str | None, stroke_width: float) -> str:
    outline = f' stroke="{stroke}" stroke-width="{_number(stroke_width)}"' if stroke else ""
    return f' fill="{fill or "none"}"{outline}'


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escape(plain(text))

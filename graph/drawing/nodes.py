"""Nodes and lines on paper: a network's marks, with labels that do not overlap.

In: nodes with their importance, edges with their look, a theme. Out: `Body`. The labels of the `LABELLED` most
important nodes are always there and never overlap; those of others are there where there is room.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from graph.drawing.canvas import Anchor, Line, Mark, Point, Rectangle, Text
from graph.drawing.layout import Points, apart, bounds, laid_out
from graph.drawing.picture import Body, moved
from graph.drawing.text import ASCENT, DESCENT, Face, balanced, width
from graph.drawing.themes import Theme, symbol

__all__ = ["LABELLED", "DrawnEdge", "DrawnNode", "Labelled", "arranged", "labelled", "network_body", "placed"]

LABELLED: Final = 30
_WIDER: Final = 1.2  # names are wider than they are high
_EDGE_LABEL: Final = 9.5
_EDGE_FACE: Final = Face(italic=True)


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node: `importance` decides size and whose label comes first; `focus` ones are in bold."""

    iri: str
    kind: str
    label: str
    importance: float
    focus: bool = False
    color: str | None = None


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A line between two nodes, by their places. `label` is put beside it where there is room."""

    source: int
    target: int
    color: str
    stroke_width: float = 1.4
    dashed: bool = False
    arrow: bool = False
    label: str = ""
    title: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A node's label broken into lines: its size, and the box with the node's own shape above it."""

    lines: tuple[str, ...]
    size: float
    face: Face
    radius: float

    @property
    def wide(self) -> float:
        """Width of the words."""
        return max((width(line, self.size, self.face) for line in self.lines), default=0.0)

    @property
    def high(self) -> float:
        """Height of the words."""
        return len(self.lines) * self.size * 1.12

    def box(self) -> tuple[float, float, float, float]:
        """Return the room of shape and words, the words below, around the node: left, top, right, bottom."""
        half = max(self.wide / 2 + 2, self.radius * 1.25)
        return -half, -self.radius * 1.3, half, self.radius * 1.3 + (self.high + 4 if self.lines else 0)


def network_body(
    nodes: Sequence[DrawnNode], edges: Sequence[DrawnEdge], theme: Theme, *, unit: float | None = None
) -> Body:
    """Return nodes and edges laid out. `unit` is the length of an edge, in pixels; few nodes stand closer."""
    order = _ranked(nodes)
    labels = labelled(nodes)
    places = arranged(labels, edges, unit or min(118.0, 72.0 + len(nodes)))
    marks, taken = placed(nodes, labels, edges, places, order, theme)
    around = bounds(taken)
    left, top = around.x - 6, around.y - 6
    return Body(around.width + 12, around.height + 12, tuple(moved(mark, -left, -top) for mark in marks))


def _ranked(nodes: Sequence[DrawnNode]) -> list[int]:
    return sorted(range(len(nodes)), key=lambda i: (not nodes[i].focus, -nodes[i].importance, nodes[i].iri))


def labelled(nodes: Sequence[DrawnNode]) -> list[Labelled]:
    """Return the label of each node; past 60 nodes only the most important have one."""
    first = set(_ranked(nodes)[:LABELLED])
    return [_label(node, i in first or len(nodes) <= 60) for i, node in enumerate(nodes)]


def arranged(labels: Sequence[Labelled], edges: Sequence[DrawnEdge], unit: float) -> Points:
    """Return where nodes go so that neither shapes nor labels overlap."""
    places = laid_out(len(labels), ((e.source, e.target) for e in edges)) * (unit * _WIDER, unit)
    return _settled(places, [label.box() for label in labels])


def placed(
    nodes: Sequence[DrawnNode],
    labels: Sequence[Labelled],
    edges: Sequence[DrawnEdge],
    places: Points,
    order: Sequence[int],
    theme: Theme,
    grounds: Sequence[Rectangle] = (),
) -> tuple[list[Mark], list[Rectangle]]:
    """Return the marks of a laid out network, and the boxes that shapes and labels take.

    `grounds`, one for each node, are what labels must not leave.
    """
    sides = _sides(places, labels, edges, order, grounds)
    shapes = [_shape_box(x, y, label) for (x, y), label in zip(places.tolist(), labels, strict=True)]
    marks: list[Mark] = [_line(edge, places, labels) for edge in edges]
    words: list[Text] = []
    for i, (node, label) in enumerate(zip(nodes, labels, strict=True)):
        x, y = places[i].tolist()
        marks.append(_symbol(node, x, y, label.radius, theme))
        words += _words(label, x, y, theme, sides[i])
    taken = [*shapes, *(text.box for text in words)]
    marks += _edge_labels(edges, places, taken, theme)
    marks += words
    return marks, taken


def _label(node: DrawnNode, shown: bool) -> Labelled:
    radius = min(16.0, 5.0 + 2.0 * math.sqrt(max(0.0, node.importance))) + (3 if node.focus else 0)
    size = 13.0 if node.focus else 11.0 if node.importance >= 3 else 10.0
    face = Face(bold=node.focus)
    lines = balanced(node.label, 118.0 if not node.focus else 170.0, size, face, lines=3) if shown else ()
    return Labelled(lines, size, face, radius)


def _settled(places: Points, boxes: Sequence[tuple[float, float, float, float]]) -> Points:
    """Return positions where no boxes overlap, the layout stretched as little as needed."""
    for stretch in (1.0, 1.15, 1.35, 1.6, 2.0, 3.0):
        try:
            return apart(places * stretch, boxes, margin=5.0)
        except ValueError:
            continue
    # A grid always has room; it is for a picture that asks for more than a network can show.
    columns = max(1, round(math.sqrt(len(boxes))))
    wide = max(box[2] - box[0] for box in boxes) + 6
    high = max(box[3] - box[1] for box in boxes) + 6
    return np.array([((i % columns) * wide, (i // columns) * high) for i in range(len(boxes))], dtype=np.float64)


def _symbol(node: DrawnNode, x: float, y: float, radius: float, theme: Theme) -> Mark:
    mark = symbol(node.kind, x, y, radius, theme, title=node.label, href=node.iri)
    if node.color and not isinstance(mark, Line | Text):
        return replace(mark, fill=node.color)
    return mark


_BELOW, _ABOVE, _RIGHT, _LEFT = "below", "above", "right", "left"


def _shape_box(x: float, y: float, label: Labelled) -> Rectangle:
    r = label.radius * 1.2
    return Rectangle(x - r, y - r, 2 * r, 2 * r)


def _word_box(x: float, y: float, label: Labelled, side: str) -> Rectangle:
    """Return the place of a label on one side of its node."""
    gap = label.radius * 1.3 + 2
    if side in (_BELOW, _ABOVE):
        return Rectangle(
            x - label.wide / 2, y + gap if side == _BELOW else y - gap - label.high, label.wide, label.high
        )
    return Rectangle(x + gap if side == _RIGHT else x - gap - label.wide, y - label.high / 2, label.wide, label.high)


def _sides(
    places: Points,
    labels: Sequence[Labelled],
    edges: Sequence[DrawnEdge],
    order: Sequence[int],
    grounds: Sequence[Rectangle],
) -> dict[int, str]:
    """Return the side of each node's label: the one that hides least of the lines, of those where nothing else stands.

    Below is always free: `_settled` has kept that room.
    """
    ends: list[Point] = [(float(x), float(y)) for x, y in places]
    boxes = {i: _word_box(*ends[i], label, _BELOW) for i, label in enumerate(labels)}
    shapes = [_shape_box(*ends[i], label) for i, label in enumerate(labels)]
    chosen = dict.fromkeys(boxes, _BELOW)
    lines = [(ends[edge.source], ends[edge.target]) for edge in edges]
    for i in order:
        if not labels[i].lines:
            continue
        others = [box for j, box in boxes.items() if j != i and labels[j].lines] + [
            shape for j, shape in enumerate(shapes) if j != i
        ]
        best: tuple[float, int] | None = None
        for rank, side in enumerate((_BELOW, _RIGHT, _LEFT, _ABOVE)):
            box = _word_box(*ends[i], labels[i], side)
            if side != _BELOW and any(box.overlaps(other, 2.0) for other in others):
                continue
            if side != _BELOW and grounds and not grounds[i].holds(box):
                continue
            hidden = round(sum(box.crossed(*line) for line in lines), 1)
            if best is None or (hidden, rank) < best:
                best, chosen[i], boxes[i] = (hidden, rank), side, box
    return chosen


def _words(label: Labelled, x: float, y: float, theme: Theme, side: str) -> list[Text]:
    box = _word_box(x, y, label, side)
    anchors: dict[str, tuple[float, Anchor]] = {
        _RIGHT: (box.x, "start"),
        _LEFT: (box.x + box.width, "end"),
    }
    at, anchor = anchors.get(side, (x, "middle"))
    # The first baseline: a line of text takes ASCENT above it and DESCENT below, in a pitch of 1.12.
    top = box.y + label.size * (ASCENT + (1.12 - ASCENT - DESCENT) / 2)
    return [
        Text(at, top + label.size * 1.12 * number, line, label.size, theme.ink, anchor, label.face, halo=theme.paper)
        for number, line in enumerate(label.lines)
    ]


def _line(edge: DrawnEdge, places: Points, labels: Sequence[Labelled]) -> Line:
    first, second = places[edge.source], places[edge.target]
    along = second - first
    far = max(float(np.hypot(*along)), 1e-6)
    # An arrow ends where the shape begins, else it would hide beneath it.
    end = second - along / far * (labels[edge.target].radius + 3) if edge.arrow else second
    points: tuple[Point, ...] = (
        (float(first[0]), float(first[1])),
        (float(end[0]), float(end[1])),
    )
    return Line(points, edge.color, edge.stroke_width, edge.dashed, edge.arrow, edge.title, edge.href)


def _edge_labels(edges: Sequence[DrawnEdge], places: Points, taken: list[Rectangle], theme: Theme) -> list[Text]:
    """Return the labels of edges for which a place is free near their middle."""
    found: list[Text] = []
    busy = list(taken)
    for edge in edges:
        if not edge.label:
            continue
        first, second = places[edge.source], places[edge.target]
        for part in (0.5, 0.4, 0.6, 0.3, 0.7):
            x, y = (first + (second - first) * part).tolist()
            color = edge.color if edge.dashed else theme.quiet
            text = Text(x, y + 3, edge.label, _EDGE_LABEL, color, "middle", _EDGE_FACE, halo=theme.paper)
            if not any(text.box.overlaps(other, 1.0) for other in busy):
                found.append(text)
                busy.append(text.box)
                break
    return found

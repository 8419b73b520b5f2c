"""A canvas as PNG or PDF, by matplotlib, whose fonts come with it: a machine needs nothing else.

In: a `Canvas`. Out: bytes, the same for the same marks and the same version of matplotlib. Text in a PDF stays text.
"""

from __future__ import annotations

import io
import threading
import warnings
from typing import TYPE_CHECKING, Any, Final

from graph.drawing.canvas import Canvas, Circle, Line, Mark, Polygon, Rectangle, Text
from graph.drawing.svg import arrow_head
from graph.drawing.text import font_path, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["to_pdf", "to_png"]

# matplotlib's settings belong to the process: two pictures at once would change each other's.
_ONE_AT_A_TIME: Final = threading.Lock()


def to_png(canvas: Canvas, scale: float = 2.0) -> bytes:
    """Return the picture as PNG, `scale` dots for a pixel of the canvas."""
    return _drawn(canvas, "png", dpi=72 * scale, metadata={"Software": None})


def to_pdf(canvas: Canvas) -> bytes:
    """Return the picture as PDF, a pixel of the canvas as a point."""
    return _drawn(canvas, "pdf", dpi=72, metadata={"CreationDate": None, "Title": canvas.title})


def _drawn(canvas: Canvas, format: str, dpi: float, metadata: dict[str, Any]) -> bytes:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with _ONE_AT_A_TIME, mpl.rc_context({"pdf.fonttype": 42, "svg.fonttype": "none", "text.parse_math": False}):
        figure = Figure(figsize=(canvas.width / 72, canvas.height / 72), facecolor=canvas.background)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, canvas.width)
        axes.set_ylim(canvas.height, 0)
        axes.axis("off")
        for level, mark in enumerate(canvas.marks):
            _put(axes, mark, level)
        out = io.BytesIO()
        with warnings.catch_warnings():
            # Scripts that DejaVu lacks (Chinese, Japanese, Korean) are boxes here; in SVG the reader's fonts have them.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            figure.savefig(out, format=format, dpi=dpi, metadata=metadata, facecolor=canvas.background)
    return out.getvalue()


def _put(axes: Axes, mark: Mark, level: int) -> None:
    from matplotlib import patches, patheffects
    from matplotlib.font_manager import FontProperties

    match mark:
        case Rectangle():
            if not mark.fill and not mark.stroke:
                return
            paint = _paint(mark.fill, mark.stroke, mark.stroke_width)
            if mark.radius:
                inner = mark.width - 2 * mark.radius, mark.height - 2 * mark.radius
                style = patches.BoxStyle.Round(pad=mark.radius, rounding_size=mark.radius)
                box: patches.Patch = patches.FancyBboxPatch(
                    (mark.x + mark.radius, mark.y + mark.radius), *inner, boxstyle=style, zorder=level, **paint
                )
            else:
                box = patches.Rectangle((mark.x, mark.y), mark.width, mark.height, zorder=level, **paint)
            axes.add_patch(box)
        case Circle():
            paint = _paint(mark.fill, mark.stroke, mark.stroke_width)
            axes.add_patch(patches.Circle((mark.x, mark.y), mark.r, zorder=level, **paint))
        case Polygon():
            if mark.fill:
                bare = _paint(mark.fill, None, 0)
                axes.add_patch(patches.Polygon(mark.points, zorder=level, alpha=mark.opacity, **bare))
            if mark.stroke:
                outline = _paint(None, mark.stroke, mark.stroke_width)
                axes.add_patch(patches.Polygon(mark.points, zorder=level, joinstyle="round", **outline))
        case Line():
            xs, ys = zip(*mark.points, strict=True)
            (line,) = axes.plot(xs, ys, color=mark.color, linewidth=mark.stroke_width, zorder=level)
            if mark.dashed:
                line.set_dashes((5 / mark.stroke_width, 4 / mark.stroke_width))
            if mark.arrow:
                axes.add_patch(patches.Polygon(arrow_head(mark), facecolor=mark.color, edgecolor="none", zorder=level))
        case Text():
            text = axes.text(
                mark.x,
                mark.y,
                plain(mark.text),
                color=mark.color,
                fontproperties=FontProperties(fname=str(font_path(mark.face)), size=mark.size),
                ha={"start": "left", "middle": "center", "end": "right"}[mark.anchor],
                va="baseline",
                zorder=level,
            )
            if mark.halo:
                text.set_path_effects([patheffects.withStroke(linewidth=4, foreground=mark.halo)])


def _paint(fill: str | None, stroke: str | None, stroke_width: float) -> dict[str, Any]:
    return {
        "facecolor": fill or "none",
        "edgecolor": stroke or "none",
        "linewidth": stroke_width if stroke else 0,
    }

"""Where nodes go: stress majorization, so that distances on paper follow the steps between nodes.

In: the number of nodes, edges. Out: positions in units of one edge, the same for the same input. After Gansner, Koren
and North, Graph Drawing by Stress Majorization, 2004. Dense: for pictures of a few hundred nodes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from graph.drawing.canvas import Rectangle

__all__ = ["apart", "laid_out"]

Points = NDArray[np.float64]


def laid_out(count: int, edges: Iterable[tuple[int, int]], rounds: int = 250) -> Points:
    """Return a position for each node. Components lie side by side, the largest first."""
    steps = _steps(count, edges)
    places = np.zeros((count, 2))
    components = sorted(_components(steps), key=lambda nodes: (-len(nodes), nodes))
    x = y = high = 0.0
    row = max(2.0, 1.8 * math.sqrt(count))
    for nodes in components:
        inner = _majorized(steps[np.ix_(nodes, nodes)], rounds)
        wide, tall = np.ptp(inner, axis=0) if len(nodes) > 1 else (0.0, 0.0)
        if x and x + wide > row:
            x, y, high = 0.0, y + high + 1.2, 0.0
        places[nodes] = inner - inner.min(axis=0) + (x, y)
        x, high = x + float(wide) + 1.2, max(high, float(tall))
    return places


def _steps(count: int, edges: Iterable[tuple[int, int]]) -> Points:
    """Return the number of edges between all pairs of nodes, infinite where no path leads."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import shortest_path

    pairs = np.array(sorted({(min(e), max(e)) for e in edges if e[0] != e[1]}), dtype=np.int64).reshape(-1, 2)
    matrix = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count)).tocsr()
    found: Points = shortest_path(matrix, directed=False, unweighted=True)
    return found


def _components(steps: Points) -> list[list[int]]:
    found, seen = [], set[int]()
    for node in range(len(steps)):
        if node not in seen:
            nodes = np.flatnonzero(np.isfinite(steps[node])).tolist()
            seen.update(nodes)
            found.append(nodes)
    return found


def _majorized(steps: Points, rounds: int) -> Points:
    count = len(steps)
    if count == 1:
        return np.zeros((1, 2))
    weights = np.divide(1.0, steps**2, out=np.zeros_like(steps), where=steps > 0)
    places = _start(steps)
    pull = weights.sum(axis=1)
    for _ in range(rounds):
        gaps = places[:, None, :] - places[None, :, :]
        far = np.hypot(gaps[..., 0], gaps[..., 1])
        wanted = np.divide(weights * steps, far, out=np.zeros_like(far), where=far > 1e-9)
        step = (wanted[..., None] * gaps).sum(axis=1) + weights @ places
        moved = step / pull[:, None]
        change = float(np.abs(moved - places).max())
        places = moved
        if change < 1e-4:
            break
    return _lying(places)


def _start(steps: Points) -> Points:
    """Return classical scaling of the steps, with each node nudged its own way: twins would else stay on one point."""
    count = len(steps)
    squared = steps**2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1)[:, None] + squared.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    top = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 1e-9))
    for axis in range(top.shape[1]):
        if top[np.abs(top[:, axis]).argmax(), axis] < 0:
            top[:, axis] *= -1
    if top.shape[1] < 2:
        top = np.column_stack((top, np.zeros(count)))
    angle = np.arange(count) * 2.399963  # the golden angle: no two nodes are nudged alike
    nudged: Points = np.round(top[:, ::-1], 6) + 0.35 * np.column_stack((np.cos(angle), np.sin(angle)))
    return nudged


def _lying(places: Points) -> Points:
    """Turn a layout so that it is wider than tall."""
    centred = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    for axis in axes:
        if axis[np.abs(axis).argmax()] < 0:
            axis *= -1
    turned: Points = centred @ axes.T
    return turned


def apart(
    places: Points, boxes: Sequence[tuple[float, float, float, float]], margin: float, rounds: int = 600
) -> Points:
    """Return positions moved so that no two boxes come nearer than a margin.

    Each box is (left, top, right, bottom) around its node's position. Boxes are pushed apart along the shorter way, the
    later of a tie down or to the right, until none overlap; raises ValueError if they still do after all rounds.
    """
    moved: Points = places.astype(np.float64).copy()
    sides = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
    wide, high = sides[:, 2] - sides[:, 0], sides[:, 3] - sides[:, 1]
    for number in range(rounds):
        centre = moved + np.column_stack((sides[:, 0] + wide / 2, sides[:, 1] + high / 2))
        gap = centre[None, :, :] - centre[:, None, :]
        over_x = (wide[:, None] + wide[None, :]) / 2 + margin - np.abs(gap[..., 0])
        over_y = (high[:, None] + high[None, :]) / 2 + margin - np.abs(gap[..., 1])
        hit = np.triu((over_x > 1e-6) & (over_y > 1e-6), 1)
        if not hit.any():
            return moved
        first, second = np.nonzero(hit)
        along_x = over_x[first, second] < over_y[first, second]
        push = np.zeros((len(first), 2))
        toward = np.where(gap[first, second] < 0, -1.0, 1.0)
        # A little more than half the overlap each, growing with the rounds: a knot that only shuffles is pulled open.
        force = 0.5 + 0.002 * number
        push[along_x, 0] = (over_x[first, second] * toward[:, 0] * force)[along_x]
        push[~along_x, 1] = (over_y[first, second] * toward[:, 1] * force)[~along_x]
        shift = np.zeros_like(moved)
        np.add.at(shift, second, push)
        np.add.at(shift, first, -push)
        crowd = np.maximum(1, np.bincount(np.concatenate((first, second)), minlength=len(moved)))
        moved += shift / np.sqrt(crowd)[:, None]
    raise ValueError(f"{len(places)} boxes cannot be moved apart in {rounds} rounds")


def bounds(boxes: Iterable[Rectangle]) -> Rectangle:
    """Return the box around boxes."""
    some = list(boxes)
    left, top = min(b.x for b in some), min(b.y for b in some)
    right, bottom = max(b.x + b.width for b in some), max(b.y + b.height for b in some)
    return Rectangle(left, top, right - left, bottom - top)

"""The arithmetic of networks over arrays: what NetworkX does, at the size that NetworkX cannot.

In: a number of nodes, ends and weights of edges. Out: arrays, a number for each node or edge. Small networks are done
here and now; large ones in a process of their own, which is killed when its time is up.
"""

from __future__ import annotations

import io
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from graph.errors import QueryError, QueryTimeout

if TYPE_CHECKING:
    import igraph

__all__ = ["Arrays", "EngineFailed", "Task", "run"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INLINE: Final = 20_000  # edges: below it a measure takes less time than a process needs to start (0.4 s)


class EngineFailed(QueryError):
    """The process of an analysis ended without an answer, for want of memory as a rule. (HTTP 503)"""

    def __init__(self, task: str, report: str) -> None:
        self.task, self.report = task, report
        last = report.strip().splitlines()[-1:] or ["it was killed"]
        super().__init__(
            f"The analysis {task} ended without an answer ({last[0]}). Ask for a smaller part of the graph."
        )


@dataclass(frozen=True, slots=True)
class Arrays:
    """A network as arrays."""

    count: int
    source: Ints
    target: Ints
    weight: Floats
    directed: bool = False

    def igraph(self) -> igraph.Graph:
        """Return it as igraph has it."""
        import igraph

        pairs = np.column_stack((self.source, self.target))
        return igraph.Graph(n=self.count, edges=pairs, directed=self.directed)


@dataclass(frozen=True, slots=True)
class Task:
    """What to compute. `sample` is the number of nodes from which shortest paths start; None takes all."""

    name: str
    seed: int = 0
    sample: int | None = None
    resolution: float = 1.0


def run(task: Task, arrays: Arrays, seconds: float = 30.0) -> NDArray[np.float64]:
    """Return the numbers that a task asks for, of nodes or of edges in their order.

    Raises QueryTimeout, EngineFailed, ValueError for an unknown task.
    """
    if task.name not in _TASKS:
        raise ValueError(f"{task.name!r} is not computed here: {', '.join(_TASKS)}")
    if len(arrays.source) <= INLINE:
        return _TASKS[task.name](task, arrays)
    return _elsewhere(task, arrays, seconds)


def _elsewhere(task: Task, arrays: Arrays, seconds: float) -> NDArray[np.float64]:
    request = io.BytesIO()
    np.savez(
        request,
        source=arrays.source,
        target=arrays.target,
        weight=arrays.weight,
        whole=np.array([arrays.count, arrays.directed, task.seed, -1 if task.sample is None else task.sample]),
        resolution=np.array([task.resolution]),
        name=np.array([task.name]),
    )
    command = [sys.executable, "-m", "graph.analysis.engine"]
    with subprocess.Popen(  # noqa: S603  our own module, no text of anybody's on the command line
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            answer, report = process.communicate(request.getvalue(), timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise QueryTimeout(seconds) from None
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise EngineFailed(task.name, report.decode(errors="replace"))
    found: NDArray[np.float64] = np.load(io.BytesIO(answer), allow_pickle=False)
    return found


def _betweenness(task: Task, arrays: Arrays) -> Floats:
    """Return betweenness as NetworkX scales it, also where it samples (`networkx.betweenness_centrality(k=…)`)."""
    n, graph = arrays.count, arrays.igraph()
    if n < 3:
        return np.zeros(n)
    if task.sample is None or task.sample >= n:
        pairs = (n - 1) * (n - 2) / (1 if arrays.directed else 2)
        return np.asarray(graph.betweenness(), dtype=np.float64) / pairs
    starts = random.Random(task.seed).sample(range(n), task.sample)
    found = np.asarray(graph.betweenness(sources=starts)) * (1 if arrays.directed else 2)
    # A node that is itself a start is reached by one start less.
    reached = np.full(n, float(task.sample))
    reached[starts] -= 1
    scaled: Floats = np.divide(found, reached * (n - 2), out=np.zeros(n), where=reached > 0)
    return scaled


def _pagerank(task: Task, arrays: Arrays) -> Floats:
    """Return PageRank by power iteration: damping 0.85, a walker at a dead end goes anywhere."""
    from scipy.sparse import coo_array

    n = arrays.count
    if not n:
        return np.zeros(0)
    ends = (arrays.source, arrays.target, arrays.weight)
    if not arrays.directed:
        both = np.concatenate((arrays.source, arrays.target)), np.concatenate((arrays.target, arrays.source))
        ends = (*both, np.tile(arrays.weight, 2))
    out = np.bincount(ends[0], ends[2], minlength=n)
    share = ends[2] / out[ends[0]]
    follow = coo_array((share, (ends[1], ends[0])), shape=(n, n)).tocsr()
    dead = out == 0
    found = np.full(n, 1 / n)
    for _ in range(1000):
        after = 0.85 * (follow @ found + found[dead].sum() / n) + 0.15 / n
        if np.abs(after - found).sum() < 1e-12:
            break
        found = after
    return np.asarray(after, dtype=np.float64)


def _harmonic(task: Task, arrays: Arrays) -> Floats:
    # Distances to a node, as NetworkX counts them in a directed network.
    found = np.asarray(arrays.igraph().harmonic_centrality(mode="in", normalized=False))
    return np.asarray(np.nan_to_num(found), dtype=np.float64)


def _degree(task: Task, arrays: Arrays) -> Floats:
    both = np.concatenate((arrays.source, arrays.target))
    return np.asarray(np.bincount(both, minlength=arrays.count) / max(1, arrays.count - 1), dtype=np.float64)


def _strength(task: Task, arrays: Arrays) -> Floats:
    both = np.concatenate((arrays.source, arrays.target))
    return np.asarray(np.bincount(both, np.tile(arrays.weight, 2), minlength=arrays.count), dtype=np.float64)


def _communities(task: Task, arrays: Arrays) -> Floats:
    """Return the community of each node, by the Leiden algorithm on modularity."""
    import igraph

    graph = replace(arrays, directed=False).igraph()
    igraph.set_random_number_generator(random.Random(task.seed))
    found = graph.community_leiden(
        objective_function="modularity",
        weights=arrays.weight.tolist() if len(arrays.weight) else None,
        resolution=task.resolution,
        n_iterations=3,
    )
    return np.asarray(found.membership, dtype=np.float64)


def _core(task: Task, arrays: Arrays) -> Floats:
    return np.asarray(arrays.igraph().coreness(mode="all"), dtype=np.float64)


def _bridges(task: Task, arrays: Arrays) -> Floats:
    """Return 1 for each edge without which its network falls apart."""
    found = np.zeros(len(arrays.source))
    found[arrays.igraph().bridges()] = 1
    return found


def _cuts(task: Task, arrays: Arrays) -> Floats:
    """Return 1 for each node without which its network falls apart."""
    found = np.zeros(arrays.count)
    found[arrays.igraph().articulation_points()] = 1
    return found


def _layout(task: Task, arrays: Arrays) -> Floats:
    """Return a place for each node, two columns in [-1, 1]: Fruchterman and Reingold's forces, on a grid."""
    import igraph

    if not arrays.count:
        return np.zeros((0, 2))
    chance = random.Random(task.seed)
    igraph.set_random_number_generator(chance)
    # The forces reach as far as a cell of the grid, 2 wide: nodes that begin in one cell would all push each other.
    side = 2 * arrays.count**0.5
    start = [(side * chance.random(), side * chance.random()) for _ in range(arrays.count)]
    graph = replace(arrays, directed=False).igraph()
    rounds = max(30, min(300, 600_000 // arrays.count))
    found = np.asarray(
        graph.layout_fruchterman_reingold(niter=rounds, seed=start, grid="grid").coords, dtype=np.float64
    )
    found -= (found.max(axis=0) + found.min(axis=0)) / 2
    return np.asarray(found / max(1e-9, np.abs(found).max()), dtype=np.float64)


_TASKS: Final[Mapping[str, Callable[[Task, Arrays], Floats]]] = {
    "betweenness": _betweenness,
    "pagerank": _pagerank,
    "harmonic": _harmonic,
    "degree": _degree,
    "strength": _strength,
    "communities": _communities,
    "core": _core,
    "bridges": _bridges,
    "cuts": _cuts,
    "layout": _layout,
}


def _serve() -> None:
    """Answer one request: arrays on standard input, an array on standard output."""
    request = np.load(io.BytesIO(sys.stdin.buffer.read()), allow_pickle=False)
    count, directed, seed, sample = request["whole"].tolist()
    arrays = Arrays(count, request["source"], request["target"], request["weight"], bool(directed))
    task = Task(str(request["name"][0]), seed, None if sample < 0 else sample, float(request["resolution"][0]))
    answer = io.BytesIO()
    np.save(answer, _TASKS[task.name](task, arrays))
    sys.stdout.buffer.write(answer.getvalue())


if __name__ == "__main__":
    _serve()

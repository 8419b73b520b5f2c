"""Networks and their analyses: built from arrays against row by row, and the large ones against their limit.

In: nothing. Out: lines. `python -m tests.benchmarks analysis`.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, TypeVar

import networkx as nx
import numpy as np

from graph.analysis import engine
from graph.analysis.engine import Arrays, Task
from graph.iri import DEFAULT_BASE
from graph.layers import view
from graph.network import network
from graph.projecting import columns
from graph.reader import Reader
from tests.benchmarks.corpus import world

__all__ = ["run"]

ARTICLES = 10_000
NODES, EDGES = 100_000, 400_000

Answer = TypeVar("Answer")


def timed(work: Callable[[], Answer]) -> tuple[Answer, float, float]:
    """Return an answer with the seconds it took: on the clock, and of this process's work."""
    clock, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return answer, time.perf_counter() - clock, time.process_time() - cpu


def row_by_row(reader: Reader) -> nx.Graph[str]:
    """Grow the co-cast network edge by edge, as one would without arrays."""
    cast: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for who, work, claim in columns(reader, "network_cast", ("who", "in", "claim")):
        cast[work][who].add(claim)
    graph: nx.Graph[str] = nx.Graph()
    for work, members in cast.items():
        for first, second in combinations(sorted(members), 2):
            if graph.has_edge(first, second):
                data: dict[str, Any] = graph.edges[first, second]
                data["weight"] += 1
                data["links"].add(work)
                data["claims"] |= members[first] | members[second]
            else:
                graph.add_edge(first, second, weight=1, links={work}, claims=members[first] | members[second])
    return graph


def run_projections() -> Iterator[str]:
    """Compare the two ways over the same store."""
    reader = Reader(world(ARTICLES), DEFAULT_BASE, view())
    made, clock, cpu = timed(lambda: network(reader, "co-cast"))
    grown, slow_clock, slow_cpu = timed(lambda: row_by_row(reader))
    same = len(made.source) == grown.number_of_edges() and made.weight.sum() == grown.size(weight="weight")
    yield f"co-cast of {ARTICLES} articles: {len(made)} nodes, {len(made.source)} edges, equal: {same}"
    yield f"  from arrays {clock:.2f} s ({cpu:.2f} CPU), row by row {slow_clock:.2f} s ({slow_cpu:.2f} CPU): "
    yield f"  {slow_clock / clock:.1f} times as fast on the clock, {slow_cpu / cpu:.1f} times by CPU"
    del grown
    _, clock, cpu = timed(lambda: made.graph)
    yield f"  as a NetworkX graph with all claims: {clock:.2f} s more ({cpu:.2f} CPU)"


def run_large() -> Iterator[str]:
    """Run each analysis of a large network in its process."""
    chance = np.random.default_rng(0)
    ends = np.sort((NODES * chance.random((2 * EDGES, 2)) ** 1.5).astype(np.int64), axis=1)
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    ends = ends[chance.permutation(len(ends))[:EDGES]]
    large = Arrays(NODES, ends[:, 0], ends[:, 1], np.ones(len(ends)))
    yield f"{NODES} nodes, {len(ends)} edges, each in a process of its own that can be killed (limit 5 s):"
    for task in (
        Task("communities"),
        Task("betweenness", sample=100),
        Task("pagerank"),
        Task("core"),
        Task("bridges"),
        Task("cuts"),
        Task("degree"),
    ):
        _, clock, _ = timed(lambda task=task: engine.run(task, large, 60))  # type: ignore[misc]
        sample = f" from {task.sample} nodes" if task.sample else ""
        yield f"  {task.name}{sample}: {clock:.2f} s{'' if clock < 5 else '  OVER 5 s'}"


def run() -> Iterator[str]:
    """Run both."""
    yield from run_projections()
    yield from run_large()

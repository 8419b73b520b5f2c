"""Networks and their analyses: built from arrays against row by row, and the large ones against their limit.

In: nothing. Out: lines. `python -m tests.benchmarks analysis`.
"""

from __future__ import annotations

import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any, TypeVar

import networkx as nx
import numpy as np
from pyoxigraph import QuerySolutions

from graph.analysis import engine
from graph.analysis.engine import Arrays, Task
from graph.iri import DEFAULT_BASE
from graph.layers import view
from graph.network import assembled, network
from graph.projecting import columns
from graph.projections import EVERYTHING, PROJECTIONS
from graph.reader import Node, Reader
from graph.ties import paired
from tests.benchmarks.corpus import world

__all__ = ["run"]

ARTICLES = 10_000
NODES, EDGES = 100_000, 400_000
COCAST = PROJECTIONS["co-cast"]

Answer = TypeVar("Answer")


def timed(work: Callable[[], Answer]) -> tuple[Answer, float, float]:
    """Return an answer with the seconds it took: on the clock, and of this process's work."""
    clock, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return answer, time.perf_counter() - clock, time.process_time() - cpu


def read(reader: Reader) -> list[tuple[str, str, str]]:
    """Return who acts in what, by which claim."""
    return [(who, work, claim) for who, work, claim in columns(reader, "network_cast", ("who", "in", "claim"))]


def plain(rows: Iterable[tuple[str, ...]]) -> dict[str, Node]:
    """Return the people of rows as nodes, without asking for their names."""
    return {row[0]: Node(row[0], "Person", row[0]) for row in rows}


PAIRS = """
PREFIX schema: <https://schema.org/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?a ?b ?work ?first ?second WHERE {
  ?first rdf:predicate schema:actor ; rdf:subject ?work ; rdf:object ?a .
  ?second rdf:subject ?work ; rdf:predicate schema:actor ; rdf:object ?b .
  FILTER(STR(?a) < STR(?b))
}"""


def row_by_queried_row(reader: Reader) -> nx.Graph[str]:
    """Ask for the pairs in SPARQL and add each row to the graph."""
    graph: nx.Graph[str] = nx.Graph()
    answer = reader.store.query(PAIRS, reader.dataset)
    assert isinstance(answer, QuerySolutions)
    for row in answer:
        first, second, work, one, other = (term.value for term in row)
        add(graph, first, second, work, {one, other})
    return graph


def add(graph: nx.Graph[str], first: str, second: str, work: str, claims: set[str]) -> None:
    """Add a tie to an edge."""
    if graph.has_edge(first, second):
        data: dict[str, Any] = graph.edges[first, second]
        data["links"].add(work)
        data["weight"] = len(data["links"])
        data["claims"] |= claims
    else:
        graph.add_edge(first, second, weight=1, links={work}, claims=set(claims))


def row_by_row(rows: Iterable[tuple[str, ...]]) -> nx.Graph[str]:
    """Grow the co-cast network edge by edge, as one would without arrays."""
    cast: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for who, work, claim in rows:
        cast[work][who].add(claim)
    graph: nx.Graph[str] = nx.Graph()
    for work, members in cast.items():
        for first, second in combinations(sorted(members), 2):
            add(graph, first, second, work, members[first] | members[second])
    return graph


def run_projections() -> Iterator[str]:
    """Compare the ways over the same store: the first two from the same rows, the third from a query for the pairs."""
    reader = Reader(world(ARTICLES), DEFAULT_BASE, view())
    rows, clock, cpu = timed(lambda: read(reader))
    yield f"co-cast of {ARTICLES} articles; {len(rows)} rows read in {clock:.2f} s ({cpu:.2f} CPU)"
    made, fast, fast_cpu = timed(lambda: assembled(COCAST, EVERYTHING, paired(rows), plain(rows)))
    yield f"  from arrays: {len(made)} nodes, {len(made.source)} edges in {fast:.2f} s ({fast_cpu:.2f} CPU)"
    grown, slow, slow_cpu = timed(lambda: row_by_row(rows))
    same = len(made.source) == grown.number_of_edges() and made.weight.sum() == grown.size(weight="weight")
    ratio = slow_cpu / fast_cpu
    yield f"  grown pair by pair: {slow:.2f} s ({slow_cpu:.2f} CPU); equal: {same}; arrays {ratio:.1f} times as fast"
    del grown
    grown, slow, slow_cpu = timed(lambda: row_by_queried_row(reader))
    yield (
        f"  a row of a query for each pair: {slow:.2f} s ({slow_cpu:.2f} CPU), reading included; "
        f"arrays with their reading {slow_cpu / (fast_cpu + cpu):.1f} times as fast"
    )
    del grown
    _, clock, cpu = timed(lambda: network(reader, "co-cast"))
    yield f"  the whole way, with names and kinds: {clock:.2f} s ({cpu:.2f} CPU)"
    _, clock, cpu = timed(lambda: made.graph)
    yield f"  as a NetworkX graph with all claims: {clock:.2f} s more ({cpu:.2f} CPU)"


def run_layout() -> Iterator[str]:
    """Lay out the largest network that the API gives out."""
    chance = np.random.default_rng(0)
    ends = np.sort(chance.integers(0, 10_000, size=(30_000, 2)), axis=1)
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    arrays = Arrays(10_000, ends[:, 0], ends[:, 1], np.ones(len(ends)))
    before = _children()
    _, clock, _ = timed(lambda: engine.run(Task("layout"), arrays, 60))
    cpu = _children() - before
    yield f"layout of 10000 nodes, {len(ends)} edges: {clock:.2f} s ({cpu:.2f} CPU, its start included)"


def _children() -> float:
    """Return the CPU seconds of the processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_large() -> Iterator[str]:
    """Run each analysis of a large network in its process."""
    chance = np.random.default_rng(0)
    ends = np.sort((NODES * chance.random((2 * EDGES, 2)) ** 1.5).astype(np.int64), axis=1)
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    ends = ends[chance.permutation(len(ends))[:EDGES]]
    large = Arrays(NODES, ends[:, 0], ends[:, 1], np.ones(len(ends)))
    yield f"{NODES} nodes, {len(ends)} edges, each in a process of its own that can be killed (aim 5 s):"
    for task in (
        Task("communities"),
        Task("betweenness", sample=100),
        Task("pagerank"),
        Task("core"),
        Task("bridges"),
        Task("cuts"),
        Task("degree"),
    ):
        before = _children()
        _, clock, _ = timed(lambda task=task: engine.run(task, large, 60))  # type: ignore[misc]
        sample = f" from {task.sample} nodes" if task.sample else ""
        over = "" if clock < 5 else ", OVER 5 s"
        yield f"  {task.name}{sample}: {clock:.2f} s{over} ({_children() - before:.2f} CPU, its start included)"


def run() -> Iterator[str]:
    """Run all."""
    yield from run_projections()
    yield from run_large()
    yield from run_layout()

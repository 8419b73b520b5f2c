"""Pictures: how long each kind takes over the invented ensemble, and a network of two hundred nodes.

In: nothing. Out: lines. `python -m tests.benchmarks drawing`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import networkx as nx

from graph.drawing import KINDS, Kind, draw
from graph.drawing.nodes import DrawnEdge, DrawnNode, network_body
from graph.drawing.themes import LIGHT
from graph.layers import view
from tests.graph.ensemble import BASE, BERYL, CARRICK, JOSS, LEENA, TIDE, ensemble

__all__ = ["run"]

ASKED: dict[Kind, list[str]] = {
    "network": [TIDE],
    "cast": [TIDE],
    "timeline": [TIDE, JOSS, BERYL],
    "path": [CARRICK, LEENA],
    "series": [TIDE, BERYL],
    "communities": [],
}


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the least CPU seconds of several runs."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def run() -> Iterator[str]:
    """Draw each kind, then a large network; CPU seconds, the best of three."""
    store = ensemble()
    for kind in KINDS:
        entities = ASKED[kind]
        svg = best(lambda kind=kind, entities=entities: draw(kind, store, BASE, view(), entities).svg)  # type: ignore[misc]
        picture = draw(kind, store, BASE, view(), entities)
        png, pdf = (best(lambda s=s, p=picture: p.rendered(s)) for s in (".png", ".pdf"))  # type: ignore[misc]
        yield f"{kind}: SVG {svg * 1000:.0f} ms, then PNG {png * 1000:.0f} ms, PDF {pdf * 1000:.0f} ms"
    graph = nx.gnm_random_graph(200, 320, seed=2)
    nodes = [DrawnNode(f"n{i}", "Person", f"Name and surname {i}", float(graph.degree[i])) for i in graph.nodes]
    edges = [DrawnEdge(a, b, "#888888", label="friend") for a, b in graph.edges]
    yield f"200 nodes, 320 edges laid out: {best(lambda: network_body(nodes, edges, LIGHT)) * 1000:.0f} ms"

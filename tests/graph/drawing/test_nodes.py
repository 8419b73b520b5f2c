"""Large networks on paper: the thirty most important labels are there and never overlap."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest

from graph.drawing.canvas import Text
from graph.drawing.nodes import LABELLED, DrawnEdge, DrawnNode, network_body
from graph.drawing.themes import LIGHT

NAMES = ("Ottilie Marsh-Adeyemi", "Jo Li", "Rufus Bell-Olatunde", "Wren", "The Tidewaiters season 2 episode 3")


@pytest.mark.parametrize(
    "graph",
    [
        nx.barabasi_albert_graph(120, 2, seed=1),
        nx.complete_graph(34),
        nx.star_graph(60),
        nx.path_graph(45),
        nx.empty_graph(40),
        nx.gnm_random_graph(200, 320, seed=2),
    ],
    ids=["scale-free", "complete", "star", "path", "no edges", "sparse"],
)
def test_the_most_important_labels_never_overlap(graph: nx.Graph[int]) -> None:
    nodes = [
        DrawnNode(f"n{i:03}", "Person", f"{NAMES[i % len(NAMES)]} {i}", float(graph.degree[i])) for i in graph.nodes
    ]
    body = network_body(nodes, [DrawnEdge(a, b, "#888888", label="friend") for a, b in graph.edges], LIGHT)
    texts = [mark for mark in body.marks if isinstance(mark, Text)]
    words = " ".join(mark.text for mark in texts)
    important = sorted(nodes, key=lambda node: (-node.importance, node.iri))[:LABELLED]
    assert all(node.label.rsplit(" ", 1)[1] in words for node in important)
    boxes = [mark.box for mark in texts]
    assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1], -0.5)] == []


def test_two_layouts_of_one_network_are_equal() -> None:
    graph = nx.gnm_random_graph(50, 80, seed=3)
    nodes = [DrawnNode(f"n{i:03}", "Person", f"Name {i}", 1.0) for i in graph.nodes]
    edges = [DrawnEdge(a, b, "#888888") for a, b in graph.edges]
    assert network_body(nodes, edges, LIGHT) == network_body(nodes, edges, LIGHT)

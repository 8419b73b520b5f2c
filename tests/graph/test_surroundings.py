"""What is drawn around entities, and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.layers import AsOf, View, view
from graph.reader import Reader
from graph.store.embedded import EmbeddedStore
from graph.surroundings import Surroundings, places
from tests.graph.records import IVO, MARA, MINTER, NIGHTJAR, TOBY, WREN, casting, review
from tests.graph.test_writer import writer


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore(tmp_path / "store")
    for record in (review(), casting()):
        writer(opened).write(record)
    yield opened
    opened.close()


def surroundings(store: EmbeddedStore, seen: View | None = None) -> Surroundings:
    return Surroundings(Reader(store, MINTER.base, seen or view()))


def test_the_facts_between_neighbours_are_drawn_too(store: EmbeddedStore) -> None:
    part = surroundings(store).around([WREN, NIGHTJAR], each=10)
    assert set(part.nodes) == {WREN, NIGHTJAR, MARA, TOBY}
    assert {(fact.subject, fact.property, fact.object) for fact in part.facts} == {
        (MARA, "portrays", WREN),
        (NIGHTJAR, "actor", MARA),
        (TOBY, "friend", WREN),  # a symmetric fact stands once, its ends in order
    }
    assert len(next(fact for fact in part.facts if fact.property == "portrays").claims) == 2
    assert not part.truncated


def test_a_limit_cuts_and_says_so(store: EmbeddedStore) -> None:
    part = surroundings(store).around([WREN], each=1)
    assert len(part.nodes) == 2
    assert part.truncated
    assert part.neighbours[WREN] == 2


def test_each_property_has_its_turn(store: EmbeddedStore) -> None:
    assert set(surroundings(store).around([WREN], each=2).nodes) == {WREN, MARA, TOBY}


def test_what_was_not_watched_is_not_drawn(store: EmbeddedStore) -> None:
    seen = surroundings(store, view(as_of=[AsOf.parse("nightjar:s1")]))
    assert set(seen.around([WREN], each=10).nodes) == {WREN, MARA}
    assert TOBY in surroundings(store, view(as_of=[AsOf.parse("nightjar:s2e1")])).around([WREN], each=10).nodes


def test_without_an_entity_the_most_connected_are_drawn_with_company(store: EmbeddedStore) -> None:
    part = surroundings(store).largest(3)
    assert set(part.nodes) == {TOBY, IVO, WREN}  # three have two neighbours each: the first by IRI, and its own
    assert len(part.facts) == 2
    assert part.truncated
    assert IVO in surroundings(store).largest(50).nodes


def test_the_same_graph_has_the_same_places() -> None:
    nodes = [f"n{i}" for i in range(30)]
    edges = [(f"n{i}", f"n{i // 2}") for i in range(1, 20)]
    assert places(nodes, edges) == places(nodes, list(reversed(edges)))


def test_no_two_nodes_share_a_place() -> None:
    nodes = [f"n{i}" for i in range(40)]
    found = places(nodes, [(f"n{i}", f"n{i // 3}") for i in range(1, 25)])
    assert len(set(found)) == 40

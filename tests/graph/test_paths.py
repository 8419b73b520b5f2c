from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claims import Article, Claim, Entity, Fact, Record
from graph.iri import Minter
from graph.layers import AsOf, Side, view
from graph.model import EntityType, Evidence, Span
from graph.paths import Links
from graph.policy import PeopleGate
from graph.reader import Reader
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph.ensemble import BASE, BUS, FILM, HAL, KWABENA, LEENA, NELL, OTTILIE, TIDE, ensemble

MINTER = Minter()


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return ensemble()


@pytest.fixture(scope="module")
def links(store: EmbeddedStore) -> Links:
    return Links(Reader(store, BASE, view()))


def test_the_shortest_chain_comes_first_with_its_claims(links: Links) -> None:
    found = links.chains(OTTILIE, LEENA, limit=1)
    assert found.distance == 4
    (chain,) = found.found
    assert (chain.nodes[0], chain.nodes[-1]) == (OTTILIE, LEENA)
    assert chain.nodes[1] == TIDE
    assert chain.nodes[3] in (BUS, FILM)
    assert [step[0].property for step in chain.steps] == ["actor"] * 4
    assert all(hop.claims for step in chain.steps for hop in step)


def test_properties_and_avoided_nodes_are_left_out(links: Links) -> None:
    assert links.chains(OTTILIE, LEENA, properties=["portrays"]).distance is None
    for chain in links.chains(OTTILIE, LEENA, limit=10, avoid=[FILM]).found:
        assert FILM not in chain.nodes
    assert links.chains(OTTILIE, LEENA, avoid=[FILM, BUS], longest=4).distance is None


def test_a_view_holds_only_its_own_chains(store: EmbeddedStore) -> None:
    watched = Links(Reader(store, BASE, view(Side.ALL, [AsOf.parse("the-tidewaiters:s1e8")])))
    (chain,) = watched.chains(NELL, HAL, limit=1).found
    assert [hop.property for hop in chain.steps[0]] == ["relative"]
    public = Links(Reader(store, BASE, view(Side.PUBLIC)))
    assert HAL not in public


def test_evidence_weighs_more_than_length(links: Links) -> None:
    found = links.chains(OTTILIE, KWABENA, limit=20, by_evidence=True).found
    assert [chain.strength for chain in found] == sorted((chain.strength for chain in found), reverse=True)


ROLES = [MINTER.entity(EntityType.CHARACTER, f"Role {letter}", within=TIDE) for letter in "ABCDEFG"]


def _written(pairs: list[tuple[int, int]]) -> Iterator[tuple[EmbeddedStore, nx.Graph]]:
    text = " ".join(f"Role {letter}" for letter in "ABCDEFG")
    evidence = {iri: Evidence.at(text, _span(text, iri)) for iri in ROLES}
    entities = tuple(Entity(iri, EntityType.CHARACTER, ((evidence[iri].quote, evidence[iri]),)) for iri in ROLES)
    claims = tuple(Claim(Fact(ROLES[a], "friend", ROLES[b]), evidence[ROLES[a]]) for a, b in pairs)
    store = EmbeddedStore()
    Writer(store, MINTER, PeopleGate(), Shapes(MINTER)).write(
        Record(Article(MINTER.named("article", "all"), text), entities, claims)
    )
    network = nx.Graph((ROLES[a], ROLES[b]) for a, b in pairs)
    yield store, network


def _span(text: str, iri: str) -> Span:
    start = text.index("Role " + iri[-1].upper())
    return Span(start, start + len("Role A"))


@settings(max_examples=40, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda p: p[0] < p[1]), min_size=1, max_size=14))
def test_chains_are_those_that_networkx_finds(pairs: set[tuple[int, int]]) -> None:
    for store, network in _written(sorted(pairs)):
        links = Links(Reader(store, MINTER.base, view()))
        for a, b in permutations(sorted(network), 2):
            found = links.chains(a, b, limit=1000, longest=5)
            if not nx.has_path(network, a, b) or nx.shortest_path_length(network, a, b) > 5:
                assert found.distance is None
                continue
            distance = nx.shortest_path_length(network, a, b)
            longest = min(5, distance + 2)
            expected = {tuple(path) for path in nx.all_simple_paths(network, a, b, cutoff=longest)}
            assert found.distance == distance
            assert {chain.nodes for chain in found.found} == expected

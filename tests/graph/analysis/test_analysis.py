"""Analyses: equal to NetworkX on the same graph, and what they say about the ensemble."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graph.analysis import (
    MEASURES,
    bias,
    by_season,
    by_year,
    centrality,
    chain,
    communities,
    placement,
    reach,
    similar,
    structure,
)
from graph.analysis.centrality import MeasureName
from graph.analysis.engine import Arrays, Task, run
from graph.errors import NotFound, QueryTimeout
from graph.layers import AsOf, view
from graph.network import Network, assembled, network
from graph.projections import EVERYTHING, PROJECTIONS, ProjectionName
from graph.reader import Node, Reader
from graph.store.embedded import EmbeddedStore
from graph.ties import Ties
from tests.graph.ensemble import BASE, BERYL, BUS, CARRICK, FILM, KWABENA, LEENA, OTTILIE, PIP, RUFUS, TIDE, ensemble


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return ensemble()


@pytest.fixture(scope="module")
def everything(store: EmbeddedStore) -> Reader:
    return Reader(store, BASE, view())


def random_network(nodes: int, edges: int, seed: int, directed: bool = False) -> Network:
    """A network with weights, an isolated part and no meaning."""
    graph = nx.gnm_random_graph(nodes, edges, seed=seed, directed=directed)
    rows = [
        (f"p{a:05}", f"p{b:05}", f"w{(a * 7 + b) % 5}-{copy}", f"c{a}-{b}-{copy}")
        for a, b in graph.edges
        for copy in range(1 + (a + b) % 3)
    ]
    rows += [("q1", "q2", "w", "c"), ("q2", "q3", "w", "c2")]
    kind = PROJECTIONS["statements" if directed else "co-cast"]
    found = {end for row in rows for end in row[:2]}
    return assembled(kind, EVERYTHING, Ties.of(rows), {iri: Node(iri, "Person", iri) for iri in found})


def expected(network: Network, measure: str) -> dict[str, float]:
    graph = network.graph
    match measure:
        case "degree":
            return dict(nx.degree_centrality(graph))
        case "strength":
            return {node: float(value) for node, value in graph.degree(weight="weight")}
        case "betweenness":
            return dict(nx.betweenness_centrality(graph))
        case "harmonic":
            return dict(nx.harmonic_centrality(graph))
        case _:
            return dict(nx.pagerank(graph, weight="weight", tol=1e-12, max_iter=1000))


@pytest.mark.parametrize("directed", [False, True], ids=["undirected", "directed"])
@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_centralities_equal_those_of_networkx(measure: MeasureName, directed: bool) -> None:
    made = random_network(60, 150, seed=4, directed=directed)
    ranking = centrality(made, measure)
    wanted = expected(made, measure)
    assert {node.iri: value for node, value in ranking.ranks} == pytest.approx(wanted, abs=1e-9)


def test_sampled_betweenness_equals_networkx_with_the_same_seed() -> None:
    made = random_network(80, 200, seed=5)
    arrays = Arrays(len(made), made.source, made.target, made.weight)
    found = run(Task("betweenness", seed=11, sample=20), arrays)
    wanted = nx.betweenness_centrality(made.graph, k=20, seed=11)
    assert found.tolist() == pytest.approx([wanted[node.iri] for node in made.nodes], abs=1e-9)


@pytest.mark.parametrize("projection", ["bipartite", "facts", "co-cast"])
def test_the_assortativity_of_kinds_equals_that_of_networkx(everything: Reader, projection: ProjectionName) -> None:
    made = network(everything, projection)
    found = structure(made).kind_assortativity
    graph = nx.Graph(made.graph.to_undirected())
    nx.set_node_attributes(graph, {node.iri: node.type for node in made.nodes}, "kind")
    if len(set(nx.get_node_attributes(graph, "kind").values())) == 1:
        assert found is None
    else:
        assert found == pytest.approx(nx.attribute_assortativity_coefficient(graph, "kind"))


def test_the_frame_equals_that_of_networkx() -> None:
    made = random_network(70, 85, seed=6)
    found = structure(made)
    graph = made.graph
    assert {(b.source.iri, b.target.iri) for b in found.bridges} == {tuple(sorted(b)) for b in nx.bridges(graph)}
    assert {n.iri for n in found.cut_vertices} == set(nx.articulation_points(graph))
    assert {n.iri: k for n, k in found.cores} == nx.core_number(graph)
    assert found.degree_assortativity == pytest.approx(nx.degree_assortativity_coefficient(graph))
    assert found.density == pytest.approx(nx.density(graph))
    assert list(found.components) == sorted(map(len, nx.connected_components(graph)), reverse=True)


def test_modularity_equals_networkx_and_is_no_worse_than_louvain(everything: Reader) -> None:
    made = random_network(120, 300, seed=7)
    found = communities(everything, made, seed=3)
    sets = [{node.iri for node in community.members} for community in found.communities]
    assert sorted(iri for some in sets for iri in some) == [node.iri for node in made.nodes]
    assert found.modularity == pytest.approx(nx.community.modularity(made.graph, sets))
    louvain = nx.community.louvain_communities(made.graph, seed=3)
    assert found.modularity > nx.community.modularity(made.graph, louvain) - 0.02


def test_the_same_seed_gives_the_same_communities(everything: Reader) -> None:
    made = random_network(120, 300, seed=7)
    assert communities(everything, made, seed=1) == communities(everything, made, seed=1)


def test_communities_are_named_by_the_work_that_ties_them(everything: Reader) -> None:
    found = communities(everything, network(everything, "co-cast"))
    assert found.communities[0].name == "The Tidewaiters"
    assert {c.name for c in found.communities} <= {"The Tidewaiters", "A Map of Small Rains", "Night Bus to Mirfield"}


@pytest.mark.parametrize("projection", PROJECTIONS)
def test_communities_of_every_projection_have_names(everything: Reader, projection: ProjectionName) -> None:
    found = communities(everything, network(everything, projection))
    assert found.communities
    assert all(community.name for community in found.communities)


def test_a_chain_tells_each_step_with_its_works_and_claims(everything: Reader) -> None:
    made = network(everything, "co-cast")
    found = chain(made, CARRICK, LEENA)
    assert found.number == 2
    assert found.hops
    assert found.hops[0].links == (TIDE,)
    assert found.hops[1].links in ((BUS,), (FILM,))
    assert found.hops[0].target.iri in (BERYL, KWABENA)
    assert all(hop.claims for hop in found.hops)
    assert found.number == nx.shortest_path_length(made.graph, CARRICK, LEENA)


def test_who_is_not_in_the_network_has_no_chain(everything: Reader) -> None:
    with pytest.raises(NotFound, match="co-cast"):
        chain(network(everything, "co-cast"), RUFUS, LEENA)


def test_reach_counts_everybody_once(everything: Reader) -> None:
    made = network(everything, "co-cast")
    found = reach(made, OTTILIE)
    lengths = nx.single_source_shortest_path_length(made.graph, OTTILIE)
    assert found.counts == tuple(sum(1 for n in lengths.values() if n == k) for k in range(max(lengths.values()) + 1))
    assert found.unreached == len(made) - len(lengths)


def test_people_are_alike_who_share_works(everything: Reader) -> None:
    found = similar(network(everything, "bipartite"), KWABENA)
    assert found[0].node.iri == LEENA or found[0].value >= found[-1].value
    assert {node.iri for one in found for node in one.shared} <= {TIDE, FILM}
    assert all(one.claims for one in found)
    by_hand = 1 / (2**0.5 * 2**0.5)  # each acts in two works, one of them in common
    assert next(one.value for one in found if one.node.iri == LEENA) == pytest.approx(by_hand)
    assert PIP in {one.node.iri for one in found}


def test_years_count_articles_and_leave_no_gap(everything: Reader) -> None:
    (found,) = by_year(everything, [TIDE])
    assert [(p.period, p.value) for p in found.points] == [("2021", 1), ("2022", 1), ("2023", 2)]
    (person,) = by_year(everything, [BERYL])
    assert [(p.period, p.value) for p in person.points] == [("2021", 1), ("2022", 0), ("2023", 0), ("2024", 1)]


def test_seasons_count_who_meets(everything: Reader) -> None:
    found = {one.name: [(p.period, p.value) for p in one.points] for one in by_season(everything, TIDE)}
    assert found["actors placed in the season"] == [("s1", 4), ("s2", 5)]
    assert found["ties between characters"] == [("s1", 4), ("s2", 4)]


def test_a_season_that_was_not_watched_is_not_in_the_series(store: EmbeddedStore) -> None:
    early = Reader(store, BASE, view(as_of=[AsOf.parse("the-tidewaiters:s1")]))
    found = {one.name: [p.value for p in one.points] for one in by_season(early, TIDE)}
    assert found["ties between characters"][1:] in ([], [0])


def test_bias_says_what_rests_on_one_publisher(everything: Reader) -> None:
    found = bias(everything, network(everything, "characters").claims)
    assert [(v.publisher, v.articles) for v in found.voices] == [("The Evening Ledger", 2), ("Harbour Courier", 1)]
    assert found.share == pytest.approx((found.facts - 1) / found.facts)
    assert found.alone == 1.0
    assert 1.0 < found.effective < 2.0


def test_a_layout_is_the_same_each_time_and_keeps_neighbours_near() -> None:
    made = random_network(300, 500, seed=8)
    places = placement(made, seed=2)
    assert places.tolist() == placement(made, seed=2).tolist()
    assert places.shape == (len(made), 2)
    assert np.abs(places).max() == pytest.approx(1.0)
    length = np.linalg.norm(places[made.source] - places[made.target], axis=1).mean()
    apart = np.linalg.norm(places[:, None] - places[None, :], axis=2).mean()
    assert length < apart / 2


def test_a_large_network_is_reckoned_elsewhere_and_equals_what_is_reckoned_here() -> None:
    generator = np.random.default_rng(1)
    ends = np.unique(np.sort(generator.integers(0, 9_000, size=(25_000, 2)), axis=1), axis=0)
    ends = ends[ends[:, 0] != ends[:, 1]]
    large = Arrays(9_000, ends[:, 0], ends[:, 1], np.ones(len(ends)))
    assert len(ends) > 20_000
    from graph.analysis import engine

    here = engine._TASKS["pagerank"](Task("pagerank"), large)
    assert run(Task("pagerank"), large).tolist() == pytest.approx(here.tolist())


def test_an_analysis_past_its_time_is_killed() -> None:
    generator = np.random.default_rng(1)
    ends = np.unique(np.sort(generator.integers(0, 30_000, size=(90_000, 2)), axis=1), axis=0)
    ends = ends[ends[:, 0] != ends[:, 1]]
    large = Arrays(30_000, ends[:, 0], ends[:, 1], np.ones(len(ends)))
    with pytest.raises(QueryTimeout, match=r"0\.8 s"):
        run(Task("betweenness"), large, seconds=0.8)


@pytest.mark.parametrize("name", sorted(PROJECTIONS))
def test_an_empty_view_gives_empty_answers_not_errors(name: str) -> None:
    empty = Reader(EmbeddedStore(), BASE, view())
    made = network(empty, name)
    assert len(made) == 0
    assert communities(empty, made).communities == ()
    assert structure(made).bridges == ()
    assert [centrality(made, measure).ranks for measure in MEASURES] == [()] * len(MEASURES)
    assert bias(empty, made.claims).voices == ()

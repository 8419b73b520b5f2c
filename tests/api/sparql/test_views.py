"""A raw query cannot reach a quad outside its view: answers are those of a store that holds the view's quads alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.sparql.request import Asked
from api.sparql.service import SparqlService
from graph.layers import AsOf, Side, View, view
from graph.store import Change, Dataset
from graph.store.embedded import EmbeddedStore

BASE = "https://dramatis.example/"
LAYERS = (
    "public", "meta", "text", "self", "self/ann", "seed", "seed/x", "story",
    "story/nightjar/s1", "story/nightjar/s1e1", "story/nightjar/s1e2", "story/nightjar/s2", "story/nightjar/s2e1",
    "story/nightjar/unknown", "story/other/s1", "story/other/s1e1",
)  # fmt: skip
GRAPHS = (*(f"{BASE}layer/{name}" for name in LAYERS), "https://user.example/g", "https://user.example/h", None)
VIEWS = (
    view(),
    view(Side.PUBLIC),
    view(Side.STORY),
    view(self_layers=True),
    view(seeds=False),
    view(as_of=[AsOf.parse("nightjar:s1e1")]),
    view(as_of=[AsOf.parse("nightjar:s2e1")]),
    view(as_of=[AsOf.parse("nightjar:s1"), AsOf.parse("other:s1e1")]),
    view(Side.STORY, [AsOf.parse("nightjar:s1e2")]),
)
QUERIES = (
    "SELECT ?s ?p ?o { ?s ?p ?o }",
    "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?g { GRAPH ?g { } }",
    "SELECT ?s ?o { ?s e:p* ?o }",
    "SELECT ?s ?o { ?s (e:p|^e:q)+ ?o }",
    "SELECT ?s ?o { ?s !e:p ?o }",
    "SELECT ?g ?s ?o { GRAPH ?g { ?s e:p+ ?o } }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s (GROUP_CONCAT(?v) AS ?all) { SELECT ?s ?v { ?s ?p ?o BIND(STR(?o) AS ?v) } ORDER BY ?s ?v } GROUP BY ?s",
    "SELECT ?s { ?s e:p ?o FILTER EXISTS { GRAPH ?g { ?o e:q ?z } } }",
    "SELECT ?s { ?s e:p ?o MINUS { GRAPH ?g { ?s e:q ?z } } }",
    "SELECT ?s ?z { ?s e:p ?o OPTIONAL { GRAPH ?g { ?o ?q ?z } } }",
    "SELECT ?s ?o { { SELECT ?s ?o { GRAPH ?g { ?s e:q ?o } } } UNION { ?s e:p ?o } }",
    "SELECT ?s ?o { GRAPH <{graph}> { ?s ?p ?o } }",
    "SELECT ?s ?o FROM <{graph}> { ?s ?p ?o }",
    "SELECT ?s ?o FROM <{graph}> FROM <{other}> { ?s e:p/e:q ?o }",
    "SELECT ?g ?s FROM NAMED <{graph}> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?g ?s ?o FROM <{other}> FROM NAMED <{graph}> { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }",
    "ASK { GRAPH <{graph}> { ?s ?p ?o } }",
    "ASK FROM NAMED <{graph}> { GRAPH ?g { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }",
    "CONSTRUCT { ?g e:holds ?s } { GRAPH ?g { ?s ?p ?o } }",
    "DESCRIBE e:a",
    "DESCRIBE ?s { GRAPH ?g { ?s e:q ?o } }",
    "DESCRIBE e:b FROM <{graph}>",
    "SELECT ?s ?o { VALUES ?g { <{graph}> <{other}> } GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s ?o { BIND(<{graph}> AS ?g) GRAPH ?g { ?s ?p ?o } }",
)

nodes = st.sampled_from([ox.NamedNode(f"https://e.example/{name}") for name in "abcd"])
properties = st.sampled_from([ox.NamedNode("https://e.example/p"), ox.NamedNode("https://e.example/q")])
graphs = st.sampled_from(GRAPHS).map(lambda iri: ox.NamedNode(iri) if iri else ox.DefaultGraph())
quads = st.lists(st.builds(ox.Quad, nodes, properties, nodes, graphs), max_size=40)
named = st.sampled_from([graph for graph in GRAPHS if graph])


def visible(quad: ox.Quad, seen: View) -> bool:
    """The rule, written down once more: layers of the view and what they roll up, a user's own in the open view."""
    if isinstance(quad.graph_name, ox.DefaultGraph):
        return seen.open
    assert isinstance(quad.graph_name, ox.NamedNode)
    name = quad.graph_name.value.removeprefix(f"{BASE}layer/")
    if name == quad.graph_name.value:
        return seen.open
    names = {layer.name for layer in seen.layers}
    parts = name.split("/")
    wider = {parts[0]} if parts[0] in ("story", "self", "seed") and len(parts) > 1 else set()
    if parts[0] == "story" and len(parts) == 3 and "e" in parts[2]:
        wider.add(f"story/{parts[1]}/{parts[2].partition('e')[0]}")
    return name in names or bool(wider & names)


def answer(store: EmbeddedStore, asked: Asked, seen: View) -> object:
    service = SparqlService(store, base=BASE)
    query, _ = service.read(asked, "http://localhost/sparql")
    return comparable(store.query(query.text, service.dataset(asked, query, seen)))


def comparable(found: object) -> object:
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return {str(triple) for triple in found}
    assert isinstance(found, ox.QuerySolutions)
    return sorted([str(term) for term in row] for row in found)


@pytest.fixture(scope="module")
def pair() -> Iterator[tuple[EmbeddedStore, EmbeddedStore]]:
    with EmbeddedStore() as whole, EmbeddedStore() as part:
        yield whole, part


def refill(store: EmbeddedStore, content: Sequence[ox.Quad]) -> None:
    store.update("DROP ALL")
    store.apply(Change(added=tuple(content)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quads, st.sampled_from(VIEWS), named, named, st.booleans(), st.booleans())
def test_every_query_answers_as_if_only_the_view_were_there(
    pair: tuple[EmbeddedStore, EmbeddedStore],
    content: list[ox.Quad],
    seen: View,
    graph: str,
    other: str,
    with_default: bool,
    with_named: bool,
) -> None:
    whole, part = pair
    refill(whole, content)
    refill(part, [quad for quad in content if visible(quad, seen)])
    for text in QUERIES:
        query = f"PREFIX e: <https://e.example/> {text.replace('{graph}', graph).replace('{other}', other)}"
        for default, names in (((), ()), ((graph,) if with_default else (), (other, graph) if with_named else ())):
            asked = Asked(query, default, names, (), "all", False)
            assert answer(whole, asked, seen) == answer(part, asked, seen), query


def test_a_dataset_parameter_outside_the_view_gives_nothing() -> None:
    hidden = f"{BASE}layer/text"
    with EmbeddedStore() as store:
        node = ox.NamedNode("https://e.example/a")
        store.apply(Change(added=(ox.Quad(node, node, node, ox.NamedNode(hidden)),)))
        for default, names in (((hidden,), ()), ((), (hidden,)), ((hidden,), (hidden,))):
            asked = Asked("SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", default, names, (), "all", False)
            assert answer(store, asked, view()) == []
        assert len(list(store.dump())) == 1
        assert comparable(store.query("ASK { ?s ?p ?o }", Dataset((hidden,)))) is True

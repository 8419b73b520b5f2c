"""Every example query is answered over HTTP, and is found where query editors look for it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import rdflib
from rdflib import RDF, RDFS, SDO, SH

from api.sparql.examples import Example, examples, publish_examples
from graph.sparql.query import Form
from graph.store.embedded import EmbeddedStore
from tests.api.sparql.serving import BASE, serving
from tests.graph.ensemble import ensemble


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[EmbeddedStore, str]]:
    store = ensemble()
    assert isinstance(store, EmbeddedStore)
    with serving(store) as address:
        yield store, f"{address}/sparql"


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_example_is_answered(served: tuple[EmbeddedStore, str], example: Example) -> None:
    accept = "application/n-triples" if example.form.gives_graph else "application/sparql-results+json"
    response = httpx.get(served[1], params={"query": example.query}, headers={"Accept": accept})
    assert response.status_code == 200, response.text
    if example.form is Form.SELECT:
        assert response.json()["results"]["bindings"]
    elif example.form is Form.CONSTRUCT:
        assert response.text.count("\n") > 1
    else:
        assert response.json()["boolean"] is True


def test_there_are_a_dozen_examples_with_titles_and_keywords() -> None:
    assert len(examples()) >= 12
    assert all(example.title and example.keywords for example in examples())
    assert len({example.title for example in examples()}) == len(examples())


def test_the_service_description_has_the_examples(served: tuple[EmbeddedStore, str]) -> None:
    response = httpx.get(served[1], headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=response.content, format="turtle")
    described = set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(described) == len(examples())
    for one in described:
        assert (one, SDO.target, rdflib.URIRef(served[1])) in graph
        assert list(graph.objects(one, SDO.keywords))
        assert list(graph.objects(one, RDFS.comment))
        assert any(list(graph.objects(one, property)) for property in (SH.select, SH.ask, SH.construct))


def test_query_editors_find_the_examples_by_asking(served: tuple[EmbeddedStore, str]) -> None:
    store, endpoint = served
    assert publish_examples(store, BASE) > 0
    assert publish_examples(store, BASE) == 0
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?example ?comment ?query {
          ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query
        } ORDER BY ?example"""
    rows = httpx.get(endpoint, params={"query": query}).json()["results"]["bindings"]
    assert [row["query"]["value"] for row in rows] == [example.query for example in examples()]

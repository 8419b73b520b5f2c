"""SPARQL over HTTP before a remote store: the same views, the same refusals, the same limits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from api.sparql import SparqlLimits
from api.sparql.service import LOOK_SECONDS
from graph.store import Change, Store, open_store
from graph.store.workers import Limits
from tests.api.sparql.runaways import RUNAWAYS, tangle
from tests.api.sparql.serving import BASE, serving
from tests.servers import OXIGRAPH, oxigraph

pytestmark = [pytest.mark.remote, pytest.mark.skipif(OXIGRAPH is None, reason="NO oxigraph: pip install oxigraph")]

A, P = ox.NamedNode("https://e.example/a"), ox.NamedNode("https://e.example/p")
PUBLIC, TEXT, MINE = f"{BASE}layer/public", f"{BASE}layer/text", "https://user.example/mine"
QUERY = "SELECT ?o { { ?s e:p ?o } UNION { GRAPH ?g { ?s e:p ?o } } FILTER(isLiteral(?o)) }"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str]]:
    limits = SparqlLimits(queries=Limits(query_seconds=1.5, result_bytes=1 << 20))
    with oxigraph(tmp_path_factory.mktemp("oxigraph") / "data") as server:
        store = open_store(server)
        homes = (ox.NamedNode(PUBLIC), ox.NamedNode(TEXT), ox.NamedNode(MINE), ox.DefaultGraph())
        store.apply(Change(added=tuple(ox.Quad(A, P, ox.Literal(str(home)), home) for home in homes)))
        store.apply(Change(added=tangle()))
        with serving(store, limits) as address:
            yield store, address
        store.close()


def ask(address: str, query: str = QUERY, **parameters: str) -> httpx.Response:
    prefixed = f"PREFIX e: <https://e.example/> {query}"
    return httpx.get(f"{address}/sparql", params={"query": prefixed, **parameters}, timeout=30)


def values(response: httpx.Response) -> set[str]:
    assert response.status_code == 200, response.text
    return {row["o"]["value"] for row in response.json()["results"]["bindings"]}


def test_a_query_sees_its_view(served: tuple[Store, str]) -> None:
    address = served[1]
    assert values(ask(address)) == {f"<{PUBLIC}>", f"<{MINE}>", "DEFAULT"}
    assert values(ask(address, asOf="nightjar:s1")) == {f"<{PUBLIC}>"}
    assert values(ask(address, **{"default-graph-uri": TEXT})) == set()
    assert values(ask(address, **{"named-graph-uri": "urn:dramatis:store"})) == set()


def test_the_revision_makes_the_entity_tag(served: tuple[Store, str]) -> None:
    store, address = served
    first = ask(address)
    tag = {"If-None-Match": first.headers["etag"]}
    again = httpx.get(first.url, headers=tag)
    assert again.status_code == 304
    extra = ox.Quad(A, P, ox.Literal("extra"), ox.NamedNode(PUBLIC))
    store.apply(Change(added=(extra,)))
    time.sleep(LOOK_SECONDS + 0.1)
    assert "extra" in values(httpx.get(first.url, headers=tag))
    store.apply(Change(removed=(extra,)))


@pytest.mark.parametrize(
    "update",
    [
        f"INSERT DATA {{ GRAPH <{PUBLIC}> {{ <u:a> <u:b> <u:c> }} }}",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "INSERT { GRAPH ?g { <u:a> <u:b> <u:c> } } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "CLEAR ALL",
        "LOAD <http://127.0.0.1:9/>",
        "DROP GRAPH <urn:dramatis:store>",
    ],
)
def test_an_update_that_reaches_for_a_layer_is_refused(served: tuple[Store, str], update: str) -> None:
    store, address = served
    before = set(store.dump())
    assert httpx.post(f"{address}/sparql/update", data={"update": update}).status_code == 403
    assert set(store.dump()) == before


def test_the_unnamed_graph_is_added_to_and_read(served: tuple[Store, str]) -> None:
    graph, turtle = f"{served[1]}/graph-store?default", {"Content-Type": "text/turtle"}
    assert httpx.post(graph, content="<u:a> <u:b> <u:c> .", headers=turtle).status_code == 204
    assert "<u:a> <u:b> <u:c> ." in httpx.get(graph, headers={"Accept": "application/n-triples"}).text
    assert ask(served[1], "ASK { <u:a> <u:b> <u:c> }").json()["boolean"] is True


def test_graphs_are_put_read_and_deleted(served: tuple[Store, str]) -> None:
    graph = f"{served[1]}/graph-store?graph=https://user.example/new"
    turtle = {"Content-Type": "text/turtle"}
    assert httpx.put(graph, content="<u:a> <u:b> <u:c> .", headers=turtle).status_code == 201
    assert httpx.get(graph, headers={"Accept": "application/n-triples"}).text.strip() == "<u:a> <u:b> <u:c> ."
    assert httpx.delete(graph).status_code == 204
    assert httpx.get(graph).status_code == 404


def test_limits_hold(served: tuple[Store, str]) -> None:
    address = served[1]
    assert ask(address, RUNAWAYS["count a cross product of four"]).status_code == 503
    assert ask(address, "SELECT * { ?a e:p ?b . ?c e:p ?d } LIMIT 50000").status_code == 413
    assert ask(address, "SELECT * {").status_code == 400


def test_a_server_that_is_gone_is_said_so(tmp_path: Path) -> None:
    with oxigraph(tmp_path / "data") as server:
        store = open_store(server)
        assert store.revision == 0
    with serving(store) as address:
        response = ask(address)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"

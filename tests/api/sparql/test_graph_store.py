"""SPARQL 1.1 Graph Store HTTP Protocol, case by case, against a real server."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from api.sparql import SparqlLimits
from graph.store import Change
from graph.store.embedded import EmbeddedStore
from tests.api.sparql.serving import BASE, serving

TURTLE = {"Content-Type": "text/turtle"}
MINE = "https://user.example/mine"
PUBLIC = f"{BASE}layer/public"
DOCUMENT = "@prefix e: <https://e.example/> . e:a e:p [ e:q 'x'@en-GB, 01.50 ] ."
MORE = "@prefix e: <https://e.example/> . e:a e:p [ e:q 'y' ] ."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedStore, str]]:
    limits = SparqlLimits(upload_bytes=100_000)
    with EmbeddedStore(tmp_path_factory.mktemp("store")) as store, serving(store, limits) as address:
        yield store, f"{address}/graph-store"


@pytest.fixture
def graphs(served: tuple[EmbeddedStore, str]) -> str:
    store, address = served
    store.update("DROP ALL")
    node = ox.NamedNode("https://e.example/a")
    homes = (PUBLIC, f"{BASE}layer/text")
    store.apply(Change(added=tuple(ox.Quad(node, node, node, ox.NamedNode(home)) for home in homes)))
    return address


def same(response: httpx.Response, *documents: str) -> bool:
    assert response.status_code == 200, response.text
    expected, found = rdflib.Graph(), rdflib.Graph()
    store = ox.Store()
    for document in documents:
        store.load(document.encode(), format=ox.RdfFormat.TURTLE)
    expected.parse(data=store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()), format="nt")
    found.parse(data=response.content, format="turtle")
    return isomorphic(expected, found)


@pytest.mark.parametrize("way", ["indirect", "direct", "default"])
def test_put_replaces_post_adds_delete_removes(graphs: str, way: str) -> None:
    address = {"indirect": f"{graphs}?graph={MINE}", "direct": f"{graphs}/mine.ttl", "default": f"{graphs}?default"}[
        way
    ]
    accept = {"Accept": "text/turtle"}
    assert httpx.put(address, content=DOCUMENT, headers=TURTLE).status_code == (204 if way == "default" else 201)
    assert same(httpx.get(address, headers=accept), DOCUMENT)
    assert httpx.put(address, content=MORE, headers=TURTLE).status_code == 204
    assert same(httpx.get(address, headers=accept), MORE)
    assert httpx.post(address, content=DOCUMENT, headers=TURTLE).status_code == 204
    assert len(rdflib.Graph().parse(data=httpx.get(address, headers=accept).content, format="turtle")) == 5
    assert httpx.head(address).status_code == 200
    assert httpx.delete(address).status_code == 204
    if way == "default":
        assert httpx.get(address, headers=accept).content.strip() == b""
    else:
        assert httpx.get(address).status_code == 404
        assert httpx.head(address).status_code == 404
        assert httpx.delete(address).status_code == 404


def test_the_name_of_a_graph_is_decoded_once(graphs: str) -> None:
    plain, encoded = f"{graphs}?graph=https://user.example/%31", f"{graphs}?graph=https://user.example/%2531"
    assert httpx.put(plain, content=DOCUMENT, headers=TURTLE).status_code == 201
    assert httpx.put(encoded, content=MORE, headers=TURTLE).status_code == 201
    assert same(
        httpx.get(f"{graphs}?graph=https%3A%2F%2Fuser.example%2F1", headers={"Accept": "text/turtle"}), DOCUMENT
    )
    assert same(httpx.get(encoded, headers={"Accept": "text/turtle"}), MORE)


def test_a_relative_name_is_resolved_against_the_graph(graphs: str) -> None:
    httpx.put(f"{graphs}/person/1.ttl", content="<> <p> <2> .", headers=TURTLE)
    line = httpx.get(f"{graphs}/person/1.ttl", headers={"Accept": "application/n-triples"}).text
    assert line.strip() == f"<{graphs}/person/1.ttl> <{graphs}/person/p> <{graphs}/person/2> ."


def test_a_graph_is_made_by_posting_to_the_store(graphs: str) -> None:
    made = httpx.post(graphs, content=DOCUMENT, headers=TURTLE)
    assert made.status_code == 201
    assert same(httpx.get(made.headers["location"], headers={"Accept": "text/turtle"}), DOCUMENT)
    assert same(
        httpx.get(graphs, params={"graph": made.headers["location"]}, headers={"Accept": "text/turtle"}), DOCUMENT
    )


def test_an_empty_graph_stands(graphs: str) -> None:
    assert httpx.put(f"{graphs}?graph={MINE}", content="", headers=TURTLE).status_code == 201
    assert httpx.get(f"{graphs}?graph={MINE}").status_code == 200


def test_several_documents_are_taken_at_once(graphs: str) -> None:
    files = [
        ("a", ("a.ttl", DOCUMENT.encode(), "text/turtle")),
        ("b", ("b.ttl", MORE.encode(), "application/octet-stream")),
    ]
    assert httpx.post(f"{graphs}?graph={MINE}", files=files).status_code == 201
    assert len(rdflib.Graph().parse(data=httpx.get(f"{graphs}?graph={MINE}").content, format="turtle")) == 5


@pytest.mark.parametrize(
    ("method", "path", "content", "headers", "status"),
    [
        ("PUT", f"?graph={MINE}", "not turtle", TURTLE, 400),
        ("PUT", f"?graph={MINE}", DOCUMENT, {"Content-Type": "image/png"}, 415),
        ("PUT", f"?graph={MINE}", DOCUMENT, {}, 415),
        ("PUT", f"?graph={MINE}", "<u:a> <u:b> <u:c> <u:g> .", {"Content-Type": "application/n-quads"}, 400),
        ("PUT", f"?graph={MINE}", f"<u:a> <u:b> '{'x' * 100_000}' .", TURTLE, 413),
        ("PUT", "?graph=not-absolute", DOCUMENT, TURTLE, 400),
        ("PUT", f"?graph={MINE}&default", DOCUMENT, TURTLE, 400),
        ("PUT", "", DOCUMENT, TURTLE, 400),
        ("DELETE", "", "", {}, 400),
        ("GET", "", "", {}, 400),
        ("PATCH", f"?graph={MINE}", "", {}, 405),
        ("PUT", f"?graph={PUBLIC}", DOCUMENT, TURTLE, 403),
        ("POST", f"?graph={PUBLIC}", DOCUMENT, TURTLE, 403),
        ("DELETE", f"?graph={PUBLIC}", "", {}, 403),
        ("PUT", f"?graph={BASE}layer/new", DOCUMENT, TURTLE, 403),
        ("PUT", "?graph=https://dramatis.example/l%61yer/public", DOCUMENT, TURTLE, 403),
        ("GET", f"?graph={BASE}layer/text", "", {}, 404),
        ("GET", f"?graph={PUBLIC}&layer=story", "", {}, 404),
        ("GET", f"?graph={PUBLIC}", "", {"Accept": "image/png"}, 406),
    ],
)
def test_what_cannot_be_done_is_a_problem_and_changes_nothing(
    served: tuple[EmbeddedStore, str],
    graphs: str,
    method: str,
    path: str,
    content: str,
    headers: dict[str, str],
    status: int,
) -> None:
    before = set(served[0].dump())
    response = httpx.request(method, f"{graphs}{path}", content=content, headers=headers)
    assert response.status_code == status, response.text
    assert response.json()["status"] == status
    assert set(served[0].dump()) == before


def test_a_layer_is_read_in_its_view(graphs: str) -> None:
    assert httpx.get(f"{graphs}?graph={PUBLIC}").status_code == 200
    assert httpx.get(f"{graphs}?graph={PUBLIC}&asOf=nightjar:s1e1").status_code == 200
    assert httpx.get(f"{graphs}?default&asOf=nightjar:s1e1").status_code == 404


def test_an_unchanged_graph_is_not_sent_again(graphs: str) -> None:
    first = httpx.get(f"{graphs}?graph={PUBLIC}")
    again = httpx.get(f"{graphs}?graph={PUBLIC}", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304

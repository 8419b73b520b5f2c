"""SPARQL 1.1 Protocol and Service Description, case by case, against a real server."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from api.sparql import SparqlLimits
from graph.store import Change
from graph.store.embedded import EmbeddedStore
from graph.store.workers import Limits
from tests.api.sparql.serving import BASE, processor_seconds, serving

ONE, TWO = "https://user.example/one", "https://user.example/two"
A, P = ox.NamedNode("https://e.example/a"), ox.NamedNode("https://e.example/p")
PUBLIC, EPISODE = f"{BASE}layer/public", f"{BASE}layer/story/nightjar/s2e1"
HOMES = {"unnamed": None, "one": ONE, "two": TWO, "public": PUBLIC, "episode": EPISODE, "story": f"{BASE}layer/story"}
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedStore, str]]:
    quads = tuple(
        ox.Quad(A, P, ox.Literal(name), ox.NamedNode(iri) if iri else ox.DefaultGraph()) for name, iri in HOMES.items()
    )
    place = tmp_path_factory.mktemp("store")
    limits = SparqlLimits(Limits(query_seconds=60), query_bytes=20_000)
    with EmbeddedStore(place) as store, serving(store, limits) as address:
        store.apply(Change(added=quads))
        yield store, f"{address}/sparql"


@pytest.fixture(scope="module")
def endpoint(served: tuple[EmbeddedStore, str]) -> str:
    return served[1]


def values(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return sorted(row["o"]["value"] for row in response.json()["results"]["bindings"])


QUERY = "SELECT ?o { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/json", "application/json"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, text/csv", "text/csv; charset=utf-8"),
        ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
        ("TEXT/CSV; charset=utf-8", "text/csv; charset=utf-8"),
    ],
)
def test_solutions_come_in_the_form_that_accept_likes_best(
    endpoint: str, accept: str | None, content_type: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    with httpx.Client() as client:
        del client.headers["accept"]
        response = client.get(endpoint, params={"query": QUERY}, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"] == content_type
    assert "accept" in response.headers["vary"].lower()


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/n-quads", "nquads"),
        ("application/trig", "trig"),
    ],
)
def test_triples_come_in_the_form_that_accept_likes_best(endpoint: str, accept: str, form: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    response = httpx.get(endpoint, params={"query": query}, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == accept
    graph = rdflib.Dataset(default_union=True).parse(data=response.content, format=form)
    assert sorted(str(o) for o in graph.objects()) == ["public", "story", "unnamed"]


def test_a_form_that_cannot_be_given_is_said_so(endpoint: str) -> None:
    response = httpx.get(endpoint, params={"query": QUERY}, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/csv" in response.json()["detail"]


def test_the_same_query_is_taken_in_all_three_ways(endpoint: str) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    answers = [
        httpx.get(endpoint, params={"query": QUERY}),
        httpx.post(endpoint, data={"query": QUERY}),
        httpx.post(endpoint, content=QUERY, headers=headers),
    ]
    assert [values(answer) for answer in answers] == [["public", "story", "unnamed"]] * 3


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"default-graph-uri": ONE}, ["one"]),
        ({"default-graph-uri": [ONE, TWO]}, ["one", "two"]),
        ({"named-graph-uri": ONE}, []),
        ({"default-graph-uri": EPISODE}, ["episode"]),
        ({"default-graph-uri": f"{BASE}layer/text"}, []),
        ({"layer": "public"}, ["public"]),
        ({"layer": "story"}, ["story"]),
        ({"asOf": "nightjar:s2e1"}, ["episode", "public"]),
        ({"asOf": "nightjar:s1e4"}, ["public"]),
        ({"asOf": "nightjar:s1e4", "default-graph-uri": EPISODE}, []),
        ({"asOf": "nightjar:s1e4", "default-graph-uri": ONE}, []),
    ],
)
def test_the_dataset_is_what_is_asked_for_within_the_view(
    endpoint: str, parameters: dict[str, str | list[str]], expected: list[str]
) -> None:
    assert values(httpx.get(endpoint, params={"query": QUERY, **parameters})) == expected
    assert values(httpx.post(endpoint, params=parameters, data={"query": QUERY})) == expected
    assert values(httpx.post(endpoint, data={"query": QUERY, **parameters})) == expected


def test_the_dataset_of_the_request_goes_before_that_of_the_query(endpoint: str) -> None:
    query = f"SELECT ?o FROM <{ONE}> {{ ?s ?p ?o }}"
    assert values(httpx.get(endpoint, params={"query": query})) == ["one"]
    assert values(httpx.get(endpoint, params={"query": query, "default-graph-uri": TWO})) == ["two"]


@pytest.mark.parametrize(
    ("method", "arguments", "status"),
    [
        ("GET", {"params": {"query": "SELECT * {"}}, 400),
        ("GET", {"params": {"query": ""}}, 400),
        ("GET", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ("GET", {"params": {"update": "CLEAR DEFAULT"}}, 400),
        ("GET", {"params": {"query": QUERY, "asof": "nightjar:s1e1"}}, 422),
        ("GET", {"params": {"query": QUERY, "as_of": "nightjar:s1e1"}}, 422),
        ("GET", {"params": {"query": QUERY, "Layer": "public"}}, 422),
        ("GET", {"params": {"query": QUERY, "asOf": "nightjar"}}, 422),
        ("GET", {"params": {"query": QUERY, "layer": "secret"}}, 422),
        ("GET", {"params": {"query": QUERY, "self": "true"}}, 403),
        ("GET", {"params": {"query": f"ASK {{}} #{'x' * 20_000}"}}, 413),
        ("GET", {"params": {"query": "ASK { FILTER(<http://example/f>(1)) }"}}, 400),
        ("POST", {"content": b"ASK {}"}, 415),
        ("POST", {"content": b"ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", {"data": {"other": "x"}}, 400),
        ("POST", {"data": {"query": f"ASK {{}} #{'x' * 20_000}"}}, 413),
        ("POST", {"content": b"ASK { ?s ?p '\xff' }", "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ("POST", {"content": "ASK {}".encode("utf-16"), "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ("PUT", {"params": {"query": "ASK {}"}}, 405),
        ("DELETE", {}, 405),
        ("PATCH", {}, 405),
    ],
)
def test_what_is_no_query_request_is_a_problem(
    endpoint: str, method: str, arguments: dict[str, object], status: int
) -> None:
    response = httpx.request(method, endpoint, **arguments)  # type: ignore[arg-type]
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status


def test_parameters_of_other_clients_are_passed_over(endpoint: str) -> None:
    sparqlwrapper = {"query": QUERY, "format": "json", "output": "json", "results": "json"}
    assert values(httpx.get(endpoint, params=sparqlwrapper)) == ["public", "story", "unnamed"]


def test_an_answer_that_did_not_change_is_not_sent_again(served: tuple[EmbeddedStore, str]) -> None:
    store, endpoint = served
    first = httpx.get(endpoint, params={"query": QUERY})
    tag = {"If-None-Match": first.headers["etag"]}
    for _ in range(2):
        again = httpx.get(endpoint, params={"query": QUERY}, headers=tag)
        assert (again.status_code, again.content) == (304, b"")
    assert httpx.get(endpoint, params={"query": QUERY, "layer": "public"}, headers=tag).status_code == 200
    assert httpx.get(endpoint, params={"query": QUERY}, headers={**tag, "Accept": "text/csv"}).status_code == 200
    extra = ox.Quad(A, P, ox.Literal("more"), ox.NamedNode(PUBLIC))
    store.apply(Change(added=(extra,)))
    changed = httpx.get(endpoint, params={"query": QUERY}, headers=tag)
    assert values(changed) == ["more", "public", "story", "unnamed"]
    store.apply(Change(removed=(extra,)))
    assert values(httpx.get(endpoint, params={"query": QUERY})) == ["public", "story", "unnamed"]


def test_what_differs_from_time_to_time_is_not_kept(endpoint: str) -> None:
    query = {"query": "SELECT (STRUUID() AS ?o) {}"}
    answers = [httpx.get(endpoint, params=query) for _ in range(2)]
    assert values(answers[0]) != values(answers[1])
    assert answers[0].headers["cache-control"] == "no-store"
    assert "etag" not in answers[0].headers


def test_head_is_get_without_the_body(endpoint: str) -> None:
    got = httpx.get(endpoint, params={"query": QUERY})
    head = httpx.head(endpoint, params={"query": QUERY})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    assert head.headers["content-length"] == got.headers["content-length"]


def test_relative_names_are_resolved_against_the_endpoint(endpoint: str) -> None:
    response = httpx.get(endpoint, params={"query": "SELECT (<x> AS ?o) {}"})
    assert values(response) == [endpoint.removesuffix("sparql") + "x"]


def test_the_description_names_the_endpoint_and_its_graphs(endpoint: str) -> None:
    response = httpx.get(endpoint, headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=response.content, format="turtle")
    here = rdflib.URIRef(endpoint)
    assert (here, rdflib.RDF.type, SD.Service) in graph
    assert (here, SD.endpoint, here) in graph
    assert (here, SD.supportedLanguage, SD.SPARQL11Query) in graph
    names = {str(name) for name in graph.objects(None, SD.name)}
    assert {ONE, TWO, PUBLIC, EPISODE} <= names
    closed = httpx.get(endpoint, params={"asOf": "nightjar:s1e1"}, headers={"Accept": "text/turtle"})
    assert EPISODE not in closed.text
    assert ONE not in closed.text


def test_a_browser_gets_a_page_to_write_queries_on(endpoint: str) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    response = httpx.get(endpoint, headers=browser)
    assert response.headers["content-type"].startswith("text/html")
    assert "<textarea" in response.text


def test_void_counts_what_the_view_holds(endpoint: str) -> None:
    address = endpoint.removesuffix("/sparql") + "/.well-known/void"
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    graph = rdflib.Graph().parse(data=httpx.get(address, headers={"Accept": "text/turtle"}).content, format="turtle")
    assert [int(str(n)) for n in graph.objects(None, void.triples)] == [3]
    assert list(graph.objects(None, void.sparqlEndpoint)) == [rdflib.URIRef(endpoint)]
    assert (
        httpx.get(address, params={"layer": "public"}, headers={"Accept": "text/turtle"}).text.count("triples 1") == 1
    )
    assert httpx.post(address).status_code == 405


def test_a_client_that_goes_away_ends_its_query(endpoint: str) -> None:
    # Three triples, twenty times: 3,486,784,401 solutions, one after the other, in little memory.
    slow = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(20))
    parts = urlsplit(endpoint)
    clients = []
    for number in range(2):
        client = http.client.HTTPConnection(str(parts.hostname), parts.port)
        query = quote(f"SELECT (COUNT(*) AS ?n) {{ {slow} }} #{number}")
        client.request("GET", f"{parts.path}?query={query}")
        clients.append(client)
    # The limit of a query is a minute here: what ends within half of it was ended.
    began = time.monotonic()
    while processor_seconds(0.5) == 0:
        assert time.monotonic() < began + 10
    for client in clients:
        client.close()
    while processor_seconds(0.5) > 0:
        assert time.monotonic() < began + 40

"""Raw updates reach a user's own graphs, never a layer; what is refused changes nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pyoxigraph as ox
import pytest
from starlette.types import Scope

from api.problems import Problem
from api.sparql import SparqlLimits
from graph.store import Change
from graph.store.embedded import EmbeddedStore
from graph.store.workers import Limits
from tests.api.sparql.serving import BASE, serving

PUBLIC, TEXT, SELF = f"{BASE}layer/public", f"{BASE}layer/text", f"{BASE}layer/self/ann"
MINE = "https://user.example/mine"
A, P = ox.NamedNode("https://e.example/a"), ox.NamedNode("https://e.example/p")


def layered() -> tuple[ox.Quad, ...]:
    homes = (ox.NamedNode(PUBLIC), ox.NamedNode(TEXT), ox.NamedNode(SELF), ox.NamedNode(MINE), ox.DefaultGraph())
    return tuple(ox.Quad(A, P, ox.Literal(f"in {home}"), home) for home in homes)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedStore, str]]:
    limits = SparqlLimits(queries=Limits(query_seconds=1.0), update_bytes=10_000)
    with EmbeddedStore(tmp_path_factory.mktemp("store")) as store, serving(store, limits) as address:
        yield store, address


@pytest.fixture
def address(served: tuple[EmbeddedStore, str]) -> str:
    store, address = served
    store.update("DROP ALL")
    store.apply(Change(added=layered()))
    return address


@pytest.fixture
def store(served: tuple[EmbeddedStore, str]) -> EmbeddedStore:
    return served[0]


def send(address: str, update: str, **parameters: str) -> httpx.Response:
    headers = {"Content-Type": "application/sparql-update"}
    return httpx.post(f"{address}/sparql/update", params=parameters, content=update, headers=headers)


REFUSED = {
    "insert data": "INSERT DATA { GRAPH <L> { <a> <b> <c> } }",
    "insert data among others": "INSERT DATA { GRAPH <M> { <a> <b> <c> } } ; INSERT DATA { GRAPH <L> { <a> <b> <c> } }",
    "insert data by prefix": "PREFIX l: <https://dramatis.example/layer/> INSERT DATA { GRAPH l:public { <a> <b> 1 } }",
    "insert data by base": "BASE <https://dramatis.example/layer/> INSERT DATA { GRAPH <public> { <a> <b> <c> } }",
    "insert data by escape": "INSERT DATA { GRAPH <https://dramatis.example/l\\u0061yer/public> { <a> <b> <c> } }",
    "insert data without spaces": "INSERT DATA{GRAPH<L>{<a><b><c>}}",
    "a layer that is not there yet": "INSERT DATA { GRAPH <https://dramatis.example/layer/new> { <a> <b> <c> } }",
    "delete data": "DELETE DATA { GRAPH <L> { <https://e.example/a> <https://e.example/p> 1 } }",
    "delete where": "DELETE WHERE { GRAPH <L> { ?s ?p ?o } }",
    "delete where, any graph": "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "delete, any graph": "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "insert, any graph": "INSERT { GRAPH ?g { <a> <b> <c> } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "insert, a computed graph": 'INSERT { GRAPH ?g { <a> <b> 1 } } WHERE { BIND(IRI(CONCAT("https://dramatis.example/l",'
    ' "ayer/public")) AS ?g) }',
    "insert, a graph from VALUES": "INSERT { GRAPH ?g { <a> <b> <c> } } WHERE { VALUES ?g { <M> <L> } }",
    "insert, a graph made a moment ago": "INSERT DATA { GRAPH <M> { <a> <u:where> <L> } } ;"
    " INSERT { GRAPH ?g { <a> <b> <c> } } WHERE { GRAPH <M> { ?s <u:where> ?g } }",
    "with": "WITH <L> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "with and using": "WITH <L> INSERT { <a> <b> <c> } USING <M> WHERE { ?s ?p ?o }",
    "insert where": "INSERT { GRAPH <L> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "clear": "CLEAR GRAPH <L>",
    "clear silently": "CLEAR SILENT GRAPH <L>",
    "clear all": "CLEAR ALL",
    "clear named": "CLEAR NAMED",
    "drop": "DROP GRAPH <L>",
    "drop all": "DROP ALL",
    "drop named": "DROP SILENT NAMED",
    "create": "CREATE GRAPH <https://dramatis.example/layer/new>",
    "copy into": "COPY <M> TO <L>",
    "copy the unnamed graph into": "COPY DEFAULT TO <L>",
    "add into": "ADD GRAPH <M> TO GRAPH <L>",
    "move into": "MOVE <M> TO <L>",
    "move out of": "MOVE <L> TO <M>",
    "read what no view shows": f"INSERT {{ GRAPH <M> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{TEXT}> {{ ?s ?p ?o }} }}",
    "read people's own words": f"INSERT {{ GRAPH <M> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{SELF}> {{ ?s ?p ?o }} }}",
    "use what no view shows": f"INSERT {{ GRAPH <M> {{ ?s ?p ?o }} }} USING <{TEXT}> WHERE {{ ?s ?p ?o }}",
    "copy what no view shows": f"COPY <{TEXT}> TO <M>",
    "fetch": "LOAD <http://127.0.0.1:9/x> INTO GRAPH <M>",
    "fetch in a pattern": "INSERT { <a> <b> ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
}


@pytest.mark.parametrize("update", REFUSED.values(), ids=REFUSED.keys())
def test_an_update_that_reaches_for_a_layer_is_refused_and_changes_nothing(
    address: str, store: EmbeddedStore, update: str
) -> None:
    before, revision = set(store.dump()), store.revision
    response = send(address, update.replace("<L>", f"<{PUBLIC}>").replace("<M>", f"<{MINE}>"))
    assert response.status_code == 403, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert set(store.dump()) == before
    assert store.revision == revision


MALFORMED = {
    "words run together": "CLEARALL",
    "a name that hides GRAPH": "INSERT DATA { GRAPHx:y { <a> <b> <c> } }",
    "no update": "SELECT * { ?s ?p ?o }",
    "two separators": "CLEAR DEFAULT ;; CLEAR DEFAULT",
    "no end": "INSERT DATA { <a> <b> <c>",
    "a graph in a graph": "INSERT DATA { GRAPH <u:a> { GRAPH <u:b> { <a> <b> <c> } } }",
}


@pytest.mark.parametrize("update", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_update_is_malformed_and_changes_nothing(address: str, store: EmbeddedStore, update: str) -> None:
    before = set(store.dump())
    assert send(address, update).status_code == 400
    assert set(store.dump()) == before


def test_own_graphs_and_the_unnamed_graph_are_written(address: str, store: EmbeddedStore) -> None:
    update = f"""PREFIX e: <https://e.example/>
        INSERT DATA {{ e:b e:p 1 . GRAPH <{MINE}> {{ e:b e:p 2 }} }} ;
        PREFIX f: <https://f.example/>
        INSERT {{ GRAPH ?g {{ ?s f:copied ?o }} }} WHERE {{ GRAPH ?g {{ ?s e:p ?o FILTER(?g = <{MINE}>) }} }}"""
    assert send(address, update).status_code == 204
    found = {str(quad) for quad in store.dump(MINE)}
    assert any("f.example/copied" in line and '"2"' in line for line in found)
    assert any("f.example/copied" in line and "in <" in line for line in found)
    assert len(list(store.dump(PUBLIC))) == 1


def test_a_pattern_over_any_graph_does_not_see_what_no_view_shows(address: str, store: EmbeddedStore) -> None:
    update = f"INSERT {{ GRAPH <{MINE}> {{ ?s <u:seen> ?o }} }} WHERE {{ GRAPH ?any {{ ?s ?p ?o }} }}"
    assert send(address, update).status_code == 204
    seen = {str(quad.object) for quad in store.dump(MINE) if quad.predicate == ox.NamedNode("u:seen")}
    assert seen == {f'"in <{PUBLIC}>"', f'"in <{MINE}>"'}


def test_the_dataset_of_the_protocol_stands_for_using(address: str, store: EmbeddedStore) -> None:
    update = "INSERT { GRAPH <u:new> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    assert send(address, update, **{"using-graph-uri": MINE}).status_code == 204
    assert [str(quad.object) for quad in store.dump("u:new")] == [f'"in <{MINE}>"']
    assert send(address, update, **{"using-graph-uri": TEXT}).status_code == 403
    assert send(address, f"WITH <{MINE}> {update}", **{"using-graph-uri": MINE}).status_code == 400
    assert send(address, update, **{"using-graph-uri": "not an iri"}).status_code == 400


def test_an_update_that_runs_away_is_ended_and_changes_nothing(address: str, store: EmbeddedStore) -> None:
    numbers = " ".join(f"<u:{n}>" for n in range(40))
    update = (
        f"INSERT {{ ?a <u:p> ?f }} WHERE {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }}"
        f" VALUES ?c {{ {numbers} }} VALUES ?d {{ {numbers} }} VALUES ?e {{ {numbers} }} VALUES ?f {{ {numbers} }} }}"
    )
    before = set(store.dump())
    response = send(address, update)
    assert response.status_code in (413, 503), response.text
    assert set(store.dump()) == before


def test_an_update_that_is_too_large_is_not_read(address: str, store: EmbeddedStore) -> None:
    before = set(store.dump())
    assert send(address, f"INSERT DATA {{ <u:a> <u:b> '{'x' * 10_000}' }}").status_code == 413
    assert set(store.dump()) == before


def test_a_graph_that_is_missing_or_stands_already_is_said_so(address: str) -> None:
    assert send(address, "CLEAR GRAPH <u:none>").status_code == 404
    assert send(address, f"CREATE GRAPH <{MINE}>").status_code == 409
    assert send(address, "CLEAR SILENT GRAPH <u:none>").status_code == 204


def test_without_the_right_to_write_nothing_is_written(tmp_path: Path) -> None:
    def nobody(scope: Scope) -> None:
        raise Problem("token-missing", "A token is needed.")

    with EmbeddedStore(tmp_path) as store, serving(store, authorize=nobody) as address:
        assert send(address, "INSERT DATA { <u:a> <u:b> <u:c> }").status_code == 401
        assert httpx.put(f"{address}/graph-store?graph=u:g", content=b"").status_code == 401
        assert httpx.post(f"{address}/graph-store", content=b"").status_code == 401
        assert httpx.delete(f"{address}/graph-store?default").status_code == 401
        assert list(store.dump()) == []


class Probe(BaseHTTPRequestHandler):
    """Counts every request that reaches it."""

    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_error(404)

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:
        pass


FETCHES = (
    "SELECT * { SERVICE <U> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <U> { ?s ?p ?o } }",
    "SELECT * { service<U>{ ?s ?p ?o } }",
    "SELECT * { \u017fERVICE <U> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<U>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<U>{ ?s ?p ?o } }",
    "PREFIX x: <U> SELECT * { ?s ?p trueSERVICE x: { ?s ?p ?o } }",
    "PREFIX x: <U> SELECT * { ?s ?p trueSERVICEx: { ?s ?p ?o } }",
    "PREFIX x: <U> SELECT * { ?s ?p trueSERVICEx:y { ?s ?p ?o } }",
    "PREFIX x: <U> SELECT * { ?s ?p 1SERVICEx: { ?s ?p ?o } }",
    "PREFIX x: <U> PREFIX trueSERVICEx: <u:> SELECT * { ?s ?p trueSERVICEx: { ?s ?p ?o } }",
    "PREFIX x: <U> SELECT * { ?s ?p x:a.b.SERVICE<U>{ ?s ?p ?o } }",
    "PREFIX x: <U> SELECT * { ?s ?p x:a.b.SERVICEx:y { ?s ?p ?o } }",
    "SELECT * { ?s ?p _:a.b.SERVICE<U>{ ?s ?p ?o } }",
    "SELECT * { BIND(<U> AS ?x) FILTER(1<?b)SERVICE?x#>\n{ ?s ?p ?o } }",
    "SELECT * { FILTER(?a<?b)SERVICE#>\n<U>{ ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <U> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE # comment\n <U> { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p '''x''' SERVICE <U> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "\\"" SERVICE <U> { ?s ?p ?o } }',
    "SELECT * { SERVICE ?u { ?s ?p ?o } VALUES ?u { <U> } }",
    "SELECT * { SERVICE SILENT <U> { SERVICE <U> { ?s ?p ?o } } SERVICE <U> { ?a ?b ?c } }",
    "SELECT * FROM <U> { ?s ?p ?o }",
    "SELECT * FROM NAMED <U> { GRAPH ?g { ?s ?p ?o } }",
    "ASK { SERVICE <U> { } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <U> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <U> { ?s ?p ?o } }",
    "LOAD <U>",
    "LOAD SILENT <U>",
    "LOAD <U> INTO GRAPH <u:g>",
    "CLEAR DEFAULT;LOAD<U>",
    "PREFIX x: <U> LOAD x:",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <U> { ?s ?p ?o } }",
    "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <U> { ?s ?p ?o } }",
    "INSERT { ?s ?p ?o } USING <U> WHERE { ?s ?p ?o }",
)


def test_no_request_makes_the_server_fetch_an_address(address: str, store: EmbeddedStore) -> None:
    # Something for each pattern that stands before SERVICE: a pattern that finds nothing fetches nothing.
    store.update("INSERT DATA { <u:a> <u:b> true , 1 , 'x' , '\"' , <u:c> }")
    probe = HTTPServer(("127.0.0.1", 0), Probe)
    threading.Thread(target=probe.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{probe.server_port}/probe"
    httpx.get(url)
    assert Probe.seen == ["/probe"]
    refused = 0
    for place in ("a.b", "a"):
        store.update(f"INSERT DATA {{ <u:a> <u:b> <{url}{place}> }}")
    for text in FETCHES:
        text = text.replace("<U>", f"<{url}>")
        answer = httpx.post(f"{address}/sparql", data={"query": text})
        told = httpx.post(f"{address}/sparql/update", data={"update": text})
        assert answer.status_code in (200, 400, 403)
        assert told.status_code in (204, 400, 403)
        refused += 403 in (answer.status_code, told.status_code)
    probe.shutdown()
    assert Probe.seen == ["/probe"]
    assert refused > len(FETCHES) / 2


def test_two_updates_at_once_both_stand(address: str, store: EmbeddedStore) -> None:
    async def both() -> list[int]:
        async with httpx.AsyncClient() as client:
            updates = [f"INSERT {{ <u:{n}> <u:p> ?o }} WHERE {{ ?s <{P.value}> ?o }}" for n in range(6)]
            sent = [client.post(f"{address}/sparql/update", data={"update": text}) for text in updates]
            return [response.status_code for response in await asyncio.gather(*sent)]

    assert asyncio.run(both()) == [204] * 6
    unnamed = [quad for quad in store.dump() if isinstance(quad.graph_name, ox.DefaultGraph)]
    assert len(unnamed) == 7

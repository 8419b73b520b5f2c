"""Pictures, analyses and exports over HTTP, as a client asks for them."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import networkx as nx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

TIDE = "show/the-tidewaiters"
CARRICK, LEENA = "person/tobias-carrick", "person/leena-varghani"


@pytest.fixture
def client(ensemble_client: TestClient) -> TestClient:
    return ensemble_client


@pytest.mark.parametrize(
    ("suffix", "media", "start"),
    [
        ("svg", "image/svg+xml", b"<svg"),
        ("png", "image/png", b"\x89PNG"),
        ("pdf", "application/pdf", b"%PDF"),
        ("csv", "text/csv; charset=utf-8", b"subject,"),
    ],
)
def test_a_picture_comes_in_the_form_of_its_suffix(client: TestClient, suffix: str, media: str, start: bytes) -> None:
    answer = client.get(f"/pictures/network.{suffix}", params={"entity": TIDE})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media
    assert answer.content.startswith(start)


@pytest.mark.parametrize(
    "query",
    [
        "cast.svg?work=the-tidewaiters",
        f"cast.svg?work={TIDE}",
        f"timeline.svg?entity={TIDE}&theme=dark",
        f"path.svg?from={CARRICK}&to={LEENA}",
        f"series.svg?entity={TIDE}&by=season",
        "communities.svg",
        "communities.svg?projection=characters&in=the-tidewaiters:s2",
    ],
)
def test_every_kind_of_picture_is_well_formed(client: TestClient, query: str) -> None:
    answer = client.get(f"/pictures/{query}")
    assert answer.status_code == 200, answer.text
    ElementTree.fromstring(answer.content)


def test_a_picture_has_an_etag_by_view(client: TestClient) -> None:
    whole = client.get("/pictures/network.svg", params={"entity": TIDE})
    early = client.get("/pictures/network.svg", params={"entity": TIDE, "asOf": "the-tidewaiters:s1e2"})
    assert whole.headers["etag"] != early.headers["etag"]
    again = client.get(
        "/pictures/network.svg", params={"entity": TIDE}, headers={"If-None-Match": whole.headers["etag"]}
    )
    assert again.status_code == 304
    assert "Danilo Vesk and Nell Garrity are a couple" in whole.text
    assert "a couple" not in early.text


@pytest.mark.parametrize(
    ("query", "status", "problem"),
    [
        ("network.svg", 422, "invalid"),
        ("network.svg?entity=person/nobody", 404, "not-found"),
        ("network.gif?entity=show/the-tidewaiters", 422, "invalid"),
        ("portrait.svg?entity=show/the-tidewaiters", 404, "not-found"),
        ("network.svg?entity=show/the-tidewaiters&asof=the-tidewaiters:s1", 422, "unknown-parameter"),
        ("path.svg?from=show/the-tidewaiters&to=show/the-tidewaiters", 404, "not-found"),
        ("communities.svg?projection=facts&property=partner", 403, "forbidden"),
        ("cast.svg?work=no-such-show", 404, "not-found"),
        ("communities.svg?in=the-tidewaiters:season2", 422, "invalid"),
        ("communities.svg?in=no-such-show:s1", 404, "not-found"),
    ],
)
def test_what_cannot_be_drawn_is_a_problem_that_says_why(
    client: TestClient, query: str, status: int, problem: str
) -> None:
    answer = client.get(f"/pictures/{query}")
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}")
    assert answer.json()["detail"]


def test_the_projections_are_defined(client: TestClient) -> None:
    found = client.get("/analysis").json()
    assert {one["name"] for one in found["items"]} >= {"co-cast", "acted-with", "characters", "bipartite"}
    assert found["measures"]["pagerank"]


def test_centrality_ranks_people_and_says_how(client: TestClient) -> None:
    found = client.get("/analysis/centrality", params={"measure": "degree", "limit": 2}).json()
    assert [one["entity"]["label"] for one in found["items"]] == ["Kwabena Tettey", "Beryl Tansley"]
    assert found["parameters"] | {"edges": 0} == {
        "projection": "co-cast",
        "scope": "everything",
        "nodes": 9,
        "edges": 0,
        "method": "degree",
        "seed": None,
        "sample": None,
    }
    assert found["truncated"]


def test_communities_have_names(client: TestClient) -> None:
    found = client.get("/analysis/communities").json()
    assert found["items"][0]["name"] == "The Tidewaiters"
    assert found["parameters"]["seed"] == 0


def test_edges_name_their_claims_and_these_answer(client: TestClient) -> None:
    found = client.get("/analysis/network", params={"projection": "characters"}).json()
    claim = found["items"][0]["claims"][0]
    assert client.get(f"/claims/{claim.rsplit('/', 1)[1]}").json()["quote"]


def test_bridges_and_cut_vertices(client: TestClient) -> None:
    found = client.get("/analysis/bridges", params={"projection": "characters"}).json()
    ends = {frozenset((one["source"]["label"], one["target"]["label"])) for one in found["items"]}
    assert frozenset(("Agnes Thrale", "Joss Merriden")) in ends
    assert "Nell Garrity" in {one["label"] for one in found["cut_vertices"]}


def test_the_steps_between_two_people(client: TestClient) -> None:
    found = client.get("/analysis/separation", params={"from": CARRICK, "to": LEENA}).json()
    assert found["number"] == 2
    assert found["items"][0]["links"][0]["label"] == "The Tidewaiters"
    assert found["items"][0]["claims"]


def test_a_network_comes_laid_out(client: TestClient) -> None:
    found = client.get("/analysis/layout", params={"projection": "facts"}).json()
    assert all(-1 <= one["x"] <= 1 and -1 <= one["y"] <= 1 for one in found["items"])
    assert found["edges"]
    assert max(max(source, target) for source, target, _ in found["edges"]) < len(found["items"])
    cut = client.get("/analysis/layout", params={"projection": "facts", "limit": 5}).json()
    assert len(cut["items"]) == 5
    assert cut["truncated"]


def test_who_is_alike(client: TestClient) -> None:
    found = client.get("/analysis/similar", params={"entity": LEENA}).json()
    assert found["items"][0]["shared"]


def test_series_over_years_and_seasons(client: TestClient) -> None:
    years = client.get("/analysis/series", params={"entity": TIDE}).json()["items"][0]
    assert [(p["period"], p["value"]) for p in years["points"]] == [("2021", 1), ("2022", 1), ("2023", 2)]
    seasons = client.get("/analysis/series", params={"entity": TIDE, "by": "season"}).json()["items"]
    assert [p["period"] for p in seasons[0]["points"]] == ["s1", "s2"]


def test_on_whom_an_answer_rests(client: TestClient) -> None:
    found = client.get("/analysis/sources", params={"entity": TIDE}).json()
    assert found["items"][0]["publisher"] == "Screenwire"
    assert 0 < found["share"] <= 1


@pytest.mark.parametrize("address", ["centrality", "communities", "network", "bridges", "sources"])
@pytest.mark.parametrize("property", ["partner", "identifiesAs", "lovesUnrequited", "formerPartner"])
def test_analyses_of_what_is_sensitive_of_people_are_refused_with_the_reason(
    client: TestClient, address: str, property: str
) -> None:
    answer = client.get(f"/analysis/{address}", params={"projection": "facts", "property": property})
    assert answer.status_code == 403
    assert "private life" in answer.json()["detail"]


def test_an_analysis_sees_what_the_view_sees(client: TestClient) -> None:
    whole = client.get("/analysis/network", params={"projection": "characters"}).json()
    early = client.get("/analysis/network", params={"projection": "characters", "asOf": "the-tidewaiters:s1e2"}).json()
    assert early["total"] < whole["total"]
    assert "partner" not in str(early)


@pytest.mark.parametrize("suffix", ["nq", "trig", "ttl", "jsonld"])
def test_the_graph_is_exported_as_rdf_that_rdflib_reads(client: TestClient, suffix: str) -> None:
    import rdflib

    answer = client.get(f"/export.{suffix}")
    assert answer.status_code == 200
    formats = {"nq": "nquads", "trig": "trig", "ttl": "turtle", "jsonld": "json-ld"}
    graph = rdflib.Dataset()
    graph.parse(data=answer.content, format=formats[suffix])
    assert len(graph) > 100


def test_an_export_holds_what_the_view_holds(client: TestClient) -> None:
    early = client.get("/export.nq", params={"asOf": "the-tidewaiters:s1e2"}).text
    assert "layer/story/the-tidewaiters/s1e2" in early
    assert "s2e6" not in early
    assert "kisses" not in early
    assert "layer/text" not in client.get("/export.nq").text


def test_a_network_is_exported_for_gephi_with_its_seasons(client: TestClient) -> None:
    answer = client.get("/export.gexf", params={"projection": "characters", "times": "season"})
    assert b'mode="dynamic"' in answer.content
    graph = nx.read_gexf(io.BytesIO(answer.content))
    total = client.get("/analysis/network", params={"projection": "characters"}).json()["total"]
    assert graph.number_of_edges() == total


def test_tables_come_as_an_archive(client: TestClient) -> None:
    answer = client.get("/export.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="network-csv.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert opened.namelist() == ["edges.csv", "nodes.csv"]


def test_they_are_documented(client: TestClient) -> None:
    assert isinstance(client.app, FastAPI)
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/analysis/centrality", "/analysis/communities", "/pictures/network.{suffix}", "/export.{suffix}"):
        assert path in paths

from __future__ import annotations

import csv
import io
import re

import pytest
import rdflib
from fastapi.testclient import TestClient
from rdflib.query import ResultRow

from api.app import create_app
from api.negotiation import Form
from api.settings import Settings
from graph.claims import Fact
from graph.policy import PeopleGate
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph import records

OTTILIE = "/entities/person/ottilie-marsh-adeyemi"


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("path", [OTTILIE, f"{OTTILIE}/relations", "/events", "/search?q=nell", "/articles"])
def test_every_form_is_given_by_accept_and_by_suffix(ensemble_client: TestClient, path: str, form: Form) -> None:
    suffix = {"json": "json", "ld+json": "jsonld", "turtle": "ttl", "n-triples": "nt"}.get(form.value.split("/")[1])
    bare, mark, query = path.partition("?")
    asked = ensemble_client.get(path, headers={"Accept": f"{form.value}, */*;q=0.1"})
    suffixed = ensemble_client.get(f"{bare}.{suffix or form.value.split('/')[1]}{mark}{query}")
    assert asked.status_code == suffixed.status_code == 200
    assert asked.headers["content-type"].startswith(form.value)
    assert asked.content == suffixed.content
    assert "Accept" in asked.headers["vary"]


def test_what_is_not_given_is_406(ensemble_client: TestClient) -> None:
    answer = ensemble_client.get(OTTILIE, headers={"Accept": "image/png"})
    assert (answer.status_code, answer.json()["type"]) == (406, "/problems/not-acceptable")


@pytest.mark.parametrize(("suffix", "reader"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")])
def test_rdf_forms_say_the_fact_and_its_claim(ensemble_client: TestClient, suffix: str, reader: str) -> None:
    answer = ensemble_client.get(f"{OTTILIE}/relations.{suffix}?property=portrays")
    graph = rdflib.Graph().parse(data=answer.text, format=reader)
    found = graph.query(
        """PREFIX drm: <https://dramatis.example/vocabulary#> PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX schema: <https://schema.org/>
        SELECT ?publisher WHERE { ?actor drm:portrays ?role .
          ?claim rdf:subject ?actor ; rdf:object ?role ; prov:wasDerivedFrom/schema:publisher ?publisher }"""
    )
    assert sorted(str(row["publisher"]) for row in found if isinstance(row, ResultRow)) == [
        "Screenwire",
        "Screenwire",
        "The Evening Ledger",
    ]


def test_csv_reads_back_and_runs_no_formula(ensemble_client: TestClient) -> None:
    answer = ensemble_client.get(f"{OTTILIE}/relations.csv")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert [line["other"] for line in lines if line["property"] == "portrays"] == ["Nell Garrity"]
    assert not any((cell or "").startswith(("=", "+", "@")) for line in lines for cell in line.values())


def test_pages_hold_no_script_and_escape_what_articles_say(nightjar_store: EmbeddedStore) -> None:
    from dataclasses import replace

    record = records.casting()
    article = replace(record.article, iri=f"{record.article.iri}-2", publisher="<script>alert(1)</script>")
    mint = records.MINTER
    Writer(nightjar_store, mint, PeopleGate(), Shapes(mint)).write(replace(record, article=article))
    with TestClient(create_app(nightjar_store, Settings())) as client:
        page = client.get("/entities/person/mara-quill/relations.html")
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]


def test_an_answer_is_fresh_until_the_store_changes(nightjar_store: EmbeddedStore) -> None:
    with TestClient(create_app(nightjar_store, Settings())) as client:
        first = client.get("/entities")
        tag = {"If-None-Match": first.headers["etag"]}
        again = client.get("/entities", headers=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert client.get("/entities?layer=public", headers=tag).status_code == 200
        mint = records.MINTER
        Writer(nightjar_store, mint, PeopleGate(), Shapes(mint)).retract(records.casting().article.iri)
        assert client.get("/entities", headers=tag).status_code == 200


def test_answers_are_compressed_for_who_takes_it(ensemble_client: TestClient) -> None:
    zipped = ensemble_client.get("/entities?limit=500", headers={"Accept-Encoding": "gzip"})
    plain = ensemble_client.get("/entities?limit=500", headers={"Accept-Encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert zipped.json() == plain.json()
    assert zipped.headers["etag"] != plain.headers["etag"]


def test_head_is_get_without_the_body(ensemble_client: TestClient) -> None:
    head, get = ensemble_client.head(OTTILIE), ensemble_client.get(OTTILIE)
    assert head.content == b""
    assert head.headers["etag"] == get.headers["etag"]


def test_other_origins_read_only_where_the_operator_lets_them(ensemble_client: TestClient) -> None:
    origin = {"Origin": "https://notebook.example"}
    assert "access-control-allow-origin" not in ensemble_client.get(OTTILIE, headers=origin).headers
    app = create_app(EmbeddedStore(), Settings(cors_origins=("https://notebook.example",)))
    with TestClient(app) as client:
        assert client.get("/entities", headers=origin).headers["access-control-allow-origin"] == origin["Origin"]
        assert (
            "access-control-allow-origin"
            not in client.get("/entities", headers={"Origin": "https://x.example"}).headers
        )


def test_every_problem_has_a_page(ensemble_client: TestClient) -> None:
    for path in ("/nothing", "/entities?x=1", "/entities/show/none", "/entities?limit=0", "/entities?cursor=x"):
        problem = ensemble_client.get(path)
        assert problem.headers["content-type"] == "application/problem+json"
        assert problem.json()["status"] == problem.status_code
        explained = ensemble_client.get(problem.json()["type"])
        assert explained.json()["title"] == problem.json()["title"]


def test_an_iri_of_the_instance_can_be_followed(ensemble_client: TestClient) -> None:
    answer = ensemble_client.get("/person/leena-varghani", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/entities/person/leena-varghani")


def test_every_href_in_an_answer_answers(ensemble_client: TestClient) -> None:
    from tests.api.test_views import hrefs

    seen: set[str] = set()
    for path in ("/entities/show/the-tidewaiters/relations?limit=5", "/events?limit=5", "/statements", "/articles"):
        seen |= set(hrefs(ensemble_client.get(path).json()))
    assert len(seen) > 20
    for href in seen:
        assert ensemble_client.get(href).status_code == 200, href


@pytest.mark.parametrize(
    "path", ["/entities", "/entities.csv", "/entities/show/the-tidewaiters/relations", "/works/the-tidewaiters/cast"]
)
def test_a_page_links_to_the_next_until_the_end(ensemble_client: TestClient, path: str) -> None:
    answer = ensemble_client.get(path, params={"limit": 2, "layer": "public"})
    total = ensemble_client.get(path.replace(".csv", ""), params={"layer": "public"}).json()["total"]
    pages = [answer.text]
    while "next" in answer.links:
        following = answer.url.join(answer.links["next"]["url"])
        assert (following.path, following.params["layer"]) == (path, "public")
        answer = ensemble_client.get(str(following))
        assert answer.status_code == 200
        pages.append(answer.text)
    assert len(pages) == len(set(pages)) == -(-total // 2) > 1


def test_a_claim_that_its_article_took_back_is_still_told_and_counts_for_nothing(nightjar_store: EmbeddedStore) -> None:
    before = records.review()
    played = next(c for c in before.claims if c.assertion == Fact(records.IVO, "portrays", records.TOBY))
    now = records.changed(before, "In the first episode of season two she kisses Toby (Ivo Brandt). ")
    mint = records.MINTER
    Writer(nightjar_store, mint, PeopleGate(), Shapes(mint), lambda: "2026-01-02T12:00:00Z").write(now)
    with TestClient(create_app(nightjar_store, Settings())) as client:
        iri = played.iri(before.article.iri, mint)
        claim = client.get(f"/claims/{iri.rpartition('/')[2]}").json()
        assert (claim["status"], claim["quote"], claim["sentence"]) == (
            "retracted",
            "Toby (Ivo Brandt)",
            "Ivo Brandt plays Toby.",
        )
        assert claim["withdrawn"]["at"] == "2026-01-02T12:00:00Z"
        assert claim["original"] is None
        listed = client.get("/disputes?kind=retraction").json()["items"]
        assert "Ivo Brandt plays Toby." in {side["sentence"] for one in listed for side in one["sides"]}
        assert client.get("/entities/person/ivo-brandt").status_code == 404
        assert client.get("/search?q=Ivo").json()["total"] == 0
        assert "Ivo" not in client.get("/works/nightjar/cast").text
        assert iri not in client.get("/export.ttl").text


@pytest.mark.parametrize("path", [OTTILIE, f"{OTTILIE}/relations?layer=public&limit=2"])
def test_an_answer_links_to_its_other_forms_and_to_the_vocabulary(ensemble_client: TestClient, path: str) -> None:
    answer = ensemble_client.get(path)
    header = answer.headers["link"]
    found = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', header)
    assert {media for _, media in found} == {form.value for form in Form} - {"application/json"}
    for address, media in found:
        other = ensemble_client.get(address)
        assert (other.status_code, other.headers["content-type"].partition(";")[0]) == (200, media)
    described = re.search(r'<([^>]+)>; rel="describedby"', header)
    assert described
    assert ensemble_client.get(described[1]).headers["content-type"].startswith("text/turtle")
    document = ensemble_client.get("/openapi.json").json()
    assert "Link" in document["paths"]["/entities/{kind}/{slug}"]["get"]["responses"]["200"]["headers"]


def test_what_was_taken_back_is_told_where_its_layer_is(nightjar_store: EmbeddedStore) -> None:
    before, mint = records.review(), records.MINTER
    kiss = next(claim for claim in before.claims if claim.layer == records.S2E1)
    gone = kiss.iri(before.article.iri, mint).rpartition("/")[2]
    now = records.changed(before, "In the first episode of season two she kisses Toby (Ivo Brandt). ")
    Writer(nightjar_store, mint, PeopleGate(), Shapes(mint)).write(now)
    retracted = "SELECT ?quote { %s { ?claim drm:status drm:retracted ; drm:quote ?quote } }"
    named = "PREFIX drm: <https://dramatis.example/vocabulary#> " + retracted % "GRAPH ?g"
    joined = "PREFIX drm: <https://dramatis.example/vocabulary#> " + retracted % ""
    with TestClient(create_app(nightjar_store, Settings())) as client:

        def quotes(query: str, seen: str) -> set[str]:
            answer = client.get("/sparql", params={"query": query, "asOf": seen}, headers={"Accept": "text/csv"})
            assert answer.status_code == 200
            return set(answer.text.split("\r\n")[1:-1])

        for seen, status in (("nightjar:s1", 404), ("nightjar:s2e1", 200)):
            assert client.get(f"/claims/{gone}", params={"asOf": seen}).status_code == status
            assert ("she kisses Toby" in quotes(named, seen)) == (status == 200)
            assert "Toby (Ivo Brandt)" in quotes(named, seen)
            assert quotes(joined, seen) == set()
            assert ("she kisses Toby" in client.get("/disputes", params={"asOf": seen}).text) == (status == 200)

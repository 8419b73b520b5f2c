"""All traps in one store, looked for on every surface that answers: routes, pictures, SPARQL, the feed, an export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli.ingesting import made_writer
from api.settings import Settings
from graph.identity import Identities
from graph.store import open_store
from ingest.article import Document
from ingest.linking import Linker
from ingest.pipeline import Extractor
from tests.traps import MINTER, PRIVATE, traps

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = open_store(str(tmp_path_factory.mktemp("traps") / "store"))
    identities, extractor = Identities(MINTER), Extractor()
    writer, linker = made_writer(store, MINTER), Linker(MINTER, identities)
    for trap in traps():
        document = Document(trap["id"], trap["text"], trap.get("date"), trap.get("url"), trap.get("title"))
        record = linker.record(document, extractor.extract(document))
        writer.write(record)
        identities.learn(record)
    with TestClient(create_app(store, Settings(allow_self=True))) as found:
        yield found
    store.close()


def named() -> set[str]:
    """Return the real people of whom something must not be public."""
    return {pattern["self_public"] for trap in traps() for pattern in trap["forbidden"] if "self_public" in pattern}


@pytest.fixture(scope="module")
def people(client: TestClient) -> dict[str, str]:
    """Return the addresses of those of them whom the graph knows, by name."""
    found = {}
    for name in sorted(named()):
        for item in client.get("/search", params={"q": name, "type": "Person"}).json()["items"]:
            if item["label"] == name:
                found[name] = item["href"]
    assert len(found) > 40
    return found


def told(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.text[:200]}"
    return answer.text


@pytest.mark.parametrize("part", ["", "/relations", "/neighbourhood", "/timeline", ".ttl", ".jsonld", ".html"])
def test_no_page_of_a_person_speaks_of_it(client: TestClient, people: dict[str, str], part: str) -> None:
    assert [name for name, href in people.items() if PRIVATE.search(told(client, href + part))] == []


@pytest.mark.parametrize(("route", "key"), [("/statements", "speaker"), ("/statements", "about"), ("/events", "about")])
def test_nothing_said_or_done_speaks_of_it(client: TestClient, people: dict[str, str], route: str, key: str) -> None:
    def asked(href: str) -> str:
        iri = MINTER.base + href.removeprefix("/entities/")
        return told(client, f"{route}?{urlencode({key: iri})}")

    assert [name for name, href in people.items() if PRIVATE.search(asked(href))] == []


def sentences(text: str) -> Iterator[str]:
    yield from re.split(r"(?<=[.!?”\"])\s+|\n", text)


def speaking(text: str, people: set[str]) -> list[str]:
    """Return the sentences that name one of some people and speak of something private."""
    return [one for one in sentences(text) if PRIVATE.search(one) and any(name in one for name in people)]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def pages(client: TestClient, address: str) -> Iterator[Any]:
    """Yield the pages of a list, each as JSON, to its end."""
    following: str | None = address
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, f"{following}: {answer.text[:200]}"
        yield answer.json()
        beyond = answer.links.get("next", {}).get("url")
        following = str(answer.url.join(beyond)) if beyond else None


@pytest.mark.parametrize(
    "route", ["/articles", "/claims", "/events", "/statements", "/entities", "/disputes", "/changes"]
)
def test_no_list_puts_it_beside_a_name(client: TestClient, route: str) -> None:
    if route == "/claims":
        texts = [
            told(client, claim["href"])
            for article in pages(client, "/articles")
            for item in article["items"]
            for page in pages(client, f"{item['href']}/claims")
            for claim in page["items"]
        ]
        found = [text for body in texts for text in strings(json.loads(body))]
    else:
        found = [text for page in pages(client, route) for text in strings(page)]
    assert found
    assert [line for text in found for line in speaking(text, named())] == []


def test_no_article_shows_it(client: TestClient) -> None:
    shown = [
        text
        for page in pages(client, "/articles")
        for item in page["items"]
        for text in strings(client.get(item["href"]).json())
    ]
    assert [line for text in shown for line in speaking(text, named())] == []


def test_no_search_for_such_a_word_finds_a_person(client: TestClient) -> None:
    for word in ("gay", "lesbian", "bisexual", "queer", "trans", "muslim", "cancer", "dating", "rehab"):
        items = client.get("/search", params={"q": word, "limit": 50}).json()["items"]
        assert [item["label"] for item in items if item["label"] in named()] == []


def test_no_sparql_answer_puts_it_beside_a_name(client: TestClient) -> None:
    for query in (
        "SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }",
        "SELECT DISTINCT ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(isLiteral(?o)) }",
    ):
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"})
        values = [row["o"]["value"] for row in answer.json()["results"]["bindings"]]
        assert len(values) > 500
        assert [line for value in values for line in speaking(value, named())] == []


@pytest.mark.parametrize("kind", ["network", "timeline"])
def test_no_picture_of_a_person_draws_it(client: TestClient, people: dict[str, str], kind: str) -> None:
    for href in people.values():
        entity = MINTER.base + href.removeprefix("/entities/")
        answer = client.get(f"/pictures/{kind}.svg", params={"entity": entity})
        assert answer.status_code in (200, 404)  # nothing public may have happened around somebody
        assert speaking(re.sub(r"<[^>]+>", "\n", answer.text), named()) == []


def test_the_test_would_see_it() -> None:
    assert speaking("Joel Ashdown says that he is gay. It rained.", named() | {"Joel Ashdown"})

"""Articles posted to a service that reads them: the real extractor, linker, gate and store behind the route."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli.places import minter
from api.cli.serving import LiveIngest
from api.settings import Settings
from graph.store.embedded import EmbeddedStore

TEXT = (
    "Ingrid Vasconcellos plays the smuggler Una Crail in the Channel 4 drama “Salt Road”, which returned in May 2023."
)
GERMAN = (
    "Wie der Sender gestern bekannt gab, wird die Serie, die in einem Dorf an der Küste spielt, nicht noch einmal "
    "verlängert, obwohl sie zuletzt von mehr Menschen gesehen wurde als je zuvor."
)
BANK = (
    "The central bank left its main interest rate at 4 per cent on Thursday and said that prices rose less than before."
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    store, base = EmbeddedStore(), minter().base
    settings = Settings(base=base, token="sesame")
    with TestClient(create_app(store, settings, ingestor=LiveIngest(store, base))) as found:
        found.headers["Authorization"] = "Bearer sesame"
        yield found


def test_what_an_article_says_is_there_at_once_with_its_words(client: TestClient) -> None:
    sent = client.post("/articles", json={"text": TEXT, "id": "salt", "date": "2023-05-02"})
    assert (sent.status_code, sent.json()["status"]) == (201, "added")
    cast = client.get("/works/salt-road/cast").json()
    assert "Una Crail" in str(cast)
    assert "Ingrid Vasconcellos" in str(cast)
    assert client.post("/articles", json={"text": TEXT, "id": "salt", "date": "2023-05-02"}).status_code == 200


@pytest.mark.parametrize(
    ("text", "reason"),
    [(GERMAN, "another language (de)"), (BANK, "not about entertainment")],
    ids=["language", "subject"],
)
def test_what_is_set_aside_by_a_run_is_refused_with_the_reason_unless_it_is_wanted(
    client: TestClient, text: str, reason: str
) -> None:
    refused = client.post("/articles", json={"text": text})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/invalid")
    assert reason in refused.json()["detail"]
    assert client.post("/articles", json={"text": text, "anything": True}).status_code == 201


def test_a_private_address_is_not_fetched(client: TestClient) -> None:
    refused = client.post("/articles", json={"url": "http://127.0.0.1:1/"})
    assert refused.status_code in (422, 502)
    assert "127.0.0.1" in refused.json()["detail"]

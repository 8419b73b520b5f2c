from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Submission
from api.settings import Settings
from graph.policy import PeopleGate
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph.records import MINTER, casting

ARTICLE = casting().article.iri
TOKEN = {"Authorization": "Bearer sesame"}


class CastingDesk:
    """Writes the casting note, whatever is sent."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.writer = Writer(store, MINTER, PeopleGate(), Shapes(MINTER))
        self.seen: list[Submission] = []

    def __call__(self, submission: Submission) -> Mapping[str, Any]:
        self.seen.append(submission)
        outcome = self.writer.write(casting())
        status = "written" if outcome.changed else "unchanged"
        return {"article": outcome.article, "status": status, "claims": outcome.claims}


@pytest.fixture
def desk() -> Iterator[tuple[TestClient, CastingDesk]]:
    store = EmbeddedStore()
    desk = CastingDesk(store)
    with TestClient(create_app(store, Settings(token="sesame"), ingestor=desk)) as client:
        yield client, desk


def test_writing_asks_for_the_token(desk: tuple[TestClient, CastingDesk]) -> None:
    client, taken = desk
    for headers, name in (
        ({}, "token-missing"),
        ({"Authorization": "Bearer open"}, "token-wrong"),
        ({"Authorization": "Basic sesame"}, "token-missing"),
    ):
        for answer in (
            client.post("/articles", json={"text": "x"}, headers=headers),
            client.delete(f"/articles/{ARTICLE.rsplit('/')[-1]}", headers=headers),
        ):
            assert (answer.status_code, answer.json()["type"]) == (401, f"/problems/{name}")
            assert answer.headers["www-authenticate"].startswith("Bearer")
    assert not taken.seen


def test_an_article_goes_in_and_out(desk: tuple[TestClient, CastingDesk]) -> None:
    client, taken = desk
    sent = client.post("/articles", json={"text": "Mara Quill has joined.", "date": "2023-01"}, headers=TOKEN)
    assert sent.status_code == 201
    assert client.get(sent.headers["location"]).json()["publisher"] == "Casting Daily"
    assert taken.seen == [Submission(text="Mara Quill has joined.", date="2023-01")]
    assert client.post("/articles", content="x", headers={**TOKEN, "Content-Type": "text/plain"}).status_code == 200
    assert client.get("/entities/person/mara-quill").status_code == 200
    assert client.delete(sent.headers["location"], headers=TOKEN).status_code == 204
    assert client.get("/entities/person/mara-quill").status_code == 404
    assert client.delete(sent.headers["location"], headers=TOKEN).status_code == 404


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b'{"text": "a", "html": "b"}', "application/json", 422),
        (b"{}", "application/json", 422),
        (b'{"text": "a", "txt": "b"}', "application/json", 422),
        (b'{"url": "file:///etc/passwd"}', "application/json", 422),
        (b'{"text": ', "application/json", 400),
        (b"\xff\xfe", "text/plain", 400),
        (b"a", "application/xml", 415),
        (b"a" * 5_000_001, "text/plain", 413),
    ],
)
def test_what_cannot_be_taken_is_refused(
    desk: tuple[TestClient, CastingDesk], body: bytes, media: str, status: int
) -> None:
    client, taken = desk
    answer = client.post("/articles", content=body, headers={**TOKEN, "Content-Type": media})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert not taken.seen


def test_without_a_token_nothing_is_written() -> None:
    with TestClient(create_app(EmbeddedStore(), Settings())) as client:
        assert client.post("/articles", json={"text": "x"}).status_code == 403


def test_anonymous_writes_are_for_this_machine_and_no_foreign_page() -> None:
    store = EmbeddedStore()
    app = create_app(store, Settings(allow_anonymous_writes=True), ingestor=CastingDesk(store))

    def status(client: TestClient, **headers: str) -> int:
        return client.post("/articles", json={"text": "x"}, headers=headers).status_code

    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        assert status(client) == 201
        assert status(client, Host="rebound.example") == 403
        assert status(client, Origin="https://evil.example") == 403
        assert status(client, Origin="http://127.0.0.1:8000") == 200

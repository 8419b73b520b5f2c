from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.store.embedded import EmbeddedStore
from tests.graph.records import MARA, MINTER, casting, review
from tests.graph.test_merging import MAURA, misnamed
from tests.graph.test_writer import writer

TOKEN = {"Authorization": "Bearer sesame"}
OLD, NEW = MAURA.removeprefix(MINTER.base), MARA.removeprefix(MINTER.base)


@pytest.fixture
def client() -> Iterator[TestClient]:
    store = EmbeddedStore()
    for record in (review(), casting(), misnamed()):
        writer(store).write(record)
    with TestClient(create_app(store, Settings(token="sesame"))) as client:
        yield client


def test_a_merge_redirects_and_a_split_takes_it_back(client: TestClient) -> None:
    before = client.get(f"/entities/{OLD}/relations").json()
    assert client.post(f"/entities/{OLD}/merge", json={"into": NEW}).status_code == 401
    done = client.post(f"/entities/{OLD}/merge", json={"into": MARA, "reason": "misspelt"}, headers=TOKEN).json()
    assert (done["old"], done["new"], done["articles"]) == (MAURA, MARA, 1)
    moved = client.get(f"/entities/{OLD}/relations?limit=3&layer=public", follow_redirects=False)
    assert moved.status_code == 308
    assert moved.headers["location"] == f"/entities/{NEW}/relations?limit=3&layer=public"
    assert "Maura Quill" in client.get(f"/entities/{OLD}").json()["aliases"]
    log = client.get("/identity/decisions", headers=TOKEN).json()["items"]
    assert [(one["old"], one["new"], one["reason"]) for one in log] == [(MAURA, MARA, "misspelt")]
    assert client.post(f"/entities/{OLD}/split", headers=TOKEN).json()["articles"] == 1
    assert client.get(f"/entities/{OLD}/relations").json() == before


def test_what_cannot_be_merged_is_refused(client: TestClient) -> None:
    def status(old: str, into: str) -> int:
        return client.post(f"/entities/{old}/merge", json={"into": into}, headers=TOKEN).status_code

    assert status(OLD, "character/nightjar/wren") == 409
    assert status(OLD, OLD) == 409
    assert status(OLD, "person/nobody") == 404
    assert client.post(f"/entities/{OLD}/split", headers=TOKEN).status_code == 404
    assert client.post(f"/entities/{OLD}/merge", json={"to": NEW}, headers=TOKEN).status_code == 422


def test_the_likely_same_are_suggested_with_a_reason_to_who_may_merge(client: TestClient) -> None:
    assert client.get("/identity/suggestions").status_code == 401
    found = client.get("/identity/suggestions", headers=TOKEN).json()["items"]
    assert [{one["one"]["iri"], one["other"]["iri"]} for one in found] == [{MARA, MAURA}]
    assert found[0]["reason"]

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient


def ask(client: TestClient, query: str = "", **queries: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    answer = client.post(f"/reconcile{query}", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200
    return {key: found["result"] for key, found in answer.json().items()}


def test_the_manifest_says_what_is_offered(ensemble_client: TestClient) -> None:
    manifest = ensemble_client.get("/reconcile").json()
    assert "0.2" in manifest["versions"]
    assert manifest["identifierSpace"] == "https://dramatis.example/"
    assert {"id": "Person", "name": "Person"} in manifest["defaultTypes"]
    view = manifest["view"]["url"].replace("{{id}}", "person/leena-varghani")
    assert ensemble_client.get(view).json()["label"] == "Leena Varghani"


def test_a_whole_name_is_a_match_and_half_a_name_of_two_is_none(ensemble_client: TestClient) -> None:
    found = ask(
        ensemble_client,
        q0={"query": "Leena Varghani", "type": "Person"},
        q1={"query": "Nell", "type": "Character"},
        q2={"query": "Qqqqqq"},
    )
    assert (found["q0"][0]["name"], found["q0"][0]["match"]) == ("Leena Varghani", True)
    assert {one["name"] for one in found["q1"]} == {"Nell Garrity", "Nell Sugden"}
    assert found["q2"] == []


def test_a_property_of_the_row_decides_between_namesakes(ensemble_client: TestClient) -> None:
    friend = [{"pid": "mentor", "v": {"name": "Moll Harker"}}]
    found = ask(ensemble_client, q0={"query": "Nell", "type": "Character", "properties": friend})
    assert found["q0"][0]["name"] == "Nell Sugden"


def test_reconciling_stays_in_the_view(ensemble_client: TestClient) -> None:
    queries = {"q0": {"query": "Hal Garrity", "type": "Character"}}
    assert ask(ensemble_client, "", **queries)["q0"][0]["name"] == "Hal Garrity"
    public = ask(ensemble_client, "?layer=public", **queries)["q0"]
    assert "Hal Garrity" not in {one["name"] for one in public}


def test_a_table_is_extended(ensemble_client: TestClient) -> None:
    iri = "https://dramatis.example/show/the-tidewaiters"
    asked = {"ids": [iri], "properties": [{"id": "broadcaster"}, {"id": "genre"}, {"id": "nonsense"}]}
    found = ensemble_client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    assert [one["id"] for one in found["meta"]] == ["broadcaster", "genre"]
    channel = {"id": "https://dramatis.example/organization/channel-4", "name": "Channel 4"}
    assert found["rows"] == {iri: {"broadcaster": [channel], "genre": []}}


def test_suggestions_and_previews(ensemble_client: TestClient) -> None:
    names = ensemble_client.get("/reconcile/suggest/entity?prefix=otti").json()["result"]
    assert names[0]["name"] == "Ottilie Marsh-Adeyemi"
    properties = ensemble_client.get("/reconcile/suggest/property?prefix=broad").json()["result"]
    assert [one["id"] for one in properties] == ["broadcaster"]
    assert "Channel 4" in ensemble_client.get("/reconcile/preview?id=organization/channel-4").text


@pytest.mark.parametrize("queries", ["[]", "{", '{"q0": {}}', '{"q0": {"query": ""}}', '{"q0": 3}'])
def test_a_batch_that_cannot_be_read_is_refused(ensemble_client: TestClient, queries: str) -> None:
    answer = ensemble_client.post("/reconcile", data={"queries": queries})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")

"""The graph as it is drawn, over HTTP."""

from __future__ import annotations

from fastapi.testclient import TestClient


def test_a_line_says_what_it_rests_on(nightjar_client: TestClient) -> None:
    answer = nightjar_client.get("/graph", params={"entity": "person/mara-quill"}).json()
    edge = next(one for one in answer["edges"] if one["property"] == "portrays")
    assert edge["sentence"] == "Mara Quill plays Wren."
    assert edge["publishers"] == ["Casting Daily", "The Paper"]
    assert edge["dates"] == ["2023-01-09", "2024-06-01"]
    assert (edge["count"], len(edge["claims"])) == (2, 2)
    assert (edge["layers"], edge["statuses"]) == (["public"], ["asserted"])
    assert nightjar_client.get(edge["claims"][0]).status_code == 200


def test_limits_are_told_and_what_they_cut(nightjar_client: TestClient) -> None:
    answer = nightjar_client.get("/graph", params={"entity": "character/nightjar/wren", "each": 1}).json()
    assert answer["expanded"] == [{"iri": "https://dramatis.example/character/nightjar/wren", "shown": 1, "total": 2}]
    assert answer["limits"] == {"each": 1, "nodes": 300}
    assert answer["truncated"] is True
    assert answer["placed"] is False


def test_what_was_not_watched_is_in_no_line_and_no_count(nightjar_client: TestClient) -> None:
    asked = {"entity": "character/nightjar/wren", "asOf": "nightjar:s1"}
    answer = nightjar_client.get("/graph", params=asked)
    assert "toby" not in answer.text
    assert answer.json()["expanded"][0]["total"] == 1


def test_what_is_not_known_is_a_problem(nightjar_client: TestClient) -> None:
    assert nightjar_client.get("/graph", params={"entity": "person/nobody"}).status_code == 404

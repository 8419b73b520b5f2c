from __future__ import annotations

from fastapi.testclient import TestClient


def _cast(client: TestClient, path: str) -> set[tuple[str, str | None, str]]:
    items = client.get(path).json()["items"]
    return {(p["actor"]["label"], p["character"] and p["character"]["label"], p["scope"]) for p in items}


def test_a_recast_is_two_parts(ensemble_client: TestClient) -> None:
    assert {a for a, c, _ in _cast(ensemble_client, "/works/the-tidewaiters/cast") if c == "Callum Roke"} == {
        "Idris Hallworth",
        "Tobias Carrick",
    }


def test_a_season_has_its_own_cast(ensemble_client: TestClient) -> None:
    assert _cast(ensemble_client, "/works/the-tidewaiters/cast?season=2") == {
        ("Kwabena Tettey", "Joss Merriden", "season"),
        ("Marek Oszlanyi", "Danilo Vesk", "season"),
        ("Ottilie Marsh-Adeyemi", "Nell Garrity", "season"),
        ("Tobias Carrick", "Callum Roke", "season"),
        ("Wren Castellow", "Nell Garrity", "season"),
    }


def test_two_actors_of_one_role_name_each_other(ensemble_client: TestClient) -> None:
    items = ensemble_client.get("/works/the-tidewaiters/cast?season=2").json()["items"]
    others = {p["actor"]["label"]: [o["label"] for o in p["others"]] for p in items}
    assert others["Wren Castellow"] == ["Ottilie Marsh-Adeyemi"]
    assert others["Kwabena Tettey"] == []


def test_characters_come_with_all_who_play_them(ensemble_client: TestClient) -> None:
    items = ensemble_client.get("/works/the-tidewaiters/characters").json()["items"]
    assert {i["character"]["label"]: [a["label"] for a in i["actors"]] for i in items} == {
        "Agnes Thrale": ["Beryl Tansley"],
        "Callum Roke": ["Idris Hallworth", "Tobias Carrick"],
        "Danilo Vesk": ["Marek Oszlanyi"],
        "Joss Merriden": ["Kwabena Tettey"],
        "Nell Garrity": ["Ottilie Marsh-Adeyemi", "Wren Castellow"],
    }


def test_an_actor_without_a_role_is_in_the_cast(ensemble_client: TestClient) -> None:
    assert _cast(ensemble_client, "/works/film/a-map-of-small-rains/cast") == {
        ("Kwabena Tettey", None, "work"),
        ("Leena Varghani", None, "work"),
        ("Philippa Akintola", None, "work"),
    }

from __future__ import annotations

from fastapi.testclient import TestClient

TIDE = "/entities/show/the-tidewaiters"


def test_an_entity_says_how_much_the_view_holds_of_it(ensemble_client: TestClient) -> None:
    body = ensemble_client.get("/entities/character/the-tidewaiters/nell-garrity").json()
    assert (body["type"], body["label"]) == ("Character", "Nell Garrity")
    assert {(p["property"], p["direction"]): p["count"] for p in body["properties"]} == {
        ("character", "in"): 1,
        ("friend", "both"): 1,
        ("parent", "out"): 1,
        ("partner", "both"): 1,
        ("portrays", "in"): 2,
        ("relative", "both"): 1,
        ("rival", "both"): 1,
    }
    for one in body["properties"]:
        assert ensemble_client.get(one["href"]).json()["total"] == one["count"]


def test_relations_carry_the_claims_that_say_them(ensemble_client: TestClient) -> None:
    body = ensemble_client.get("/entities/person/ottilie-marsh-adeyemi/relations?property=portrays").json()
    (relation,) = body["items"]
    assert relation["sentence"] == "Ottilie Marsh-Adeyemi plays Nell Garrity."
    assert {claim["article"]["publisher"] for claim in relation["claims"]} == {"Screenwire", "The Evening Ledger"}
    assert relation["confidence"] == 0.99
    assert {claim["quote"] for claim in relation["claims"]} >= {"Marsh-Adeyemi is Nell."}


def test_relations_are_filtered_by_source_date_and_kind(ensemble_client: TestClient) -> None:
    def labels(query: str) -> list[str]:
        items = ensemble_client.get(f"{TIDE}/relations?limit=100&{query}").json()["items"]
        return sorted(item["other"]["label"] for item in items)

    assert labels("source=The+Evening+Ledger") == ["Ottilie Marsh-Adeyemi"]
    assert labels("to=2021&type=Organization") == ["Channel 4"]
    assert labels("from=2022&to=2022") == ["Ottilie Marsh-Adeyemi"]
    assert labels("direction=in") == ["Season 1", "Season 2"]
    assert labels("confidence=0.95&property=actor") == ["Ottilie Marsh-Adeyemi"]


def test_pages_of_relations_join_to_the_whole_list(ensemble_client: TestClient) -> None:
    whole = ensemble_client.get(f"{TIDE}/relations?limit=500").json()
    seen, cursor = [], ""
    while True:
        page = ensemble_client.get(f"{TIDE}/relations?limit=4{cursor}").json()
        assert page["total"] == whole["total"] == 15
        seen += page["items"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == whole["items"]


def test_a_cursor_of_nothing_is_refused(ensemble_client: TestClient) -> None:
    for cursor in ("xx", "W10x", "eyJhIjoxfQ"):
        answer = ensemble_client.get(f"{TIDE}/relations?cursor={cursor}")
        assert answer.status_code == 404, cursor
        assert answer.json()["type"] == "/problems/invalid-cursor"


def test_a_neighbourhood_says_when_it_was_cut(ensemble_client: TestClient) -> None:
    whole = ensemble_client.get("/entities/person/leena-varghani/neighbourhood?depth=2").json()
    assert not whole["truncated"]
    assert {n["label"]: n["depth"] for n in whole["nodes"]} == {
        "Leena Varghani": 0,
        "A Map of Small Rains": 1,
        "Nell Sugden": 1,
        "Night Bus to Mirfield": 1,
        "Beryl Tansley": 2,
        "Kwabena Tettey": 2,
        "Moll Harker": 2,
        "Philippa Akintola": 2,
    }
    cut = ensemble_client.get("/entities/person/leena-varghani/neighbourhood?depth=2&limit=3").json()
    assert cut["truncated"]
    assert len(cut["nodes"]) == 3
    inside = {node["iri"] for node in cut["nodes"]}
    assert {end for edge in cut["edges"] for end in (edge["subject"], edge["object"])} <= inside


def test_a_timeline_has_two_axes(ensemble_client: TestClient) -> None:
    public = ensemble_client.get("/entities/show/the-tidewaiters/timeline?axis=public").json()["items"]
    assert [(e["type"], e["date"]) for e in public] == [
        ("casting", "2021-05"),
        ("release", "2022-02-06"),
        ("departure", "2023-01-20"),
    ]
    story = ensemble_client.get("/entities/character/the-tidewaiters/joss-merriden/timeline?axis=story").json()["items"]
    assert [e["position"] for e in story] == ["s2e3", "s2e6"]


def test_links_stay_in_the_view(ensemble_client: TestClient) -> None:
    body = ensemble_client.get(f"{TIDE}?asOf=the-tidewaiters:s1e2&layer=all").json()
    assert body["links"]["cast"] == "/works/show/the-tidewaiters/cast?asOf=the-tidewaiters:s1e2"
    for href in [*body["links"].values(), *(p["href"] for p in body["properties"])]:
        assert ensemble_client.get(href).status_code == 200, href


def test_a_fact_that_many_tell_is_shown_with_the_strongest_and_counts_all(ensemble_client: TestClient) -> None:
    href = "/entities/person/ottilie-marsh-adeyemi/relations?property=portrays"
    (whole,) = ensemble_client.get(f"{href}&claims=100").json()["items"]
    (cut,) = ensemble_client.get(f"{href}&claims=1").json()["items"]
    assert (whole["claimCount"], len(whole["claims"])) == (cut["claimCount"], 3)
    assert cut["claims"] == whole["claims"][:1]
    assert cut["confidence"] == whole["confidence"]
    (part, *_) = ensemble_client.get("/works/the-tidewaiters/cast?season=1&claims=1").json()["items"]
    assert len(part["claims"]) == 1

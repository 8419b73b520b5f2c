from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from api.client import ApiProblem, AsyncDramatis, Dramatis
from api.settings import Settings
from tests.api.servers import serving
from tests.graph.ensemble import ensemble


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(ensemble(), Settings(token="sesame")) as address:
        yield address


def test_from_a_name_to_the_sentence_that_says_it(address: str) -> None:
    with Dramatis(address) as api:
        match = api.search("otilie")[0]
        relation = next(api.relations(match["href"], property="portrays"))
        assert relation["sentence"] == "Ottilie Marsh-Adeyemi plays Nell Garrity."
        claim = api.claim(relation["claims"][0]["href"])
        assert claim["quote"] in {c["quote"] for c in relation["claims"]}
        assert claim["citation"]["plain"]


def test_lists_are_read_to_their_end(address: str) -> None:
    with Dramatis(address) as api:
        whole = [r["sentence"] for r in api.relations("show/the-tidewaiters", limit=500)]
        paged = [r["sentence"] for r in api.relations("show/the-tidewaiters", limit=4)]
        assert len(whole) == 15
        assert paged == whole
        assert {part["actor"]["label"] for part in api.cast("the-tidewaiters", season=1)} >= {"Idris Hallworth"}
        assert [role["character"]["label"] for role in api.characters("night-bus-to-mirfield")] == [
            "Moll Harker",
            "Nell Sugden",
        ]
        assert [one["axis"] for one in api.timeline("show/the-tidewaiters", axis="story")] == []
        assert [e["type"] for e in api.events(about=["person/beryl-tansley"])] == ["death"]
        assert [s["text"] for s in api.statements(speaker="person/leena-varghani")] == ["Kwabena is a marvel"]
        assert len(list(api.articles())) == 6
        assert [one["label"] for one in api.entities("Film")] == ["A Map of Small Rains"]
        assert list(api.disputes(kind="value")) == []
        assert {part["character"] and part["character"]["label"] for part in api.roles("person/kwabena-tettey")} == {
            "Joss Merriden"
        }


def test_a_client_keeps_its_view(address: str) -> None:
    nell = "character/the-tidewaiters/nell-garrity"
    with Dramatis(address, as_of=["the-tidewaiters:s1e8"]) as api:
        assert "parent" not in {relation["property"] for relation in api.relations(nell)}
        assert api.neighbourhood(nell)["truncated"] is False
    with Dramatis(address, layer="story") as api:
        assert {relation["property"] for relation in api.relations(nell)} >= {"parent", "friend"}
        assert api.paths(nell, "character/the-tidewaiters/hal-garrity")["distance"] == 1
    query = "SELECT ?child WHERE { ?child <https://schema.org/parent> ?parent }"
    with Dramatis(address, as_of=["the-tidewaiters:s2e5"]) as api:
        assert api.sparql(query)["results"]["bindings"] == []
    with Dramatis(address) as api:
        assert len(api.sparql(query)["results"]["bindings"]) == 1


def test_problems_are_errors_with_their_type(address: str) -> None:
    with Dramatis(address) as api:
        with pytest.raises(ApiProblem, match="Nothing is known") as raised:
            api.entity("person/nobody")
        assert (raised.value.status, raised.value.type) == (404, "/problems/not-found")
        with pytest.raises(ApiProblem) as raised:
            api.send(text="x")
        assert raised.value.status == 401
        with pytest.raises(ApiProblem) as raised:
            api.take_out("0")
        assert raised.value.status == 401


def test_the_twin_for_asyncio(address: str) -> None:
    async def ask() -> tuple[str, int, list[str]]:
        async with AsyncDramatis(address) as api:
            match = (await api.search("otilie"))[0]
            relations = [r async for r in api.relations(match["href"], limit=2)]
            parts = [part["sentence"] async for part in api.cast("film/a-map-of-small-rains")]
            found = await api.paths("person/kwabena-tettey", "person/leena-varghani", limit=1)
            assert (await api.entity(match["href"]))["label"] == match["label"]
            assert found["distance"] == 2
            with pytest.raises(ApiProblem):
                await api.claim("none")
            return match["label"], len(relations), parts

    label, relations, parts = asyncio.run(ask())
    assert (label, relations) == ("Ottilie Marsh-Adeyemi", 2)
    assert "Leena Varghani acts in A Map of Small Rains." in parts

"""What a view does not hold is not in any answer: as if it had never been told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.settings import Settings
from graph.claims import Record
from graph.layers import AsOf, Side, View, view
from graph.policy import PeopleGate
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer, named
from tests.graph import records
from tests.graph.ensemble import MINTER, RECORDS

ALL = (*RECORDS, records.review(), records.casting())

EVERYTHING = (
    "/entities?limit=500",
    "/search?q=nell&limit=100",
    "/search?q=wren&limit=100",
    "/search?q=hal+garrity&limit=100",
    "/search?q=toby",
    "/events?limit=500",
    "/statements?limit=500",
    "/articles?limit=500",
    "/works/the-tidewaiters/cast?limit=500",
    "/works/the-tidewaiters/cast?season=2&limit=500",
    "/works/the-tidewaiters/characters?limit=500",
    "/works/nightjar/cast?limit=500",
    "/works/nightjar/characters?limit=500",
    "/disputes?limit=500",
    "/reconcile/suggest/entity?prefix=nell",
    "/analysis/network",
    "/analysis/centrality",
    "/analysis/communities",
    "/analysis/bridges",
    "/analysis/sources",
    "/analysis/layout",
    "/graph",
)
OF_ENTITY = ("", "/relations?limit=500", "/neighbourhood?depth=3&limit=1000", "/timeline?limit=500", "/roles?limit=500")


def store_of(told: Iterable[Record]) -> EmbeddedStore:
    store = EmbeddedStore()
    writer = Writer(store, MINTER, PeopleGate(), Shapes(MINTER))
    for record in told:
        writer.write(record)
    return store


def allowed(record: Record, seen: View) -> Record | None:
    """Return what a view may know of a record: as if the article had said no more. None if it is nothing."""
    screened = PeopleGate().screen(record).record
    claims = tuple(claim for claim in named(screened) if seen.sees(claim.layer))
    shown = seen.sees(record.article.reveals)
    if not claims and not (shown and (record.article.headline or record.article.url)):
        return None
    article = record.article if shown else replace(record.article, headline=None, url=None, source=None)
    return replace(screened, article=article, claims=claims)


def query_of(as_of: Iterable[str], side: Side) -> str:
    return "&".join([*(f"asOf={one}" for one in as_of), f"layer={side.value}"])


def get(client: TestClient, href: str, query: str) -> tuple[int, Any]:
    answer = client.get(f"{href}{'&' if '?' in href else '?'}{query}" if query not in href else href)
    return answer.status_code, answer.json()


def hrefs(body: object) -> Iterator[str]:
    if isinstance(body, dict):
        if isinstance(body.get("href"), str):
            yield body["href"]
        for value in body.values():
            yield from hrefs(value)
    elif isinstance(body, list):
        for value in body:
            yield from hrefs(value)


@pytest.fixture(scope="module")
def whole() -> Iterator[TestClient]:
    with TestClient(create_app(store_of(ALL), Settings())) as client:
        yield client


ENTITIES = sorted({iri for record in ALL for claim in record.claims for iri in claim.assertion.entities()})
POSITIONS = st.lists(
    st.builds(
        "{}:s{}{}".format,
        st.sampled_from(["the-tidewaiters", "nightjar", "night-bus-to-mirfield", "never-heard-of"]),
        st.integers(1, 3),
        st.one_of(st.just(""), st.integers(1, 7).map("e{}".format)),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=4, deadline=None)
@given(as_of=POSITIONS, side=st.sampled_from(Side), entities=st.sets(st.sampled_from(ENTITIES), min_size=6, max_size=6))
def test_every_route_answers_as_if_only_the_allowed_had_been_told(
    whole: TestClient, as_of: list[str], side: Side, entities: set[str]
) -> None:
    """For any position: the whole store through the view equals a store made of what the view allows."""
    seen = view(side, map(AsOf.parse, as_of))
    query = query_of(as_of, side)
    told = [one for one in (allowed(record, seen) for record in ALL) if one is not None]
    with TestClient(create_app(store_of(told), Settings())) as little:
        paths = set(EVERYTHING)
        for entity in sorted(entities):
            local = entity.removeprefix(MINTER.base)
            paths |= {f"/entities/{local}{tail}" for tail in OF_ENTITY}
            paths |= {f"/paths?from=show/the-tidewaiters&to={local}&limit=20", f"/events?about={local}"}
        asked: set[str] = set()
        while paths - asked:
            path = min(paths - asked)
            asked.add(path)
            status, body = get(whole, path, query)
            alone_status, alone = get(little, path, query)
            assert (path, status, body) == (path, alone_status, alone)
            followed = [one for one in sorted(hrefs(body)) if one.startswith(("/claims/", "/articles/", "/events/"))]
            paths |= set(followed[:: max(1, len(followed) // 3)])
    assert len(asked) > 50


def test_a_spoiler_is_nowhere_before_its_episode(whole: TestClient) -> None:
    early = "asOf=the-tidewaiters:s2e5"
    href = "/entities/character/the-tidewaiters/nell-garrity/relations?property=parent"
    assert get(whole, href, early)[1]["total"] == 0
    assert get(whole, href, "asOf=the-tidewaiters:s2e6")[1]["total"] == 1
    for route in EVERYTHING:
        assert "father" not in whole.get(f"{route}{'&' if '?' in route else '?'}{early}").text


def test_a_work_that_is_not_named_tells_no_story(whole: TestClient) -> None:
    href = "/entities/character/nightjar/wren/relations"
    assert [r["property"] for r in get(whole, href, "")[1]["items"]] == ["friend", "portrays"]
    assert [r["property"] for r in get(whole, href, "asOf=the-tidewaiters:s9")[1]["items"]] == ["portrays"]


def test_the_words_around_a_quotation_are_withheld_where_they_tell_more(nightjar_client: TestClient) -> None:
    href = "/entities/person/mara-quill/relations?property=portrays&source=The+Paper"
    (relation,) = nightjar_client.get(href).json()["items"]
    (claim,) = relation["claims"]
    told = nightjar_client.get(claim["href"]).json()["context"]
    assert told["before"] == "“Nightjar” is back. "
    assert told["after"].startswith(" is still a doctor. In the first episode of season two she kisses")
    assert not told["withheld"]
    early = nightjar_client.get(f"{claim['href']}?asOf=nightjar:s1").json()
    assert early["context"] == {"before": "“Nightjar” is back. ", "after": " is still a doctor.", "withheld": True}
    assert early["article"]["headline"] is None
    assert early["original"] is None
    assert "kisses" not in str(early)


def test_a_view_that_cannot_be_read_is_refused(nightjar_client: TestClient) -> None:
    for query in ("asOf=nightjar", "asOf=nightjar:e1", "asOf=:s1", "layer=secret", "self=true", "asof=nightjar:s1"):
        for path in ("/entities", "/search?q=a", "/entities/show/nightjar", "/claims/x"):
            answer = nightjar_client.get(f"{path}{'&' if '?' in path else '?'}{query}")
            assert answer.status_code == (403 if query == "self=true" else 422), (path, query)


def test_a_position_that_opens_too_many_layers_is_refused(nightjar_client: TestClient) -> None:
    far = "asOf=nightjar:s999e9999"
    assert nightjar_client.get(f"/entities?{far}").status_code == 200
    assert nightjar_client.get(f"/entities?{far}&asOf=tide:s999e9999").status_code == 422

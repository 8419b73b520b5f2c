"""Queries that run away end with a problem, and leave the server as it was."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api.sparql import SparqlLimits
from graph.store import Change
from graph.store.embedded import EmbeddedStore
from graph.store.workers import Limits
from tests.api.sparql.runaways import RUNAWAYS, tangle
from tests.api.sparql.serving import processor_seconds, reading_processes, serving

PREFIX = "PREFIX e: <https://e.example/> "
LIMITS = Limits(query_seconds=1.0, lower_seconds=0.3, result_bytes=4 << 20, memory_bytes=400 << 20)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with EmbeddedStore(tmp_path_factory.mktemp("store")) as store:
        store.apply(Change(added=tangle()))
        with serving(store, SparqlLimits(queries=LIMITS)) as address:
            yield f"{address}/sparql"


@pytest.mark.slow
def test_runaway_queries_end_with_a_problem_while_others_are_answered(endpoint: str) -> None:
    def ask(query: str) -> httpx.Response:
        return httpx.get(endpoint, params={"query": PREFIX + query}, timeout=30)

    with ThreadPoolExecutor(4) as many:
        runaways = {name: many.submit(ask, query) for name, query in RUNAWAYS.items()}
        others: list[int] = []
        while not all(runaway.done() for runaway in runaways.values()):
            others.append(ask(f"SELECT * {{ <https://e.example/{len(others) % 600}> e:p ?o }}").status_code)
            time.sleep(0.02)
    assert len(RUNAWAYS) >= 30
    statuses = {name: runaway.result().status_code for name, runaway in runaways.items()}
    assert {name: status for name, status in statuses.items() if status not in (413, 503)} == {}
    for runaway in runaways.values():
        assert runaway.result().headers["content-type"] == "application/problem+json"
        assert runaway.result().elapsed.total_seconds() < LIMITS.query_seconds + LIMITS.waiting_seconds + 1
    assert len(others) > 30
    assert set(others) == {200}
    time.sleep(1)
    assert processor_seconds(0.5) == 0
    assert len(reading_processes()) <= LIMITS.quick + LIMITS.spare + LIMITS.slow


def test_a_busy_server_says_when_to_come_again(tmp_path: Path) -> None:
    limits = Limits(query_seconds=1.0, slow=1, stopped=1, waiting=4)
    query = RUNAWAYS["count a cross product of four"]
    with EmbeddedStore(tmp_path) as store:
        store.apply(Change(added=tangle()))
        with serving(store, SparqlLimits(queries=limits)) as address, ThreadPoolExecutor(8) as many:
            asked = [
                many.submit(httpx.get, f"{address}/sparql", params={"query": f"{query} #{n}"}, timeout=30)
                for n in range(8)
            ]
            answers = [answer.result() for answer in asked]
    assert {answer.status_code for answer in answers} == {503}
    kinds = {answer.json()["type"].rpartition("/")[2] for answer in answers}
    assert kinds == {"busy", "timeout"}
    assert all("retry-after" in answer.headers for answer in answers if answer.json()["type"].endswith("busy"))


def test_a_large_answer_comes_whole_up_to_the_limit_and_not_at_all_beyond(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        store.apply(Change(added=tangle()))
        limits = Limits(query_seconds=20, result_bytes=4 << 20)
        with serving(store, SparqlLimits(queries=limits)) as address:
            check_large(f"{address}/sparql")


def check_large(endpoint: str) -> None:
    def rows(count: int) -> httpx.Response:
        query = f"SELECT ?s0 ?s1 {{ ?s0 e:p ?o0 . ?s1 e:p ?o1 }} LIMIT {count}"
        return httpx.get(endpoint, params={"query": PREFIX + query}, headers={"Accept": "text/csv"}, timeout=30)

    whole = rows(60_000)
    assert whole.status_code == 200
    assert len(whole.text.splitlines()) == 60_001
    assert int(whole.headers["content-length"]) == len(whole.content) > LIMITS.held_bytes
    assert rows(200_000).status_code == 413

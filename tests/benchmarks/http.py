"""Answers over HTTP: requests a second and latency of each kind of question, and the share that the store takes.

In: ten thousand names and a thousand articles of the synthetic corpus, one server process on loopback. Out: a table.
Each address is asked once (nothing is kept), then one address again and again (kept for the revision). The store's
share is the time of the same SPARQL queries, asked of the store directly, as a part of the median latency; `reads` is
the median number of these queries for one answer.
"""

from __future__ import annotations

import http.client
import multiprocessing
import random
import statistics
import time
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat

from api.app import create_app
from api.settings import Settings
from graph.search import Names
from graph.store import Answer, Dataset, Term, open_store
from graph.store.embedded import EmbeddedStore
from tests.benchmarks import synthetic
from tests.graph.namesakes import misspelt, names

ARTICLES, REQUESTS, SECONDS = 1000, 100, 2.0


class Recording(EmbeddedStore):
    """A store that notes what it was asked."""

    asked: list[tuple[str, Dataset | None]]

    def query(self, query: str, dataset: Dataset | None, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Note a query, and answer it."""
        self.asked.append((query, dataset))
        return super().query(query, dataset, bindings)


def run() -> Iterator[str]:
    """Yield the lines of the table."""
    yield from _names()
    with TemporaryDirectory() as folder:
        place = Path(folder) / "store"
        open_store(place).close()
        synthetic.write(ARTICLES, Path(folder) / "corpus.nq")
        store = Recording(place)
        store.asked = []
        store.load(Path(folder) / "corpus.nq", RdfFormat.N_QUADS)
        addresses = _addresses(random.Random(5))
        shares = {kind: _share(store, paths[:40]) for kind, paths in addresses.items()}
        store.close()
        port = multiprocessing.Queue()  # type: multiprocessing.Queue[int]
        server = multiprocessing.Process(target=_serve, args=(place, port), daemon=True)
        server.start()
        try:
            yield f"{'':15}{'p50 ms':>9}{'p95 ms':>9}{'requests/s':>12}{'kept, /s':>10}{'store':>8}{'reads':>8}"
            yield from _table(port.get(timeout=60), addresses, shares)
        finally:
            server.terminate()
            server.join()


def _table(port: int, addresses: Mapping[str, list[str]], shares: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for kind, paths in addresses.items():
        _timed(connection, paths[-1])  # indexes are made with the first request
        spent = sorted(_timed(connection, path) for path in paths)
        started, count = time.perf_counter(), 0
        while time.perf_counter() - started < SECONDS:
            _timed(connection, paths[0])
            count += 1
        p50, p95 = statistics.median(spent), spent[int(len(spent) * 0.95)]
        seconds, reads = shares[kind]
        share = f"{min(1.0, seconds / p50):.0%}"
        rates = f"{1 / statistics.mean(spent):12.0f}{count / SECONDS:10.0f}"
        yield f"{kind:15}{p50 * 1000:9.2f}{p95 * 1000:9.2f}{rates}{share:>8}{reads:8.0f}"


def _timed(connection: http.client.HTTPConnection, path: str) -> float:
    started = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
    return time.perf_counter() - started


def _share(store: Recording, paths: list[str]) -> tuple[float, float]:
    """Return the median seconds that the store needs for the queries of one request, and their median number."""
    spent, reads = [], []
    with TestClient(create_app(store, Settings())) as client:
        client.get(paths[-1])
        for path in paths:
            store.asked = []
            client.get(path)
            queries = list(store.asked)
            started = time.perf_counter()
            for query, dataset in queries:
                answer: Any = store.query(query, dataset)
                for _ in answer:
                    pass
            spent.append(time.perf_counter() - started)
            reads.append(len(queries))
    return statistics.median(spent), statistics.median(reads)


def _addresses(chance: random.Random) -> dict[str, list[str]]:
    found = synthetic.shows(ARTICLES, random.Random(1))
    base = synthetic.MINTER.base
    people = sorted({person.removeprefix(base) for show in found for person in show.people})
    pairs = [chance.sample(people, 2) for _ in range(REQUESTS)]
    some = [person for person, _ in zip(cycle(people), range(REQUESTS), strict=False)]
    return {
        "entity": [f"/entities/{person}" for person in some],
        "relations": [f"/entities/{person}/relations?limit={n % 400 + 50}" for n, person in enumerate(some)],
        "neighbourhood": [f"/entities/{person}/neighbourhood?depth=2&limit={n + 50}" for n, person in enumerate(some)],
        "cast": [
            f"/works/{show.slug}/cast?limit={n + 100}" for n, show in zip(range(REQUESTS), cycle(found), strict=False)
        ],
        "paths": [f"/paths?from={one}&to={other}" for one, other in pairs],
        "search": [f"/search?q={one.replace('/', '+')}&limit={n % 90 + 5}" for n, one in enumerate(some)],
    }


def _serve(place: Path, port: multiprocessing.Queue[int]) -> None:
    store = open_store(place)
    server = uvicorn.Server(uvicorn.Config(create_app(store), host="127.0.0.1", port=0, log_level="error"))

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            port.put(self.servers[0].sockets[0].getsockname()[1])

    Announcing(server.config).run()


def _names() -> Iterator[str]:
    """Yield recall and latency of the search by name, at 10^5 names."""
    known, weights = names(100_000)
    started = time.perf_counter()
    index = Names(known, weights)
    made = time.perf_counter() - started
    typed, spent, found = misspelt(known, 800), [], 0
    for _, text, meant in typed:
        started = time.perf_counter()
        matches = index.find(text, limit=5).matches
        spent.append(time.perf_counter() - started)
        found += any(match.iri == meant for match in matches)
    spent.sort()
    p50, p95 = spent[len(spent) // 2] * 1000, spent[int(len(spent) * 0.95)] * 1000
    yield f"names: 10^5 indexed in {made:.1f} s; {len(typed)} misspelt or partial: recall at 5 {found / len(typed):.3f}"
    yield f"       p50 {p50:.1f} ms, p95 {p95:.1f} ms"

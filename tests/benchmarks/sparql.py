"""Requests a second of `/sparql` beside `oxigraph serve`: same store, same queries, same client, in one run.

In: synthetic articles (`DRAMATIS_BENCH_ARTICLES`, 10,000 by default). Out: a line a query, with the ratio of cached and
uncached answers and both 99th percentiles, each server on one core and the client on another; what a view costs; what
runaway queries do to other readers.
Needs `oxigraph` (pip) and `wrk` (apt-get); says so where one is missing.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import httpx
from pyoxigraph import QuerySolutions, RdfFormat

from graph.layers import AsOf, Side, View, view
from graph.store import Dataset
from graph.store.directory import Directory
from graph.store.embedded import EmbeddedStore
from tests.api.sparql.runaways import RUNAWAYS
from tests.benchmarks import synthetic
from tests.servers import OXIGRAPH, free_port, oxigraph

ARTICLES = int(os.environ.get("DRAMATIS_BENCH_ARTICLES", "10000"))
SECONDS, CONNECTIONS = 4, 4
BASE = synthetic.MINTER.base
PUBLIC = f"{BASE}layer/public"
PREFIXES = (
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    "PREFIX schema: <https://schema.org/> PREFIX drm: <https://dramatis.example/vocabulary#> "
    "PREFIX prov: <http://www.w3.org/ns/prov#> "
)
PERSON = f"<{BASE}person/person-5>"
SHOW = f"<{BASE}show/show-1>"
QUERIES = {
    "nothing": "ASK {}",
    "one label": f"SELECT ?l {{ {PERSON} rdfs:label ?l }}",
    "one entity with evidence": f"SELECT ?c ?p ?o ?q ?a {{ ?c rdf:subject {PERSON} ; rdf:predicate ?p ; rdf:object ?o ;"
    " drm:quote ?q ; prov:wasDerivedFrom ?a }",
    "co-stars": f"SELECT DISTINCT ?b ?l {{ ?s schema:actor {PERSON} ; schema:actor ?b . ?b rdfs:label ?l }}",
    "cast of a show, with claims": f"SELECT ?p ?r ?c {{ {SHOW} schema:actor ?p . ?p drm:portrays ?r ."
    " ?c rdf:subject ?p ; rdf:object ?r }",
    "three hops, counted": f"SELECT (COUNT(DISTINCT ?d) AS ?n) {{ ?s schema:actor {PERSON} ; schema:actor ?b ."
    " ?t schema:actor ?b ; schema:actor ?c . ?u schema:actor ?c ; schema:actor ?d }",
    "the largest casts": "SELECT ?s (COUNT(DISTINCT ?p) AS ?n) { ?x drm:inWork ?s ; schema:actor ?p }"
    " GROUP BY ?s ORDER BY DESC(?n) ?s LIMIT 10",
}


@dataclass(frozen=True, slots=True)
class Speed:
    """What wrk measured: requests a second, the median and the 99th percentile in milliseconds."""

    requests: float
    median: float
    slowest: float


def run() -> Iterator[str]:
    """Yield the lines of the table."""
    if OXIGRAPH is None or shutil.which("wrk") is None or shutil.which("taskset") is None:
        yield "NOT RUN: it needs `pip install oxigraph` and `apt-get install wrk`"
        return
    with TemporaryDirectory(prefix="dramatis-bench-") as name:
        place = Path(name)
        synthetic.write(ARTICLES, place / "articles.nq")
        with EmbeddedStore(place / "store") as store:
            store.load(place / "articles.nq", RdfFormat.N_QUADS)
            (place / "articles.nq").unlink()
            while Directory(place / "store").untidy:
                time.sleep(0.1)
            store.copy(place / "peer")
            yield f"{ARTICLES} articles, {len(list(store.graphs()))} graphs; wrk -t1 -c{CONNECTIONS} -d{SECONDS}s"
            yield from _views(store)
        # One core for whichever server is asked, another for the client.
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, cores[:1])
        port = free_port()
        server = [sys.executable, "-m", "tests.benchmarks.serving", str(place / "store"), str(port)]
        with oxigraph(place / "peer") as peer, subprocess.Popen(server) as process:
            ours = f"http://127.0.0.1:{port}/sparql"
            try:
                _until_answered(ours)
                yield from _speeds(peer, ours, cores[-1])
                yield from _runaways(ours)
            finally:
                process.terminate()
                os.sched_setaffinity(0, cores)


def _speeds(peer: str, ours: str, core: int) -> Iterator[str]:
    yield f"{'':28}{'oxigraph serve':>25}{'uncached':>24}{'cached':>25}"
    yield f"{'query':28}{'/s':>9}{'ms':>8}{'p99':>8}{'/s':>9}{'ratio':>7}{'p99':>8}{'/s':>10}{'ratio':>7}{'p99':>8}"
    for name, text in QUERIES.items():
        query = f"?default-graph-uri={quote(PUBLIC, safe='')}&query={quote(PREFIXES + text, safe='')}"
        theirs = wrk(peer + query, core, vary=True)
        fresh, kept = wrk(ours + query, core, vary=True), wrk(ours + query, core, vary=False)
        yield (
            f"{name:28}{theirs.requests:9.0f}{theirs.median:8.2f}{theirs.slowest:8.1f}"
            f"{fresh.requests:9.0f}{fresh.requests / theirs.requests:7.2f}{fresh.slowest:8.1f}"
            f"{kept.requests:10.0f}{kept.requests / theirs.requests:7.2f}{kept.slowest:8.1f}"
        )


def wrk(address: str, core: int, *, vary: bool) -> Speed:
    """Measure one address from one core; with `vary` no two requests are the same, so that no answer can be kept."""
    with TemporaryDirectory() as name:
        script = Path(name) / "request.lua"
        tail = '.."%23"..n' if vary else ""
        script.write_text(
            f'local n, base = 0, "{address}"\nrequest = function() n = n + 1 return wrk.format("GET", base{tail}) end\n'
        )
        command = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{SECONDS}s",
            "--timeout",
            "30s",
            "--latency",
            "-s",
            str(script),
        ]
        output = subprocess.run(
            [*command, address.partition("?")[0]], capture_output=True, text=True, check=True
        ).stdout
    if "Non-2xx" in output:
        raise RuntimeError(f"{address} did not answer: {output}")
    requests = re.search(r"Requests/sec:\s+([\d.]+)", output)
    return Speed(float(requests[1]) if requests else 0.0, _milliseconds(output, "50%"), _milliseconds(output, "99%"))


def _milliseconds(output: str, percentile: str) -> float:
    found = re.search(rf"{percentile}\s+([\d.]+)(us|ms|s)", output)
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]] if found else float("nan")


def _views(store: EmbeddedStore) -> Iterator[str]:
    """Compare the views with one graph, query by query, in process."""
    views = {
        "public + story": view(Side.ALL, seeds=False),
        "asOf season 5": view(as_of=[AsOf.parse("show-1:s5e8")]),
    }
    single = Dataset((PUBLIC,))
    ratios: dict[str, list[float]] = {name: [] for name in views}
    for text in QUERIES.values():
        alone = _median(partial(_answered, store, text, single))
        for name, seen in views.items():
            ratios[name].append(_median(partial(_answered, store, text, _of(seen))) / alone)
    for name, found in ratios.items():
        yield f"view {name}: {statistics.median(found):.2f}x one graph on the median query (worst {max(found):.2f}x)"


def _of(seen: View) -> Dataset:
    return Dataset(seen.default_graphs(BASE))


def _answered(store: EmbeddedStore, text: str, dataset: Dataset) -> object:
    answer = store.query(PREFIXES + text, dataset)
    return list(answer) if isinstance(answer, QuerySolutions) else answer


def _median(work: Callable[[], object], seconds: float = 1.0) -> float:
    times: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or len(times) < 3:
        # Processor time: what others do on the machine meanwhile is no property of a view.
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times)


def _runaways(ours: str) -> Iterator[str]:
    """Throw all runaway queries at the server, four at a time, while a reader asks one small thing after the other."""
    idle = _reader(ours, seconds=5)
    began = time.monotonic()
    with ThreadPoolExecutor(4) as many, httpx.Client(timeout=60) as client:
        thrown = [many.submit(_thrown, client, ours, query) for query in RUNAWAYS.values()]
        busy = _reader(ours, until=lambda: all(one.done() for one in thrown))
    took = [one.result() for one in thrown]
    refused = sum(status in (413, 503) for status, _ in took)
    yield (
        f"{len(took)} runaway queries in {time.monotonic() - began:.0f} s: {refused} ended by a limit,"
        f" the slowest after {max(seconds for _, seconds in took):.1f} s"
    )
    yield f"another reader's p95: {idle * 1000:.2f} ms idle, {busy * 1000:.2f} ms meanwhile ({busy / idle:.1f}x)"


def _thrown(client: httpx.Client, ours: str, query: str) -> tuple[int, float]:
    began = time.monotonic()
    text = f"PREFIX e: <https://e.example/> {query}".replace("e:p", "<https://schema.org/actor>")
    status = client.get(ours, params={"query": text.replace("e:text", "<https://schema.org/name>")}).status_code
    return status, time.monotonic() - began


def _reader(ours: str, seconds: float = 0, until: Callable[[], bool] | None = None) -> float:
    """Return the 95th percentile of small queries that are asked one after the other."""
    times: list[float] = []
    end = time.monotonic() + seconds
    with httpx.Client(timeout=60) as client:
        while (not until()) if until else (time.monotonic() < end):
            text = QUERIES["co-stars"].replace("person-5", f"person-{len(times) % 200}")
            began = time.perf_counter()
            client.get(ours, params={"query": f"{PREFIXES}{text} #{time.monotonic()}"}).raise_for_status()
            times.append(time.perf_counter() - began)
            time.sleep(0.005)
    return statistics.quantiles(times, n=20)[-1]


def _until_answered(address: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(address, params={"query": "ASK {}"}).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer")

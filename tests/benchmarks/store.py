"""How fast the store takes a dump and single articles, beside Oxigraph bare; what it takes on disk and in memory.

In: synthetic articles (`DRAMATIS_BENCH_ARTICLES`, 10,000 by default). Out: lines with ratios; by processor seconds, so
that what else runs on the machine counts little.
"""

from __future__ import annotations

import os
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from graph.store import Change
from graph.store.directory import Directory
from graph.store.embedded import EmbeddedStore
from graph.store.maintenance import backup, compact
from tests.benchmarks import synthetic

ARTICLES = int(os.environ.get("DRAMATIS_BENCH_ARTICLES", "10000"))
SINGLE = 300  # articles that are written one by one


def run() -> Iterator[str]:
    """Yield the lines of the table."""
    with TemporaryDirectory(prefix="dramatis-bench-") as name:
        place = Path(name)
        dump = place / "articles.nq"
        lines = synthetic.write(ARTICLES, dump)
        bare = _measured(lambda: _bare(place / "bare", dump))
        shutil.rmtree(place / "bare")
        store = EmbeddedStore(place / "store")
        ours = _measured(lambda: store.load(dump, ox.RdfFormat.N_QUADS))
        yield f"{ARTICLES} articles, {lines} lines of N-Quads"
        yield (
            f"bulk load: {ours[0]:.1f} s of processor, {ours[1]:.1f} s; bare bulk_load {bare[0]:.1f} s,"
            f" {bare[1]:.1f} s: {bare[0] / ours[0]:.2f} of its speed"
        )
        while Directory(place / "store").untidy:
            time.sleep(0.1)
        yield f"on disk {_megabytes(place / 'store'):.0f} MB, resident at most {_resident():.0f} MB"
        yield f"publishing a revision: {1000 * _publishing(store):.0f} ms"
        yield from _single(store)
        taken = _measured(lambda: backup(place / "store", place / "backup"))
        yield f"backup while open: {taken[1]:.1f} s"
        before, after = 0, 0

        def compacted() -> None:
            nonlocal before, after
            before, after = compact(store)

        took = _measured(compacted)
        yield f"compaction: {took[1]:.1f} s, {before / 1e6:.0f} to {after / 1e6:.0f} MB"
        store.close()


def _bare(place: Path, dump: Path) -> None:
    store = ox.Store(str(place))
    store.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)


def _measured(work: Callable[[], object]) -> tuple[float, float]:
    """Return the processor seconds and the seconds that some work takes."""
    processor, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - processor, time.perf_counter() - clock


def _publishing(store: EmbeddedStore) -> float:
    times = []
    for number in range(5):
        store.update(f"INSERT DATA {{ <u:a> <u:b> {number} }}")
        times.append(_measured(store.publish)[1])
    return sorted(times)[2]


def _single(store: EmbeddedStore) -> Iterator[str]:
    """Write articles one by one, as the writer does, into the full store."""
    articles: list[list[ox.Quad]] = [[] for _ in range(SINGLE)]
    quads = list(synthetic.quads(SINGLE, seed=2))
    for number, quad in enumerate(quads):
        articles[number * SINGLE // len(quads)].append(quad)
    changes = [Change(added=tuple(article)) for article in articles]
    times = sorted(_measured(partial(store.apply, change))[1] for change in changes)
    yield (
        f"one article at a time: {SINGLE / sum(times):.0f} articles/s;"
        f" median {1000 * times[len(times) // 2]:.1f} ms, p99 {1000 * times[int(len(times) * 0.99)]:.1f} ms"
    )


def _megabytes(path: Path) -> float:
    files = {status.st_ino: status.st_blocks * 512 for status in (each.stat() for each in path.rglob("*"))}
    return sum(files.values()) / 1e6


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000

"""How ingest grows with its processes: one, several on this machine, the workers of a Dask cluster on this machine.

In: the invented annotated articles. Out: a row for each: articles and quads a second by the clock, how many times the
speed of one process, what an article costs in seconds of a worker. The writer is one process of its own in every row
but the first; processes and workers are warm, as they are on a long run.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from api.cli.ingesting import made_writer
from graph.identity import load_identities
from graph.iri import Minter
from graph.store.embedded import EmbeddedStore
from ingest.article import Document
from ingest.cluster import Cluster
from ingest.intake import read
from ingest.linking import Linker
from ingest.parallel import Pool, Promises, Serial
from ingest.pipeline import Extractor
from ingest.run import extractor_version, ingest_documents
from tests.clusters import started

DATA = Path(__file__).parents[2] / "data"


def run() -> Iterator[str]:
    """Yield the lines of the table."""
    paths = sorted((*DATA.glob("training/*.articles.jsonl"), *DATA.glob("development/*.articles.jsonl")))
    documents = [document for path in paths for document in read(path) if isinstance(document, Document)]
    words = sum(len(document.text.split()) for document in documents)
    yield f"{len(documents)} articles, {words / len(documents):.0f} words each, into a store in memory"
    yield f"{'':24} articles/s   quads/s   times one   worker seconds an article"
    cores = os.cpu_count() or 1
    one, quads = timed(documents, Serial(Extractor()), 1)
    yield row("one process", len(documents), quads, one, one, 1)
    for jobs in sorted({2, cores}):
        seconds, quads = timed(documents, Pool(Extractor, jobs), jobs)
        yield row(f"--jobs {jobs}", len(documents), quads, seconds, one, jobs)
        with (
            tempfile.TemporaryDirectory() as folder,
            started(Path(folder), "--nworkers", str(jobs), "--nthreads", "1") as cluster,
        ):
            seconds, quads = timed(documents, Cluster(Extractor, cluster.address), jobs)
        yield row(f"--cluster of {jobs} workers", len(documents), quads, seconds, one, jobs)


def timed(documents: list[Document], reading: Promises, workers: int) -> tuple[float, int]:
    """Return the seconds that ingest takes once the workers are warm, and how many quads it leaves in the store."""
    for promise in [reading.begin(document) for document in documents[: 4 * workers]]:
        promise()
    store, mint = EmbeddedStore(), Minter()
    identities = load_identities(store, mint)
    linker, writer = Linker(mint, identities, extractor_version()), made_writer(store, mint)
    began = time.perf_counter()
    for _ in ingest_documents(documents, reading, linker, writer, identities.learn):
        pass
    seconds = time.perf_counter() - began
    reading.close()
    return seconds, sum(1 for _ in store.dump())


def row(name: str, articles: int, quads: int, seconds: float, one: float, workers: int) -> str:
    """Return a row of the table."""
    figures = (articles / seconds, quads / seconds, one / seconds, workers * seconds / articles)
    return f"{name:24} {figures[0]:10.1f} {figures[1]:9.0f} {figures[2]:11.2f} {figures[3]:27.3f}"

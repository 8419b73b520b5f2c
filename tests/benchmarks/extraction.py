"""How fast articles become claims, beside spaCy's bare `nlp.pipe` over the same texts in the same run.

In: the invented development articles. Out: articles per CPU second of the extractor and of ingest into a memory store,
each as a share of spaCy's, and the memory that it took.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from api.cli.ingesting import made_writer
from graph.identity import load_identities
from graph.iri import Minter
from graph.store.embedded import EmbeddedStore
from ingest.article import Document
from ingest.extract import parse
from ingest.intake import read
from ingest.linking import Linker
from ingest.parallel import Serial
from ingest.pipeline import Extractor
from ingest.run import extractor_version, ingest_documents

DATA = Path(__file__).parents[2] / "data" / "development"


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of this process that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def run() -> Iterator[str]:
    """Yield the lines of the table."""
    documents = [d for path in sorted(DATA.glob("*.articles.jsonl")) for d in read(path) if isinstance(d, Document)]
    words = sum(len(document.text.split()) for document in documents)
    texts = [document.text for document in documents]
    nlp = parse.load()
    extractor = Extractor()
    extractor.extract(documents[0])
    list(nlp.pipe(texts[:2]))

    def ingest() -> None:
        store, mint = EmbeddedStore(), Minter()
        identities = load_identities(store, mint)
        linker, writer = Linker(mint, identities, extractor_version()), made_writer(store, mint)
        for _ in ingest_documents(documents, Serial(extractor), linker, writer, identities.learn):
            pass

    bare = cpu_seconds(lambda: list(nlp.pipe(texts)))
    extracted = cpu_seconds(lambda: [extractor.extract(document) for document in documents])
    ingested = cpu_seconds(ingest)
    yield f"{len(documents)} articles, {words / len(documents):.0f} words each"
    yield "articles of 350 words per CPU second:"
    for name, seconds in (("spaCy nlp.pipe, same components", bare), ("extract", extracted), ("ingest", ingested)):
        yield f"{name:32} {words / 350 / seconds:6.1f}   {bare / seconds:5.2f} of spaCy"
    yield f"largest memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"

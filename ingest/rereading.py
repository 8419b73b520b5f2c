"""Reading again what stands in the store, from the stored texts: nothing is fetched, no file need be there still.

In: a store, the version of the extractor. Out: a `Result` for each article that was read again. An article keeps its
IRI and the digest of what it came as, so that the next ingest of the same file finds it unchanged. What intake
alone saw, names in a page's JSON-LD, is not stored and cannot help again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from graph.claims import Article, Record
from graph.errors import Invalid
from graph.layers import META
from graph.queries import rows
from graph.records import read_record
from graph.store import Dataset, Store
from graph.writer import Writer
from ingest.article import Document
from ingest.linking import Linker
from ingest.parallel import ExtractionFailed, Promise, Promises
from ingest.run import Result

__all__ = ["read_again", "readable"]

_OURS: Final = "dramatis/"  # seeds and other programs' extractions are not read from their text


def readable(store: Store, base: str, unless: str = "") -> tuple[str, ...]:
    """Return the IRIs of the articles that this extractor read, sorted; those of the version `unless` left out."""
    found = ((row["article"].value, row["extractor"].value) for row in rows(store, _meta(base), "articles_extracted"))
    return tuple(sorted(iri for iri, version in found if version.startswith(_OURS) and version != unless))


def read_again(
    articles: Iterable[str], reading: Promises, linker: Linker, writer: Writer, learn: Callable[[Record], None]
) -> Iterator[Result]:
    """Read articles of the store again, one transaction each, and yield what became of each, in their order.

    An article that cannot be read any more stays as it is.
    """
    waiting: deque[tuple[Article, Document, Promise]] = deque()
    for iri in articles:
        article = read_record(writer.store, linker.minter.base, iri).article
        document = _document(article)
        waiting.append((article, document, reading.begin(document)))
        while len(waiting) >= reading.ahead:
            yield _written(*waiting.popleft(), linker, writer, learn)
    while waiting:
        yield _written(*waiting.popleft(), linker, writer, learn)


def _written(
    article: Article,
    document: Document,
    promise: Promise,
    linker: Linker,
    writer: Writer,
    learn: Callable[[Record], None],
) -> Result:
    source = article.source or article.url or article.iri
    try:
        record = linker.record(document, promise())
        record = replace(record, article=replace(record.article, iri=article.iri, digest=article.digest))
        outcome = writer.write(record)
    except (ExtractionFailed, Invalid) as error:
        return Result(source, "rejected", str(error))
    learn(record)
    status = "updated" if outcome.changed else "unchanged"
    return Result(source, status, "", outcome.article, outcome.claims, outcome.dropped)


def _document(article: Article) -> Document:
    """Return a stored article as the document that it came as."""
    return Document(
        article.iri,
        article.text,
        article.date,
        article.url,
        article.headline,
        article.publisher,
        article.author,
        article.language,
        article.source,
        article.licence,
    )


def _meta(base: str) -> Dataset:
    return Dataset((META.iri(base),))

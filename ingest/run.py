"""A run: documents in, their claims in the graph, and a result for each.

In: an iterable of what intake gave, an extractor, a linker, a writer. Out: `Result` values as the work goes on.
One article is one transaction: wherever a run is stopped, an article is in the graph whole or not at all, and the next
run goes on where this one ended, since what stands unchanged is passed over.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, QuerySolutions

import graph
import ingest
from graph.claims import Record, term
from graph.errors import Invalid
from graph.layers import META
from graph.store import Dataset, Store
from graph.writer import Dropped, Writer
from ingest.article import Document, Rejected, Unchanged
from ingest.extraction import Extraction
from ingest.linking import Linker, article_iri, content_digest
from ingest.parallel import ExtractionFailed, Promise, Promises
from ingest.relevance import NOT_ENTERTAINMENT, is_entertainment

__all__ = ["Result", "Summary", "entertainment", "everything", "extractor_version", "ingest_documents", "stands"]

_VERSIONED: Final = (".py", ".toml", ".txt", ".onnx", ".npz", ".bin", ".json")


def everything(document: Document, extraction: Extraction) -> str | None:
    """Set no document aside."""
    return None


def entertainment(document: Document, extraction: Extraction) -> str | None:
    """Return why a document is set aside: it isn't about entertainment."""
    return None if is_entertainment(document.text, extraction) else NOT_ENTERTAINMENT


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document: `added`, `updated`, `unchanged` or `rejected` with the reason."""

    source: str
    status: str
    reason: str = ""
    article: str = ""
    claims: int = 0
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of a run."""

    results: tuple[Result, ...]

    def count(self, status: str) -> int:
        """Return how many documents ended with a status."""
        return sum(result.status == status for result in self.results)

    def to_json(self) -> dict[str, object]:
        """Return the report of the run as JSON values."""
        dropped: dict[str, int] = {}
        for result in self.results:
            for one in result.dropped:
                dropped[one.reason] = dropped.get(one.reason, 0) + one.count
        return {
            **{status: self.count(status) for status in ("added", "updated", "unchanged", "rejected")},
            "claims": sum(result.claims for result in self.results),
            "dropped": dict(sorted(dropped.items())),
            "documents": [
                {
                    "source": result.source,
                    "status": result.status,
                    **({"reason": result.reason} if result.reason else {}),
                    **({"article": result.article, "claims": result.claims} if result.article else {}),
                }
                for result in self.results
            ],
        }


def ingest_documents(
    documents: Iterable[Document | Rejected | Unchanged],
    reading: Promises,
    linker: Linker,
    writer: Writer,
    learn: Callable[[Record], None],
    unfit: Callable[[Document, Extraction], str | None] = everything,
) -> Iterator[Result]:
    """Write what documents say, one transaction each, and yield what became of each, in their order.

    `learn` is told of each record that was written, so that the next article is linked to it. `unfit` says why a
    document that was read is set aside, or None. Not more documents than `reading.ahead` are held at once.
    """
    waiting: deque[tuple[Document, tuple[str, str] | None, Promise] | Result] = deque()
    seen: set[str] = set()

    def finished() -> Result:
        first = waiting.popleft()
        if isinstance(first, Result):
            return first
        document, standing, promise = first
        return _written(document, standing is not None, promise, linker, writer, learn, unfit)

    for document in documents:
        if isinstance(document, Rejected):
            waiting.append(Result(document.source, "rejected", document.reason))
        elif isinstance(document, Unchanged):
            article = linker.minter.named("article", document.source, "")
            waiting.append(Result(document.source, "unchanged", article=article))
        else:
            iri = article_iri(document, linker.minter)
            if iri in seen:  # the same article again in one run: the one before must stand first
                while waiting:
                    yield finished()
            seen.add(iri)
            standing = _standing(writer.store, iri, linker.minter.base)
            if standing == (content_digest(document), linker.extractor):
                waiting.append(Result(document.source or document.id, "unchanged", article=iri))
            else:
                waiting.append((document, standing, reading.begin(document)))
        while len(waiting) >= reading.ahead:
            yield finished()
    while waiting:
        yield finished()


def _written(
    document: Document,
    stood: bool,
    promise: Promise,
    linker: Linker,
    writer: Writer,
    learn: Callable[[Record], None],
    unfit: Callable[[Document, Extraction], str | None],
) -> Result:
    source = document.source or document.id
    try:
        extraction = promise()
        if reason := unfit(document, extraction):
            return Result(source, "rejected", reason)
        record = linker.record(document, extraction)
        outcome = writer.write(record)
    except (ExtractionFailed, Invalid) as error:
        return Result(source, "rejected", str(error))
    learn(record)
    status = "updated" if stood else "added"
    return Result(source, status, "", outcome.article, outcome.claims, outcome.dropped)


def stands(store: Store, article: str, base: str, extractor: str = "") -> bool:
    """Say whether an article stands in the store, by an extractor, or by whatever one."""
    standing = _standing(store, article, base)
    return standing is not None and extractor in ("", standing[1])


def _standing(store: Store, article: str, base: str) -> tuple[str, str] | None:
    """Return the digest and the extractor under which an article stands in the store, if it does."""
    query = f"SELECT ?d ?e WHERE {{ {NamedNode(article)} {term('drm:digest')} ?d ; {term('drm:extractor')} ?e }}"
    answer = store.query(query, Dataset((META.iri(base),)))
    assert isinstance(answer, QuerySolutions)  # noqa: S101  the query is a SELECT
    for row in answer:
        return row["d"].value, row["e"].value
    return None


@cache
def extractor_version() -> str:
    """Return the version of the extractor: another one wherever a rule, a model or a line of the extractor changed."""
    total = hashlib.blake2b(digest_size=6)
    root = Path(ingest.__file__).parent
    own = (path for path in root.rglob("*") if path.suffix in _VERSIONED)
    vocabulary = Path(graph.__file__).with_name("vocabulary.ttl")
    for path in sorted((*own, vocabulary)):
        total.update(path.read_bytes())
    return f"dramatis/{total.hexdigest()}"

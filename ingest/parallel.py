"""Extraction by several processes, in the order of the documents.

In: documents. Out: their extractions, as promises that are kept when asked. A document that takes too long or brings
its process down is an `ExtractionFailed`, and the others go on in fresh processes.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol, TypeAlias

from ingest.article import Document
from ingest.errors import IngestError
from ingest.extraction import Extraction

__all__ = ["ExtractionFailed", "Extracts", "Pool", "Promise", "Promises", "Serial"]

Promise: TypeAlias = Callable[[], Extraction]


class Extracts(Protocol):
    """Reads an article."""

    def extract(self, document: Document) -> Extraction:
        """Return all that a document says."""


class ExtractionFailed(IngestError):
    """A document took too long, the process that read it died, or a language model did not answer."""

    def __init__(self, document: str, reason: str) -> None:
        self.document, self.reason = document, reason
        super().__init__(document, reason)  # both, so that it comes back whole from another process

    def __str__(self) -> str:
        return f"{self.document} could not be read: {self.reason}"


class Promises(Protocol):
    """Begins to read documents; `ahead` is how many it can usefully be given before the first is asked for."""

    ahead: int

    def begin(self, document: Document) -> Promise:
        """Begin to read a document. The promise raises ExtractionFailed."""

    def close(self) -> None:
        """Stop."""


class Serial:
    """Reads each document when its extraction is asked for, in this process."""

    ahead = 1

    def __init__(self, extractor: Extracts) -> None:
        self._extractor = extractor

    def begin(self, document: Document) -> Promise:
        """Return the promise to read a document."""
        return lambda: self._extractor.extract(document)

    def close(self) -> None:
        """Nothing is left running."""


class Pool:
    """Reads documents in `jobs` processes; `make` makes each one's extractor and must be importable."""

    def __init__(self, make: Callable[[], Extracts], jobs: int, seconds: float = 120.0) -> None:
        self.ahead = 4 * jobs
        self._make, self._jobs, self._seconds = make, jobs, seconds
        self._executor = self._started()

    def begin(self, document: Document) -> Promise:
        """Give a document to the next free process."""
        held = [self._submit(document)]

        def kept() -> Extraction:
            # A process that dies takes the documents of its pool with it: each of them is tried once more by itself.
            for last in (False, True):
                try:
                    return held[0].result(timeout=self._seconds)
                except TimeoutError:
                    self._restart()
                    raise ExtractionFailed(document.id, f"it took longer than {self._seconds:g} seconds") from None
                except (BrokenProcessPool, CancelledError):
                    if last:
                        raise ExtractionFailed(document.id, "the process that read it died") from None
                    held[0] = self._submit(document)
            raise AssertionError("the loop returns or raises")

        return kept

    def close(self) -> None:
        """End the processes."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _submit(self, document: Document) -> Future[Extraction]:
        try:
            return self._executor.submit(_extract, document)
        except BrokenProcessPool:
            self._restart()
            return self._executor.submit(_extract, document)

    def _restart(self) -> None:
        for process in list((self._executor._processes or {}).values()):
            process.kill()
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._started()

    def _started(self) -> ProcessPoolExecutor:
        # Not forked: the parent holds a store and threads.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._jobs, context, initializer=_begin, initargs=(self._make,))


_EXTRACTOR: list[Extracts] = []


def _begin(make: Callable[[], Extracts]) -> None:
    _EXTRACTOR.append(make())


def _extract(document: Document) -> Extraction:
    return _EXTRACTOR[0].extract(document)

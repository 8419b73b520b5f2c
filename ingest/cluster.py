"""Extraction by the workers of a Dask cluster, in the order of the documents.

In: the address of a scheduler, documents. Out: their extractions, as promises that are kept when asked. What a worker
held when it died is read again by another; a document whose workers die again and again, or that takes too long, is an
`ExtractionFailed`. Only the extraction leaves this process: linking and writing stay in it.
"""

from __future__ import annotations

import importlib
import itertools
import time
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any, Final

from ingest.article import Document
from ingest.errors import IngestError
from ingest.extraction import Extraction
from ingest.parallel import ExtractionFailed, Extracts, Promise
from ingest.run import extractor_version

__all__ = ["Cluster", "ClusterMissing", "ClusterUnusable"]

_WORKERS: Final = "dask worker {address} --nworkers auto --nthreads 1"
_CONNECT_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 5.0


class ClusterMissing(IngestError):
    """Dask is not installed."""

    def __init__(self) -> None:
        super().__init__("A cluster needs Dask, which is not installed. Install it: pip install 'dramatis[cluster]'")


class ClusterUnusable(IngestError):
    """The cluster cannot be reached, is gone, has no workers or workers that will not do."""

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(f"The cluster at {address} cannot be used: {reason}")


class Cluster:
    """Reads documents on the workers of a Dask scheduler; `make` makes each one's extractor, importable there as here.

    A document may keep a worker for so many seconds; then the worker is restarted, for which it needs Dask's nanny.
    With no worker left for as long, ClusterUnusable ends the run; what is written stays, and the next run goes on.
    """

    def __init__(self, make: Callable[[], Extracts], address: str, seconds: float = 120.0) -> None:
        self._make, self._address, self._seconds = make, address, seconds
        self._dask = _dask()
        self._client = self._connected()
        self._numbers = itertools.count()
        self._begun: dict[int, tuple[Document, Any]] = {}
        self.ahead = 4 * self._workers()

    def begin(self, document: Document) -> Promise:
        """Give a document to the next free worker. The promise also raises ClusterUnusable; ask it once."""
        number = next(self._numbers)
        self._begun[number] = (document, self._submit(document))
        return lambda: self._kept(number)

    def close(self) -> None:
        """Leave the cluster; its workers drop what they were given."""
        self._client.close()

    def _kept(self, number: int) -> Extraction:
        document, future = self._begun.pop(number)
        try:
            return self._answer(document, future)
        except self._dask.KilledWorker:
            return self._read_alone(document)

    def _read_alone(self, document: Document) -> Extraction:
        """Read a document while the cluster has no other: if its workers die again, it is this one that kills them.

        A worker that dies is held against everything that it was given, read or not yet.
        """
        unread = [number for number, (_, future) in self._begun.items() if future.status != "finished"]
        self._client.cancel([self._begun[number][1] for number in unread])
        try:
            return self._answer(document, self._submit(document))
        except self._dask.KilledWorker:
            raise ExtractionFailed(document.id, "the workers that read it died, one after another") from None
        finally:
            for number in unread:
                waiting = self._begun[number][0]
                self._begun[number] = (waiting, self._submit(waiting))

    def _answer(self, document: Document, future: Any) -> Extraction:
        """Wait for an extraction. Time counts only while a worker has the document, and anew with each worker."""
        look = min(_LOOK_SECONDS, self._seconds / 4)
        place, since = "", time.monotonic()
        while True:
            try:
                version, found = future.result(timeout=look)
            except TimeoutError:
                if future.status == "error":  # raised by the extractor
                    raise
            except self._dask.CancelledError:
                raise self._unusable("its scheduler is gone. Start it and run the same command again") from None
            else:
                return self._checked(version, found)
            workers = self._processing()
            now = next((worker for worker, keys in workers.items() if future.key in keys), "")
            if now != place or (workers and not now):
                place, since = now, time.monotonic()
            if time.monotonic() - since >= self._seconds:
                if not workers:
                    raise self._unusable(f"it has no workers any more. Start some: {self._start()}")
                self._drop(future)
                self._restart(place)
                raise ExtractionFailed(document.id, f"it took longer than {self._seconds:g} seconds")

    def _checked(self, version: str, found: Extraction) -> Extraction:
        if version != extractor_version():
            raise self._unusable(
                f"a worker has the extractor {version}, this process {extractor_version()}. "
                "Install the same dramatis on both and restart the workers"
            )
        return found

    def _submit(self, document: Document) -> Any:
        if self._client.status not in ("running", "connecting"):
            raise self._unusable("its scheduler is gone. Start it and run the same command again")
        return self._client.submit(_extract, self._make, document, pure=False)

    def _drop(self, future: Any) -> None:
        """Cancel, and return when the scheduler knows it: it would give a restarted worker's tasks to another."""
        future.cancel()
        while any(future.key in keys for keys in self._processing().values()):
            time.sleep(0.02)

    def _restart(self, worker: str) -> None:
        try:
            self._client.restart_workers([worker], raise_for_error=False)
        except KeyError:
            return  # it died by itself meanwhile
        except ValueError:
            raise self._unusable(f"each worker needs a nanny. Start them so: {self._start()}") from None
        except OSError as error:
            raise self._unusable(f"its scheduler does not answer ({error})") from None

    def _processing(self) -> dict[str, list[str]]:
        try:
            return dict(self._client.processing())
        except OSError as error:
            raise self._unusable(f"its scheduler does not answer ({error})") from None

    def _connected(self) -> Any:
        try:
            return self._dask.Client(self._address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise self._unusable(f"{error}. Start one with `dask scheduler`, which prints its address") from None

    def _workers(self) -> int:
        """Return how many workers there are. Raises ClusterUnusable where one will not do."""
        try:
            self._client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError:
            self.close()
            raise self._unusable(f"it has no workers. Start some: {self._start()}") from None
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        if any(worker["nthreads"] != 1 or not worker["nanny"] for worker in workers):
            self.close()
            raise self._unusable(f"each worker needs one thread and a nanny. Start them so: {self._start()}")
        return len(workers)

    def _start(self) -> str:
        return _WORKERS.format(address=self._address)

    def _unusable(self, reason: str) -> ClusterUnusable:
        return ClusterUnusable(self._address, reason)


def _dask() -> Any:
    # Imported by name, as a module of anything: Dask's own types leave most of a client's methods open.
    try:
        return importlib.import_module("distributed")
    except ModuleNotFoundError:
        raise ClusterMissing from None


_ONE_AT_A_TIME: Final = Lock()
_made: Final = cache(lambda make: make())


def _extract(make: Callable[[], Extracts], document: Document) -> tuple[str, Extraction]:
    """Read a document on a worker, and say by which version of the extractor."""
    with _ONE_AT_A_TIME:
        extractor: Extracts = _made(make)
        return extractor_version(), extractor.extract(document)

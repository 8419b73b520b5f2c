"""The embedded store: Oxigraph in one directory, one writer, a published snapshot a revision.

In: changes. Out: answers, and snapshots that other processes read. Relies on pyoxigraph's atomic update and extend:
kill -9 leaves the whole change or none of it. What is published has been flushed, so that it outlives a power cut too.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeAlias, cast

import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryResultsFormat, QueryTriples, RdfFormat

from graph.errors import Changed, QuerySyntax, ReadOnly, StoreError
from graph.sparql.query import bind
from graph.store import Answer, Change, Dataset, Term
from graph.store.complaints import complaint
from graph.store.directory import Directory, Hold, Snapshot, WriterLock, open_snapshot, opening

__all__ = ["EmbeddedStore"]


class EmbeddedStore:
    """A store of this process; `path` None keeps it in memory.

    A write is seen at once by the queries of this object. It is published to other processes within `publish_seconds`,
    or when `publish` or `close` is called. A store opened with `read_only` follows what another process publishes: it
    looks for a newer snapshot at most every `follow_seconds`, so it is never more than the sum of the two behind.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        read_only: bool = False,
        publish_seconds: float = 1.0,
        follow_seconds: float = 0.25,
    ) -> None:
        self.path, self.read_only = path, read_only
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._closed = False
        self._follow_seconds, self._looked = follow_seconds, 0.0
        self._held: Hold | None = None
        self._writer: WriterLock | None = None
        self._scratch: TemporaryDirectory[str] | None = None
        if path is None:
            self._scratch = TemporaryDirectory(prefix="dramatis-")
            self._directory = Directory(Path(self._scratch.name))
            self._directory.prepare()
            self._store, self._revision = ox.Store(), 0
            self._published: Snapshot | None = None
        elif read_only:
            self._directory = Directory(path)
            self._follow()
        else:
            self._directory = Directory(path)
            self._open_for_writing(publish_seconds)

    @property
    def revision(self) -> int:
        """A number that grows with every change, and is kept with the store."""
        if self.read_only:
            self._follow()
        return self._revision

    @property
    def published(self) -> Snapshot | None:
        """The newest snapshot; behind `revision` between a write and its publication."""
        return self._published

    def query(self, query: str, dataset: Dataset | None, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a query; see `Store.query`."""
        if self.read_only:
            self._follow()
        bound = bind(query, bindings) if bindings else query
        try:
            if dataset is None:
                return self._store.query(bound, use_default_graph_as_union=True)
            default, named = _graphs_of(dataset)
            return self._store.query(bound, default_graph=default, named_graphs=named)
        except SyntaxError as error:
            raise QuerySyntax(str(error)) from error

    def glance(
        self, query: str, base: str, dataset: Dataset, format: QueryResultsFormat, limit: int
    ) -> tuple[int, bytes] | None:
        """Answer a bounded query (see `graph.sparql.query.Query`) at once, in this thread.

        Return the revision and the answer, or None if that takes more than `limit` bytes, or the store changed
        meanwhile. Raises QuerySyntax.
        """
        revision = self.revision
        default, named = _graphs_of(dataset)
        sink = _Sink()
        buffer = io.BufferedWriter(sink, limit)
        try:
            answer = self._store.query(query, base_iri=base, default_graph=default, named_graphs=named)
            if isinstance(answer, QueryTriples) or revision != self._revision:
                return None
            answer.serialize(cast(BinaryIO, buffer), format)
            buffer.flush()
        except SyntaxError as error:
            raise QuerySyntax(str(error)) from error
        except _Sink.Full:
            sink.closed_for_good = True
            return None
        return revision, bytes(sink.content)

    def graphs(self) -> Collection[str]:
        """Return the IRIs of the named graphs."""
        if self.read_only:
            self._follow()
        return [graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode)]

    def apply(self, change: Change) -> int:
        """Make a change in one transaction and return the new revision.

        Raises StoreError if a blank node is to be removed: SPARQL has no way to name one.
        """
        if not change:
            return self.revision
        if not change.removed:
            return self._write(lambda: self._store.extend(change.added))
        if any(isinstance(term, BlankNode) for quad in change.removed for term in quad):
            raise StoreError("A quad with a blank node cannot be removed by itself: clear its graph instead.")
        return self._write(lambda: self._store.update(_update(change)))

    def update(self, request: str, base: str | None = None, *, at: int | None = None) -> int:
        """Run a SPARQL 1.1 update request in one transaction and return the new revision; see `Store.update`."""
        try:
            return self._write(lambda: self._store.update(request, base_iri=base), at)
        except SyntaxError as error:
            raise QuerySyntax(str(error)) from error
        except RuntimeError as error:
            raise complaint(str(error)) from error

    def load(self, source: Path, format: RdfFormat) -> int:
        """Load a file with the bulk loader, as one change, and return the new revision.

        Oxigraph's files are put in order afterwards, in the background: until then queries take up to twice the time.

        Raises StoreError for a file that is not in the format; nothing of it is kept then.
        """
        try:
            revision = self._write(lambda: self._store.bulk_load(path=str(source), format=format))
            self._directory.note_untidy()
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{source} is not valid {format}: {error}") from error
        return revision

    def dump(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield every quad, or those of one named graph."""
        if self.read_only:
            self._follow()
        yield from self._store.quads_for_pattern(None, None, None, NamedNode(graph) if graph else None)

    def publish(self) -> Snapshot:
        """Make the present state readable by other processes, and return the snapshot."""
        with self._lock:
            if self.read_only:
                self._follow()
            if self._published is None or self._published.revision != self._revision:
                self._published = self._directory.publish(self._copy(), self._revision)
                # Readers move to the newest within their own bound; whoever still holds an older one keeps it.
                self._directory.retire(self._revision)
            return self._published

    @property
    def scratch(self) -> Path:
        """A directory on the disk of the store, where copies cost no space; cleaned when the store is opened."""
        return self._directory.snapshots

    def copy(self, target: Path) -> int:
        """Write the present state to a new directory that Oxigraph can open, and return its revision."""
        with self._lock:
            self._copy()(str(target))
            return self._revision

    def rebuild(self) -> None:
        """Write the store anew, with nothing in its files but what is in it now, and publish that.

        Oxigraph keeps the text of what was deleted: only so it is gone from the disk. Whoever still reads an older
        snapshot keeps that. Others wait; 3 million quads take some two minutes.
        """
        if self.read_only:
            raise ReadOnly(f"{self.path} was opened for reading only.")
        with self._changed:
            if self.path is None:
                return
            self._directory.replace(self._rewrite, self._directory.identity())
            with opening(self._directory.path):
                self._store = ox.Store(str(self._directory.quads))
            self._revision += 1
            self.publish()
            self._directory.sweep()

    def _rewrite(self, target: str) -> None:
        fresh = ox.Store(target)
        for graph in self._store.named_graphs():
            # An empty graph of a user's stays; an empty layer is none, and its name may be a person's.
            if "/layer/" not in str(graph):
                fresh.add_graph(graph)
        with NamedTemporaryFile(dir=self._directory.path, prefix=".dump-", suffix=".nq") as dump:
            self._store.dump(dump.name, RdfFormat.N_QUADS)
            fresh.bulk_load(path=dump.name, format=RdfFormat.N_QUADS)
        fresh.flush()

    def close(self) -> None:
        """Publish what is not published yet, and let go of the directory."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if self._writer:
                self.publish()
                self._directory.finish()
            self._changed.notify_all()
            del self._store
            if self._held is not None:
                self._held.release()
            if self._writer:
                self._writer.release()
            if self._scratch:
                self._scratch.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _open_for_writing(self, publish_seconds: float) -> None:
        self._writer = self._directory.lock()
        try:
            self._directory.prepare()
            with opening(self._directory.path):
                self._store = ox.Store(str(self._directory.quads))
            crashed = self._directory.begin()
            # After a crash nobody knows whether the last change was published: a new revision is always true.
            self._revision = self._directory.revision() + (1 if crashed else 0) or 1
            newest = self._directory.snapshots / str(self._directory.revision()) / "quads"
            self._published = self._directory.latest() if newest.is_dir() and not crashed else None
            self.publish()
        except BaseException:
            self._writer.release()
            raise
        threading.Thread(target=self._publish_in_time, args=(publish_seconds,), daemon=True).start()

    def _publish_in_time(self, seconds: float) -> None:
        while True:
            if self._directory.untidy:
                self._tidy()
            with self._changed:
                while not self._closed and self._published and self._published.revision == self._revision:
                    # What readers held at the last publication they may have let go of by now.
                    crowded = self._directory.retire(self._revision)
                    self._changed.wait(timeout=seconds if crowded else None)
            time.sleep(seconds)
            with self._lock:
                if self._closed:
                    return
                self.publish()

    def _tidy(self) -> None:
        """Put Oxigraph's files in order and publish that: a snapshot keeps the disorder of its moment."""
        with self._lock:
            if self._closed:
                return
            store = self._store
        store.optimize()
        with self._lock:
            if not self._closed:
                self._revision += 1
                self.publish()
                self._directory.note_tidy()

    def _follow(self) -> None:
        """Move to the newest published snapshot, if it is time to look."""
        now = time.monotonic()
        if self._looked and now - self._looked < self._follow_seconds:
            return
        with self._lock:
            self._looked = now
            if self._held is not None and self._directory.revision() == self._revision:
                return
            snapshot, held = self._directory.hold_latest()
            store = open_snapshot(snapshot)
            previous = self._held
            self._store, self._revision, self._published, self._held = store, snapshot.revision, snapshot, held
            if previous is not None:
                previous.release()

    def _copy(self) -> Callable[[str], None]:
        """Return what writes the present state to a path that Oxigraph can open."""
        if self.path is None:
            return self._copy_memory
        # It writes out what is only in memory and in the log first, so that a copy opens in 10 ms and is all on disk.
        return self._store.backup

    def _copy_memory(self, target: str) -> None:
        copy = ox.Store(target)
        for graph in self._store.named_graphs():
            copy.add_graph(graph)
        copy.extend(self._store)
        copy.flush()

    def _write(self, work: Callable[[], None], at: int | None = None) -> int:
        if self.read_only:
            raise ReadOnly(f"{self.path} was opened for reading only.")
        with self._changed:
            if at is not None and at != self._revision:
                raise Changed(at, self._revision)
            work()
            self._revision += 1
            self._changed.notify_all()
            return self._revision


Graphs: TypeAlias = tuple[list[NamedNode | BlankNode | DefaultGraph], list[NamedNode | BlankNode]]


@lru_cache(maxsize=256)
def _graphs_of(dataset: Dataset) -> Graphs:
    """Return the graphs of a dataset as Oxigraph takes them."""
    default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(iri) for iri in dataset.default]
    if dataset.unnamed:
        default.append(DefaultGraph())
    return default, [NamedNode(iri) for iri in dataset.named]


class _Sink(io.RawIOBase):
    """Takes one write, the buffer's; a second means that the answer is longer."""

    class Full(Exception):
        """The answer does not fit."""

    def __init__(self) -> None:
        self.content, self.closed_for_good = b"", False

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        if self.closed_for_good:
            return len(piece)
        if self.content:
            raise self.Full
        self.content = bytes(piece)
        return len(piece)


def _update(change: Change) -> str:
    """Write a change as one SPARQL update request, which Oxigraph runs as one transaction."""
    parts = []
    for verb, quads in (("DELETE DATA", change.removed), ("INSERT DATA", change.added)):
        if quads:
            body = "\n".join(_line(quad) for quad in quads)
            parts.append(f"{verb} {{\n{body}\n}}")
    return " ;\n".join(parts)


def _line(quad: Quad) -> str:
    triple = f"{quad.subject} {quad.predicate} {quad.object} ."
    return triple if isinstance(quad.graph_name, DefaultGraph) else f"GRAPH {quad.graph_name} {{ {triple} }}"

"""The journal: what each change put into the store and took out of it, so that a replica can follow.

In: changes as they are made. Out: `Entry`s after a revision, in order; `Gone` where the journal does not reach back
that far. It is kept beside the store, bounded in size, and begins anew where following is not possible: after a crash,
a bulk load, a rebuild (which erases), or an update whose result another machine would not repeat.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from pyoxigraph import DefaultGraph, Quad, RdfFormat

from graph.errors import GraphError
from graph.store import Change
from graph.store.embedded import EmbeddedStore

__all__ = ["Entry", "Gone", "Journal", "JournaledStore"]

JOURNAL_BYTES: Final = 256_000_000
"""Above this the older half is let go."""
_UNREPEATABLE: Final = re.compile(r"\b(?:now|rand|uuid|struuid|bnode)\s*\(|_:|\[", re.IGNORECASE)


class Gone(GraphError):
    """The journal does not hold what was asked for. (HTTP 410)"""

    def __init__(self, since: int, first: int) -> None:
        self.since, self.first = since, first
        super().__init__(f"The journal begins after revision {first}, not {since}: take a new export first.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. Triples are N-Triples lines without the dot, by the IRI of their graph ("" is the unnamed one).

    `update` is the text of a SPARQL update that was run instead.
    """

    revision: int
    removed: Mapping[str, tuple[str, ...]]
    added: Mapping[str, tuple[str, ...]]
    update: str | None = None

    def within(self, admits: Callable[[str], bool]) -> Entry:
        """Return what the change did to the graphs that are admitted; an update is not one that a view can show."""
        return Entry(
            self.revision,
            {graph: lines for graph, lines in self.removed.items() if admits(graph)},
            {graph: lines for graph, lines in self.added.items() if admits(graph)},
            self.update if admits("") else None,
        )


class Journal:
    """Entries in a file, or in memory without one."""

    def __init__(self, path: Path | None, *, limit_bytes: int = JOURNAL_BYTES) -> None:
        self._path, self._limit = path, limit_bytes
        self._lock = threading.Lock()
        self._memory: list[bytes] = []
        self._first, self._last, self._empty, self.epoch = 0, -1, False, ""
        self._read_head()

    @property
    def last(self) -> int:
        """The newest revision in it; -1 if there is no journal yet."""
        return self._last

    def restart(self, revision: int, *, empty: bool = False) -> None:
        """Forget everything, and begin after a revision. Who follows has to take a new export.

        `empty` says that the store held nothing then, so that who begins with nothing needs no export.
        """
        with self._lock:
            self._empty = empty
            self._begin(revision, [])

    def append(self, entry: Entry) -> None:
        """Add an entry."""
        line = orjson.dumps([entry.revision, entry.removed, entry.added, entry.update]) + b"\n"
        with self._lock:
            self._last = entry.revision
            if self._path is None:
                self._memory.append(line)
                return
            with self._path.open("ab") as file:
                file.write(line)
                size = file.tell()
            if size > self._limit:
                kept = self._lines()
                kept = kept[len(kept) // 2 :]
                self._empty = False
                self._begin(orjson.loads(kept[0])[0] - 1 if kept else entry.revision, kept)
                self._last = entry.revision

    def after(self, revision: int) -> Iterator[Entry]:
        """Yield the entries after a revision, in order. Raises Gone where the journal does not reach back to it."""
        with self._lock:
            self._read_head()  # another process may write it
            if revision < self._first and not (self._empty and revision == 0):
                raise Gone(revision, self._first)
            lines = self._lines()
        for line in lines:
            found = orjson.loads(line)
            if found[0] > revision:
                yield Entry(found[0], _tuples(found[1]), _tuples(found[2]), found[3])

    def _lines(self) -> list[bytes]:
        if self._path is None or not self._path.is_file():
            return list(self._memory)
        with self._path.open("rb") as file:
            next(file, None)
            return [line for line in file if line.endswith(b"\n")]

    def _begin(self, revision: int, lines: list[bytes]) -> None:
        self._first = self._last = revision
        self.epoch = secrets.token_hex(8)
        self._memory = list(lines)
        if self._path is not None:
            fresh = self._path.with_suffix(".new")
            head = {"first": revision, "epoch": self.epoch, "empty": self._empty}
            fresh.write_bytes(orjson.dumps(head) + b"\n" + b"".join(lines))
            fresh.replace(self._path)

    def _read_head(self) -> None:
        if self._path is None or not self._path.is_file():
            return
        with self._path.open("rb") as file:
            head: dict[str, Any] = orjson.loads(next(file))
            if head["epoch"] == self.epoch:
                return
            self._first, self.epoch, self._empty = head["first"], head["epoch"], head["empty"]
            self._last = self._first
            for line in file:
                if line.endswith(b"\n"):
                    self._last = orjson.loads(line)[0]


def _tuples(found: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {graph: tuple(lines) for graph, lines in found.items()}


class JournaledStore(EmbeddedStore):
    """The embedded store, with a journal of its changes beside its files."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        super().__init__(path, read_only=read_only)
        self.journal = Journal(None if path is None else path / "journal.jsonl")
        if not read_only and self.journal.last != self.revision:
            # Something wrote without the journal, or a crash left it unknown what was written last.
            self.journal.restart(self.revision, empty=not self.graphs())

    def apply(self, change: Change) -> int:
        """Make a change in one transaction and return the new revision."""
        with self._lock:
            before = self.revision
            revision = super().apply(change)
            if revision != before:
                self.journal.append(Entry(revision, _lines(change.removed), _lines(change.added)))
            return revision

    def update(self, request: str, base: str | None = None, *, at: int | None = None) -> int:
        """Run a SPARQL 1.1 update request in one transaction and return the new revision."""
        with self._lock:
            revision = super().update(request, base, at=at)
            if base is None and not _UNREPEATABLE.search(request):
                self.journal.append(Entry(revision, {}, {}, request))
            else:
                self.journal.restart(revision)
            return revision

    def load(self, source: Path, format: RdfFormat) -> int:
        """Load a file with the bulk loader, as one change, and return the new revision."""
        with self._lock:
            revision = super().load(source, format)
            self.journal.restart(revision)
            return revision

    def rebuild(self) -> None:
        """Write the store anew, with nothing in its files but what is in it now; the journal begins again."""
        with self._lock:
            super().rebuild()
            self.journal.restart(self.revision)


def _lines(quads: Iterable[Quad]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        found[graph].append(f"{quad.subject} {quad.predicate} {quad.object}")
    return {graph: tuple(lines) for graph, lines in found.items()}

"""The program of one reading process: it answers queries over published snapshots until it is killed.

In: jobs, as frames of JSON on the socket whose number is the only argument. Out: frames of a letter, a length and
bytes: `D` a piece of the answer, `E` its end, `X` an error. Imports nothing of the project, so that it starts in 40 ms.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import resource
import select
import socket
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

FRAME = struct.Struct("!cI")
PIECE = 65536

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "n3": ox.RdfFormat.N3,
}


class TooLarge(Exception):
    """The answer grew past its limit."""


class Refused(Exception):
    """An update reached for what it may not touch."""


class Answer(io.RawIOBase):
    """A file that sends what is written to it as frames. The last piece waits, to go out with the end of the answer."""

    def __init__(self, channel: socket.socket, limit: int) -> None:
        self._channel, self._left, self._waiting, self.dead = channel, limit, b"", False

    def writable(self) -> bool:
        """Say that it can be written to, as `io.BufferedWriter` asks."""
        return True

    def write(self, piece: Any) -> int:
        """Send the piece before, and keep this one."""
        if self.dead:
            return len(piece)
        self._left -= len(piece)
        if self._left < 0:
            raise TooLarge
        if self._waiting:
            self._channel.sendall(FRAME.pack(b"D", len(self._waiting)) + self._waiting)
        self._waiting = bytes(piece)
        return len(piece)

    def end(self) -> None:
        """Send what waits, and the end."""
        piece = FRAME.pack(b"D", len(self._waiting)) + self._waiting if self._waiting else b""
        self._channel.sendall(piece + FRAME.pack(b"E", 0))


class Reader:
    """Holds one snapshot open at a time: changing it takes 10-40 ms."""

    def __init__(self) -> None:
        self._path, self._held = "", -1
        self._store = ox.Store()
        self._datasets: dict[str, tuple[list[Any], list[Any]]] = {}

    def open(self, path: str) -> ox.Store:
        """Return the store of a snapshot. Raises FileNotFoundError if it has been removed."""
        if path != self._path:
            held = os.open(f"{path}/readers", os.O_RDONLY)
            fcntl.flock(held, fcntl.LOCK_SH)
            if not Path(path, "readers").exists():
                os.close(held)
                raise FileNotFoundError(path)
            self._store = ox.Store.read_only(f"{path}/quads")
            if self._held >= 0:
                os.close(self._held)
            self._path, self._held = path, held
        return self._store

    def dataset(self, job: dict[str, Any]) -> tuple[list[Any], list[Any]]:
        """Return the graphs that are the default graph of a job, and those that it can name."""
        key = json.dumps([job["default"], job["named"], job["unnamed"]])
        if key not in self._datasets:
            default: list[Any] = [ox.NamedNode(iri) for iri in job["default"]]
            if job["unnamed"]:
                default.append(ox.DefaultGraph())
            if len(self._datasets) > 64:
                self._datasets.clear()
            self._datasets[key] = default, [ox.NamedNode(iri) for iri in job["named"]]
        return self._datasets[key]


def answer(reader: Reader, job: dict[str, Any], channel: socket.socket) -> None:
    """Answer one query."""
    store = reader.open(job["snapshot"])
    default, named = reader.dataset(job)
    result = store.query(job["query"], base_iri=job["base"], default_graph=default, named_graphs=named)
    sink = Answer(channel, job["limit"])
    buffer = cast(BinaryIO, io.BufferedWriter(sink, PIECE))
    try:
        if isinstance(result, ox.QueryTriples):
            ox.serialize(result, buffer, GRAPHS[job["format"]], prefixes=job.get("prefixes"))
        else:
            result.serialize(buffer, RESULTS[job["format"]])
        buffer.flush()
    except BaseException:
        # The buffer writes once more when it is collected; the error has been told by then.
        sink.dead = True
        raise
    sink.end()


def rehearse(job: dict[str, Any], channel: socket.socket) -> None:
    """Run the operations of an update on a copy of the store that nobody else sees.

    A check is a query that is true if its operation would write to a graph under `layers`.
    """
    store = ox.Store(job["copy"])
    for operation in job["operations"]:
        if operation["check"] and store.query(
            operation["check"],
            base_iri=job["base"],
            default_graph=iris(operation["default"]),
            named_graphs=iris(operation["named"]),
        ):
            raise Refused
        store.update(operation["text"], base_iri=job["base"])
    channel.sendall(FRAME.pack(b"E", 0))


def iris(names: list[str] | None) -> Any:
    """Return graphs by their IRIs; None stays the store's own choice."""
    return None if names is None else [ox.NamedNode(name) for name in names]


def limit_processor(seconds: float) -> None:
    """Let the system end this process when a job has used that much processor time: a backstop to being killed."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + seconds) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed if hard < 0 else min(allowed, hard), hard))


def work(reader: Reader, job: dict[str, Any], channel: socket.socket) -> None:
    """Do a job; whatever goes wrong is told, and the process goes on."""
    try:
        limit_processor(job["seconds"])
        if "copy" in job:
            rehearse(job, channel)
        elif "query" in job:
            answer(reader, job, channel)
        else:
            reader.open(job["snapshot"])
            channel.sendall(FRAME.pack(b"E", 0))
    except SyntaxError as error:
        fail(channel, "syntax", str(error))
    except TooLarge:
        fail(channel, "large", "")
    except Refused:
        fail(channel, "refused", "")
    except FileNotFoundError as error:
        fail(channel, "gone", str(error))
    except (OSError, RuntimeError, ValueError) as error:
        fail(channel, "failed", str(error))


def fail(channel: socket.socket, kind: str, message: str) -> None:
    """Tell that a job failed."""
    body = json.dumps([kind, message]).encode()
    channel.sendall(FRAME.pack(b"X", len(body)) + body)


def leave_with_parent(channel: socket.socket) -> None:
    """End this process when the other end of the socket is gone, even in the middle of a query."""
    poll = select.poll()
    poll.register(channel.fileno(), select.POLLRDHUP if hasattr(select, "POLLRDHUP") else select.POLLHUP)
    poll.poll()
    os._exit(0)


def receive(read: Callable[[int], bytes]) -> dict[str, Any] | None:
    """Read one job; None at the end of the connection."""
    head = read(4)
    if len(head) < 4:
        return None
    body = read(int.from_bytes(head, "big"))
    return cast(dict[str, Any], json.loads(body))


def main() -> None:
    """Serve the socket that the parent handed over."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    memory = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=leave_with_parent, args=(channel,), daemon=True).start()
    reader = Reader()
    stream = channel.makefile("rb")
    while (job := receive(stream.read)) is not None:
        work(reader, job, channel)


if __name__ == "__main__":
    main()

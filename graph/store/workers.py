"""Queries answered by processes that can be killed: the way to hold a time limit on Oxigraph, which has none.

In: jobs (a query, the dataset it may see, a format, limits). Out: the answer's bytes, in memory while small and in a
temporary file beyond, never past the limit; or QueryTimeout, ResultTooLarge, MemoryExceeded, Busy, QuerySyntax.

A query starts in one of `quick` places. If it is not done in `quick_seconds` it needs one of `slow` places, stopped
meanwhile; after `lower_seconds` there it is lowered in priority. So short queries never wait for long ones. A query
that nobody waits for any more is killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Protocol, cast

import orjson

from graph.errors import Busy, MemoryExceeded, QueryRefused, QuerySyntax, QueryTimeout, ResultTooLarge, StoreError
from graph.store import Dataset
from graph.store.complaints import complaint
from graph.store.directory import Snapshot

__all__ = ["Abandoned", "Job", "Limits", "Result", "Snapshots", "WorkerPool"]

_SCRIPT: Final = Path(__file__).with_name("worker.py")
_CHUNK: Final = 65536
_LOWER: Final = 15  # nice levels: a short query gets some 25 times the processor time of a long one


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query, and all of them together, may use. Times in seconds, sizes in bytes."""

    query_seconds: float = 10.0
    quick_seconds: float = 0.05
    lower_seconds: float = 1.0
    result_bytes: int = 64 << 20
    memory_bytes: int = 1 << 30
    held_bytes: int = 1 << 20
    quick: int = 2
    slow: int = 2
    stopped: int = 16
    spare: int = 2
    waiting: int = 64
    waiting_seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Job:
    """A query with what it may see. `format` is a file ending: json, xml, csv, tsv; ttl, nt, rdf, jsonld, nq, trig."""

    query: str
    dataset: Dataset
    format: str
    base: str
    prefixes: tuple[tuple[str, str], ...] = ()


class Snapshots(Protocol):
    """What publishes the present state of a store; `EmbeddedStore` does."""

    @property
    def revision(self) -> int:
        """The revision that readers should see."""

    @property
    def published(self) -> Snapshot | None:
        """The newest snapshot, if it is known."""

    def publish(self) -> Snapshot:
        """Return a snapshot of the present state; takes some 10 to 50 ms if there is none yet."""


@dataclass(slots=True)
class Result:
    """An answer: `size` bytes, from the store with the id `store` at `revision`. Close it when done."""

    store: str
    revision: int
    size: int = 0
    _held: bytearray = field(default_factory=bytearray)
    _file: IO[bytes] | None = None

    def add(self, piece: memoryview, held_bytes: int) -> None:
        """Take a piece of the answer."""
        self.size += len(piece)
        if self._file is None and self.size > held_bytes:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed by `close`
            self._file.write(self._held)
            self._held.clear()
        if self._file is None:
            self._held += piece
        else:
            self._file.write(piece)

    @property
    def whole(self) -> bytes | None:
        """The answer, if it is small enough to be held in memory."""
        return bytes(self._held) if self._file is None else None

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the answer in pieces, and close it."""
        if self._file is None:
            yield bytes(self._held)
            return
        try:
            self._file.seek(0)
            while piece := self._file.read(_CHUNK):
                yield piece
        finally:
            self.close()

    def close(self) -> None:
        """Give the memory or the file back."""
        if self._file is not None:
            self._file.close()


class Abandoned(Exception):
    """Whoever asked has gone away; the query was ended."""


class _Gone(Exception):
    """The snapshot was removed before it could be opened; a newer one stands."""


class _Worker(asyncio.Protocol):
    """One reading process, seen from here."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.snapshot: Path | None = None
        self.transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._result: Result | None = None
        self._held_bytes = 0
        self._done: asyncio.Future[None] | None = None

    @property
    def alive(self) -> bool:
        """False once the process has ended or was killed."""
        return self.transport is not None

    def start(self, message: dict[str, Any], result: Result, held_bytes: int) -> asyncio.Future[None]:
        """Send a job; the future ends when its answer is whole."""
        assert self.transport is not None  # noqa: S101  only a live worker is given work
        self._result, self._held_bytes = result, held_bytes
        self._done = asyncio.get_running_loop().create_future()
        body = orjson.dumps(message)
        self.transport.write(len(body).to_bytes(4, "big") + body)
        return self._done

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way to the process."""
        # uvloop's transports are no subclasses of asyncio's.
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Take frames apart."""
        self._buffer += data
        at, size = 0, len(self._buffer)
        with memoryview(self._buffer) as view:
            while size - at >= 5:
                length = int.from_bytes(view[at + 1 : at + 5], "big")
                if size - at < 5 + length:
                    break
                self._frame(view[at], view[at + 5 : at + 5 + length])
                at += 5 + length
        del self._buffer[:at]

    def connection_lost(self, error: Exception | None) -> None:
        """The process ended: by a kill, for want of memory, or by a fault."""
        self.transport = None
        if self._done and not self._done.done():
            self._done.set_exception(ConnectionError("the reading process ended"))

    def _frame(self, kind: int, body: memoryview) -> None:
        if self._done is None or self._done.done() or self._result is None:
            return
        if kind == ord("D"):
            self._result.add(body, self._held_bytes)
        elif kind == ord("E"):
            self._done.set_result(None)
        else:
            self._done.set_exception(_error(*orjson.loads(body)))

    def forget(self) -> None:
        """Stop waiting for an answer."""
        if self._done:
            self._done.cancel()

    @property
    def ready(self) -> bool:
        """True if another job can be given to it."""
        return self.alive and self._done is not None and self._done.done() and not self._done.cancelled()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, if the process still stands."""
        with suppress(ProcessLookupError):
            self.process.send_signal(number)


def _error(kind: str, message: str) -> Exception:
    if kind == "syntax":
        return QuerySyntax(message)
    if kind == "large":
        return ResultTooLarge(0)
    if kind == "refused":
        return QueryRefused(
            "The update would write to a layer. Layers are written by claims only; nothing was changed."
        )
    if kind == "gone":
        return _Gone(message)
    return complaint(message)


class WorkerPool:
    """Reading processes over the snapshots of one store. Belongs to one event loop."""

    def __init__(self, snapshots: Snapshots, limits: Limits = Limits()) -> None:
        self.snapshots, self.limits = snapshots, limits
        self._idle: deque[_Worker] = deque()
        self._all: set[_Worker] = set()
        self._long: set[_Worker] = set()
        self._lowered: set[_Worker] = set()
        self._starting = 0
        self._quick = asyncio.Semaphore(limits.quick)
        self._slow = asyncio.Semaphore(limits.slow)
        self._waiting = self._stopped = 0
        self._slow_before: dict[int, None] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def snapshot(self) -> Snapshot:
        """Return a snapshot of the store as it stands now."""
        published = self.snapshots.published
        if published is not None and published.revision == self.snapshots.revision:
            return published
        return await asyncio.to_thread(self.snapshots.publish)

    async def answer(self, job: Job, gone: Callable[[], Awaitable[None]] | None = None) -> Result:
        """Answer a query over the present state. Raises what the module says.

        `gone` returns when nobody waits for the answer any more; it is called for queries that are not quick.
        """
        message = {
            "query": job.query,
            "base": job.base,
            "default": job.dataset.default,
            "named": job.dataset.named,
            "unnamed": job.dataset.unnamed,
            "format": job.format,
            "limit": self.limits.result_bytes,
            "seconds": self.limits.query_seconds,
            "prefixes": dict(job.prefixes) or None,
        }
        for _ in range(5):
            snapshot = await self.snapshot()
            result = Result(snapshot.store, snapshot.revision)
            message["snapshot"] = str(snapshot.path)
            try:
                await self._run(message, result, snapshot, hash(job.query), gone)
            except _Gone:
                continue
            except ResultTooLarge as error:
                result.close()
                raise error if isinstance(error, MemoryExceeded) else ResultTooLarge(self.limits.result_bytes) from None
            except BaseException:
                result.close()
                raise
            return result
        raise StoreError("The store is written to faster than its snapshots can be opened. Try again.")

    async def rehearse(self, copy: Path, operations: list[dict[str, Any]], base: str) -> None:
        """Run an update on a copy of the store. Raises QueryRefused, QueryTimeout, QuerySyntax as the update would."""
        message = {"copy": str(copy), "operations": operations, "base": base, "seconds": self.limits.query_seconds}
        worker = await self._spawn()
        try:
            done = worker.start(message, Result("", 0), 0)
            await self._within(done, self.limits.query_seconds)
        except ConnectionError:
            raise MemoryExceeded(self.limits.memory_bytes) from None
        finally:
            self._kill(worker)

    async def refresh(self) -> None:
        """Let go of every snapshot but the newest: what was erased from the store is then in no open file."""
        while self._idle:
            self._kill(self._idle.popleft())
        await asyncio.to_thread(self.snapshots.publish)

    async def close(self) -> None:
        """End all processes, and wait for them."""
        self._closed = True
        for worker in list(self._all):
            self._kill(worker)
        self._idle.clear()
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def _run(
        self,
        message: dict[str, Any],
        result: Result,
        snapshot: Snapshot,
        key: int,
        gone: Callable[[], Awaitable[None]] | None,
    ) -> None:
        """Run one job: quick first, and among the slow ones if it takes long."""
        limits, loop = self.limits, asyncio.get_running_loop()
        if self._waiting >= limits.waiting:
            raise Busy("Too many queries are waiting. Try again in a few seconds.")
        quick, slow = _Place(self._quick), _Place(self._slow)
        worker: _Worker | None = None
        try:
            await self._wait_for(quick)
            deadline = loop.time() + limits.query_seconds
            worker = self._take_idle(snapshot.path) or await self._start(snapshot)
            grace = limits.quick_seconds if worker.snapshot == snapshot.path else limits.quick_seconds + 0.5
            worker.snapshot = snapshot.path
            done = worker.start(message, result, limits.held_bytes)
            if key in self._slow_before or not await _settled(done, min(grace, deadline - loop.time())):
                self._remember(key)
                await _unless(gone, self._among_slow(worker, done, quick, slow, deadline))
            done.result()
        except QueryTimeout:
            raise QueryTimeout(limits.query_seconds) from None
        except ConnectionError:
            raise MemoryExceeded(limits.memory_bytes) from None
        finally:
            quick.leave()
            if worker is not None:
                self._put_back(worker)
            slow.leave()

    def _put_back(self, worker: _Worker) -> None:
        """Keep a worker for the next query, if it is fit for one and there are not enough already."""
        if worker in self._lowered or not worker.ready or len(self._idle) >= self.limits.quick + self.limits.spare:
            self._kill(worker)
            self._top_up()
        else:
            self._long.discard(worker)
            self._idle.appendleft(worker)

    async def _wait_for(self, quick: _Place) -> None:
        if not self._quick.locked():
            await quick.take()
            return
        self._waiting += 1
        try:
            await asyncio.wait_for(quick.take(), self.limits.waiting_seconds)
        except TimeoutError:
            raise Busy("The server has been busy for too long. Try again in a few seconds.") from None
        finally:
            self._waiting -= 1

    async def _among_slow(
        self, worker: _Worker, done: asyncio.Future[None], quick: _Place, slow: _Place, deadline: float
    ) -> None:
        """Let a worker go on to its end when there is a place among the slow ones; lowered, if that takes long."""
        loop = asyncio.get_running_loop()
        self._long.add(worker)
        self._top_up()
        if self._slow.locked():
            if self._stopped >= self.limits.stopped:
                raise Busy("Too many long queries are running. Try again in a few seconds.")
            worker.signal(signal.SIGSTOP)
            self._stopped += 1
            quick.leave()
            try:
                await asyncio.wait_for(slow.take(), max(0.0, deadline - loop.time()))
            except TimeoutError:
                raise Busy("Long queries kept this one from running in time. Try again in a few seconds.") from None
            finally:
                self._stopped -= 1
            worker.signal(signal.SIGCONT)
        else:
            await slow.take()
            quick.leave()
        if not await _settled(done, min(self.limits.lower_seconds, deadline - loop.time())):
            # Only the superuser can raise it again: the process ends with its query.
            self._lowered.add(worker)
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, worker.process.pid, _LOWER)
        await self._within(done, deadline - loop.time())

    def _remember(self, key: int) -> None:
        """Remember a query that took long: asked again, it goes among the slow ones at once."""
        self._slow_before[key] = None
        if len(self._slow_before) > 4096:
            del self._slow_before[next(iter(self._slow_before))]

    @staticmethod
    async def _within(done: asyncio.Future[None], seconds: float) -> None:
        if not await _settled(done, seconds):
            raise QueryTimeout(seconds)
        done.result()

    def _take_idle(self, snapshot: Path) -> _Worker | None:
        """Return an idle worker, if there is one; rather one that has the snapshot open."""
        while self._idle:
            worker = next((each for each in self._idle if each.snapshot == snapshot), self._idle[0])
            self._idle.remove(worker)
            if worker.alive:
                return worker
            self._kill(worker)
        return None

    def _top_up(self) -> None:
        """Start processes in the place of those that long queries hold: a short one should find one ready."""
        fresh = len(self._all) - len(self._long) + self._starting
        for _ in range(self.limits.quick + self.limits.spare - fresh):
            self._starting += 1
            self._keep(asyncio.get_running_loop().create_task(self._start_spare()))

    async def _start_spare(self) -> None:
        try:
            self._idle.append(await self._start(await self.snapshot()))
        except (StoreError, ConnectionError):
            # The next query that finds no process starts one itself, and is told what is wrong.
            return
        finally:
            self._starting -= 1

    async def _start(self, snapshot: Snapshot) -> _Worker:
        """Start a reading process and let it open a snapshot: together some 80 ms."""
        worker = await self._spawn()
        message = {"snapshot": str(snapshot.path), "seconds": self.limits.query_seconds}
        try:
            await self._within(worker.start(message, Result("", 0), 0), self.limits.query_seconds)
            worker.snapshot = snapshot.path
        except _Gone:
            # A newer one stands: it is opened with the first query.
            worker.snapshot = None
        except BaseException:
            self._kill(worker)
            raise
        return worker

    async def _spawn(self) -> _Worker:
        if self._closed:
            raise StoreError("The server is stopping.")
        here, there = socket.socketpair()
        with there:
            arguments = [sys.executable, "-I", str(_SCRIPT), str(there.fileno()), str(self.limits.memory_bytes)]
            process = subprocess.Popen(  # noqa: S603  this program's own script
                arguments, pass_fds=(there.fileno(),), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        here.setblocking(False)
        _, worker = await asyncio.get_running_loop().create_unix_connection(lambda: _Worker(process), sock=here)
        self._all.add(worker)
        return worker

    def _kill(self, worker: _Worker) -> None:
        worker.signal(signal.SIGKILL)
        if worker.transport:
            worker.transport.abort()
        self._all.discard(worker)
        self._long.discard(worker)
        self._lowered.discard(worker)
        worker.forget()
        self._keep(asyncio.get_running_loop().create_task(asyncio.to_thread(worker.process.wait)))

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Place:
    """A place in a semaphore, left once however often it is left."""

    def __init__(self, semaphore: asyncio.Semaphore) -> None:
        self._semaphore, self.taken = semaphore, False

    async def take(self) -> None:
        """Wait for the place."""
        await self._semaphore.acquire()
        self.taken = True

    def leave(self) -> None:
        """Give the place back, if it was taken."""
        if self.taken:
            self.taken = False
            self._semaphore.release()


async def _settled(done: asyncio.Future[None], seconds: float) -> bool:
    """Wait for a future, but not longer; say whether it is done. A third of the time that asyncio.wait takes."""
    if done.done():
        return True
    loop = asyncio.get_running_loop()
    waiter: asyncio.Future[None] = loop.create_future()

    def wake(_: object = None) -> None:
        if not waiter.done():
            waiter.set_result(None)

    timer = loop.call_later(max(0.0, seconds), wake)
    done.add_done_callback(wake)
    try:
        await waiter
    finally:
        timer.cancel()
        done.remove_done_callback(wake)
    return done.done()


async def _unless(gone: Callable[[], Awaitable[None]] | None, work: Coroutine[Any, Any, None]) -> None:
    """Do some work unless whoever wants it goes away. Raises Abandoned then."""
    if gone is None:
        await work
        return
    task, watch = asyncio.ensure_future(work), asyncio.ensure_future(gone())
    try:
        await asyncio.wait((task, watch), return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise Abandoned
        task.result()
    finally:
        watch.cancel()
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

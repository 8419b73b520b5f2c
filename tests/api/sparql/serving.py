"""A real server on loopback for the tests of SPARQL over HTTP.

In: a store and the arguments of `SparqlService`. Out: the address at which uvicorn serves its routes, in a thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import Scope

from api.sparql import SparqlLimits, SparqlService, sparql_routes
from graph.store import Store

BASE = "https://dramatis.example/"


def anyone(scope: Scope) -> None:
    """Let everyone write: the server is the test's own."""


@contextmanager
def serving(
    store: Store,
    limits: SparqlLimits | None = None,
    also: Callable[[SparqlService], list[BaseRoute]] = lambda service: [],
    **arguments: Any,
) -> Iterator[str]:
    """Serve a store; yields the address without a slash at its end. `also` gives more routes."""
    service = SparqlService(store, base=BASE, limits=limits, **{"authorize": anyone, **arguments})

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await service.close()

    app = Starlette(routes=[*also(service), *sparql_routes(service)], lifespan=lifespan)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.02)
            if not thread.is_alive():
                raise RuntimeError("the server did not start")
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(15)


def reading_processes() -> list[int]:
    """Return the ids of the reading processes of the servers in this process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = status.read_text().rpartition(")")[2].split()
            command = (status.parent / "cmdline").read_bytes()
            if int(words[1]) == os.getpid() and b"worker.py" in command and words[0] != "Z":
                found.append(int(status.parent.name))
    return found


def processor_seconds(seconds: float) -> float:
    """Return how much processor time the reading processes use while some seconds pass."""

    def used() -> dict[int, int]:
        times = {}
        for process in reading_processes():
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
                times[process] = int(words[11]) + int(words[12])
        return times

    before = used()
    time.sleep(seconds)
    after = used()
    ticks = sum(value - before.get(process, 0) for process, value in after.items())
    return ticks / os.sysconf("SC_CLK_TCK")

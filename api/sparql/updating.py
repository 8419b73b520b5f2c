"""The update endpoint: SPARQL 1.1 Protocol, 2.2, on what is not a layer.

In: POST on `/sparql/update` from who may write. Out: 204 and the new revision, or a problem and nothing changed.
An update with a WHERE clause is tried on a copy of the store first, in a process with a time limit.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.types import Receive, Scope, Send

from api.problems import Problem
from api.sparql.request import Told, read_update_request, url_of
from api.sparql.sending import answered, send_whole
from api.sparql.service import RESERVED, SparqlService
from graph.errors import Changed, QueryRefused
from graph.layers import view
from graph.sparql.update import Operation, Using, read_update, whole
from graph.store.embedded import EmbeddedStore
from graph.store.workers import WorkerPool

__all__ = ["UpdateEndpoint", "refuse_layer", "run_update"]

ATTEMPTS = 5


class UpdateEndpoint:
    """An ASGI app that runs updates."""

    def __init__(self, service: SparqlService) -> None:
        self._service = service
        self._app = answered(self._handle)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run one update."""
        await self._app(scope, receive, send)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            raise Problem("method-not-allowed", "Updates are sent by POST.", headers={"Allow": "POST"})
        self._service.authorize(scope)
        told = await read_update_request(scope, receive, self._service.limits.update_bytes)
        revision = await run_update(self._service, told, url_of(scope))
        await send_whole(send, 204, [(b"dramatis-revision", str(revision).encode())], b"")


async def run_update(service: SparqlService, told: Told, base: str) -> int:
    """Run an update and return the new revision.

    Raises QueryRefused if it reaches for a layer, QueryTimeout if it takes too long, QuerySyntax; nothing is changed.
    """
    async with service.writing:
        for attempt in range(ATTEMPTS):
            await service.look()
            revision = service.revision
            operations = _read(service, told, base)
            request = whole(operations)
            try:
                if any(operation.where for operation in operations):
                    await _rehearse(service, operations, base)
                return await asyncio.to_thread(service.store.update, request, base, at=revision)
            except Changed:
                # Somebody, most likely an ingest, wrote meanwhile: what was looked at may no longer hold.
                if attempt == ATTEMPTS - 1:
                    raise
            finally:
                service.written()
    raise AssertionError("unreachable")


def refuse_layer(service: SparqlService, graph: str) -> None:
    """Raise QueryRefused for a graph that is a layer, or kept for a store's own use."""
    if graph.startswith((service.layers, RESERVED)):
        raise QueryRefused(
            f"{graph} is a layer. Layers are written by claims only: ingest an article. Nothing was changed."
        )


def _read(service: SparqlService, told: Told, base: str) -> tuple[Operation, ...]:
    """Read an update, and refuse what can be seen to reach for a layer."""
    everything, layered = view(), service.has_layers()

    def readable() -> tuple[str, ...]:
        return service.named(everything) if layered else ()

    operations = read_update(told.update, base, Using(told.default, told.named), readable)
    if not operations:
        # An update of no operation is allowed, and changes nothing.
        return operations
    for operation in operations:
        for graph in operation.writes:
            refuse_layer(service, graph)
        used = operation.where or None
        reads = [*operation.reads, *((*(used.default or ()), *(used.named or ())) if used else ())]
        for graph in reads:
            if not service.admits(everything, graph):
                raise QueryRefused(f"{graph} is in no view that an update may read. Nothing was changed.")
        if operation.everything and layered:
            raise QueryRefused(
                f"{operation.verb} ALL and NAMED reach the layers, which are written by claims only."
                " Name your own graphs. Nothing was changed."
            )
        if used and used.graphs and layered and not isinstance(service.store, EmbeddedStore):
            raise QueryRefused("On a remote store an update must name the graphs that it writes to, not ?variables.")
    return operations


async def _rehearse(service: SparqlService, operations: Sequence[Operation], base: str) -> None:
    """Try an update on a copy. A remote store has its own limits, and no copies."""
    pool = service.reader
    if not isinstance(pool, WorkerPool) or not isinstance(service.store, EmbeddedStore):
        return
    steps: list[dict[str, Any]] = [
        {
            "text": f"{operation.prologue}\n{operation.text}",
            "check": operation.where.check(service.layers) if operation.where else "",
            "default": operation.where.default if operation.where else None,
            "named": operation.where.named if operation.where else None,
        }
        for operation in operations
    ]
    with tempfile.TemporaryDirectory(prefix=".rehearsal-", dir=service.store.scratch) as scratch:
        copy = Path(scratch) / "quads"
        await asyncio.to_thread(service.store.copy, copy)
        await pool.rehearse(copy, steps, base)

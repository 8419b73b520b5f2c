"""Sending answers over ASGI, with what every endpoint does around them.

In: a body or pieces of one. Out: ASGI messages; every error as problem details; a query whose client goes away, ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from starlette.types import Receive, Scope, Send

from api.problems import Problem, of_graph, response_of
from graph.errors import Conflict, GraphError

__all__ = ["ClientGone", "Headers", "answered", "send_pieces", "send_whole", "while_connected"]

Headers = list[tuple[bytes, bytes]]
T = TypeVar("T")
PATIENCE = 0.02  # seconds before somebody looks whether the client is still there: most answers come sooner


class ClientGone(Exception):
    """The client closed its connection: there is nobody to answer."""


def answered(handle: Callable[[Scope, Receive, Send], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Make an ASGI app of a handler: its errors become problem details."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await handle(scope, receive, send)
        except Problem as problem:
            await response_of(problem, scope["path"])(scope, receive, send)
        except Conflict as error:
            await response_of(Problem("conflict", str(error)), scope["path"])(scope, receive, send)
        except GraphError as error:
            await response_of(of_graph(error), scope["path"])(scope, receive, send)
        except ClientGone:
            return

    return app


async def while_connected(work: Coroutine[Any, Any, T], receive: Receive) -> T:
    """Do work for as long as its client is there. The body of the request must have been read. Raises ClientGone."""
    task = asyncio.ensure_future(work)
    try:
        done, _ = await asyncio.wait((task,), timeout=PATIENCE)
        if not done:
            gone = asyncio.ensure_future(_gone(receive))
            try:
                await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
            finally:
                gone.cancel()
            if not task.done():
                raise ClientGone
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_whole(send: Send, status: int, headers: Headers, body: bytes, *, head: bool = False) -> None:
    """Send a whole answer; with `head`, all of it but the body."""
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def send_pieces(send: Send, headers: Headers, size: int, pieces: AsyncIterator[bytes]) -> None:
    """Send a large answer piece by piece, as fast as its client takes it."""
    headers = [*headers, (b"content-length", str(size).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    async for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})

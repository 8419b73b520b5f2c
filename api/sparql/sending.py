"""Sending answers over ASGI, with what every endpoint does around them.

In: a body or pieces of one. Out: ASGI messages; every error as problem details; a query whose client goes away, ended.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.types import Receive, Scope, Send

from api.problems import Problem, of_graph, response_of
from graph.errors import Conflict, GraphError
from graph.store.workers import Abandoned

__all__ = ["SAFE", "Headers", "answered", "leaving", "send_pieces", "send_whole"]

Headers = list[tuple[bytes, bytes]]
SAFE: Headers = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer")]
"""What keeps a browser from taking an answer for something else, or telling others what was asked."""


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
        except Abandoned:
            # The client closed its connection: there is nobody to answer.
            return

    return app


def leaving(receive: Receive) -> Callable[[], Awaitable[None]]:
    """Return what waits until the client of a request goes away. The body of the request must have been read."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    return gone


async def send_whole(send: Send, status: int, headers: Headers, body: bytes, *, head: bool = False) -> None:
    """Send a whole answer; with `head`, all of it but the body."""
    headers = [*headers, *SAFE, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def send_pieces(send: Send, headers: Headers, size: int, pieces: AsyncIterator[bytes]) -> None:
    """Send a large answer piece by piece, as fast as its client takes it."""
    headers = [*headers, *SAFE, (b"content-length", str(size).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    async for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})

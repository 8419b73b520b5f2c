"""What every request and answer passes: limits, safe headers, forms by suffix, freshness.

In: ASGI messages. Out: `Bounds` (size of bodies, HEAD, headers that keep browsers safe), `Suffixes` (a form at the end
of a path), `Freshness` (ETag and 304 by revision and view, answers kept for a revision, gzip).
"""

from __future__ import annotations

import gzip
import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.negotiation import ROOTS, FormSuffix
from api.problems import Problem, response_of
from graph.store import Store

__all__ = ["Bounds", "Freshness", "Suffixes"]

CONTENT_POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
OWN_BOUNDS: Final = ("/sparql", "/graph-store")
"""Paths whose endpoints bound their bodies and answer HEAD themselves."""
GZIP_FROM: Final = 1024  # bytes; below that the header costs more than it saves
FRESH: Final = (ROOTS - {"changes"}) | {"entity", "analysis", "pictures", "graph"}
"""The first parts of paths whose answers depend on nothing but the store's revision and the request."""


class Bounds:
    """Refuses bodies over a size, answers HEAD as GET without the body, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, body_bytes: int) -> None:
        self.app, self.body_bytes = app, body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or scope["path"].startswith(OWN_BOUNDS):
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        if head:
            scope["method"] = "GET"
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > self.body_bytes:
            problem = Problem("too-large", f"A body may hold {self.body_bytes} bytes; this one says {length}.")
            await response_of(problem, scope["path"])(scope, receive, send)
            return
        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.body_bytes:
                raise Problem("too-large", f"A body may hold {self.body_bytes} bytes.")
            return message

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, bounded, safe)


class Suffixes:
    """Takes the suffix of a form off the path and notes the form."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            read = FormSuffix.read(scope["path"])
            if read.form:
                scope = {**scope, "path": read.path, "raw_path": None, "form": read.form}
        await self.app(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given."""

    headers: list[tuple[bytes, bytes]]
    body: bytes


class Freshness:
    """Gives each answer an ETag that lasts as long as the store's revision, and keeps answers for that long."""

    def __init__(self, app: ASGIApp, store: Store, limit_bytes: int) -> None:
        self.app, self.store, self.limit_bytes = app, store, limit_bytes
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._bytes, self._lock = 0, Lock()
        # Revisions of one process are not those of another that serves the same address after it.
        self._process = secrets.token_hex(4)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request from what is kept, or pass it on and keep its answer."""
        root = scope["path"].lstrip("/").partition("/")[0].partition(".")[0] if scope["type"] == "http" else ""
        if root not in FRESH or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        zipped = "gzip" in headers.get("accept-encoding", "")
        tag = self._tag(scope, headers, zipped)
        kept = self._find(tag)
        asked = headers.get("if-none-match", "")
        if asked and (tag in asked or asked.strip() == "*") and (kept or tag in asked):
            await send({"type": "http.response.start", "status": 304, "headers": _fresh(tag)})
            await send({"type": "http.response.body", "body": b""})
            return
        if kept is None:
            kept = await self._ask(scope, receive, send, tag, zipped)
        if kept is not None:
            await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
            await send({"type": "http.response.body", "body": kept.body})

    async def _ask(self, scope: Scope, receive: Receive, send: Send, tag: str, zipped: bool) -> Kept | None:
        """Return the answer of the app to keep, or None where it was sent on as it came: a problem, a redirection."""
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                if start["status"] != 200:
                    await send(message)
            elif start["status"] != 200:
                await send(message)
            else:
                body.extend(message.get("body", b""))

        await self.app(scope, receive, collect)
        if not start or start["status"] != 200:
            return None
        content = bytes(body)
        headers = [(n, v) for n, v in start["headers"] if n.lower() not in (b"content-length", b"etag", b"vary")]
        if zipped and len(content) >= GZIP_FROM:
            content = gzip.compress(content, compresslevel=5, mtime=0)
            headers.append((b"content-encoding", b"gzip"))
        headers += [(b"content-length", str(len(content)).encode()), *_fresh(tag)]
        kept = Kept(headers, content)
        self._keep(tag, kept)
        return kept

    def _tag(self, scope: Scope, headers: Headers, zipped: bool) -> str:
        parts = (
            self._process,
            str(self.store.revision),
            scope["path"],
            scope["query_string"].decode("latin-1"),
            headers.get("accept", ""),
            str(zipped),
        )
        return f'"{hashlib.blake2b(chr(31).join(parts).encode(), digest_size=12).hexdigest()}"'

    def _find(self, tag: str) -> Kept | None:
        with self._lock:
            kept = self._kept.get(tag)
            if kept is not None:
                self._kept.move_to_end(tag)
            return kept

    def _keep(self, tag: str, kept: Kept) -> None:
        if len(kept.body) > self.limit_bytes // 8:
            return
        with self._lock:
            if tag not in self._kept:
                self._kept[tag] = kept
                self._bytes += len(kept.body) + 500
            while self._bytes > self.limit_bytes:
                _, old = self._kept.popitem(last=False)
                self._bytes -= len(old.body) + 500


def _fresh(tag: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"etag", tag.encode()),
        (b"cache-control", b"no-cache"),
        (b"vary", b"Accept, Accept-Encoding"),
    ]

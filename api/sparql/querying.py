"""The query endpoint: SPARQL 1.1 Protocol, and the description of the service where nothing is asked.

In: GET, HEAD, POST on `/sparql`. Out: solutions or triples in the form that `Accept` asks for, with an entity tag by
revision and view. An answer that was given before at this revision is sent again, without being worked out again.
"""

from __future__ import annotations

from typing import TypeAlias

from pyoxigraph import QueryResultsFormat
from starlette.types import Receive, Scope, Send

from api.problems import Problem
from api.sparql.cache import Answered
from api.sparql.description import describe_service
from api.sparql.negotiation import chosen, formats_of
from api.sparql.request import Asked, read_query_request, url_of
from api.sparql.sending import SAFE, Headers, answered, leaving, send_pieces, send_whole
from api.sparql.service import SparqlService
from graph.layers import View
from graph.sparql.query import Query
from graph.store.embedded import EmbeddedStore
from graph.store.workers import Job
from graph.vocabulary import PREFIXES

__all__ = ["QueryEndpoint"]

Key: TypeAlias = tuple[int, bytes, bytes, bytes, str]
"""Revision, query string, `Accept`, host and path: what an answer to a GET depends on."""

GLANCE_BYTES = 16384
"""What a bounded query may give without a process of its own: some 0.2 ms of work."""
_RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_REVALIDATE = (b"cache-control", b"no-cache")
_PREFIXES = tuple(sorted(PREFIXES.items()))


class QueryEndpoint:
    """An ASGI app that answers queries."""

    def __init__(self, service: SparqlService) -> None:
        self._service = service
        self._app = answered(self._handle)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; one that was answered before at this revision at once."""
        await self._app(scope, receive, send)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._service.look()
        if scope["method"] == "GET":
            kept = self._service.cache.get(self._key(scope))
            if kept is not None:
                await _send_kept(scope, send, kept)
                return
        await self._asked(scope, receive, send)

    def _key(self, scope: Scope) -> Key:
        accept = host = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                accept = value
            elif name == b"host":
                host = value
        return self._service.revision, scope["query_string"], accept, host, scope["path"]

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method == "OPTIONS":
            await send_whole(send, 204, [(b"allow", b"GET, HEAD, POST, OPTIONS")], b"")
            return
        if method not in ("GET", "HEAD", "POST"):
            raise Problem(
                "method-not-allowed", "Queries are asked by GET or POST.", headers={"Allow": "GET, HEAD, POST"}
            )
        asked = await read_query_request(scope, receive, self._service.limits.query_bytes)
        if asked is None:
            await describe_service(self._service, scope, receive, send)
            return
        query, seen = self._service.read(asked, url_of(scope))
        await self._answer(scope, receive, send, asked, query, seen)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, asked: Asked, query: Query, seen: View) -> None:
        service, key, here = self._service, self._key(scope), url_of(scope)
        format, content_type = chosen(key[2].decode("latin-1"), formats_of(query.form))
        fields: Headers = [(b"content-type", content_type.encode()), (b"vary", b"accept")]
        if query.stable and (held := _held_by_client(scope)):
            current = service.etag(service.identity(), service.revision, seen, content_type)
            if held == current:
                await send_whole(send, 304, [(b"etag", current), *fields], b"")
                return
        dataset = service.dataset(asked, query, seen)
        if query.bounded and format.ending in _RESULTS and isinstance(service.store, EmbeddedStore):
            glanced = service.store.glance(query.text, here, dataset, _RESULTS[format.ending], GLANCE_BYTES)
            if glanced is not None:
                revision, body = glanced
                fields += [(b"etag", service.etag(service.identity(), revision, seen, content_type)), _REVALIDATE]
                await self._send(scope, send, key, revision, fields, body)
                return
        job = Job(query.text, dataset, format.ending, here, _PREFIXES if query.form.gives_graph else ())
        result = await service.reader.answer(job, leaving(receive))
        if query.stable:
            fields += [(b"etag", service.etag(result.store, result.revision, seen, content_type)), _REVALIDATE]
        else:
            fields += [(b"cache-control", b"no-store")]
        whole = result.whole
        if whole is None and scope["method"] != "HEAD":
            await send_pieces(send, fields, result.size, result.pieces())
            return
        result.close()
        if whole is None:
            await send(
                {"type": "http.response.start", "status": 200, "headers": [*fields, *SAFE, _length(result.size)]}
            )
            await send({"type": "http.response.body", "body": b""})
            return
        await self._send(scope, send, key if query.stable else None, result.revision, fields, whole)

    async def _send(
        self, scope: Scope, send: Send, key: Key | None, revision: int, fields: Headers, body: bytes
    ) -> None:
        """Send a whole answer, and keep it if it has a key of the revision that it is of."""
        if key is not None and scope["method"] == "GET" and key[0] == revision:
            self._service.cache.put(key, _kept(fields, body))
        await send_whole(send, 200, fields, body, head=scope["method"] == "HEAD")


def _length(size: int) -> tuple[bytes, bytes]:
    return b"content-length", str(size).encode()


def _kept(fields: Headers, body: bytes) -> Answered:
    headers = [*fields, *SAFE, _length(len(body))]
    etag = next(value for name, value in fields if name == b"etag")
    start: dict[str, object] = {"type": "http.response.start", "status": 200, "headers": headers}
    return Answered(etag, start, {"type": "http.response.body", "body": body}, len(body))


def _held_by_client(scope: Scope) -> bytes | None:
    """Return the entity tag of the answer that the client has already; a POST has none."""
    if scope["method"] == "POST":
        return None
    return next((value for name, value in scope["headers"] if name == b"if-none-match"), None)


async def _send_kept(scope: Scope, send: Send, kept: Answered) -> None:
    if _held_by_client(scope) == kept.etag:
        await send_whole(send, 304, [(b"etag", kept.etag), (b"vary", b"accept")], b"")
        return
    await send(kept.start)
    await send(kept.body)

"""The query endpoint: SPARQL 1.1 Protocol, and the description of the service where nothing is asked.

In: GET, HEAD, POST on `/sparql`. Out: solutions or triples in the form that `Accept` asks for, with an entity tag by
revision and view. An answer that was given before at this revision is sent again, without being worked out again.
"""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from api.problems import Problem
from api.sparql.cache import Answered
from api.sparql.description import describe_service
from api.sparql.negotiation import chosen, formats_of
from api.sparql.request import Asked, headers_of, read_query_request, url_of
from api.sparql.sending import Headers, answered, send_pieces, send_whole, while_connected
from api.sparql.service import SparqlService
from graph.layers import View
from graph.sparql.query import Query
from graph.store.workers import Job
from graph.vocabulary import PREFIXES

__all__ = ["QueryEndpoint"]

_PREFIXES = tuple(sorted(PREFIXES.items()))


class QueryEndpoint:
    """An ASGI app that answers queries."""

    def __init__(self, service: SparqlService) -> None:
        self._service = service
        self._app = answered(self._handle)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; one that was answered before at this revision at once."""
        if scope["method"] == "GET":
            kept = self._service.cache.get(self._key(scope))
            if kept is not None:
                await _send_kept(scope, send, kept)
                return
        await self._app(scope, receive, send)

    def _key(self, scope: Scope) -> tuple[object, ...]:
        accept = host = b""
        for name, value in scope["headers"]:
            if name == b"accept":
                accept = value
            elif name == b"host":
                host = value
        return self._service.store.revision, scope["query_string"], accept, host, scope["path"]

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
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
        service, headers = self._service, headers_of(scope)
        format, content_type = chosen(headers.get("accept", ""), formats_of(query.form))
        key = self._key(scope)
        fields: Headers = [(b"content-type", content_type.encode()), (b"vary", b"accept")]
        current = service.etag(service.identity(), service.store.revision, seen, content_type)
        if query.stable and scope["method"] != "POST" and headers.get("if-none-match", "").encode() == current:
            await send_whole(send, 304, [(b"etag", current), *fields], b"")
            return
        dataset = service.dataset(asked, query, seen)
        job = Job(query.text, dataset, format.ending, url_of(scope), _PREFIXES if query.form.gives_graph else ())
        result = await while_connected(service.reader.answer(job), receive)
        if query.stable:
            fields += [(b"etag", service.etag(result.store, result.revision, seen, content_type))]
            fields += [(b"cache-control", b"no-cache")]
        else:
            fields += [(b"cache-control", b"no-store")]
        whole = result.whole
        if whole is None and scope["method"] != "HEAD":
            await send_pieces(send, fields, result.size, result.pieces())
            return
        body = whole or b""
        result.close()
        if query.stable and scope["method"] == "GET" and key[0] == result.revision:
            service.cache.put(key, _kept(fields, body))
        await send_whole(send, 200, fields, body, head=scope["method"] == "HEAD")


def _kept(fields: Headers, body: bytes) -> Answered:
    headers = [*fields, (b"content-length", str(len(body)).encode())]
    etag = next(value for name, value in fields if name == b"etag")
    start: dict[str, object] = {"type": "http.response.start", "status": 200, "headers": headers}
    return Answered(etag, start, {"type": "http.response.body", "body": body}, len(body))


async def _send_kept(scope: Scope, send: Send, kept: Answered) -> None:
    for name, value in scope["headers"]:
        if name == b"if-none-match" and value == kept.etag:
            await send_whole(send, 304, [(b"etag", kept.etag), (b"vary", b"accept")], b"")
            return
    await send(kept.start)
    await send(kept.body)

"""The Graph Store HTTP Protocol, on what is not a layer.

In: GET, HEAD, PUT, POST, DELETE on `/graph-store?graph=IRI`, `?default`, and on addresses below it, which are graphs
themselves. Out: a graph in the form that `Accept` asks for, if it is in the reader's view; a graph replaced, added to
or removed, in one transaction.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from api.problems import Problem
from api.sparql.negotiation import chosen, offered
from api.sparql.request import Asked, body_of, headers_of, parameters, url_of
from api.sparql.sending import Headers, answered, leaving, send_pieces, send_whole
from api.sparql.service import SparqlService
from api.sparql.updating import refuse_layer
from graph.formats import GRAPHS, Format, by_media_type, by_name
from graph.store import Dataset
from graph.store.remote import DEFAULT, RemoteStore
from graph.store.workers import Job
from graph.vocabulary import PREFIXES

__all__ = ["GraphStoreEndpoint"]

_METHODS = "GET, HEAD, PUT, POST, DELETE"
_READABLE = tuple(form for form in GRAPHS if form.ending in ("ttl", "nt", "rdf", "jsonld", "n3"))


@dataclass(frozen=True, slots=True)
class Target:
    """The graph that a request is about; `iri` None is the unnamed one."""

    iri: str | None

    @property
    def clause(self) -> str:
        """The graph as CLEAR and DROP name it."""
        return "DEFAULT" if self.iri is None else f"GRAPH {ox.NamedNode(self.iri)}"


class GraphStoreEndpoint:
    """An ASGI app over the graphs of a store."""

    def __init__(self, service: SparqlService, path: str) -> None:
        self._service, self._path = service, path
        self._app = answered(self._handle)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Do what one request asks."""
        await self._app(scope, receive, send)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method == "OPTIONS":
            await send_whole(send, 204, [(b"allow", f"{_METHODS}, OPTIONS".encode())], b"")
            return
        if method not in _METHODS.split(", "):
            raise Problem("method-not-allowed", f"A graph takes {_METHODS}.", headers={"Allow": _METHODS})
        await self._service.look()
        given = parameters(scope["query_string"])
        target = self._target(scope, given)
        if method in ("GET", "HEAD"):
            await self._get(scope, receive, send, self._named(target), given)
            return
        self._service.authorize(scope)
        if target is not None and target.iri is not None:
            refuse_layer(self._service, target.iri)
        if method == "DELETE":
            await self._delete(send, self._named(target))
        elif method == "PUT":
            await self._write(scope, receive, send, self._named(target), replace=True)
        elif target is not None:
            await self._write(scope, receive, send, target, replace=False)
        else:
            iri = f"{url_of(scope).rstrip('/')}/{uuid.uuid4()}"
            await self._write(scope, receive, send, Target(iri), replace=False, created=iri)

    def _target(self, scope: Scope, given: dict[str, list[str]]) -> Target | None:
        """Return the graph that an address names; None for the graph store itself."""
        named, unnamed = given.get("graph", []), "default" in given
        below = scope["path"].rstrip("/") != self._path
        if len(named) + unnamed + below > 1:
            raise Problem("malformed", "Name one graph: by graph=, by default, or by an address below this one.")
        if unnamed:
            return Target(None)
        if not named:
            return Target(url_of(scope)) if below else None
        try:
            return Target(ox.NamedNode(named[0]).value)
        except ValueError as error:
            raise Problem("malformed", f"graph={named[0]!r} is not an absolute IRI: {error}") from error

    @staticmethod
    def _named(target: Target | None) -> Target:
        if target is None:
            raise Problem("malformed", "Name a graph: by graph=, by default, or by an address below this one.")
        return target

    def _stored(self, target: Target) -> Target:
        """Return the graph as the store keeps it: a remote one has a named graph for what has no name."""
        return Target(DEFAULT) if target.iri is None and isinstance(self._service.store, RemoteStore) else target

    def _stands(self, target: Target) -> bool:
        return target.iri is None or target.iri in self._service.graphs()

    async def _get(
        self, scope: Scope, receive: Receive, send: Send, target: Target, given: dict[str, list[str]]
    ) -> None:
        service = self._service
        asked = Asked.of("", given)
        seen = service.seen(asked)
        visible = seen.open if target.iri is None else service.admits(seen, target.iri)
        if not visible or not self._stands(target):
            raise Problem("not-found", "There is no such graph in this view.")
        form, content_type = chosen(headers_of(scope).get("accept", ""), _READABLE)
        dataset = Dataset((), unnamed=True) if target.iri is None else Dataset((target.iri,))
        query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        job = Job(query, dataset, form.ending, url_of(scope), tuple(sorted(PREFIXES.items())))
        result = await service.reader.answer(job, leaving(receive))
        etag = service.etag(result.store, result.revision, seen, content_type)
        fields: Headers = [(b"content-type", content_type.encode()), (b"vary", b"accept"), (b"etag", etag)]
        if headers_of(scope).get("if-none-match", "").encode() == etag:
            result.close()
            await send_whole(send, 304, [(b"etag", etag)], b"")
        elif scope["method"] == "HEAD":
            result.close()
            await send_whole(send, 200, fields, b"")
        else:
            await send_pieces(send, fields, result.size, result.pieces())

    async def _delete(self, send: Send, target: Target) -> None:
        async with self._service.writing:
            if not self._stands(target):
                raise Problem("not-found", "There is no such graph.")
            await asyncio.to_thread(self._service.store.update, f"DROP SILENT {self._stored(target).clause}")
            self._service.written()
        await send_whole(send, 204, [], b"")

    async def _write(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        target: Target,
        *,
        replace: bool,
        created: str | None = None,
    ) -> None:
        base = target.iri or url_of(scope)
        lines = await self._uploaded(scope, receive, base)
        async with self._service.writing:
            stood = self._stands(target)
            await asyncio.to_thread(
                self._service.store.update, _replacement(self._stored(target), lines, replace=replace)
            )
            self._service.written()
        if created:
            await send_whole(send, 201, [(b"location", created.encode())], b"")
        else:
            await send_whole(send, 204 if stood else 201, [], b"")

    async def _uploaded(self, scope: Scope, receive: Receive, base: str) -> list[str]:
        """Return the triples of a body, as lines of SPARQL. Raises Problem for what cannot be read."""
        headers, limit = headers_of(scope), self._service.limits.upload_bytes
        content_type = headers.get("content-type", "")
        if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
            form = by_media_type(content_type)
            if form is None:
                types = ", ".join(offered(GRAPHS))
                raise Problem(
                    "media-type", f"{content_type!r} is not taken; {types} are.", headers={"Accept-Post": types}
                )
            body = await body_of(scope, receive, limit)
            return await asyncio.to_thread(_triples, body, form, base, "")
        lines: list[str] = []
        for number, (body, form) in enumerate(await _parts(scope, receive, limit)):
            # A blank node belongs to its own document.
            lines += await asyncio.to_thread(_triples, body, form, base, f"d{number}")
        return lines


async def _parts(scope: Scope, receive: Receive, limit: int) -> list[tuple[bytes, Format]]:
    """Return the documents of a multipart body with their formats."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise Problem("too-large", f"The body is larger than the {limit} bytes that are taken.")
        return message

    parts = []
    try:
        async with Request(scope, bounded).form(max_files=100, max_fields=100, max_part_size=limit) as form:
            for name, value in form.multi_items():
                if isinstance(value, str):
                    content, kind, filename = value.encode(), "text/turtle", name
                else:
                    content, kind, filename = await value.read(), value.content_type or "", value.filename or name
                found = by_media_type(kind) or by_name(filename)
                if found is None:
                    raise Problem("media-type", f"The part {name!r} is {kind!r}: not a form of RDF that is taken.")
                parts.append((content, found))
    except MultiPartException as error:
        raise Problem("malformed", f"The multipart body cannot be read: {error.message}") from error
    return parts


def _triples(body: bytes, form: Format, base: str, scope: str) -> list[str]:
    """Parse a document into lines of SPARQL. Raises Problem for what is not in its format, or names graphs."""
    try:
        quads: Iterable[ox.Quad] = list(ox.parse(body, format=form.rdf, base_iri=base))
    except (SyntaxError, ValueError) as error:
        raise Problem("malformed", f"The body is not {form.media_type}: {error}") from error
    lines = []
    for quad in quads:
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            raise Problem("malformed", f"The body names the graph {quad.graph_name}; send one graph at a time.")
        terms = (_apart(term, scope) for term in (quad.subject, quad.predicate, quad.object))
        lines.append(" ".join(str(term) for term in terms) + " .")
    return lines


def _apart(term: object, scope: str) -> object:
    return ox.BlankNode(f"{scope}{term.value}") if scope and isinstance(term, ox.BlankNode) else term


def _replacement(target: Target, lines: list[str], *, replace: bool) -> str:
    """Return the update that puts triples into a graph, which stands afterwards even if they are none."""
    body = "\n".join(lines)
    steps = []
    if replace:
        steps.append(f"DROP SILENT {target.clause}")
    if target.iri is not None:
        steps.append(f"CREATE SILENT {target.clause}")
        body = f"GRAPH {ox.NamedNode(target.iri)} {{\n{body}\n}}"
    return " ;\n".join([*steps, f"INSERT DATA {{\n{body}\n}}"])

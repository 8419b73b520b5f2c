"""The service behind the endpoints: what a request may see, and its answer.

In: a store, the instance's base, limits, who may write. Out: answers to queries over the dataset of the reader's view;
updates that leave the layers alone. A query's own FROM and the protocol's dataset are cut down to the view.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol

from starlette.types import Scope

from api.problems import Problem
from api.sparql.cache import AnswerCache
from api.sparql.request import Asked
from graph.errors import StoreError
from graph.layers import AsOf, Side, View, view
from graph.sparql.query import Query, read
from graph.store import Dataset, Store
from graph.store.embedded import EmbeddedStore
from graph.store.workers import Job, Limits, Result, WorkerPool

__all__ = ["Reader", "SparqlLimits", "SparqlService"]

RESERVED = "urn:dramatis:"
"""Graphs that a remote store keeps for itself."""

LOOK_SECONDS = 0.25
"""How far behind what others write to a remote store an answer may be."""


@dataclass(frozen=True, slots=True)
class SparqlLimits:
    """What the endpoints take. Sizes in bytes; `queries` bounds each query and all together."""

    queries: Limits = field(default_factory=Limits)
    query_bytes: int = 1 << 20
    update_bytes: int = 16 << 20
    upload_bytes: int = 64 << 20
    cache_bytes: int = 64 << 20


class Reader(Protocol):
    """What answers queries within limits: `graph.store.workers.WorkerPool`, or a server elsewhere."""

    async def answer(self, job: Job, gone: Callable[[], Awaitable[None]] | None = None) -> Result:
        """Answer a query over the present state of the store, unless whoever asked is gone."""

    async def close(self) -> None:
        """Let go of processes and connections."""


def no_writes(scope: Scope) -> None:
    """Refuse every write: what a service does that was given no other rule."""
    raise Problem("forbidden", "This service takes no writes.")


def plain_view(as_of: Sequence[str], layer: str, self_layers: bool) -> View:
    """Return the view that a request asks for, where no operator serves `self` layers."""
    if self_layers:
        raise Problem("forbidden", "This service does not serve people's own statements on sensitive subjects (self).")
    try:
        return view(Side(layer), [AsOf.parse(text) for text in as_of])
    except ValueError as error:
        raise Problem("invalid", str(error)) from error


class SparqlService:
    """One store, open to the world through SPARQL.

    `view_of` turns `asOf`, `layer` and `self` into a view; `authorize` raises Problem for a request that may not write.
    The embedded store is read by processes of its own; close the service to end them.
    """

    def __init__(
        self,
        store: Store,
        *,
        base: str,
        limits: SparqlLimits | None = None,
        view_of: Callable[[Sequence[str], str, bool], View] = plain_view,
        authorize: Callable[[Scope], None] = no_writes,
        reader: Reader | None = None,
        query_page: str | None = None,
    ) -> None:
        self.store, self.base, self.limits = store, base, limits or SparqlLimits()
        self.view_of, self.authorize, self.query_page = view_of, authorize, query_page
        self.cache = AnswerCache(self.limits.cache_bytes)
        self.layers = f"{base}layer/"
        self._reader = reader
        self._graphs: tuple[int, tuple[str, ...]] = (-1, ())
        self._views: dict[tuple[tuple[str, ...], str, bool], View] = {}
        self._tags: dict[tuple[str, View, str], str] = {}
        self._named: dict[tuple[int, str], tuple[str, ...]] = {}
        self._unions: dict[tuple[int, str], tuple[tuple[str, ...], bool]] = {}
        self._known, self._looked = 0, -LOOK_SECONDS
        self.writing = asyncio.Lock()

    @property
    def reader(self) -> Reader:
        """What answers queries; made when it is first needed, inside the event loop that it belongs to."""
        if self._reader is None:
            if isinstance(self.store, EmbeddedStore):
                self._reader = WorkerPool(self.store, self.limits.queries)
            else:
                from api.sparql.relay import Relay
                from graph.store.remote import RemoteStore

                if not isinstance(self.store, RemoteStore):
                    raise StoreError(f"{type(self.store).__name__} cannot be read within limits: give a reader.")
                self._reader = Relay(self.store, self.limits.queries)
        return self._reader

    def read(self, asked: Asked, endpoint: str) -> tuple[Query, View]:
        """Read what is asked. Raises QuerySyntax, QueryRefused, Problem."""
        return read(asked.query, endpoint), self.seen(asked)

    def seen(self, asked: Asked) -> View:
        """Return the view of a request. Raises Problem for one that cannot be read, or that the operator closed."""
        key = asked.as_of, asked.layer, asked.self_layers
        found = self._views.get(key)
        if found is None:
            found = self.view_of(*key)
            if len(self._views) > 1000:
                self._views.clear()
            self._views[key] = found
        return found

    def dataset(self, asked: Asked, query: Query, seen: View) -> Dataset:
        """Return the dataset of a query: what the request or the query itself names, as far as it is in the view."""
        if asked.default or asked.named:
            given: tuple[tuple[str, ...], tuple[str, ...]] | None = (asked.default, asked.named)
        elif query.default is not None and query.named is not None:
            given = query.default, query.named
        else:
            given = None
        if given is None:
            named = self.named(seen) if query.names_graphs else ()
            union, unnamed = self.union(seen)
            return Dataset(union, named, unnamed=unnamed)
        default, names = ([iri for iri in part if self.admits(seen, iri)] for part in given)
        return Dataset(tuple(default), tuple(names))

    def admits(self, seen: View, graph: str) -> bool:
        """Say whether a graph may be read under a view."""
        return not graph.startswith(RESERVED) and seen.admits(graph, self.base)

    @property
    def revision(self) -> int:
        """The revision of the store; of a remote one, as it was when `look` was last awaited."""
        return self.store.revision if isinstance(self.store, EmbeddedStore) else self._known

    async def look(self) -> None:
        """Learn the revision and the graphs of a remote store, if it was not looked at for `LOOK_SECONDS`."""
        if isinstance(self.store, EmbeddedStore) or time.monotonic() - self._looked < LOOK_SECONDS:
            return
        self._known = await asyncio.to_thread(lambda: self.store.revision)
        await asyncio.to_thread(self.graphs)
        self._looked = time.monotonic()

    def written(self) -> None:
        """Note that the store was written to through this service: the next request looks again."""
        self._looked = -LOOK_SECONDS

    def graphs(self) -> tuple[str, ...]:
        """Return the named graphs of the store, listed once a revision."""
        revision = self.revision
        if self._graphs[0] != revision:
            self._graphs = revision, tuple(self.store.graphs())
            self._named.clear()
            self._unions.clear()
        return self._graphs[1]

    def union(self, seen: View) -> tuple[tuple[str, ...], bool]:
        """Return the graphs of a view that hold something, and whether the unnamed one does and belongs to it.

        Oxigraph looks into each graph of a union for each pattern: 14 graphs take 8 times as long as one.
        """
        graphs = self.graphs()
        key = self._graphs[0], seen.key
        if key not in self._unions:
            standing = frozenset(graphs)
            layers = tuple(graph for graph in seen.default_graphs(self.base) if graph in standing)
            unnamed = seen.open and bool(self.store.query("ASK { ?s ?p ?o }", Dataset((), unnamed=True)))
            self._unions[key] = layers, unnamed
        return self._unions[key]

    def named(self, seen: View) -> tuple[str, ...]:
        """Return the named graphs that a view admits."""
        graphs = self.graphs()
        key = self._graphs[0], seen.key
        if key not in self._named:
            self._named[key] = tuple(graph for graph in graphs if self.admits(seen, graph))
        return self._named[key]

    def has_layers(self) -> bool:
        """Say whether anything stands in a layer."""
        return any(graph.startswith(self.layers) for graph in self.graphs())

    def etag(self, store: str, revision: int, seen: View, content_type: str) -> bytes:
        """Return the entity tag of an answer: equal for equal revisions, views and forms of the same address."""
        key = store, seen, content_type
        digest = self._tags.get(key)
        if digest is None:
            if len(self._tags) > 1000:
                self._tags.clear()
            digest = blake2b(f"{store} {seen.key} {content_type}".encode(), digest_size=8).hexdigest()
            self._tags[key] = digest
        return f'"{revision}-{digest}"'.encode()

    def identity(self) -> str:
        """Return what tells this store from another that stood at the same address."""
        published = self.store.published if isinstance(self.store, EmbeddedStore) else None
        return published.store if published else type(self.store).__name__

    async def close(self) -> None:
        """End the reading processes."""
        if self._reader is not None:
            await self._reader.close()

"""A store on a SPARQL 1.1 server: the same protocol over HTTP, for when one machine is not enough.

In: changes as update requests, queries with their dataset as protocol parameters. Out: answers, parsed.
Relies on SPARQL 1.1 Protocol alone. A change is one request, so it is as atomic as the server makes requests:
wholly on Oxigraph; operation by operation on Virtuoso, where a change of more than `UPDATE_QUADS` is several requests.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import parse_qs, urlsplit, urlunsplit

import httpx
import pyoxigraph as ox
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from graph.errors import Changed, QueryRefused, QuerySyntax, QueryTimeout, StoreError, StoreUnavailable
from graph.sparql.query import Form, bind, read
from graph.store import Answer, Change, Dataset, Term

__all__ = ["Endpoints", "RemoteStore"]

DEFAULT: Final = "urn:dramatis:default"
"""Stands for the unnamed graph: SPARQL's protocol has no way to put it into a dataset beside others."""
BOOK: Final = "urn:dramatis:store"
"""Where the revision is kept."""
NOTHING: Final = "urn:dramatis:nothing"
"""A graph that is never written: a dataset of it alone is empty."""
UPDATE_QUADS: Final = 2000
"""Quads of one request. Virtuoso 7 compiles an update to SQL, and gives up past some 10,000 of its lines."""
SYSTEM: Final = (
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "http://localhost:8890/",
    "http://localuriqaserver/",
    "urn:activitystreams-owl:map",
    "urn:core:services:sparql",
    "http://www.openlinksw.com/",
)
"""Graphs that Virtuoso brings along, by the beginning of their IRIs."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a server takes queries and updates, and who asks."""

    query: str
    update: str
    user: str | None = None
    password: str = ""

    @classmethod
    def parse(cls, address: str) -> Self:
        """Read `http://[user:password@]host/query[#update=http://host/update]`.

        Without `update`, `/query` stands beside `/update` (Oxigraph, Fuseki), and any other address takes both.

        >>> Endpoints.parse("http://localhost:7878/query").update
        'http://localhost:7878/update'
        """
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        query = urlunsplit((parts.scheme, host, parts.path or "/query", parts.query, ""))
        given = parse_qs(parts.fragment).get("update")
        update = given[0] if given else query.removesuffix("/query") + "/update" if query.endswith("/query") else query
        return cls(query, update, parts.username, parts.password or "")


class RemoteStore:
    """A store on a server. Reading is tried `attempts` times; writing again only if nothing was sent."""

    def __init__(self, address: str, *, timeout_seconds: float = 60, attempts: int = 4) -> None:
        self.endpoints = Endpoints.parse(address)
        user = self.endpoints.user
        auth = httpx.DigestAuth(user, self.endpoints.password) if user else None
        self._client = httpx.Client(timeout=timeout_seconds, auth=auth, follow_redirects=False)
        self._timeout, self._attempts = timeout_seconds, attempts

    @property
    def revision(self) -> int:
        """A number that grows with every change made through this project; it is kept on the server."""
        request = f"SELECT ?n {{ GRAPH <{BOOK}> {{ <{BOOK}> <{BOOK}:revision> ?n }} }}"
        found = self._ask(request, {"named-graph-uri": [BOOK]}, Form.SELECT)
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101  the form was SELECT
        return max((int(row["n"].value) for row in found if isinstance(row["n"], ox.Literal)), default=0)

    def query(self, query: str, dataset: Dataset | None, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a query; see `Store.query`."""
        form = read(query, self.endpoints.query).form
        bound = bind(query, bindings) if bindings else query
        if dataset is None:
            everything = tuple(self.graphs())
            dataset = Dataset(everything, everything, unnamed=True)
        return self._ask(bound, self.parameters(dataset), form)

    @staticmethod
    def parameters(dataset: Dataset) -> dict[str, list[str]]:
        """Return a dataset as the parameters of a request; an empty one is said so, or the server would show all."""
        default = [*dataset.default, *([DEFAULT] if dataset.unnamed else [])]
        return {"default-graph-uri": default or [NOTHING], "named-graph-uri": list(dataset.named) or [NOTHING]}

    def graphs(self) -> Collection[str]:
        """Return the IRIs of the named graphs."""
        found = self._ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", {}, Form.SELECT)
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101  the form was SELECT
        names = [row["g"].value for row in found if isinstance(row["g"], NamedNode)]
        return [name for name in names if name not in (DEFAULT, BOOK) and not name.startswith(SYSTEM)]

    def apply(self, change: Change) -> int:
        """Make a change and return the new revision; see the module on how far it is one transaction."""
        if any(isinstance(term, BlankNode) for quad in change.removed for term in quad):
            raise StoreError("A quad with a blank node cannot be removed by itself: clear its graph instead.")
        revision = self.revision
        if not change:
            return revision
        operations = []
        for verb, quads in (("DELETE DATA", change.removed), ("INSERT DATA", change.added)):
            operations += [_operation(verb, quads[n : n + UPDATE_QUADS]) for n in range(0, len(quads), UPDATE_QUADS)]
        self._revise(operations, revision)
        return revision + 1

    def update(self, request: str, base: str | None = None, *, at: int | None = None) -> int:
        """Run an update request and return the new revision. The unnamed graph of the request is the server's own.

        Between looking at the revision and the update another client of the server may write.
        """
        revision = self.revision
        if at is not None and at != revision:
            raise Changed(at, revision)
        self._revise([f"BASE <{base}>\n{request}" if base else request], revision)
        return revision + 1

    def dump(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield every quad, or those of one named graph; one request a graph."""
        for name in [graph] if graph else [*self.graphs(), DEFAULT]:
            found = self._ask("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", {"default-graph-uri": [name]}, Form.CONSTRUCT)
            assert isinstance(found, ox.QueryTriples)  # noqa: S101  the form was CONSTRUCT
            home = DefaultGraph() if name == DEFAULT else NamedNode(name)
            for triple in found:
                yield Quad(triple.subject, triple.predicate, triple.object, home)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _revise(self, operations: Sequence[str], revision: int) -> None:
        """Send operations with the new revision: in one request, or as many as there are pieces."""
        book = f"<{BOOK}> <{BOOK}:revision>"
        count = (
            f"DELETE DATA {{ GRAPH <{BOOK}> {{ {book} {revision} }} }} ;\n"
            f"INSERT DATA {{ GRAPH <{BOOK}> {{ {book} {revision + 1} }} }}"
        )
        pieces = [" ;\n".join([*operations, count])] if len(operations) <= 2 else [*operations, count]
        for piece in pieces:
            self._send(self.endpoints.update, {"update": [piece]}, "*/*", safe=False)

    def _ask(self, query: str, parameters: Mapping[str, list[str]], form: Form) -> Answer:
        accept = "application/n-triples" if form.gives_graph else "application/sparql-results+json"
        body = self._send(self.endpoints.query, {"query": [query], **parameters}, accept, safe=True)
        if form.gives_graph:
            store = ox.Store()
            store.load(body, format=ox.RdfFormat.N_TRIPLES)
            return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)

    def _send(self, address: str, form: Mapping[str, list[str]], accept: str, *, safe: bool) -> bytes:
        for attempt in range(1, self._attempts + 1):
            last = attempt == self._attempts
            try:
                response = self._client.post(address, data=dict(form), headers={"Accept": accept})
            except httpx.ConnectError as error:
                if last:
                    raise StoreUnavailable(address, str(error)) from error
            except httpx.TimeoutException as error:
                raise QueryTimeout(self._timeout) from error
            except httpx.HTTPError as error:
                if last or not safe:
                    raise StoreUnavailable(address, str(error)) from error
            else:
                if response.status_code not in (502, 503, 504) or last or not safe:
                    return _body(response, address)
            time.sleep(0.1 * 4 ** (attempt - 1))
        raise AssertionError("unreachable")


def _body(response: httpx.Response, address: str) -> bytes:
    if response.is_success:
        return response.content
    reason = response.text.strip()[:500] or response.reason_phrase
    if response.status_code == 400:
        raise QuerySyntax(reason)
    if response.status_code in (401, 403):
        raise QueryRefused(f"the server at {address} refused: {reason}. Give user and password in the address.")
    raise StoreUnavailable(address, f"{response.status_code} {reason}")


def _operation(verb: str, quads: Sequence[Quad]) -> str:
    lines = []
    for quad in quads:
        home = NamedNode(DEFAULT) if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
        lines.append(f"GRAPH {home} {{ {quad.subject} {quad.predicate} {quad.object} }}")
    body = "\n".join(lines)
    return f"{verb} {{\n{body}\n}}"

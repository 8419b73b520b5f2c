"""The addresses of SPARQL, as plain ASGI routes.

In: a service. Out: routes for `/sparql`, `/sparql/update`, `/graph-store` and what is below it, `/.well-known/void`;
`SparqlFront`, which leads queries past an app's own routing.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.sparql.description import VoidEndpoint
from api.sparql.graph_store import GraphStoreEndpoint
from api.sparql.querying import QueryEndpoint
from api.sparql.service import SparqlService
from api.sparql.updating import UpdateEndpoint

__all__ = ["SparqlFront", "sparql_routes"]


def sparql_routes(service: SparqlService) -> list[BaseRoute]:
    """Return the routes of a service; `await service.close()` when the app that they stand in ends."""
    graphs = GraphStoreEndpoint(service, "/graph-store")
    query, update = QueryEndpoint(service), UpdateEndpoint(service)
    return [
        Route("/sparql", query),
        Route("/sparql/", query),
        Route("/sparql/update", update),
        Route("/sparql/update/", update),
        Route("/graph-store", graphs),
        Route("/graph-store/{path:path}", graphs),
        Route("/.well-known/void", VoidEndpoint(service)),
    ]


class SparqlFront:
    """An ASGI app before another: it answers queries itself and passes everything else on.

    A cached answer takes 30 us with it; a framework's routing and middleware would take several times that.
    """

    def __init__(self, app: ASGIApp, service: SparqlService) -> None:
        self.app, self._query = app, QueryEndpoint(service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or pass it on."""
        if scope["type"] == "http" and scope["path"] == "/sparql":
            await self._query(scope, receive, send)
        else:
            await self.app(scope, receive, send)

"""The addresses of SPARQL, as plain ASGI routes.

In: a service. Out: routes for `/sparql`, `/sparql/update`, `/graph-store` and what is below it, `/.well-known/void`.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from api.sparql.description import VoidEndpoint
from api.sparql.graph_store import GraphStoreEndpoint
from api.sparql.querying import QueryEndpoint
from api.sparql.service import SparqlService
from api.sparql.updating import UpdateEndpoint

__all__ = ["sparql_routes"]


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

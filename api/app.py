"""The app: everything joined.

In: a store, settings, who takes articles in. Out: `create_app`, an ASGI app. Nothing is made at import; all that routes
share is in `app.state.service`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Route

from api import problems
from api.middleware import Bounds, Freshness, Suffixes
from api.openapi import document, methods
from api.routes import (
    analysis,
    articles,
    changes,
    claims,
    disputes,
    entities,
    events,
    export,
    health,
    identity,
    iris,
    layout,
    paths,
    pictures,
    reconcile,
    search,
    statements,
    submissions,
    works,
)
from api.security import authorize
from api.service import Ingestor, Service
from api.settings import Settings
from api.sparql.routes import SparqlFront, sparql_routes
from api.sparql.service import SparqlLimits, SparqlService
from api.static import QUERY_PAGE, explorer
from api.views import requested_view
from graph.store import Store
from graph.store.workers import Limits
from graph.writer import Writer

__all__ = ["create_app"]

STATIC: Final = Path(__file__).with_name("static")

_DESCRIPTION: Final = """
A knowledge graph of shows, characters, cast and events, built from articles: every answer names the claims that it
rests on, and each claim the words of the article that says it. Every address takes a view: `asOf=WORK:sNeM` (what you
have watched; repeatable), `layer=public|story|all`, `self`. Entities, lists and claims are given as JSON, JSON-LD,
Turtle, N-Triples, CSV and HTML, by `Accept` or by a suffix (`.json`, `.jsonld`, `.ttl`, `.nt`, `.csv`, `.html`).
"""


def create_app(
    store: Store,
    settings: Settings | None = None,
    *,
    ingestor: Ingestor | None = None,
    writers: Callable[[], Writer] | None = None,
) -> FastAPI:
    """Return the app over a store.

    Without an `ingestor` it takes no articles in. `writers` makes the writer of merges and retractions, with whatever
    the operator's list of forgotten people asks for.
    """
    service = Service(store, settings or Settings(), ingestor, writers)
    sparql = SparqlService(
        store,
        base=service.settings.base,
        limits=_limits(service.settings),
        view_of=lambda as_of, side, own: requested_view(as_of, side, own, service.settings),
        authorize=lambda scope: authorize(scope, service.settings),
        query_page=QUERY_PAGE if (STATIC / "sparql.html").is_file() else None,
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running():
            yield
        await sparql.close()

    app = FastAPI(
        lifespan=lifespan,
        title=service.settings.title,
        description=_DESCRIPTION,
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    problems.install(app, lambda path: methods(app, path))
    for routes in (
        identity,
        entities,
        works,
        events,
        statements,
        claims,
        articles,
        submissions,
        search,
        paths,
        disputes,
        changes,
        reconcile,
        health,
        iris,
    ):
        app.include_router(routes.router)
    for routes in (analysis, pictures, layout, export):
        app.include_router(routes.router)
    app.router.routes.extend(sparql_routes(sparql))
    running, routes_for_models = _tools(app, service.settings.title)
    app.router.routes.extend(routes_for_models)
    explorer(app, STATIC)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    app.add_middleware(Suffixes)
    app.add_middleware(Freshness, store=store, limit_bytes=service.settings.cache_bytes)
    app.add_middleware(Bounds, body_bytes=service.settings.body_bytes_max)
    app.add_middleware(SparqlFront, service=sparql)
    if service.settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=service.settings.cors_origins,
            allow_methods=["GET", "HEAD", "POST", "DELETE", "OPTIONS"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Link"],
        )
    return app


def _tools(app: FastAPI, title: str) -> tuple[Callable[[], AbstractAsyncContextManager[None]], list[BaseRoute]]:
    """Return what runs while the tools for language models are served, and their routes; none without their library."""
    if find_spec("mcp") is None:
        return nullcontext, []
    from api.mcp import ModelTools

    tools = ModelTools(app, title)
    return tools.running, [Route("/mcp", tools)]


def _limits(settings: Settings) -> SparqlLimits:
    queries = Limits(query_seconds=settings.query_timeout_seconds, result_bytes=settings.result_bytes_max)
    return SparqlLimits(queries, cache_bytes=settings.cache_bytes)

"""The app: everything joined.

In: a store, settings, who takes articles in. Out: `create_app`, an ASGI app. Nothing is made at import; all that routes
share is in `app.state.service`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from api import problems
from api.middleware import Bounds, Freshness, Suffixes
from api.openapi import document
from api.routes import articles, claims, entities, events, health, iris, search, statements, works
from api.service import Ingestor, Service
from api.settings import Settings
from api.static import explorer
from graph.store import Store

__all__ = ["create_app"]

STATIC: Final = Path(__file__).with_name("static")

_DESCRIPTION: Final = """
A knowledge graph of shows, characters, cast and events, built from articles: every answer names the claims that it
rests on, and each claim the words of the article that says it. Every address takes a view: `asOf=WORK:sNeM` (what you
have watched; repeatable), `layer=public|story|all`, `self`. Entities, lists and claims are given as JSON, JSON-LD,
Turtle, N-Triples, CSV and HTML, by `Accept` or by a suffix (`.json`, `.jsonld`, `.ttl`, `.nt`, `.csv`, `.html`).
"""


def create_app(store: Store, settings: Settings | None = None, *, ingestor: Ingestor | None = None) -> FastAPI:
    """Return the app over a store. Without an `ingestor` it takes no articles in."""
    service = Service(store, settings or Settings(), ingestor)
    app = FastAPI(
        title=service.settings.title,
        description=_DESCRIPTION,
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    problems.install(app)
    for routes in (entities, works, events, statements, claims, articles, search, health, iris):
        app.include_router(routes.router)
    explorer(app, STATIC)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    app.add_middleware(Suffixes)
    app.add_middleware(Freshness, store=store, limit_bytes=service.settings.cache_bytes)
    app.add_middleware(Bounds, body_bytes=service.settings.body_bytes_max)
    if service.settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=service.settings.cors_origins,
            allow_methods=["GET", "HEAD", "POST", "DELETE", "OPTIONS"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Link"],
        )
    return app

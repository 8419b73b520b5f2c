"""The explorer's built files, where they were built.

In: the folder that the build writes. Out: `/`, `/query` and `/static/…`; without a build, a page that says how to make
one.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Response
from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.sparql.examples import examples
from graph.vocabulary import PREFIXES

__all__ = ["QUERY_PAGE", "explorer"]

QUERY_PAGE: Final = "/query"
"""Where browsers that ask `/sparql` for nothing are sent."""

_QUERY_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The query editor compiles its templates and writes its own styles; no other page may."""

_UNBUILT: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Dramatis</title></head>
<body><h1>Dramatis</h1><p>The explorer is not built here: run <code>make explorer</code>.
The API answers: <a href="/openapi.json">its document</a>, <a href="/entities.html">its entities</a>.</p></body></html>
"""


class _Zipped(StaticFiles):
    """Sends the gzip that stands beside a file to whoever takes it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, zipped where it can be. Raises HTTPException 404 for one that is not there."""
        zipped = "gzip" in Headers(scope=scope).get("accept-encoding", "") and not path.endswith(".gz")
        if zipped and self.lookup_path(f"{path}.gz")[1]:
            response = await super().get_response(f"{path}.gz", scope)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Type"] = mimetypes.guess_type(path)[0] or "application/octet-stream"
        else:
            response = await super().get_response(path, scope)
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = "no-cache"
        return response


def explorer(app: FastAPI, folder: Path) -> None:
    """Serve the explorer from a folder. Its pages are looked for at each request: a build needs no restart."""

    def page(name: str, headers: dict[str, str]) -> Response:
        file = folder / name
        if not file.is_file():
            return Response(_UNBUILT, media_type="text/html; charset=utf-8")
        return FileResponse(file, headers={"Cache-Control": "no-cache", **headers})

    async def start() -> Response:
        return page("index.html", {})

    async def query() -> Response:
        return page("sparql.html", {"Content-Security-Policy": _QUERY_POLICY})

    async def query_examples() -> dict[str, object]:
        found = [{"name": one.name, "title": one.title, "query": one.query} for one in examples()]
        return {"prefixes": dict(sorted(PREFIXES.items())), "examples": found}

    app.add_api_route("/", start, include_in_schema=False)
    app.add_api_route(QUERY_PAGE, query, include_in_schema=False)
    app.add_api_route(f"{QUERY_PAGE}/examples", query_examples, include_in_schema=False)
    app.mount("/static", _Zipped(directory=folder, check_dir=False), name="static")

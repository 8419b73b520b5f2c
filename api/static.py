"""The explorer's built files, where they were built.

In: the folder that the build writes. Out: `/` and `/assets/…`; without a build, a page that says how to make one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import FastAPI, Response
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

__all__ = ["explorer"]

_UNBUILT: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Dramatis</title></head>
<body><h1>Dramatis</h1><p>The explorer is not built here: run <code>make explorer</code>.
The API answers: <a href="/openapi.json">its document</a>, <a href="/entities.html">its entities</a>.</p></body></html>
"""


def explorer(app: FastAPI, folder: Path) -> None:
    """Serve the explorer from a folder. The start page is looked for at each request: a build needs no restart."""

    async def start() -> Response:
        page = folder / "index.html"
        if page.is_file():
            return FileResponse(page, headers={"Cache-Control": "no-cache"})
        return Response(_UNBUILT, media_type="text/html; charset=utf-8")

    app.add_api_route("/", start, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=folder, check_dir=False), name="static")

"""Exports: the graph of a view as RDF, a network of it as files for Gephi, Cytoscape, Neo4j or a notebook.

In: a form, a view; for a network a projection and a scope. Out: `/export.{suffix}`.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import chain
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse

from api.routes.networks import Networked, Scoping
from api.routing import Checked
from graph.dump import DUMPS, SERVED, dumped
from graph.network_formats import FORMATS, MEDIA_TYPES, archive, exported, spells

__all__ = ["router"]

router = APIRouter(tags=["export"], route_class=Checked)

ExportSuffix = StrEnum("ExportSuffix", [(name, name) for name in (*DUMPS, *FORMATS)])  # type: ignore[misc]
_MEDIA: Final = {name: form.media_type for name, form in DUMPS.items()} | MEDIA_TYPES
_ALL: Final = {
    media: {"schema": {} if media.endswith("json") else {"type": "string", "format": "binary"}}
    for media in _MEDIA.values()
}


@router.get(
    "/export.{suffix}",
    summary="The graph, or a network of it, as a file",
    response_class=Response,
    responses={200: {"description": "The file.", "content": _ALL}},
)
def export(
    scoped: Scoping,
    suffix: Annotated[
        ExportSuffix,
        Path(
            description="nq, trig, ttl, jsonld: the RDF of the view. graphml, gexf, csv, cyjs, neo4j: a network "
            "(csv and neo4j as a ZIP file of nodes and edges).",
            examples=["graphml"],
        ),
    ],
    projection: Networked = "co-cast",
    times: Annotated[
        Literal["season", "year"] | None, Query(description="In GEXF: when each edge is there, for Gephi's timeline.")
    ] = None,
) -> Response:
    """Return what the view holds as a file; what it hides is in none."""
    name, media = suffix.value, _MEDIA[suffix.value]
    service = scoped.asked.service
    if name in DUMPS:
        chunks = dumped(service.store, service.settings.base, scoped.asked.view, name, limit=SERVED)
        first = next(chunks, b"")  # what is refused is refused before the answer begins
        return StreamingResponse(chain((first,), chunks), media_type=media, headers=_named(f"graph.{name}"))
    network = scoped.network(projection)
    told = spells(scoped.reader, network, times) if times and name == "gexf" else ()
    files = exported(network, name, told)
    if len(files) == 1:
        ((file, content),) = files.items()
        return Response(content, media_type=media, headers=_named(file))
    return Response(archive(files), media_type=media, headers=_named(f"network-{name}.zip"))


def _named(file: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"'}

"""Pictures over HTTP: SVG, PNG, PDF, and the data of each as CSV.

In: entities, a view, a theme. Out: `/pictures/{kind}.{suffix}`, a route for each kind. The same revision and request
give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, TypeAlias

from fastapi import APIRouter, Path, Query, Response

from api.problems import Problem
from api.routes.networks import Networked, Scoping
from api.routes.parameters import Since, Until
from api.routing import Checked
from api.service import Asked, Asking
from graph.cast import work_of
from graph.drawing import Kind, draw
from graph.projections import EVERYTHING, Scope

__all__ = ["router"]

router = APIRouter(prefix="/pictures", tags=["pictures"], route_class=Checked)

MEDIA_TYPES: Final = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
}
_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The picture, or its data.",
        "content": {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA_TYPES.values()},
    }
}

Suffix: TypeAlias = Annotated[
    Literal["svg", "png", "pdf", "csv"], Path(description="The form; csv is the data of the picture.", examples=["svg"])
]
ThemeOf: TypeAlias = Annotated[Literal["light", "dark"], Query(description="The paper.")]
Entities: TypeAlias = Annotated[
    list[str],
    Query(
        alias="entity",
        min_length=1,
        max_length=8,
        description="What is drawn: entities by IRI or its part after the base; repeat it for several.",
        examples=[["show/the-tidewaiters"]],
    ),
]


def _picture(
    asked: Asked,
    kind: Kind,
    suffix: str,
    entities: Sequence[str],
    theme: Literal["light", "dark"],
    scope: Scope = EVERYTHING,
    by: Literal["year", "season"] = "year",
    projection: str = "co-cast",
) -> Response:
    service = asked.service
    try:
        drawn = draw(
            kind,
            service.store,
            service.settings.base,
            asked.view,
            [service.full(one) for one in entities],
            theme=theme,
            scope=scope,
            by=by,
            projection=projection,
        )
    except ValueError as error:
        raise Problem("invalid", f"{error}.", errors=[{"in": "query", "name": "entity", "rule": str(error)}]) from error
    name = f'inline; filename="{kind}.{suffix}"'
    return Response(drawn.rendered(f".{suffix}"), media_type=MEDIA_TYPES[suffix], headers={"Content-Disposition": name})


@router.get("/network.{suffix}", summary="What stands around entities", response_class=Response, responses=_FILES)
def network(asked: Asking, suffix: Suffix, entities: Entities, theme: ThemeOf = "light") -> Response:
    """Draw entities with the people, roles and works nearest to them; each line opens a claim."""
    return _picture(asked, "network", suffix, list(dict.fromkeys(entities)), theme)


@router.get("/cast.{suffix}", summary="Who plays whom, season by season", response_class=Response, responses=_FILES)
def cast(
    asked: Asking,
    suffix: Suffix,
    work: Annotated[
        str,
        Query(
            pattern=r"^((show|film|work)/)?[\w-]+$",
            max_length=300,
            description="The work's slug, as in /works.",
            examples=["the-tidewaiters"],
        ),
    ],
    theme: ThemeOf = "light",
) -> Response:
    """Draw the cast of a work as a chart: a row for each role, a bar for each actor."""
    return _picture(asked, "cast", suffix, [work_of(asked.reader, work)[0]], theme)


@router.get("/timeline.{suffix}", summary="What happened, in order", response_class=Response, responses=_FILES)
def timeline(
    asked: Asking,
    suffix: Suffix,
    entities: Entities,
    theme: ThemeOf = "light",
    since: Since = None,
    until: Until = None,
) -> Response:
    """Draw the happenings in which one of the entities has a part, with the words that tell them."""
    return _picture(asked, "timeline", suffix, list(dict.fromkeys(entities)), theme, Scope(since=since, until=until))


@router.get("/path.{suffix}", summary="How two entities are connected", response_class=Response, responses=_FILES)
def path(
    asked: Asking,
    suffix: Suffix,
    start: Annotated[
        str,
        Query(
            alias="from",
            min_length=1,
            max_length=1000,
            description="The IRI of an entity, or its part after the base.",
            examples=["person/tobias-carrick"],
        ),
    ],
    end: Annotated[
        str,
        Query(
            alias="to",
            min_length=1,
            max_length=1000,
            description="The IRI of the other.",
            examples=["person/leena-varghani"],
        ),
    ],
    theme: ThemeOf = "light",
) -> Response:
    """Draw the shortest chain of facts between two entities, each step with its sentence."""
    return _picture(asked, "path", suffix, [start, end], theme)


@router.get("/communities.{suffix}", summary="Who belongs together", response_class=Response, responses=_FILES)
def communities(
    scoped: Scoping, suffix: Suffix, projection: Networked = "co-cast", theme: ThemeOf = "light"
) -> Response:
    """Draw the communities of a network, each on a ground of its own."""
    return _picture(scoped.asked, "communities", suffix, [], theme, scoped.scope, projection=projection)


@router.get("/series.{suffix}", summary="How much is told, over time", response_class=Response, responses=_FILES)
def series(
    asked: Asking,
    suffix: Suffix,
    entities: Entities,
    by: Annotated[
        Literal["year", "season"], Query(description="Years, or the seasons of the first entity, a work.")
    ] = "year",
    theme: ThemeOf = "light",
) -> Response:
    """Draw articles a year on each entity, or what is told of each season of a work."""
    return _picture(
        asked, "series", suffix, list(dict.fromkeys(entities)) if by == "year" else entities[:1], theme, by=by
    )

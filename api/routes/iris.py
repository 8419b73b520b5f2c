"""IRIs of the instance, followed.

In: the path of an IRI, where the base is this service's own address. Out: a redirection (303) to what is told of it.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.responses import RedirectResponse

from api.routes.parameters import Kind
from api.routing import Checked
from api.service import PLACES, Serving

__all__ = ["router"]

router = APIRouter(tags=["service"], route_class=Checked, include_in_schema=False)


async def follow(
    request: Request, service: Serving, rest: Annotated[str, Path(min_length=1, max_length=500)]
) -> Response:
    """Redirect the path of an IRI to the address that tells of it."""
    return RedirectResponse(service.href(service.settings.base + request.url.path.lstrip("/")), 303)


for _kind in sorted({kind.value for kind in Kind} | set(PLACES)):
    router.add_api_route(f"/{_kind}/{{rest:path}}", follow, methods=["GET"], name=f"follow-{_kind}")

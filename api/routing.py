"""Routes that refuse parameters that they do not know.

In: requests. Out: `Checked`, the class of every route. A parameter with a misspelt name would otherwise be left out of
account, and `asof=` would open every story. One that is no list may stand once.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, get_origin

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.problems import Problem

__all__ = ["Checked"]


class Checked(APIRoute):
    """A route that knows its parameters."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, with the check before it."""
        handle = super().get_route_handler()
        many = _parameters(self.dependant)

        async def checked(request: Request) -> Response:
            seen: set[str] = set()
            for name, _ in request.query_params.multi_items():
                if name not in many:
                    known = ", ".join(sorted(many)) or "none"
                    rule = {"in": "query", "name": name, "rule": f"known here: {known}"}
                    raise Problem("unknown-parameter", f"{name!r} is no parameter of this address.", errors=[rule])
                if name in seen and not many[name]:
                    rule = {"in": "query", "name": name, "rule": "stands once"}
                    raise Problem("invalid", f"{name!r} stands more than once.", errors=[rule])
                seen.add(name)
            return await handle(request)

        return checked


def _parameters(dependant: Dependant) -> dict[str, bool]:
    """Return the names of a route's query parameters, its dependencies' too, and whether each is a list."""
    found = {
        field.alias: get_origin(field.field_info.annotation) in (list, tuple, set, frozenset)
        for field in dependant.query_params
    }
    for one in dependant.dependencies:
        found |= _parameters(one)
    return found

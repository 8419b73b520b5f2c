"""Problems: what went wrong with a request, as RFC 9457 says it.

In: errors of the graph, of routing and of validation. Out: `application/problem+json` with a `type` that stays the same
and can be followed: it says what the problem is and what to do. `TYPES` is the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from graph import errors
from graph.journal import Gone

__all__ = ["TYPES", "Problem", "ProblemType", "install", "response_of"]

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: its name in `/problems/{name}`, its status, a title, and what to do about it."""

    name: str
    status: int
    title: str
    advice: str


TYPES: Final[dict[str, ProblemType]] = {
    t.name: t
    for t in (
        ProblemType("malformed", 400, "The request cannot be read", "Send what the OpenAPI document describes."),
        ProblemType("query-syntax", 400, "The query is not SPARQL 1.1", "Mend the query at the place that is named."),
        ProblemType("token-missing", 401, "A token is needed", "Send `Authorization: Bearer TOKEN`."),
        ProblemType("token-wrong", 401, "The token is not the service's", "Ask the operator for the token."),
        ProblemType("forbidden", 403, "The service does not do that", "Ask the operator to switch it on."),
        ProblemType("not-found", 404, "Nothing is there in this view", "Look for it with /search, or widen the view."),
        ProblemType("method-not-allowed", 405, "That method is not for this address", "See `Allow`."),
        ProblemType("not-acceptable", 406, "None of the forms asked for can be given", "Ask for application/json."),
        ProblemType("conflict", 409, "It cannot be done as things stand", "Read the current state, then try again."),
        ProblemType("gone", 410, "The journal does not reach back that far", "Take a new export, then follow it."),
        ProblemType("too-large", 413, "The request or its answer is too large", "Send or ask for less."),
        ProblemType("media-type", 415, "The body's media type is not one of those taken", "See `Accept-Post`."),
        ProblemType("invalid", 422, "A parameter or the content breaks a rule", "`errors` names each, with the rule."),
        ProblemType("unknown-parameter", 422, "A parameter is not known here", "Mend its name: see `errors`."),
        ProblemType("invalid-cursor", 404, "No page is at this cursor", "Start again without `cursor`."),
        ProblemType("shapes", 422, "The data breaks the shapes; nothing was written", "`errors` holds the report."),
        ProblemType("unreachable", 422, "The page could not be fetched", "Send its text or HTML instead."),
        ProblemType("internal", 500, "The service failed", "It is our fault; the log of the service says more."),
        ProblemType("store", 500, "The store failed", "The operator finds the reason with `dramatis doctor`."),
        ProblemType("busy", 503, "Too much is being done already", "Try again after `Retry-After` seconds."),
        ProblemType("timeout", 503, "The query ran into its time limit", "Ask for less, or add a LIMIT."),
        ProblemType("unavailable", 503, "The service cannot do that now", "Try again after `Retry-After` seconds."),
    )
}

_GRAPH: Final[tuple[tuple[type[errors.GraphError], str, Mapping[str, str]], ...]] = (
    (errors.NotFound, "not-found", {}),
    (errors.Invalid, "shapes", {}),
    (errors.Conflict, "conflict", {}),
    (Gone, "gone", {}),
    (errors.QuerySyntax, "query-syntax", {}),
    (errors.QueryRefused, "forbidden", {}),
    (errors.QueryTimeout, "timeout", {}),
    (errors.ResultTooLarge, "too-large", {}),
    (errors.Busy, "busy", {"Retry-After": "1"}),
    (errors.ReadOnly, "forbidden", {}),
    (errors.StoreLocked, "unavailable", {"Retry-After": "5"}),
    (errors.StoreUnavailable, "unavailable", {"Retry-After": "5"}),
    (errors.StoreError, "store", {}),
    (errors.GraphError, "internal", {}),
)


class Problem(Exception):
    """A request that cannot be answered as it is: the name of its type in `TYPES`, and what happened to what."""

    def __init__(
        self,
        name: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.type, self.detail, self.errors, self.headers = TYPES[name], detail, tuple(errors), dict(headers or {})
        super().__init__(detail)


def install(app: FastAPI, methods: Callable[[str], Collection[str]]) -> None:
    """Make every error of an app a problem. `methods` says which an address takes."""

    async def _http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  registered for this class
        if 300 <= error.status_code < 400:
            return Response(status_code=error.status_code, headers=error.headers)
        problem = _of_http(error, request.url.path)
        if error.status_code == 405:
            # Two routes of one path each know only their own methods.
            problem.headers["Allow"] = ", ".join(sorted(methods(request.url.path)) or ["GET"])
        return response_of(problem, request.url.path)

    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(errors.GraphError, _graph_error)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _crash)


def response_of(problem: Problem, instance: str | None = None) -> Response:
    """Return a problem as a response. `instance` is the path of the request."""
    body: dict[str, Any] = {
        "type": f"/problems/{problem.type.name}",
        "title": problem.type.title,
        "status": problem.type.status,
        "detail": problem.detail,
    }
    if instance is not None:
        body["instance"] = instance
    if problem.errors:
        body["errors"] = [dict(error) for error in problem.errors]
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **problem.headers}
    return Response(orjson.dumps(body), problem.type.status, headers, MEDIA_TYPE)


def of_graph(error: errors.GraphError) -> Problem:
    """Return what an error of the graph is to a client."""
    name, headers = next((name, headers) for kind, name, headers in _GRAPH if isinstance(error, kind))
    found = [{"rule": line} for line in error.violations[:100]] if isinstance(error, errors.Invalid) else []
    # A damaged or locked store is named by its path, which is the operator's business and not the client's.
    hidden = isinstance(error, errors.StoreError) and not isinstance(error, errors.ReadOnly)
    return Problem(name, TYPES[name].advice if hidden else str(error), errors=found, headers=headers)


def _path(request: Request) -> str:
    return request.url.path


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101  registered for this class
    return response_of(error, _path(request))


async def _graph_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.GraphError)  # noqa: S101  registered for this class
    return response_of(of_graph(error), _path(request))


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this class
    if any(one["type"] == "json_invalid" for one in error.errors()):
        return response_of(Problem("malformed", "The body is not JSON."), _path(request))
    found = [
        {"in": str(one["loc"][0]), "name": ".".join(map(str, one["loc"][1:])), "rule": str(one["msg"])}
        for one in error.errors()
    ]
    detail = "; ".join(f"{one['name'] or one['in']}: {one['rule']}" for one in found)
    return response_of(Problem("invalid", detail, errors=found), _path(request))


def _of_http(error: HTTPException, path: str) -> Problem:
    names = {400: "malformed", 404: "not-found", 405: "method-not-allowed", 413: "too-large", 415: "media-type"}
    name = names.get(error.status_code, "internal" if error.status_code >= 500 else "malformed")
    detail = error.detail or HTTPStatus(error.status_code).phrase
    if error.status_code == 404:
        detail = f"{path} is no address of this service: see /openapi.json."
    return Problem(name, detail, headers=error.headers)


async def _crash(request: Request, error: Exception) -> Response:
    return response_of(Problem("internal", TYPES["internal"].advice), _path(request))

"""The OpenAPI document: what FastAPI writes, made whole.

In: an app. Out: the document, with problems as the answer to everything that goes wrong, the forms of each answer, and
no 422 of another shape.
"""

from __future__ import annotations

import re
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from api.negotiation import ROOTS, Form
from api.shapes import Problem

__all__ = ["document", "methods"]

_TEMPLATE: Final = "#/components/schemas/{model}"
_PROBLEM: Final = {
    "description": "A problem (RFC 9457). `type` says which, and can be followed.",
    "content": {"application/problem+json": {"schema": {"$ref": _TEMPLATE.format(model="Problem")}}},
}
_LINK: Final = {
    "description": "RFC 8288: `describedby` the vocabulary, `alternate` the other forms, `next` where a list goes on.",
    "schema": {"type": "string"},
}
_UNCHANGED: Final = {"description": "Not modified: the ETag sent is that of the answer."}


def document(app: FastAPI) -> dict[str, Any]:
    """Return the document of an app; made once."""
    if app.openapi_schema:
        return app.openapi_schema
    found = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, openapi_version="3.1.0"
    )
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = TypeAdapter(Problem).json_schema(ref_template=_TEMPLATE)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    app.openapi_schema = found
    return found


def methods(app: FastAPI, path: str) -> set[str]:
    """Return the methods that the document of an app gives for an address."""
    paths = document(app)["paths"]
    fitting = [template for template in paths if re.fullmatch(_pattern(template), path)]
    # A slug may hold slashes, so that an entity's address fits those below it as well: the longest template is meant.
    return {method.upper() for method in paths[max(fitting, key=len)]} if fitting else set()


def _pattern(template: str) -> str:
    return "".join(
        re.escape(part) if index % 2 == 0 else ".+" if part in ("slug", "path") else "[^/]+"
        for index, part in enumerate(re.split(r"\{(\w+)\}", template))
    )


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    responses.pop("422", None)
    responses["default"] = _PROBLEM
    root = path.strip("/").partition("/")[0]
    if method == "get" and (root in ROOTS or root == "entity"):
        responses["304"] = _UNCHANGED
        responses["200"].setdefault("headers", {})["Link"] = _LINK
        content = responses["200"].setdefault("content", {})
        for form in Form:
            content.setdefault(form.value, {"schema": {"type": "string"}})

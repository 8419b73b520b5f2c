"""Articles sent in and taken out.

In: an article as JSON, plain text or HTML; the id of one. Out: `POST /articles`, `DELETE /articles/{id}`. Both ask for
the token. Reading and linking is the ingestor's, which the command line gives to the app.
"""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from api import shapes
from api.problems import Problem
from api.routes.articles import ArticleId
from api.routing import Checked
from api.security import MayWrite
from api.service import Service, Serving, Submission
from graph.errors import NotFound
from graph.layers import view

__all__ = ["router"]

router = APIRouter(prefix="/articles", tags=["articles"], route_class=Checked)

TAKEN = {"application/json": None, "text/plain": "text", "text/html": "html"}
_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


class ArticleBody(BaseModel):
    """An article as JSON: its text, its HTML, or the address of its page."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str | None, Field(min_length=1, description="The article as plain text.")] = None
    html: Annotated[str | None, Field(min_length=1, description="The article's page.")] = None
    url: Annotated[
        str | None,
        Field(pattern=r"^https?://", max_length=2000, description="Where it stands. Fetched if nothing else is sent."),
    ] = None
    id: Annotated[str | None, Field(min_length=1, max_length=200, description="Your name for it.")] = None
    title: Annotated[str | None, Field(max_length=1000)] = None
    date: Annotated[str | None, Field(pattern=_DATE, description="When it was published.")] = None
    publisher: Annotated[str | None, Field(max_length=200)] = None
    anything: Annotated[
        bool, Field(description="Take it even if it is not in English, or not about entertainment.")
    ] = False

    @model_validator(mode="after")
    def _one_content(self) -> ArticleBody:
        if self.text is not None and self.html is not None:
            raise ValueError("send text or html, not both")
        if self.text is None and self.html is None and self.url is None:
            raise ValueError("send text, html or url")
        return self


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": ArticleBody.model_json_schema(),
                "example": {
                    "text": "Imra Vance plays the lighthouse keeper in “Saltmarsh”, which began on 3 May 2024.",
                    "date": "2024-05-04",
                    "publisher": "The Harbour Courier",
                },
            },
            "text/plain": {"schema": {"type": "string"}},
            "text/html": {"schema": {"type": "string"}},
        },
    }
}


@router.post(
    "",
    summary="Send an article",
    status_code=201,
    openapi_extra=_BODY,
    responses={201: {"model": shapes.Receipt}, 200: {"model": shapes.Receipt, "description": "It said nothing new."}},
)
async def post_article(request: Request, service: Serving, _: MayWrite) -> Response:
    """Read an article and write what it says, in place of what the same article said before."""
    if service.ingestor is None:
        raise Problem("forbidden", "This service takes no articles in.")
    submission = await _submission(request)
    learnt = await run_in_threadpool(service.ingestor, submission)
    article = str(learnt["article"])
    body = {**learnt, "article": article, "href": service.href(article)}
    status = 200 if learnt.get("status") in ("unchanged", "known") else 201
    return Response(orjson.dumps(body), status, {"Location": service.href(article)}, "application/json")


@router.delete("/{id}", summary="Take an article out", status_code=204, response_class=Response)
async def delete_article(service: Serving, id: ArticleId, _: MayWrite) -> Response:
    """Take an article out: the graph is then what it would be had the article never been written."""
    await run_in_threadpool(_retract, service, id)
    return Response(status_code=204)


def _retract(service: Service, id: str) -> None:
    iri = service.iri("article", id)
    if not service.reader(view()).knows(iri):
        raise NotFound(f"No article {id!r} is known.")
    service.writer().retract(iri)


async def _submission(request: Request) -> Submission:
    """Read the body of a request. Raises Problem: 415 for another media type, 422 for what breaks the rules."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in TAKEN:
        headers = {"Accept-Post": ", ".join(TAKEN)}
        raise Problem("media-type", f"{media or 'no media type'} is not taken.", headers=headers)
    raw = await request.body()
    try:
        if TAKEN[media]:
            content: dict[str, Any] = {str(TAKEN[media]): raw.decode("utf-8")}
        else:
            content = orjson.loads(raw)
        return Submission(**ArticleBody.model_validate(content).model_dump())
    except UnicodeDecodeError as error:
        raise Problem("malformed", f"The body is not UTF-8: {error.reason} at byte {error.start}.") from error
    except orjson.JSONDecodeError as error:
        raise Problem("malformed", f"The body is not JSON: {error}.") from error
    except ValidationError as error:
        found = [
            {"in": "body", "name": ".".join(map(str, one["loc"])), "rule": str(one["msg"])} for one in error.errors()
        ]
        detail = "; ".join(f"{one['name'] or 'body'}: {one['rule']}" for one in found)
        raise Problem("invalid", detail, errors=found) from error

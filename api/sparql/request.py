"""What a client asks, taken from its HTTP request.

In: the ASGI scope and the body. Out: `Asked` for a query, `Told` for an update. SPARQL 1.1 Protocol, 2.1 and 2.2.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers
from starlette.types import Receive, Scope

from api.problems import Problem

__all__ = [
    "Asked",
    "Told",
    "body_of",
    "headers_of",
    "parameters",
    "read_query_request",
    "read_update_request",
    "url_of",
]

_KNOWN: Final = ("asOf", "layer", "self", "query", "update")
_FOLDED: Final = {name.lower(): name for name in _KNOWN} | {"layers": "layer", "asofs": "asOf"}
_PLAIN: Final = frozenset((*_KNOWN, "default-graph-uri", "named-graph-uri"))
_MOST: Final = 500
_BROKEN: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_FORM: Final = "application/x-www-form-urlencoded"

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it came: its text, the dataset of the protocol, and the reader's view as it is written."""

    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    as_of: tuple[str, ...]
    layer: str
    self_layers: bool

    @classmethod
    def of(cls, query: str, given: Parameters) -> Asked:
        """Put a query together from its text and the parameters of the request."""
        return cls(
            query,
            tuple(given.get("default-graph-uri", ())),
            tuple(given.get("named-graph-uri", ())),
            tuple(given.get("asOf", ())),
            _single(given, "layer") or "all",
            (_single(given, "self") or "false").lower() in ("true", "1", "yes"),
        )


@dataclass(frozen=True, slots=True)
class Told:
    """An update as it came, with the dataset that the protocol gives to its WHERE clauses."""

    update: str
    default: tuple[str, ...]
    named: tuple[str, ...]


def headers_of(scope: Scope) -> Headers:
    """Return the headers of a request."""
    return Headers(scope=scope)


def url_of(scope: Scope) -> str:
    """Return the address that was asked, without its query string: the IRI of the endpoint, as its client names it."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"localhost")
    return f"{scope['scheme']}://{host.decode('latin-1')}{scope['path']}"


def parameters(encoded: bytes) -> dict[str, list[str]]:
    """Read parameters. Raises Problem for what is not UTF-8, and for a name that is nearly one of the view's.

    >>> parameters(b"query=ASK%20%7B%7D")
    {'query': ['ASK {}']}
    """
    found: dict[str, list[str]] = {}
    pairs = encoded.replace(b"+", b" ").split(b"&") if encoded else []
    if len(pairs) > _MOST:
        raise Problem("malformed", f"The request has {len(pairs)} parameters; it can have {_MOST}.")
    for pair in pairs:
        name_part, _, value_part = pair.partition(b"=")
        try:
            name, value = _unquoted(name_part).decode(), _unquoted(value_part).decode()
        except UnicodeDecodeError as error:
            raise Problem("malformed", f"The parameters are not percent-encoded UTF-8: {error}") from error
        if name not in _PLAIN:
            meant = _FOLDED.get(name.lower().replace("_", "").replace("-", ""))
            if meant and meant != name:
                # Passed over, a misspelt asOf would open every story.
                raise Problem("unknown-parameter", f"The parameter {name!r} is not known: did you mean {meant!r}?")
        found.setdefault(name, []).append(value)
    return found


def _unquoted(part: bytes) -> bytes:
    """Decode percent-encoding, as `urllib.parse.unquote_to_bytes` does.

    Quoted-printable is the same with another sign, and the standard library decodes it in C: 1 us instead of 20 for a
    query. Where the two differ (a raw =, line ends, a % that begins no escape) urllib's way is taken.
    """
    if b"%" not in part:
        return part
    if b"=" in part or b"\n" in part or b"\r" in part or _BROKEN.search(part):
        return unquote_to_bytes(part)
    return binascii.a2b_qp(part.replace(b"%", b"="))


async def body_of(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Read the body of a request. Raises Problem if it is larger than `limit` bytes."""
    length = headers_of(scope).get("content-length", "0")
    if length.isdigit() and int(length) > limit:
        raise Problem("too-large", f"The body has {length} bytes; {limit} are taken.")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem("malformed", "The client went away before its request was complete.")
        body += message.get("body", b"")
        if len(body) > limit:
            raise Problem("too-large", f"The body is larger than the {limit} bytes that are taken.")
        if not message.get("more_body"):
            return bytes(body)


async def read_query_request(scope: Scope, receive: Receive, limit: int) -> Asked | None:
    """Read a query request; None for a GET that asks nothing: it wants the description of the service.

    Raises Problem for what is no query request.
    """
    given = parameters(scope["query_string"])
    if scope["method"] == "POST":
        posted, query = await _posted(scope, receive, limit, given, "query", "application/sparql-query")
        return Asked.of(query, posted)
    text = _single(given, "query")
    if text is None and "update" in given:
        raise Problem("malformed", "Updates are not taken by GET: POST them to the update endpoint.")
    if text is not None and len(text) > limit:
        raise Problem("too-large", f"The query is larger than the {limit} bytes that are taken.")
    return Asked.of(text, given) if text is not None else None


async def read_update_request(scope: Scope, receive: Receive, limit: int) -> Told:
    """Read an update request. Raises Problem for what is none."""
    given = parameters(scope["query_string"])
    given, text = await _posted(scope, receive, limit, given, "update", "application/sparql-update")
    return Told(text, tuple(given.get("using-graph-uri", ())), tuple(given.get("using-named-graph-uri", ())))


async def _posted(
    scope: Scope, receive: Receive, limit: int, given: dict[str, list[str]], name: str, media_type: str
) -> tuple[dict[str, list[str]], str]:
    sent = headers_of(scope).get("content-type", "").partition(";")[0].strip().lower()
    if sent not in (media_type, _FORM):
        headers = {"Accept-Post": f"{media_type}, {_FORM}"}
        raise Problem("media-type", f"A {name} is posted as {media_type} or as {_FORM}, not {sent!r}.", headers=headers)
    body = await body_of(scope, receive, limit)
    if sent == media_type:
        try:
            return given, body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Problem("malformed", f"The {name} is not UTF-8: {error}") from error
    for key, values in parameters(body).items():
        given.setdefault(key, []).extend(values)
    text = _single(given, name)
    if text is None:
        raise Problem("malformed", f"The form has no parameter {name!r}.")
    return given, text


def _single(given: Parameters, name: str) -> str | None:
    values = given.get(name, ())
    if len(values) > 1:
        raise Problem("malformed", f"The parameter {name!r} is given {len(values)} times; it can be given once.")
    return values[0] if values else None

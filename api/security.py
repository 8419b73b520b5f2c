"""Who may write.

In: the headers of a request, the settings. Out: nothing, or a Problem: 401 without the token, 403 where nobody may.
A service that takes anonymous writes stands on loopback, where any page in a browser can reach it: so it asks for a
`Host` of loopback (no rebinding of names) and refuses a foreign `Origin`.
"""

from __future__ import annotations

import hmac
import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import Headers
from starlette.types import Scope

from api.problems import Problem
from api.service import Serving
from api.settings import Settings

__all__ = ["MayWrite", "authorize"]

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="dramatis"'}


def authorize(scope: Scope, settings: Settings) -> None:
    """Let a request write, or raise Problem."""
    headers = Headers(scope=scope)
    if settings.token:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            # Compared as bytes in constant time: the time taken must not tell how much of a guess is right.
            if hmac.compare_digest(token.strip().encode(), settings.token.encode()):
                return
            challenge = {"WWW-Authenticate": 'Bearer realm="dramatis", error="invalid_token"'}
            raise Problem("token-wrong", "The token is not the one of this service.", headers=challenge)
        if not settings.allow_anonymous_writes:
            raise Problem("token-missing", "Writing asks for `Authorization: Bearer TOKEN`.", headers=_CHALLENGE)
    if not settings.allow_anonymous_writes:
        raise Problem("forbidden", "This service takes no writes: it was started without a token.")
    host = headers.get("host", "")
    if not _is_loopback(host):
        raise Problem("forbidden", f"Anonymous writes are for this machine alone, and the request names {host!r}.")
    origin = headers.get("origin")
    if origin and urlsplit(origin).netloc != host:
        raise Problem("forbidden", f"A page of {origin} may not write here.")


def _is_loopback(host: str) -> bool:
    """Say whether a `Host` header names this machine.

    >>> _is_loopback("127.0.0.1:8000"), _is_loopback("localhost"), _is_loopback("evil.example")
    (True, True, False)
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


async def _may_write(request: Request, service: Serving) -> None:
    authorize(request.scope, service.settings)


MayWrite = Annotated[None, Depends(_may_write)]
"""A parameter of every route that writes."""

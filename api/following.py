"""A page of a list names the page after it in its headers, so that a CSV or an RDF reader can go on too (RFC 8288).

In: a request, the body of a page. Out: the answer, with `Link: <?…&cursor=…>; rel="next"` where the list goes on. The
address is relative to the one asked, so that its suffix, filters and view stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Response

from api.service import Asked

__all__ = ["after", "paged"]


def paged(asked: Asked, body: Mapping[str, Any]) -> Response:
    """Return a page in the form that was asked for, with the address of the next one first in its `Link` header."""
    answer = asked.answer(body)
    if body["next"] is not None:
        answer.headers["Link"] = f'<{after(asked.address, body["next"])}>; rel="next", {answer.headers["Link"]}'
    return answer


def after(address: str, cursor: str) -> str:
    """Return the query of the page at a cursor.

    >>> after("/entities?limit=2&cursor=abc&asOf=show:s1e1", "xyz")
    '?limit=2&asOf=show:s1e1&cursor=xyz'
    """
    asked = parse_qsl(address.partition("?")[2], keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name != "cursor"]
    return f"?{urlencode([*kept, ('cursor', cursor)], safe=':')}"

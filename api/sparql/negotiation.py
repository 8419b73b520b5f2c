"""Which form an answer to a query takes: by `Accept`, by the form of the query.

In: the header, the query's form. Out: a format and the media type to say it under. SPARQL 1.1 Protocol, 2.1.6.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from api.negotiation import accepted
from api.problems import Problem
from graph.formats import GRAPHS, SOLUTIONS, Format
from graph.sparql.query import Form

__all__ = ["chosen", "formats_of", "offered"]

_TEXT: Final = frozenset({"text/csv", "text/tab-separated-values", "text/turtle", "text/n3", "text/plain", "text/xml"})


def formats_of(form: Form) -> tuple[Format, ...]:
    """Return the formats that the answer of a query can be written in, the preferred one first."""
    return GRAPHS if form.gives_graph else SOLUTIONS


def offered(formats: tuple[Format, ...]) -> tuple[str, ...]:
    """Return all media types of formats: their own before the aliases, so that `*/*` gets their own."""
    own = [form.media_type for form in formats]
    return (*own, *(alias for form in formats for alias in form.media_types[1:]))


@lru_cache(maxsize=1024)
def chosen(accept: str, formats: tuple[Format, ...]) -> tuple[Format, str]:
    """Return the format that an `Accept` header likes best, and the value of `Content-Type`.

    Raises Problem (406) if it takes none of them.

    >>> chosen("text/csv;q=0.5, application/json", SOLUTIONS)[1]
    'application/json'
    """
    names = offered(formats)
    media_type = accepted(accept, names) if accept.strip() else names[0]
    if media_type is None:
        raise Problem("not-acceptable", f"Accept is {accept!r}; the answer can be had as {', '.join(names)}.")
    found = next(form for form in formats if media_type in form.media_types)
    return found, f"{media_type}; charset=utf-8" if media_type in _TEXT else media_type

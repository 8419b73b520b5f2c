"""Partial dates as RDF literals: a year, a month or a day is what the text gave, and stays that.

In: ISO texts (`2022`, `2022-11`, `2022-11-03`). Out: `xsd:gYear`, `xsd:gYearMonth`, `xsd:date` literals, and back.
"""

from __future__ import annotations

import re
from typing import Final

from pyoxigraph import Literal, NamedNode

__all__ = ["date_literal", "first_day", "last_day"]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_FORMS: Final = (
    (re.compile(r"\d{4}"), NamedNode(_XSD + "gYear")),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), NamedNode(_XSD + "gYearMonth")),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"), NamedNode(_XSD + "date")),
)


def date_literal(iso: str) -> Literal:
    """Return a date with the datatype that its precision asks for. Raises ValueError for what is no such date.

    >>> str(date_literal("2022-11"))
    '"2022-11"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    for form, datatype in _FORMS:
        if form.fullmatch(iso):
            return Literal(iso, datatype=datatype)
    raise ValueError(f"{iso!r} is not YYYY, YYYY-MM or YYYY-MM-DD")


def first_day(iso: str) -> str:
    """Return the first day that a partial date can mean, for comparison.

    >>> first_day("2022"), first_day("2022-11")
    ('2022-01-01', '2022-11-01')
    """
    return iso + "0000-01-01"[len(iso) :]


def last_day(iso: str) -> str:
    """Return the last day that a partial date can mean, for comparison (each month counts 31 days).

    >>> last_day("2022"), last_day("2022-11")
    ('2022-12-31', '2022-11-31')
    """
    return iso + "0000-12-31"[len(iso) :]

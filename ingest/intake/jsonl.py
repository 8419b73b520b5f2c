"""JSON Lines: one article a line, with `id`, `text` and optionally `date`, `url`, `title`, `publisher`, `author`.

In: the bytes of a file. Out: a `Document` for each line, or a `Rejected` that names the line.
The text is kept code point for code point: whoever wrote the record counts offsets in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ingest.article import Document, Rejected
from ingest.intake.text import decode, unfit

__all__ = ["documents"]

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?![\d-])")
_FIELDS = ("url", "title", "publisher", "author", "language", "licence")


def documents(content: bytes, source: str) -> Iterator[Document | Rejected]:
    """Yield a document for each line that holds one. Empty lines are passed over."""
    seen: set[str] = set()
    for number, line in enumerate(decode(content).split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{source}:{number}"
        read = _record(line, place)
        if isinstance(read, Document):
            if read.id in seen:
                read = Rejected(place, f"has the id {read.id!r} of an earlier line")
            else:
                seen.add(read.id)
        yield read


def _record(line: str, place: str) -> Document | Rejected:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Rejected(place, f"is not JSON: {error}")
    if not isinstance(record, dict):
        return Rejected(place, "is not a JSON object")
    text = record.get("text")
    if not isinstance(text, str):
        return Rejected(place, "has no 'text'")
    if any("\ud800" <= c <= "\udfff" for c in text):
        return Rejected(place, "has half a surrogate pair in its text")
    if reason := unfit(text):
        return Rejected(place, reason)
    id = record.get("id")
    return Document(
        id=str(id) if isinstance(id, str | int) and str(id) else place,
        text=text,
        source=place,
        structured=tuple(o for o in _list(record.get("structured")) if isinstance(o, dict)),
        date=_date(record.get("date")),
        **{name: _text(record.get(name)) for name in _FIELDS},
    )


def _date(value: Any) -> str | None:
    """Return the ISO date that a value begins with, None for any other: an article without a date is still one.

    >>> _date("2024-03-04T08:00:00Z"), _date("2024-03"), _date("yesterday"), _date("2024-13-01")
    ('2024-03-04', '2024-03', None, None)
    """
    found = _DATE.match(value.strip()) if isinstance(value, str) else None
    return found[0] if found else None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

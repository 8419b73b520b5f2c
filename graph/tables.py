"""Tables as CSV, safe to open in a spreadsheet.

In: columns, rows of texts. Out: CSV (RFC 4180, with line feeds, UTF-8).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

__all__ = ["comma_separated"]


def comma_separated(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV. A text that a spreadsheet would run as a formula gets an apostrophe before it.

    >>> comma_separated(("name",), [("Nell, 31",), ("=1+1",)]).splitlines()
    ['name', '"Nell, 31"', "'=1+1"]
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _number(cell) else cell


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True

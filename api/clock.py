"""The clock of the edges: the core is told the time, it never asks.

In: nothing. Out: the time as an xsd:dateTime in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["now"]


def now() -> str:
    """Return the time, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

"""What can go wrong with the graph, and whose fault it is.

GraphError
├── StoreError            the store: StoreLocked, StoreDamaged, StoreUnavailable, ReadOnly
├── QueryError            the query: QuerySyntax, QueryRefused, QueryTimeout, ResultTooLarge, MemoryExceeded, Busy
├── Conflict              the state: Changed, what is to be made stands already
├── Invalid               the data: a shape is broken; carries the report
└── NotFound              what was asked for is not in the view
"""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "Busy",
    "Changed",
    "Conflict",
    "GraphError",
    "Invalid",
    "MemoryExceeded",
    "NotFound",
    "QueryError",
    "QueryRefused",
    "QuerySyntax",
    "QueryTimeout",
    "ReadOnly",
    "ResultTooLarge",
    "StoreDamaged",
    "StoreError",
    "StoreLocked",
    "StoreUnavailable",
]


class GraphError(Exception):
    """Anything that the graph refuses or cannot do."""


class StoreError(GraphError):
    """The store cannot be used."""


class StoreLocked(StoreError):
    """Another process has the store open for writing. (HTTP 503; exit 4)"""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is open for writing in another process. Stop it, or wait for it to end.")


class StoreDamaged(StoreError):
    """The directory is not a store, or its files are broken. (HTTP 500; exit 4)"""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            f"{path} cannot be opened as a store: {reason}. Restore it with `dramatis restore`, or ingest anew."
        )


class StoreUnavailable(StoreError):
    """A remote store does not answer, or answers with an error. (HTTP 503; exit 4)"""

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"The SPARQL server at {url} did not do what was asked: {reason}.")


class ReadOnly(StoreError):
    """A write reached a store that was opened for reading. (HTTP 403; exit 4)"""


class QueryError(GraphError):
    """The query cannot be answered."""


class QuerySyntax(QueryError):
    """The query is not SPARQL 1.1. (HTTP 400)"""


class QueryRefused(QueryError):
    """The query asks for what this server does not do: SERVICE, LOAD, a write to a layer. (HTTP 403)"""


class QueryTimeout(QueryError):
    """The query ran into its time limit and was ended. (HTTP 503)"""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"The query ran longer than {seconds:g} s and was ended. Ask for less, or add a LIMIT.")


class ResultTooLarge(QueryError):
    """The answer grew past its limit and was cut off. (HTTP 413)"""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        super().__init__(f"The answer is larger than {limit_bytes} bytes. Ask for less, or add a LIMIT.")


class MemoryExceeded(ResultTooLarge):
    """The query needed more memory than one query may have. (HTTP 413)"""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        QueryError.__init__(self, f"The query needs more than {limit_bytes >> 20} MiB. Sort or group fewer rows.")


class Busy(QueryError):
    """Too many queries wait already. (HTTP 503 with Retry-After)"""


class Conflict(GraphError):
    """It cannot be done as things stand. (HTTP 409)"""


class Changed(Conflict):
    """Somebody else wrote between looking and writing; nothing was done. (HTTP 409)"""

    def __init__(self, expected: int, found: int) -> None:
        self.expected, self.found = expected, found
        super().__init__(f"The store is at revision {found}, no longer at {expected}. Look again, and try again.")


class Invalid(GraphError):
    """The data breaks the shapes: nothing of it was written. (HTTP 422)"""

    def __init__(self, violations: tuple[str, ...]) -> None:
        self.violations = violations
        shown = "\n  ".join(violations[:20])
        super().__init__(f"{len(violations)} violations, nothing was written:\n  {shown}")


class NotFound(GraphError):
    """What was asked for does not exist in the view that was asked. (HTTP 404)"""

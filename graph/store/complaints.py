"""What Oxigraph says when it cannot do something, as errors of the project.

In: the text of its exception: it has one type for them all. Out: the error that says whose fault it is.
"""

from __future__ import annotations

from graph.errors import Conflict, GraphError, NotFound, QuerySyntax, StoreError

__all__ = ["complaint"]


def complaint(message: str) -> GraphError:
    """Return the error that a complaint of Oxigraph's means.

    >>> type(complaint("The graph <http://e/> does not exist")).__name__
    'NotFound'
    """
    if "custom function" in message:
        return QuerySyntax(message)
    if "does not exist" in message:
        return NotFound(message)
    if "already exists" in message:
        return Conflict(message)
    return StoreError(f"The store could not do it: {message}")

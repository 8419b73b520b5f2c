"""The command line: answers on standard output, progress and errors on standard error.

In: arguments, the environment (`DRAMATIS_STORE`, `DRAMATIS_BASE`, `DRAMATIS_TOKEN`). Out: text, JSON or files; exit
code 0, 1 for a refused input, 2 for wrong usage, 3 for a query that got no answer, 4 for a store that cannot be used.
The one module of the project that joins `api`, `graph` and `ingest`.
"""

from __future__ import annotations

import sys

from graph.errors import GraphError, QueryError, QuerySyntax, StoreError
from ingest.errors import IngestError

from . import analysing, identities, keeping, people, seeding
from .commands import app

__all__ = ["analysing", "identities", "keeping", "main", "people", "seeding"]


def main() -> None:
    """Run the command line, and turn the project's errors into one line that says what to do."""
    try:
        app()
    except (GraphError, IngestError) as error:
        told = f"the query is not SPARQL 1.1: {error}" if isinstance(error, QuerySyntax) else str(error)
        sys.stderr.write(f"dramatis: {told}\n")
        code = 4 if isinstance(error, StoreError) else 3 if isinstance(error, QueryError) else 1
        raise SystemExit(code) from error
    except BrokenPipeError:
        raise SystemExit(0) from None

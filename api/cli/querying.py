"""Queries from the command line: the view's dataset, the project's prefixes, a table, CSV or JSON.

In: SPARQL text, a view. Out: text.
"""

from __future__ import annotations

import io
import re

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
)
from rich.console import Console
from rich.table import Table

from graph.layers import View
from graph.store import Dataset, Store, Term
from graph.vocabulary import PREFIXES

__all__ = ["answered", "with_prefixes"]


def answered(store: Store, base: str, query: str, view: View, format: str) -> str:
    """Return the answer of a query as text. Raises QuerySyntax and its kin."""
    named = tuple(graph for graph in sorted(store.graphs()) if view.admits(graph, base))
    answer = store.query(with_prefixes(query), Dataset(view.default_graphs(base), named, unnamed=view.open))
    if isinstance(answer, QueryTriples):
        return (answer.serialize(format=RdfFormat.N_TRIPLES) or b"").decode()
    if format == "json":
        return (answer.serialize(format=QueryResultsFormat.JSON) or b"").decode()
    if isinstance(answer, QueryBoolean):
        return "true" if answer else "false"
    if format == "csv":
        return (answer.serialize(format=QueryResultsFormat.CSV) or b"").decode().replace("\r\n", "\n")
    return _table(answer, base)


def with_prefixes(query: str) -> str:
    """Return a query with those of the project's prefixes declared that it uses and does not declare itself.

    >>> with_prefixes("ASK { ?s schema:actor ?o }").splitlines()[0]
    'PREFIX schema: <https://schema.org/>'
    """
    declared = set(re.findall(r"(?i)\bprefix\s+([\w-]*):", query))
    needed = [name for name in PREFIXES if name not in declared and re.search(rf"\b{name}:", query)]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in needed) + query


def _table(answer: QuerySolutions, base: str) -> str:
    out = io.StringIO()
    table = Table(*(variable.value for variable in answer.variables), box=None, pad_edge=False)
    count = 0
    for row in answer:
        table.add_row(*(_cell(row[variable], base) for variable in answer.variables))
        count += 1
    Console(file=out, width=200, markup=False, highlight=False).print(table)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "\n".join((*lines, f"({count} rows)"))


def _cell(term: Term | None, base: str) -> str:
    match term:
        case None:
            return ""
        case NamedNode(value=iri):
            for name, namespace in PREFIXES.items():
                if iri.startswith(namespace):
                    return f"{name}:{iri[len(namespace) :]}"
            return iri.removeprefix(base)
        case Literal(value=text):
            return str(text)
        case _:
            return str(term)

"""The questions that the project asks of a store: one SPARQL file a question.

In: the name of a file here, and the terms that its `VALUES ?name { }` lines take. Out: rows of terms by name.
Terms are put in as terms, serialised by the RDF library; nothing else is ever written into a query. VALUES rather than
the store's substitutions: the optimiser sees them (0.17 ms against 97 ms on a union anchored at one entity).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, QuerySolutions

from graph.store import Dataset, Store, Term
from graph.vocabulary import PREFIXES

__all__ = ["Row", "bound", "rows"]

Row: TypeAlias = Mapping[str, Term]

_HERE: Final = Path(__file__).parent
_PREFIXES: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(PREFIXES.items()))
_VALUES: Final = re.compile(r"VALUES \?(\w+) \{ \}")
_BATCH: Final = 500  # terms of one VALUES: longer ones make the parser the slowest part


@cache
def _text(name: str) -> str:
    return _PREFIXES + (_HERE / f"{name}.rq").read_text(encoding="utf-8")


def bound(name: str, **terms: Iterable[Term]) -> str:
    """Return the question with its terms. Raises KeyError for a variable that was given no terms.

    >>> from pyoxigraph import NamedNode
    >>> bound("described", node=[NamedNode("https://dramatis.example/person/kit-connor")]).count("kit-connor")
    1
    """

    def filled(found: re.Match[str]) -> str:
        values = [_written(term) for term in terms[found[1]]]
        return f"VALUES ?{found[1]} {{ {' '.join(values)} }}"

    return _VALUES.sub(filled, _text(name))


def rows(store: Store, dataset: Dataset | None, name: str, **terms: Iterable[Term]) -> Iterator[Row]:
    """Yield the rows of a question over a dataset; many terms of one variable are asked in batches.

    Only one variable may have more terms than a batch holds: rows are then those of all batches, in order.
    """
    lists = {variable: list(values) for variable, values in terms.items()}
    long = next((variable for variable, values in lists.items() if len(values) > _BATCH), None)
    if long is None:
        yield from _rows(store, dataset, bound(name, **lists))
        return
    for start in range(0, len(lists[long]), _BATCH):
        yield from _rows(store, dataset, bound(name, **{**lists, long: lists[long][start : start + _BATCH]}))


def _rows(store: Store, dataset: Dataset | None, query: str) -> Iterator[Row]:
    answer = store.query(query, dataset)
    if not isinstance(answer, QuerySolutions):
        raise TypeError("a question of this folder is a SELECT")
    names = [variable.value for variable in answer.variables]
    for solution in answer:
        yield {name: value for name, value in zip(names, solution, strict=True) if value is not None}


def _written(term: Term) -> str:
    if isinstance(term, BlankNode):
        raise TypeError("a blank node cannot be asked for: it has no name outside its document")
    return str(term)

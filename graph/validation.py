"""Validation: a record that breaks a shape is refused whole, with a report.

In: a `Record`. Out: nothing, or `Invalid` with one line a violation. The constraints are the SPARQL ones of
`graph/shapes.ttl`, run by Oxigraph over the record's own quads beside the vocabulary: a record of six claims took it
1 ms and pyshacl .9 s. `tests/graph/test_shapes.py` holds that the two agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions
from rdflib import RDF, SH, Graph

from graph.claims import LABEL, TYPE, Claim, Name, Record, term
from graph.errors import Invalid
from graph.iri import Minter
from graph.vocabulary import PATH as VOCABULARY
from graph.vocabulary import PREFIXES, vocabulary

__all__ = ["SHAPES", "Shapes", "constraints", "record_quads"]

SHAPES: Final = Path(__file__).with_name("shapes.ttl")


@dataclass(frozen=True, slots=True)
class Constraint:
    """One SPARQL constraint: its rows are violations. `query` selects `?this`, and `?value` where there is one."""

    message: str
    query: str


@cache
def constraints() -> tuple[Constraint, ...]:
    """Read the constraints of the shapes file, in the order of their messages."""
    graph = Graph().parse(SHAPES, format="turtle")
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(PREFIXES.items()))
    found = [
        Constraint(
            str(graph.value(node, SH.message)), prefixes + str(graph.value(node, SH.select)).replace("$this", "?this")
        )
        for node in graph.objects(None, SH.sparql)
    ]
    if not found or (None, RDF.type, SH.NodeShape) not in graph:
        raise ValueError(f"{SHAPES} holds no shapes")
    return tuple(sorted(found, key=lambda constraint: constraint.message))


class Shapes:
    """Checks records against the shapes, in a scratch store that holds the vocabulary. Not for two threads at once."""

    def __init__(self, minter: Minter) -> None:
        self.minter = minter
        self._scratch = ox.Store()
        self._scratch.load(path=str(VOCABULARY), format=ox.RdfFormat.TURTLE, to_graph=NamedNode(PREFIXES["drm"]))

    def check(self, record: Record) -> None:
        """Raise Invalid, with every violation, for a record that breaks a shape."""
        problems = [*_unwritable(record.claims, self.minter)]
        if not problems:
            self._scratch.extend(record_quads(record, self.minter))
            try:
                problems = [*violations(self._scratch)]
            finally:
                self._scratch.clear_graph(ox.DefaultGraph())
        if problems:
            raise Invalid(tuple(problems))


def violations(store: ox.Store) -> Iterator[str]:
    """Yield one line for each violation in a store that holds data and vocabulary, in whatever graphs."""
    for constraint in constraints():
        answer = store.query(constraint.query, use_default_graph_as_union=True)
        assert isinstance(answer, QuerySolutions)  # noqa: S101  our own file: all are SELECT
        named = {variable.value for variable in answer.variables}
        for row in answer:
            value = f" ({row['value']})" if "value" in named and row["value"] is not None else ""
            yield f"{row['this']}: {constraint.message}{value}"


def record_quads(record: Record, minter: Minter) -> Iterator[Quad]:
    """Yield the quads of a record in one graph, as the shapes see them: claims, facts, types, the stored text."""
    article = NamedNode(record.article.iri)
    yield Quad(article, term("schema:text"), Literal(record.article.text))
    for entity in record.entities:
        node = NamedNode(entity.iri)
        yield Quad(node, TYPE, NamedNode(vocabulary().classes[entity.type].iri))
        yield Quad(node, LABEL, Literal(entity.forms[0][0]))
        for number, (form, evidence) in enumerate(entity.forms):
            claim = Claim(Name(entity.iri, entity.type, form, main=number == 0), evidence, rule="names")
            yield from _claim_quads(claim, record, minter)
    for claim in record.claims:
        yield from _claim_quads(claim, record, minter)


def _claim_quads(claim: Claim, record: Record, minter: Minter) -> Iterator[Quad]:
    for triple in claim.assertion.triples(minter):
        yield Quad(triple.subject, triple.predicate, triple.object)
    for triple in claim.triples(record.article.iri, minter):
        yield Quad(triple.subject, triple.predicate, triple.object)


def _unwritable(claims: Iterable[Claim], minter: Minter) -> Iterator[str]:
    """Yield what cannot even become quads: unknown properties, literals not of their type."""
    for claim in claims:
        try:
            claim.assertion.key(minter)
        except (KeyError, ValueError) as error:
            yield f"{claim.assertion}: {error}"

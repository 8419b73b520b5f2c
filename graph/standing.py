"""What stands in the store because of an article, and what would stand without it.

In: a store, an article, the facts that its claims held up and hold up. Out: quads: its own, those of facts that nobody
else claims, labels that other names now outvote. It asks across all graphs, and is for the writer alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from graph.claims import ALIAS, LABEL, NAME, TYPE, Triple, term
from graph.layers import Layer
from graph.store import Store
from graph.vocabulary import vocabulary

__all__ = ["Key", "Standing"]

Key: TypeAlias = tuple[NamedNode, Triple]
"""A named graph and the triple that claims in it point at."""

_BATCH: Final = 200  # rows of VALUES in one query: a bound on the length of its text


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a store. `base` is that of its IRIs."""

    store: Store
    base: str

    def of(self, article: str) -> tuple[set[Quad], set[Key]]:
        """Return the quads that are an article's own (its claims, itself), and the keys that its claims hold up."""
        found: set[Quad] = set()
        parts: dict[tuple[NamedNode, NamedNode], dict[str, Any]] = defaultdict(dict)
        node = NamedNode(article)
        own = f"SELECT ?g ?p ?o WHERE {{ GRAPH ?g {{ {node} ?p ?o }} }}"
        for graph, predicate, value in _rows(self.store, own):
            found.add(Quad(node, predicate, value, graph))
        for graph, claim, predicate, value in _rows(self.store, _claims(node)):
            found.add(Quad(claim, predicate, value, graph))
            parts[graph, claim][predicate.value] = value
        subject, predicate, value = (term(f"rdf:{name}").value for name in ("subject", "predicate", "object"))
        keys = {
            (graph, Triple(part[subject], part[predicate], part[value]))
            for (graph, _), part in parts.items()
            if not (self._is_withdrawn(graph) and vocabulary().by_iri(part[predicate].value))
        }
        return found, keys

    def _is_withdrawn(self, graph: NamedNode) -> bool:
        return Layer(graph.value.removeprefix(f"{self.base}layer/")).is_withdrawn

    def unsupported(self, article: str, keys: Collection[Key]) -> set[Quad]:
        """Return the quads of those facts of an article that no other article claims in the same graph."""
        found: set[Quad] = set()
        for graph, triples in _by_graph(keys):
            supported = {
                Triple(s, p, o)
                for batch in _batches(triples)
                for s, p, o in _rows(self.store, _supported(graph, batch, article))
            }
            for triple in triples - supported:
                found |= self._quads_of_key(graph, triple)
        return found

    def _quads_of_key(self, graph: NamedNode, key: Triple) -> set[Quad]:
        """Return the quads that a key stands for: a node with all that hangs on it, or a triple (with its mirror)."""
        if key.predicate == TYPE:
            query = f"SELECT ?p ?o WHERE {{ GRAPH {graph} {{ {key.subject} ?p ?o }} }}"
            return {Quad(key.subject, p, o, graph) for p, o in _rows(self.store, query)}
        found = {Quad(key.subject, key.predicate, key.object, graph)}
        property = vocabulary().by_iri(key.predicate.value)
        if property and property.symmetric and isinstance(key.object, NamedNode):
            found.add(Quad(key.object, key.predicate, key.subject, graph))
        return found

    def labels(
        self, article: str, old: Collection[Key], new: Collection[Key], types: Mapping[str, NamedNode]
    ) -> tuple[set[Quad], set[Quad]]:
        """Return the label and type quads to remove and to add, for the entities whose names change."""
        removed: set[Quad] = set()
        added: set[Quad] = set()
        touched = {(g, t) for g, t in set(old) ^ set(new) if t.predicate in (NAME, ALIAS)}
        own: dict[tuple[NamedNode, NamedNode], list[tuple[bool, str]]] = defaultdict(list)
        for graph, triple in new:
            if triple.predicate in (NAME, ALIAS):
                own[graph, triple.subject].append((triple.predicate == NAME, triple.object.value))
        for graph, triples in _by_graph(touched):
            for entities in _batches({triple.subject for triple in triples}):
                votes: dict[NamedNode, dict[tuple[bool, str], int]] = defaultdict(lambda: defaultdict(int))
                for entity, predicate, form, count in _rows(self.store, _forms(graph, entities, article)):
                    votes[entity][predicate == NAME, form.value] += int(count.value)
                kinds: dict[NamedNode, NamedNode] = {}
                for entity, predicate, value in _rows(self.store, _described(graph, entities)):
                    removed.add(Quad(entity, predicate, value, graph))
                    if predicate == TYPE:
                        kinds[entity] = value
                for entity in entities:
                    for vote in own[graph, entity]:
                        votes[entity][vote] += 1
                    if votes[entity]:
                        added.add(Quad(entity, LABEL, Literal(_label(votes[entity])), graph))
                        kind = kinds.get(entity) or types[entity.value]
                        added.add(Quad(entity, TYPE, kind, graph))
        return removed - added, added - removed


def _label(votes: Mapping[tuple[bool, str], int]) -> str:
    """Return the name that most articles use as the fullest; the longer, then the first in the alphabet, at a tie."""
    return min(votes, key=lambda form: (not form[0], -votes[form], -len(form[1]), form[1]))[1]


def _rows(store: Store, query: str) -> Iterator[tuple[Any, ...]]:
    answer = store.query(query, None)
    assert isinstance(answer, QuerySolutions)  # noqa: S101  all of this module's queries are SELECT
    for row in answer:
        yield tuple(row)


def _claims(article: NamedNode) -> str:
    return f"SELECT ?g ?c ?p ?o WHERE {{ GRAPH ?g {{ ?c {term('prov:wasDerivedFrom')} {article} ; ?p ?o }} }}"


def _supported(graph: NamedNode, triples: Iterable[Triple], article: str) -> str:
    rows = " ".join(f"({t.subject} {t.predicate} {t.object})" for t in triples)
    return f"""
    SELECT DISTINCT ?s ?p ?o WHERE {{
      VALUES (?s ?p ?o) {{ {rows} }}
      GRAPH {graph} {{
        ?c {term("rdf:subject")} ?s ; {term("rdf:predicate")} ?p ; {term("rdf:object")} ?o ;
           {term("prov:wasDerivedFrom")} ?a
      }}
      FILTER(?a != {NamedNode(article)})
    }}"""


def _forms(graph: NamedNode, entities: Iterable[NamedNode], article: str) -> str:
    return f"""
    SELECT ?e ?p ?form (COUNT(DISTINCT ?a) AS ?n) WHERE {{
      VALUES ?e {{ {" ".join(map(str, entities))} }}
      VALUES ?p {{ {NAME} {ALIAS} }}
      GRAPH {graph} {{
        ?c {term("rdf:subject")} ?e ; {term("rdf:predicate")} ?p ; {term("rdf:object")} ?form ;
           {term("prov:wasDerivedFrom")} ?a
      }}
      FILTER(?a != {NamedNode(article)})
    }} GROUP BY ?e ?p ?form"""


def _described(graph: NamedNode, entities: Iterable[NamedNode]) -> str:
    return f"""
    SELECT ?e ?p ?o WHERE {{
      VALUES ?e {{ {" ".join(map(str, entities))} }}
      VALUES ?p {{ {LABEL} {TYPE} }}
      GRAPH {graph} {{ ?e ?p ?o }}
    }}"""


def _by_graph(keys: Iterable[Key]) -> Iterator[tuple[NamedNode, set[Triple]]]:
    groups: dict[NamedNode, set[Triple]] = defaultdict(set)
    for graph, triple in keys:
        groups[graph].add(triple)
    for graph in sorted(groups, key=str):
        yield graph, groups[graph]


_T = TypeVar("_T", Triple, NamedNode)


def _batches(items: Collection[_T]) -> Iterator[list[_T]]:
    ordered = sorted(items, key=str)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]

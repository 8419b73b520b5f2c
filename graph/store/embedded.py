"""The embedded store: Oxigraph in one directory, one writer.

In: changes. Out: answers. Relies on pyoxigraph's atomic update; kill -9 leaves the whole change or none of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, Variable

from graph.errors import QuerySyntax, ReadOnly, StoreDamaged, StoreLocked
from graph.store import Answer, Change, Dataset, Term

__all__ = ["EmbeddedStore"]


class EmbeddedStore:
    """A store of this process; `path` None keeps it in memory."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self.path, self.read_only = path, read_only
        self._revision = 0
        try:
            if path is None:
                self._store = ox.Store()
            elif read_only:
                self._store = ox.Store.read_only(str(path))
            else:
                path.mkdir(parents=True, exist_ok=True)
                self._store = ox.Store(str(path))
        except OSError as error:
            if path is not None and "lock" in str(error).lower():
                raise StoreLocked(path) from error
            raise StoreDamaged(path or Path(), str(error)) from error

    @property
    def revision(self) -> int:
        """A number that changes with every change made through this object."""
        return self._revision

    def query(self, query: str, dataset: Dataset | None, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a query; see `Store.query`."""
        substitutions = {Variable(name): term for name, term in (bindings or {}).items()}
        try:
            if dataset is None:
                return self._store.query(query, use_default_graph_as_union=True, substitutions=substitutions)
            default = [NamedNode(iri) for iri in dataset.default]
            return self._store.query(
                query,
                default_graph=[*default, DefaultGraph()] if dataset.unnamed else default,
                named_graphs=[NamedNode(iri) for iri in dataset.named],
                substitutions=substitutions,
            )
        except SyntaxError as error:
            raise QuerySyntax(str(error)) from error

    def graphs(self) -> Collection[str]:
        """Return the IRIs of the named graphs."""
        return [graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode)]

    def apply(self, change: Change) -> int:
        """Make a change in one transaction and return the new revision."""
        if self.read_only:
            raise ReadOnly(f"{self.path} was opened for reading only.")
        if change:
            self._store.update(_update(change))
            if self.path is not None:
                self._store.flush()
            self._revision += 1
        return self._revision

    def dump(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield every quad, or those of one named graph."""
        yield from self._store.quads_for_pattern(None, None, None, NamedNode(graph) if graph else None)

    def close(self) -> None:
        """Let go of the directory."""
        del self._store


def _update(change: Change) -> str:
    """Write a change as one SPARQL update request, which Oxigraph runs as one transaction."""
    parts = []
    for verb, quads in (("DELETE DATA", change.removed), ("INSERT DATA", change.added)):
        if quads:
            body = "\n".join(_line(quad) for quad in quads)
            parts.append(f"{verb} {{\n{body}\n}}")
    return " ;\n".join(parts)


def _line(quad: Quad) -> str:
    triple = f"{quad.subject} {quad.predicate} {quad.object} ."
    return triple if isinstance(quad.graph_name, DefaultGraph) else f"GRAPH {quad.graph_name} {{ {triple} }}"

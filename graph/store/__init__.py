"""Where quads are kept: the `Store` protocol, and `open_store` which makes one from a path or an address.

In: changes (quads to remove and to add, at once or not at all), queries with the dataset that they may see.
Out: solutions, triples or a truth value; a revision that grows with every change.
Terms and quads are pyoxigraph's values everywhere in the project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

if TYPE_CHECKING:
    import rdflib

__all__ = ["Answer", "Change", "Dataset", "Store", "Term", "open_dataset", "open_store"]

Term: TypeAlias = NamedNode | BlankNode | Literal
Answer: TypeAlias = QuerySolutions | QueryTriples | QueryBoolean


@dataclass(frozen=True, slots=True)
class Change:
    """Quads to remove and quads to add, in that order, in one transaction."""

    removed: tuple[Quad, ...] = ()
    added: tuple[Quad, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    def __add__(self, other: Change) -> Change:
        return Change((*self.removed, *other.removed), (*self.added, *other.added))


@dataclass(frozen=True, slots=True)
class Dataset:
    """The RDF dataset of one query: IRIs of the graphs whose union is the default graph, and those that can be named.

    `unnamed` adds the store's own default graph to the union. An empty dataset sees nothing.
    """

    default: tuple[str, ...]
    named: tuple[str, ...] = ()
    unnamed: bool = False


class Store(Protocol):
    """A place for quads. Implementations: `embedded.EmbeddedStore` (Oxigraph), `remote.RemoteStore` (SPARQL 1.1)."""

    @property
    def revision(self) -> int:
        """A number that changes with every change that readers can see."""

    def query(self, query: str, dataset: Dataset | None, bindings: Mapping[str, Term] | None = None) -> Answer:
        """Answer a SPARQL 1.1 query over a dataset; None sees everything, and is for the writer alone.

        `bindings` are put for the query's variables of those names. Raises QuerySyntax, QueryTimeout, StoreError.
        """

    def graphs(self) -> Collection[str]:
        """Return the IRIs of the named graphs that hold at least one quad."""

    def apply(self, change: Change) -> int:
        """Make a change, wholly or not at all, and return the new revision. Raises StoreError."""

    def update(self, request: str, base: str | None = None, *, at: int | None = None) -> int:
        """Run a SPARQL 1.1 update request, wholly or not at all, and return the new revision.

        It may touch every graph: requests from outside are read by `graph.sparql.update` first. With `at`, the store
        must still be at that revision. Raises Changed if it is not, QuerySyntax, StoreError.
        """

    def dump(self, graph: str | None = None) -> Iterator[Quad]:
        """Yield every quad of the store, or of one named graph."""

    def close(self) -> None:
        """Release files and connections."""


def open_store(place: str | Path, *, read_only: bool = False) -> Store:
    """Open the store at a directory (made if absent) or at the address of a SPARQL 1.1 server.

    Raises StoreLocked, StoreDamaged, StoreUnavailable.
    """
    text = str(place)
    if text.startswith(("http://", "https://")):
        from graph.store.remote import RemoteStore

        return RemoteStore(text)
    from graph.journal import JournaledStore

    return JournaledStore(Path(text), read_only=read_only)


def open_dataset(path: str | Path) -> rdflib.Dataset:
    """Open the newest published snapshot of the store at a directory as an rdflib Dataset, for notebooks and scripts.

    It stays as it is while the store is written to; open it again to see more. To write, ingest articles.
    Raises StoreDamaged.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     open_store(place).close()
    ...     len(open_dataset(place))
    0
    """
    from graph.store.rdf_dataset import snapshot_dataset

    return snapshot_dataset(Path(path))

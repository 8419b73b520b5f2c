"""A published snapshot as an rdflib Dataset.

In: the directory of a store. Out: a `Dataset` over Oxigraph's files, which are kept from being removed as long as it
lives. Relies on oxrdflib; what writes in it raises, because a snapshot is opened for reading only.
"""

from __future__ import annotations

import weakref
from pathlib import Path

from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph

from graph.store.directory import Directory, open_snapshot

__all__ = ["snapshot_dataset"]


class SnapshotStore(OxigraphStore):
    """Oxigraph's store for rdflib, for reading only."""

    def add_graph(self, graph: Graph) -> None:
        """Let a graph be looked at: rdflib adds it to the store first."""

    def add(self, *quad: object, **more: object) -> None:
        """Raise PermissionError: facts are written by ingesting articles."""
        raise PermissionError("This dataset is a snapshot, for reading. Facts are written by ingesting articles.")

    addN = remove = remove_graph = update = add  # noqa: N815  rdflib's names


def snapshot_dataset(path: Path) -> Dataset:
    """Open the newest published snapshot of a store. Raises StoreDamaged."""
    snapshot, held = Directory(path).hold_latest()
    store = SnapshotStore(store=open_snapshot(snapshot))
    weakref.finalize(store, held.release)
    return Dataset(store=store)

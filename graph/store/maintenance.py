"""What an operator does to a store: back it up, restore, compact, load, and look whether it is whole.

In: the directory of a store, or an open store. Out: a directory that is a store again; lines that say what is wrong.
A backup is taken of the newest published snapshot, so that it needs no lock and can be taken while others write.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from graph.claims import LABEL
from graph.errors import StoreError
from graph.formats import by_name
from graph.layers import TEXT, Layer
from graph.queries import rows
from graph.store import Dataset, Store
from graph.store.directory import Directory, open_snapshot
from graph.store.embedded import EmbeddedStore
from graph.validation import violations
from graph.vocabulary import PATH as VOCABULARY
from graph.vocabulary import PREFIXES

__all__ = ["Backup", "backup", "compact", "load", "restore", "verify"]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was taken or restored: where it stands, of which revision, and its size on disk."""

    path: Path
    revision: int
    size_bytes: int


def backup(path: Path, target: Path) -> Backup:
    """Copy the newest published state of a store to a new directory, which is a store of its own.

    Somebody else may be writing meanwhile. Raises StoreDamaged if there is no store at `path` or its files cannot be
    read back from the copy, StoreError if something stands at `target`.
    """
    if target.exists() and any(target.iterdir()):
        raise StoreError(f"{target} is not empty. Give a new directory for the backup.")
    snapshot, held = Directory(path).hold_latest()
    try:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copytree(snapshot.quads, target / "quads")
        copy = Directory(target)
        copy.describe(snapshot.store)
        # Opening it proves that it can be opened, and publishes the copy's own first snapshot.
        with EmbeddedStore(target) as store:
            store.graphs()
        copy.renumber(snapshot.revision)
    finally:
        held.release()
    return Backup(target, snapshot.revision, _size(target))


def restore(source: Path, path: Path) -> Backup:
    """Put the state of a backup in the place of a store's, as a new revision; read-only servers move over to it.

    Raises StoreLocked while somebody has the store open for writing, StoreDamaged if the backup is none.
    """
    snapshot, held = Directory(source).hold_latest()
    try:
        open_snapshot(snapshot)
        directory = Directory(path)
        lock = directory.lock()
        try:
            if directory.exists:
                directory.prepare()
            directory.replace(lambda target: _copied(snapshot.quads, target), uuid.uuid4().hex)
        finally:
            lock.release()
    finally:
        held.release()
    with EmbeddedStore(path) as store:
        return Backup(path, store.revision, _size(path))


def compact(store: EmbeddedStore) -> tuple[int, int]:
    """Write a store anew without what was deleted from it; return its size in bytes before and after."""
    if store.path is None:
        return 0, 0
    before = _size(store.path)
    store.rebuild()
    return before, _size(store.path)


def load(store: EmbeddedStore, source: Path) -> int:
    """Load a dump, as it was exported, with the bulk loader, and return the new revision.

    This is for the operator: the layers in it are taken as they are. Its format is told by its name's ending.
    Raises StoreError for a file that cannot be read; nothing of it is kept then.
    """
    form = by_name(source.name)
    if form is None or form.rdf is None:
        raise StoreError(f"{source} has no ending of an RDF format: name it .nq, .trig, .ttl, .nt, .rdf or .jsonld.")
    return store.load(source, form.rdf)


def verify(store: Store, base: str) -> Iterator[str]:
    """Yield a line for everything that is wrong with what stands in the layers; nothing if all is well.

    Every claim's quotation stands at its offsets in the stored text; every claim's fact stands beside it, in the same
    layer; every roll-up holds its parts and nothing else; the shapes hold (on an embedded store).
    """
    layers = sorted(graph for graph in store.graphs() if graph.startswith(f"{base}layer/"))
    named = Dataset((), tuple(layers))
    yield from _quotations(store, base, layers)
    for row in rows(store, named, "verify_beside"):
        yield f"{row['claim']} claims a fact that does not stand beside it in {row['layer']}"
    yield from _rollups(store, base, layers)
    if isinstance(store, EmbeddedStore):
        yield from _shapes(store, layers)


def _quotations(store: Store, base: str, layers: list[str]) -> Iterator[str]:
    texts = {row["article"]: str(row["text"].value) for row in rows(store, Dataset((TEXT.iri(base),)), "verify_texts")}
    for row in rows(store, Dataset(tuple(layers)), "verify_quotes"):
        text = texts.get(row["article"])
        start, end, quote = int(row["start"].value), int(row["end"].value), str(row["quote"].value)
        if text is None:
            yield f"{row['claim']} quotes {row['article']}, whose text is not stored"
        elif text[start:end] != quote:
            yield f"{row['claim']} quotes {quote!r}, but {start}:{end} of {row['article']} is {text[start:end]!r}"


def _rollups(store: Store, base: str, layers: list[str]) -> Iterator[str]:
    """Compare each roll-up with its parts: what it lacks is lost to the views, what it has more leaks into them."""
    parts: dict[str, list[str]] = {}
    for graph in layers:
        for wider in Layer(graph.removeprefix(f"{base}layer/")).rollups:
            parts.setdefault(wider.iri(base), []).append(graph)
    for rollup, narrower in sorted(parts.items()):
        held = {triple for graph in narrower for triple in _triples(store, graph)}
        found = set(_triples(store, rollup))
        if held - found:
            yield f"{rollup} lacks {len(held - found)} triples of its parts"
        # A season holds besides its episodes what is known to be somewhere in it.
        if found - held and not Layer(rollup.removeprefix(f"{base}layer/")).rollups:
            yield f"{rollup} holds {len(found - held)} triples that none of its parts holds"


def _triples(store: Store, graph: str) -> Iterator[tuple[object, ...]]:
    """Yield the triples of a layer but for labels, which each layer has of its own."""
    for quad in store.dump(graph):
        if quad.predicate != LABEL:
            yield quad.subject, quad.predicate, quad.object


def _shapes(store: EmbeddedStore, layers: list[str]) -> Iterator[str]:
    """Run the shapes over a copy that holds the layers and the vocabulary alone."""
    with TemporaryDirectory(prefix=".verify-", dir=store.scratch, ignore_cleanup_errors=True) as place:
        store.copy(Path(place) / "quads")
        copy = ox.Store(str(Path(place) / "quads"))
        for graph in [*copy.named_graphs(), ox.DefaultGraph()]:
            if str(graph)[1:-1] not in layers:
                copy.clear_graph(graph)
        copy.load(path=str(VOCABULARY), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(PREFIXES["drm"]))
        yield from violations(copy)
        del copy


def _copied(source: Path, target: str) -> None:
    shutil.copytree(source, target)


def _size(path: Path) -> int:
    """Return what a directory takes on disk, in bytes; a file that has several names counts once."""
    files = {status.st_ino: status.st_blocks * 512 for status in (each.stat() for each in path.rglob("*"))}
    return sum(files.values())

"""Ingest and retract, wired: intake, extractor, linker, writer.

In: paths, a store's place. Out: the `Summary` of the run, with progress on standard error meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from api.cli.keys import kept_list
from api.cli.places import minter, opened
from graph.identity import load_identities
from graph.iri import Minter
from graph.layers import META
from graph.policy import PeopleGate
from graph.queries import rows
from graph.store import Dataset, Store
from graph.suppression import Suppressed
from graph.validation import Shapes
from graph.writer import Outcome, Writer
from ingest.article import Document, Rejected
from ingest.intake import read
from ingest.linking import Linker
from ingest.parallel import Pool, Promises, Serial
from ingest.pipeline import Extractor
from ingest.run import Summary, extractor_version, ingest_documents

__all__ = ["gated_writer", "ingest_paths", "made_writer", "retract_article"]


def made_writer(store: Store, mint: Minter) -> Writer:
    """Return the writer that every path to the store goes through. Raises StoreError for a list without its key."""
    return gated_writer(store, mint, kept_list(store, mint.base))


def gated_writer(store: Store, mint: Minter, forgotten: Suppressed) -> Writer:
    """Return a writer that lets nobody of a suppression list in."""
    return Writer(store, mint, PeopleGate(forgotten), Shapes(mint))


def ingest_paths(paths: Iterable[Path], place: str, jobs: int = 1) -> Summary:
    """Read files into the store at a place, by so many processes, and return what became of each document."""
    mint = minter()
    files = list(paths)
    with opened(place) as store, _progress() as progress:
        task = progress.add_task("reading", total=len(files))

        def documents() -> Iterator[Document | Rejected]:
            for path in files:
                yield from read(path)
                progress.advance(task)

        identities = load_identities(store, mint)
        linker = Linker(mint, identities, extractor_version())
        writer = made_writer(store, mint)
        reading: Promises = Serial(Extractor()) if jobs == 1 else Pool(Extractor, jobs)
        try:
            return Summary(tuple(ingest_documents(documents(), reading, linker, writer, identities.learn)))
        finally:
            reading.close()


def retract_article(name: str, store: Store) -> Outcome | None:
    """Retract the article of an IRI, an address or a source; None where the store has no such article."""
    mint = minter()
    candidates = [name, mint.named("article", name, ""), mint.named("article", "", name)]
    stem = Path(name).stem
    candidates.append(mint.named("article", "", stem))
    meta = Dataset((META.iri(mint.base),))
    standing = {str(row["article"])[1:-1] for row in rows(store, meta, "articles")}
    for candidate in candidates:
        if candidate in standing:
            return made_writer(store, mint).retract(candidate)
    return None


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )

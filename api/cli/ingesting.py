"""Ingest, reingest and retract, wired: intake, extractor, linker, writer.

In: names of sources, a store's place. Out: the `Summary` of the run, with progress on standard error meanwhile.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

from api.cli.keys import kept_list
from api.cli.places import minter
from api.clock import now
from graph.errors import StoreLocked
from graph.identity import Identities, load_identities
from graph.iri import Minter
from graph.layers import META
from graph.policy import PeopleGate
from graph.queries import rows
from graph.store import Dataset, Store, open_store
from graph.store.embedded import EmbeddedStore
from graph.suppression import Suppressed
from graph.validation import Shapes
from graph.writer import Outcome, Writer
from ingest.cluster import Cluster
from ingest.extract.llm import LanguageModel
from ingest.intake.fetch import Fetcher
from ingest.intake.html import Trafilatura
from ingest.intake.sources import Sources
from ingest.intake.visits import Visits
from ingest.linking import Linker
from ingest.parallel import Pool, Promises, Serial
from ingest.pipeline import Extractor
from ingest.rereading import read_again, readable
from ingest.run import Result, Summary, entertainment, everything, extractor_version, ingest_documents, stands

__all__ = ["Readers", "free", "gated_writer", "ingest_sources", "made_writer", "reingest_stored", "retract_article"]

_ASK_AGAIN_SECONDS: Final = 0.5


def made_writer(store: Store, mint: Minter) -> Writer:
    """Return the writer that every path to the store goes through. Raises StoreError for a list without its key."""
    return gated_writer(store, mint, kept_list(store, mint.base))


def gated_writer(store: Store, mint: Minter, forgotten: Suppressed) -> Writer:
    """Return a writer that lets nobody of a suppression list in."""
    return Writer(store, mint, PeopleGate(forgotten), Shapes(mint), now)


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads: so many processes of this machine, or the workers of the Dask cluster at an address.

    With a language model, each of them asks it too.
    """

    jobs: int = 1
    cluster: str | None = None
    model: LanguageModel | None = None

    @property
    def version(self) -> str:
        """The version under which their articles stand in the store."""
        return f"{extractor_version()} {self.model.name}" if self.model else extractor_version()

    def begin(self) -> Promises:
        """Set them to work. Raises ClusterUnusable, ClusterMissing."""
        make = partial(Extractor, second=self.model) if self.model else Extractor
        if self.cluster:
            return Cluster(make, self.cluster)
        return Serial(make()) if self.jobs == 1 else Pool(make, self.jobs)


ALONE: Final = Readers()


@dataclass(frozen=True)
class Desk:
    """All that it takes to read articles into a store."""

    store: Store
    minter: Minter
    identities: Identities
    linker: Linker
    writer: Writer
    reading: Promises


@contextmanager
def desk(place: str, readers: Readers, *, wait: bool = False) -> Iterator[Desk]:
    """Set up a run on the store at a place. Raises StoreLocked, unless it is to wait."""
    mint = minter()
    with free(place, wait=wait) as store:
        identities = load_identities(store, mint)
        reading = readers.begin()
        try:
            linker = Linker(mint, identities, readers.version)
            yield Desk(store, mint, identities, linker, made_writer(store, mint), reading)
        finally:
            reading.close()


@contextmanager
def free(place: str, *, wait: bool) -> Iterator[Store]:
    """Open a store for writing; with `wait`, as soon as no other process writes to it."""
    told = False
    while True:
        try:
            store = open_store(place)
            break
        except StoreLocked as locked:
            if not wait:
                raise
            if not told:
                sys.stderr.write(f"dramatis: {locked.path} is open for writing in another process; waiting for it\n")
                told = True
            time.sleep(_ASK_AGAIN_SECONDS)
    try:
        yield store
    finally:
        store.close()


def ingest_sources(
    names: Sequence[str],
    place: str,
    readers: Readers = ALONE,
    *,
    languages: Sequence[str] = ("en",),
    anything: bool = False,
    careful: bool = False,
    wait: bool = False,
) -> Summary:
    """Read sources into the store at a place, and return what became of each document.

    With `anything`, texts in other languages and on other subjects are taken too.
    """
    with desk(place, readers, wait=wait) as at:

        def standing(url: str, extractor: str = "") -> bool:
            return stands(at.store, at.minter.named("article", url, ""), at.minter.base, extractor)

        visits = visits_of(at.store)
        sources = Sources(
            Fetcher(visits=visits),
            Trafilatura() if careful else None,
            known=standing,
            current=lambda url: not careful and standing(url, readers.version),
            languages=frozenset() if anything else frozenset(languages),
        )
        unfit = everything if anything else entertainment
        documents = sources.documents(names)
        summary = _watched(ingest_documents(documents, at.reading, at.linker, at.writer, at.identities.learn, unfit))
        for result in summary.results:
            if result.status == "rejected":  # what stands is of an earlier visit, or nothing does
                visits.undone(result.source)
        visits.save()
        return summary


def visits_of(store: Store) -> Visits:
    """Return what is kept of the pages that were visited for a store; a remote one keeps nothing."""
    if isinstance(store, EmbeddedStore) and store.path is not None:
        return Visits.at(store.path / "visits.json")
    return Visits()


def reingest_stored(place: str, readers: Readers = ALONE, *, changed: bool = False, wait: bool = False) -> Summary:
    """Read the articles of a store again from their stored texts; with `changed`, those of other extractors only."""
    with desk(place, readers, wait=wait) as at:
        articles = readable(at.store, at.minter.base, unless=readers.version if changed else "")
        return _watched(read_again(articles, at.reading, at.linker, at.writer, at.identities.learn), len(articles))


def _watched(results: Iterator[Result], total: int | None = None) -> Summary:
    """Work through a run with its progress on the screen."""
    done = []
    with _progress() as progress:
        task = progress.add_task("reading", total=total)
        for result in results:
            done.append(result)
            progress.update(task, advance=1, description=Path(result.source).name[-40:])
    return Summary(tuple(done))


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
        TextColumn("{task.completed:.0f} articles"),
        SpeedColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
    )


class SpeedColumn(ProgressColumn):
    """How many articles a second are read."""

    def render(self, task: Task) -> Text:
        """Return the rate, once there is one."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")

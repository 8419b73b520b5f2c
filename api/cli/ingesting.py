"""Ingest and retract, wired: intake, extractor, linker, writer.

In: names of sources, a store's place. Out: the `Summary` of the run, with progress on standard error meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

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
from ingest.intake.fetch import Fetcher
from ingest.intake.html import Trafilatura
from ingest.intake.sources import Sources
from ingest.linking import Linker
from ingest.parallel import Pool, Promises, Serial
from ingest.pipeline import Extractor
from ingest.run import Summary, entertainment, everything, extractor_version, ingest_documents, stands

__all__ = ["gated_writer", "ingest_sources", "made_writer", "retract_article"]


def made_writer(store: Store, mint: Minter) -> Writer:
    """Return the writer that every path to the store goes through. Raises StoreError for a list without its key."""
    return gated_writer(store, mint, kept_list(store, mint.base))


def gated_writer(store: Store, mint: Minter, forgotten: Suppressed) -> Writer:
    """Return a writer that lets nobody of a suppression list in."""
    return Writer(store, mint, PeopleGate(forgotten), Shapes(mint))


def ingest_sources(
    names: Sequence[str],
    place: str,
    jobs: int = 1,
    *,
    languages: Sequence[str] = ("en",),
    anything: bool = False,
    careful: bool = False,
) -> Summary:
    """Read sources into the store at a place, by so many processes, and return what became of each document.

    With `anything`, texts in other languages and on other subjects are taken too.
    """
    mint = minter()
    with opened(place) as store, _progress() as progress:
        task = progress.add_task("reading", total=None)
        sources = Sources(
            Fetcher(),
            Trafilatura() if careful else None,
            known=lambda url: stands(store, mint.named("article", url, ""), mint.base),
            languages=frozenset() if anything else frozenset(languages),
        )
        identities = load_identities(store, mint)
        linker = Linker(mint, identities, extractor_version())
        writer = made_writer(store, mint)
        reading: Promises = Serial(Extractor()) if jobs == 1 else Pool(Extractor, jobs)
        unfit = everything if anything else entertainment
        results = []
        try:
            documents = sources.documents(names)
            for result in ingest_documents(documents, reading, linker, writer, identities.learn, unfit):
                results.append(result)
                progress.update(task, advance=1, description=Path(result.source).name[-40:])
        finally:
            reading.close()
        return Summary(tuple(results))


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

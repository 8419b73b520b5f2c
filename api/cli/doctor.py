"""The doctor: what of the environment is wrong, and how to mend it.

In: the place of the store. Out: findings, good and bad, each bad one with its remedy.
"""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from api.cli.places import opened
from graph.errors import StoreError, StoreLocked
from graph.vocabulary import vocabulary

__all__ = ["Finding", "findings"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    what: str
    remedy: str = ""


def findings(place: str) -> Iterator[Finding]:
    """Yield what was found, the basics first."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        sys.version_info >= (3, 11), f"Python {version}", "" if sys.version_info >= (3, 11) else "Install 3.11."
    )
    yield from _packages()
    yield from _model()
    terms = vocabulary()
    yield Finding(True, f"vocabulary: {len(terms.properties)} properties, {len(terms.events)} event types")
    yield from _explorer()
    yield from _store(place)


def _packages() -> Iterator[Finding]:
    for package in ("pyoxigraph", "rdflib", "networkx", "fastapi", "uvicorn", "spacy"):
        try:
            yield Finding(True, f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            yield Finding(False, f"{package} is missing", "pip install -r requirements.txt --require-hashes")


def _model() -> Iterator[Finding]:
    from ingest.errors import IngestError
    from ingest.pipeline import Extractor

    try:
        Extractor()
    except IngestError as error:
        yield Finding(False, "the extractor cannot start", str(error))
    else:
        yield Finding(True, "the extractor starts")


def _explorer() -> Iterator[Finding]:
    page = Path(__file__).parents[1] / "static" / "index.html"
    built = page.is_file()
    yield Finding(
        built, "the explorer is built" if built else "the explorer is not built", "" if built else "make explorer"
    )


def _store(place: str) -> Iterator[Finding]:
    if not place.startswith(("http://", "https://")) and not Path(place).exists():
        yield Finding(True, f"no store at {place} yet; `dramatis ingest PATH` makes it")
        return
    try:
        with opened(place, read_only=True) as store:
            yield Finding(True, f"store {place}: {len(store.graphs())} graphs")
    except StoreLocked as error:
        yield Finding(True, f"store {place} is in use: {error}")
    except StoreError as error:
        yield Finding(False, f"store {place} cannot be opened", str(error))

"""The article that the project began with: who plays whom, with the words; and nothing told too early."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.cast import cast
from graph.identity import load_identities
from graph.iri import Minter
from graph.layers import AsOf, View, view
from graph.policy import PeopleGate
from graph.reader import Reader
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from ingest.article import Document
from ingest.intake import read
from ingest.linking import Linker
from ingest.pipeline import Extractor

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT.parent / "shared" / "seed" / "heartstopper-article.txt"
MINTER = Minter()
HEARTSTOPPER = f"{MINTER.base}show/heartstopper"

pytestmark = pytest.mark.skipif(
    not ARTICLE.is_file(), reason="SKIPPED: the seed article is a real news text and stands outside this repository"
)


@pytest.fixture(scope="module")
def store() -> Iterator[EmbeddedStore]:
    made = EmbeddedStore()
    (document,) = read(ARTICLE)
    assert isinstance(document, Document)
    record = Linker(MINTER, load_identities(made, MINTER)).record(document, Extractor().extract(document))
    Writer(made, MINTER, PeopleGate(), Shapes(MINTER)).write(record)
    yield made
    made.close()


def shown(store: EmbeddedStore, seen: View) -> str:
    """Return all that a view holds, as text."""
    graphs = [graph for graph in store.graphs() if seen.admits(graph, MINTER.base)]
    return "\n".join(str(quad) for graph in graphs for quad in store.dump(graph))


def test_the_cast_is_told_with_its_sentences(store: EmbeddedStore) -> None:
    parts = cast(Reader(store, MINTER.base, view()), HEARTSTOPPER)
    told = {(part.actor.label, part.character.label if part.character else "") for part in parts}
    assert {("Kit Connor", "Nick"), ("Joe Locke", "Charlie"), ("Olivia Colman", "Nick's mom")} <= told
    quotes = {support.quote for part in parts for support in part.supports}
    assert "Nick (Kit Connor)" in quotes


def test_who_has_watched_the_first_season_is_not_told_of_the_second(store: EmbeddedStore) -> None:
    early = shown(store, view(as_of=[AsOf.parse("heartstopper:s1e8")]))
    assert "Nick (Kit Connor)" in early
    for told_later in ("Imogen, his longtime friend", "coach", "Is it about you and Charlie", "found out", "gives him"):
        assert told_later not in early
    late = shown(store, view(as_of=[AsOf.parse("heartstopper:s2")]))
    assert "Is it about you and Charlie" in late


def test_what_the_actor_said_of_himself_is_in_no_common_view(store: EmbeddedStore) -> None:
    common = shown(store, view())
    for own in ("I’m bi", "out himself", "wasn’t something I was ready", "sexual identity", "queer"):
        assert own not in common
    assert "I’m bi" in shown(store, view(self_layers=True))


def test_others_words_about_him_are_nowhere(store: EmbeddedStore) -> None:
    everything = shown(store, view(self_layers=True))
    assert "queerbaiting" not in everything
    assert "like his co-star Locke" not in everything

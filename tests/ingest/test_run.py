"""A run over what intake gave: what needs no reading is told and passed over."""

from __future__ import annotations

from api.cli.ingesting import made_writer
from graph.identity import Identities
from graph.iri import Minter
from graph.store.embedded import EmbeddedStore
from ingest.article import Document, Rejected, Unchanged
from ingest.extraction import Extraction
from ingest.linking import Linker
from ingest.parallel import Serial
from ingest.run import Result, ingest_documents, stands

MINT = Minter()
URL = "https://paper.example/a"


class Blank:
    """Reads nothing out of any document."""

    def extract(self, document: Document) -> Extraction:
        """Return no word of it."""
        return Extraction(document.id, None)


def run(store: EmbeddedStore, *given: Document | Rejected | Unchanged) -> list[Result]:
    identities = Identities(MINT)
    linker = Linker(MINT, identities, "reader/1")
    return list(ingest_documents(given, Serial(Blank()), linker, made_writer(store, MINT), identities.learn))


def test_each_thing_given_has_its_result_in_its_place() -> None:
    page = Document(URL, "Salt Road is back.", url=URL)
    results = run(EmbeddedStore(), Rejected("x", "is empty"), Unchanged(URL), page, page)
    assert [result.status for result in results] == ["rejected", "unchanged", "added", "unchanged"]
    assert results[1].article == results[2].article == MINT.named("article", URL, "")


def test_an_article_stands_as_some_extractor_read_it() -> None:
    store = EmbeddedStore()
    run(store, Document(URL, "Salt Road is back.", url=URL))
    article = MINT.named("article", URL, "")
    assert stands(store, article, MINT.base)
    assert stands(store, article, MINT.base, "reader/1")
    assert not stands(store, article, MINT.base, "reader/2")

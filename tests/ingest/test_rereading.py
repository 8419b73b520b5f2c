"""Reading again from the store: another extractor's articles get what this one finds, as if they had come today."""

from __future__ import annotations

from functools import cache

from graph.identity import load_identities
from graph.policy import PeopleGate
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from ingest.article import Document
from ingest.extraction import Extraction
from ingest.linking import Linker
from ingest.parallel import Serial
from ingest.pipeline import Extractor
from ingest.rereading import read_again, readable
from ingest.run import Result, ingest_documents
from tests.graph.records import MINTER, review

DOCUMENTS = (
    Document(
        "note",
        "Saltmarsh casts its second keeper\n\n“Saltmarsh,” the ITV drama created by Lorna Pike, returned for its "
        "second season on 4 March 2024. Bram (Teodor Vance) is back with Ida (Ruth Oyelaran). In episode three of "
        "season two, Bram tells his sister Ida that he is gay. “I missed my stop,” Vance told Radio Times.",
        "2024-03-05",
        title="Saltmarsh casts its second keeper",
        source="note.txt",
    ),
    Document("wire", "ITV has renewed Saltmarsh, starring Teodor Vance.", "2024-05-02", "https://wire.example/7"),
    # A headline that the gate closes, with the address that the article's IRI was made from.
    Document(
        "talk",
        "“I’m gay, and I was frightened to say so,” Teodor Vance, who plays Bram in Saltmarsh, told Radio Times.",
        "2024-06-01",
        "https://paper.example/teodor-vance-says-he-is-gay",
        "Teodor Vance says he is gay",
    ),
)


@cache
def extractor() -> Extractor:
    return Extractor()


class Nothing:
    """An extractor that finds nothing."""

    def extract(self, document: Document) -> Extraction:
        return Extraction(document.id, document.date)


def read(store: EmbeddedStore, version: str, how: Extractor | Nothing, again: bool) -> list[Result]:
    identities = load_identities(store, MINTER)
    writer = Writer(store, MINTER, PeopleGate(), Shapes(MINTER))
    linker = Linker(MINTER, identities, version)
    if not again:
        return list(ingest_documents(DOCUMENTS, Serial(how), linker, writer, identities.learn))
    articles = readable(store, MINTER.base, unless=version)
    return list(read_again(articles, Serial(how), linker, writer, identities.learn))


def quads(store: EmbeddedStore) -> set[str]:
    return {str(quad) for quad in store.dump()}


def test_what_another_extractor_read_becomes_what_this_one_reads() -> None:
    store, fresh = EmbeddedStore(), EmbeddedStore()
    read(store, "dramatis/old", Nothing(), again=False)
    read(fresh, "dramatis/new", extractor(), again=False)
    results = read(store, "dramatis/new", extractor(), again=True)
    assert [result.status for result in results] == ["updated"] * 3
    assert quads(store) == quads(fresh)


def test_only_other_versions_are_read_and_the_next_ingest_finds_all_unchanged() -> None:
    store = EmbeddedStore()
    read(store, "dramatis/new", extractor(), again=False)
    assert read(store, "dramatis/new", extractor(), again=True) == []
    assert len(read(store, "dramatis/newer", extractor(), again=True)) == 3
    assert {result.status for result in read(store, "dramatis/newer", extractor(), again=False)} == {"unchanged"}


def test_what_was_not_read_from_its_text_is_left_alone() -> None:
    store = EmbeddedStore()
    Writer(store, MINTER, PeopleGate(), Shapes(MINTER)).write(review())
    before = quads(store)
    assert read(store, "dramatis/new", extractor(), again=True) == []
    assert quads(store) == before

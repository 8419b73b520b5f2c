"""The whole way from a document to its extraction: the stages, joined.

In: a `Document`. Out: its `Extraction`, the same bytes for the same article and version.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ingest.article import Document
from ingest.extract import dates, mentions, parse, relations, statements
from ingest.extract.reading import Reading
from ingest.extraction import Entity, Extraction, Sentence
from ingest.lawful import lawful

__all__ = ["Extractor"]


class Extractor:
    """Reads articles. Models are loaded once, by the constructor; `extract` keeps nothing between articles.

    `known` are names that the graph has already, tried as names in each article.
    """

    name = "dramatis"

    def __init__(self, known: Iterable[Entity] = ()) -> None:
        self._nlp: Any = parse.load()
        self._known = tuple(known)

    def read(self, document: Document) -> Reading:
        """Return the parsed document with its entities and mentions resolved."""
        return mentions.read(document, self._nlp, known=self._known)

    def extract(self, document: Document) -> Extraction:
        """Return all that a document says."""
        reading = self.read(document)
        dated = dates.find(document.text, document.date)
        found = Extraction(
            document.id,
            document.date,
            reading.entities,
            relations.facts(reading, dated),
            (),
            statements.statements(reading),
            tuple(Sentence(span) for span in reading.sentences),
        )
        return lawful(found, document.text)

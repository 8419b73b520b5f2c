"""The whole way from a document to its extraction: the stages, joined.

In: a `Document`. Out: its `Extraction`, the same bytes for the same article and version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from graph.model import EntityType
from graph.vocabulary import vocabulary
from ingest.article import Document
from ingest.extract import dates, events, mentions, parse, relations, statements
from ingest.extract.reading import Reading
from ingest.extract.story import Positions
from ingest.extraction import Entity, Extraction, Fact, Sentence, Statement
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
        positions = Positions(reading)
        facts = relations.facts(reading, dated)
        found = Extraction(
            document.id,
            document.date,
            reading.entities,
            tuple(_placed_fact(fact, reading, positions) for fact in facts),
            events.events(reading, dated, facts),
            tuple(_placed_statement(said, reading, positions) for said in statements.statements(reading)),
            tuple(Sentence(span, positions.at(span)) for span in reading.sentences),
        )
        return lawful(found, document.text)


def _placed_fact(fact: Fact, reading: Reading, positions: Positions) -> Fact:
    """Return a fact of a story with its position; facts of the world have none."""
    side = vocabulary().property(fact.property).side
    inside = side == "story" or (side == "either" and reading.by_id[fact.subject].type is EntityType.CHARACTER)
    return replace(fact, position=positions.at(fact.evidence.span)) if inside and fact.position is None else fact


def _placed_statement(said: Statement, reading: Reading, positions: Positions) -> Statement:
    """Return a quotation of or about a character with the position of the story that it speaks of."""
    told = any(reading.by_id[id].type is EntityType.CHARACTER for id in (said.speaker, *said.about))
    return replace(said, position=positions.at(said.evidence.span)) if told and said.position is None else said

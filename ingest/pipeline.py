"""The whole way from a document to its extraction: the stages, joined.

In: a `Document`. Out: its `Extraction`, the same bytes for the same article and version.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from threadpoolctl import ThreadpoolController

from graph.model import EntityType, Span
from graph.vocabulary import vocabulary
from ingest.article import Document
from ingest.extract import dates, events, mentions, names, parse, relations, statements
from ingest.extract.dates import DateMention
from ingest.extract.known import KnownNames
from ingest.extract.model import FILES, MODELS, Encoded, Model, judged
from ingest.extract.opinions import Opinions
from ingest.extract.parts import Part
from ingest.extract.reading import Reading
from ingest.extract.story import Positions
from ingest.extraction import Entity, Extraction, Fact, Sentence, Statement
from ingest.intake.jsonld import things
from ingest.lawful import lawful

__all__ = ["Extractor", "SecondOpinion"]


class SecondOpinion(Protocol):
    """Reads what the rules have read."""

    def added(self, reading: Reading, found: Extraction) -> Extraction:
        """Return what was found with what it adds, every claim with its evidence in the text."""


class Extractor:
    """Reads articles. Models are loaded once, by the constructor; `extract` keeps nothing between articles.

    `known` are names that the graph has already, tried as names in each article. `folder` holds the trained encoder;
    with None, or where the folder has none, rules and the name model work alone. `without` names parts to leave out.
    `second` is heard after the rules: it may add to what they found.
    """

    name = "dramatis"

    def __init__(
        self,
        known: Iterable[Entity] = (),
        folder: Path | None = MODELS,
        without: Collection[Part] = (),
        second: SecondOpinion | None = None,
    ) -> None:
        self._second = second
        self._nlp: Any = parse.load()
        self._without = frozenset(without)
        self._known = KnownNames() if Part.KNOWN in self._without else KnownNames.of(known, self._nlp)
        there = folder is not None and all((folder / name).is_file() for name in FILES)
        self._model = Model.load(folder) if folder is not None and there else None
        self._threads = ThreadpoolController()

    def read(self, document: Document) -> Reading:
        """Return the parsed document with its entities and mentions resolved."""
        return self._read(document)[0]

    def extract(self, document: Document) -> Extraction:
        """Return all that a document says."""
        # One article is too small to share: two threads of a BLAS took 1.6 times the processor time of one.
        with self._threads.limit(limits=1, user_api="blas"):
            return self._extract(document)

    def _extract(self, document: Document) -> Extraction:
        reading, encoded = self._read(document)
        dated = dates.find(document.text, document.date)
        positions = Positions(reading)
        facts = relations.facts(reading, dated)
        opinions = self._opinions(reading, encoded, dated)
        if opinions is not None and Part.MODEL_FACTS not in self._without:
            facts = judged(facts, opinions)
        said = statements.statements(reading)
        found = Extraction(
            document.id,
            document.date,
            reading.entities,
            tuple(facts),
            events.events(reading, dated, facts, said, None if Part.MODEL_EVENTS in self._without else opinions),
            tuple(said),
            tuple(Sentence(span, positions.at(span)) for span in reading.sentences),
        )
        if self._second is not None:
            found = self._second.added(reading, found)
        lawfully = lawful(_placed(found, positions), document.text)
        return lawfully if Part.WORTH in self._without else _worthwhile(lawfully, document.text)

    def _opinions(self, reading: Reading, encoded: Encoded | None, dated: Sequence[DateMention]) -> Opinions | None:
        """What the model holds of all pairs of an article; None where it is not asked, or not there."""
        if self._model is None or encoded is None or {Part.MODEL_FACTS, Part.MODEL_EVENTS} <= self._without:
            return None
        return self._model.opinions(reading, encoded, dated)

    def _read(self, document: Document) -> tuple[Reading, Encoded | None]:
        doc = parse.parse(self._nlp, document.text)
        known = self._known.joined(KnownNames.of(_structured(document), self._nlp))
        if self._model is None:
            return mentions.resolve(document, doc, known, without=self._without), None
        encoded = self._model.encode(doc)
        emissions = None if Part.ENCODER in self._without else self._model.emissions(encoded, names.LABELS)
        return mentions.resolve(document, doc, known, emissions, self._without), encoded


def _structured(document: Document) -> list[Entity]:
    """What the page's own structured data names: it tells a show from a film better than any cue."""
    return [Entity(f"s{k}", type, name) for k, (name, type) in enumerate(things(document.structured))]


# How sure the kind of a name must be for it to stay though nothing is said of it: a name is worth noting where the
# chance that a reader notes it as that kind is above half of the F1 in reach. On 230 articles that no part had seen,
# typed F1 .739 with cuts chosen on the development sets (.6, places and shows .8), .756 with all names; by the cut
# .759 at .35, .759 at .4, .757 at .45, .755 at .5, .751 at .6. People named in passing are noted least: of those
# between .4 and .7, 32 of 113 were.
_UNUSED = 0.4
_UNUSED_PERSON = 0.7


# Who wrote the article or took its picture is noted only if the article says more of them.
_BYLINE = re.compile(
    r"\s*(?:\W*(?:by|words|(?:written|posted|reviewed|recap) by|interview(?:ed)? by|report(?:ed)? by|story|text|author)"
    r"(?::|\b))",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:photo(?:graph)?s?|pictures?|pics?|images?|credits?|courtesy|illustrations?)\s*(?:by|of|:|credits?:?)?\s*$",
    re.IGNORECASE,
)
_BYLINE_WORDS = 14


def _signed(text: str, entity: Entity) -> bool:
    """Whether a person stands only in bylines, in lines of the name alone near the top, or in picture credits."""
    return bool(entity.named) and all(_in_byline(text, span) for span in entity.named)


def _in_byline(text: str, span: Span) -> bool:
    low = text.rfind("\n", 0, span.start) + 1
    high = text.find("\n", span.end)
    line = text[low : high if high >= 0 else len(text)]
    if len(line.split()) <= _BYLINE_WORDS and not line.rstrip().endswith((".", "?", "!", "”", '"')):
        alone = len(line.split()) <= len(span.of(text).split()) + 1 and span.start < 600
        if _BYLINE.match(line) or alone:
            return True
    return bool(_CREDIT.search(text[max(low, span.start - 24) : span.start]))


def _worthwhile(found: Extraction, text: str) -> Extraction:
    """Leave out what the guide would leave out: what is named in passing, who signed the article."""
    used = {end for fact in found.facts for end in (fact.subject, fact.object)}
    used |= {entity for event in found.events for _, entity in event.args}
    used |= {id for said in found.statements for id in (said.speaker, said.medium, *said.about) if id}
    used |= {e.work for e in found.entities if e.work and e.id in used}
    kept = tuple(
        e
        for e in found.entities
        if e.id in used
        or (e.confidence >= (_UNUSED_PERSON if e.type is EntityType.PERSON else _UNUSED) and not _signed(text, e))
    )
    gone = {e.id for e in found.entities} - {e.id for e in kept}
    return replace(found, entities=tuple(replace(e, work=None) if e.work in gone else e for e in kept))


def _placed(found: Extraction, positions: Positions) -> Extraction:
    """Return what was found with the positions of what stories tell; what is told of the world has none.

    A quotation of or about a character has the position of the story that it speaks of.
    """
    characters = {entity.id for entity in found.entities if entity.type is EntityType.CHARACTER}

    def fact(one: Fact) -> Fact:
        side = vocabulary().property(one.property).side
        inside = side == "story" or (side == "either" and one.subject in characters)
        return replace(one, position=positions.at(one.evidence.span)) if inside and one.position is None else one

    def said(one: Statement) -> Statement:
        told = not characters.isdisjoint((one.speaker, *one.about))
        return replace(one, position=positions.at(one.evidence.span)) if told and one.position is None else one

    return replace(found, facts=tuple(map(fact, found.facts)), statements=tuple(map(said, found.statements)))

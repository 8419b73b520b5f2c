"""A reading: one parsed document with its resolved mentions, which is what all later stages read.

In: a `Document`, spaCy's `Doc` over the same text (token offsets are text offsets), entities with their mentions.
Out: `Reading`, with look-ups by span. Made once by the mention and resolution stages; never changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from graph.model import EntityType, Span
from ingest.article import Document
from ingest.extraction import Entity

__all__ = ["Form", "Mention", "Reading"]


class Form(StrEnum):
    """How a mention refers: by name, by pronoun ("she", "they"), or by a description ("the show", "his coach")."""

    NAME = "name"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A span of the text that refers to an entity (by its local id). Titles exclude their quotation marks."""

    span: Span
    entity: str
    form: Form = Form.NAME


@dataclass(frozen=True)
class Reading:
    """One document, parsed and resolved. `mentions` are sorted by span; `doc` is a spaCy `Doc` (no types shipped)."""

    document: Document
    doc: Any
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]

    @property
    def text(self) -> str:
        """The stored text of the document."""
        return self.document.text

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        """Entities by local id."""
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences' spans, in order."""
        return tuple(Span(s.start_char, s.end_char) for s in self.doc.sents)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [mention.span.start for mention in self.mentions]

    def within(self, span: Span, *types: EntityType) -> Iterator[Mention]:
        """Yield the mentions that lie wholly in a span, in order, of the given types or of all."""
        for mention in self.mentions[bisect_left(self._starts, span.start) :]:
            if mention.span.start >= span.end:
                break
            if mention.span.end <= span.end and (not types or self.type_of(mention) in types):
                yield mention

    def type_of(self, mention: Mention) -> EntityType:
        """Return the type of the entity that a mention refers to."""
        return self.by_id[mention.entity].type

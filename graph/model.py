"""Values that both extraction and the graph speak of: spans, evidence, entity types, statuses.

In and out: frozen values, compared by content. None knows the store, the network or the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["EntityType", "Evidence", "Span", "Status"]


class EntityType(StrEnum):
    """The kinds of entity that an article names; `graph/vocabulary.ttl` declares each as a class."""

    SHOW = "Show"
    FILM = "Film"
    SEASON = "Season"
    EPISODE = "Episode"
    WORK = "Work"
    PERSON = "Person"
    CHARACTER = "Character"
    ORGANIZATION = "Organization"
    AWARD = "Award"
    EVENT = "Event"
    PLACE = "Place"


class Status(StrEnum):
    """How firmly a text says something."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    PLANNED = "planned"
    DISPUTED = "disputed"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points in one document's text.

    >>> Span(0, 4).overlaps(Span(3, 9)), Span(0, 4).overlaps(Span(4, 9))
    (True, False)
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} is not a range of a text")

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Say whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """Return the covered text."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The words that say a fact: `text[start:end] == quote` in the stored text of the article."""

    start: int
    end: int
    quote: str

    @classmethod
    def at(cls, text: str, span: Span) -> Evidence:
        """Cut the evidence out of a text.

        >>> Evidence.at("Nick (Kit Connor)", Span(6, 16)).quote
        'Kit Connor'
        """
        return cls(span.start, span.end, span.of(text))

    @property
    def span(self) -> Span:
        """The range that the quotation covers."""
        return Span(self.start, self.end)

"""How much of what stories tell has a place in them: the coverage of story positions.

In: extractions. Out: a `Placement`, which counts the facts and turning points of stories, those with a season, those
with an episode. What no words of the article place is unknown and is left so; this says how often that is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.model import EntityType
from graph.vocabulary import vocabulary
from ingest.extraction import Event, Extraction, Fact

__all__ = ["Placement", "placement"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Claims of stories: all, those with a season at least, and those of them with an episode.

    >>> Placement(8, 4, 1).shares
    (0.5, 0.125)
    """

    told: int = 0
    season: int = 0
    episode: int = 0

    @property
    def shares(self) -> tuple[float, float]:
        """The shares with a season and with an episode; 0 where no story is told."""
        return (self.season / self.told, self.episode / self.told) if self.told else (0.0, 0.0)


def placement(extractions: Iterable[Extraction]) -> Placement:
    """Count what some articles tell of stories by how far it is placed."""
    positions = [claim.position for one in extractions for claim in _of_stories(one)]
    placed = [p for p in positions if p is not None]
    return Placement(len(positions), len(placed), sum("e" in p for p in placed))


def _of_stories(extraction: Extraction) -> Iterable[Fact | Event]:
    """Yield the facts between characters and the events that happen inside a work."""
    characters = {e.id for e in extraction.entities if e.type is EntityType.CHARACTER}
    for fact in extraction.facts:
        side = vocabulary().property(fact.property).side
        if side == "story" or (side == "either" and fact.subject in characters):
            yield fact
    yield from (event for event in extraction.events if vocabulary().events[event.type].side == "story")

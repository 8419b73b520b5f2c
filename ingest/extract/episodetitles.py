"""Titles that the text gives to episodes that it counts: "The first episode's title is “Out”".

In: a text, entities with the counted episodes among them. Out: the same, a titled episode under its title, with the
words that count it as another form. An entity that was made of the title alone goes up in the episode.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from graph.model import EntityType, Span
from ingest.extraction import Entity

__all__ = ["titled"]

# Right after the words that count an episode.
_TITLE: Final = re.compile(
    r"(?:['’]s title is|,? (?:is |was )?(?:called|titled|entitled|named),?|['’]s title,|,? whose title is)"
    r"\s*[\"“'‘](?P<title>[^\"“”\n]{1,60}?)[,.]?[\"”'’](?=[\s,.;:)—–-]|$)"
)


def titled(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities with titled episodes under their titles.

    >>> text = "The first episode's title is “Out” and sets the tone."
    >>> counted = Entity("e1", EntityType.EPISODE, "Nightjar episode 1", ("first episode",), (), (Span(4, 17),))
    >>> [(e.name, e.aliases) for e in titled(text, [counted])]
    [('Out', ('Nightjar episode 1', 'first episode'))]
    """
    found: dict[str, Entity] = {}
    taken: list[Span] = []
    for entity in entities:
        place = _title(text, entity) if entity.type is EntityType.EPISODE else None
        if place is not None:
            taken.append(place)
            found[entity.id] = replace(
                entity,
                name=place.of(text),
                aliases=(entity.name, *(form for form in entity.aliases if form != entity.name)),
                mentions=tuple(sorted({*entity.mentions, place})),
                named=tuple(sorted({*entity.named, place})),
            )
    kept = (e for e in entities if e.id in found or not e.named or not all(span in taken for span in e.named))
    return [found.get(entity.id, entity) for entity in kept]


def _title(text: str, entity: Entity) -> Span | None:
    for span in entity.named:
        match = _TITLE.match(text, span.end)
        if match:
            return Span(match.start("title"), match.end("title"))
    return None

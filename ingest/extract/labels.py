"""The labels that the trained model knows: kinds of mention, tags of tokens, properties of pairs.

In: nothing but tables. Out: `KINDS`, `TAGS`, `PROPERTIES` with the kinds of their ends, and the pair labels of events.
The order is part of the weights: a change needs a new training.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graph.model import EntityType

__all__ = [
    "ENTITY_KINDS",
    "IGNORED",
    "KINDS",
    "LITERAL_KINDS",
    "PAIR_KINDS",
    "PROPERTIES",
    "SYMMETRIC",
    "TAGS",
    "event_pairs",
    "tag_index",
]

ENTITY_KINDS: tuple[str, ...] = tuple(str(t) for t in EntityType)
LITERAL_KINDS = {"occupation": "Occupation", "genre": "Genre", "age": "Age", "identifiesAs": "Identity"}
"""Properties whose literal is a span of the text, and the kind of mention that the span is."""
KINDS: tuple[str, ...] = (*ENTITY_KINDS, *LITERAL_KINDS.values())
"""Kinds of mention that the tagger finds."""
PAIR_KINDS: tuple[str, ...] = (*KINDS, "Date")
"""Kinds of mention that a pair can join."""
TAGS: tuple[str, ...] = ("O", *(f"{b}-{kind}" for kind in KINDS for b in "BI"))
IGNORED = -100
"""The label of a token that the training passes over."""

_WORKS = ("Show", "Film", "Work", "Season", "Episode")
_BEINGS = ("Person", "Character")
_SAME = (("Person", "Person"), ("Character", "Character"))


def _across(*ends: tuple[tuple[str, ...], tuple[str, ...]]) -> frozenset[tuple[str, str]]:
    return frozenset((s, o) for subjects, objects in ends for s in subjects for o in objects)


PROPERTIES: dict[str, frozenset[tuple[str, str]]] = {
    "actor": _across((_WORKS, ("Person",))),
    "presenter": _across((("Show", "Event", "Episode", "Season"), ("Person",))),
    "portrays": _across((("Person",), ("Character",))),
    "character": _across((_WORKS, ("Character",))),
    "creator": _across((_WORKS, ("Person", "Organization"))),
    "director": _across((_WORKS, ("Person",))),
    "author": _across((_WORKS, ("Person",))),
    "producer": _across((_WORKS, ("Person",))),
    "musicBy": _across((_WORKS, ("Person", "Organization"))),
    "productionCompany": _across((_WORKS, ("Organization",))),
    "broadcaster": _across((("Show", "Film", "Season", "Episode", "Event"), ("Organization",))),
    "publisher": _across((("Work",), ("Organization",))),
    "isBasedOn": _across((("Show", "Film", "Work"), ("Show", "Film", "Work"))),
    "sequelOf": _across((("Show", "Film", "Work"), ("Show", "Film", "Work"))),
    "partOfSeries": _across((("Season", "Episode"), ("Show",))),
    "partOfSeason": _across((("Episode",), ("Season",))),
    "genre": _across((_WORKS, ("Genre",))),
    "releaseDate": _across((_WORKS, ("Date",))),
    "setIn": _across((_WORKS, ("Place",))),
    "filmedIn": _across((_WORKS, ("Place",))),
    "spouse": frozenset(_SAME),
    "partner": frozenset(_SAME),
    "formerPartner": frozenset(_SAME),
    "parent": frozenset(_SAME),
    "sibling": frozenset(_SAME),
    "friend": frozenset(_SAME),
    "colleague": frozenset(_SAME),
    "rival": frozenset(_SAME),
    "relative": frozenset(_SAME),
    "lovesUnrequited": frozenset(_SAME),
    "mentor": frozenset(_SAME),
    "memberOf": _across((_BEINGS, ("Organization",))),
    "worksFor": _across((_BEINGS, ("Organization",))),
    "occupation": _across((_BEINGS, ("Occupation",))),
    "age": _across((_BEINGS, ("Age",))),
    "birthDate": _across((("Person",), ("Date",))),
    "deathDate": _across((("Person",), ("Date",))),
    "identifiesAs": _across((("Character",), ("Identity",))),
    "awardWon": _across((("Person", "Organization", *_WORKS), ("Award",))),
    "nominatedFor": _across((("Person", "Organization", *_WORKS), ("Award",))),
    "partOfEvent": _across((("Award",), ("Event", "Organization"))),
    "location": _across((("Event", "Organization"), ("Place",))),
}
"""Each property that the model scores, with the kinds of subject and object that it can join."""

SYMMETRIC = frozenset({"spouse", "partner", "formerPartner", "sibling", "friend", "colleague", "rival", "relative"})


def tag_index(kind: str, begins: bool) -> int:
    """Return the index in `TAGS` of a token of a mention.

    >>> TAGS[tag_index("Person", begins=False)]
    'I-Person'
    """
    return 1 + 2 * KINDS.index(kind) + (not begins)


def event_pairs(event: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield an event as labelled pairs of its arguments, the roles in alphabetical order, dates as role `date`.

    >>> for pair in event_pairs({"type": "release", "date": "2004", "args": {"medium": ["e2"], "about": ["e1"]}}):
    ...     print(*pair)
    e1 release:about:date Date:2004
    e1 release:about:medium e2
    Date:2004 release:date:medium e2
    """
    args = [(role, str(thing)) for role, things in event.get("args", {}).items() for thing in things]
    if event.get("date"):
        args.append(("date", f"Date:{event['date']}"))
    args.sort()
    for i, (role, thing) in enumerate(args):
        for other_role, other in args[i + 1 :]:
            if thing != other:
                yield thing, f"{event['type']}:{role}:{other_role}", other

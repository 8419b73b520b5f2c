"""One event for each happening, though an article tells it twice.

In: events, in any order. Out: the same with those merged that tell of one happening, in text order. Two are one where
their type's core roles agree and their dates don't differ; the merged event keeps all roles, the more precise date
and the firmest evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.model import EntityType, Status
from ingest.extract.reading import Reading
from ingest.extraction import Event

__all__ = ["merged"]

# The roles of which one must be shared, and those that must not differ where both events have them.
_CORE: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "award": (("patient",), ("award", "occasion")),
    "nomination": (("award", "patient"), ("award",)),
    "casting": (("patient",), ()),
    "departure": (("agent", "patient"), ("agent",)),
    "release": (("about",), ("medium", "occasion")),
    "renewal": (("about",), ()),
    "cancellation": (("about",), ()),
    "production": (("about",), ()),
    "interview": (("agent",), ("medium",)),
    "publicPost": (("agent",), ("medium",)),
    "statement": (("agent",), ()),
    "performance": (("agent", "about"), ("place", "occasion")),
    "sale": (("about",), ("place", "agent")),
    "death": (("patient",), ()),
    "birth": (("patient",), ()),
    "relationship": (("agent",), ()),
    "legal": (("patient", "about", "agent"), ("patient",)),
    "accusation": (("patient",), ("agent",)),
    "harassment": (("patient",), ()),
    "comingOut": (("agent",), ()),
}
_CATEGORY = re.compile(r"(?:[Bb]est|[Tt]op|[Oo]utstanding|[Ll]eading|[Ss]upporting|[a-z])")
_FIRM = {Status.ASSERTED: 2, Status.PLANNED: 1, Status.REPORTED: 0}


def merged(reading: Reading, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events with those of one happening merged, in text order."""
    kept: list[Event] = []
    order = sorted(events, key=lambda e: (-len(e.args), -_FIRM.get(e.status, 0), -e.confidence, e.evidence, e.rule))
    for event in order:
        same = next((n for n, other in enumerate(kept) if _same(reading, event, other)), None)
        if same is None:
            kept.append(event)
        else:
            kept[same] = _joined(kept[same], event)
    return tuple(sorted(kept, key=lambda e: (e.evidence, e.type, e.args)))


def _roles(event: Event) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for role, entity in event.args:
        found.setdefault(role, set()).add(entity)
    return found


def _same(reading: Reading, one: Event, other: Event) -> bool:
    if one.type != other.type:
        return False
    if one.type == "storyEvent" or one.type not in _CORE:
        return one.args == other.args or set(one.args) < set(other.args)
    if one.date and other.date and not (one.date.startswith(other.date) or other.date.startswith(one.date)):
        return False
    core, distinct = _CORE[one.type]
    mine, yours = _roles(one), _roles(other)
    if one.type in {"award", "nomination"} and not ("award" in mine and "award" in yours):
        return bool(mine.get("patient", set()) & yours.get("patient", set())) and _agree(mine, yours, ("occasion",))
    if one.type == "release" and not _one_season(reading, mine, yours):
        return False
    shared = [role for role in core if mine.get(role, set()) & yours.get(role, set())]
    if one.type == "nomination" and shared == ["award"]:
        # A category has one list of nominees; of a prize with a name of its own there are many categories.
        return all(_CATEGORY.match(reading.by_id[a].name) for a in mine["award"] & yours["award"])
    return bool(shared) and _agree(mine, yours, distinct)


def _agree(mine: Mapping[str, set[str]], yours: Mapping[str, set[str]], roles: Iterable[str]) -> bool:
    return all(not (mine.get(r) and yours.get(r)) or mine[r] & yours[r] for r in roles)


def _one_season(reading: Reading, mine: Mapping[str, set[str]], yours: Mapping[str, set[str]]) -> bool:
    """Whether two releases are not of different seasons, episodes or works."""

    def parts(roles: Mapping[str, set[str]]) -> set[str]:
        narrow = {EntityType.SEASON, EntityType.EPISODE}
        return {e for e in roles.get("about", set()) if reading.by_id[e].type in narrow}

    return not (parts(mine) and parts(yours)) or bool(parts(mine) & parts(yours))


def _joined(kept: Event, other: Event) -> Event:
    """Add to an event what another telling of it has. A role already filled is kept, unless it lists several."""
    mine, args = _roles(kept), set(kept.args)
    listing = {"nomination": {"patient", "about"}, "casting": {"about"}, "release": {"about"}, "renewal": {"about"}}
    for role, entity in other.args:
        if role not in mine or role in listing.get(kept.type, set()):
            args.add((role, entity))
    date = max((d for d in (kept.date, other.date) if d), key=lambda d: (len(d), d == kept.date), default=None)
    firmer = kept if _FIRM.get(kept.status, 0) >= _FIRM.get(other.status, 0) else other
    return replace(kept, args=tuple(sorted(args)), date=date, status=firmer.status)

"""What the facts of an article add to its events.

In: events, a `Reading`, facts. Out: the same events with the roles that their clauses left out: the channel of a
release, the show of a season, the part and the work of somebody cast or leaving. Only what the facts say without a
second answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.model import EntityType
from ingest.extract.reading import Reading
from ingest.extraction import Event, Fact

__all__ = ["completed"]

_WORKS = (EntityType.SHOW, EntityType.FILM, EntityType.WORK)
_CASTS = frozenset(("casting", "departure"))
_SEASONED = frozenset(("release", "renewal", "cancellation", "production"))


class _Known:
    """The facts of an article by what they are asked for."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.channels: dict[str, set[str]] = {}
        self.shows: dict[str, str] = {}
        self.parts: dict[str, set[str]] = {}
        self.played_in: dict[str, set[str]] = {}
        self.works: dict[str, set[str]] = {}
        self.couples: dict[str, set[str]] = {}
        for fact in facts:
            if fact.property == "broadcaster":
                self.channels.setdefault(fact.subject, set()).add(fact.object)
            elif fact.property == "partOfSeries":
                self.shows[fact.subject] = fact.object
            elif fact.property == "portrays":
                self.parts.setdefault(fact.subject, set()).add(fact.object)
            elif fact.property == "character":
                self.played_in.setdefault(fact.object, set()).add(fact.subject)
            elif fact.property in {"spouse", "partner", "formerPartner"}:
                self.couples.setdefault(fact.subject, set()).add(fact.object)
                self.couples.setdefault(fact.object, set()).add(fact.subject)
            elif fact.property in {"actor", "presenter"}:
                self.works.setdefault(fact.object, set()).add(fact.subject)


def completed(reading: Reading, events: Iterable[Event], facts: Iterable[Fact]) -> Iterator[Event]:
    """Yield the events with what the facts add to them; a couple of which the other is not told is left out."""
    known = _Known(facts)
    for event in events:
        args = set(event.args)
        if event.type in _SEASONED:
            args |= _show(reading, args, known)
        if event.type == "release" and not _has(args, "medium"):
            args |= {("medium", m) for m in _only(known.channels.get(e, set()) for r, e in args if r == "about")}
        if event.type in _CASTS:
            args |= _roles(reading, args, known)
        if event.type == "relationship":
            agents = [e for role, e in args if role == "agent"]
            if len(agents) == 1:
                args |= {("agent", e) for e in _only([known.couples.get(agents[0], set())])}
            if len([e for role, e in args if role == "agent"]) < 2:
                continue
        yield event if args == set(event.args) else replace(event, args=tuple(sorted(args)))


def _has(args: set[tuple[str, str]], role: str) -> bool:
    return any(r == role for r, _ in args)


def _only(answers: Iterable[set[str]]) -> set[str]:
    """The answer, where there is one only."""
    given = set().union(*answers)
    return given if len(given) == 1 else set()


def _show(reading: Reading, args: set[tuple[str, str]], known: _Known) -> set[tuple[str, str]]:
    """The show of a season; an episode stands alone."""
    about = [e for role, e in args if role == "about"]
    if any(reading.by_id[e].type in _WORKS for e in about):
        return set()
    return {
        ("about", known.shows[e]) for e in about if reading.by_id[e].type is EntityType.SEASON and e in known.shows
    }  # fmt: skip


def _roles(reading: Reading, args: set[tuple[str, str]], known: _Known) -> set[tuple[str, str]]:
    """The parts of those cast or leaving, in the work that the event is about, and the work of their parts."""
    people = [e for role, e in args if role in {"patient", "agent"} and reading.by_id[e].type is EntityType.PERSON]
    works = {e for role, e in args if role == "about" and reading.by_id[e].type in _WORKS}
    parts = {e for role, e in args if role == "about" and reading.by_id[e].type is EntityType.CHARACTER}
    found: set[tuple[str, str]] = set()
    for person in people:
        played = known.parts.get(person, set())
        if works and not parts:
            found |= {("about", p) for p in played if known.played_in.get(p, set()) & works}
        if parts and not works:
            homes = [known.played_in.get(p, set()) for p in parts & played] or [
                known.played_in.get(p, set()) for p in parts
            ]
            found |= {("about", w) for w in _only(homes)}
    return found

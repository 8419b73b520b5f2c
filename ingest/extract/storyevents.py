"""Turning points of a story, as plot prose tells them.

In: a `Reading` and its dates. Out: `storyEvent`s: what one character does, or what is done to one, in an episode, season
or work. Plot prose is told by who does it: a sentence whose subject or object is a character and whose verb acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graph.model import EntityType, Evidence, Span
from ingest.extract.assertion import firmness
from ingest.extract.clauses import Clauses, Filler, passive
from ingest.extract.dates import DateMention
from ingest.extract.reading import Reading
from ingest.extract.story import Positions
from ingest.extract.verbs import forms
from ingest.extraction import Event

__all__ = ["story_events"]

# Verbs of state, of report and of performing: what they tell is no turning point.
_STILL = """be have seem appear look remain stay live work know think believe feel want need like hope wish wonder suppose
mean sound play star voice portray feature include involve follow centre center revolve tell say ask add explain speak talk
watch see hear remember call name use try keep belong contain consist depend concern matter let make get do go come become
begin start continue happen serve act wear sit stand lie hold wait stop smile laugh give take put bring show turn run"""
_STATES = frozenset(form for verb in _STILL.split() for form in forms(verb))
_SAYS = frozenset(form for verb in ("tell", "ask", "show", "give", "take", "bring", "make") for form in forms(verb))
_BEING = (EntityType.CHARACTER,)
_TO = frozenset(("to", "with", "from", "for", "against", "on", "into", "at"))
_CONFIDENCE = 0.5


def story_events(reading: Reading, dates: Sequence[DateMention]) -> Iterator[Event]:
    """Yield the turning points, at most one a verb and two a sentence."""
    if not any(e.type is EntityType.CHARACTER for e in reading.entities):
        return
    clauses, positions = Clauses(reading), Positions(reading)
    for sentence in reading.doc.sents:
        found = [e for token in sentence if (e := _told(token, reading, clauses, positions)) is not None]
        found.sort(key=lambda e: (-len({r for r, _ in e.args}), e.evidence))
        yield from sorted(found[:2], key=lambda e: e.evidence)


def _told(token: Any, reading: Reading, clauses: Clauses, positions: Positions) -> Event | None:
    if not token.tag_.startswith("VB") or token.dep_ in {"aux", "auxpass", "amod"} or token.lower_ in _STATES - _SAYS:
        return None
    fillers = [f for f in clauses.fillers(token) if reading.type_of(f.mention) in _BEING]
    agents = [f for f in fillers if f.slot == "doer"]
    done = [f for f in fillers if f.slot == "done"]
    others = [f for f in fillers if f.slot in _TO]
    if passive(token):
        agents, done = agents, done
    if not agents and not done:
        return None
    if token.lower_ in _SAYS and not (done or others):
        return None
    if firmness(token, reading.text) is None:
        return None
    place = [f for f in clauses.fillers(token) if reading.type_of(f.mention) is EntityType.PLACE and f.slot in {"in", "at", "to"}]
    work = positions.work(Span(token.idx, token.idx + len(token)))
    return _event(token, reading, agents, done or others, place[:1], work)


def _event(
    token: Any, reading: Reading, agents: Sequence[Filler], patients: Sequence[Filler], place: Sequence[Filler], work: str | None
) -> Event:
    args = {("agent", f.mention.entity) for f in agents}
    args |= {("patient", f.mention.entity) for f in patients if ("agent", f.mention.entity) not in args}
    args |= {("place", f.mention.entity) for f in place}
    if work:
        args.add(("in", work))
    spans = [f.mention.span for f in (*agents, *patients, *place)]
    start = min(token.idx, *(s.start for s in spans))
    end = max(token.idx + len(token), *(s.end for s in spans))
    return Event(
        type="storyEvent",
        args=tuple(sorted(args)),
        evidence=Evidence.at(reading.text, Span(start, end)),
        confidence=_CONFIDENCE,
        rule="events/storyEvent#acts",
    )

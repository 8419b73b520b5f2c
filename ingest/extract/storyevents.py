"""Turning points of a story, as plot prose tells them.

In: a `Reading` and its facts. Out: `storyEvent`s: what one character does, or what is done to one, in an episode,
season or work. Plot prose is told by who does it: a sentence whose subject or object is a character and whose verb
acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graph.model import EntityType, Evidence, Span
from ingest.extract.assertion import firmness
from ingest.extract.clauses import Clauses, Filler
from ingest.extract.reading import Reading
from ingest.extract.story import Positions
from ingest.extract.verbs import forms
from ingest.extraction import Event, Fact

__all__ = ["story_events"]

# Verbs of state, of report and of performing: what they tell is no turning point.
_STILL = """be have seem appear look remain stay live work know think believe feel want need like hope wish wonder
suppose mean sound play star voice portray feature include involve follow centre center revolve tell say
ask add explain speak talk watch see hear remember call name use try keep belong contain consist depend
concern matter let make get do go begin start continue happen serve act wear sit stand lie hold wait stop
smile laugh give take show love hate adore worship miss fancy own suit cost deserve expect prefer enjoy
resemble answer reply joke write describe air bear introduce direct film cast base open close narrate wake
sleep"""
_STATES = frozenset(form for verb in _STILL.split() for form in forms(verb)) | {
    "'s",
    "’s",
    "'re",
    "’re",
    "'m",
    "’m",
    "'ve",
    "’ve",
    "'d",
    "’d",
}
# What befalls its subject: that is whom it is done to.
_BEFALLS = frozenset(form for verb in ("die", "drown", "perish", "collapse", "suffocate") for form in forms(verb))
_SAYS = frozenset(form for verb in ("tell", "ask", "show", "give", "take", "bring", "make") for form in forms(verb))
_TOGETHER = frozenset(
    form for verb in ("marry", "wed", "kiss", "reunite", "divorce", "elope", "embrace") for form in forms(verb)
)
_BEING = (EntityType.CHARACTER,)
_TO = frozenset(("to", "with", "from", "for", "against", "on", "into", "at"))
_CONFIDENCE = 0.5


def story_events(reading: Reading, facts: Iterable[Fact] = ()) -> Iterator[Event]:
    """Yield the turning points, at most one a verb and two a sentence.

    The facts tell which work a character belongs to; without them the work in focus is taken.
    """
    if not any(e.type is EntityType.CHARACTER for e in reading.entities):
        return
    clauses, settings = Clauses(reading), _Settings(reading, facts)
    for sentence in reading.doc.sents:
        if not any(reading.within(Span(sentence.start_char, sentence.end_char), *_BEING)):
            continue
        found = [e for token in sentence if (e := _told(token, reading, clauses, settings)) is not None]
        found.sort(key=lambda e: (-len({r for r, _ in e.args}), e.evidence))
        yield from sorted(found[:2], key=lambda e: e.evidence)


class _Settings:
    """Which episode, season or work a turning point happens in."""

    def __init__(self, reading: Reading, facts: Iterable[Fact]) -> None:
        self._reading, self._positions = reading, Positions(reading)
        self._homes: dict[str, set[str]] = {}
        self._parts: dict[str, str] = {}
        for fact in facts:
            if fact.property == "character" and fact.object in reading.by_id:
                self._homes.setdefault(fact.object, set()).add(fact.subject)
            elif fact.property == "partOfSeries":
                self._parts[fact.subject] = fact.object

    def position(self, span: Span) -> str | None:
        """Return how far into the story a span reaches; None where the text doesn't tell."""
        return self._positions.at(span)

    def of(self, span: Span, characters: Sequence[str]) -> str | None:
        """Return the narrowest setting that the text tells, of the work that the characters are of."""
        told = self._positions.work(span)
        homes = [self._homes[c] for c in characters if c in self._homes]
        if not homes:
            return told
        home = set.intersection(*homes) or set.union(*homes)
        if told in home or self._parts.get(told or "") in home:
            return told
        order = {entity.id: n for n, entity in enumerate(self._reading.entities)}
        return min(home, key=lambda e: order.get(e, 0))


def _told(token: Any, reading: Reading, clauses: Clauses, settings: _Settings) -> Event | None:
    if (
        not token.tag_.startswith("VB")
        or token.dep_ in {"aux", "auxpass", "amod", "compound", "nmod", "pobj"}
        or token.lower_ in _STATES - _SAYS
    ):
        return None
    everyone = clauses.fillers(token)
    fillers = [f for f in everyone if reading.type_of(f.mention) in _BEING]
    agents = [f for f in fillers if f.slot == "doer"]
    done = [f for f in fillers if f.slot == "done"]
    others = [f for f in fillers if f.slot in _TO]
    if not agents and any(f.slot == "doer" and reading.type_of(f.mention) is EntityType.PERSON for f in everyone):
        return None
    if token.lower_ in _BEFALLS:
        agents, done = [], agents
    if token.lower_ in _TOGETHER or any(f.slot == "with" for f in others):
        agents = [*agents, *done, *others]
        done, others = [], []
    if agents and not done and not others:
        done = [f for f in fillers if f.slot == "owner" and f.mention.span.start > token.idx][:1]
    if not agents and not done:
        return None
    if token.lower_ in _SAYS and not (done or others):
        return None
    if firmness(token, reading.text, clauses.sentence(token)) is None:
        return None
    place = [
        f
        for f in clauses.fillers(token)
        if reading.type_of(f.mention) is EntityType.PLACE and f.slot in {"in", "at", "to"}
    ]
    span = Span(token.idx, token.idx + len(token))
    work = settings.of(span, [f.mention.entity for f in (*agents, *done, *others)])
    position = settings.position(span)
    return _event(token, reading, agents, done or others, place[:1], work, position)


def _event(
    token: Any,
    reading: Reading,
    agents: Sequence[Filler],
    patients: Sequence[Filler],
    place: Sequence[Filler],
    work: str | None,
    position: str | None,
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
        position=position,
    )

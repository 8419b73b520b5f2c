"""Events: who did what, when and where, as far as the public saw it or a story turns on it.

In: a `Reading`, its dates, the facts already found, the trained model's opinions if there are any. Out: `Event`s, one
for each happening, with its roles, date, status and the shortest span that carries it. The tables of `rules/events` are
applied to the grammar of each sentence; interviews in question-and-answer form, printed lists of prizes and the
plot's turning points have stages of their own. A denied, asked or rumoured event is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from graph.model import EntityType, Evidence, Span, Status
from ingest.extract.assertion import firmness
from ingest.extract.boxoffice import takings
from ingest.extract.clauses import Clauses, Filler
from ingest.extract.completion import completed
from ingest.extract.dates import DateMention
from ingest.extract.eventdates import EventDates
from ingest.extract.eventopinions import EventOpinions
from ingest.extract.eventrules import EventRule
from ingest.extract.eventtriggers import Triggered, triggered
from ingest.extract.focus import Focus
from ingest.extract.happenings import merged
from ingest.extract.listings import listings
from ingest.extract.narration import Narration
from ingest.extract.opinions import Opinions
from ingest.extract.prizes import awarded, elliptical, listed
from ingest.extract.quotations import find
from ingest.extract.reading import Mention, Reading
from ingest.extract.sayings import sayings, unsaid
from ingest.extract.statements import statements
from ingest.extract.story import Positions
from ingest.extract.storyevents import story_events
from ingest.extraction import Event, Fact, Statement

__all__ = ["events"]

_SCENES = frozenset(("in", "on", "at", "of", "from", "during", "outer:in", "outer:on"))
_PERSON_NOUNS = frozenset(
    (
        "actor",
        "actress",
        "singer",
        "star",
        "director",
        "writer",
        "author",
        "comedian",
        "presenter",
        "filmmaker",
        "musician",
        "rapper",
        "producer",
        "novelist",
        "playwright",
        "host",
        "screenwriter",
        "composer",
        "veteran",
        "old",
        "performer",
    )
)
_MIND = 600
# Words that rules ask for or shun count within so many characters of the trigger and its fillers.
_LEFT, _RIGHT = 12, 80
_FOCUSED = (EntityType.SHOW, EntityType.FILM, EntityType.WORK)
_WORK_NOUNS: Mapping[str, tuple[EntityType, ...]] = {
    **dict.fromkeys(("film", "movie", "picture", "pic", "feature"), (EntityType.FILM,)),
    **dict.fromkeys(
        ("show", "series", "sitcom", "soap", "programme", "program", "season", "episodes"), (EntityType.SHOW,)
    ),
    **dict.fromkeys(("play", "musical", "book", "novel", "album", "opera", "comic", "memoir"), (EntityType.WORK,)),
    **dict.fromkeys(("drama", "comedy", "thriller", "documentary", "it", "adaptation", "sequel"), _FOCUSED),
}


def events(
    reading: Reading,
    dates: Sequence[DateMention],
    facts: Iterable[Fact] = (),
    said: Iterable[Statement] | None = None,
    opinions: Opinions | None = None,
) -> tuple[Event, ...]:
    """Return the events of an article, in text order.

    `said` are its statements (found here if not given): the interviews and posts they were taken from are events.
    `opinions` are the trained model's, who drops arguments of the rules' events and adds to them.
    """
    held, heard = tuple(facts), tuple(triggered(reading))
    told = list(sayings(reading, statements(reading) if said is None else said, dates))
    ruled = list(unsaid(reading, list(_by_rules(reading, dates, heard)), told))
    found = [
        *completed(
            reading, awarded(reading, (*ruled, *listed(reading), *elliptical(reading, ruled)), held, dates), held
        ),
        *told,
        *listings(reading, dates),
        *takings(reading),
        *story_events(reading, held),
    ]
    if opinions is None:
        return merged(reading, found)
    judged = EventOpinions(opinions, heard, Positions(reading)).judged(merged(reading, found))
    return merged(reading, judged)


def _by_rules(reading: Reading, dates: Sequence[DateMention], heard: Iterable[Triggered]) -> Iterator[Event]:
    clauses, focus = Clauses(reading), Focus(reading)
    dated = EventDates(reading, dates, clauses)
    narration = cache(lambda: Narration(reading, find(reading.text)))
    for token, rules in heard:
        used: set[str] = set()
        for rule in rules:
            if rule.type in used:
                continue
            for event in _applied(rule, token, reading, clauses, focus, dated, narration):
                used.add(rule.type)
                yield event


def _applied(
    rule: EventRule,
    token: Any,
    reading: Reading,
    clauses: Clauses,
    focus: Focus,
    dated: EventDates,
    narration: Callable[[], Narration],
) -> Iterator[Event]:
    if not _possible(rule, clauses.types(token)):
        return
    sentence = clauses.sentence(token)
    status = firmness(token, reading.text, sentence, strict=rule.strict)
    if status is None:
        return
    if rule.bars and any(
        f.slot in _SCENES and reading.type_of(f.mention) in rule.bars for f in clauses.fillers(token)
    ):  # fmt: skip
        return
    date = dated.of(token) if rule.dated else None
    filled = _filled(rule, token, reading, clauses, focus, narration)
    held = {role for role, fillers in filled.items() if fillers} | ({"date"} if date else set())
    held |= {"planned"} if status is Status.PLANNED or _under_way(token) else set()
    if not all(held & set(group) for group in rule.needs):
        return
    if rule.recent and date and len(date.iso) == 4 and date.iso < (reading.document.date or date.iso)[:4]:
        return
    if not _worded(rule, token, sentence, filled, reading.text):
        return
    for part in _split(filled, rule.split):
        args = tuple(sorted({(role, entity) for role, fillers in part.items() for entity, _ in fillers}))
        spans = [
            span for fillers in part.values() for _, span in fillers if span is not None and sentence.contains(span)
        ]
        start = min([token.idx, *(s.start for s in spans)])
        end = max([token.idx + len(token), *(s.end for s in spans)])
        yield Event(
            type=rule.type,
            args=args,
            evidence=Evidence.at(reading.text, Span(start, end)),
            date=date.iso if date else None,
            confidence=rule.confidence,
            status=status,
            rule=rule.id,
        )


_Filled = dict[str, list[tuple[str, Span | None]]]


def _filled(
    rule: EventRule, token: Any, reading: Reading, clauses: Clauses, focus: Focus, narration: Callable[[], Narration]
) -> _Filled:
    """The roles of a rule with the entities that fill them, and where each is mentioned."""
    used: set[str] = set()
    found: _Filled = {}
    fillers = clauses.fillers(token)
    for role, slots in rule.roles.items():
        types = rule.types[role]
        free = [f for f in fillers if reading.type_of(f.mention) in types and f.mention.entity not in used]
        for slot in slots:
            chosen: list[tuple[str, Span | None]] = [
                (f.mention.entity, f.mention.span) for f in _in_slot(slot, free, token)
            ]
            if slot == "earlier":
                chosen = [(m.entity, None) for m in _earlier(reading, types, token)]
            if not chosen and (work := _unnamed(slot, types, token, clauses, focus, narration)):
                chosen = [(work, None)]
            if chosen:
                found[role] = chosen
                break
        used |= {entity for entity, _ in found.get(role, [])}
    return found


def _earlier(reading: Reading, types: Sequence[EntityType], token: Any) -> list[Mention]:
    """The last mention of a kind before a trigger, not further back than a reader keeps it in mind."""
    return list(reading.within(Span(max(0, token.idx - _MIND), token.idx), *types))[-1:]


def _unnamed(
    slot: str,
    types: Sequence[EntityType],
    token: Any,
    clauses: Clauses,
    focus: Focus,
    narration: Callable[[], Narration],
) -> str | None:
    """The work in focus, where a rule asks for it or a noun like "film" stands in the slot unresolved."""
    works = [t for t in types if t in _FOCUSED]
    if slot == "focus":
        return focus.at(token.idx, works) if works else None
    part = next((p for p in slot.split("+") if p in {"doer", "done"}), None)
    if part is None:
        return None
    noun = clauses.unnamed(token, part)
    if EntityType.PERSON in types and noun in _PERSON_NOUNS:
        return narration().nearest(clauses.sentence(token).start)
    kinds = [t for t in _WORK_NOUNS.get(noun, ()) if t in works]
    return focus.at(token.idx, kinds) if kinds else None


def _in_slot(slot: str, free: Sequence[Filler], token: Any) -> list[Filler]:
    """The fillers of a slot: all of a grammatical one, the nearest of "near", "before", "after" and "modifier"."""
    if "+" in slot:
        return [f for part in slot.split("+") for f in _in_slot(part, free, token)]
    if slot == "near":
        return [f for f in free if f.slot == "near" or f.slot.startswith("outer")][:1]
    if slot == "before":
        return [f for f in free if f.mention.span.start < token.idx and f.slot != "aside"][:1]
    if slot == "after":
        return [f for f in free if f.mention.span.start > token.idx and f.slot != "aside"][:1]
    chosen = [f for f in free if f.slot == slot]
    return chosen[:1] if slot in {"modifier", "aside", "owner"} else chosen


def _possible(rule: EventRule, here: frozenset[EntityType]) -> bool:
    """Whether a sentence names what a rule needs, as far as types tell; works in focus stand in any sentence."""
    for group in rule.needs:
        roles = [role for role in group if role in rule.roles]
        if len(roles) == len(group) and not any(
            here & set(rule.types[r]) or set(_FOCUSED) & set(rule.types[r]) or EntityType.PERSON in rule.types[r]
            for r in roles
        ):
            return False
    return True


def _worded(rule: EventRule, token: Any, sentence: Span, filled: _Filled, text: str) -> bool:
    """Whether the words around a trigger and its fillers are those that a rule asks for, none that it shuns."""
    spans = [span for fillers in filled.values() for _, span in fillers if span is not None and sentence.contains(span)]
    start = min([token.idx, *(s.start for s in spans)])
    end = max([token.idx + len(token), *(s.end for s in spans)])
    words = text[max(sentence.start, start - _LEFT) : min(sentence.end, end + _RIGHT)]
    return not (rule.only and not rule.only.search(words)) and not (rule.unless and rule.unless.search(words))


def _under_way(token: Any) -> bool:
    """Whether a verb is told as going on: "is filming", "has been shooting"."""
    return token.tag_ == "VBG" and any(
        c.dep_ == "aux" and c.lower_ in {"is", "are", "been", "'s", "’s"} for c in token.children
    )


def _split(filled: _Filled, role: str | None) -> Iterator[_Filled]:
    """One filling for each filler of the role that splits; a shared prize is one event a winner."""
    if role is None or len(filled.get(role, [])) < 2:
        yield filled
        return
    for filler in filled[role]:
        yield {**filled, role: [filler]}

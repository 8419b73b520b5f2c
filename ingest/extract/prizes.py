"""What awards and nominations take from the rest of their article, and prizes printed as lists.

In: a `Reading`, its facts, events of prizes. Out: the same with the ceremony and the work that the clause left out,
and events for lines like "Best drama - Salt Road" or a category above its nominees. The ceremony is the one that the
facts give the category, else the one named last before; only a plain category ("best actress") takes it from there,
for a prize of its own name may be of any year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graph.model import EntityType, Evidence, Span
from ingest.extract.dates import DateMention
from ingest.extract.quotations import paragraphs
from ingest.extract.reading import Form, Mention, Reading
from ingest.extraction import Event, Fact

__all__ = ["awarded", "elliptical", "listed"]

_WORKS = (EntityType.FILM, EntityType.SHOW, EntityType.WORK, EntityType.EPISODE)
_CREDITS = frozenset(("actor", "director", "author", "creator", "producer", "musicBy", "presenter"))
_PLAIN = re.compile(r"^(?:best|top|favou?rite|outstanding|most|leading|supporting|[a-z])")
_CEREMONY = re.compile(
    r"award|oscar|bafta|emmy|grammy|globe|tony|tonys|c[eé]sar|brits?\b|olivier|festival|prize|critics|guild|honou?rs|halos?|"
    r"laurels?|sundance|cannes|venice|berlin", re.I,
)  # fmt: skip
_SEPARATED = re.compile(r"^[\"'”’)]*\s*(?:award|prize|category)?\s*(?:[-–—:]|\s{2,}|\.{2,})\s*[\"'“‘(]*$")
_NOMINEES = re.compile(r"\b(?:nominees?|nominations?|nominated|shortlist\w*|contenders|up for|in the running)\b", re.I)
_WINNERS = re.compile(r"\b(?:winners?|won|wins|awarded|results)\b", re.I)
_WINNING = re.compile(
    r"\b(?:won|wins|winners?|went|goes|took|named|picked up|awarded|awards?|prizes?|honou?rs)\b", re.I
)
_ELLIPTICAL = re.compile(
    r"^[\"'”’)]*\s?(?:awards?|prize|title|category|trophy|statuette)?,?\s?(?:(?:went|goes|was|were)?\s?to|was|were|:|[-–—])\s"
    r"(?:the\s|a\s)?(?:[\w’'-]+\s){0,4}?[\"'“‘]?$"
)
_FOR_WORK = re.compile(r"^[\"'”’]*\s?(?:\(|,?\s?for\s(?:[\w’'-]+\s){0,5}?)[\"'“‘]?$")
_LEAST_LINES = 2


def awarded(
    reading: Reading, events: Iterable[Event], facts: Iterable[Fact], dates: Sequence[DateMention]
) -> Iterator[Event]:
    """Yield the events, awards and nominations with the ceremony and work that the article gives them elsewhere."""
    held = tuple(facts)
    part_of = {f.subject: f.object for f in held if f.property == "partOfEvent" and f.object in reading.by_id}
    works = _works_of(held)
    for event in events:
        if event.type not in {"award", "nomination"}:
            yield event
            continue
        args = set(event.args)
        if not any(role == "occasion" for role, _ in args) and (found := _ceremony(reading, event, part_of)):
            args.add(("occasion", found))
        people = [e for role, e in args if role == "patient" and reading.by_id[e].type is EntityType.PERSON]
        if people and not any(role == "about" for role, _ in args):
            given = {work for person in people for work in works.get(person, ())}
            if len(given) == 1:
                args.add(("about", given.pop()))
        date = event.date or next(
            (d for r, e in sorted(args) if r == "occasion" and (d := _held_on(reading, e, dates))), None
        )
        yield replace(event, args=tuple(sorted(args)), date=date)


def _held_on(reading: Reading, ceremony: str, dates: Sequence[DateMention]) -> str | None:
    """The day on which a ceremony was held: the first that a sentence with its name, or the one after, tells."""
    for sentence in reading.sentences:
        if any(m.entity == ceremony for m in reading.within(sentence, EntityType.EVENT)):
            reach = Span(sentence.start, sentence.end)
            days = [d for d in dates if reach.contains(d.span) and len(d.iso) == len("2004-10-05")]
            if days:
                return days[0].iso
    return None


def _works_of(facts: Sequence[Fact]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for fact in facts:
        if fact.property in _CREDITS:
            found.setdefault(fact.object, set()).add(fact.subject)
    return found


def _ceremony(reading: Reading, event: Event, part_of: Mapping[str, str]) -> str | None:
    awards = [e for role, e in event.args if role == "award"]
    for award in awards:
        if (held := part_of.get(award)) and reading.by_id[held].type is EntityType.EVENT:
            return held
    if awards and not all(_PLAIN.match(reading.by_id[a].name) for a in awards):
        return None
    named = [
        m
        for m in reading.mentions
        if reading.type_of(m) is EntityType.EVENT and _CEREMONY.search(reading.by_id[m.entity].name)
    ]
    before = [m for m in named if m.span.start < event.evidence.end]
    chosen = before[-1:] or named[:1]
    return chosen[0].entity if chosen else None


def listed(reading: Reading) -> Iterator[Event]:
    """Yield the prizes of printed lists: a category and its winner on one line, or a category above its nominees."""
    lines = list(paragraphs(reading.text))
    pairs = [(line, *found) for line in lines if (found := _category_line(reading, line)) is not None]
    if len(pairs) >= _LEAST_LINES:
        kind = _kind(reading, pairs[0][0], "award")
        for line, award, fillers in pairs:
            yield _event(reading, kind, award, fillers, line)
    for n, line in enumerate(lines):
        heading = _heading(reading, line)
        if heading is None:
            continue
        below: list[Mention] = []
        end = line.end
        for other in lines[n + 1 :]:
            entries = _entry(reading, other)
            if not entries or _heading(reading, other) or "\n\n" in reading.text[end : other.start]:
                break
            below += entries
            end = other.end
        if below:
            yield _event(reading, _kind(reading, line, "nomination"), heading, below, Span(line.start, end))


def elliptical(reading: Reading, known: Sequence[Event]) -> Iterator[Event]:
    """Yield the prizes of a sentence that tells of several, each with fewer words: "…; best comedy to Tin Boats"."""
    told = {(e.evidence.start, entity) for e in known for role, entity in e.args if role == "award"}
    for sentence in reading.sentences:
        words = sentence.of(reading.text)
        if not _WINNING.search(words) or _NOMINEES.search(words) or words.rstrip().endswith("?"):
            continue
        inside = [m for m in reading.within(sentence) if m.form is not Form.PRONOUN]
        for n, award in enumerate(inside[:-1]):
            if reading.type_of(award) is not EntityType.AWARD or any(
                entity == award.entity and sentence.start <= start < sentence.end for start, entity in told
            ):
                continue
            winner = inside[n + 1]
            between = reading.text[award.span.end : winner.span.start]
            if reading.type_of(winner) not in (EntityType.PERSON, *_WORKS) or not _ELLIPTICAL.match(between):
                continue
            after = [m for m in inside[n + 2 : n + 3] if reading.type_of(m) in _WORKS]
            tied = [m for m in after if _FOR_WORK.match(reading.text[winner.span.end : m.span.start])]
            person = reading.type_of(winner) is EntityType.PERSON
            fillers = [winner, *(tied if person else [])]
            end = fillers[-1].span.end
            yield replace(
                _event(reading, "award", award, fillers, Span(award.span.start, end)), rule="events/award#elliptical"
            )


def _kind(reading: Reading, line: Span, otherwise: str) -> str:
    """Whether a list tells winners or nominees: the word last said of it above."""
    above = reading.text[: line.start]
    nominees = [m.start() for m in _NOMINEES.finditer(above)]
    winners = [m.start() for m in _WINNERS.finditer(above)]
    if not nominees and not winners:
        return otherwise
    return "nomination" if max(nominees, default=-1) > max(winners, default=-1) else "award"


def _category_line(reading: Reading, line: Span) -> tuple[Mention, list[Mention]] | None:
    """A line of a category, a dash or colon, and who has it."""
    inside = list(reading.within(line))
    if len(inside) < 2 or reading.type_of(inside[0]) is not EntityType.AWARD or len(line.of(reading.text).split()) > 30:
        return None
    first, second = inside[0], inside[1]
    lead = reading.text[line.start : first.span.start]
    between = reading.text[first.span.end : second.span.start]
    if re.search(r"\w", lead) or not _SEPARATED.match(between):
        return None
    return first, _credited(reading, inside[1:])


def _heading(reading: Reading, line: Span) -> Mention | None:
    """The category of a line that holds nothing else."""
    inside = list(reading.within(line))
    if len(inside) != 1 or reading.type_of(inside[0]) is not EntityType.AWARD:
        return None
    rest = reading.text[line.start : inside[0].span.start] + reading.text[inside[0].span.end : line.end]
    return inside[0] if not re.search(r"\w", rest) else None


def _entry(reading: Reading, line: Span) -> list[Mention]:
    """The nominees of a line: the line starts with one."""
    inside = list(reading.within(line))
    if not inside or re.search(r"\w", reading.text[line.start : inside[0].span.start]):
        return []
    return _credited(reading, inside) if len(line.of(reading.text).split()) <= 16 else []


def _credited(reading: Reading, inside: Sequence[Mention]) -> list[Mention]:
    kinds = (EntityType.PERSON, *_WORKS)
    return [m for m in inside if reading.type_of(m) in kinds and m.form is Form.NAME]


def _event(reading: Reading, kind: str, award: Mention, fillers: Sequence[Mention], span: Span) -> Event:
    """People are who has the prize, their works what for; a line of works only names the works."""
    people = {m.entity for m in fillers if reading.type_of(m) is EntityType.PERSON}
    works = {m.entity for m in fillers if reading.type_of(m) in _WORKS}
    args = {("award", award.entity)}
    args |= {("patient", e) for e in (people or works)} | ({("about", e) for e in works} if people else set())
    return Event(
        type=kind,
        args=tuple(sorted(args)),
        evidence=Evidence.at(reading.text, Span(span.start, span.end)),
        confidence=0.8,
        rule=f"events/{kind}#list",
    )

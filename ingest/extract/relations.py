"""Facts from the rule tables.

In: a `Reading` and the dates found in its text. Out: `Fact`s, each with the shortest span that says it.
The rules find what a line says outright (`ingest.extract.patterns`), guards drop what it doesn't assert, and inference
adds what follows within the document (`ingest.extract.inference`). Where two rules say one fact, the surer one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from graph.model import EntityType, Evidence, Status
from ingest.extract import guards
from ingest.extract.drafts import Draft
from ingest.extract.focus import Focus
from ingest.extract.honours import nominated
from ingest.extract.inference import SAME_WORLD, infer, one_world
from ingest.extract.literals import literal
from ingest.extract.marking import Dated, Line, block, flat, lines, worded
from ingest.extract.patterns import Match, Pattern
from ingest.extract.reading import Form, Reading
from ingest.extract.tables import Relation, Rule, measured, relations
from ingest.extraction import Fact

__all__ = ["facts"]

# A rule that was right less often than this on the training articles is left out: it adds more errors than facts.
LEAST = 0.4
PARTING = frozenset(" .,;:·|-•◦")
ROLES = re.compile(
    r"\b(?:plays?|played|playing|portray\w*|on-?screen|episodes?|finale|scenes?|storyline|plot|characters?|roles?|"
    r"fictional|starr?(?:s|ing|ed)? as)\b",
    re.IGNORECASE,
)
INSIDE = re.compile(
    "\\bin [" + "".join(block(kind) for kind in ("Show", "Film", "Work", "Episode")) + "]", re.IGNORECASE
)
PEOPLE = frozenset((EntityType.PERSON, EntityType.CHARACTER))
SYMMETRIC = frozenset(r.property for r in relations() if r.symmetric)


def facts(reading: Reading, dates: Sequence[Dated] = ()) -> tuple[Fact, ...]:
    """Return the facts that the article states, one of each subject, property and object, in text order."""
    focus = Focus(reading)
    marked = tuple(lines(reading, dates, focus))
    source = flat(reading.text)
    drafts = [draft for line in marked for draft in _stated(line, worded(line, source), focus)]
    drafts = list(nominated(reading, one_world(reading, drafts)))
    drafts += infer(reading, focus, marked, drafts)
    sure = (replace(d, confidence=measured().get(d.rule, d.confidence)) for d in drafts)
    return tuple(_facts(reading, (d for d in sure if d.confidence >= LEAST)))


def _stated(phrased: Line, plain: Line, focus: Focus) -> Iterator[Draft]:
    if guards.instruction(plain.text):
        return
    for relation, rule, pattern in _fitting(phrased.kinds):
        line = phrased if pattern.phrased else plain
        for match in pattern.matches(line):
            draft = _draft(line, focus, relation, rule, match)
            if draft:
                yield draft


@lru_cache(maxsize=4096)
def _fitting(kinds: frozenset[str]) -> tuple[tuple[Relation, Rule, Pattern], ...]:
    """The patterns that a line with marks of these kinds can match."""
    return tuple((t, r, p) for t in relations() for r in t.rules for p in r.patterns if p.fits(kinds))


def _draft(line: Line, focus: Focus, relation: Relation, rule: Rule, match: Match) -> Draft | None:
    ends = {"s": match.subject, "o": match.object}
    if any((mark := ends[end]) is not None and mark.form is not Form.NAME for end in rule.named):
        return None
    status = guards.status(line.text, match.start, match.end, strict=rule.strict)
    if status is None:
        return None
    if relation.property in SAME_WORLD and _on_screen(line, match, status):
        return None
    span = line.span(*_trimmed(line.text, match.start, match.end))
    if match.subject is not None:
        subject: str | None = match.subject.value
    else:
        types = tuple(EntityType(kind) for kind in rule.focus)
        place = line.starts[match.anchor]
        episode = focus.episode(place) if EntityType.EPISODE in types else None
        found = focus.last(place, types) if PEOPLE.issuperset(types) else focus.at(place, types, cast=rule.main)
        subject = episode or found
    value: str | None
    if match.object is not None:
        value = literal(relation.property, match.object.kind, match.object.value) or match.object.value
    else:
        value = rule.value or focus.last(line.starts[match.anchor], (EntityType(k) for k in relation.object))
    if rule.matching and not re.fullmatch(rule.matching, value or ""):
        return None
    if subject is None or not value or subject == value:
        return None
    work = match.work.value if match.work else None
    return Draft(subject, relation.property, value, span, rule.id(), rule.confidence, status, work)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out what only parts the words from what is around them."""
    while start < end - 1 and text[start] in PARTING:
        start += 1
    while end > start + 1 and text[end - 1] in PARTING:
        end -= 1
    return start, end


def _sureness(reading: Reading, end: str) -> float:
    """How sure it is that an end is what its type says; 1 for a literal."""
    return reading.by_id[end].confidence if end in reading.by_id else 1.0


def _on_screen(line: Line, match: Match, status: Status) -> bool:
    """Whether a tie between two real people is told of their roles, or only by hearsay."""
    if any(end is None or end.kind != "Person" for end in (match.subject, match.object)):
        return False
    around = line.text[max(0, match.start - 60) : match.end]
    return status is Status.REPORTED or ROLES.search(around) is not None or INSIDE.search(around) is not None


def _facts(reading: Reading, drafts: Iterable[Draft]) -> Iterator[Fact]:
    best: dict[tuple[str, str, str], Draft] = {}
    for draft in drafts:
        ends = (draft.subject, draft.value)
        if draft.property in SYMMETRIC:
            ends = (min(ends), max(ends))
        key = (ends[0], draft.property, ends[1])
        if key not in best or draft.rank() > best[key].rank():
            best[key] = draft
    for draft in sorted(best.values(), key=lambda d: (d.span, d.property, d.subject, d.value)):
        yield Fact(
            draft.subject,
            draft.property,
            draft.value,
            Evidence.at(reading.text, draft.span),
            draft.confidence * _sureness(reading, draft.subject) * _sureness(reading, draft.value),
            draft.status,
            draft.rule,
        )

"""Awards within one document: whose ceremony, whose nomination, and what the nominee did.

In: a `Reading`, its marked lines and the drafts so far. Out: more drafts.
An award is of the ceremony that its name or the text before it names; printed lists of nominees are read line by line;
"best director for Salt Road" says who directed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.model import EntityType, Span
from ingest.extract.drafts import Draft
from ingest.extract.marking import Line, Mark
from ingest.extract.reading import Reading

__all__ = ["honours"]

CEREMONY = re.compile(
    r"award|oscar|bafta|globe|emmy|emmies|grammy|festival|prize|guild|honou?rs|tonys|sundance|cannes", re.I
)


NOMINATED = ("Person", "Film", "Show", "Work")
CRAFTS = (
    (re.compile(r"\bact(?:or|ress|ing)\b|\bperformance\b|newcomer", re.I), "actor"),
    (re.compile(r"\bdirect(?:or|ing|ion)\b", re.I), "director"),
    (re.compile(r"screenplay|\bwrit(?:er|ing)\b|\bscript\b", re.I), "author"),
    (re.compile(r"\bscore\b|\bmusic\b", re.I), "musicBy"),
)


def honours(reading: Reading, marked: Sequence[Line], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts that awards give."""
    yield from _ceremonies(reading, drafts)
    yield from _nominees(reading, marked)
    yield from _crafts(reading, drafts)


def _ceremonies(reading: Reading, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """An award is of the ceremony that its name names, else of the one named last before it, else of the article's."""
    placed = {d.subject for d in drafts if d.property == "partOfEvent"}
    events = [
        e for e in reading.entities if e.type is EntityType.EVENT and CEREMONY.search(" ".join((e.name, *e.aliases)))
    ]
    if not events:
        return
    for award in reading.entities:
        if award.type is not EntityType.AWARD or award.id in placed or not award.named:
            continue
        forms = f" {award.name} {' '.join(award.aliases)} ".lower()
        inside = [e for e in events if any(f" {form.lower().rstrip('s')}" in forms for form in (e.name, *e.aliases))]
        before = [(s, e) for e in events for s in e.named if s.start < award.named[0].start]
        event = inside[0] if inside else max(before, key=lambda b: b[0])[1] if before else events[0]
        yield Draft(award.id, "partOfEvent", event.id, award.named[0], "infer/partOfEvent#ceremony", 0.7)


def _nominees(reading: Reading, marked: Sequence[Line]) -> Iterator[Draft]:
    """A printed list: a line with an award alone, then lines that each begin with a nominee ("Ida Moss, Salt Road")."""
    award: Mark | None = None
    for line in marked:
        bare = re.sub(r"[^\w\U000f0000-\U000fffff]", "", line.text)
        if len(bare) == 1 and ord(bare) >= 0xF0000:
            mark = line.mark(bare)
            award = mark if mark.kind == "Award" else None
            continue
        if award is None:
            continue
        marks = [line.mark(c) for c in line.text if ord(c) >= 0xF0000]
        start = re.match(r"[^\w\U000f0000-\U000fffff]*[\U000f0000-\U000fffff]", line.text)
        if not start or len(line.text) > 90 or not marks or marks[0].kind not in NOMINATED:
            award = None
            continue
        won = "winner" in line.words
        property = "awardWon" if won else "nominatedFor"
        people = [m for m in marks if m.kind == "Person"]
        works = [m for m in marks if m.kind in ("Film", "Show", "Work")]
        for mark in people or works[:1]:
            yield Draft(mark.value, property, award.value, mark.span, f"infer/{property}#list", 0.85)
        name = reading.by_id[award.value].name
        craft = next((p for pattern, p in CRAFTS if pattern.search(name)), None)
        if craft and len(works) == 1:
            for mark in people:
                span = Span(min(mark.span.start, works[0].span.start), max(mark.span.end, works[0].span.end))
                yield Draft(works[0].value, craft, mark.value, span, f"infer/{craft}#nominees", 0.85)


def _crafts(reading: Reading, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """What the person did in the work: "best actor for Salt Road"."""
    for draft in drafts:
        if draft.property not in ("awardWon", "nominatedFor") or draft.work is None:
            continue
        craft = next((p for pattern, p in CRAFTS if pattern.search(reading.by_id[draft.value].name)), None)
        if craft and reading.by_id[draft.subject].type is EntityType.PERSON:
            yield Draft(draft.work, craft, draft.subject, draft.span, f"infer/{craft}#award", 0.8)

"""Awards within one document: whose ceremony, whose nomination, and what the nominee did.

In: a `Reading`, its marked lines and the drafts so far. Out: more drafts.
An award is of the ceremony that its name or the text before it names; printed lists of nominees are read line by line;
"best director for Salt Road" says who directed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graph.model import EntityType, Span
from ingest.extract.drafts import Draft
from ingest.extract.focus import Focus
from ingest.extract.marking import PLANE, Line, Mark, block
from ingest.extract.reading import Form, Reading

__all__ = ["honours", "nominated"]

CEREMONY = re.compile(
    r"award|oscar|bafta|globe|emmy|emmies|grammy|festival|prize|guild|honou?rs|tonys|sundance|cannes", re.I
)


# A category needs a ceremony; a prize with a name of its own may be another's.
GENERIC = re.compile(
    r"best|outstanding|most|favou?rite|top|special|lifetime|grand|audience|jury|supporting|leading|achievement|honorary|"
    r"people's|rising|new|original|adapted|people|drama|comedy|children|documentary|short",
    re.IGNORECASE,
)
NOMINEES = re.compile(r"\bnomin|\bshortlist|\bcontenders?\b|\bup for\b", re.IGNORECASE)
WINNERS = re.compile(r"\bwon\b|\bwinn|\bwins\b|\btook home\b|\bscooped\b", re.IGNORECASE)
# A list of winners, the nominees perhaps below each of them.
WINNERS_LISTED = re.compile(
    r"\A[^\n]*\bwinners\b|"
    r"\bwinners? (?:(?:is|are) )?(?:listed |named |given |comes? )?(?:first|in (?:bold|capitals|full))\b|"
    r"^(?:the )?(?:main |full )?(?:list of )?winners(?: list)?(?: in full)?:?$",
    re.IGNORECASE | re.MULTILINE,
)
# A mark that stands alone in its line or before a colon or dash; the first mark of a line; what parts nominees: a
# semicolon, or a comma that no title of a work follows.
HEADED = re.compile(
    r"[^\w\U000f0000-\U000fffff]*([\U000f0000-\U000fffff])(?: award)?[^\w\U000f0000-\U000fffff:-]*(?:$|: | - )"
)
FIRST = re.compile(r"[^\w\U000f0000-\U000fffff]*([\U000f0000-\U000fffff])")
WORK_MARK = "".join(block(kind) for kind in ("Film", "Show", "Work", "Episode"))
CREDITED = re.compile(rf"([{block('Person')}])(?: \(| for | in )(?:[\w' ]{{0,24}} )?([{WORK_MARK}])")
ITEMS = re.compile(rf"; | [*•·|] |\) ?[,/]? |, (?![\"']?[{WORK_MARK}])| / ")
NOMINATED = ("Person", "Film", "Show", "Work")
CRAFTS = (
    (re.compile(r"\bact(?:or|ress|ing)\b|\bperformance\b|newcomer", re.I), "actor"),
    (re.compile(r"\bdirect(?:or|ing|ion)\b", re.I), "director"),
    (re.compile(r"screenplay|\bwrit(?:er|ing)\b|\bscript\b", re.I), "author"),
    (re.compile(r"\bscore\b|\bmusic\b", re.I), "musicBy"),
    (re.compile(r"\b(?:host|presenter)s?\b", re.I), "presenter"),
)


def honours(reading: Reading, focus: Focus, marked: Sequence[Line], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts that awards give."""
    yield from _ceremonies(reading, focus, drafts)
    yield from _nominees(reading, marked)
    yield from _crafts(reading, marked, drafts)


def nominated(reading: Reading, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Read printed lists as nominations where the article speaks of nominees more than of winners."""
    announced = len(NOMINEES.findall(reading.text)) > len(WINNERS.findall(reading.text))
    for draft in drafts:
        if announced and draft.rule == "rules/awardWon#list":
            yield replace(draft, property="nominatedFor", rule="rules/nominatedFor#list")
        else:
            yield draft


def _ceremonies(reading: Reading, focus: Focus, drafts: Sequence[Draft]) -> Iterator[Draft]:
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
        generic = award.name[:1].islower() or GENERIC.match(award.name)
        inside = [e for e in events if any(f" {form.lower().rstrip('s')}" in forms for form in (e.name, *e.aliases))]
        if not inside and not generic:
            continue
        before = [(s, e) for e in events for s in e.named if s.start < award.named[0].start]
        event = inside[0] if inside else max(before, key=lambda b: b[0])[1] if before else events[0]
        yield Draft(
            award.id, "partOfEvent", event.id, focus.joined(award.named[0], event.id), "infer/partOfEvent#ceremony", 0.7
        )


def _nominees(reading: Reading, marked: Sequence[Line]) -> Iterator[Draft]:
    """Printed lists: an award on a line of its own or before a colon, then nominees ("Ida Moss, Salt Road")."""
    award: Mark | None = None
    given: set[str] = set()
    winners = WINNERS_LISTED.search(reading.text) is not None
    for line in marked:
        head = HEADED.match(line.text)
        headed = head is not None and line.mark(head[1]).kind == "Award"
        if head and headed:
            award = line.mark(head[1])
            listed = line.text[head.end() :]
        else:
            listed = line.text.rstrip()
            start = FIRST.match(listed)
            if (
                award is None
                or start is None
                or line.mark(start[1]).kind not in NOMINATED
                or len(listed) > 200
                or listed.endswith(".")
            ):
                award = None
                continue
        items = [[line.mark(c) for c in item if ord(c) >= PLANE] for item in ITEMS.split(listed)]
        items = [[m for m in item if m.kind in NOMINATED and m.form is Form.NAME] for item in items]
        named = [item for item in items if item]
        craft = _craft(reading, award.value)
        if named and not (headed and sum(len(_receivers(item, craft)) for item in named) < 2):
            won = len(named) == 1 and ("winner" in line.stems or (winners and award.value not in given))
            given.add(award.value)
            for item in named:
                yield from _nominee(award, item, craft, "awardWon" if won else "nominatedFor")


def _nominee(award: Mark, item: Sequence[Mark], craft: str | None, property: str) -> Iterator[Draft]:
    people = [m for m in item if m.kind == "Person"]
    works = [m for m in item if m.kind != "Person"]
    for mark in _receivers(item, craft):
        yield Draft(mark.value, property, award.value, mark.span, f"infer/{property}#list", 0.85)
    if craft and len(works) == 1:
        for mark in people:
            span = Span(min(mark.span.start, works[0].span.start), max(mark.span.end, works[0].span.end))
            yield Draft(works[0].value, craft, mark.value, span, f"infer/{craft}#nominees", 0.85)


def _receivers(item: Sequence[Mark], craft: str | None) -> list[Mark]:
    """Whose prize it is: for a craft the people of an item, else those of the first one's kind."""
    people = [m for m in item if m.kind == "Person"] if craft else []
    return people or [m for m in item if m.kind == item[0].kind]


def _craft(reading: Reading, award: str) -> str | None:
    name = reading.by_id[award].name
    return next((property for pattern, property in CRAFTS if pattern.search(name)), None)


def _crafts(reading: Reading, marked: Sequence[Line], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """What the person did in the work: "best actor for Salt Road", "Ida Moss (Salt Road)" up for best actor."""
    crafts: dict[str, set[str]] = {}
    for draft in drafts:
        if draft.property not in ("awardWon", "nominatedFor"):
            continue
        craft = _craft(reading, draft.value)
        if craft and reading.by_id[draft.subject].type is EntityType.PERSON:
            crafts.setdefault(draft.subject, set()).add(craft)
            if draft.work:
                yield Draft(draft.work, craft, draft.subject, draft.span, f"infer/{craft}#award", 0.8)
    for line in marked:
        for found in CREDITED.finditer(line.text):
            person, work = line.mark(found[1]), line.mark(found[2])
            for craft in sorted(crafts.get(person.value, ())):
                yield Draft(work.value, craft, person.value, line.span(*found.span()), f"infer/{craft}#credited", 0.8)

"""Kinship that no single pattern tells: "their son" of a couple, and names that are a kinship ("Nick's mother").

In: a `Reading`, its marked lines and the drafts so far. Out: more drafts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.model import EntityType, Span
from ingest.extract import guards
from ingest.extract.drafts import Draft
from ingest.extract.marking import PLANE, Line, block
from ingest.extract.reading import Reading
from ingest.extraction import Entity

__all__ = ["kinship"]

PEOPLE = (EntityType.PERSON, EntityType.CHARACTER)
COUPLE = frozenset(("spouse", "partner", "formerPartner"))
# How far back the couple of "their" may stand, in code points: a sentence or two.
REACH = 300
BEING = f"[{block('Person')}{block('Character')}]"
THEIR = re.compile(
    rf"\b(?:their|they (?:now )?(?:have|had|raised?|adopted)|with whom (?:he|she) (?:has|had)|have|had) "
    rf"(?:(?:an?|two|three|four|the|\w+-year-old|[{block('Age')}]-year-old|\w+) ){{0,3}}"
    rf"(?:sons?|daughters?|child|children|twins|boys?|girls?|kids)(?:,|:| -| named| called)? "
    rf"({BEING}(?:(?:,| and|, and)(?: an?| the| \w+){{0,2}} {BEING})*)",
    re.IGNORECASE,
)
KIN = {
    **dict.fromkeys(("mother", "father", "mum", "mom", "dad", "mam", "parents", "stepmother", "stepfather"), "parent"),
    **dict.fromkeys(("son", "daughter", "child", "children", "baby", "kids", "sons", "daughters"), "child"),
    **dict.fromkeys(("wife", "husband", "widow", "spouse"), "spouse"),
    **dict.fromkeys(("girlfriend", "boyfriend", "partner", "fiancé", "fiancée", "lover"), "partner"),
    **dict.fromkeys(("brother", "sister", "twin"), "sibling"),
    **dict.fromkeys(
        ("uncle", "aunt", "cousin", "niece", "nephew", "grandmother", "grandfather", "grandson"), "relative"
    ),
    **dict.fromkeys(("granddaughter", "gran", "nan"), "relative"),
    **dict.fromkeys(("boss", "coach", "teacher", "mentor", "manager"), "mentor"),
    **dict.fromkeys(("friend", "pal"), "friend"),
}
NAMED = re.compile(r"^(?P<of>.+?)['’]s? (?:[\w-]+ ){0,2}(?P<kin>[\w-]+)$")


def kinship(reading: Reading, marked: Sequence[Line], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the kinship of couples' children and of those who are named by it."""
    yield from _children(marked, drafts)
    yield from _named(reading)


def _children(marked: Sequence[Line], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Give the children of "their son" to the couple told of last."""
    couples = sorted((d for d in drafts if d.property in COUPLE), key=lambda d: d.span)
    if not couples:
        return
    for line in marked:
        for found in THEIR.finditer(line.text):
            span = line.span(*found.span())
            couple = [d for d in couples if span.start - REACH < d.span.start < span.start]
            if not couple or guards.status(line.text, *found.span()) is None:
                continue
            for child in (line.mark(c) for c in found[1] if ord(c) >= PLANE):
                for parent in (couple[-1].subject, couple[-1].value):
                    if parent != child.value:
                        yield Draft(child.value, "parent", parent, span, "infer/parent#couple", 0.75)


def _named(reading: Reading) -> Iterator[Draft]:
    forms: dict[str, Entity] = {}
    for entity in reading.entities:
        if entity.type in PEOPLE:
            for form in (entity.name, *entity.aliases):
                forms.setdefault(form.lower(), entity)
    for entity in reading.entities:
        found = NAMED.match(entity.name) if entity.type in PEOPLE and entity.mentions else None
        other = forms.get(found["of"].lower()) if found else None
        kin = KIN.get(found["kin"].lower()) if found else None
        if kin is None or other is None or other is entity or other.type is not entity.type:
            continue
        ends = (entity.id, other.id) if kin == "child" else (other.id, entity.id)
        property = "parent" if kin == "child" else kin
        yield Draft(ends[0], property, ends[1], _place(entity), f"infer/{property}#name", 0.85)


def _place(entity: Entity) -> Span:
    return entity.mentions[0]

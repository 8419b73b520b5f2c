"""Which date of a sentence an event has.

In: a `Reading`, its dates, the grammar of its sentences. Out: `EventDates`, which gives for a trigger its
`DateMention`: the one that hangs on the trigger's verb or noun, else the only one of the sentence. Years in brackets
after a title and years before "film" date a work, not an event.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ingest.extract.clauses import Clauses, governing_verb
from ingest.extract.dates import DateMention
from ingest.extract.reading import Reading

__all__ = ["EventDates"]

_DATES_A_WORK = re.compile(
    r"^(?:['’]s)?\s(?:[\w-]+\s){0,4}?(?:film|movie|picture|series|show|novel|book|memoir|album|single|song|hit|classic|drama|"
    r"comedy|sitcom|thriller|play|musical|documentary|original|remake|reboot|biography|paperback|adaptation|picture|version)\b"
)  # fmt: skip


class EventDates:
    """The dates of one reading, by the words they hang on."""

    def __init__(self, reading: Reading, dates: Sequence[DateMention], clauses: Clauses) -> None:
        self._text, self._clauses = reading.text, clauses
        self._by_sentence: dict[int, list[tuple[DateMention, Any]]] = {}
        for date in dates:
            root = clauses.root(date.span)
            if root is not None and not self._of_a_work(date):
                self._by_sentence.setdefault(clauses.number(root), []).append((date, root))

    def _of_a_work(self, date: DateMention) -> bool:
        before = self._text[max(0, date.span.start - 30) : date.span.start]
        after = self._text[date.span.end : date.span.end + 60]
        if re.search(r"\((?:[^()]{0,28}, )?$", before) and after.startswith((")", ",", "–", "-")):
            return True
        return not date.relative and len(date.iso) == 4 and bool(_DATES_A_WORK.match(after))

    def of(self, trigger: Any) -> DateMention | None:
        """Return the date of a trigger's event; None where the sentence tells none, or several."""
        here = self._by_sentence.get(self._clauses.number(trigger), [])
        if not here:
            return None
        verb = governing_verb(trigger)
        tops = {trigger.i} | ({verb.i} if verb is not None else set())
        while verb is not None and verb.dep_ == "xcomp" and verb.head is not verb:
            verb = verb.head
            tops.add(verb.i)
        tied = [(d, r) for d, r in here if _governed(r, tops)]
        if tied:
            return min(tied, key=lambda f: (abs(f[1].i - trigger.i), f[0]))[0]
        loose = [(d, r) for d, r in here if not _another_verbs(r, tops)]
        return loose[0][0] if len(here) == 1 and loose else None


def _governed(root: Any, tops: set[int]) -> bool:
    """Whether a date hangs on one of these words with no other verb between."""
    node = root
    for _ in range(8):
        if node.i in tops:
            return True
        if node.head is node or (node is not root and node.tag_.startswith("VB")):
            return False
        node = node.head
    return False


def _another_verbs(root: Any, tops: set[int]) -> bool:
    """Whether a date hangs on a verb that is neither the trigger's nor above it."""
    node = root
    for _ in range(8):
        if node.tag_.startswith("VB") and node.i not in tops:
            return not any(t in {d.i for d in node.subtree} for t in tops)
        if node.head is node:
            return False
        node = node.head
    return False

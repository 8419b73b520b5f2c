"""Children: whom an article says to be under eighteen, and what a child's words must not be served on.

In: a `Record`, a person of it. Out: whether the article, or what was extracted from it, makes that person a child at
the time of the article. "When she was 15" makes no child of a grown woman; between two ages that the article gives,
the lower one counts.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from graph.claims import Fact, Record
from graph.model import Span

__all__ = ["is_delicate", "is_minor"]

_GROWN: Final = 18
_FIGURE: Final = r"(?:1[0-7]|[1-9])"
_NUMBER: Final = (
    r"(?:1[0-7]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen)"
)
_YEARS_OLD: Final = rf"{_NUMBER}[- ]years?[- ]old"
# After a name: "Lanyon, 13,", "Lanyon (13)", "Lanyon, who is 13", "Lanyon, a 13-year-old".
_AFTER: Final = re.compile(
    rf"(?: \([^()\n]{{1,60}}\))?(?:,? \(?(?:(?:who|now|just|only|still|aged|is|turns|turned|he's|she's) )*"
    rf"{_FIGURE}(?=[,;.)]| and\b| years? old)|,? (?:is )?(?:an?|the) (?:\w+ ){{0,2}}{_YEARS_OLD})",
    re.IGNORECASE,
)
# Before one: "13-year-old Poppy Lanyon", "the 13-year-old star of Tin Roof, Poppy Lanyon".
_BEFORE: Final = re.compile(rf"\b{_YEARS_OLD} (?:[\w'’“”-]+,? ){{0,6}}$", re.IGNORECASE)
_SPEAKER: Final = re.compile(
    rf"\bthe {_YEARS_OLD}\b(?! (?:son|daughter|brother|sister|boy|girl|child|niece|nephew|twins?)\b)", re.IGNORECASE
)
_OWN_AGE: Final = re.compile(
    rf"\bI(?:['’]m| am)(?: (?:only|just|still))? {_NUMBER}(?=[,.;!?”\"]| and\b| but\b| years?\b|$)", re.IGNORECASE
)
# On what else a child is not to be heard, beside what is sensitive of grown people: faith, health, love, home.
_DELICATE: Final = re.compile(
    r"\b(?:church|chapel|mosque|synagogue|temple|gurdwara|pray\w*|baptis\w+|bar mitzvah|bat mitzvah|crush(?:es)?|"
    r"girlfriends?|boyfriends?|dating|kiss(?:ed|es|ing)?|in love|asthma|diabet\w+|epilep\w+|allerg\w+|syndrome|"
    r"dyslex\w+|therap\w+|hospital\w*|bullied|bullying|self-harm\w*|foster(?:ed)?|adopted|divorc\w+)\b",
    re.IGNORECASE,
)


def is_delicate(text: str) -> bool:
    """Say whether a text is on a subject on which a child isn't to be heard, though a grown person may be.

    >>> is_delicate("I go to church with my gran."), is_delicate("I learned to ride for it.")
    (True, False)
    """
    return _DELICATE.search(text) is not None


def is_minor(person: str, record: Record, said: Span | None = None) -> bool:
    """Say whether an article says that a person is under eighteen; `said` is where words of that person stand."""
    text = record.article.text
    if any(_young(claim.assertion, person, record.article.date) for claim in record.claims):
        return True
    forms = [form for entity in record.entities if entity.iri == person for form, _ in entity.forms]
    if any(_named_young(form, text) for form in forms):
        return True
    return said is not None and _said_young(said, record)


def _young(assertion: object, person: str, published: str | None) -> bool:
    match assertion:
        case Fact(subject, "age", value) if subject == person and value.isdecimal():
            return int(value) < _GROWN
        case Fact(subject, "birthDate", born) if subject == person and published:
            return _age(born, published) < _GROWN
        case _:
            return False


def _age(born: str, published: str) -> int:
    """Return the least age that somebody can have, from partial ISO dates.

    >>> _age("2006-05", "2024-03-01"), _age("2006", "2024-03-01"), _age("1990-02-03", "2024-03-01")
    (17, 17, 34)
    """
    latest, earliest = (_day(born, "12-31"), _day(published, "01-01"))
    return earliest.year - latest.year - ((earliest.month, earliest.day) < (latest.month, latest.day))


def _day(partial: str, rest: str) -> date:
    """Return a partial date with what it lacks from `rest`, MM-DD; every month ends on its 28th here at the latest."""
    year, month, day = (*partial.split("-"), *rest.split("-")[partial.count("-") :])[:3]
    return date(int(year), int(month), min(int(day), 28))


def _named_young(form: str, text: str) -> bool:
    for found in re.finditer(rf"\b{re.escape(form)}\b", text):
        if _AFTER.match(text, found.end()) or _BEFORE.search(text, max(0, found.start() - 90), found.start()):
            return True
    return False


def _said_young(said: Span, record: Record) -> bool:
    """Say whether words tell the age of who says them, or the sentences that they stand in do."""
    text = record.article.text
    if _OWN_AGE.search(said.of(text)):
        return True
    around = [passage.span for passage in record.article.passages if passage.span.overlaps(said)]
    low, high = min((s.start for s in around), default=said.start), max((s.end for s in around), default=said.end)
    return any(_SPEAKER.search(part) for part in (text[low : said.start], text[said.end : high]))

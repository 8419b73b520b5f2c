"""Literals as the graph holds them: numbers, ages, dates, cut from what a mark says.

In: a property, the kind of a mark and its value. Out: the literal, or None where the object is an entity.
"""

from __future__ import annotations

import re

__all__ = ["literal", "number"]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
CARDINALS = {word: n for n, word in enumerate(_ONES.split())}
TENS = {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
ORDINALS = {word: n for n, word in enumerate(_ORDINALS.split(), 1)}
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


def number(word: str) -> int | None:
    """Read a number in digits or words, cardinal or ordinal; None for any other word.

    >>> number("forty-one"), number("third"), number("12th"), number("many")
    (41, 3, 12, None)
    """
    word = word.lower().strip()
    if digits := re.fullmatch(r"(\d+)(?:st|nd|rd|th)?", word):
        return int(digits[1])
    tens, _, ones = word.partition("-")
    if tens in TENS:
        rest = CARDINALS.get(ones, ORDINALS.get(ones)) if ones else 0
        return None if rest is None else TENS[tens] + rest
    for table in (CARDINALS, ORDINALS, ROMAN):
        if word in table:
            return table[word]
    return None


def literal(property: str, kind: str, value: str) -> str | None:
    """Return the literal that a mark gives to a property, None where the mark is an entity.

    >>> literal("age", "Age", "thirteen"), literal("genre", "Genre", "road comedy"), literal("actor", "Person", "e1")
    ('13', 'road comedy', None)
    """
    if kind == "Age":
        found = number(value)
        return None if found is None else str(found)
    return value if kind in ("Job", "Jobs", "Genre", "Identity", "Date") else None

"""The word lists that the rules lean on: general English, one file a list, `rules/words/NAME.txt`.

In: the name of a list. Out: its words, as they stand. Lines that begin with `#` are comments.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["words"]


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a list.

    >>> "choreographer" in words("jobs")
    True
    """
    text = files("ingest.extract").joinpath("rules", "words", f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())

"""What the words right beside a title call it: "the musical Salt", "Brine, the 2019 novel by Ida Moss".

In: the words and tags of a document, a title's tokens. Out: the kind that is said, if one is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ingest.extract.gazetteer import words

__all__ = ["called"]

_CALLED: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        words(
            """novel novels novella novellas book books memoir memoirs autobiography paperback bestseller comic comics
            manga webtoon poem poems album albums single singles song songs ballad anthem ep lp play plays monologue
            farce opera operas musical musicals panto pantomime ballet videogame"""
        ),
        "Work",
    ),
    **dict.fromkeys(words("film films movie movies biopic"), "Film"),
    **dict.fromkeys(words("sitcom sitcoms soap miniseries mini-series gameshow docuseries"), "Show"),
}
_QUOTES: Final = words("“ ” ‘ ’ \" ' ( )")
_OPENERS: Final = words("the a an his her their its this that another my our")
_REACH: Final = 6


def called(lower: Sequence[str], tags: Sequence[str], start: int, end: int) -> str | None:
    """Return the kind of work that the words beside the tokens `start` to `end` call them; None if they don't.

    `lower` and `tags` are the document's words in lower case and their part-of-speech tags.

    >>> line = "Brine , the 2019 novel by Ida Moss".split()
    >>> called([w.lower() for w in line], ["NNP", ",", "DT", "CD", "NN", "IN", "NNP", "NNP"], 0, 1)
    'Work'
    """
    return _before(lower, tags, start) or _after(lower, tags, end)


def _before(lower: Sequence[str], tags: Sequence[str], start: int) -> str | None:
    k = start - 1
    while k > 0 and (lower[k] in _QUOTES or lower[k] in {",", ":", "called", "titled", "entitled"}):
        k -= 1
    if k < 0 or not tags[k].startswith(("NN", "JJ")):
        return None
    if k + 1 == start and lower[k].endswith("s") and tags[k] == "NNS":
        return None  # "plays Hamlet"
    if k and lower[k - 1] == "soap":
        return _CALLED["soap"]
    return _CALLED.get(lower[k])


def _after(lower: Sequence[str], tags: Sequence[str], end: int) -> str | None:
    k, n = end, len(lower)
    while k < n and lower[k] in _QUOTES:
        k += 1
    apart = k < n and lower[k] == ","
    if apart:
        k += 1
        while k < n and lower[k] in _QUOTES:
            k += 1
        if k >= n or lower[k] not in _OPENERS:
            return None
    for p in range(k, min(n, k + _REACH)):
        if not tags[p].startswith(("NN", "JJ", "CD", "DT", "PRP$", "HYPH", "VBN", "VBG", "POS", "RB", "NNP")):
            return None
        following = tags[p + 1] if p + 1 < n else ""
        if lower[p] in _CALLED and not following.startswith(("NN", "HYPH")):
            return _CALLED[lower[p]] if apart or p == k else None
        if not apart:
            return None
    return None

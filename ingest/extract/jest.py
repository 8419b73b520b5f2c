"""What is told in jest, where the text says so itself: April fools, "none of the above is true", satirical papers.

In: a text. Out: the spans in which nothing is meant. Jest that does not declare itself is not found: no cue, no guess.
"""

from __future__ import annotations

import re
from typing import Final

from graph.model import Span

__all__ = ["in_jest"]

# A paragraph with one of these is meant as a joke, or tells of one.
_PARAGRAPH: Final = re.compile(
    r"\bApril[- ]Fool(?:s|['’]s)?(?:[!.,;:]|\s+(?:joke|prank|gag|hoax|story|jape)\b)|\ban April Fool\b"
    r"|\bhappy (?:first of April|April the first|April Fool)|\bA\.? ?Pril[- ]?Foole?\b"
    r"|\bsatirical (?:news )?(?:site|website|paper|newspaper|magazine|account)\b"
    r"|\bspoof (?:awards?|news|report|article)\b",
    re.I,
)
# After one of these, all that stands before it was a joke.
_ABOVE: Final = re.compile(
    r"\b(?:none|nothing|not a word) (?:of|in) (?:the above|all this|this (?:article|story|report|column))"
    r"(?:,[^,.]{0,40},)? (?:is|was) true\b|\b(?:we|I) made (?:all (?:of )?(?:this|that)|it all) up\b",
    re.I,
)


def in_jest(text: str) -> tuple[Span, ...]:
    """Return the spans of a text that it declares to be a joke, sorted.

    >>> [span.of("She is a horse. April fool!") for span in in_jest("She is a horse. April fool!")]
    ['She is a horse. April fool!']
    >>> in_jest("The satirical comedy April Fools opens in June.")
    ()
    """
    found = [Span(0, match.end()) for match in _ABOVE.finditer(text)]
    start = 0
    for line in text.splitlines(keepends=True):
        if _PARAGRAPH.search(line):
            found.append(Span(start, start + len(line)))
        start += len(line)
    return tuple(sorted(found))

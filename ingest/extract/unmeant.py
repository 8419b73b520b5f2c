"""What a text says and doesn't mean, by its own word: jokes, lines to machines, its own errors, what it takes back.

In: a text. Out: the spans in which nothing is meant. Jest that does not declare itself is not found: no cue, no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from graph.model import Span
from ingest.extract import guards

__all__ = ["unmeant"]

# A paragraph with one of these is meant as a joke, or tells of one.
_JEST: Final = re.compile(
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
# A paragraph that puts something right, or a heading above such paragraphs; the sentence that repeats the error.
_CORRECTING: Final = re.compile(
    r"^\W*(?:corrections?|clarifications?|for the record|amended|amendment)\b|\b(?:production|editing|typing) error\b",
    re.I,
)
_ERROR: Final = re.compile(
    r"\b(?:we|our|(?:an?|the|this|last \w+'s) (?:[\w-]+ ){0,2}(?:article|caption|headline|interview|list|listings?|"
    r"obituary|piece|profile|quiz|report|review|story|table|timeline|version))\b[^.!?]{0,80}\b"
    r"(?:attributed|called|credited|described|gave|identified|listed|named|placed|put|reported|said|stated|"
    r"suggested|wrote)\b",
    re.I,
)
# "Nell isn't married": the wedding told before was a dream, a plan or a lie. And what tells of such a thing.
_NOT_SO: Final = re.compile(
    r"\b([A-Z][\w'’-]+) (?:isn['’]t|is not|wasn['’]t|was not|was never|has never been) (?:actually |really |even )?"
    r"(married|dead)\b(?! (?:any ?more|yet|now|at the time|when|until|before|long))"
)
_SO: Final = {
    "married": re.compile(r"\b(?:marr(?:y|ies|ied|iage)|weds?|wedding|husband|wife|bride|groom)\b", re.I),
    "dead": re.compile(r"\b(?:dies|died|dead|death|killed|kills|murder(?:ed|s)?)\b", re.I),
}
_SENTENCE: Final = re.compile(r"[^.!?;\n]+(?:[.!?](?!\s)[^.!?;\n]+)*[.!?;]*")


def unmeant(text: str) -> tuple[Span, ...]:
    """Return the spans of a text that it doesn't mean, sorted.

    >>> [span.of("She is a horse. April fool!") for span in unmeant("She is a horse. April fool!")]
    ['She is a horse. April fool!']
    >>> unmeant("The satirical comedy April Fools opens in June.")
    ()
    """
    above = (Span(0, match.end()) for match in _ABOVE.finditer(text))
    return tuple(sorted((*above, *_paragraphs(text), *_taken_back(text))))


def _paragraphs(text: str) -> Iterator[Span]:
    """Paragraphs in jest or to machines; in those that correct, the sentences with the errors."""
    correcting = False
    for line in re.finditer(r"[^\n]+", text):
        if _JEST.search(line[0]) or guards.instruction(line[0]):
            yield Span(line.start(), line.end())
        own = _CORRECTING.search(line[0]) is not None
        if own or correcting:
            for sentence in _SENTENCE.finditer(text, line.start(), line.end()):
                if _ERROR.search(sentence[0]):
                    yield Span(sentence.start(), sentence.end())
        # A heading holds for what is below it.
        correcting |= own and len(line[0].split()) <= 6


def _taken_back(text: str) -> Iterator[Span]:
    """The sentences before a denial that tell of a person what it denies."""
    for denial in _NOT_SO.finditer(text):
        for sentence in _SENTENCE.finditer(text, 0, denial.start()):
            if denial[1] in sentence[0] and _SO[denial[2]].search(sentence[0]):
                yield Span(sentence.start(), sentence.end())

"""Quoted passages of a text, whatever marks it uses.

In: a text. Out: `Quotation`s in order: curly and straight, double and single marks, guillemets, quotations that run
over several paragraphs (each opened anew, only the last closed), and single-quoted ones inside double-quoted ones.
Whether a passage is speech, a title or a word held at arm's length is for `ingest.extract.statements` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import Span

__all__ = ["Quotation", "find", "paragraphs", "sentence_start"]


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """One unbroken passage. `span` is without its marks; `outer` with them.

    `continues`: the passage before it was not closed, so that both are one speech. `inner`: it stands inside another.
    """

    span: Span
    outer: Span
    continues: bool = False
    inner: bool = False


_MARKS = re.compile(r"[\"“”«»„\n]")
_OPENERS, _CLOSERS = "“«„", "”»"
_BEFORE_OPENING = " \t\n\u00a0([—–-/…‘'“*_:>"
_AFTER_CLOSING = " \t\n\u00a0.,;:!?)]—–-/…’'*_"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|Prof|Rev|Gen|Sgt|Det|Lt|Capt|Gov|Sen|Rep|vs|etc|No|Inc|Ltd|Co)|\b[A-Z])\.$"
)


def paragraphs(text: str) -> Iterator[Span]:
    r"""Yield the lines of a text that are not blank.

    >>> [p.of("One.\n\nTwo.") for p in paragraphs("One.\n\nTwo.")]
    ['One.', 'Two.']
    """
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        yield Span(match.start(), match.end())


def sentence_start(text: str, position: int, least: int = 0) -> int:
    """Return where the sentence that holds a position starts, not before `least`. Abbreviations end none.

    >>> sentence_start("He left. Mr. Poe said so", 20)
    9
    """
    for match in reversed(list(re.finditer(r"[.!?…][\"”’')\]]*\s+|\n", text[least:position]))):
        if not _ABBREVIATION.search(text[least : least + match.start() + 1]):
            return least + match.end()
    return least


def find(text: str) -> tuple[Quotation, ...]:
    """Return the quoted passages of a text, in order.

    >>> [q.span.of(t) for t in ['“I ran,” she said, “and fell.”'] for q in find(t)]
    ['I ran,', 'and fell.']
    >>> [q.span.of(t) for t in ["‘It’s the girls’ own,’ he said."] for q in find(t)]
    ['It’s the girls’ own,']
    """
    double = list(_double(text))
    covered = [q.outer for q in double]
    single = [q for q in _single(text) if not any(q.outer.overlaps(outer) for outer in covered)]
    inner = [
        Quotation(q.span, q.outer, inner=True)
        for q in _single(text)
        if any(o.span.contains(q.outer) for o in double) and len(q.span.of(text).split()) > 1
    ]
    return tuple(sorted([*double, *single, *inner]))


def _double(text: str) -> Iterator[Quotation]:
    """Passages in double marks. An opening mark inside an open passage starts its next paragraph."""
    opened, continues = -1, False
    for mark in _MARKS.finditer(text):
        position, character = mark.start(), mark[0]
        if character == "\n" and opened >= 0:
            end = len(text[:position].rstrip())
            goes_on = _opens(text, _next_word(text, position))
            if end > opened + 1:
                yield Quotation(Span(opened + 1, end), Span(opened, end), continues)
            opened, continues = -1, goes_on
        elif _opens(text, position) and not (opened >= 0 and character == '"' and not _before_opening(text, position)):
            if opened >= 0:
                end = len(text[:position].rstrip())
                yield Quotation(Span(opened + 1, end), Span(opened, end), continues)
                continues = True
            opened = position
        elif opened >= 0 and _closes(text, position):
            yield Quotation(Span(opened + 1, position), Span(opened, position + 1), continues)
            opened, continues = -1, False
    if opened >= 0 and (end := len(text.rstrip())) > opened + 1:
        yield Quotation(Span(opened + 1, end), Span(opened, end), continues)


def _next_word(text: str, position: int) -> int:
    match = re.compile(r"\s*[>*]?\s*").match(text, position)
    return match.end() if match else position


def _before_opening(text: str, position: int) -> bool:
    return position == 0 or text[position - 1] in _BEFORE_OPENING


def _opens(text: str, position: int) -> bool:
    if position >= len(text):
        return False
    following = text[position + 1 : position + 2]
    if text[position] in _OPENERS:
        return bool(following)
    return text[position] == '"' and _before_opening(text, position) and bool(following) and not following.isspace()


def _closes(text: str, position: int) -> bool:
    return text[position] in _CLOSERS or text[position] == '"'


_SINGLE = re.compile(r"(?<![\w’'])(?:‘|'(?=[^\W\d_]))(?=\S)")
# A closing single mark after a stop is sure; one after a letter may be an apostrophe ("the girls' room").
_SURE_CLOSE = re.compile(r"[,.!?…—–][’'](?!\w)")
_CLOSE = re.compile(r"(?<=\S)[’'](?![\w’'])")


def _single(text: str) -> Iterator[Quotation]:
    """Passages in single marks, each within its paragraph."""
    for paragraph in paragraphs(text):
        free = paragraph.start
        for match in _SINGLE.finditer(text, paragraph.start, paragraph.end):
            if match.start() < free:
                continue
            following = _SINGLE.search(text, match.end(), paragraph.end)
            limit = following.start() if following else paragraph.end
            close = _closing(text, match.end(), limit)
            if close is not None:
                free = close + 1
                yield Quotation(Span(match.end(), close), Span(match.start(), close + 1))


def _closing(text: str, start: int, limit: int) -> int | None:
    """Where a single-quoted passage closes: at the first mark that is no apostrophe."""
    plain = [m.start() for m in _CLOSE.finditer(text, start, limit)]
    if not plain:
        return None
    sure = _SURE_CLOSE.search(text, start, limit)
    first = plain[0]
    if sure is None or first >= sure.start():
        return first
    # "the girls’ own,’": an s before the mark and a word after it is a plural's apostrophe.
    for position in plain:
        if text[position - 1] not in "sS" or not re.match(r"\s\w", text[position + 1 : position + 3]):
            return position
    return sure.start() + 1

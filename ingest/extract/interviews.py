"""Questions and answers printed as such, whose answers are speech without quotation marks.

In: a `Reading`. Out: `Answer`s: the span of what was said, who said it. Three layouts are known: labelled turns
("STRAND: I fixed it."), a labelled or marked question with a bare answer below it, and bare questions and answers
that alternate.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import EntityType, Span
from ingest.extract.quotations import paragraphs
from ingest.extract.reading import Reading

__all__ = ["Answer", "answers", "named_by"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what was said, and the entity that said it."""

    span: Span
    speaker: str
    rule: str


_LABEL = re.compile(
    r"(?:[*_>•\-]+\s*)?(?P<label>[A-Z][\w.&’'“”\" -]{0,44}?)(?:\s\([^)\n]{1,60}\))?[*_]*\s?(?::|\|)[*_]*\s+(?=\S)"
)
_STAGE_DIRECTION = re.compile(r"(?:[\[(][^\])]{1,40}[\])]\s*)+")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|me|my|we|our|us)\b")
_LEAST_TURNS = 3
_HEAD_LINES = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text: its label if it has one, and where its words start."""

    span: Span
    label: str
    words: Span

    def asks(self, text: str) -> bool:
        said = self.words.of(text).strip().strip("*_")
        return said.endswith("?") and len(said.split()) <= 40


def answers(reading: Reading) -> tuple[Answer, ...]:
    """Return the answers of an interview, in order; none where the text isn't laid out as one."""
    lines = [_line(reading.text, span) for span in paragraphs(reading.text)]
    found = list(_labelled(reading, lines))
    if not found:
        found = list(_bare(reading, lines))
        # An "explained" article asks and answers too, in its own voice: nobody says "I" there.
        personal = sum(bool(_FIRST_PERSON.search(a.span.of(reading.text))) for a in found)
        found = found if 2 * personal >= len(found) else []
    return tuple(a for a in found if len(a.span.of(reading.text).split()) >= 4)


def _line(text: str, span: Span) -> _Line:
    match = _LABEL.match(text, span.start, span.end)
    start = match.end() if match else span.start
    if direction := _STAGE_DIRECTION.match(text, start, span.end):
        start = direction.end()
    end = len(text[: span.end].rstrip())
    return _Line(span, match["label"].strip() if match else "", Span(min(start, end), end))


def named_by(label: str, reading: Reading) -> str | None:
    """Return the person that a label stands for: a full name, a surname, a first name, or initials. None if nobody."""
    wanted = re.sub(r"[^\w\s-]", "", label).casefold().split()
    if len("".join(wanted)) < 2:
        return None
    for entity in reading.entities:
        if entity.type is not EntityType.PERSON:
            continue
        for name in (entity.name, *entity.aliases):
            words = re.sub(r"[^\w\s-]", "", name).casefold().split()
            initials = "".join(part[0] for word in words for part in re.split(r"(?<=\w)-(?=\w)", word))
            short = "".join(word[0] for word in words)
            if wanted and (
                wanted == words
                or wanted in (words[-1:], words[:1], [initials], [short])
                or (len(words) > 1 and wanted == words[1:])
            ):
                return entity.id
    return None


def _labelled(reading: Reading, lines: Sequence[_Line]) -> Iterator[Answer]:
    """Turns with labels. A label whose turns mostly ask is the interviewer's; a bare line below it is an answer."""
    turns = Counter(line.label for line in lines if line.label)
    asking = Counter(line.label for line in lines if line.label and line.asks(reading.text))
    repeated = {label for label, n in turns.items() if n >= 2}
    if sum(turns[label] for label in repeated) < _LEAST_TURNS:
        return
    people = {label: named_by(label, reading) for label in turns}
    if {"Q", "A"} <= set(turns):
        people["A"] = _guest(reading, lines)
    interviewers = {label for label in repeated if not people[label] or 2 * asking[label] > turns[label]}
    if not any(person and label not in interviewers for label, person in people.items()) and not interviewers:
        return
    guest, previous = _guest(reading, lines), ""
    if sum(asking.values()) < 2 and sum(bool(people[label]) for label in turns) < 2:
        return
    for line in lines:
        speaker = people.get(line.label) if line.label not in interviewers else None
        if line.label and speaker:
            guest = speaker
            yield Answer(line.words, speaker, "statements#labelled-turn")
        elif not line.label and previous in interviewers and previous and guest:
            yield Answer(line.words, guest, "statements#answer-below")
        previous = line.label


def _bare(reading: Reading, lines: Sequence[_Line]) -> Iterator[Answer]:
    """Questions and answers that alternate without labels: by two lines a block, else line by line."""
    text = reading.text
    guest = None
    blocks = [[_line(text, s) for s in _inside(text, block)] for block in _blocks(text)]
    pairs = [b for b in blocks if len(b) == 2 and _is_question(b[0], text) and not b[1].asks(text)]
    if len(pairs) >= _LEAST_TURNS:
        first = blocks.index(pairs[0])
        guest = _guest(reading, lines, pairs[0][0].span.start)
        for block in blocks[first : blocks.index(pairs[-1]) + 1]:
            if guest and len(block) == 2 and len(block[0].words.of(text).split()) <= 30:
                yield Answer(block[1].words, guest, "statements#answer-below")
        return
    asks = [n for n, line in enumerate(lines) if _is_question(line, text) and not line.span.of(text).isupper()]
    runs = [n for n in asks if {n - 4, n - 2, n + 2, n + 4} & set(asks)]
    if len(runs) < _LEAST_TURNS or runs[-1] - runs[0] > 4 * len(runs):
        return
    named = [named_by(line.label, reading) for line in lines[runs[0] :] if line.label and not line.asks(text)]
    guest = next((n for n in named if n), None) or _guest(reading, lines, lines[asks[0]].span.start)
    for n in range(runs[0] + 1, min(runs[-1] + 2, len(lines)), 2):
        if guest and '"' not in text[lines[n].span.start : lines[n].span.start + 1]:
            yield Answer(lines[n].words, guest, "statements#alternating")


def _is_question(line: _Line, text: str) -> bool:
    said = line.span.of(text).strip()
    return line.asks(text) or (len(said) > 2 and said[0] == said[-1] == "*" and len(said.split()) <= 40)


def _blocks(text: str) -> Iterator[Span]:
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|$))+", text):
        yield Span(match.start(), match.end())


def _inside(text: str, block: Span) -> Iterator[Span]:
    for line in paragraphs(block.of(text)):
        yield Span(block.start + line.start, block.start + line.end)


def _guest(reading: Reading, lines: Sequence[_Line], before: int | None = None) -> str | None:
    """Who is interviewed: the person whom the lines before the first question name most, those of the head twice."""
    if before is None:
        before = next((line.span.start for line in lines if line.label and line.asks(reading.text)), 0)
    head = lines[min(_HEAD_LINES, len(lines)) - 1].span.end if lines else 0
    counts: Counter[str] = Counter()
    for mention in reading.within(Span(0, max(before, head)), EntityType.PERSON):
        if not re.search(r"\b(?:[Bb]y|[Ww]ords|[Pp]hotos?):?\s*$", reading.text[: mention.span.start]):
            counts[mention.entity] += 1 + (mention.span.start < head)
    return counts.most_common(1)[0][0] if counts else None

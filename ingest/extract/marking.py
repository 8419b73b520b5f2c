"""A line of text in which everything typed is one character, so that a pattern over types and words is a regex.

In: a `Reading`, the dates found in its text. Out: a `Line` for each paragraph: mentions of entities, job and genre
phrases, dates and ages each stand as one character of a private plane, whose block tells the type; words stand as they
are, with straight quotes and dashes. Offsets lead back to the stored text. Quotation marks and "the" around a mention,
and titles of courtesy before it, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from graph.model import EntityType, Span
from ingest.extract.focus import Focus
from ingest.extract.genres import genres
from ingest.extract.reading import Form, Reading
from ingest.extract.roles import jobs

__all__ = ["KINDS", "PHRASES", "PLANE", "Dated", "Line", "Mark", "block", "flat", "lines", "worded"]

# The kinds of mark: the entity types, then the literals.
KINDS: tuple[str, ...] = (*(str(t) for t in EntityType), "Job", "Jobs", "Genre", "Identity", "Date", "Age")
PHRASES = frozenset(("Job", "Jobs", "Genre", "Identity"))
LITERALS = frozenset((*PHRASES, "Date", "Age"))
PLANE, SIZE = 0xF0000, 512
FLAT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "‑": "-"})
AGED = re.compile(
    r"(?<![\w.,:/-])(?:(?<=aged )\d{1,2}|(?<=, )\d{1,2}(?=[,;.)-]|$| and )|(?<=\()\d{1,2}(?=\)|,)|"
    r"\d{1,2}(?=-year-old| years old)|(?:(?<= is )|(?<= now )|(?<= at ))\d{2}(?=[.,;!]|$| and )|"
    r"(?:(?<= turned )|(?<= turns )|(?<=[Aa]ge: ))\d{1,2}|(?<=age of )\d{1,2})"
)
# "He was 88." is the age of the dead; of the living it is one that they had once.
PAST_AGE = re.compile(r"(?<= was )\d{2}(?=[.,;!]|$)")
DEATH = re.compile(r"\b(?:dies|died|death|dead|obituary|passed away)\b", re.IGNORECASE)
WORD_AGE = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|"
    r"eight|nine))?(?=-year-old| years old)",
    re.IGNORECASE,
)
# What a story may say of a character. Of real people no rule reads it: `rules/identifiesAs.toml`.
IDENTITY = re.compile(
    r"\b(?:gay|lesbian|bisexual|bi|trans(?:gender)?|non-?binary|asexual|aromantic|aro|ace|queer|pansexual|intersex|"
    r"genderfluid)\b(?! (?:club|bar|icon|rights|pride|community|fans?|magazine|film|couple|marriage|wedding))",
    re.IGNORECASE,
)
COURTESY = re.compile(
    r"(?:\b(?:the|The|THE|Dr|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|DI|DS|DCI|DC|PC|WPC|Sgt|Det|Insp|Rev|Hon|Prof|St)\.? )+$"
)
OPENING = re.compile(r"[\"'*_]+$")
CLOSING = re.compile(r"[\"*_]+|'(?!s\b|\w)[\"*_]*")
STOPPED = re.compile(r"[,.;](?:\"|'(?!\w))[\"*_]*")
WORKS = frozenset(("Show", "Film", "Season", "Episode", "Work", "Person", "Character"))
POSSESSIVE = frozenset(("his", "her", "their", "its", "my", "our", "your"))


# "The film", "the show": the work in focus, where coreference has not said so. Not before a name or "of".
NOMINAL = re.compile(
    r"\b(?:the|this) (?:(?P<film>film|movie|picture)|(?P<show>show|series|sitcom|soap|programme)|"
    r"(?P<any>drama|comedy|thriller|musical|documentary))"
    r"(?!\w|(?:'s?|’s?)? (?-i:[A-Z\"'‘“])| (?:of|about|that|which|by|for|to)\b)|"
    r"(?:(?<=[.!?\n] )|(?<=\n)|(?<=[.!?]\" ))(?P<it>It)(?= (?:is|was|also|stars?|follows|tells|airs?|aired|"
    r"premieres?|premiered|features|opens|opened|began|ran|has been|will|centres|centers|revolves|won|"
    r"runs|debuts?|debuted|takes place)\b)",
    re.IGNORECASE,
)
NOMINAL_TYPES = {
    "film": (EntityType.FILM,),
    "show": (EntityType.SHOW,),
    "any": (EntityType.SHOW, EntityType.FILM),
    "it": (EntityType.SHOW, EntityType.FILM, EntityType.WORK),
}


class Dated(Protocol):
    """A date in the text: what `ingest.extract.dates` finds."""

    @property
    def span(self) -> Span: ...  # noqa: D102  the protocol's attributes say themselves
    @property
    def iso(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Mark:
    """What one character of a line stands for: an entity (by its id) or a literal, of a kind."""

    span: Span
    kind: str
    value: str
    form: Form = Form.NAME


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph in marked form. `text[i]` stands at `starts[i]` to `ends[i]` of the stored text.

    `stems` are the beginnings and endings of its words, in lower case: a pattern whose fixed words are not among them
    need not be tried.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    marks: tuple[Mark, ...]
    kinds: frozenset[str]
    stems: frozenset[str]

    def mark(self, char: str) -> Mark:
        """Return what a character of the private plane stands for."""
        return self.marks[(ord(char) - PLANE) % SIZE]

    def span(self, start: int, end: int) -> Span:
        """Lead a range of the line back to the stored text."""
        return Span(self.starts[start], self.ends[end - 1])


def block(kind: str) -> str:
    """Return the regex range that stands for a kind of mark."""
    first = PLANE + KINDS.index(kind) * SIZE
    return f"{chr(first)}-{chr(first + SIZE - 1)}"


def flat(text: str) -> str:
    """Return a text with straight quotes and dashes, of the same length."""
    return text.translate(FLAT)


def lines(reading: Reading, dates: Sequence[Dated], focus: Focus) -> Iterator[Line]:
    """Yield the marked paragraphs of a document, in order; empty ones are left out."""
    marks = _marks(reading, dates, focus)
    source = flat(reading.text)
    position = 0
    for paragraph in re.finditer(r"[^\n]+", reading.text):
        here: list[Mark] = []
        while position < len(marks) and marks[position].span.start < paragraph.end():
            if marks[position].span.end <= paragraph.end():
                here.append(marks[position])
            position += 1
        for part in range(0, max(1, len(here)), SIZE):
            yield _line(source, Span(paragraph.start(), paragraph.end()), here[part : part + SIZE])


PHRASE_MARK = re.compile("[" + "".join(block(kind) for kind in sorted(PHRASES)) + "]")
WORD = re.compile(r"[^\W\d_]+")


def worded(line: Line, source: str) -> Line:
    """Return a line with its job and genre phrases in words again, for the patterns whose triggers are such words.

    `source` is the document's text with straight quotes and dashes (`flat`).
    """
    if line.kinds.isdisjoint(PHRASES):
        return line
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for found in PHRASE_MARK.finditer(line.text):
        i = found.start()
        start, end = line.starts[i], line.ends[i]
        pieces += (line.text[position:i], source[start:end])
        starts += (*line.starts[position:i], *range(start, end))
        ends += (*line.ends[position:i], *range(start + 1, end + 1))
        position = i + 1
    text = "".join((*pieces, line.text[position:]))
    starts += line.starts[position:]
    ends += line.ends[position:]
    return Line(text, starts, ends, line.marks, line.kinds - PHRASES, _stems(text))


def _stems(text: str) -> frozenset[str]:
    words = set(WORD.findall(text.lower()))
    return frozenset(part for w in words for i in range(2, len(w) + 1) for part in (w[:i], w[-i:]))


def _marks(reading: Reading, dates: Sequence[Dated], focus: Focus) -> list[Mark]:
    """All marks, sorted, none overlapping: mentions before dates, those before jobs and genres, the longer first."""
    text = reading.text
    found: list[tuple[int, Mark]] = []
    for mention in reading.mentions:
        kind = str(reading.type_of(mention))
        found.append((0, Mark(mention.span, kind, mention.entity, mention.form)))
    found += [(0, mark) for mark in _nominals(reading, focus)]
    found += [(1, Mark(d.span, "Date", d.iso)) for d in dates]
    part = focus.nouns.__contains__ if focus.nouns else lambda _: True
    found += [(2, Mark(span, "Jobs" if plural else "Job", job)) for span, job, plural in jobs(text, part)]
    found += [(2, Mark(span, "Genre", genre)) for span, genre in genres(text)]
    found += [(3, Mark(Span(m.start(), m.end()), "Identity", m[0].lower())) for m in IDENTITY.finditer(text)]
    past = PAST_AGE.finditer(text) if DEATH.search(text) else ()
    for age in (*AGED.finditer(text), *WORD_AGE.finditer(text), *past):
        found.append((4, Mark(Span(age.start(), age.end()), "Age", age[0])))
    taken = bytearray(len(text))
    kept: list[Mark] = []
    for _, mark in sorted(found, key=lambda f: (f[0], f[1].span.start - f[1].span.end, f[1].span.start)):
        start, end = mark.span.start, mark.span.end
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append(mark)
    return sorted(kept, key=lambda m: m.span)


def _nominals(reading: Reading, focus: Focus) -> Iterator[Mark]:
    for found in NOMINAL.finditer(reading.text):
        types = NOMINAL_TYPES[str(found.lastgroup)]
        own = focus.episode(found.start()) if found["it"] else None
        work = own or focus.at(found.start(), types) or focus.at(found.start())
        if work:
            yield Mark(Span(found.start(), found.end()), str(reading.by_id[work].type), work, Form.NOMINAL)


def _line(source: str, paragraph: Span, marks: Sequence[Mark]) -> Line:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def plain(start: int, end: int) -> None:
        chars.extend(source[start:end])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    position = paragraph.start
    for number, mark in enumerate(marks):
        before = source[position : mark.span.start]
        quoted = OPENING.search(before) if mark.kind in WORKS else None
        if quoted:
            before = before[: quoted.start()]
        if mark.kind not in LITERALS and (courtesy := COURTESY.search(before)):
            before = before[: courtesy.start()]
        plain(position, position + len(before))
        chars.append(chr(PLANE + KINDS.index(mark.kind) * SIZE + number))
        starts.append(mark.span.start)
        ends.append(mark.span.end)
        position = mark.span.end
        if mark.form is Form.PRONOUN and source[mark.span.start : mark.span.end].lower() in POSSESSIVE:
            if _before_noun(source, position):
                chars.extend("'s")
                starts.extend((mark.span.start, mark.span.start))
                ends.extend((mark.span.end, mark.span.end))
        elif source[position - 1] == "s" and source[position : position + 2] == "' ":
            # "Black Books' Tamsin Greig": the possessive of a name in s.
            chars.extend("'s")
            starts.extend((position, position))
            ends.extend((position + 1, position + 1))
            position += 1
        elif quoted and (closing := CLOSING.match(source, position, paragraph.end)):
            position = closing.end()
        elif quoted and (inside := STOPPED.match(source, position, paragraph.end)):
            # "Salt Road," in the American way: the comma is the sentence's, the quotation marks are the title's.
            plain(position, position + 1)
            position = inside.end()
    plain(position, paragraph.end)
    text = "".join(chars)
    return Line(text, starts, ends, tuple(marks), frozenset(m.kind for m in marks), _stems(text))


def _before_noun(source: str, end: int) -> bool:
    """Whether a pronoun stands before a word that it can own: "her coach", not "her and", "her."."""
    return bool(
        re.match(
            r" (?!(?:and|or|in|on|at|to|for|as|with|by|from|that|when|if|but|while|because)\b)\w", source[end:][:20]
        )
    )

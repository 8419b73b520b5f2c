"""Statements: what is quoted, with who said it, to whom and about what.

In: a `Reading`. Out: `Statement`s of at least four words, in text order. Passages are found by `quotations` and
`interviews`, speakers by `attribution`; here passages that are one speech are joined and the rest is left out: titles,
words held at arm's length, voices that the text doesn't name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.model import EntityType, Evidence, Span
from ingest.extract.attribution import Attribution, Voice
from ingest.extract.interviews import answers
from ingest.extract.narration import SPEECH_FORMS
from ingest.extract.quotations import Quotation, find
from ingest.extract.reading import Form, Reading
from ingest.extraction import Statement

__all__ = ["statements"]

LEAST_WORDS = 4
_TITLED = (
    EntityType.SHOW, EntityType.FILM, EntityType.WORK, EntityType.EPISODE, EntityType.SEASON, EntityType.AWARD,
    EntityType.EVENT, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.CHARACTER,
)  # fmt: skip
_SMALL_WORDS = """a an and as at but by for from in into nor of off on or so the to up with vs"""
_SMALL = frozenset(_SMALL_WORDS.split())
# Measured on the training sets with gold names: the share of each rule's statements that are right; rules that fired
# fewer than 20 times are held at .95 at most.
_PRECISION = {
    "statements#alternating": 0.9, "statements#answer-below": 0.88, "statements#fragment": 0.8,
    "statements#inner": 0.8, "statements#it-read": 0.6, "statements#labelled-turn": 0.95, "statements#lead-in": 0.77,
    "statements#pointed-at": 0.8, "statements#said-x": 0.95, "statements#same-speaker": 0.7,
    "statements#signed": 0.9, "statements#subject-before": 0.62, "statements#x-said": 0.85,
    "statements#x-said-before": 0.9,
}  # fmt: skip


def statements(reading: Reading) -> tuple[Statement, ...]:
    """Return the statements of an article, in text order."""
    quotations = find(reading.text)
    found = [*_quoted(reading, quotations), *_answered(reading)]
    unique: dict[tuple[str, str], Statement] = {}
    for statement in sorted(found, key=lambda s: (s.evidence.start, s.evidence.end)):
        key = (statement.speaker, " ".join(re.findall(r"\w+", statement.evidence.quote.casefold())[:LEAST_WORDS]))
        unique.setdefault(key, statement)
    return tuple(unique.values())


def _answered(reading: Reading) -> Iterator[Statement]:
    for answer in answers(reading):
        yield _statement(
            reading, Voice(answer.speaker, Span(answer.span.start, answer.span.start), answer.rule), [answer.span]
        )


def _quoted(reading: Reading, quotations: Sequence[Quotation]) -> Iterator[Statement]:
    attribution = Attribution(reading, quotations)
    previous: Voice | None = None
    spoken = [a.span for a in answers(reading)]
    for whole in _speeches(reading, quotations):
        pieces = [q.span for q in whole]
        if any(span.contains(whole[0].outer) for span in spoken):
            continue
        if (len(whole) == 1 or _short_name(reading, whole[0].span)) and _is_title(reading, whole[0].span):
            continue
        voice = attribution.voice(whole[0], whole[-1], previous)
        if voice is None:
            continue
        previous = voice
        if len(pieces[0].of(reading.text).split()) >= LEAST_WORDS or (
            sum(len(p.of(reading.text).split()) for p in pieces) >= LEAST_WORDS and len(pieces) > 1
        ):
            yield _statement(reading, voice, pieces)
            for other in voice.also:
                yield _statement(reading, replace(voice, speaker=other), pieces)
    for quotation in quotations:
        if quotation.inner and len(quotation.span.of(reading.text).split()) >= LEAST_WORDS:
            inner = attribution.inner_voice(quotation)
            if inner and not _is_title(reading, quotation.span):
                yield _statement(reading, inner, [quotation.span])


def _short_name(reading: Reading, span: Span) -> bool:
    """Whether a passage of few words has no stop or comma, as a title has none."""
    words = span.of(reading.text)
    return len(words.split()) <= 4 and words[-1:] not in ",.!?…"


def _speeches(reading: Reading, quotations: Sequence[Quotation]) -> Iterator[list[Quotation]]:
    """Group the passages that are one speech: continued over paragraphs, or parted only by a reporting clause."""
    group: list[Quotation] = []
    for quotation in quotations:
        if quotation.inner:
            continue
        if group and not (quotation.continues or _parted_by_clause(reading, group[-1], quotation)):
            yield group
            group = []
        group.append(quotation)
    if group:
        yield group


def _parted_by_clause(reading: Reading, one: Quotation, other: Quotation) -> bool:
    gap = reading.text[one.outer.end : other.outer.start]
    if "\n" in gap:
        return False
    if not gap.strip(" ,.-–—"):
        return one.continues
    ends_open = reading.text[one.span.end - 1] != "." or gap.lstrip()[:1].islower()
    return bool(
        ends_open
        and len(gap.split()) <= 30
        and gap.rstrip()[-1:] in ",.:;—–-"
        and not re.search(r"[.!?]\s+\S", gap.rstrip())
        and any(word in SPEECH_FORMS for word in re.findall(r"[a-z]+", gap))
    )


def _is_title(reading: Reading, span: Span) -> bool:
    words = span.of(reading.text).strip(" ,.")
    for mention in reading.within(Span(max(0, span.start - 1), span.end + 1), *_TITLED):
        if 5 * (mention.span.end - mention.span.start) >= 4 * len(words) and mention.form is Form.NAME:
            return True
    if re.search(r"\b(?:I|I['’]\w+|me|my|we|our|you)\b", words):
        return False
    tokens = re.findall(r"[^\W\d_][\w’']*", words)
    big = [t for t in tokens if t.lower() not in _SMALL]
    return bool(big) and all(t[0].isupper() for t in big) and words[-1:] not in "!?." and len(big) > 1


def _statement(reading: Reading, voice: Voice, pieces: Sequence[Span]) -> Statement:
    text = reading.text
    first = _trimmed(text, pieces[0])
    medium = _medium(reading, voice)
    about = dict.fromkeys(
        m.entity
        for piece in (*pieces, voice.cue)
        for m in reading.within(piece)
        if m.form is not Form.PRONOUN and m.entity not in {voice.speaker, medium}
    )
    return Statement(
        speaker=voice.speaker,
        evidence=Evidence.at(text, first),
        medium=medium,
        about=tuple(about),
        pieces=(first, *pieces[1:]),
        confidence=_PRECISION[voice.rule],
        rule=voice.rule,
    )


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


_TOLD = re.compile(
    r"\b(?:(?:told|tells|tell|telling|on|to)\s(?:[\w’'&.-]+\s){0,4}?|(?:via|with|in)\s(?:the\s|an?\s|his\s|her\s)?)$"
)
_ONLY_TOLD = re.compile(r"\b(?:told|tells|tell|telling|on)\s(?:[\w’'&.-]+\s){0,4}?$")


def _medium(reading: Reading, voice: Voice) -> str | None:
    """The outlet or platform in the reporting clause: what he told it to, or where he wrote it."""
    found = []
    for mention in reading.within(voice.cue, EntityType.ORGANIZATION, EntityType.SHOW):
        before = reading.text[max(0, mention.span.start - 40) : mention.span.start]
        lead = _TOLD if reading.type_of(mention) is EntityType.ORGANIZATION else _ONLY_TOLD
        if mention.entity != voice.speaker and lead.search(before):
            found.append(mention)
    named = [m for m in found if not re.match(r"['’]s\b", reading.text[m.span.end : m.span.end + 2])]
    return (named or found)[0].entity if found else None

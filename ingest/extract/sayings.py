"""Interviews and posts that quotations were taken from.

In: a `Reading` and its statements. Out: `interview` and `publicPost` events: who said it, the outlet or platform,
what it is about, the reporter where the byline or "tells me" names one. One for each speaker and outlet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from graph.model import EntityType, Evidence, Span
from ingest.extract.dates import DateMention
from ingest.extract.focus import Focus
from ingest.extract.interviews import answers
from ingest.extract.quotations import paragraphs
from ingest.extract.reading import Form, Reading
from ingest.extraction import Event, Statement

__all__ = ["PLATFORM", "byline", "sayings", "unsaid"]

PLATFORM = re.compile(
    r"^(?:Twitter|X|Instagram|Insta|Facebook|TikTok|Threads|Bluesky|Weibo|YouTube|Tumblr|Snapchat|Reddit|Mastodon|LinkedIn|"
    r"Twitch|Pixiv|Weverse|Substack|Truth Social|MySpace|Letterboxd|Telegram|Discord|Medium|Vine|WhatsApp)\b", re.I,
)  # fmt: skip
_POSTED = re.compile(r"\b(?:tweet(?:s|ed|ing)?|post(?:s|ed|ing)?|retweeted|caption(?:s|ed)?)\b", re.I)
_TO_ME = re.compile(r"\b(?:tells?|told|telling)\s(?:me|us)\b")
_ASKED = re.compile(
    r"\b(?:tells?|told|telling|interview\w*|speaking|spoke|talking|talked|chatt?\w*|appear\w+|"
    r"put it|complained|said on|to)\b",
    re.I,
)
_NOW = re.compile(r"\b(?:says|explains|recalls|admits|laughs|remembers|insists|adds|jokes|sighs|points out)\b")
_I_AM = re.compile(
    r"\bI(?:['’]m| am) (?:an? )?(?:\w+ )?(?:gay|lesbian|bi|bisexual|pan|pansexual|queer|trans|transgender|nonbinary|"
    r"non-binary|asexual)\b(?! (?:icon|roles?|bar))", re.I,
)  # fmt: skip
_CALLED_SO = re.compile(r"\b(?:comes?|coming|came) out\b|\bOut:", re.I)
_THERE = re.compile(
    r"\b(?:tells?|told|asks?|asked|shows?|showed|gives?|hands?) (?:me|us)\b|"
    r"\b(?:I|we) (?:ask|meet|met|caught|spoke|sat|find|said|say)\b"
)
_BYLINE = re.compile(r"\b(?:by|words|interview by|posted by|from|story by)\b:?\s*$", re.I)
_HEAD_LINES, _REACH = 6, 160
_WORKS = (EntityType.SHOW, EntityType.FILM, EntityType.WORK)
_TOPICS = (*_WORKS, EntityType.PERSON, EntityType.CHARACTER)


def byline(reading: Reading) -> str | None:
    """Return the person who wrote the article, from its head or its last line; None where it doesn't say."""
    lines = list(paragraphs(reading.text))
    for n, line in enumerate([*lines[:_HEAD_LINES], *lines[-1:]]):
        words = line.of(reading.text)
        people = list(reading.within(line, EntityType.PERSON))
        for mention in people:
            before = reading.text[line.start : mention.span.start]
            alone = len(people) == 1 and not re.search(r"\w", before) and n > 0
            rest = reading.text[mention.span.end : line.end]
            if len(words.split()) <= 14 and (
                _BYLINE.search(before) or (alone and not re.search(r"\w", re.sub(r"\b(?:and|\d[\w:,. ]*)\b", "", rest)))
            ):
                return mention.entity
    return None


def sayings(reading: Reading, said: Iterable[Statement], dates: Sequence[DateMention] = ()) -> Iterator[Event]:
    """Yield the interviews and posts of the statements and of printed questions and answers."""
    main, reporter, met = Focus(reading).main(), byline(reading), _met(reading)
    for statement in said:
        speaker = reading.by_id[statement.speaker]
        around = _around(reading, statement)
        date = _date(reading, statement, dates)
        medium = reading.by_id[statement.medium] if statement.medium else None
        if speaker.type is EntityType.PERSON and medium and _comes_out(reading, statement):
            args = {("agent", speaker.id), ("medium", medium.id)}
            yield _event("comingOut", reading, statement, args, date)
        posts = bool(_POSTED.search(around))
        if (medium and PLATFORM.match(medium.name)) or posts:
            args = {("agent", speaker.id)}
            if medium and (PLATFORM.match(medium.name) or posts):
                args.add(("medium", medium.id))
            yield _event("publicPost", reading, statement, args | _topic(reading, statement, main), date)
        elif speaker.type is EntityType.PERSON and ((medium and _ASKED.search(around)) or _TO_ME.search(around)):
            args = {("agent", speaker.id)} | ({("medium", medium.id)} if medium else set())
            if medium is None and reporter and reporter != speaker.id:
                args.add(("patient", reporter))
            yield _event("interview", reading, statement, args, date)
        elif speaker.type is EntityType.PERSON and reporter not in {None, speaker.id} and met and _NOW.search(around):
            # A bylined piece that quotes in the present tense is written from talks with those it quotes.
            yield _event("interview", reading, statement, {("agent", speaker.id), ("patient", reporter)}, date)
    yield from _answered(reading, reporter)


def _met(reading: Reading) -> bool:
    """Whether the reporter was there: "tells me", "when we meet"."""
    narrated = re.sub(r"[“\"][^”\"\n]*[”\"]", " ", reading.text)
    return bool(_THERE.search(narrated))


def _comes_out(reading: Reading, statement: Statement) -> bool:
    """Whether somebody says of themselves, to a named outlet and in an article that calls it so, that they come out."""
    words = " ".join(piece.of(reading.text) for piece in statement.pieces) or statement.evidence.quote
    return bool(_I_AM.search(words) and _CALLED_SO.search(reading.text))


def _around(reading: Reading, statement: Statement) -> str:
    """The narration that leads to a quotation and from it, within its line."""
    text, start, end = reading.text, statement.evidence.start, statement.evidence.end
    before = re.split(r"[.!?\n]\s", text[max(0, start - _REACH) : start])[-1]
    after = re.split(r"[.!?](?:\s|$)|\n", text[end + 1 : end + _REACH])[0]
    return f"{before} {after}"


def _date(reading: Reading, statement: Statement, dates: Sequence[DateMention]) -> str | None:
    """The date told in the words around a quotation."""
    end, last = statement.evidence.end, statement.pieces[-1].end if statement.pieces else statement.evidence.end
    for start in (end, last):
        clause = Span(
            start, start + len(re.split(r"[.!?](?:\s|$)|[\n\"“‘]", reading.text[start + 1 : start + _REACH])[0]) + 1
        )
        for date in dates:
            if clause.contains(date.span):
                return date.iso
    return None


def _topic(reading: Reading, statement: Statement, main: str | None) -> set[tuple[str, str]]:
    named = [
        e for e in statement.about
        if reading.by_id[e].type in _TOPICS and e not in {statement.speaker, statement.medium}
    ]  # fmt: skip
    return {("about", e) for e in named[:1]} or ({("about", main)} if main else set())


def _event(type: str, reading: Reading, statement: Statement, args: set[tuple[str, str]], date: str | None) -> Event:
    return Event(
        type=type,
        args=tuple(sorted(args)),
        evidence=statement.evidence,
        date=statement.date or date,
        confidence=round(0.9 * statement.confidence, 3),
        rule=f"events/{type}#said",
    )


def _answered(reading: Reading, reporter: str | None) -> Iterator[Event]:
    """One interview for each guest of a printed interview."""
    seen: set[str] = set()
    for answer in answers(reading):
        if answer.speaker in seen or answer.speaker == reporter:
            continue
        seen.add(answer.speaker)
        args = {("agent", answer.speaker)} | ({("patient", reporter)} if reporter else set())
        yield Event(
            type="interview",
            args=tuple(sorted(args)),
            evidence=Evidence.at(reading.text, answer.span),
            confidence=0.8,
            rule="events/interview#answers",
        )


def unsaid(reading: Reading, events: Sequence[Event], said: Sequence[Event]) -> Iterator[Event]:
    """Yield the events of the clause rules without those whose pronoun tells of a saying that is already in hand."""
    for event in events:
        agent = next((e for role, e in event.args if role == "agent"), None)
        medium = next((e for role, e in event.args if role == "medium"), None)
        by_name = any(
            m.entity == agent and m.form is Form.NAME for m in reading.within(event.evidence.span)
        )  # fmt: skip
        if event.type in {"interview", "publicPost"} and not by_name:
            near = Span(max(0, event.evidence.start - _REACH), event.evidence.end + _REACH)
            if any(
                s.type == event.type and ("medium", medium) in s.args and near.overlaps(s.evidence.span) for s in said
            ):  # fmt: skip
                continue
        yield event

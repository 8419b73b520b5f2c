"""Occupations that a name carries, and the work that a trade is at.

In: a `Reading`, the work in focus and the drafts so far. Out: more drafts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from graph.model import EntityType, Span
from ingest.extract.drafts import Draft
from ingest.extract.focus import SCREEN, Focus
from ingest.extract.lexicon import words as listed
from ingest.extract.reading import Form, Mention, Reading
from ingest.extract.roles import jobs

__all__ = ["callings"]

PEOPLE = (EntityType.PERSON, EntityType.CHARACTER)
TITLES = listed("titles")
# Trades whose bearer works on the work in focus: right 12 times of 16 for directors; actors, writers, producers and
# presenters were right less than half the time and are left to the trained model.
TRADES = dict.fromkeys(("director", "film-maker", "filmmaker", "writer-director"), "director")


def callings(reading: Reading, focus: Focus, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the drafts that titles, descriptions and trades give."""
    yield from _titled(reading, focus.nouns)
    yield from _at_work(reading, focus, drafts)


def _titled(reading: Reading, nouns: Collection[int]) -> Iterator[Draft]:
    """Occupations that a name or a description carries: "Captain Pruitt", "a vet", "the crooked sheriff"."""
    for mention in reading.mentions:
        entity = reading.by_id[mention.entity]
        if mention.form is Form.NOMINAL:
            yield from _beside(reading, mention, nouns)
        if entity.type not in PEOPLE or mention.form is not Form.NAME:
            continue
        words = mention.span.of(reading.text)
        title, _, name = words.removeprefix("the ").removeprefix("The ").partition(" ")
        if name[:1].isupper() and title.lower() in TITLES:
            yield Draft(entity.id, "occupation", title.lower(), mention.span, "infer/occupation#title", 0.75)
        elif entity.type is EntityType.CHARACTER and not any(w[:1].isupper() for w in words.split()[1:]):
            job = _described(words, mention.span.start, nouns)
            if job:
                yield Draft(entity.id, "occupation", job, mention.span, "infer/occupation#description", 0.8)


def _beside(reading: Reading, mention: Mention, nouns: Collection[int]) -> Iterator[Draft]:
    """The trade of a description beside a name: "Ida Moss, the playwright behind it", "the producer, Ben Vale"."""
    text, span = reading.text, mention.span
    job = _described(span.of(text), span.start, nouns)
    if job is None:
        return
    for other in reading.within(Span(max(0, span.start - 60), span.end + 60), *PEOPLE):
        gap = text[other.span.end : span.start] if other.span < span else text[span.end : other.span.start]
        if other.form is Form.NAME and gap == ", ":
            whole = Span(min(span.start, other.span.start), max(span.end, other.span.end))
            yield Draft(other.entity, "occupation", job, whole, "infer/occupation#beside", 0.75)


def _described(words: str, start: int, nouns: Collection[int]) -> str | None:
    """The job noun phrase with which a description ends; `nouns` are the offsets of nouns in the document."""
    found = [
        job for span, job, plural in jobs(words, lambda i: start + i in nouns) if span.end == len(words) and not plural
    ]
    return found[-1] if found else None


def _at_work(reading: Reading, focus: Focus, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Somebody of the trade whose own work the article doesn't name is at the work in focus: "the writer, Ida Moss"."""
    busy = {d.value for d in drafts if d.property in set(TRADES.values())}
    for draft in drafts:
        craft = TRADES.get(draft.value) if draft.property == "occupation" else None
        if craft is None or draft.subject in busy or reading.by_id[draft.subject].type is not EntityType.PERSON:
            continue
        work = focus.at(draft.span.start, SCREEN)
        if work:
            yield Draft(work, craft, draft.subject, draft.span, f"infer/{craft}#trade", 0.65)

"""The work that a place of the text is about.

In: a `Reading`. Out: `Focus`, which answers with the show, film or other work that a sentence without a named work
speaks of: "the film", "it stars", "Nick (Kit Connor)".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from graph.model import EntityType, Span
from ingest.extract.reading import Form, Mention, Reading

__all__ = ["SCREEN", "STAGED", "Focus"]

SCREEN = (EntityType.SHOW, EntityType.FILM)
STAGED = (*SCREEN, EntityType.WORK)
OWN = (*STAGED, EntityType.EPISODE)
HEADING = 90
BLANK = re.compile(r"\n[^\S\n]*\n")
WORDED = re.compile(r"[^\W\d_]{2}")


class Focus:
    """Works in focus, by place in the text.

    The work named last before the place in its sentence, else in its paragraph, else the one whose title heads the
    lines around it, else the work that the article is about: the one that its first lines and most of its mentions
    name. A work in a parenthesis ("Abel (Ransom Notes)") is an aside and is not in focus outside it.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        text = reading.text
        asides = [Span(m.start(), m.end()) for m in re.finditer(r"\([^()\n]{1,200}\)", text)]
        paragraphs = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
        self._paragraph_starts = [p.start for p in paragraphs]
        self._paragraphs = paragraphs
        self._sentences = reading.sentences
        self._sentence_starts = [s.start for s in self._sentences]
        self._asides = asides
        self._mentions = [m for m in reading.mentions if reading.type_of(m) in OWN]
        self._aside_of = {m: next((a for a in asides if a.contains(m.span)), None) for m in self._mentions}
        self._scores = self._score()

    def _score(self) -> Counter[str]:
        """Weigh the works: each mention one, in the first two lines four more for the first of its type."""
        scores: Counter[str] = Counter()
        head = self._paragraphs[1].end if len(self._paragraphs) > 1 else len(self._reading.text)
        for mention in self._mentions:
            if self._aside_of[mention] is None and mention.form is Form.NAME:
                scores[mention.entity] += 1 + 2 * (mention.span.start < head)
        return scores

    @cached_property
    def nouns(self) -> frozenset[int]:
        """Offsets of the nouns, as the tagger has them; empty where the document is not tagged."""
        doc = self._reading.doc
        return frozenset(t.idx for t in doc if t.tag_.startswith("NN")) if doc.has_annotation("TAG") else frozenset()

    def main(self, types: Iterable[EntityType] = SCREEN) -> str | None:
        """Return the work of these types that the article is about, None where it names none."""
        kinds = tuple(types)
        best = [(n, e) for e, n in self._scores.items() if self._reading.by_id[e].type in kinds]
        if not best:
            return None
        order = {entity.id: i for i, entity in enumerate(self._reading.entities)}
        return max(best, key=lambda b: (b[0], -order[b[1]]))[1]

    def story(self, place: int, *, cast: bool = False) -> str | None:
        """Return the work whose story or cast an offset tells of: the one that heads its lines, else the one in focus.

        Lines under a title are about it, whatever kind of work the article is about else (on training articles 685 of
        832 characters in their works, 655 without).
        """
        return self._headed(place, STAGED) or self.at(place, self.played, cast=cast) or self.main(STAGED)

    def episode(self, place: int) -> str | None:
        """Return the episode that an offset tells of: the one that heads its lines, else the article's own.

        An article's own episode is the only one that its first line names, as in a recap.
        """
        here = [m for m in self._mentions if self._reading.type_of(m) is EntityType.EPISODE]
        if headed := self._headed(place, (EntityType.EPISODE,)):
            return headed
        own = {m.entity for m in here if self._paragraphs[0].contains(m.span)}
        return next(iter(own)) if len(own) == 1 else None

    @cached_property
    def played(self) -> tuple[EntityType, ...]:
        """The kinds of work that the article's casts are in: stage works too where the article is about one of them."""
        scores = {
            kinds: max((self._scores[e] for e in self._scores if self._reading.by_id[e].type in kinds), default=0)
            for kinds in (SCREEN, (EntityType.WORK,))
        }
        return STAGED if scores[EntityType.WORK,] > scores[SCREEN] else SCREEN

    def at(self, place: int, types: Iterable[EntityType] = SCREEN, *, cast: bool = False) -> str | None:
        """Return the work in focus at an offset, None where the article names none.

        For a portrayal (`cast`) an article that is mostly about one work leaves it only within a sentence: a work named
        earlier in the paragraph is a credit of somebody's (actors' works right .81 against .77, 312 portrayals).
        """
        kinds = tuple(types)
        paragraph = self._enclosing(self._paragraphs, self._paragraph_starts, place)
        sentence = self._enclosing(self._sentences, self._sentence_starts, place)
        here = [m for m in self._mentions if self._reading.type_of(m) in kinds and self._visible(m, place)]
        inside = [m for m in here if sentence and sentence.contains(m.span)]
        before = [m for m in inside if m.span.end <= place]
        if before:
            return before[-1].entity
        main = self.main(kinds)
        if cast and self._dominates(kinds):
            return main
        earlier = [m for m in here if paragraph and paragraph.contains(m.span) and m.span.end <= place]
        if any(m.entity == main for m in earlier):
            return main
        if earlier:
            return earlier[-1].entity
        return inside[0].entity if inside else self._headed(place, kinds) or main

    def _headed(self, place: int, kinds: tuple[EntityType, ...]) -> str | None:
        """Return the work whose title heads the block of lines around an offset, as in a programme guide."""
        for mention in reversed(self._headings):
            if mention.span.end <= place and self._reading.type_of(mention) in kinds:
                between = self._reading.text[mention.span.end : place]
                return None if BLANK.search(between) else mention.entity
        return None

    @cached_property
    def _headings(self) -> tuple[Mention, ...]:
        """The works that stand first in a short line that is no sentence."""
        found = []
        for mention in self._mentions:
            line = self.paragraph(mention.span.start)
            words = line.of(self._reading.text).rstrip()
            before = self._reading.text[line.start : mention.span.start]
            if len(words) <= HEADING and words[-1:] not in ".?!" and not WORDED.search(before):
                found.append(mention)
        return tuple(found)

    def _dominates(self, kinds: tuple[EntityType, ...]) -> bool:
        """Whether the main work is named at least twice as often as the next."""
        counts = sorted((n for e, n in self._scores.items() if self._reading.by_id[e].type in kinds), reverse=True)
        return len(counts) == 1 or (len(counts) > 1 and counts[0] >= 2 * counts[1])

    def paragraph(self, place: int) -> Span:
        """Return the paragraph around an offset; an empty span where there is none."""
        return self._enclosing(self._paragraphs, self._paragraph_starts, place) or Span(place, place)

    def sentence(self, place: int) -> Span:
        """Return the sentence around an offset; an empty span where there is none."""
        return self._enclosing(self._sentences, self._sentence_starts, place) or Span(place, place)

    def joined(self, span: Span, entity: str, limit: int = 160) -> Span:
        """Stretch evidence to the nearest mention of the other end in its sentence, else in its paragraph.

        A span longer than `limit` code points says more than the fact and gives away more of the story: then the
        evidence stays as it is.
        """
        paragraph = self.paragraph(span.start)
        spans = [m for m in self._reading.by_id[entity].mentions if paragraph.contains(m)]
        hulls = [Span(min(span.start, m.start), max(span.end, m.end)) for m in spans]
        near = min(hulls, key=lambda h: (h.end - h.start, h), default=span)
        return near if near.end - near.start <= limit else span

    def screened(self, work: str | None) -> str | None:
        """Return the film or show of a book's name where the article has both: it is the one that is cast."""
        return self._screened.get(work, work) if work else None

    @cached_property
    def _screened(self) -> dict[str, str]:
        entities = self._reading.entities
        screens = {e.name.lower(): e.id for e in entities if e.type in SCREEN}
        books = (e for e in entities if e.type is EntityType.WORK)
        return {e.id: screens[e.name.lower()] for e in books if e.name.lower() in screens}

    def last(self, place: int, types: Iterable[EntityType]) -> str | None:
        """Return the entity of these types that was named last before an offset, in its paragraph or the one before."""
        kinds = tuple(types)
        i = max(0, bisect_right(self._paragraph_starts, place) - 1)
        reach = Span(self._paragraph_starts[max(0, i - 1)] if self._paragraph_starts else 0, place)
        found = [m for m in self._reading.within(reach, *kinds) if m.form is Form.NAME]
        return found[-1].entity if found else None

    def _visible(self, mention: Mention, place: int) -> bool:
        aside = self._aside_of[mention]
        return aside is None or aside.start <= place < aside.end

    @staticmethod
    def _enclosing(spans: tuple[Span, ...] | list[Span], starts: list[int], place: int) -> Span | None:
        i = bisect_right(starts, place) - 1
        return spans[i] if 0 <= i < len(spans) and place <= spans[i].end else None

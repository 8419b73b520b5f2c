"""What the trained model holds of the facts of one article: those that the rules found, and those that they missed.

In: the scores of all pairs of an article, window by window. Out: for each fact of the rules the probability that it is
true, and the facts to add, with their evidence.
Both are calibrated on held-out articles, each on its own kind: what rules left is seldom true, what they say often is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

import numpy as np

from graph.model import Evidence, Span
from ingest.extract import guards
from ingest.extract.labels import LITERAL_KINDS, PROPERTIES, SYMMETRIC
from ingest.extract.literals import literal
from ingest.extract.pairs import Candidates, Floats, Located
from ingest.extract.reading import Reading
from ingest.extract.wordpieces import Window
from ingest.extraction import Fact

__all__ = ["Calibration", "Opinions", "Scored"]

FAR = 300
"""Characters between two mentions past which the text between them is no evidence any more."""
DATED = frozenset({"releaseDate", "birthDate", "deathDate"})
# A date that owns what follows ("on Sunday's Headland") dates that, and nothing before it.
OWNING = re.compile(r"['’]s\b")
# What the tagger takes for a calling or a genre is too often none: of 78 such facts on development articles 25 were
# right, though given the right words 7 of 10 are. The rules' word lists do better alone. Nor does it tell the age that
# somebody had once from the one that they have. Of portrayals that it added on 120 articles that no part had seen 11 of
# 42 were right, of dates of release 11 of 29, of all else 54 of 85. Who is in what is theirs too: a bystander beside
# a title is no character.
LEFT_TO_RULES = frozenset({"occupation", "genre", "identifiesAs", "age", "portrays", "releaseDate", "character"})
ADDED = {p: ends for p, ends in PROPERTIES.items() if p not in LEFT_TO_RULES}

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Calibration:
    """From a score to a probability: a slope and an offset a label; `least` is the probability that suffices."""

    slopes: Mapping[str, tuple[float, float]]
    least: float

    def chance(self, label: str, score: float) -> float:
        """The probability of a score."""
        slope, offset = self.slopes.get(label, (1.0, 0.0))
        return 1 / (1 + exp(-max(-50.0, min(50.0, slope * score + offset))))

    def needed(self, label: str) -> float:
        """The lowest score whose probability suffices."""
        slope, offset = self.slopes.get(label, (1.0, 0.0))
        return (log(self.least / (1 - self.least)) - offset) / max(slope, 1e-6)


@dataclass(frozen=True, eq=False)
class Scored:
    """The scores of one window: of its links (links, labels), and of its pairs (pairs, labels), a soft maximum."""

    window: Window
    found: Candidates
    links: Floats
    pairs: Floats

    @classmethod
    def of(cls, window: Window, found: Candidates, links: Floats) -> Scored:
        """Gather the scores of links to those of their pairs."""
        first = np.searchsorted(found.group, np.arange(len(found.pairs)))
        top = np.maximum.reduceat(links, first, axis=0)
        pairs = top + np.log(np.add.reduceat(np.exp(links - top[found.group]), first, axis=0))
        return cls(window, found, links, np.where(found.valid, pairs, -np.inf).astype(np.float32))


@dataclass(frozen=True, eq=False)
class Opinions:
    """The scores of an article. `added` calibrates what rules left, `stated` what they found."""

    reading: Reading
    labels: Sequence[str]
    scored: Sequence[Scored]
    added: Calibration
    stated: Calibration
    rule: str

    def score(self, subject: str, label: str, object: str) -> float | None:
        """The score of one fact, the best of all windows; None where no window has both ends."""
        if label not in self.labels:
            return None
        column = self.labels.index(label)
        held = [
            float(s.pairs[at, column]) for s in self.scored if (at := s.found.at.get((subject, object))) is not None
        ]
        best = max(held, default=float("-inf"))
        return None if best == float("-inf") else best

    def believed(self, fact: Fact) -> bool:
        """Say whether a fact of the rules is likely enough; one that the model cannot score is."""
        score = self._both_ways(fact.subject, fact.property, _thing(fact.property, fact.object))
        return score is None or self.stated.chance(fact.property, score) >= self.stated.least

    def missed(self, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """Return the facts that are likely enough and not among those found already, in order."""
        said = {_key(fact) for fact in facts}
        found: dict[Triple, Fact] = {}
        for (subject, label, object), span in self._likely(ADDED).items():
            score = self._both_ways(subject, label, object)
            # Calibrated with the right entities given: where a kind is doubtful, the fact is as well.
            chance = (
                0.0 if score is None else self.added.chance(label, score) * self._sure(subject) * self._sure(object)
            )
            fact = self._fact(subject, label, object, span, chance) if chance >= self.added.least else None
            if fact is not None and (key := _key(fact)) not in said and key[::-1] not in said and key not in found:
                found[key] = fact  # and no parent is the child of its own child
        return tuple(sorted(found.values(), key=lambda f: (f.evidence, f.property, f.subject, f.object)))

    def _likely(self, wanted: Mapping[str, Any]) -> dict[Triple, Span]:
        """The pairs that some label is likely for, with the span of their best link."""
        needed = np.array([self.added.needed(label) if label in wanted else np.inf for label in self.labels])
        best: dict[Triple, tuple[float, Span]] = {}
        for s in self.scored:
            for n, column in zip(*np.nonzero(s.pairs >= needed), strict=True):
                subject, object = s.found.pairs[n]
                own = np.nonzero(s.found.group == n)[0]
                i, j = s.found.links[own[int(s.links[own, column].argmax())]]
                span = _cover(s.found.mentions[i], s.found.mentions[j], s.window, self.reading.doc)
                key = subject, self.labels[column], object
                if key not in best or s.pairs[n, column] > best[key][0]:
                    best[key] = float(s.pairs[n, column]), span
        return {key: best[key][1] for key in sorted(best)}

    def _sure(self, thing: str) -> float:
        """How sure the kind of an entity is; literals and dates are what they are."""
        entity = self.reading.by_id.get(thing)
        return 1.0 if entity is None else entity.confidence

    def _both_ways(self, subject: str, label: str, object: str) -> float | None:
        """The score of a fact; of a symmetric one the mean of both directions."""
        one = self.score(subject, label, object)
        other = self.score(object, label, subject) if label in SYMMETRIC else None
        return one if other is None or one is None else (one + other) / 2

    def _fact(self, subject: str, label: str, object: str, span: Span, chance: float) -> Fact | None:
        value = _value(label, object)
        sentence = next((s for s in self.reading.sentences if s.contains(span)), None)
        if sentence is None:
            return None  # words of two sentences show a reader nothing
        text = sentence.of(self.reading.text)
        status = guards.status(text, span.start - sentence.start, span.end - sentence.start)
        if status is None or value is None or (label in DATED and OWNING.match(text, span.end - sentence.start)):
            return None
        evidence = Evidence.at(self.reading.text, _support(self.reading, span))
        return Fact(subject, label, value, evidence, round(chance, 4), status, self.rule)


def _thing(label: str, value: str) -> str:
    """What stands for the object of a fact among the things of pairs."""
    if label in LITERAL_KINDS:
        return f"{LITERAL_KINDS[label]}:{value.lower()}"
    return f"Date:{value}" if label in DATED else value


def _value(label: str, thing: str) -> str | None:
    """The object of a fact: an entity id, or a literal as the graph holds it; None for an age that is no number."""
    kind, colon, words = thing.partition(":")
    if not colon:
        return thing
    return literal(label, kind, words) if kind in {"Age", "Genre", "Date"} else words


def _key(fact: Fact) -> Triple:
    """What makes two facts one: symmetric ones have no direction, literals no case."""
    a, b = fact.subject, fact.object.casefold()
    if fact.property in SYMMETRIC:
        a, b = min(a, b), max(a, b)
    return a, fact.property, b


def _support(reading: Reading, span: Span) -> Span:
    """A span that a reader can take in: where the mentions stand far apart, the sentence of the later one."""
    if span.end - span.start <= FAR:
        return span
    last = next((s for s in reading.sentences if s.start < span.end <= s.end), span)
    text = last.of(reading.text)
    return Span(last.start + len(text) - len(text.lstrip()), last.start + len(text.rstrip()))


def _cover(a: Located, b: Located, window: Window, doc: Any) -> Span:
    """The shortest span of the text with both mentions."""
    first, last = min(a[0], b[0]), max(a[1], b[1])
    begin = doc[int(window.tokens[np.searchsorted(window.first, first)])]
    end = doc[int(window.tokens[np.searchsorted(window.last, last)])]
    return Span(begin.idx, end.idx + len(end))

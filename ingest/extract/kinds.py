"""The kind of each name, decided once for the whole document.

In: the names of a document and its parse. Out: the chances of each kind and of being no entity, for every name.
A linear model over what all places of a name show together, and over what the other names seem to be ("Nick (Kit
Connor)": a character before a person in parentheses). It is asked twice: what the recogniser believes is given to the
first, what the first says to the second. Trained by `ingest.training.names`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.extract.apposition import called
from ingest.extract.columns import columns
from ingest.extract.cues import shape
from ingest.extract.gazetteer import Gazetteer, words
from ingest.extract.recognizer import KINDS
from ingest.extract.registry import HONORIFICS, Name, Occurrence, bare
from ingest.extract.wordclasses import CLASSES

__all__ = ["NONE", "OUTCOMES", "Evidence", "Kinds", "Witnesses", "believed"]

Evidence = tuple[tuple[str, float], ...]
"""What speaks for and against the kinds of one name: features with their values."""
NONE = "-"
OUTCOMES = (*KINDS, NONE)
"""What a name can turn out to be: of a kind, or no entity at all."""
Floats = NDArray[np.float32]
_MOST = 8
_MOST_NONE = 0.7
_TITLES = ("Show", "Film", "Work", "Episode")
_PRIORS = tuple(f"p={outcome}" for outcome in OUTCOMES)
_GAP = 5
_DOCUMENT_CUES = {
    "film": re.compile(r"\b(?:films?|movies?|box[- ]office|cinemas?|feature|screenplay|pic)\b", re.IGNORECASE),
    "series": re.compile(
        r"\b(?:series|season|episodes?|show|sitcom|soap|drama|TV|television|streaming)\b", re.IGNORECASE
    ),
    "stage": re.compile(r"\b(?:play|stage|theatre|theater|musical|West End|Broadway|opera)\b", re.IGNORECASE),
    "book": re.compile(r"\b(?:novels?|books?|memoir|author|published|publisher|comics?|bestseller)\b", re.IGNORECASE),
    "music": re.compile(r"\b(?:albums?|singles?|songs?|bands?|singer|tracks?|charts?|tour|gig)\b", re.IGNORECASE),
    "game": re.compile(r"\b(?:games?|gamers?|console|players?)\b", re.IGNORECASE),
    "recap": re.compile(r"\b(?:recap|finale|spoilers?|ending)\b", re.IGNORECASE),
}


@dataclass(frozen=True, eq=False)
class Kinds:
    """The trained model: a row of `weights` for each feature, a column for each of `OUTCOMES`."""

    rows: Mapping[str, int]
    weights: Floats

    def chances(self, evidences: Sequence[Evidence]) -> Floats:
        """Return the chances of `OUTCOMES` for each name."""
        scores = np.zeros((len(evidences), len(OUTCOMES)), dtype=np.float64)
        for k, held in enumerate(evidences):
            known = [(row, value) for name, value in held if (row := self.rows.get(name)) is not None]
            if known:
                rows, values = zip(*known, strict=True)
                scores[k] = np.asarray(values) @ self.weights[list(rows)]
        scores -= scores.max(axis=1, keepdims=True) if len(scores) else 0
        chances = np.exp(scores)
        return np.asarray(chances / chances.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class _Place:
    """An occurrence with the number of its name."""

    name: int
    occurrence: Occurrence


def believed(names: Sequence[Name]) -> Floats:
    """Return what the recogniser believes: the chances of `OUTCOMES` for each name."""
    held = np.asarray([n.chances for n in names], dtype=np.float32).reshape(len(names), len(KINDS))
    return np.hstack([held, np.maximum(1 - held.sum(axis=1, keepdims=True), 0)])


class Witnesses:
    """What a document shows of its names; `given` adds what the names are believed to be."""

    def __init__(self, doc: Any, names: Sequence[Name], gazetteer: Gazetteer, vocabulary: Collection[str]) -> None:
        self.names = names
        self.gazetteer = gazetteer
        self.vocabulary = vocabulary
        held = columns(doc)
        self.words, self.tags, self.deps, self.heads = held.words, held.tags, held.deps, held.heads
        self.known = [
            "¶" if w.isspace() else low if (low := w.lower()) in vocabulary else "?" + _shape(w)[:3] for w in self.words
        ]
        self.lower = [w.lower() for w in self.words]
        self.first = [start for start, _, _ in held.sentences]
        self.ends = [end for _, end, _ in held.sentences]
        self.roots = [held.tags[root] for _, _, root in held.sentences]
        self.headline = next((i for i, w in enumerate(self.words) if "\n" in w), 0)
        self.places = sorted(
            (_Place(k, o) for k, n in enumerate(names) for o in n.occurrences), key=lambda p: p.occurrence.start
        )
        self.at = [p.occurrence.start for p in self.places]
        self.cues = _document_cues(doc.text)
        self.own = [self._own(name) for name in names]
        self.kinds: list[str] = []

    def given(self, belief: Floats) -> tuple[Evidence, ...]:
        """Return the features of each name, with their values, where the names have the believed chances."""
        self.kinds = [OUTCOMES[int(row[:-1].argmax())] if row[-1] < _MOST_NONE else NONE for row in belief]
        self.surnames = Counter(
            (bare(n.form.split()[-1]), kind) for n, kind in zip(self.names, self.kinds, strict=True) if " " in n.form
        )
        shared = [*self.cues, *self._titles()]
        logs = np.log(belief + 0.01) / 2
        return tuple((*self.own[k], *self._relative(k, shared, logs[k].tolist())) for k in range(len(self.names)))

    def called(self, name: Name) -> str | None:
        """Return the kind of work that the words beside most places of a title call it, if any do."""
        found = Counter(called(self.lower, self.tags, o.start, o.end) for o in name.occurrences)
        del found[None]
        return max(found, key=lambda kind: (found[kind], kind), default=None)

    def _own(self, name: Name) -> Evidence:
        """What holds whatever the other names are."""
        found: list[tuple[str, float]] = [("bias", 1.0)]
        top = np.asarray([o.chances for o in name.occurrences]).max(axis=0).tolist()
        found += [(f"m={kind}", high) for kind, high in zip(KINDS, top, strict=True)]
        bag: Counter[str] = Counter(self._form(name))
        for occurrence in name.occurrences[:_MOST]:
            bag.update(list(dict.fromkeys(self._around(occurrence))))
        return (*found, *_weighted(bag))

    def _relative(self, k: int, shared: Sequence[str], logs: Sequence[float]) -> Iterator[tuple[str, float]]:
        kind = self.kinds[k]
        yield from zip(_PRIORS, logs, strict=True)
        yield f"k={kind}", 1.0
        for cue in shared:
            yield f"doc={cue}&{kind}", 1.0
        bag: Counter[str] = Counter(self._form_as(self.names[k], kind))
        for occurrence in self.names[k].occurrences[:_MOST]:
            bag.update(list(dict.fromkeys(self._beside(k, occurrence))))
        yield from _weighted(bag)

    def _titles(self) -> Iterator[str]:
        """What the document's titles seem to be, taken together: a review of plays names plays."""
        counted = Counter(kind for kind in self.kinds if kind in _TITLES)
        total = sum(counted.values())
        for kind in _TITLES:
            share = counted[kind] / total if total else 0.0
            yield f"{kind}s{0 if not share else 1 if share < 0.34 else 2 if share < 0.67 else 3}"
        characters, persons = self.kinds.count("Character"), self.kinds.count("Person")
        yield f"characters{characters > 0}{characters * 2 > persons}"

    def _form_as(self, name: Name, kind: str) -> Iterator[str]:
        """What the form says of a name of the believed kind."""
        words = name.form.split()
        yield f"f:words={min(len(words), 6)}&{kind}"
        yield f"f:times={min(len(name.occurrences), 5)}&{kind}"
        if any(o.start < self.headline for o in name.occurrences):
            yield f"f:headline&{kind}"
        if name.occurrences[0].start < 80:
            yield f"f:early&{kind}"
        last = bare(words[-1])
        for other in ("Person", "Character", "Show", "Film", "Organization"):
            if self.surnames[last, other] - (other == kind and len(words) > 1):
                yield f"f:kin={other}&{len(words) == 1}"

    def _form(self, name: Name) -> Iterator[str]:
        form = name.form
        words = form.split()
        yield f"f:shape={_shape(form.replace(' ', '_'))[:12]}"
        yield f"f:last={self._word(words[-1])}"
        yield f"f:first={self._word(words[0])}"
        yield f"f:end={form[-3:].lower()}"
        yield f"f:given={words[0].casefold() in self.gazetteer.given}{min(len(words), 3)}"
        type = self.gazetteer.types.get(bare(form)) or self.gazetteer.types.get(form.casefold().removeprefix("the "))
        yield f"f:list={type}"
        if ":" in form or any(c.isdigit() for c in form) or form[-1] in "?!":
            yield "f:titled"
        if len(words) == 1:
            yield f"f:lower={form.lower() in self.lower}"
        titles = {o.form.split()[0].lower().rstrip(".") for o in name.occurrences if " " in o.form} & HONORIFICS
        yield from (f"f:title={t}" for t in sorted(titles))

    def _word(self, word: str) -> str:
        low = word.lower()
        return low if low in self.vocabulary else "?"

    def _around(self, o: Occurrence) -> Iterator[str]:
        n, known = len(self.words), self.known
        i, j = o.start, o.end
        while i < j and self.words[i] in "“‘\"'":
            i += 1
        left = [known[p] if p >= 0 else "^" for p in (i - 1, i - 2, i - 3)]
        right = [known[p] if p < n else "$" for p in (j, j + 1, j + 2)]
        yield f"l={left[0]}"
        yield f"l2={left[1]}_{left[0]}"
        yield f"l3={left[2]}_{left[1]}_{left[0]}"
        yield f"r={right[0]}"
        yield f"r2={right[0]}_{right[1]}"
        yield f"r3={right[0]}_{right[1]}_{right[2]}"
        yield f"lr={left[0]}_{right[0]}"
        head = j - 1
        while head > i and not self.words[head - 1 : head] and self.deps[head] == "punct":
            head -= 1
        sentence = bisect_right(self.first, i) - 1
        low, high = self.first[sentence], self.ends[sentence]
        yield f"dep={self.deps[head]}_{known[self.heads[head]]}"
        yield f"dep={self.deps[head]}&{self.roots[sentence]}"
        yield from self._classes(i, j, low, high)
        for word in sorted(set(self.lower[low:high]) & _SENTENCE):
            yield f"s={word}"

    def _classes(self, i: int, j: int, low: int, high: int) -> Iterator[str]:
        """Classes of the words around, nearest first, and of the head of a list that the name is a part of."""
        nearest = ""
        for p in range(i - 1, max(low, i - 7) - 1, -1):
            if c := CLASSES.get(self.lower[p]):
                yield f"c<{c}"
                yield f"c<{c}{min(i - p, 4)}"
                nearest = nearest or c
        for p in range(j, min(high, j + 6)):
            if c := CLASSES.get(self.lower[p]):
                yield f"c>{c}"
                yield f"c>{c}{min(p - j, 3)}"
        if i > low and self.lower[i - 1] in {",", "and", "or", "&"}:
            p = i - 1
            while p > low and i - p < 25 and (self.words[p][0].isupper() or self.lower[p] in _LISTED):
                p -= 1
            yield f"cl{CLASSES.get(self.lower[p]) or self.known[p]}"

    def _beside(self, k: int, o: Occurrence) -> Iterator[str]:
        """The neighbouring names: their likely kind and the words between."""
        sentence = bisect_right(self.first, o.start) - 1
        low, high = self.first[sentence], self.ends[sentence]
        here = bisect_left(self.at, o.start)
        for p in range(here - 1, max(-1, here - 4), -1):
            other = self.places[p]
            if other.name == k or other.occurrence.end > o.start:
                continue
            if other.occurrence.start < low:
                break
            yield f"L={self.kinds[other.name]}:{self._between(other.occurrence.end, o.start)}"
            break
        for p in range(here + 1, min(len(self.places), here + 4)):
            other = self.places[p]
            if other.name == k or other.occurrence.start < o.end:
                continue
            if other.occurrence.start >= high:
                break
            yield f"R={self.kinds[other.name]}:{self._between(o.end, other.occurrence.start)}"
            break
        kinds = {
            self.kinds[q.name]
            for q in self.places[max(0, here - 6) : here + 7]
            if q.name != k and low <= q.occurrence.start < high
        }
        yield from (f"with={kind}" for kind in sorted(kinds))

    def _between(self, start: int, end: int) -> str:
        if end - start > _GAP:
            return "far"
        return "_".join(self.known[start:end])


@lru_cache(4096)
def _shape(word: str) -> str:
    return shape(word)


def _weighted(bag: Mapping[str, int]) -> Iterator[tuple[str, float]]:
    """Features with their values: one that stands at several places counts half more."""
    yield from ((cue, 1.0 if count == 1 else 1.5) for cue, count in bag.items())


def _document_cues(text: str) -> list[str]:
    per = 1000 / (len(text) + 500)
    found = []
    for cue, pattern in _DOCUMENT_CUES.items():
        count = len(pattern.findall(text))
        rate = count * per
        found.append(f"{cue}{0 if count == 0 else 1 if rate < 1 else 2 if rate < 3 else 3}")
    return found


_LISTED = frozenset([",", "and", "or", "&", "the", "of", "“", "”", "‘", "’", '"', "(", ")", ":"])
_SENTENCE = words(
    """film films movie movies series season show episode episodes sitcom drama soap novel book play musical album
    single song band award awards won nominated festival best directed director written played plays role character
    starring stars star actor actress said says told studio channel network released premiere born shot filmed set
    based"""
)

"""What tells a name from other words, and one kind of name from another: the features of tokens.

In: spaCy's `Doc`. Out: `Cues`: for each token that may be part of a name, the features that speak for or against.
A feature is a short string ("w-1=starring"); what the words of one document show at other places counts too ("D:").
Words count by their own form only if they are of `vocabulary`: no name of the training articles is learnt by heart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.extract.columns import Columns, columns
from ingest.extract.gazetteer import Gazetteer, words
from ingest.extract.wordclasses import CLASSES

__all__ = ["Cues", "cues"]

_OPENERS, _CLOSERS = frozenset("“‘«\"'`"), frozenset("”’»\"'")
_PAIRS = {"“": "”", "‘": "’", "«": "»", '"': '"', "'": "'"}
_TITLE_TOKENS = 12
_JOINERS = words(
    """of the and & a an in to for on at with by from or as de la le les du des da di del della den der van von y e et
    ni nic mac el al ibn bin no not is as - – : , . ! ? ... … ' ’ ’s 's / + # n't v vs"""
)
_LISTED = frozenset([",", "and", "or", "&", "the", "of", "“", "”", "‘", "’", '"', "(", ")", ":"])
_AWARD = frozenset(["best", "outstanding", "favourite", "favorite", "most", "lead", "leading", "supporting"])
# Common nouns that may end a name though they are in lower case: "Rotterdam festival", "Gotham award".
_TAILS = words(
    """festival fringe tour award awards prize prizes medal trophy cinema theatre theater cemetery prison road street
    hospital museum gallery school university college studios castle park church hotel exhibition ceremony trial
    parade strike trilogy films movies soundtrack comics theme"""
)
_SENTENCE_CUES = words(
    """film films movie movies feature sequel remake director directed directs drama sitcom comedy thriller series
    season show episode episodes soap programme program finale novel book books play musical album single song songs
    band memoir comic opera channel network streamer studio broadcast commissioned renewed award awards prize
    nominated won festival premiere starring stars plays played voiced character role cast actor actress born filmed
    shot set viewers recap box-office trilogy franchise game published stage theatre"""
)
# Tokens that the lists write without the space: "disney +", "sotheby 's".
_PARTED = re.compile(r" ([+'!.&-]|'s)(?= |$)")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class Cues:
    """The features of the tokens that may be in a name: `tokens[k]` is a token's index, `features[k]` its features."""

    tokens: tuple[int, ...]
    features: tuple[tuple[str, ...], ...]


def shape(word: str) -> str:
    """Return a word's form in letters for classes of characters, runs cut at two.

    >>> [shape(w) for w in ("Nick", "ITV1", "McKay", "1990s", "O'Hara")]
    ['Xx', 'XXd', 'XxXx', 'ddx', "X'Xx"]
    """
    form = "".join(
        "_" if c.isspace() else "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word
    )
    return re.sub(r"(.)\1\1*", lambda m: m[1] * (2 if m[1] in "Xd" else 1), form)


def _quoted(words: Sequence[str]) -> tuple[list[str], list[int]]:
    """For each token "B"/"I" in a quotation short enough for a title, "S" in a longer one; and its length."""
    state, length = [""] * len(words), [0] * len(words)
    i = 0
    while i < len(words):
        closer = _PAIRS.get(words[i])
        if closer and (words[i] not in "\"'" or i + 1 < len(words)):
            limit = min(len(words), i + 80)
            j = next((k for k in range(i + 1, limit) if words[k] == closer or "\n" in words[k]), None)
            if j and words[j] == closer and j > i + 1:
                short = j - i - 1 <= _TITLE_TOKENS
                for k in range(i + 1, j):
                    state[k] = ("B" if k == i + 1 else "I") if short else "S"
                    length[k] = j - i - 1
                i = j if short else i
        i += 1
    return state, length


def _gazetted(lower: Sequence[str], gazetteer: Gazetteer) -> list[str]:
    """For each token "B" or "I" with the kind that a list has its name as; the longest name counts."""
    found = [""] * len(lower)
    i = 0
    while i < len(lower):
        longest = gazetteer.openings.get(lower[i], 0)
        for n in range(min(longest, len(lower) - i), 0, -1):
            type = gazetteer.types.get(_PARTED.sub(r"\1", " ".join(lower[i : i + n])))
            if type:
                found[i : i + n] = [f"B{type}", *[f"I{type}"] * (n - 1)]
                i += n - 1
                break
        i += 1
    return found


class _Shapes(dict[str, str]):
    """Shapes of words, each worked out once."""

    def __missing__(self, word: str) -> str:
        self[word] = found = shape(word)
        return found

    def of(self, word: str) -> str:
        """Return a word's shape."""
        return self[word]


class _Reader:
    """The columns of a document that features are read from."""

    def __init__(
        self,
        columns: Columns,
        rows: Mapping[int, int],
        gazetteer: Gazetteer,
        vocabulary: Collection[str],
        clusters: Any,
    ) -> None:
        self.words = columns.words
        self.lower = ["¶" if w.isspace() else _SPACE.sub("_", w.lower()) for w in self.words]
        self.tags, self.deps, self.heads = columns.tags, columns.deps, columns.heads
        self.known = [w if w in vocabulary else "?" for w in self.lower]
        self.classes = [CLASSES.get(w, "") for w in self.lower]
        self.cluster = [int(clusters[r]) if (r := rows.get(o, -1)) >= 0 else -1 for o in columns.orths]
        self.starts = columns.starts
        self.spaced = columns.spaces
        self.shapes = _Shapes()
        self.line = [i == 0 or "\n" in self.words[i - 1] for i in range(len(self.words))]
        self.quoted, self.quote_length = _quoted(self.words)
        self.gazetted = _gazetted([w.replace("’", "'") for w in self.lower], gazetteer)
        self.given = gazetteer.given
        self.cap = [w[0].isupper() or (w[0].isdigit()) for w in self.words]
        self.root = [""] * len(self.words)
        self.sentence: list[tuple[str, ...]] = [()] * len(self.words)
        first = next((i for i, w in enumerate(self.words) if "\n" in w), len(self.words))
        self.headline = first
        lower_first = {w for i, w in enumerate(self.words) if w[0].islower()}
        self.common = [low in lower_first for low in self.lower]
        for start, end, root in columns.sentences:
            cues = tuple(sorted({f"S={w}" for w in self.lower[start:end] if w in _SENTENCE_CUES}))
            capitals = sum(w[0].isupper() for w in self.words[start:end])
            alphabetic = sum(w[0].isalpha() for w in self.words[start:end]) or 1
            kind = f"{self.tags[root]}/{'caps' if capitals > 0.6 * alphabetic else 'text'}"
            self.root[start:end] = [kind] * (end - start)
            self.sentence[start:end] = [cues] * (end - start)
        self.places: dict[str, list[int]] = {}
        for i, w in enumerate(self.words):
            if w[0].isupper() and len(w) > 1:
                self.places.setdefault(self.lower[i], []).append(i)

    def candidates(self) -> list[int]:
        """The tokens that may be in a name: capitals, short quotations, what joins and ends them, award categories."""
        n = len(self.words)
        may = [
            (self.words[i] != "I" and any(c.isupper() for c in self.words[i]))
            or self.quoted[i] in {"B", "I"}
            or bool(self.gazetted[i] and self.words[i][0].isupper())
            or (self.lower[i] in _AWARD)
            or (self.words[i][0].isdigit() and i > 0 and self.words[i - 1][0].isupper())
            for i in range(n)
        ]
        i = 0
        while i < n:  # a category runs on in lower case: "best supporting actor in a drama"
            if self.lower[i] in {"best", "outstanding", "supporting", "leading", "lead"}:
                for k in range(i, min(n, i + 8)):
                    if self.words[k] in {".", ",", "(", ")", ";", ":"} or "\n" in self.words[k]:
                        break
                    may[k] = True
            i += 1
        for i in range(1, n):  # "Kang Eun-sol", "Rotterdam festival"
            if self.lower[i] in _TAILS and may[i - 1]:
                may[i] = True
            elif i > 1 and self.words[i - 1] == "-" and may[i - 2] and not any(self.spaced[i - 2 : i]):
                may[i - 1] = may[i] = True
        for i in range(n):  # joiners between two parts, and one token on either side
            if not may[i] and self.lower[i] in _JOINERS:
                left = next((k for k in range(i - 1, max(-1, i - 4), -1) if self.lower[k] not in _JOINERS), -1)
                right = next((k for k in range(i + 1, min(n, i + 4)) if self.lower[k] not in _JOINERS), -1)
                may[i] = left >= 0 and right >= 0 and self.cap[left] and self.cap[right]
        return [i for i in range(n) if may[i] and not self.words[i].isspace()]

    def context(self, i: int) -> list[str]:
        """What stands around one occurrence: also counted at the word's other occurrences."""
        n, known = len(self.words), self.known
        j = i
        while j + 1 < n and self.words[j + 1][0].isupper() and not self.line[j + 1]:
            j += 1
        k = i
        while k > 0 and self.words[k - 1][0].isupper() and not self.line[k]:
            k -= 1
        before = known[k - 1] if k > 0 else "^"
        before2 = known[k - 2] if k > 1 else "^"
        after = known[j + 1] if j + 1 < n else "$"
        after2 = known[j + 2] if j + 2 < n else "$"
        head = self.heads[j]
        found = [
            f"b={before}",
            f"b={before2}_{before}",
            f"a={after}",
            f"a={after}_{after2}",
            f"h={self.deps[j]}",
            f"h={self.deps[j]}_{known[head]}",
            f"r={self.deps[j][:5]}_{self.root[i]}",
            f"q={self.quoted[i]}",
        ]
        found += self._classes(k, j)
        if j + 1 < n and after == "(" and j + 2 < n:
            found.append(f"({self.shapes.of(self.words[j + 2])}{self.quoted[j + 2]}")
        if k > 1 and before == "(":
            found.append(f"){self.shapes.of(self.words[k - 2])}{self.quoted[k - 2]}")
        return found

    def _classes(self, first: int, last: int) -> list[str]:
        """The nearest class of word on either side, and that of the head of a list that the name is a part of."""
        found = []
        low = max(0, first - 4)
        left = next((c for i in range(first - 1, low - 1, -1) if (c := self.classes[i])), "")
        found.append(f"c<{left}")
        right = next((c for i in range(last + 1, min(len(self.words), last + 4)) if (c := self.classes[i])), "")
        found.append(f"c>{right}")
        if first and self.lower[first - 1] in {",", "and", "or", "&"}:
            i = first - 1
            while i > 0 and first - i < 25 and (self.cap[i] or self.lower[i] in _LISTED or self.quoted[i]):
                i -= 1
            found.append(f"cl{self.classes[i] or self.known[i]}")
        return found

    def features(self, i: int) -> list[str]:
        n, lower, known = len(self.words), self.lower, self.known
        word = self.words[i]
        found = [
            f"w={known[i]}",
            f"s={self.shapes.of(word)}",
            f"x={lower[i][-3:]}",
            f"x2={lower[i][-2:]}",
            f"t={self.tags[i]}",
            f"q={self.quoted[i]}",
            f"ql={min(self.quote_length[i], 13)}",
            f"g={self.gazetted[i]}",
            f"k={self.cluster[i]}",
            f"gn={lower[i] in self.given}",
            f"cm={self.common[i]}",
            f"st={self.starts[i]}{self.line[i]}",
            f"hl={i < self.headline}",
            f"d={self.deps[i]}",
            f"hw={known[self.heads[i]]}",
            f"rt={self.root[i]}",
        ]
        for offset in (-3, -2, -1, 1, 2, 3):
            at = i + offset
            if not 0 <= at < n:
                found.append(f"w{offset}=^")
                continue
            found.append(f"w{offset}={known[at]}")
            found.append(f"s{offset}={self.shapes.of(self.words[at])[:4]}")
            if -2 <= offset <= 2:
                found.append(f"t{offset}={self.tags[at]}")
                found.append(f"k{offset}={self.cluster[at]}")
                found.append(f"g{offset}={self.gazetted[at]}")
                found.append(f"q{offset}={self.quoted[at]}")
        if i > 0:
            found.append(f"w-1w={known[i - 1]}_{known[i]}")
            found.append(f"gn-1={lower[i - 1] in self.given}{self.cap[i]}")
        if i + 1 < n:
            found.append(f"ww+1={known[i]}_{known[i + 1]}")
            found.append(f"gn+1={lower[i + 1] in self.given}")
        if 0 < i < n - 1:
            found.append(f"w-1w+1={known[i - 1]}_{known[i + 1]}")
            forms = (self.shapes.of(w)[:3] for w in self.words[i - 1 : i + 2])
            found.append(f"sss={'_'.join(forms)}")
        if word[0].isupper() or word[0].isdigit():
            context = self.context(i)
            found += [f"C{c}" for c in context]
            found += self.sentence[i]
            places = self.places.get(lower[i], ())
            found.append(f"N={min(len(places), 5)}")
            others = [p for p in places if p != i][:4]
            if others and not (self.common[i] and self.starts[i]):
                found += sorted(
                    {f"D:{c}" for p in others for c in self.context(p)}
                    | {f"D:{s}" for p in others for s in self.sentence[p]}
                )
        return found


def cues(doc: Any, gazetteer: Gazetteer, vocabulary: Collection[str], clusters: Any) -> Cues:
    """Return the features of a document's tokens. `clusters[row]` is the cluster of a row of the word vectors."""
    reader = _Reader(columns(doc), doc.vocab.vectors.key2row, gazetteer, vocabulary, clusters)
    tokens = reader.candidates()
    return Cues(tuple(tokens), tuple(tuple(reader.features(i)) for i in tokens))

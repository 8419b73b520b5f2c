"""Search by name: beginnings, other names, a typo or two, accents.

In: a `Reader`. Out: `Names`, an index of the names in its view; a text typed gives `Found`: entities, the best first.
Built for one view at one revision from what the view holds, so that nothing outside it can be found or counted.
Candidates come from tantivy (words, beginnings of words, edit distance), their order from rapidfuzz and importance.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import tantivy
from pyoxigraph import NamedNode
from rapidfuzz import fuzz

from graph.iri import slug
from graph.reader import Reader, text_of
from graph.vocabulary import vocabulary

__all__ = ["Found", "Match", "Name", "Names", "folded"]

# Of 800 misspelt and partial names among 10^5 (tests/graph/namesakes.py), 30 candidates find as many as 300 (all), in
# 2.5 ms instead of 6.7 ms each; 60 leave room for names that many bear.
_CANDIDATES: Final = 60
_LEAST: Final = 0.62  # similarity below which a candidate is no match: "nik" / "Nick Nelson" is 0.65, "Ida Moon" 0.5
_IMPORTANCE: Final = 0.12  # how much of the score importance may add: it decides between equal names, not between names


@dataclass(frozen=True, slots=True)
class Match:
    """An entity that a text found: the name that matched, a score in (0, 1.12], the number of claims that name it."""

    iri: str
    type: str
    name: str
    score: float
    weight: int


@dataclass(frozen=True, slots=True)
class Found:
    """The best matches; `total` counts the entities that match among the candidates, `truncated` if there are more."""

    matches: tuple[Match, ...]
    total: int
    truncated: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity, as articles write it and as it is compared."""

    iri: str
    type: str
    form: str
    folded: str


def folded(text: str) -> str:
    """Return a text as it is compared: lower case, no accents or punctuation, words apart by one space.

    >>> folded("Zoë  Kravitz’s")
    'zoe kravitzs'
    """
    return slug(text).replace("-", " ")


class Names:
    """The names of one view at one revision."""

    @classmethod
    def of(cls, reader: Reader) -> Names:
        """Make the index of what a view holds."""
        return cls(_names(reader), _weights(reader))

    def __init__(self, names: Sequence[Name], weights: Mapping[str, int]) -> None:
        self._names, self._weights = names, Counter(weights)
        self._heaviest = math.log1p(max(self._weights.values(), default=1))
        self._schema = (
            tantivy.SchemaBuilder()
            .add_unsigned_field("number", fast=True)
            .add_float_field("weight", fast=True)
            .add_text_field("words", tokenizer_name="whitespace", index_option="freq")
            .add_text_field("whole", tokenizer_name="raw", index_option="basic")
            .add_text_field("type", tokenizer_name="raw", index_option="basic")
            .build()
        )
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(15_000_000, 1)
        for number, name in enumerate(self._names):
            document = tantivy.Document()
            document.add_unsigned("number", number)
            document.add_float("weight", 1 + self._importance(name.iri))
            document.add_text("words", name.folded)
            document.add_text("whole", name.folded.replace(" ", ""))
            document.add_text("type", name.type)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def __len__(self) -> int:
        return len(self._names)

    def find(self, text: str, *, types: Collection[str] = (), limit: int = 10) -> Found:
        """Return the entities that a text may mean. `types` are names of entity types; none takes all."""
        typed = folded(text)
        candidates, full = self._candidates(typed, types)
        best: dict[str, Match] = {}
        for number in candidates:
            name = self._names[number]
            likeness = similarity(typed, name.folded)
            if likeness >= _LEAST:
                score = round(likeness + _IMPORTANCE * self._importance(name.iri), 4)
                found = best.get(name.iri)
                if found is None or (-score, name.form) < (-found.score, found.name):
                    best[name.iri] = Match(name.iri, name.type, name.form, score, self._weights[name.iri])
        ordered = sorted(best.values(), key=lambda match: (-match.score, match.iri))
        return Found(tuple(ordered[:limit]), len(ordered), full or len(ordered) > limit)

    def _importance(self, iri: str) -> float:
        """Return a number from 0 to 1 that grows with the logarithm of the claims that name an entity."""
        return math.log1p(self._weights[iri]) / self._heaviest if self._heaviest else 0.0

    def _candidates(self, typed: str, types: Collection[str]) -> tuple[list[int], bool]:
        """Return numbers of names that may match, and whether there were more."""
        searcher = self._index.searcher()
        query = self._query(typed)
        if types:
            kinds = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "type", t)) for t in sorted(types)]
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, tantivy.Query.boolean_query(kinds))]
            )
        hits = searcher.search(query, _CANDIDATES, count=True, weight_by_field="weight").hits
        addresses = [address for _, address in hits]
        numbers = [n for n in searcher.fast_field_values("number", addresses) if isinstance(n, int)]
        return numbers, len(addresses) >= _CANDIDATES

    def _query(self, typed: str) -> tantivy.Query:
        """Return the query for a folded text: each word as it is, as a beginning, and with typos; the whole likewise.

        Typos: one from four letters on, two from eight on: two in a shorter word match a tenth of all names.
        """
        schema, should = self._schema, tantivy.Occur.Should
        words = typed.split(" ")
        parts = []
        for position, word in enumerate(words):
            typos = _typos(word)
            exact = tantivy.Query.term_query(schema, "words", word)
            parts.append((should, tantivy.Query.boost_query(exact, 3.0)))
            if position == len(words) - 1:
                start = tantivy.Query.fuzzy_term_query(schema, "words", word, 0, prefix=True)
                parts.append((should, tantivy.Query.boost_query(start, 2.0)))
            if typos:
                near = tantivy.Query.fuzzy_term_query(schema, "words", word, typos, prefix=position == len(words) - 1)
                parts.append((should, near))
        whole = typed.replace(" ", "")
        if len(whole) >= 4:
            near = tantivy.Query.fuzzy_term_query(schema, "whole", whole, _typos(whole), prefix=True)
            parts.append((should, tantivy.Query.boost_query(near, 4.0)))
        return tantivy.Query.boolean_query(parts)


def similarity(typed: str, name: str) -> float:
    """Return how well a folded text names a folded name, from 0 to 1.

    A name counts in full, its beginning and its words in another order a little less, a part of it less again.

    >>> similarity("kit connor", "kit connor"), similarity("kit con", "kit connor")
    (1.0, 0.97)
    """
    ratio = fuzz.ratio(typed, name)
    beginning = 0.97 * fuzz.ratio(typed, name[: len(typed)])
    reordered = 0.95 * fuzz.token_sort_ratio(typed, name)
    word = max((0.93 * fuzz.ratio(typed, _rest(name, start)[: len(typed)]) for start in _starts(name)), default=0.0)
    together = 0.95 * fuzz.ratio(typed.replace(" ", ""), name.replace(" ", ""))
    parts = 0.85 * fuzz.token_set_ratio(typed, name) if " " in typed and " " in name else 0.0
    return round(max(ratio, beginning, reordered, word, together, parts) / 100, 4)


def _starts(name: str) -> list[int]:
    return [index + 1 for index, c in enumerate(name) if c == " "]


def _rest(name: str, start: int) -> str:
    return name[start:]


def _typos(word: str) -> int:
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def _names(reader: Reader) -> list[Name]:
    kinds: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    terms = vocabulary()
    for row in reader.rows("names"):
        kind = terms.type_of(text_of(row["type"]))
        if kind:
            kinds[text_of(row["entity"])].add(kind.value)
            forms[text_of(row["entity"])].add(text_of(row["form"]))
    return [
        Name(iri, min(kinds[iri]), form, folded(form)) for iri in sorted(forms) for form in sorted(forms[iri]) if form
    ]


def _weights(reader: Reader) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in reader.rows("ends"):
        found[text_of(row["subject"])] += 1
        if isinstance(row["object"], NamedNode):
            found[text_of(row["object"])] += 1
    return found

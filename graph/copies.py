"""Articles that are copies of one another: agency reports that many papers print are one voice.

In: an article as it is to be written, a store. Out: the fingerprints under which its text is found, and, of it and of
those whose texts are nearly its own, which is a copy of which: of the earliest, whose publisher speaks for all.
What is stored is a function of the texts, dates and publishers in the store, not of the order in which they came.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from pyoxigraph import Literal, NamedNode, Quad

from graph.claims import Article, term
from graph.layers import META, TEXT
from graph.queries import rows
from graph.store import Change, Dataset, Store, Term

__all__ = ["Copies", "fingerprints"]

_COPIED: Final = 0.8  # share of equal runs of five words above which two texts are one
_RUN: Final = 5
# Texts of which two thirds are equal share one of 8 pairs of smallest hashes in 99 of 100 cases, a copy cut to its half
# in 90; unrelated articles on one subject (2 % equal runs) in 3 of 1,000.
_BANDS: Final = 8
_FINGERPRINT, _COPY_OF, _VOICE = (term(f"drm:{name}") for name in ("fingerprint", "copyOf", "voice"))
_TEXT, _DATE, _PUBLISHER = (term(f"schema:{name}") for name in ("text", "datePublished", "publisher"))

Runs: TypeAlias = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Known:
    """An article among those that may be copies. What was first, by date and then by IRI, is the original."""

    iri: str
    date: str
    publisher: str | None
    copy_of: str | None = None
    voice: str | None = None

    @property
    def rank(self) -> tuple[str, str]:
        return self.date, self.iri

    @property
    def speaker(self) -> str:
        return self.publisher or self.iri


@dataclass(frozen=True, slots=True)
class Copies:
    """Which articles of a store are copies of which."""

    store: Store
    base: str

    def of(self, article: Article) -> tuple[frozenset[Quad], Change]:
        """Return what an article that is to be written has to say of copies: its own quads, and what else changes."""
        known = self._known([article.iri]).get(article.iri)
        date = article.date or "~"
        now = _Known(article.iri, date, article.publisher)
        node, graph = NamedNode(article.iri), NamedNode(TEXT.iri(self.base))
        own = {Quad(node, _FINGERPRINT, Literal(one), graph) for one in fingerprints(article.text)}
        as_before = known and (known.date, known.publisher) == (date, article.publisher)
        if known and as_before and self._texts([article.iri]).get(article.iri) == article.text:
            return frozenset(own | self._quads(known)), Change()
        near = self._near(article.iri, article.text)
        first = min((now, *near), key=lambda one: one.rank)
        own |= self._quads(_copy(now, first))
        return frozenset(own), self._others(now, article.text, near)

    def without(self, article: str) -> Change:
        """Return what changes for other articles when one is taken out."""
        return self._others(_Known(article, "~", None), "", ())

    def _others(self, now: _Known, text: str, near: Collection[_Known]) -> Change:
        """Return what changes for those that are copies of an article, were so, or now have it before them."""
        runs = _runs(text)
        changed: dict[_Known, _Known] = {}
        for one in near:
            first = self._known([one.copy_of]).get(one.copy_of, one) if one.copy_of else one
            changed[one] = _copy(one, min((now, first), key=lambda each: each.rank))
        before = self._dependents(now.iri)
        texts = self._texts([one.iri for one in before])
        for one in before:
            others = [each for each in self._near(one.iri, texts[one.iri]) if each.iri != now.iri]
            still = [now] if text and _alike(runs, _runs(texts[one.iri])) else []
            changed[one] = _copy(one, min((one, *others, *still), key=lambda each: each.rank))
        removed = {quad for one in changed for quad in self._quads(one)}
        added = {quad for one in changed.values() for quad in self._quads(one)}
        return Change(tuple(sorted(removed - added, key=str)), tuple(sorted(added - removed, key=str)))

    def _near(self, article: str, text: str) -> tuple[_Known, ...]:
        """Return the other articles whose texts are nearly a text."""
        runs = _runs(text)
        found = {
            _text(row["article"])
            for row in self._rows("copies", TEXT.iri(self.base), fingerprint=map(Literal, fingerprints(text)))
            if _text(row["article"]) != article and _alike(runs, _runs(_text(row["text"])))
        }
        return tuple(self._known(found).values())

    def _dependents(self, article: str) -> tuple[_Known, ...]:
        found = self._rows("copied_from", META.iri(self.base), article=[NamedNode(article)])
        return tuple(self._known({_text(row["copy"]) for row in found}).values())

    def _known(self, articles: Collection[str]) -> dict[str, _Known]:
        told: dict[str, dict[str, str]] = {}
        for row in self._rows("described", META.iri(self.base), node=map(NamedNode, sorted(articles))):
            told.setdefault(_text(row["node"]), {})[_text(row["p"])] = _text(row["o"])
        return {
            iri: _Known(
                iri,
                said.get(_DATE.value, "~"),
                said.get(_PUBLISHER.value),
                said.get(_COPY_OF.value),
                said.get(_VOICE.value),
            )
            for iri, said in told.items()
        }

    def _texts(self, articles: Collection[str]) -> dict[str, str]:
        found = self._rows("values_of", TEXT.iri(self.base), property=[_TEXT], node=map(NamedNode, sorted(articles)))
        return {_text(row["node"]): _text(row["value"]) for row in found}

    def _rows(self, question: str, graph: str, **terms: Iterable[Term]) -> Iterable[Mapping[str, Term]]:
        return rows(self.store, Dataset((graph,), (graph,)), question, **terms)

    def _quads(self, one: _Known) -> set[Quad]:
        if one.copy_of is None or one.voice is None:
            return set()
        node, graph = NamedNode(one.iri), NamedNode(META.iri(self.base))
        return {
            Quad(node, _COPY_OF, NamedNode(one.copy_of), graph),
            Quad(node, _VOICE, Literal(one.voice), graph),
        }


@lru_cache(maxsize=64)
def fingerprints(text: str) -> tuple[str, ...]:
    """Return the keys under which texts like a text are found: nearly equal ones share one or more. Sorted.

    Each is a pair of least hashes of the text's runs of five words (MinHash, in bands). A text without a word has none.

    >>> len(fingerprints("Ada Lune has left the cast of The Tidewaiters.")), fingerprints("—")
    (8, ())
    """
    runs = _runs(text)
    if not runs:
        return ()
    hashed = (hashlib.blake2b(" ".join(run).encode(), digest_size=8).digest() for run in runs)
    values = np.frombuffer(b"".join(hashed), dtype="<u8")
    mixed = values[:, None] * _MULTIPLIERS + _ADDENDS  # modulo 2^64, by overflow
    least = mixed.min(axis=0).reshape(_BANDS, -1)
    return tuple(
        f"{band}{hashlib.blake2b(pair.tobytes(), digest_size=6).hexdigest()}" for band, pair in enumerate(least)
    )


def _constants(name: str) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    made = b"".join(hashlib.blake2b(f"{name} {n}".encode(), digest_size=8).digest() for n in range(2 * _BANDS))
    return np.frombuffer(made, dtype="<u8")


_MULTIPLIERS: Final = _constants("multiplier") | np.uint64(1)
_ADDENDS: Final = _constants("addend")


def _copy(one: _Known, first: _Known) -> _Known:
    if first.iri == one.iri:
        return _Known(one.iri, one.date, one.publisher)
    return _Known(one.iri, one.date, one.publisher, first.iri, first.speaker)


@lru_cache(maxsize=64)
def _runs(text: str) -> Runs:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))) if words else frozenset()


def _alike(a: Runs, b: Runs) -> bool:
    """Say whether two texts are one: a short one that stands whole in a longer one is a copy of it."""
    return bool(a and b) and len(a & b) >= _COPIED * min(len(a), len(b))


def _text(value: Term) -> str:
    return str(value.value)

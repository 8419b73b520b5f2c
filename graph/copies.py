"""Articles that are copies of one another: agency reports that many papers print are one voice.

In: a `Reader`, articles. Out: for each, the first of those whose texts are nearly its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from graph.claims import term
from graph.layers import TEXT
from graph.queries import rows
from graph.reader import Reader, named, text_of
from graph.store import Dataset

__all__ = ["copies"]

_COPIED: Final = 0.8  # share of equal runs of five words above which two texts are one


def copies(reader: Reader, articles: Collection[str]) -> dict[str, str]:
    """Return, of articles whose texts are nearly equal, the first by IRI that each is a copy of.

    Texts are compared by their runs of five words; a short text that stands whole in a longer one is a copy of it.
    """
    dataset = Dataset((TEXT.iri(reader.base),))
    question = {"node": named(articles), "property": named([term("schema:text").value])}
    texts = {
        text_of(r["node"]): _runs(text_of(r["value"])) for r in rows(reader.store, dataset, "values_of", **question)
    }
    found: dict[str, str] = {}
    kept: list[str] = []
    for article in sorted(texts):
        runs = texts[article]
        first = next((k for k in kept if _alike(runs, texts[k])), None)
        found[article] = first or article
        if first is None:
            kept.append(article)
    return found


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(tuple(words[i : i + 5]) for i in range(max(1, len(words) - 4)))


def _alike(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> bool:
    return len(a & b) >= _COPIED * min(len(a), len(b))

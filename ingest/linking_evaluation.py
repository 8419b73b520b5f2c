"""How well names are told apart and joined, over articles: B-cubed on the labelled cases of `data/linking`.

In: cases (an article's entities, each with the key of who it really is, and its facts). Out: precision, recall, F1, and
the pairs that went wrong. The cases are linked in their order, as a run would.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.identity import Identities
from graph.iri import Minter
from graph.model import EntityType, Evidence, Span
from ingest.article import Document
from ingest.extraction import Entity, Extraction, Fact
from ingest.linking import Linker

__all__ = ["Cubed", "cubed", "evaluate"]

CASES = Path(__file__).parents[1] / "data" / "linking" / "cases.jsonl"


@dataclass(frozen=True, slots=True)
class Cubed:
    """B-cubed figures over all named entities of all articles (Bagga and Baldwin, 1998)."""

    precision: float
    recall: float
    mentions: int

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def cubed(pairs: Sequence[tuple[str, str]]) -> Cubed:
    """Return the figures of (who it really is, who it was taken for) pairs.

    >>> cubed([("a", "x"), ("a", "x"), ("b", "x")]).recall
    1.0
    """
    both, truth, found = Counter(pairs), Counter(t for t, _ in pairs), Counter(f for _, f in pairs)
    precision = sum(both[t, f] / found[f] for t, f in pairs) / len(pairs)
    recall = sum(both[t, f] / truth[t] for t, f in pairs) / len(pairs)
    return Cubed(precision, recall, len(pairs))


def linked(cases: Path = CASES) -> Iterator[tuple[str, str, str]]:
    """Yield (name, who it really is, the IRI that it was given) for every entity of every case."""
    minter = Minter()
    identities = Identities(minter)
    linker = Linker(minter, identities)
    for line in cases.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        document, extraction = _article(case)
        record = linker.record(document, extraction)
        identities.learn(record)
        iris = linker.iris(extraction)
        for entity in case["entities"]:
            yield entity["name"], entity["gold"], iris[entity["id"]]


def evaluate(cases: Path = CASES) -> Iterator[str]:
    """Yield the lines of the table, and what went wrong."""
    found = list(linked(cases))
    score = cubed([(gold, iri) for _, gold, iri in found])
    figures = f"P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}"
    yield f"linking, B-cubed over {score.mentions} entities: {figures}"
    given: dict[str, set[str]] = {}
    held: dict[str, set[str]] = {}
    for _, gold, iri in found:
        given.setdefault(gold, set()).add(iri)
        held.setdefault(iri, set()).add(gold)
    yield from (
        f"  parted: {gold} as {', '.join(sorted(iris))}" for gold, iris in sorted(given.items()) if len(iris) > 1
    )
    yield from (
        f"  joined: {', '.join(sorted(golds))} as {iri}" for iri, golds in sorted(held.items()) if len(golds) > 1
    )


def _article(case: Mapping[str, Any]) -> tuple[Document, Extraction]:
    """Return a case as an article whose text is its names, one a line."""
    text, spans = "", {}
    for entity in case["entities"]:
        spans[entity["id"]] = Span(len(text), len(text) + len(entity["name"]))
        text += entity["name"] + "\n"
    entities = tuple(
        Entity(
            e["id"],
            EntityType(e["type"]),
            e["name"],
            tuple(e["aliases"]),
            (spans[e["id"]],),
            (spans[e["id"]],),
            e.get("work"),
        )
        for e in case["entities"]
    )
    facts = tuple(Fact(s, p, o, Evidence.at(text, spans[s])) for s, p, o in case["facts"])
    return Document(case["id"], text), Extraction(case["id"], None, entities, facts)


if __name__ == "__main__":
    sys.stdout.write("\n".join(evaluate()) + "\n")

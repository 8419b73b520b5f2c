"""How often each rule is right on the training articles, with gold entities: `python -m tests.rule_precision`.

In: the annotated articles of `data/training`. Out: a table by rule; with `--write`, `rules/measured/confidence.toml`.
A precision is smoothed towards .75 by four pseudo-observations, so that a rule seen once claims little.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.extract import parse
from ingest.extract.dates import find
from ingest.extract.relations import facts
from ingest.extract.tables import relations
from tests.oracle import oracle_reading

ROOT = Path(__file__).parents[1]
TRAINING = ROOT / "data" / "training"
MEASURED = ROOT / "ingest" / "extract" / "rules" / "measured" / "confidence.toml"
PRIOR, WEIGHT = 0.75, 4
SYMMETRIC = frozenset(r.property for r in relations() if r.symmetric)


def articles() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield every training article with its annotation."""
    for path in sorted(TRAINING.glob("*.articles.jsonl")):
        gold = path.with_name(path.name.replace(".articles.", ".gold."))
        told = {g["id"]: g for g in map(json.loads, gold.read_text(encoding="utf-8").splitlines())}
        for line in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            yield article, told[article["id"]]


def key(s: str, p: str, o: str) -> tuple[str, str, str]:
    """A fact as compared: symmetric ones in one direction, literals without case and hyphens."""
    if p in SYMMETRIC:
        s, o = min(s, o), max(s, o)
    return s, p, o.lower().replace("-", "").replace(" ", "")


def right(fact: tuple[str, str, str], gold: set[tuple[str, str, str]]) -> bool:
    """Say whether a fact is in the gold; a less precise date is right."""
    return fact in gold or any(g[:2] == fact[:2] and g[2].startswith(fact[2]) for g in gold if fact[2].isdigit())


def measure() -> dict[str, list[int]]:
    """Count, for each rule, how many of its facts are right and how many there are."""
    nlp = parse.load()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for article, gold in articles():
        reading = oracle_reading(article, gold, nlp)
        told = {key(*fact) for fact in gold["facts"]}
        for fact in facts(reading, find(reading.text, article.get("date"))):
            counts[fact.rule][0] += right(key(fact.subject, fact.property, fact.object), told)
            counts[fact.rule][1] += 1
    return dict(counts)


def main() -> int:
    """Print the table, and write it where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"write {MEASURED.relative_to(ROOT)}")
    write = parser.parse_args().write
    counts = measure()
    for rule, (hits, found) in sorted(counts.items()):
        sys.stdout.write(f"{rule:44} {hits:4}/{found:<4} {hits / found:.2f}\n")
    if write:
        head = "# How often each rule is right, smoothed. Written by `python -m tests.rule_precision --write`.\n"
        rows = (f'"{r}" = {(h + WEIGHT * PRIOR) / (n + WEIGHT):.2f}\n' for r, (h, n) in sorted(counts.items()))
        MEASURED.write_text(head + "".join(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

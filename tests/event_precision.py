"""How often the arguments of each event rule are right on the training articles: `python -m tests.event_precision`.

In: the annotated articles of `data/training`, read with gold entities and coreference. Out: a table by rule; with
`--write`, `rules/measured/events.toml`. Events of one type are paired with the gold's by the arguments that they share,
most first; a precision is smoothed towards .6 by eight pseudo-arguments, so that a rule seen once claims little.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.extract import coreference, parse
from ingest.extract.dates import find
from ingest.extract.events import events
from ingest.extract.reading import Reading
from ingest.extract.relations import facts
from ingest.extract.statements import statements
from ingest.extraction import Event
from tests.oracle import oracle_reading
from tests.rule_precision import ROOT, articles

MEASURED = ROOT / "ingest" / "extract" / "rules" / "measured" / "events.toml"
PRIOR, WEIGHT = 0.6, 8

Pairs = set[tuple[str, str]]


def arguments(event: Mapping[str, Any]) -> Pairs:
    """The (role, entity) pairs of a gold event, its date among them."""
    found = {(role, e) for role, fillers in event["args"].items() for e in fillers}
    return found | ({("date", event["date"])} if event.get("date") else set())


def told(event: Event) -> Pairs:
    """The same of an extracted event."""
    return set(event.args) | ({("date", event.date)} if event.date else set())


def shared(mine: Pairs, gold: Pairs) -> int:
    """How many arguments agree; a less precise date is right."""
    dates = [d for role, d in gold if role == "date"]
    return sum(p in gold or (p[0] == "date" and any(d.startswith(p[1] + "-") for d in dates)) for p in mine)


def paired(found: Sequence[Event], gold: Sequence[Mapping[str, Any]]) -> list[int]:
    """For each event the number of its arguments that are right, after pairing with the gold's one to one."""
    scored = [
        (-n, i, j)
        for i, event in enumerate(found)
        for j, other in enumerate(gold)
        if event.type == other["type"] and (n := shared(told(event), arguments(other)))
    ]
    right, mine, theirs = [0] * len(found), set(), set()
    for minus, i, j in sorted(scored):
        if i not in mine and j not in theirs:
            right[i] = -minus
            mine.add(i)
            theirs.add(j)
    return right


def measure() -> dict[str, list[int]]:
    """Count, for each rule, how many of its arguments are right and how many there are."""
    nlp = parse.load(ner=False)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for article, gold in articles():
        plain = oracle_reading(article, gold, nlp)
        entities, mentions = coreference.resolve(plain.doc, plain.entities, plain.mentions)
        reading = Reading(plain.document, plain.doc, tuple(entities), tuple(mentions))
        dates = find(reading.text, article.get("date"))
        found = events(reading, dates, facts(reading, dates), statements(reading))
        for event, right in zip(found, paired(found, gold["events"]), strict=True):
            counts[event.rule][0] += right
            counts[event.rule][1] += len(told(event))
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="write rules/measured/events.toml")
    arguments_ = parser.parse_args()
    lines = []
    for rule, (right, all_) in sorted(measure().items()):
        precision = round((right + PRIOR * WEIGHT) / (all_ + WEIGHT), 2)
        sys.stdout.write(f"{rule:40} {right:4}/{all_:<4} {precision:.2f}\n")
        lines.append(f'"{rule.removeprefix("events/")}" = {precision}\n')
    if arguments_.write:
        head = (
            "# Precision of each event rule's arguments on data/training: `python -m tests.event_precision --write`.\n"
        )
        Path(MEASURED).write_text(head + "".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

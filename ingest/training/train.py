"""Training of the network on examples.

In: examples, a seed, the number of rounds. Out: the trained `Network`. Word embeddings stay as they were published, so
that words that no training article has keep their place among those that they had.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as fn

from ingest.extract.labels import IGNORED, PAIR_KINDS, PROPERTIES
from ingest.extract.pairs import Candidates, Located, candidates
from ingest.extract.wordpieces import Window
from ingest.training import augment
from ingest.training.corpus import Example
from ingest.training.network import Network

__all__ = ["Plan", "Sample", "pair_scores", "samples", "train"]

PAIR_WEIGHT = 0.5


@dataclass(frozen=True)
class Plan:
    """How to train."""

    layers: int = 4
    rounds: int = 7
    rate: float = 3e-4
    head_rate: float = 1e-3
    batch: int = 4
    seed: int = 7
    pairs: bool = True


@dataclass(frozen=True, eq=False)
class Sample:
    """One window with what is true of it. `truths` are the (subject, label, object) told in this window."""

    tokens: list[augment.Tokens]
    places: tuple[Located, ...]
    truths: frozenset[tuple[str, str, str]]
    unsure: frozenset[tuple[str, str, str]]


def samples(example: Example) -> list[Sample]:
    """Cut an example into samples. A truth belongs where its ends stand nearest; in other windows it is unsure."""
    held = []
    for window in example.windows:
        placed = _placed(example, window)
        nearest = {}
        spots: dict[str, list[int]] = defaultdict(list)
        for first, _, thing, _, _ in placed:
            spots[thing].append(first)
        for truth in example.truths:
            if truth[0] in spots and truth[2] in spots:
                nearest[truth] = min(abs(a - b) for a in spots[truth[0]] for b in spots[truth[2]])
        held.append((window, placed, nearest))
    found = []
    for window, placed, nearest in held:
        best = {t for t, gap in nearest.items() if all(gap <= other.get(t, 10**6) for _, _, other in held)}
        found.append(
            Sample(augment.tokens_of(window, example.labels), placed, frozenset(best), frozenset(set(nearest) - best))
        )
    return found


def _placed(example: Example, window: Window) -> tuple[Located, ...]:
    """Mentions in a window: first token, token after the last (document indices), thing, kind."""
    inside = set(map(int, window.tokens))
    starts, ends = np.array(example.starts), np.array(example.ends)
    found = []
    for place in example.places:
        hit = np.nonzero((starts < place.span.end) & (ends > place.span.start))[0]
        if len(hit) and int(hit[0]) in inside and int(hit[-1]) in inside:
            found.append((int(hit[0]), int(hit[-1]) + 1, place.thing, place.kind, place.named))
    return tuple(found)


def train(
    examples: Sequence[Example],
    labels: Mapping[str, frozenset[tuple[str, str]]],
    base: Mapping[str, Tensor],
    plan: Plan,
    report: Callable[[int, float, float, Network], None] = lambda *_: None,
    network: Network | None = None,
) -> Network:
    """Train a network, or go on with one. `labels` maps each pair label to the kinds that it can join.

    Repeatable for one number of threads.
    """
    torch.manual_seed(plan.seed)
    if network is None:
        network = Network(plan.layers, len(labels))
        network.encoder.load_base(base)
    network.encoder.word.weight.requires_grad_(False)
    network.encoder.position.weight.requires_grad_(False)
    order = [s for e in examples for s in samples(e)]
    words = augment.pools(s.tokens for s in order)
    steps = plan.rounds * -(-len(order) // plan.batch)
    optimiser = _optimiser(network, plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min(1.0, (n + 1) / (0.06 * steps)) * (1 - n / steps)
    )
    dice = random.Random(plan.seed)
    for turn in range(plan.rounds):
        network.train()
        dice.shuffle(order)
        losses = np.zeros(2)
        for at in range(0, len(order), plan.batch):
            optimiser.zero_grad()
            total = torch.zeros(())
            batch = order[at : at + plan.batch]
            variants = [augment.varied(sample.tokens, words, dice.randrange(2**31)) for sample in batch]
            views = [augment.window_of(tokens) for tokens in variants]
            for sample, tokens, window, states in zip(batch, variants, views, encode(network, views), strict=True):
                tag_loss, pair_loss = _losses(network, sample, tokens, window, states, labels, plan.pairs)
                total = total + (tag_loss + PAIR_WEIGHT * pair_loss) / plan.batch
                losses += (float(tag_loss.detach()), float(pair_loss.detach()))
            total.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        network.eval()
        report(turn + 1, losses[0] / len(order), losses[1] / len(order), network)
    return network


def _optimiser(network: Network, plan: Plan) -> torch.optim.Optimizer:
    groups: dict[tuple[bool, bool], list[Tensor]] = defaultdict(list)
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            fresh = not name.startswith("encoder.layers") and not name.startswith("encoder.norm")
            groups[fresh, parameter.ndim > 1].append(parameter)
    return torch.optim.AdamW(
        [
            {"params": p, "lr": plan.head_rate if fresh else plan.rate, "weight_decay": 0.01 if decays else 0.0}
            for (fresh, decays), p in groups.items()
        ],
        betas=(0.9, 0.98),
        fused=True,
    )


def encode(network: Network, windows: Sequence[Window]) -> list[Tensor]:
    """Return the states of each window's pieces, (pieces, WIDTH). Training reckons in bfloat16."""
    found = []
    with torch.autocast("cpu", torch.bfloat16, enabled=network.training):
        for window in windows:
            states = network.encoder(torch.from_numpy(window.pieces)[None], torch.from_numpy(window.features)[None])
            found.append(states[0].float())
    return found


def _losses(
    network: Network,
    sample: Sample,
    tokens: Sequence[augment.Tokens],
    window: Window,
    states: Tensor,
    labels: Mapping[str, frozenset[tuple[str, str]]],
    with_pairs: bool,
) -> tuple[Tensor, Tensor]:
    target = torch.tensor([t.label for t in tokens[: len(window.tokens)]])
    tag_loss = fn.cross_entropy(network.tags(states, torch.from_numpy(window.first)), target, ignore_index=IGNORED)
    if not with_pairs:
        return tag_loss, tag_loss.new_zeros(())
    pairs = candidates(located(sample.places, window), labels)
    if not len(pairs.pairs):
        return tag_loss, tag_loss.new_zeros(())
    scores = pair_scores(network, states, pairs)
    wanted, counts = _wanted(pairs, sample, labels)
    loss = fn.binary_cross_entropy_with_logits(scores, wanted, reduction="none")[counts].sum()
    return tag_loss, loss / (10 + wanted.sum())


def located(places: Sequence[Located], window: Window) -> list[Located]:
    """Turn places in tokens into places in pieces; what the window lacks is left out."""
    at = {int(t): n for n, t in enumerate(window.tokens)}
    return [
        (int(window.first[at[a]]), int(window.last[at[b - 1]]), thing, kind, named)
        for a, b, thing, kind, named in places
        if a in at and b - 1 in at
    ]


def pair_scores(network: Network, states: Tensor, found: Candidates) -> Tensor:
    """Scores of pairs of things, (pairs, labels): soft maximum over their mentions."""
    ends = torch.tensor([(a, b, PAIR_KINDS.index(kind), named) for a, b, _, kind, named in found.mentions])
    scores = network.pairs(states, ends, torch.from_numpy(found.links))
    group = torch.from_numpy(found.group)[:, None].expand_as(scores)
    top = scores.new_full((len(found.pairs), scores.shape[1]), -1e4).scatter_reduce(0, group, scores, "amax")
    summed = torch.zeros_like(top).scatter_add(0, group, (scores - top.gather(0, group)).exp())
    total: Tensor = top + summed.log()
    return total


def _wanted(
    found: Candidates, sample: Sample, labels: Mapping[str, frozenset[tuple[str, str]]]
) -> tuple[Tensor, NDArray[np.bool_]]:
    at = {pair: n for n, pair in enumerate(found.pairs)}
    column = {label: n for n, label in enumerate(labels)}
    wanted = torch.zeros(len(found.pairs), len(labels))
    counts = found.valid.copy()
    for s, label, o in sample.truths:
        if label in column and (s, o) in at:
            wanted[at[s, o], column[label]] = 1
    for s, label, o in sample.unsure:
        if label in column and (s, o) in at:
            counts[at[s, o], column[label]] = False
    return wanted * torch.from_numpy(counts), torch.from_numpy(counts)  # type: ignore[return-value]


def pair_labels(examples: Sequence[Example], least: int = 15) -> dict[str, frozenset[tuple[str, str]]]:
    """Return the labels to learn: all properties, and the event pairs that at least `least` truths have.

    An event pair joins the kinds that it was seen to join at least twice.
    """
    seen: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for example in examples:
        kinds = {place.thing: place.kind for place in example.places}
        for s, label, o in example.truths:
            if label not in PROPERTIES and s in kinds and o in kinds:
                seen[label][kinds[s], kinds[o]] += 1
    frequent = sorted(label for label, counts in seen.items() if counts.total() >= least)
    return PROPERTIES | {label: frozenset(k for k, n in seen[label].items() if n >= 2) for label in frequent}

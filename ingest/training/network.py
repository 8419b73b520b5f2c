"""The network: an encoder that all heads share, a tagger of tokens, and a scorer of pairs of mentions.

In: tensors of a window's pieces and features. Out: a hidden state a piece, tag scores a token, property scores a pair.
The encoder is all-MiniLM-L6-v2 cut to its first layers, plus an embedding a token feature, since it knows no case.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from ingest.extract.labels import PAIR_KINDS, TAGS
from ingest.extract.pairs import DISTANCES
from ingest.extract.wordpieces import FEATURES

__all__ = ["PAIR_WIDTH", "WIDTH", "Encoder", "Network", "Pairs"]

WIDTH, HEADS, INNER, VOCABULARY, POSITIONS = 384, 12, 1536, 30522, 512
PAIR_WIDTH = 256


class Layer(nn.Module):
    """One transformer layer, as BERT has it: attention, then a feed-forward net, each added and normalised."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.mixed_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.outer_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Return the next states of `x`, (batch, pieces, WIDTH)."""
        batch, length, _ = x.shape
        q, k, v = (f(x).view(batch, length, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        seen = fn.scaled_dot_product_attention(q, k, v)
        x = self.mixed_norm(x + self.dropout(self.mixed(seen.transpose(1, 2).reshape(batch, length, WIDTH))))
        found: Tensor = self.outer_norm(x + self.dropout(self.outer(fn.gelu(self.inner(x)))))
        return found


class Encoder(nn.Module):
    """Pieces and features in, hidden states out."""

    def __init__(self, layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, WIDTH)
        self.position = nn.Embedding(POSITIONS, WIDTH)
        features = [nn.Embedding(size, WIDTH) for size in FEATURES.values()]
        self.feature = nn.ModuleList(features)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        for embedding in features:
            nn.init.normal_(embedding.weight, std=0.02)

    def forward(self, pieces: Tensor, features: Tensor) -> Tensor:
        """`pieces` (batch, n), `features` (batch, n, features) -> states (batch, n, WIDTH)."""
        x: Tensor = self.word(pieces) + self.position.weight[: pieces.shape[1]]
        for i, embedding in enumerate(self.feature):
            x = x + embedding(features[:, :, i])
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x)
        return x

    def load_base(self, weights: Mapping[str, Tensor]) -> None:
        """Take over the weights of the published model, as its safetensors file names them."""
        own = {
            "word.weight": weights["embeddings.word_embeddings.weight"],
            "position.weight": weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
        }
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "mixed": "attention.output.dense",
            "mixed_norm": "attention.output.LayerNorm",
            "inner": "intermediate.dense",
            "outer": "output.dense",
            "outer_norm": "output.LayerNorm",
        }
        for i in range(len(self.layers)):
            for part, name in parts.items():
                for kind in ("weight", "bias"):
                    own[f"layers.{i}.{part}.{kind}"] = weights[f"encoder.layer.{i}.{name}.{kind}"]
        left = self.load_state_dict(own, strict=False)
        if strange := [key for key in left.missing_keys if not key.startswith("feature.")] + left.unexpected_keys:
            raise ValueError(f"the published weights have not the form that was expected: {strange}")


class Pairs(nn.Module):
    """Scores of the properties of two mentions, each from sums that are reckoned once a mention, not once a pair.

    The hidden layer of a pair is `gelu(subject + object + between + kinds + distance)`: the states of the two mentions
    and of the words between them, each averaged and projected.
    """

    def __init__(self, properties: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.subject = nn.Linear(WIDTH, PAIR_WIDTH)
        self.object = nn.Linear(WIDTH, PAIR_WIDTH, bias=False)
        self.between = nn.Linear(WIDTH, PAIR_WIDTH, bias=False)
        self.subject_kind = nn.Embedding(len(PAIR_KINDS), PAIR_WIDTH)
        self.object_kind = nn.Embedding(len(PAIR_KINDS), PAIR_WIDTH)
        self.subject_named = nn.Embedding(2, PAIR_WIDTH)
        self.object_named = nn.Embedding(2, PAIR_WIDTH)
        self.distance = nn.Embedding(2 * len(DISTANCES), PAIR_WIDTH)
        self.middle = nn.Linear(PAIR_WIDTH, PAIR_WIDTH)
        self.out = nn.Linear(PAIR_WIDTH, properties)
        self.dropout = nn.Dropout(dropout)
        for embedding in (
            self.subject_kind, self.object_kind, self.subject_named, self.object_named, self.distance
        ):  # fmt: skip
            nn.init.normal_(embedding.weight, std=0.05)
        nn.init.constant_(self.out.bias, -4.0)

    def forward(self, states: Tensor, ends: Tensor, pairs: Tensor) -> Tensor:
        """Return scores (pairs, properties).

        `states` (n, WIDTH); `ends` (mentions, 4): first piece, piece after the last, kind, named; `pairs` (pairs, 2).
        """
        left, right, kind, named = ends.unbind(1)
        subject = _mean(self.subject(states), left, right)
        object_ = _mean(self.object(states), left, right)
        a, b = pairs.unbind(1)
        start, stop = torch.minimum(right[a], right[b]), torch.maximum(left[a], left[b])
        gap = (stop - start).clamp(min=0)
        bucket = (gap[:, None] >= torch.tensor(DISTANCES)).sum(1) - 1 + len(DISTANCES) * (left[a] > left[b]).long()
        x = subject[a] + object_[b] + _mean(self.between(states), start, start + gap)
        x = x + self.subject_kind(kind[a]) + self.object_kind(kind[b]) + self.distance(bucket)
        x = x + self.subject_named(named[a]) + self.object_named(named[b])
        x = self.dropout(fn.gelu(x))
        x = x + fn.gelu(self.middle(x))
        found: Tensor = self.out(x)
        return found


def _mean(x: Tensor, start: Tensor, stop: Tensor) -> Tensor:
    """Means of rows [start, stop) for each pair of numbers; zero where there are none."""
    sums = torch.cat([x.new_zeros(1, x.shape[1]), x.cumsum(0)])
    return (sums[stop] - sums[start]) / (stop - start).clamp(min=1)[:, None]


class Network(nn.Module):
    """The encoder with its heads."""

    def __init__(self, layers: int, properties: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(layers, dropout)
        self.tagger = nn.Linear(WIDTH, len(TAGS))
        self.pairs = Pairs(properties, dropout)
        self.dropout = nn.Dropout(dropout)

    def tags(self, states: Tensor, first: Tensor) -> Tensor:
        """Scores of the tags (tokens, tags) from the state of each token's first piece."""
        found: Tensor = self.tagger(self.dropout(states[first]))
        return found

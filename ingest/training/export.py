"""From the trained network to the files that the running model loads.

In: a `Network`, its labels and calibrations. Out: `encoder.onnx` (word table in int8 with a scale a row,
layers in int8 with a scale a column, reckoned as int8 with one activation scale a window), `pairs.npz` in float16,
`model.json`, `tokenizer.json`. All small enough to be versioned.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ingest.extract.opinions import Calibration
from ingest.extract.wordpieces import FEATURES
from ingest.training.network import Network

__all__ = ["digest", "export"]


class _Words(nn.Module):
    """A table of embeddings in int8, one scale a row."""

    rows: Tensor
    scale: Tensor

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, pieces: Tensor) -> Tensor:
        """Return the embeddings of pieces."""
        found: Tensor = self.rows[pieces].float() * self.scale[pieces]
        return found


class _Reader(nn.Module):
    """The encoder with the tagger, as one graph: states and tag scores of every piece."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder = network.encoder
        self.encoder.word = _Words(network.encoder.word.weight.detach())  # type: ignore[assignment]
        self.tagger = network.tagger

    def forward(self, pieces: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Return states (1, pieces, WIDTH) and tag scores (1, pieces, tags)."""
        states = self.encoder(pieces, features)
        return states, self.tagger(states)


def export(
    network: Network,
    folder: Path,
    tokenizer: Path,
    version: str,
    labels: Mapping[str, frozenset[tuple[str, str]]],
    added: Calibration,
    stated: Calibration,
    int8: bool = True,
) -> None:
    """Write the model's files into a folder. The network is changed by it: its word table becomes int8."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    reader = _Reader(network.eval())
    example = torch.ones(1, 16, dtype=torch.int64), torch.zeros(1, 16, len(FEATURES), dtype=torch.int64)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            reader,
            example,
            str(plain),
            input_names=["pieces", "features"],
            output_names=["states", "tags"],
            dynamic_axes={"pieces": {1: "n"}, "features": {1: "n"}, "states": {1: "n"}, "tags": {1: "n"}},
            opset_version=17,
            dynamo=False,
        )
        target = folder / "encoder.onnx"
        if int8:
            quantize_dynamic(
                plain,
                target,
                per_channel=True,
                weight_type=QuantType.QInt8,
                op_types_to_quantize=["MatMul"],
            )
        else:
            target.write_bytes(plain.read_bytes())
    weights = {name: t.detach().numpy().astype(np.float16) for name, t in network.pairs.state_dict().items()}
    np.savez_compressed(folder / "pairs.npz", **weights)
    settings = {
        "version": version,
        "labels": {label: sorted(map(list, ends)) for label, ends in labels.items()},
        "added": {"least": added.least, "slopes": {label: list(x) for label, x in added.slopes.items()}},
        "stated": {"least": stated.least, "slopes": {label: list(x) for label, x in stated.slopes.items()}},
    }
    (folder / "model.json").write_text(json.dumps(settings, indent=1, sort_keys=False) + "\n", encoding="utf-8")
    plain_tokenizer = json.loads(tokenizer.read_text(encoding="utf-8")) | {"truncation": None, "padding": None}
    (folder / "tokenizer.json").write_text(json.dumps(plain_tokenizer, ensure_ascii=False), encoding="utf-8")


def digest(folder: Path) -> str:
    """Return the SHA-256 over the model's files, as lower-case hexadecimal digits."""
    found = hashlib.sha256()
    for name in ("encoder.onnx", "pairs.npz", "model.json", "tokenizer.json"):
        found.update(name.encode() + b"\0" + (folder / name).read_bytes())
    return found.hexdigest()

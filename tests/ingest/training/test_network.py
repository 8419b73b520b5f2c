# ruff: noqa: E402 - the imports stand behind the skip
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the training needs the `train` extra")
pytest.importorskip("onnx", reason="the training needs the `train` extra")

from ingest.extract.labels import PROPERTIES
from ingest.extract.model import MODELS, Model
from ingest.extract.opinions import Calibration
from ingest.extract.pairs import candidates
from ingest.extract.wordpieces import FEATURES
from ingest.training.export import digest, export
from ingest.training.network import WIDTH, Network
from ingest.training.train import pair_scores

MENTIONS = [
    (1, 3, "e1", "Person", True),
    (7, 8, "e2", "Character", True),
    (12, 13, "e1", "Person", False),
    (20, 22, "e3", "Show", True),
    (24, 25, "Genre:drama", "Genre", True),
]


@pytest.fixture(scope="module")
def network() -> Network:
    torch.manual_seed(3)
    return Network(1, len(PROPERTIES)).eval()


@pytest.fixture(scope="module")
def exported(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    none = Calibration({}, 0.5)
    export(network, folder, MODELS / "tokenizer.json", "0", PROPERTIES, none, none)
    return folder


@pytest.mark.slow
def test_the_running_model_scores_pairs_as_the_network_does(network: Network, exported: Path) -> None:
    states = torch.randn(30, WIDTH)
    pairs = candidates(MENTIONS, PROPERTIES)
    with torch.no_grad():
        wanted = pair_scores(network, states, pairs).numpy()
    rows = Model.load(exported).scorer.scores(pairs, states.numpy())
    for n in range(len(pairs.pairs)):
        own = rows[pairs.group == n]
        assert np.log(np.exp(own).sum(axis=0)) == pytest.approx(wanted[n], abs=0.02)


@pytest.mark.slow
def test_the_exported_encoder_is_near_the_network(network: Network, exported: Path) -> None:
    pieces = torch.arange(1000, 1040)[None]
    features = torch.zeros(1, 40, len(FEATURES), dtype=torch.int64)
    with torch.no_grad():
        wanted = network.encoder(pieces, features).numpy()
    states, _ = Model.load(exported).session.run(None, {"pieces": pieces.numpy(), "features": features.numpy()})
    assert np.abs(states - wanted).mean() < 0.3 * np.abs(wanted).mean()


@pytest.mark.slow
def test_the_digest_changes_with_the_files(exported: Path) -> None:
    before = digest(exported)
    settings = exported / "model.json"
    settings.write_text(settings.read_text().replace('"version": "0"', '"version": "9"'))
    assert digest(exported) != before

from __future__ import annotations

import numpy as np
import pytest

from ingest.extract.opinions import Calibration, Scored
from ingest.extract.pairs import Candidates
from ingest.extract.wordpieces import Window

NO_WINDOW = Window(*(np.zeros(0, dtype=np.int64) for _ in range(5)))


def test_a_calibration_gives_probabilities_and_the_score_that_suffices() -> None:
    found = Calibration({"actor": (2.0, -1.0)}, least=0.5)
    assert found.chance("actor", 0.5) == pytest.approx(0.5)
    assert found.needed("actor") == pytest.approx(0.5)
    assert found.chance("actor", found.needed("actor") + 1) > 0.8


def test_a_label_without_calibration_is_taken_as_it_is() -> None:
    assert Calibration({}, least=0.5).chance("rival", 0.0) == 0.5


def test_a_pair_is_scored_by_the_soft_maximum_of_its_links() -> None:
    found = Candidates(
        [],
        [("e1", "e2"), ("e2", "e1")],
        np.zeros((3, 2), dtype=np.int64),
        np.array([0, 0, 1]),
        np.array([[True, True], [True, False]]),
    )
    links = np.array([[0.0, 1.0], [0.0, -30.0], [2.0, 3.0]], dtype=np.float32)
    pairs = Scored.of(NO_WINDOW, found, links).pairs
    assert pairs[0] == pytest.approx([np.log(2), 1.0])
    assert pairs[1, 0] == pytest.approx(2.0)
    assert pairs[1, 1] == -np.inf, "a label that the kinds forbid has no score"

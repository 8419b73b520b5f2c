from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="the training needs the `train` extra")

from ingest.training.measure import Count, Scored, calibrate, reliability


def rows(label: str, *scores: tuple[float, bool], stated: bool = False) -> list[Scored]:
    return [Scored("a", label, score, true, stated) for score, true in scores]


def test_counts_add_up_and_give_f1() -> None:
    total = Count(3, 4, 6) + Count(1, 1, 2)
    assert (total.right, total.found, total.true) == (4, 5, 8)
    assert total.f1 == pytest.approx(8 / 13)
    assert Count().f1 == 0


def test_calibration_makes_an_overconfident_score_modest() -> None:
    held = rows("actor", *[(4.0, True), (4.0, False)] * 50, *[(-4.0, False)] * 100)
    assert calibrate(held, ["actor"], 0.5).chance("actor", 4.0) == pytest.approx(0.5, abs=0.05)


def test_a_label_with_few_truths_keeps_near_the_calibration_of_all() -> None:
    held = rows("actor", *[(3.0, True)] * 200, *[(-3.0, False)] * 200) + rows("rival", (3.0, False))
    assert calibrate(held, ["actor", "rival"], 0.5).chance("rival", 3.0) > 0.7


def test_reliability_compares_what_was_said_with_what_was_true() -> None:
    assert reliability([(0.12, False), (0.18, True), (0.95, True)]) == [(0.1, 0.15, 0.5, 2), (0.9, 0.95, 1.0, 1)]

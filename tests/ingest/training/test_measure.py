from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="the training needs the `train` extra")

from ingest.training.measure import Count, Scored, calibrate, chance, reliability, thresholds


def rows(label: str, *scores: tuple[float, bool], stated: bool = False) -> list[Scored]:
    return [Scored("a", label, score, true, stated) for score, true in scores]


def test_counts_add_up_and_give_f1() -> None:
    total = Count(3, 4, 6) + Count(1, 1, 2)
    assert (total.right, total.found, total.true) == (4, 5, 8)
    assert total.f1 == pytest.approx(8 / 13)
    assert Count().f1 == 0


def test_calibration_makes_an_overconfident_score_modest() -> None:
    held = rows("actor", *[(4.0, True), (4.0, False)] * 50, *[(-4.0, False)] * 100)
    assert chance(4.0, calibrate(held, ["actor"])["actor"]) == pytest.approx(0.5, abs=0.05)


def test_a_label_with_few_truths_keeps_near_the_calibration_of_all() -> None:
    held = rows("actor", *[(3.0, True)] * 200, *[(-3.0, False)] * 200) + rows("rival", (3.0, False))
    found = calibrate(held, ["actor", "rival"])
    assert chance(3.0, found["rival"]) > 0.7


def test_a_threshold_is_the_lowest_cut_that_is_right_often_enough() -> None:
    held = rows("actor", *[(2.0, True)] * 20, *[(0.0, True), (0.0, False)] * 10, *[(-3.0, False)] * 50)
    (cut,) = thresholds(held, {"actor": (1.0, 0.0)}, 0.9).values()
    assert chance(0.0, (1.0, 0.0)) < cut <= chance(2.0, (1.0, 0.0))


def test_what_the_rules_found_does_not_lower_a_threshold() -> None:
    held = rows("actor", *[(2.0, True)] * 40, stated=True) + rows("actor", *[(2.0, True)] * 10, *[(2.0, False)] * 40)
    assert thresholds(held, {"actor": (1.0, 0.0)}, 0.8) == {"actor": 1.0}


def test_a_label_that_does_badly_on_the_common_threshold_is_shut_out() -> None:
    held = rows("actor", *[(2.0, True)] * 40) + rows("rival", *[(3.0, False)] * 6)
    found = thresholds(held, {"actor": (1.0, 0.0), "rival": (1.0, 0.0)}, 0.8)
    assert found["rival"] == 1.0
    assert found["actor"] < 0.9


def test_reliability_compares_what_was_said_with_what_was_true() -> None:
    assert reliability([(0.12, False), (0.18, True), (0.95, True)]) == [(0.1, 0.15, 0.5, 2), (0.9, 0.95, 1.0, 1)]

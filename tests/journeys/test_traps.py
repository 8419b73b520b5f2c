"""The traps: nothing sensitive is said of real people; what is untrue is held to a list that only gets shorter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.pipeline import Extractor
from tests.traps import Violation, sprung, traps

FLOOR = Path(__file__).with_name("traps.json")


@pytest.fixture(scope="module")
def violations() -> list[Violation]:
    extractor = Extractor()
    return [violation for trap in traps() for violation in sprung(trap, extractor)]


def test_nothing_sensitive_about_a_real_person_stands_outside_their_own_words(violations: list[Violation]) -> None:
    assert [violation for violation in violations if "self_public" in violation.what] == []


def test_no_more_traps_are_sprung_than_were_known_of(violations: list[Violation]) -> None:
    known = set(json.loads(FLOOR.read_text(encoding="utf-8")))
    assert sorted({violation.trap for violation in violations} - known) == []

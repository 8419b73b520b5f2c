"""The work that a place of the text is about."""

from __future__ import annotations

import pytest

from ingest.extract.focus import Focus
from tests.ingest.extract.marked_text import reading


def focus_at(marked: str, words: str) -> str | None:
    read = reading(marked)
    found = Focus(read).at(read.text.index(words))
    return read.by_id[found].name if found else None


GUIDE = "[Salt Road|Show], BBC One, 9pm\nNew. Director: Ida Moss.\n\n[Brine|Show], ITV, 10pm\nNew. Hosted by Ben Vale"


@pytest.mark.parametrize(("words", "work"), [("Director", "Salt Road"), ("Hosted", "Brine")])
def test_a_title_heads_the_lines_below_it(words: str, work: str) -> None:
    assert focus_at(f"[Fog|Show] is back. [Fog|Show] is good.\n\n{GUIDE}", words) == work


def test_a_title_that_opens_a_sentence_heads_nothing() -> None:
    text = "[Salt Road|Show] is back. [Salt Road|Show] is good.\n\n[Brine|Show] is not.\nIt was directed by Ida Moss."
    assert focus_at(text, "directed") == "Salt Road"


def test_a_title_heads_nothing_below_an_empty_line() -> None:
    text = (
        "[Salt Road|Show] is back. [Salt Road|Show] is good.\n\n[Brine|Show], ITV, 10pm\n\nNew. Directed by Ida Moss."
    )
    assert focus_at(text, "Directed") == "Salt Road"

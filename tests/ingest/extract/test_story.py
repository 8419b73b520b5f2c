"""Story positions: what an article tells of seasons and episodes, and what it leaves open."""

from __future__ import annotations

import pytest

from graph.model import Span
from ingest.extract.story import Place, Positions
from tests.ingest.extract.marked_text import reading


def position(marked: str, at: str) -> str | None:
    read = reading(marked)
    start = read.text.index(at)
    return Positions(read).at(Span(start, start + len(at)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In season two, episode three, Nell leaves.", "s2e3"),
        ("In episode three of season two, Nell leaves.", "s2e3"),
        ("In the third episode of the second season, Nell leaves.", "s2e3"),
        ("In S2E03 Nell leaves.", "s2e3"),
        ("In 2x03 Nell leaves.", "s2e3"),
        ("In the season two premiere Nell leaves.", "s2e1"),
        ("In the season 2 finale Nell leaves.", "s2"),
        ("In the pilot Nell leaves.", "s1e1"),
        ("In the second series Nell leaves.", "s2"),
        ("In episode three Nell leaves.", None),
        ("In the finale Nell leaves.", None),
        ("Nell leaves.", None),
    ],
)
def test_season_and_episode_words_of_the_sentence_give_the_position(text: str, expected: str | None) -> None:
    assert position(text, "leaves") == expected


def test_an_episode_takes_the_only_season_that_the_article_names() -> None:
    text = "Salt Road season 2 is here.\n\nIn episode three Nell leaves."
    assert position(text, "leaves") == "s2e3"


def test_an_episode_takes_no_season_where_the_article_names_two() -> None:
    text = "Season 1 was fine and season 2 is better.\n\nIn episode three Nell leaves."
    assert position(text, "leaves") is None


def test_a_heading_holds_for_the_paragraphs_below_it() -> None:
    text = "Salt Road, so far\n\nSeason 1\n\nNell arrives.\n\nSeason 2\n\nNell leaves. Tom weeps."
    assert [position(text, word) for word in ("arrives", "leaves", "weeps")] == ["s1", "s2", "s2"]


def test_the_head_of_a_recap_holds_for_all_of_it() -> None:
    text = "Salt Road recap\n\nSeason 2 Episode 6\n\nNell leaves.\n\nLater, Tom weeps."
    assert position(text, "weeps") == "s2e6"


def test_a_titled_episode_stands_where_its_line_says() -> None:
    text = "[Low Tide|Episode] (season 3, episode 4) was slow. In [Low Tide|Episode] Nell leaves."
    assert position(text, "leaves") == "s3e4"


def test_events_of_a_recap_happen_in_its_episode() -> None:
    read = reading("Recap: [Low Tide|Episode] of [Salt Road|Show]\n\n[Nell|Character] leaves.")
    start = read.text.index("leaves")
    names = {e.id: e.name for e in read.entities}
    assert names[Positions(read).work(Span(start, start + 6)) or ""] == "Low Tide"


def test_a_season_that_is_only_announced_is_no_setting() -> None:
    read = reading("[Salt Road|Show] ends. There will be another [season two|Season]: [Nell|Character] leaves.")
    start = read.text.index("leaves")
    names = {e.id: e.name for e in read.entities}
    assert names[Positions(read).work(Span(start, start + 6)) or ""] == "Salt Road"


def test_a_place_without_a_season_has_no_position() -> None:
    assert Place(None, 3).position is None

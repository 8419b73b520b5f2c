"""The pattern language and the marked lines that it runs over."""

from __future__ import annotations

from ingest.extract.focus import Focus
from ingest.extract.marking import Line, lines, worded
from ingest.extract.patterns import Pattern
from tests.ingest.extract.marked_text import reading

ENDS = {"s": ("Film",), "o": ("Person",), "w": ("Film",)}


def line_of(marked: str) -> Line:
    read = reading(marked)
    (line,) = lines(read, (), Focus(read))
    return line


def matched(source: str, marked: str) -> list[tuple[str | None, str | None]]:
    line = line_of(marked)
    found = Pattern(source, ENDS).matches(line)
    return [(m.subject.value if m.subject else None, m.object.value if m.object else None) for m in found]


def test_a_list_slot_takes_every_item_and_what_hangs_on_it() -> None:
    text = (
        "[Brine|Film], starring [Ida Moss|Person] as a spy, the singer [Ben Vale|Person] (above) and [Una Roe|Person]"
    )
    assert matched("{s}, starring {o+}", text) == [("e1", "e2"), ("e1", "e3"), ("e1", "e4")]


def test_a_list_does_not_swallow_the_director() -> None:
    text = "[Brine|Film], starring [Ida Moss|Person], written by [Ben Vale|Person]"
    assert matched("{s}, starring {o+}", text) == [("e1", "e2")]


def test_a_gap_stops_at_a_mark_of_either_end() -> None:
    assert matched("{o}{~}in {s}", "[Ida Moss|Person] met [Ben Vale|Person] in [Brine|Film]") == [("e3", "e2")]


def test_a_pattern_without_subject_leaves_it_open() -> None:
    assert matched("directed by {o}", "It was directed by [Ida Moss|Person].") == [(None, "e1")]


def test_literals_are_words_of_which_one_must_be_there() -> None:
    assert Pattern("{s}(?: who)? (?:stars?|starred) in {o}", ENDS).literals == ("star", "starred")
    assert Pattern("{s}(?: of)? {o}", ENDS).literals == ()


def test_quotation_marks_and_the_article_around_a_title_are_left_out() -> None:
    line = line_of("He saw the “[Brine|Film]”, twice.")
    assert line.text[7:] == line.text[7] + ", twice."
    assert line.mark(line.text[7]).value == "e1"


def test_ranges_of_a_line_lead_back_to_the_stored_text() -> None:
    read = reading("He saw the “[Brine|Film]”, a crime drama by Dr [Ida Moss|Person].")
    (phrased,) = lines(read, (), Focus(read))
    for line in (phrased, worded(phrased, read.text)):
        film, person = (
            i for i, c in enumerate(line.text) if ord(c) > 0xF0000 and line.mark(c).kind in ("Film", "Person")
        )
        assert line.span(film, film + 1).of(read.text) == "Brine"
        assert line.span(film, person + 1).of(read.text) == "Brine”, a crime drama by Dr Ida Moss"


def test_possessive_pronouns_are_owners() -> None:
    line = line_of("[Ida Moss|Person] met [her|Person:Ida Moss] brother.")
    assert line.text.endswith("'s brother.")

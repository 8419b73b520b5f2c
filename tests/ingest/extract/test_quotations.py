"""Quoted passages, whatever marks a text uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.quotations import find, sentence_start


def passages(text: str) -> list[str]:
    return [q.span.of(text) for q in find(text) if not q.inner]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"I ran," she said.', ["I ran,"]),
        ("“I ran,” she said.", ["I ran,"]),
        ("‘I ran,’ she said.", ["I ran,"]),
        ("'I ran home,' she said.", ["I ran home,"]),
        ("«I ran», she said.", ["I ran"]),
        ("‘It’s not the girls’ fault,’ she said.", ["It’s not the girls’ fault,"]),
        ("He’s 24 and it’s the boys’ room.", []),
        ("She stood 5'10\" tall.", []),
    ],
)
def test_marks_of_many_houses_are_read(text: str, quoted: list[str]) -> None:
    assert passages(text) == quoted


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "“We began in May.\n\n“We ended in June,” he said."
    assert [(q.span.of(text), q.continues) for q in find(text)] == [
        ("We began in May.", False),
        ("We ended in June,", True),
    ]


def test_a_quotation_inside_another_is_told_apart() -> None:
    text = "“She said, ‘Go home now,’ and I went,” he said."
    assert [(q.span.of(text), q.inner) for q in find(text)] == [
        ("She said, ‘Go home now,’ and I went,", False),
        ("Go home now,", True),
    ]


def test_an_abbreviation_does_not_start_a_sentence() -> None:
    text = "It rained. Dr. Bell of St. Ives said: "
    assert text[sentence_start(text, len(text)) :] == "Dr. Bell of St. Ives said: "


@given(st.text(alphabet="ab \"'“”‘’\n.,", max_size=80))
def test_every_passage_lies_in_the_text(text: str) -> None:
    assert all(q.outer.contains(q.span) and q.outer.end <= len(text) for q in find(text))

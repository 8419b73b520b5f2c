from pathlib import Path

import pytest

from ingest.article import Document, Rejected
from ingest.intake import read
from ingest.intake.text import LONGEST, clean, decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_text_is_read_in_any_of_the_usual_encodings(encoding: str) -> None:
    assert decode("Zoë said: “It’s a café.”".encode(encoding)) == "Zoë said: “It’s a café.”"


def test_cyrillic_text_without_a_mark_is_read_by_how_it_looks() -> None:
    text = "Сериал снимали в Москве и Петербурге, а премьера прошла на фестивале в Сочи."
    assert decode(text.encode("cp1251")) == text


def test_line_ends_become_newlines_and_control_characters_go() -> None:
    assert clean("One\r\ntwo\rthree\x00\x07\u2028four\n") == "One\ntwo\nthree\nfour"


def test_the_first_line_is_the_title_where_a_blank_line_follows(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Tide turns\n\nNick (Kit Connor) is back.", encoding="utf-8")
    (document,) = read(path)
    assert isinstance(document, Document)
    assert (document.id, document.title, document.text[:10]) == ("a", "Tide turns", "Tide turns")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "no text"), (b" \n ", "no text"), (b"PK\x03\x04\x00\x00\x00", "binary"), (b"a" * (LONGEST + 1), "too long")],
)
def test_what_is_no_article_is_rejected_with_its_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    (rejected,) = read(path)
    assert isinstance(rejected, Rejected)
    assert reason in rejected.reason


def test_a_missing_file_and_an_unknown_kind_are_rejected_not_raised(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    found = [*read(tmp_path / "none.txt"), *read(tmp_path / "a.docx")]
    assert [isinstance(r, Rejected) for r in found] == [True, True]

import json
from pathlib import Path

from ingest.article import Document, Rejected
from ingest.intake import read


def written(folder: Path, *lines: str) -> Path:
    path = folder / "a.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_each_line_is_a_document_with_its_id_and_its_text_unchanged(tmp_path: Path) -> None:
    record = {
        "id": "m-01",
        "text": "  Zoë\r\nsays 🙂. ",
        "date": "2024-01-02",
        "title": "T",
        "url": "https://a.example/b",
    }
    (document,) = read(written(tmp_path, json.dumps(record)))
    assert isinstance(document, Document)
    assert (document.id, document.text, document.date) == ("m-01", "  Zoë\r\nsays 🙂. ", "2024-01-02")


def test_bad_lines_are_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps({"id": "b", "text": "Nick is back."})
    lines = [
        "{oops",
        "[1]",
        '{"id": "x"}',
        '{"id": "y", "text": " "}',
        "",
        good,
        good,
        '{"id": "z", "text": "\\ud800"}',
    ]
    found = list(read(written(tmp_path, *lines)))
    assert [f.id for f in found if isinstance(f, Document)] == ["b"]
    assert [f.source.rsplit(":", 1)[1] for f in found if isinstance(f, Rejected)] == ["1", "2", "3", "4", "7", "8"]


def test_a_record_without_an_id_is_named_by_its_line(tmp_path: Path) -> None:
    (document,) = read(written(tmp_path, '{"text": "Nick is back."}'))
    assert isinstance(document, Document)
    assert document.id.endswith("a.jsonl:1")

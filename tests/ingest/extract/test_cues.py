import pytest

from ingest.extract import gazetteer, names, parse
from ingest.extract.cues import cues


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("She is played by Kang Eun-sol in the drama.", "Kang Eun - sol"),
        ("It opened the Rotterdam festival in May.", "Rotterdam festival"),
        ("It won a Gotham award.", "Gotham award"),
        ("The drama is on tvN now.", "tvN"),
    ],
)
def test_a_name_may_have_parts_in_lower_case(text: str, whole: str) -> None:
    doc = parse.parse(parse.load(), text)
    model = names.load()
    tokens = cues(doc, gazetteer.load(), model.vocabulary, model.clusters).tokens
    held = [doc[k].text for k in tokens]
    assert whole in " ".join(held)


def test_words_that_end_names_are_no_candidates_by_themselves() -> None:
    doc = parse.parse(parse.load(), "Then each festival and each award is for a school.")
    model = names.load()
    found = cues(doc, gazetteer.load(), model.vocabulary, model.clusters).tokens
    assert [doc[k].text for k in found] == ["Then"]

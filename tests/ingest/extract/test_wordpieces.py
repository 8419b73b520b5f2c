from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from ingest.extract.wordpieces import FEATURES, QUOTED, SHAPES, features, quoted, windows

COLUMN = {name: n for n, name in enumerate(FEATURES)}


def tokenizer() -> Any:
    """A tokenizer whose pieces are letters, so that a word has as many pieces as letters."""
    letters = {c: n for n, c in enumerate("abcdefghijklmnopqrstuvwxyz.,“”")}
    made = Tokenizer(models.BPE(vocab=letters, merges=[]))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    return made


def parsed(text: str) -> Any:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    doc = nlp(text)
    for token in doc:
        token.tag_ = "NNP" if token.text[0].isupper() else "NN"
    return doc


def test_every_token_lies_in_one_window_and_no_window_is_over_the_limit() -> None:
    doc = parsed("Nick plays. Charlie writes songs. Tao films it all. Elle paints. Isaac reads on.")
    cut = list(windows(doc, tokenizer(), limit=24))
    assert all(len(w.pieces) <= 24 for w in cut)
    assert [int(t) for w in cut for t in w.tokens] == [t.i for t in doc]


def test_windows_end_where_sentences_do_and_are_about_equally_long() -> None:
    doc = parsed("Aaaa bbbb. Cccc dddd. Eeee ffff. Gggg hhhh.")
    sizes = [len(w.pieces) - 2 for w in windows(doc, tokenizer(), limit=32)]
    assert sizes == [18, 18]


def test_a_token_keeps_the_place_of_all_its_pieces() -> None:
    window = next(windows(parsed("Nick plays."), tokenizer()))
    assert [(int(a), int(b)) for a, b in zip(window.first, window.last, strict=True)] == [(1, 5), (5, 10), (10, 11)]
    assert window.features.shape == (len(window.pieces), len(FEATURES))


def test_a_sentence_longer_than_a_window_is_cut() -> None:
    doc = parsed("abcdefgh " * 10)
    assert sum(len(w.tokens) for w in windows(doc, tokenizer(), limit=20)) == 10


def test_a_ruled_line_costs_few_pieces() -> None:
    (window,) = windows(parsed("." * 3000), tokenizer(), limit=512)
    assert len(window.pieces) < 100


def test_a_document_without_tags_is_refused() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    with pytest.raises(ValueError, match="tagger"):
        list(windows(nlp("Nick plays."), tokenizer()))


def test_case_and_quotation_marks_reach_the_uncased_encoder() -> None:
    doc = parsed("“Tin Summer” returns to BBC.\nIt stars Nick.")
    rows = features(doc)
    assert [SHAPES[r[COLUMN["shape"]]] for r in rows[:4]] == ["open", "Title", "Title", "close"]
    assert [QUOTED[r[COLUMN["quoted"]]] for r in rows[:5]] == ["outside", "short", "short", "outside", "outside"]
    upper = next(t.i for t in doc if t.text == "BBC")
    assert SHAPES[rows[upper][COLUMN["shape"]]] == "UPPER"


def test_speech_is_told_from_titles_and_an_unclosed_mark_ends_with_its_line() -> None:
    long = ["“", *["word"] * 20, "”"]
    assert set(quoted(long)[1:-1]) == {QUOTED.index("long")}
    assert quoted(["“", "open", "\n", "later", "”"]) == [0, 0, 0, 0, 0]


def test_features_have_values_that_their_embeddings_hold() -> None:
    rows = features(parsed("“Hi,” said 24 Nick-s S2 of iPhone — I."))
    assert (rows.max(axis=0) < np.array(list(FEATURES.values()))).all()

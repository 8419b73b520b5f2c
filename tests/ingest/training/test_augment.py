from __future__ import annotations

from ingest.extract.labels import IGNORED, tag_index
from ingest.extract.wordpieces import SHAPES
from ingest.training.augment import Tokens, pools, varied, window_of

TITLE, LOWER = SHAPES.index("Title"), SHAPES.index("lower")
KIT = Tokens(0, (11,), (TITLE, 0, 0, 0, 0), tag_index("Person", begins=True))
CONNOR = Tokens(1, (12, 13), (TITLE, 0, 0, 0, 0), tag_index("Person", begins=False))
PLAYS = Tokens(2, (14,), (LOWER, 0, 0, 0, 0), 0)
NICK = Tokens(3, (15,), (TITLE, 0, 0, 0, 0), tag_index("Character", begins=True))
SENTENCE = [KIT, CONNOR, PLAYS, NICK, PLAYS, KIT]
WORDS = {"being": [(91,), (92,), (93,), (94,)]}


def test_pools_hold_the_words_of_names_and_no_other_words() -> None:
    assert pools([SENTENCE]) == {"being": [(11,), (12, 13), (15,)]}


def test_a_name_is_exchanged_for_the_same_one_throughout() -> None:
    changed = [v for seed in range(40) if (v := varied(SENTENCE, WORDS, seed))[0].pieces != KIT.pieces]
    assert 10 < len(changed) < 35
    assert all(v[0].pieces == v[5].pieces for v in changed)


def test_labels_and_other_words_stay() -> None:
    for seed in range(20):
        variant = varied(SENTENCE, WORDS, seed)
        assert [t.label for t in variant] == [t.label for t in SENTENCE]
        assert variant[2].pieces == PLAYS.pieces


def test_the_same_seed_gives_the_same_variant() -> None:
    assert varied(SENTENCE, WORDS, 5) == varied(SENTENCE, WORDS, 5)


def test_unclear_tokens_give_no_words() -> None:
    assert pools([[Tokens(0, (11,), (TITLE, 0, 0, 0, 0), IGNORED)]]) == {}


def test_a_window_is_put_together_with_its_tokens_in_place() -> None:
    window = window_of(SENTENCE)
    assert window.pieces.tolist() == [101, 11, 12, 13, 14, 15, 14, 11, 102]
    assert window.first.tolist() == [1, 2, 4, 5, 6, 7]
    assert window.last.tolist() == [2, 4, 5, 6, 7, 8]

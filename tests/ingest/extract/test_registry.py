"""The registry: which spans of one document name the same thing."""

from functools import cache
from typing import Any

import pytest

from ingest.extract import parse, registry
from ingest.extract.recognizer import KINDS, Proposal


@cache
def nlp() -> Any:
    return parse.load()


def names(text: str, *proposed: tuple[str, str]) -> dict[str, set[str]]:
    """Fullest forms with all forms, where each proposed form is a sure name at its first place."""
    doc = parse.parse(nlp(), text)
    proposals = []
    for form, kind in proposed:
        span = doc.char_span(text.index(form), text.index(form) + len(form), alignment_mode="expand")
        chances = tuple(0.9 if k == kind else 0.0 for k in KINDS)
        proposals.append(Proposal(span.start, span.end, chances))
    found = registry.gather(doc, sorted(proposals, key=lambda p: p.start))
    assert all(o.span.of(text) == o.form for n in found for o in n.occurrences)
    return {n.form: set(n.forms) for n in found}


def test_surname_and_titled_forms_belong_to_the_full_name() -> None:
    text = "Crail arrives. Dr Iain Crail is a surgeon; Iain Crail was."
    found = names(text, ("Crail", "Character"), ("Dr Iain Crail", "Character"), ("Iain Crail", "Character"))
    assert set().union(*found.values()) >= {"Crail", "Dr Iain Crail"}
    assert len(found) == 1


def test_two_titles_of_one_name_are_one_person() -> None:
    text = "It stars Ida Moss as Detective Sergeant Wyn Tolland. Ida Moss as DS Wyn Tolland, a detective."
    found = names(text, ("Detective Sergeant Wyn Tolland", "Character"), ("DS Wyn Tolland", "Character"))
    assert len(found) == 1


def test_every_place_of_a_name_is_found() -> None:
    doc = parse.parse(nlp(), "Tin Summer is back. I like Tin Summer. TIN SUMMER!")
    (name,) = registry.gather(doc, [Proposal(0, 2, tuple(0.9 if k == "Show" else 0.0 for k in KINDS))])
    assert [o.start for o in name.occurrences] == [0, 7]


def test_an_actor_and_a_character_who_share_a_word_stay_apart() -> None:
    text = "Connor (Kit Connor) is shy."
    found = names(text, ("Connor", "Character"), ("Kit Connor", "Person"))
    assert set(found) == {"Connor", "Kit Connor"}


def test_two_people_of_one_surname_each_keep_their_own_places() -> None:
    text = "Ada Pell came. Pell sat. Ben Pell left. Pell ran."
    doc = parse.parse(nlp(), text)
    person = tuple(0.9 if k == "Person" else 0.0 for k in KINDS)
    starts = {t.idx: t.i for t in doc}
    at = [
        (starts[0], 2),
        (starts[text.index("Pell sat")], 1),
        (starts[text.index("Ben")], 2),
        (starts[text.index("Pell ran")], 1),
    ]
    found = registry.gather(doc, [Proposal(i, i + n, person) for i, n in at])
    assert {n.form: len(n.occurrences) for n in found} == {"Ada Pell": 2, "Ben Pell": 2}


def test_an_acronym_and_a_short_company_name_belong_to_the_long_one() -> None:
    text = "The Motion Picture Guild said so. MPG agreed. Focus Features bought it; Focus is glad."
    found = names(
        text,
        ("Motion Picture Guild", "Organization"),
        ("MPG", "Organization"),
        ("Focus Features", "Organization"),
    )
    assert "MPG" in found["Motion Picture Guild"]
    assert "Focus Features" in found
    assert "Focus" not in found


@pytest.mark.parametrize(
    ("form", "kind", "expected"),
    [
        ("“Tin Summer,”", "Show", "Tin Summer"),
        ("The Guardian's", "Organization", "Guardian"),
        ("The Crown", "Show", "The Crown"),
        ("Footballers’ Wives", "Show", "Footballers’ Wives"),
        ("Oh, Wanda!", "Show", "Oh, Wanda!"),
    ],
)
def test_quotation_marks_possessives_and_articles_are_cut_off(form: str, kind: str, expected: str) -> None:
    assert list(names(f"We saw {form} and left.", (form, kind))) == [expected]


def test_a_title_and_a_single_name_are_one_with_the_single_name() -> None:
    text = "Queen Ysolde waits. Ysolde sighs."
    doc = parse.parse(nlp(), text)
    character = tuple(0.9 if k == "Character" else 0.0 for k in KINDS)
    last = next(t.i for t in doc if t.idx == text.index("Ysolde sighs"))
    (name,) = registry.gather(doc, [Proposal(0, 2, character), Proposal(last, last + 1, character)])
    assert set(name.forms) == {"Queen Ysolde", "Ysolde"}


def test_a_nickname_in_quotation_marks_stays_in_the_name_and_stands_for_it() -> None:
    text = "Cassandra “Cass” Quayle is gone. Cass left on Monday."
    doc = parse.parse(nlp(), text)
    character = tuple(0.9 if k == "Character" else 0.0 for k in KINDS)
    at = {t.idx: t.i for t in doc}
    starts = [at[0], at[text.index("Quayle")], at[text.index("Cass left")]]
    (name,) = registry.gather(doc, [Proposal(i, i + 1, character) for i in starts])
    assert name.form == "Cassandra “Cass” Quayle"
    assert set(name.forms) == {"Cassandra “Cass” Quayle", "Cass"}

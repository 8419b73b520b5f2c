"""Children: what they say on sensitive subjects is not stored, counted by reason, and in no view."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from graph.claims import Article, Claim, Entity, Fact, Passage, Performance, Quotation, Record
from graph.layers import PUBLIC, TEXT, Layer, view
from graph.model import EntityType, Span
from graph.policy import PeopleGate
from graph.writer import Screened
from tests.graph.records import MARA, MINTER, NIGHTJAR, WREN, at

REASON = "words of a child on a sensitive subject"
OUT = "“I am gay and I am happy,”"
OPEN = view(self_layers=True)


def screened(text: str, quote: str = OUT.strip("“”"), age: str | None = None, born: str | None = None) -> Screened:
    """Pass an article on Mara Quill, who plays Wren and says the words, through the gate."""
    star = Claim(Performance(MARA, WREN, NIGHTJAR), at(text, "Wren"))
    claims = [star, Claim(Quotation(MARA, quote), at(text, quote))]
    claims += [Claim(Fact(MARA, "age", age), at(text, age))] if age else []
    claims += [Claim(Fact(MARA, "birthDate", born), at(text, "Wren"))] if born else []
    sentences = [part for part in text.split("\n") if part]
    passages = tuple(Passage(Span(text.index(s), text.index(s) + len(s)), (PUBLIC,)) for s in sentences)
    forms = [form for form in ("Mara Quill", "Quill") if form in text]
    entities = (
        Entity(MARA, EntityType.PERSON, tuple((form, at(text, form)) for form in forms)),
        Entity(WREN, EntityType.CHARACTER, (("Wren", at(text, "Wren")),)),
    )
    article = Article(MINTER.named("article", "minor"), text, date="2024-03-01", passages=passages)
    return PeopleGate().screen(Record(article, entities, tuple(claims)))


def reasons(found: Screened) -> set[str]:
    return {one.reason for one in found.dropped}


def quotations(found: Screened) -> list[Layer]:
    return [claim.layer for claim in found.record.claims if isinstance(claim.assertion, Quotation)]


@pytest.mark.parametrize(
    "text",
    [
        f"{OUT} said Mara Quill, 15, who plays Wren.",
        f"{OUT} said Mara Quill (15), who plays Wren.",
        f"{OUT} said 15-year-old Mara Quill, who plays Wren.",
        f"{OUT} said the fifteen-year-old star of the serial, Mara Quill, who plays Wren.",
        f"{OUT} said Mara Quill, a shy 16-year-old who plays Wren.",
        f"Mara Quill plays Wren.\n{OUT} the 17-year-old said.",
        f"Mara Quill, who is still 17, plays Wren.\nShe has news. {OUT} she said.",
        f"Mara Quill plays Wren.\nQuill is 16.\n{OUT} she said.",
    ],
)
def test_a_childs_own_words_on_a_sensitive_subject_are_not_stored(text: str) -> None:
    found = screened(text)
    assert quotations(found) == []
    assert REASON in reasons(found)


def test_the_age_that_was_extracted_counts_and_so_do_a_date_of_birth_and_the_childs_own_word() -> None:
    text = f"Mara Quill plays Wren. It was the day before her birthday, her 14th.\n{OUT} she said."
    assert quotations(screened(text, age="14")) == []
    assert quotations(screened(text, born="2008-05")) == []
    assert quotations(screened(text, born="1988-05")) == [Layer.self_of("mara-quill")]
    own = "I’m 16, and I am gay,"
    assert quotations(screened(f"Mara Quill plays Wren.\n“{own}” she said.", own)) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{OUT} said Mara Quill, 18, who plays Wren.",
        f"{OUT} said Mara Quill, 45, who plays Wren and has a 15-year-old son.",
        f"{OUT} said Mara Quill, who was 15 when she was first cast as Wren.",
        f"{OUT} said Mara Quill, who plays Wren, 13, in the serial.",
        f"Mara Quill plays Wren, the 15-year-old daughter of a thief.\n{OUT} she said.",
        f"Mara Quill, 31, plays Wren.\nThe 15-year-old daughter of Wren is new.\n{OUT} she said.",
    ],
)
def test_a_grown_persons_words_stand_in_the_own_layer_whoever_else_is_young(text: str) -> None:
    found = screened(text)
    assert quotations(found) == [Layer.self_of("mara-quill")]
    assert REASON not in reasons(found)


def test_a_child_is_heard_on_everything_else() -> None:
    text = "“I learned to ride for it,” said Mara Quill, 15, who plays Wren."
    assert quotations(screened(text, "I learned to ride for it,")) == [PUBLIC]


@pytest.mark.parametrize("quote", ["I go to church with my gran,", "I have a crush on a girl,", "I have asthma,"])
def test_faith_love_and_health_of_a_child_are_not_told_though_a_grown_persons_would_be(quote: str) -> None:
    assert quotations(screened(f"“{quote}” said Mara Quill, 10, who plays Wren.", quote)) == []
    assert quotations(screened(f"“{quote}” said Mara Quill, 40, who plays Wren.", quote)) != []


def test_the_sentences_around_are_in_no_view() -> None:
    text = f"Mara Quill, 15, plays Wren.\nShe was calm. {OUT} she said.\nFans knew that Quill is gay.\nShe can ride."
    seen = [all(OPEN.sees(layer) for layer in p.layers) for p in passages(screened(text))]
    assert seen == [True, False, False, True]
    grown = text.replace("15", "25")
    assert [all(OPEN.sees(layer) for layer in p.layers) for p in passages(screened(grown))] == [True] * 4
    assert TEXT not in {layer for p in passages(screened(grown)) for layer in p.layers}


def passages(found: Screened) -> Iterable[Passage]:
    return found.record.article.passages

import re

import pytest

from graph.model import EntityType, Span
from ingest.extract.awards import categories, completed
from ingest.extraction import Entity


def named(id: str, type: EntityType, text: str, name: str) -> Entity:
    spans = tuple(Span(*m.span()) for m in re.finditer(re.escape(name), text))
    return Entity(id, type, name, (), spans, spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She won best actress at the ceremony.", ["best actress"]),
        ("Nominated for best director and screenplay.", ["best director", "best screenplay"]),
        ("the prize for best original song", ["best original song"]),
        ("It took the costume design Oscar.", ["best costume design"]),
        ("It won the audience award at the festival.", ["audience award"]),
        ("the lifetime achievement award", ["lifetime achievement"]),
        (
            "Outstanding lead actress in a drama series goes to the winner.",
            ["Outstanding lead actress in a drama series"],
        ),
        ("It was his best film in years.", []),
        ("The best way to win is to wait.", []),
        ("He is the best-paid actor to be nominated.", []),
    ],
)
def test_categories_are_completed_and_other_superlatives_are_none(text: str, expected: list[str]) -> None:
    assert [c.name for c in categories(text)] == expected


def test_a_trailing_award_is_kept_as_an_alias() -> None:
    (category,) = categories("She took the best actress prize.")
    assert (category.name, category.forms) == ("best actress", ("best actress prize", "best actress"))


def test_the_ceremony_and_its_singular_are_one_event_where_categories_are_named() -> None:
    text = "At the Oscars it won best film and best director. Her Oscar was her first."
    found = completed(
        text, [named("e1", EntityType.EVENT, text, "Oscars"), named("e2", EntityType.AWARD, text, "Oscar")]
    )
    prizes = [(e.type, e.name, "Oscar" in e.aliases) for e in found if "scar" in e.name]
    assert prizes == [(EntityType.EVENT, "Oscars", True)]
    assert [e.name for e in found if e.type is EntityType.AWARD] == ["best film", "best director"]


def test_bare_prizes_are_an_award_in_the_singular() -> None:
    text = "He has won two Emmys."
    (prize,) = completed(text, [named("e1", EntityType.AWARD, text, "Emmys")])
    assert (prize.type, prize.name, prize.aliases) == (EntityType.AWARD, "Emmy", ("Emmys",))


def test_a_prize_for_a_category_is_one_award() -> None:
    text = "He won a Bafta for best actor in 1993."
    (award,) = completed(text, [named("e1", EntityType.AWARD, text, "Bafta")])
    assert award.name == "Bafta for best actor"
    assert {"Bafta", "best actor"} <= set(award.aliases)


def test_ids_stay_unique() -> None:
    text = "The Oscar for best film and the best director prize went to the winner."
    found = completed(
        text, [named("e7", EntityType.AWARD, text, "Oscar"), named("e9", EntityType.PLACE, text, "winner")]
    )
    assert len({e.id for e in found}) == len(found)

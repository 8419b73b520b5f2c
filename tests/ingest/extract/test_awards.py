import re

from graph.model import EntityType, Span
from ingest.extract.awards import completed
from ingest.extraction import Entity


def named(id: str, type: EntityType, text: str, name: str) -> Entity:
    spans = tuple(Span(*m.span()) for m in re.finditer(re.escape(name), text))
    return Entity(id, type, name, (), spans, spans)


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


def test_the_headings_of_a_list_of_nominees_are_categories() -> None:
    text = (
        "The nominees:\n\nActress, drama series: Ada Bee\nDrama series: Salt\nActor: Max Roe\nHe won best actor once."
    )
    entities = completed(text, [])
    assert [(e.type, e.name) for e in entities] == [
        (EntityType.AWARD, "Actress, drama series"),
        (EntityType.AWARD, "Drama series"),
        (EntityType.AWARD, "best actor"),
    ]
    assert "Actor" in entities[2].aliases


def test_what_a_prize_is_given_for_belongs_to_its_name() -> None:
    text = "He holds the Silver Lion for direction and lives in a lion for acting up."
    (award,) = completed(text, [named("e1", EntityType.AWARD, text, "Silver Lion")])
    assert award.name == "Silver Lion for direction"

import re

import pytest

from graph.model import EntityType, Span
from ingest.extract.sources import shared
from ingest.extraction import Entity


def of(text: str, *titles: str, type: EntityType = EntityType.SHOW) -> list[tuple[str, str]]:
    """The works that share a title, each with the words that mean it first."""
    entities = []
    for k, title in enumerate(titles, start=1):
        spans = tuple(Span(*m.span()) for m in re.finditer(re.escape(title), text))
        entities.append(Entity(f"e{k}", type, title, (), spans, spans))
    works, mentions = shared(text, entities)
    assert {m.entity for m in mentions} == {w.id for w in works}
    return [(w.name, w.named[0].of(text)) for w in works]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salt Road, based on Ada Bee's novel of the same name, begins.", ("Salt Road", "novel")),
        ("Salt Road is adapted from the eponymous graphic novel.", ("Salt Road", "graphic novel")),
        ("Fans of the “Salt Road” graphic novels rejoice.", ("Salt Road", "graphic novels")),
        ("Directed by Cosmo Ray, Salt Road is drawn from a graphic novel by Ada Bee.", ("Salt Road", "graphic novel")),
    ],
)
def test_the_source_of_one_title_is_a_work_of_its_own(text: str, expected: tuple[str, str]) -> None:
    assert of(text, "Salt Road") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Salt Road is based on Ada Bee's novel The Long Tide.",
        "Salt Road is based on the novel “The Long Tide”.",
        "Salt Road was filmed from a helicopter.",
        "He wrote a book. Salt Road is better.",
    ],
)
def test_a_source_with_a_title_of_its_own_is_left_to_the_recogniser(text: str) -> None:
    assert of(text, "Salt Road") == []


def test_without_a_show_or_film_there_is_nothing_to_share() -> None:
    assert of("A novel of the same name followed.") == []
    assert of("Salt Road, the play of the same name", "Salt Road", type=EntityType.PERSON) == []

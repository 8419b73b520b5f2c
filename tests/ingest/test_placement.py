import pytest

from graph.model import EntityType, Evidence
from ingest.extraction import Entity, Event, Extraction, Fact
from ingest.placement import Placement, placement

SAID = Evidence(0, 3, "Nell")
PEOPLE = (
    Entity("c1", EntityType.CHARACTER, "Nell"),
    Entity("c2", EntityType.CHARACTER, "Ida"),
    Entity("p1", EntityType.PERSON, "Ada Marsh"),
    Entity("p2", EntityType.PERSON, "Ben Okoro"),
)


def told(*facts: Fact, events: tuple[Event, ...] = ()) -> Placement:
    return placement([Extraction("a", None, PEOPLE, facts, events)])


@pytest.mark.parametrize(
    ("position", "placed"),
    [(None, Placement(1, 0, 0)), ("s2", Placement(1, 1, 0)), ("s2e3", Placement(1, 1, 1))],
)
def test_a_fact_between_characters_counts_by_how_far_it_is_placed(position: str | None, placed: Placement) -> None:
    assert told(Fact("c1", "sibling", "c2", SAID, position=position)) == placed


def test_facts_of_the_world_are_not_counted() -> None:
    assert told(Fact("p1", "sibling", "p2", SAID), Fact("p1", "portrays", "c1", SAID)) == Placement()


def test_what_happens_in_a_story_counts_and_what_happens_to_the_show_does_not() -> None:
    happens = Event("storyEvent", (("agent", "c1"),), SAID, position="s1e1")
    assert told(events=(happens, Event("death", (("patient", "p1"),), SAID))) == Placement(1, 1, 1)


def test_articles_that_tell_no_story_have_no_share() -> None:
    assert placement([]).shares == (0.0, 0.0)

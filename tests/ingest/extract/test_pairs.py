from __future__ import annotations

from ingest.extract.labels import PROPERTIES
from ingest.extract.pairs import LINKS, candidates

NICK = (1, 2, "e1", "Character", True)
KIT = (3, 5, "e2", "Person", True)
SHOW = (10, 11, "e3", "Show", True)


def test_only_pairs_that_a_property_can_join_are_compared() -> None:
    found = candidates([NICK, KIT, SHOW], PROPERTIES)
    assert set(found.pairs) == {("e2", "e1"), ("e3", "e1"), ("e3", "e2")}


def test_valid_says_which_properties_the_kinds_allow() -> None:
    found = candidates([NICK, KIT], PROPERTIES)
    labels = [label for label, valid in zip(PROPERTIES, found.valid[0], strict=True) if valid]
    assert labels == ["portrays"]


def test_the_nearest_mentions_of_a_pair_are_compared() -> None:
    far = [(100 * n, 100 * n + 1, "e1", "Character", True) for n in range(2, 9)]
    found = candidates([NICK, *far, KIT], PROPERTIES)
    assert len(found.links) == LINKS
    assert (0, len(far) + 1) in {(min(i, j), max(i, j)) for i, j in found.links.tolist()}


def test_links_stand_in_the_order_of_their_pairs() -> None:
    found = candidates([NICK, KIT, SHOW, (20, 21, "e1", "Character", True)], PROPERTIES)
    assert found.group.tolist() == sorted(found.group.tolist())


def test_a_thing_is_no_pair_with_itself() -> None:
    found = candidates([KIT, (8, 9, "e2", "Person", True)], PROPERTIES)
    assert found.pairs == []
    assert found.links.shape == (0, 2)

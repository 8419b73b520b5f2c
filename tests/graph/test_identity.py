"""Who is who: names of an article against the names of the graph."""

from __future__ import annotations

import pytest

from graph.identity import Identities, Named, load_identities
from graph.iri import Minter
from graph.model import EntityType
from graph.store.embedded import EmbeddedStore
from tests.graph.records import MARA, MINTER, NIGHTJAR, WREN, casting, review
from tests.graph.test_writer import writer


@pytest.fixture
def known() -> Identities:
    found = Identities(MINTER)
    found.learn(review())
    found.learn(casting())
    return found


def test_a_surname_is_the_person_where_the_work_is_the_same(known: Identities) -> None:
    assert known.find(Named(EntityType.PERSON, ("Quill",), context=frozenset({"nightjar"}))) == MARA


def test_a_surname_without_context_is_nobody_known(known: Identities) -> None:
    assert known.find(Named(EntityType.PERSON, ("Quill",))) is None
    assert known.find(Named(EntityType.PERSON, ("Quill",), context=frozenset({"other show"}))) is None


def test_a_misspelt_name_is_the_person_where_the_work_is_the_same(known: Identities) -> None:
    assert known.find(Named(EntityType.PERSON, ("Mara Quil",), context=frozenset({"nightjar"}))) == MARA
    assert known.find(Named(EntityType.PERSON, ("Mara Quil",))) is None


def test_a_show_that_another_article_calls_a_film_is_one_node_where_the_cast_is_the_same(known: Identities) -> None:
    assert known.find(Named(EntityType.FILM, ("Nightjar",), context=frozenset({"mara quill"}))) == NIGHTJAR
    assert known.find(Named(EntityType.FILM, ("Nightjar",), context=frozenset({"somebody else"}))) is None


def test_two_characters_of_one_name_in_two_shows_stay_two(known: Identities) -> None:
    elsewhere = MINTER.entity(EntityType.SHOW, "Harbour")
    assert known.find(Named(EntityType.CHARACTER, ("Wren",), within=elsewhere)) is None
    assert known.find(Named(EntityType.CHARACTER, ("Wren",), within=NIGHTJAR)) == WREN


def test_a_first_name_is_the_character_only_while_no_other_has_it(known: Identities) -> None:
    toby = Named(EntityType.CHARACTER, ("Toby Marsh",), within=NIGHTJAR)
    assert known.find(toby) == MINTER.entity(EntityType.CHARACTER, "Toby", within=NIGHTJAR)
    ambiguous = Identities(MINTER)
    for name in ("Wren Adair", "Wren Bolt"):
        ambiguous.add(MINTER.entity(EntityType.CHARACTER, name, within=NIGHTJAR), EntityType.CHARACTER, [name])
    assert ambiguous.find(Named(EntityType.CHARACTER, ("Wren",), within=NIGHTJAR)) is None


def test_what_a_store_holds_is_known_as_what_was_just_written_is(known: Identities) -> None:
    store = EmbeddedStore()
    writer(store).write(review())
    writer(store).write(casting())
    loaded = load_identities(store, Minter())
    for named in (
        Named(EntityType.PERSON, ("Quill",), context=frozenset({"nightjar"})),
        Named(EntityType.CHARACTER, ("Wren",), within=NIGHTJAR),
        Named(EntityType.FILM, ("Nightjar",), context=frozenset({"mara quill"})),
    ):
        assert loaded.find(named) == known.find(named) is not None

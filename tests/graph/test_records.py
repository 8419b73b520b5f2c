"""Records read back from the store are the ones that were written."""

from __future__ import annotations

import pytest

from graph.errors import NotFound
from graph.records import articles, articles_naming, read_record
from graph.store.embedded import EmbeddedStore
from tests.graph.records import MARA, MINTER, TOBY, casting, review
from tests.graph.test_writer import contents, writer


def test_a_record_that_is_read_back_and_written_again_changes_nothing() -> None:
    store = EmbeddedStore()
    for record in (review(), casting()):
        writer(store).write(record)
    before = contents(store)
    for iri in articles(store, MINTER.base):
        assert not writer(store).write(read_record(store, MINTER.base, iri)).changed
    assert contents(store) == before


def test_a_record_that_is_read_back_says_the_same_elsewhere() -> None:
    one, other = EmbeddedStore(), EmbeddedStore()
    writer(one).write(review())
    writer(other).write(read_record(one, MINTER.base, review().article.iri))
    assert contents(one) == contents(other)


def test_the_articles_that_name_an_entity_are_found_in_every_layer() -> None:
    store = EmbeddedStore()
    for record in (review(), casting()):
        writer(store).write(record)
    assert articles_naming(store, MARA) == sorted([review().article.iri, casting().article.iri])
    assert articles_naming(store, TOBY) == [review().article.iri]


def test_an_article_that_is_not_there_is_said_not_to_be() -> None:
    with pytest.raises(NotFound, match="no article"):
        read_record(EmbeddedStore(), MINTER.base, f"{MINTER.base}article/none")

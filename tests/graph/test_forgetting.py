"""Forgotten, restricted, rectified: nothing is left that should not be, and nothing comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.claims import term
from graph.errors import NotFound
from graph.forgetting import forget, rectify, restrict, unrestrict
from graph.layers import Layer, view
from graph.model import Span, Status
from graph.policy import PeopleGate
from graph.reader import Reader
from graph.store import Store
from graph.store.embedded import EmbeddedStore
from graph.suppression import Suppressed, hashed, suppressed
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph.records import MARA, MINTER, NIGHTJAR, casting, review
from tests.graph.test_writer import contents, writer

KEY = b"a key that the store does not hold"
NOW = "2026-01-02T03:04:05Z"


def both() -> EmbeddedStore:
    store = EmbeddedStore()
    for record in (review(), casting()):
        writer(store).write(record)
    return store


def keeping(store: Store, held: Suppressed) -> Writer:
    return Writer(store, MINTER, PeopleGate(held), Shapes(MINTER))


def forgotten() -> EmbeddedStore:
    store = both()
    forget(store, lambda held: keeping(store, held), MARA, KEY, NOW)
    return store


def test_nothing_in_the_store_holds_the_name_or_the_iri_of_somebody_forgotten() -> None:
    everything = "\n".join(contents(forgotten())).casefold()
    for trace in ("quill", "mara"):
        assert trace not in everything


def test_a_passage_that_was_theirs_stays_closed_without_naming_them() -> None:
    record = review()
    own = Layer.self_of("mara-quill")
    closed = tuple(replace(passage, layers=(own,)) for passage in record.article.passages)
    store = EmbeddedStore()
    writer(store).write(replace(record, article=replace(record.article, passages=closed)))
    forget(store, lambda held: keeping(store, held), MARA, KEY, NOW)
    everything = "\n".join(contents(store))
    assert "mara-quill" not in everything
    assert "self/unknown" in everything


def test_the_claims_about_others_still_quote_their_article() -> None:
    store = forgotten()
    reader = Reader(store, MINTER.base, view())
    texts = {str(q.subject): q.object.value for q in store.dump() if str(q.predicate).endswith("schema.org/text>")}  # type: ignore[union-attr]
    claims = [str(row["node"].value) for row in reader.rows("nodes_typed", type=[term("drm:Claim")])]
    assert claims
    for support in reader.supports(claims).values():
        assert texts[f"<{support.source.iri}>"][support.start : support.end] == support.quote


def test_reading_the_same_again_and_a_copy_elsewhere_bring_nothing_back() -> None:
    store = forgotten()
    before = contents(store)
    held = suppressed(store, MINTER.base, KEY)
    assert held.hashes
    for record in (review(), casting()):
        keeping(store, held).write(record)
    assert contents(store) == before
    copy = replace(casting(), article=replace(casting().article, iri=MINTER.named("article", "syndicated")))
    keeping(store, held).write(copy)
    assert "quill" not in "\n".join(contents(store)).casefold()


def test_the_list_holds_no_name_and_needs_the_key() -> None:
    held = suppressed(forgotten(), MINTER.base, KEY)
    assert held.is_name("Mara Quill")
    assert not held.is_name("Ivo Brandt")
    assert not suppressed(forgotten(), MINTER.base, b"another key").is_name("Mara Quill")
    assert held.hashes == {hashed("Mara Quill", KEY)}


def test_a_last_name_is_covered_only_where_the_full_name_stands() -> None:
    held = Suppressed(KEY, frozenset({hashed("Mara Quill", KEY)}))
    assert held.names("Mara Quill’s play. Quill was there.") == (Span(0, 10), Span(19, 24))
    assert held.names("Quill pens are sold here.") == ()


def test_somebody_restricted_is_in_no_view_and_comes_back_whole() -> None:
    store = both()
    before = contents(store)
    restrict(store, writer(store), MARA, NOW)
    for one in (view(), view(self_layers=True)):
        assert not Reader(store, MINTER.base, one).knows(MARA)
    assert not writer(store).write(review()).changed  # another reading keeps to it
    unrestrict(store, writer(store), MARA, NOW)
    assert contents(store) == before


def test_a_rectified_fact_keeps_its_status_in_every_article_and_at_another_reading() -> None:
    store = both()
    claim = next(c for c in casting().claims if "portrays" in str(c.assertion)).iri(casting().article.iri, MINTER)
    receipt = rectify(store, writer(store), claim, Status.RETRACTED, "she left before filming", NOW)
    assert receipt.articles == 2
    reader = Reader(store, MINTER.base, view())
    for _ in range(2):
        assert reader.with_withdrawn.supports([claim])[claim].status is Status.RETRACTED
        assert reader.supports([claim]) == {}
        assert not store.query(f"ASK {{ GRAPH ?g {{ <{MARA}> <{term('drm:portrays').value}> ?who }} }}", None)
        writer(store).write(casting())


def test_nobody_is_forgotten_by_a_wrong_name() -> None:
    store = both()
    before = contents(store)
    with pytest.raises(NotFound):
        forget(store, lambda held: keeping(store, held), f"{MINTER.base}person/nobody", KEY, NOW)
    assert contents(store) == before
    assert Reader(store, MINTER.base, view()).knows(NIGHTJAR)

"""The writer: one record in, one record out, and nothing left behind."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from graph.claims import Claim, Fact, Record, term
from graph.errors import Invalid
from graph.model import Evidence
from graph.policy import PeopleGate
from graph.store import Store
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph.records import IVO, MARA, MINTER, NIGHTJAR, WREN, at, casting, review


def writer(store: Store) -> Writer:
    return Writer(store, MINTER, PeopleGate(), Shapes(MINTER))


def contents(store: Store) -> set[str]:
    return {str(quad) for quad in store.dump()}


def test_what_is_written_twice_stands_once() -> None:
    store = EmbeddedStore()
    assert writer(store).write(review()).changed
    before = contents(store)
    assert not writer(store).write(review()).changed
    assert contents(store) == before


def test_a_story_fact_stands_at_its_position_in_its_season_and_in_the_whole_story_only() -> None:
    store = EmbeddedStore()
    writer(store).write(review())
    graphs = {str(q.graph_name)[1:-1] for q in store.dump() if q.predicate == term("drm:friend")}
    assert graphs == {f"{MINTER.base}layer/{name}" for name in ("story/nightjar/s2e1", "story/nightjar/s2", "story")}


def test_retracting_leaves_what_would_be_there_without_the_article() -> None:
    both, one = EmbeddedStore(), EmbeddedStore()
    writer(one).write(casting())
    writer(both).write(casting())
    writer(both).write(review())
    writer(both).retract(review().article.iri)
    assert contents(both) == contents(one)


def test_the_order_of_writing_and_rewriting_does_not_matter() -> None:
    records = [review(), casting(), renamed(casting(), "late", "Mara J. Quill")]
    expected = None
    for seed in range(6):
        store = EmbeddedStore()
        order = records * 2
        random.Random(seed).shuffle(order)
        for record in order:
            writer(store).write(record)
        expected = expected or contents(store)
        assert contents(store) == expected


def test_the_label_is_the_fullest_name_that_most_articles_use() -> None:
    store = EmbeddedStore()
    for record in (review(), casting(), renamed(casting(), "late", "Mara J. Quill")):
        writer(store).write(record)
    labels = {str(q.object) for q in store.dump() if q.predicate == term("rdfs:label") and q.subject == NamedNode(MARA)}
    assert labels == {'"Mara Quill"'}


def test_a_quotation_that_is_not_at_its_offsets_is_refused_and_changes_nothing() -> None:
    store = EmbeddedStore()
    record = casting()
    wrong = replace(record.claims[0], evidence=Evidence(1, 5, "Mara"))
    with pytest.raises(Invalid, match="does not stand at its offsets"):
        writer(store).write(replace(record, claims=(wrong,)))
    assert not contents(store)


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        (Fact(WREN, "portrays", MARA), "domain"),
        (Fact(MARA, "portrays", IVO), "range"),
        (Fact(MARA, "friend", WREN), "joins the real and the fictional"),
        (Fact(MARA, "invented", WREN), "invented"),
        (Fact(NIGHTJAR, "releaseDate", "soon"), "YYYY"),
    ],
)
def test_a_fact_outside_its_domain_or_range_is_refused(fact: Fact, message: str) -> None:
    record = review()
    claim = Claim(fact, at(record.article.text, "Wren (Mara Quill)"))
    with pytest.raises(Invalid, match=message):
        writer(EmbeddedStore()).write(replace(record, claims=(claim,)))


def renamed(record: Record, id: str, name: str) -> Record:
    """The same record from another article, with another name for the actor."""
    text = record.article.text.replace("Mara Quill", name)
    entities = tuple(
        replace(
            e, forms=tuple((f.replace("Mara Quill", name), at(text, f.replace("Mara Quill", name))) for f, _ in e.forms)
        )
        for e in record.entities
    )
    claims = tuple(replace(c, evidence=at(text, c.evidence.quote.replace("Mara Quill", name))) for c in record.claims)
    article = replace(record.article, iri=MINTER.named("article", id), text=text)
    return Record(article, entities, claims)

"""An article whose text is changed takes back what it no longer says: that is kept, and counts for nothing."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from pyoxigraph import QuerySolutions

from graph.archive import from_text, to_text
from graph.claims import Claim, Event, Fact, Passage, Performance, Quotation, Record, Withdrawal, term
from graph.disputes import disputes
from graph.forgetting import forget, restrict, unrestrict
from graph.iri import digest
from graph.journal import JournaledStore
from graph.layers import PUBLIC, AsOf, view
from graph.merging import Decision
from graph.model import EntityType, Span, Status
from graph.policy import PeopleGate
from graph.reader import Reader, Support
from graph.records import read_record
from graph.relations import relations
from graph.store import Dataset, Store
from graph.store.embedded import EmbeddedStore
from graph.store.maintenance import verify
from graph.suppression import suppressed
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph.records import (
    CASTING_TEXT,
    IVO,
    MARA,
    MINTER,
    NIGHTJAR,
    S2E1,
    TOBY,
    WREN,
    at,
    casting,
    changed,
    review,
)
from tests.graph.test_forgetting import KEY, keeping
from tests.graph.test_writer import contents

NOON = "2026-01-02T12:00:00Z"
BASE = MINTER.base
PLAYS = Fact(MARA, "portrays", WREN)


def writer(store: Store) -> Writer:
    return Writer(store, MINTER, PeopleGate(), Shapes(MINTER), lambda: NOON)


def first() -> Record:
    """A review and what it tells, as it was first read."""
    return changed(review())


def second() -> Record:
    """The same review, corrected: of Toby it says nothing any more, nor does Quill weep."""
    return changed(
        review(), "In the first episode of season two she kisses Toby (Ivo Brandt). ", "“I wept at the script,” "
    )


def corrected() -> EmbeddedStore:
    store = EmbeddedStore()
    for record in (first(), second()):
        writer(store).write(record)
    return store


def taken_back(store: Store, *, as_of: str | None = None) -> list[Support]:
    """What a view shows of the claims that were taken back, names left out, in the order of their words."""
    reader = Reader(store, BASE, view(as_of=[AsOf.parse(as_of)] if as_of else ()).with_withdrawn)
    found = reader.rows("statuses", status=[term("drm:retracted")])
    supports = reader.supports({str(row["claim"].value) for row in found})
    return sorted(supports.values(), key=lambda support: (support.start, support.property))


def standing(store: Store) -> set[str]:
    return {line for line in contents(store) if "/layer/withdrawn/" not in line}


def test_a_fact_that_the_new_text_does_not_say_is_gone_and_its_claim_is_kept_as_retracted() -> None:
    store = corrected()
    played = Claim(Fact(IVO, "portrays", TOBY), at(first().article.text, "Toby (Ivo Brandt)"))
    iri = played.iri(first().article.iri, MINTER)
    answer = store.query(f"ASK {{ GRAPH ?g {{ <{IVO}> ?p <{TOBY}> }} }}", None)
    assert not answer
    reader = Reader(store, BASE, view())
    assert reader.supports([iri]) == {}
    assert not reader.knows(IVO)
    claim = reader.with_withdrawn.supports([iri])[iri]
    assert (claim.status, claim.quote, claim.layer.name) == (Status.RETRACTED, "Toby (Ivo Brandt)", "public")
    assert claim.withdrawal == Withdrawal(first().article.digest, second().article.digest, NOON)
    assert reader.with_withdrawn.nodes([IVO])[IVO].label == "Ivo Brandt"


def test_sparql_reads_the_retracted_claim_where_it_names_the_graphs() -> None:
    store = corrected()
    query = """
        PREFIX drm: <https://dramatis.example/vocabulary#>
        SELECT ?quote WHERE { GRAPH ?g { ?c drm:status drm:retracted ; drm:quote ?quote ; a drm:Claim } }"""
    everything = tuple(graph for graph in store.graphs() if view().admits(graph, BASE))
    named, joined = (
        store.query(query if names else query.replace("GRAPH ?g", ""), Dataset(view().default_graphs(BASE), everything))
        for names in (True, False)
    )
    assert isinstance(named, QuerySolutions)
    assert {row["quote"].value for row in named} >= {"Toby (Ivo Brandt)", "she kisses Toby", "I wept at the script,"}
    assert isinstance(joined, QuerySolutions)
    assert list(joined) == []


def test_what_stands_is_what_would_stand_had_the_last_texts_been_the_only_ones() -> None:
    texts = [first(), second(), changed(review(), "Wren (Mara Quill) is still a doctor. "), casting()]
    texts.append(changed(casting(), " as Wren, the channel said"))
    for seed in range(12):
        drawn = random.Random(seed).choices(texts, k=6)
        store, fresh = EmbeddedStore(), EmbeddedStore()
        for record in drawn:
            writer(store).write(record)
        for record in {record.article.iri: record for record in drawn}.values():
            writer(fresh).write(record)
        assert standing(store) == contents(fresh)
        assert list(verify(store, BASE)) == []


def test_the_same_text_again_changes_nothing_and_the_old_one_says_everything_again() -> None:
    store, once = corrected(), EmbeddedStore()
    before = contents(store)
    assert not writer(store).write(second()).changed
    assert contents(store) == before
    writer(store).write(first())
    writer(once).write(first())
    assert contents(store) == contents(once)


def test_a_record_read_back_has_its_past_and_written_again_changes_nothing() -> None:
    store = corrected()
    record = read_record(store, BASE, first().article.iri)
    assert record.past is not None
    kinds = {type(claim.assertion) for claim in record.past.claims}
    assert kinds == {Fact, Event, Quotation}
    assert {entity.iri for entity in record.past.entities} == {IVO, TOBY, WREN, NIGHTJAR, MARA}
    assert from_text(to_text(record)).past == record.past
    assert not writer(store).write(record).changed


def test_a_performance_that_is_taken_back_can_still_be_read() -> None:
    store = EmbeddedStore()
    writer(store).write(first())
    writer(store).write(changed(review(), "Wren (Mara Quill) is still a doctor. "))
    found = {(d.subject.iri, side.sentence) for d in disputes(Reader(store, BASE, view())) for side in d.sides}
    assert (MARA, "Mara Quill plays Wren in Nightjar.") in found
    assert Performance(MARA, WREN, NIGHTJAR) in {
        claim.assertion for claim in (read_record(store, BASE, first().article.iri).past or first()).claims
    }


def test_where_another_article_says_it_still_the_fact_stands_and_loses_a_voice() -> None:
    store = EmbeddedStore()
    for record in (first(), casting(), changed(review(), "Wren (Mara Quill) is still a doctor. ")):
        writer(store).write(record)
    (played,) = (r for r in relations(Reader(store, BASE, view()), MARA) if r.property_name == "portrays")
    assert (played.count, played.supports[0].source.publisher) == (1, "Casting Daily")
    (dispute,) = (d for d in disputes(Reader(store, BASE, view())) if d.about == "portrays")
    assert {(s.source.publisher, s.status) for s in dispute.sides[0].supports} == {
        ("Casting Daily", Status.ASSERTED),
        ("The Paper", Status.RETRACTED),
    }
    assert dispute.sides[0].voices == 1


def test_disputes_list_what_nobody_says_any_more() -> None:
    found = [d for d in disputes(Reader(corrected(), BASE, view())) if d.kind == "retraction"]
    told = {(d.about, side.sentence): (side.voices, side.confidence) for d in found for side in d.sides}
    assert told["portrays", "Ivo Brandt plays Toby."] == (0, 0.0)
    assert ("type", "Mara Quill: “I wept at the script,”") in told


def test_what_a_story_took_back_is_shown_to_those_only_who_have_seen_so_far() -> None:
    store = corrected()
    quotes = {support.quote for support in taken_back(store, as_of="nightjar:s1")}
    assert "she kisses Toby" not in quotes
    assert "she kisses Toby" in {support.quote for support in taken_back(store, as_of="nightjar:s2e1")}
    assert {s.layer for s in taken_back(store) if s.quote == "she kisses Toby"} == {S2E1}


def test_another_reading_of_the_same_text_is_no_correction() -> None:
    store, fresh = EmbeddedStore(), EmbeddedStore()
    writer(store).write(first())
    other = replace(first(), claims=first().claims[:1])
    writer(store).write(replace(other, article=replace(other.article, extractor="another")))
    writer(fresh).write(replace(other, article=replace(other.article, extractor="another")))
    assert contents(store) == contents(fresh)


@pytest.mark.parametrize(("cut", "kept"), [(" the channel said", 0), (" as Wren", 1)])
def test_another_reader_of_a_changed_text_takes_back_only_what_its_words_do_not_hold(cut: str, kept: int) -> None:
    store = EmbeddedStore()
    writer(store).write(casting())
    after = changed(casting(), cut, extractor="another")
    writer(store).write(replace(after, claims=tuple(c for c in after.claims if c.assertion != PLAYS)))
    assert len(taken_back(store)) == kept


def test_a_sentence_that_is_linked_otherwise_is_not_taken_back() -> None:
    store = EmbeddedStore()
    writer(store).write(casting())
    other = MINTER.entity(EntityType.PERSON, "Mara Quill Smith")
    text = CASTING_TEXT + " More soon."
    entities = tuple(replace(e, iri=other) if e.iri == MARA else e for e in casting().entities)
    claims = (
        replace(casting().claims[0], assertion=Fact(other, "portrays", WREN)),
        replace(casting().claims[1], assertion=Fact(NIGHTJAR, "actor", other)),
    )
    writer(store).write(Record(replace(casting().article, text=text, digest="more"), entities, claims))
    assert taken_back(store) == []


def test_what_somebody_said_of_themselves_and_the_article_took_back_is_not_kept() -> None:
    text = "Mara Quill has joined Nightjar as Wren. “I’m gay and that is that,” Quill said."
    told = Quotation(MARA, "I’m gay and that is that,")
    record = casting()
    entities = tuple(replace(e, forms=tuple((f, at(text, f)) for f, _ in e.forms)) for e in record.entities)
    claims = (Claim(PLAYS, at(text, "Mara Quill has joined Nightjar as Wren")), Claim(told, at(text, told.text)))
    store = EmbeddedStore()
    writer(store).write(Record(replace(record.article, text=text, digest="one"), entities, claims))
    assert any("/layer/self/mara-quill" in line and told.text in line for line in contents(store))
    writer(store).write(casting())
    assert not any(told.text in line for line in contents(store))


def test_retracting_the_article_takes_its_past_too() -> None:
    store = corrected()
    writer(store).retract(first().article.iri)
    assert contents(store) == set()


def test_somebody_forgotten_is_gone_from_the_past_and_so_are_words_that_name_them() -> None:
    store = corrected()
    forget(store, lambda held: keeping(store, held), IVO, KEY, NOON)
    everything = "\n".join(contents(store)).casefold()
    assert "brandt" not in everything
    assert "ivo" not in everything
    assert {support.quote for support in taken_back(store)} == {"she kisses Toby", "I wept at the script,"}
    before = contents(store)
    keeping(store, suppressed(store, BASE, KEY)).write(second())
    assert contents(store) == before


def test_the_past_of_somebody_restricted_is_in_no_view_and_comes_back_whole() -> None:
    store = corrected()
    before = contents(store)
    restrict(store, writer(store), IVO, NOON)
    assert "Toby (Ivo Brandt)" not in {support.quote for support in taken_back(store)}
    assert not any(view().admits(graph, BASE) for graph in store.graphs() if "restricted" in graph)
    assert not writer(store).write(second()).changed
    unrestrict(store, writer(store), IVO, NOON)
    assert contents(store) == before


def test_a_merge_reaches_the_past_and_a_split_gives_it_back() -> None:
    store = corrected()
    before = contents(store)
    writer(store).merge(Decision(IVO, MARA, NOON, "a test", "they are one"))
    assert {s.subject for s in taken_back(store) if s.quote == "Toby (Ivo Brandt)"} == {MARA}
    assert not writer(store).write(second()).changed
    writer(store).split(IVO)
    assert contents(store) == before


def test_the_journal_tells_exactly_what_changed() -> None:
    store = JournaledStore()
    for record in (first(), casting(), second(), changed(review(), "Wren (Mara Quill) is still a doctor. "), first()):
        writer(store).write(record)
    replica: set[tuple[str, str]] = set()
    for entry in store.journal.after(0):
        removed = {(graph, line) for graph, lines in entry.removed.items() for line in lines}
        added = {(graph, line) for graph, lines in entry.added.items() for line in lines}
        assert removed <= replica
        replica = replica - removed | added
    assert replica == {(str(q.graph_name)[1:-1], f"{q.subject} {q.predicate} {q.object}") for q in store.dump()}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Mara Quill has joined Nightjar as Wren, the channel said. It begins in May.", 0),
        ("An earlier version said that Mara Quill has joined Nightjar as Wren, which is wrong.", 1),
    ],
)
def test_a_sentence_that_stands_as_it_was_takes_nothing_back_and_one_that_quotes_it_does(text: str, kept: int) -> None:
    store = EmbeddedStore()
    sentence = replace(casting().article, passages=(Passage(Span(0, len(CASTING_TEXT)), (PUBLIC,)),))
    writer(store).write(replace(casting(), article=sentence))
    first_end = text.index(".") + 1
    passages = (Passage(Span(0, first_end), (PUBLIC,)), Passage(Span(first_end, len(text)), (PUBLIC,)))
    entities = tuple(replace(e, forms=tuple((f, at(text, f)) for f, _ in e.forms)) for e in casting().entities)
    kept_claim = Claim(Fact(NIGHTJAR, "actor", MARA), at(text, "Mara Quill has joined Nightjar"))
    article = replace(casting().article, text=text, digest=digest(text), passages=passages)
    writer(store).write(Record(article, entities, (kept_claim,)))
    assert len(taken_back(store)) == kept


def test_another_reading_keeps_what_was_taken_back_before() -> None:
    store = corrected()
    before = [support.quote for support in taken_back(store)]
    again = replace(second(), article=replace(second().article, extractor="another"))
    assert writer(store).write(again).changed
    assert before
    assert [support.quote for support in taken_back(store)] == before

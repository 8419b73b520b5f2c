from __future__ import annotations

from graph.claims import Event, Fact, Performance, Record
from graph.disputes import Dispute, disputes
from graph.layers import AsOf, Side, view
from graph.model import Status
from graph.policy import PeopleGate
from graph.reader import Reader
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph.ensemble import (
    BASE,
    BERYL,
    CALLUM,
    CARRICK,
    IDRIS,
    JOSS,
    KWABENA,
    MINTER,
    NAMES,
    OTTILIE,
    S1,
    S2,
    TIDE,
    VESK,
    Told,
    story,
)


def told(name: str, date: str, publisher: str) -> Told:
    told = Told(name, date, publisher, NAMES)
    return told.say("Ottilie is in it.", Fact(TIDE, "actor", OTTILIE)).say("Beryl too.", Fact(TIDE, "actor", BERYL))


def found(*records: Record, side: Side = Side.ALL, as_of: tuple[str, ...] = ()) -> tuple[Dispute, ...]:
    store = EmbeddedStore()
    writer = Writer(store, MINTER, PeopleGate(), Shapes(MINTER))
    for record in records:
        writer.write(record)
    return disputes(Reader(store, BASE, view(side, map(AsOf.parse, as_of))))


def sides(dispute: Dispute) -> list[tuple[str, int]]:
    return [(side.node.label if side.node else side.value, side.voices) for side in dispute.sides]


def test_two_ages_at_one_date_are_a_dispute_and_two_a_year_apart_are_not() -> None:
    first = told("a", "2023-09-30", "Courier").say("Ottilie, 31, waits.", Fact(OTTILIE, "age", "31")).record()
    second = told("b", "2023-09-30", "Wire").say("At 32 she is calm.", Fact(OTTILIE, "age", "32")).record()
    later = told("c", "2024-09-30", "Wire").say("Now 32, she left.", Fact(OTTILIE, "age", "32")).record()
    (dispute,) = found(first, second)
    assert (dispute.kind, dispute.about, dispute.subject.iri) == ("value", "age", OTTILIE)
    assert sorted(sides(dispute)) == [("31", 1), ("32", 1)]
    assert {s.quote for side in dispute.sides for s in side.supports} == {"Ottilie, 31, waits.", "At 32 she is calm."}
    assert found(first, later) == ()


def test_a_month_and_a_day_in_it_agree() -> None:
    month = (
        told("a", "2023-09-30", "Courier").say("It began in October.", Fact(TIDE, "releaseDate", "2023-10")).record()
    )
    eighth = (
        told("b", "2023-10-03", "Wire").say("It began on the 8th.", Fact(TIDE, "releaseDate", "2023-10-08")).record()
    )
    ninth = (
        told("c", "2023-09-30", "Agency").say("It began on the 9th.", Fact(TIDE, "releaseDate", "2023-10-09")).record()
    )
    assert found(month, eighth) == ()
    (dispute,) = found(month, eighth, ninth)
    assert dispute.about == "releaseDate"


def test_copies_of_one_text_are_one_voice() -> None:
    agency = told("a", "2023-09-30", "Agency").say("Ottilie is 31 now.", Fact(OTTILIE, "age", "31")).record()
    copied = told("b", "2023-09-30", "Gazette").say("Ottilie is 31 now.", Fact(OTTILIE, "age", "31")).record()
    other = (
        told("c", "2023-09-30", "Courier")
        .say("We met her in a harbour bar, and she told us that she had turned thirty-two.", Fact(OTTILIE, "age", "32"))
        .record()
    )
    (dispute,) = found(agency, copied, other)
    assert sorted(sides(dispute)) == [("31", 1), ("32", 1)]


def test_a_recast_with_seasons_is_no_dispute_and_one_without_is() -> None:
    idris, carrick = Fact(IDRIS, "portrays", CALLUM), Fact(CARRICK, "portrays", CALLUM)
    by_season = (
        told("a", "2021-05", "Wire").say("Idris is Callum.", idris, Performance(IDRIS, CALLUM, S1)).record(),
        told("b", "2023-01", "Wire").say("Carrick is Callum.", carrick, Performance(CARRICK, CALLUM, S2)).record(),
    )
    whole = (
        told("a", "2021-05", "Wire").say("Idris is Callum.", idris, Performance(IDRIS, CALLUM, TIDE)).record(),
        told("b", "2023-01", "Ledger").say("Carrick is Callum.", carrick, Performance(CARRICK, CALLUM, TIDE)).record(),
    )
    assert found(*by_season) == ()
    (dispute,) = found(*whole)
    assert (dispute.kind, dispute.subject.iri, dispute.about) == ("casting", CALLUM, TIDE)
    assert sorted(sides(dispute)) == [("Idris Hallworth", 1), ("Tobias Carrick", 1)]


def test_two_articles_that_give_an_actor_two_roles_disagree_and_one_that_gives_both_does_not() -> None:
    joss, vesk = Performance(KWABENA, JOSS, TIDE), Performance(KWABENA, VESK, TIDE)
    (dispute,) = found(
        told("a", "2021-05", "Wire").say("Kwabena is Vesk.", vesk).record(),
        told("b", "2023-01", "Ledger").say("Kwabena is Joss.", joss).record(),
    )
    assert (dispute.kind, dispute.subject.iri) == ("role", KWABENA)
    assert found(told("a", "2021-05", "Wire").say("He plays both Vesk and Joss.", joss, vesk).record()) == ()


def test_a_day_of_death_that_differs() -> None:
    (dispute,) = found(
        told("a", "2025-02-18", "Wire")
        .say("She died on Sunday.", Event("death", (("patient", BERYL),), "2025-02-16"))
        .record(),
        told("b", "2025-02-19", "Ledger")
        .say("She died on Monday.", Event("death", (("patient", BERYL),), "2025-02-17"))
        .record(),
    )
    assert (dispute.kind, dispute.about, sorted(sides(dispute))) == (
        "date",
        "death 2025",
        [("2025-02-16", 1), ("2025-02-17", 1)],
    )


def test_a_fact_that_is_taken_back_is_listed() -> None:
    (dispute,) = found(
        told("a", "2021-05", "Wire").say("Carrick directs.", Fact(TIDE, "director", CARRICK)).record(),
        told("b", "2023-01", "Wire")
        .say("Carrick does not direct.", Fact(TIDE, "director", CARRICK), status=Status.RETRACTED)
        .record(),
    )
    assert dispute.kind == "retraction"
    assert {s.status for s in dispute.sides[0].supports} == {Status.ASSERTED, Status.RETRACTED}


def test_a_dispute_of_the_story_is_in_its_view_alone() -> None:
    records = (
        told("a", "2023-10", "Wire").say("Joss is 17.", Fact(JOSS, "age", "17"), layer=story(2, 3)).record(),
        told("b", "2023-10", "Ledger").say("Joss is 19.", Fact(JOSS, "age", "19"), layer=story(2, 3)).record(),
    )
    assert len(found(*records)) == 1
    assert found(*records, side=Side.PUBLIC) == ()
    assert found(*records, as_of=("the-tidewaiters:s2e2",)) == ()

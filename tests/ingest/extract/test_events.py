"""Events: every example of every table, and what the stages around the tables do."""

from __future__ import annotations

import pytest

from graph.model import EntityType, Status
from ingest.extract import dates, relations
from ingest.extract.eventrules import EventExample, EventTable, rule_tables
from ingest.extract.events import events
from ingest.extraction import Event
from tests.ingest.extract.marked_text import parsed

EXAMPLES = [pytest.param(t, e, id=f"{t.type}-{n}") for t in rule_tables() for n, e in enumerate(t.examples)]


def told(marked: str, date: str | None = None) -> list[Event]:
    read = parsed(marked, date)
    dated = dates.find(read.text, date)
    return list(events(read, dated, relations.facts(read, dated)))


def pairs(read_names: dict[str, str], event: Event) -> set[tuple[str, str]]:
    return {(role, read_names[e]) for role, e in event.args} | ({("date", event.date)} if event.date else set())


def named(marked: str, date: str | None = None) -> list[tuple[str, set[tuple[str, str]]]]:
    names = {e.id: e.name for e in parsed(marked, date).entities}
    return [(event.type, pairs(names, event)) for event in told(marked, date)]


@pytest.mark.parametrize(("table", "example"), EXAMPLES)
def test_a_table_holds_its_examples(table: EventTable, example: EventExample) -> None:
    found = [args for kind, args in named(example.text) if kind == table.type]
    assert sorted(map(sorted, found)) == sorted(sorted(event) for event in example.events)


def test_every_table_has_an_example_that_holds_an_event() -> None:
    assert [t.type for t in rule_tables() if not any(e.events for e in t.examples)] == []


def test_every_example_fills_only_roles_of_its_table() -> None:
    for table in rule_tables():
        roles = {role for rule in table.rules for role in rule.roles} | {"date"}
        assert all(role in roles for e in table.examples for event in e.events for role, _ in event), table.type


@pytest.mark.parametrize(
    "text",
    [
        "If [Harbour TV|Organization] cancels [Salt Road|Show], fans will weep.",
        "[Harbour TV|Organization] might renew [Salt Road|Show] for a [third season|Season].",
        "Rumours that [Ada Marsh|Person] has left [Salt Road|Show] are false.",
        "Had [Ada Marsh|Person] married [Ben Okoro|Person], there would be no show.",
        "Did [Ada Marsh|Person] win the [Golden Oar|Award]?",
        "[Ada Marsh|Person] died in Sunday's [Salt Road|Show].",
        "[Ada Marsh|Person] came out to her mother in [Salt Road|Show].",
    ],
)
def test_what_is_supposed_denied_asked_or_acted_is_no_event(text: str) -> None:
    assert named(text) == []


def test_an_announced_event_is_planned() -> None:
    found = told("[Salt Road|Show] will premiere on [Harbour TV|Organization] in May 2021.")
    assert [(e.type, e.status, e.date) for e in found] == [("release", Status.PLANNED, "2021-05")]


def test_a_happening_told_twice_is_one_event() -> None:
    text = (
        "[Harbour TV|Organization] has cancelled [Salt Road|Show].\n\n"
        "[Salt Road|Show] was axed by [Harbour TV|Organization] after two seasons."
    )
    assert named(text) == [("cancellation", {("agent", "Harbour TV"), ("about", "Salt Road")})]


def test_several_prizes_of_one_winner_are_several_events() -> None:
    text = "[Ada Marsh|Person] won [best actress|Award] and [best director|Award] at the [Lanterns|Event]."
    assert sorted(sorted(args) for _, args in named(text)) == [
        [("award", "best actress"), ("occasion", "Lanterns"), ("patient", "Ada Marsh")],
        [("award", "best director"), ("occasion", "Lanterns"), ("patient", "Ada Marsh")],
    ]


def test_a_list_of_nominees_is_one_event_a_category() -> None:
    text = (
        "The nominees for the [Lantern Awards|Event] are:\n\n"
        "[BEST ACTRESS|Award]\n[Ada Marsh|Person], [Salt Road|Film]\n[Cleo Vance|Person], [Tin Boats|Film]\n"
    )
    found = [args for kind, args in named(text) if kind == "nomination"]
    assert found == [
        {
            ("award", "BEST ACTRESS"), ("occasion", "Lantern Awards"), ("patient", "Ada Marsh"),
            ("patient", "Cleo Vance"), ("about", "Salt Road"), ("about", "Tin Boats"),
        }
    ]  # fmt: skip


def test_a_quotation_given_to_an_outlet_is_an_interview() -> None:
    text = '"We all fell in the river," [Ada Marsh|Person] told [The Lantern|Organization].'
    assert named(text) == [("interview", {("agent", "Ada Marsh"), ("medium", "The Lantern")})]


def test_a_quotation_from_a_platform_is_a_post() -> None:
    text = '"We all fell in the river," [Ada Marsh|Person] wrote on [Instagram|Organization].'
    assert named(text) == [("publicPost", {("agent", "Ada Marsh"), ("medium", "Instagram")})]


def test_what_a_character_does_to_another_is_a_turning_point() -> None:
    text = "In [Salt Road|Show], [Nell|Character] betrays [Old Tom|Character]."
    assert named(text) == [("storyEvent", {("agent", "Nell"), ("patient", "Old Tom"), ("in", "Salt Road")})]


def test_a_box_office_report_gives_a_sale_for_each_film() -> None:
    text = "[Tin Boats|Film] has topped the box office in [Norway|Place]. [Salt Road|Film] was at number two with $3m."
    assert sorted(sorted(args) for kind, args in named(text) if kind == "sale") == [
        [("about", "Salt Road"), ("place", "Norway")],
        [("about", "Tin Boats"), ("place", "Norway")],
    ]


def test_evidence_stands_in_the_text_and_covers_its_trigger() -> None:
    text = "On Monday [Harbour TV|Organization] has cancelled [Salt Road|Show] after two seasons."
    read = parsed(text)
    (event,) = told(text)
    assert read.text[event.evidence.start : event.evidence.end] == event.evidence.quote
    assert event.evidence.quote == "Harbour TV has cancelled Salt Road"


def test_every_rule_names_only_known_entity_types() -> None:
    known = set(EntityType)
    assert all(set(types) <= known for t in rule_tables() for r in t.rules for types in r.types.values())


def test_the_foot_of_an_article_tells_a_broadcast() -> None:
    text = "[Ada Marsh|Person] is very good.\n\n[Salt Road|Show], [Harbour TV|Organization], Sunday 10 March, 9pm"
    assert named(text, "2019-03-08") == [
        ("release", {("about", "Salt Road"), ("medium", "Harbour TV"), ("date", "2019-03-10")})
    ]


def test_a_prize_takes_its_ceremony_from_the_facts_and_the_text_before_it() -> None:
    text = (
        "The [Lantern Awards|Event] were held on 3 May 2019. "
        "[Ada Marsh|Person] won [best actress|Award] for [Salt Road|Film]."
    )
    found = [args for kind, args in named(text) if kind == "award"]
    assert found == [
        {
            ("patient", "Ada Marsh"), ("award", "best actress"), ("about", "Salt Road"),
            ("occasion", "Lantern Awards"), ("date", "2019-05-03"),
        }
    ]  # fmt: skip

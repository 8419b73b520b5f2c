"""Facts from the rule tables: every example of every table, and what the tables share."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from graph.model import Status
from ingest.extract.dates import find
from ingest.extract.relations import facts
from ingest.extract.tables import Example, Relation, relation, relations
from ingest.extraction import Fact
from tests.ingest.extract.marked_text import reading

EXAMPLES = [pytest.param(r, e, id=f"{r.property}-{n}") for r in relations() for n, e in enumerate(r.examples)]


def found(marked: str, date: str | None = "2024-05-10") -> dict[tuple[str, str, str], Fact]:
    """The facts of a marked-up text, by the names of their ends."""
    read = reading(marked, date)
    names = {e.id: e.name for e in read.entities}
    told = facts(read, find(read.text, date))
    return {(names[f.subject], f.property, names.get(f.object, f.object)): f for f in told}


@pytest.mark.parametrize(("table", "example"), EXAMPLES)
def test_a_table_holds_its_examples(table: Relation, example: Example) -> None:
    order = sorted if table.symmetric else list
    told = {tuple(order((s, o))) for s, p, o in found(example.text) if p == table.property}
    assert told == {tuple(order(pair)) for pair in example.facts}


def test_the_table_in_the_readme_holds_its_examples() -> None:
    readme = files("ingest.extract").joinpath("rules", "README.md").read_text(encoding="utf-8")
    block = readme.split("```toml\n")[1].split("```")[0]
    table = relation(tomllib.loads(block), {}, "README.md")
    for example in table.examples:
        assert {(s, o) for s, p, o in found(example.text) if p == table.property} == set(example.facts)


def test_every_table_has_examples_that_hold_facts_and_such_as_hold_none() -> None:
    assert [r.property for r in relations() if not any(e.facts for e in r.examples)] == []
    assert [r.property for r in relations() if all(e.facts for e in r.examples)] == []


def test_names_of_rules_are_unique_within_a_table() -> None:
    for table in relations():
        names = [rule.name for rule in table.rules]
        assert len(names) == len(set(names)), table.property


def test_evidence_is_the_shortest_span_with_both_ends() -> None:
    told = found("In the finale of [Salt Road|Show], [Pell|Character] ([Ida Moss|Person]) leaves the island for good.")
    assert told["Ida Moss", "portrays", "Pell"].evidence.quote == "Pell (Ida Moss)"


def test_evidence_of_a_list_is_cut_to_the_item() -> None:
    told = found("[Salt Road|Show] stars [Ida Moss|Person], [Ben Vale|Person] and [Una Roe|Person].")
    assert told["Salt Road", "actor", "Ida Moss"].evidence.quote == "Salt Road stars Ida Moss"
    assert told["Salt Road", "actor", "Una Roe"].evidence.quote == "Salt Road stars Ida Moss, Ben Vale and Una Roe"


def test_a_portrayal_puts_actor_and_character_into_the_work() -> None:
    told = found("[Salt Road|Show] returns tonight. [Ida Moss|Person] plays [Pell|Character].")
    assert {("Salt Road", "actor", "Ida Moss"), ("Salt Road", "character", "Pell")} <= told.keys()


def test_announced_facts_are_planned() -> None:
    told = found("[Ida Moss|Person] will star in [Salt Road|Film].")
    assert told["Salt Road", "actor", "Ida Moss"].status is Status.PLANNED


@pytest.mark.parametrize(
    "text",
    [
        "[Ida Moss|Person] is not starring in [Salt Road|Film].",
        "[Ida Moss|Person] has denied that she is starring in [Salt Road|Film].",
        "Is [Ida Moss|Person] starring in [Salt Road|Film]?",
        "Rumours that [Ida Moss|Person] is starring in [Salt Road|Film] are false.",
        "[Ida Moss|Person] hopes to star in [Salt Road|Film].",
        "If [Ida Moss|Person] stars in [Salt Road|Film], the fans will cheer.",
        "[Ida Moss|Person] was in talks to star in [Salt Road|Film].",
        "[Ida Moss|Person] turned down a chance to star in [Salt Road|Film].",
    ],
)
def test_what_is_denied_asked_wished_or_rumoured_is_no_fact(text: str) -> None:
    assert not [key for key in found(text) if key[1] == "actor"]


def test_two_casts_of_one_list_are_paired_in_order() -> None:
    told = found("[Ida Moss|Person] and [Ben Vale|Person] are back as [Pell|Character] and [Roe|Character].")
    assert {k for k in told if k[1] == "portrays"} == {
        ("Ida Moss", "portrays", "Pell"),
        ("Ben Vale", "portrays", "Roe"),
    }


def test_kinship_of_an_actor_to_a_character_is_that_of_the_role() -> None:
    her = "[her|Person:Ida Moss]"
    told = found(f"[Ida Moss|Person] plays [Pell|Character]. [Ben Vale|Person] plays {her} husband, [Will|Character].")
    assert ("Pell", "spouse", "Will") in told or ("Will", "spouse", "Pell") in told
    assert not [k for k in told if k[1] == "spouse" and "Ida Moss" in k]


def test_seasons_and_episodes_carry_series_and_number_in_their_names() -> None:
    told = found("[Salt Road|Show] ended [Salt Road season 2|Season] with [Salt Road season 2 episode 6|Episode].")
    assert {
        ("Salt Road season 2", "seasonNumber", "2"),
        ("Salt Road season 2", "partOfSeries", "Salt Road"),
        ("Salt Road season 2 episode 6", "episodeNumber", "6"),
        ("Salt Road season 2 episode 6", "partOfSeason", "Salt Road season 2"),
    } <= told.keys()


def test_an_award_is_of_the_ceremony_named_before_it() -> None:
    told = found("At the [Suds Awards|Event] on Friday [Ida Moss|Person] won [best newcomer|Award].")
    assert {("best newcomer", "partOfEvent", "Suds Awards"), ("Ida Moss", "awardWon", "best newcomer")} <= told.keys()


def test_a_printed_list_of_nominees_says_what_they_did() -> None:
    told = found("[BEST DIRECTOR|Award]\n[Ida Moss|Person], [Salt Road|Film]\n[Ben Vale|Person], [Brine|Film]")
    assert {("Ida Moss", "nominatedFor", "BEST DIRECTOR"), ("Brine", "director", "Ben Vale")} <= told.keys()


def test_facts_are_the_same_each_time_and_in_text_order() -> None:
    text = "[Salt Road|Show], starring [Ida Moss|Person] as [Pell|Character], airs on [BBC One|Organization]."
    first, second = (facts(reading(text)) for _ in range(2))
    assert first == second
    assert [f.evidence.start for f in first] == sorted(f.evidence.start for f in first)


def test_a_table_with_an_unknown_kind_is_refused_with_its_name() -> None:
    with pytest.raises(ValueError, match=r"rule table odd\.toml: unknown kinds \['Ship'\]"):
        relation({"property": "odd", "subject": ["Ship"], "object": ["Person"]}, {}, "odd.toml")


def test_evidence_begins_and_ends_with_words() -> None:
    told = found("[Salt Road|Film] is out. Director: [Ida Moss|Person].")
    assert told["Salt Road", "director", "Ida Moss"].evidence.quote == "Director: Ida Moss"

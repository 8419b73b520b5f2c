"""From an extraction to a record: IRIs, layers, passages."""

from __future__ import annotations

from graph.claims import Fact as Said
from graph.claims import Performance, Quotation
from graph.identity import Identities
from graph.iri import Minter
from graph.layers import PUBLIC, Layer, Position
from graph.model import EntityType, Evidence, Span
from ingest.article import Document
from ingest.extraction import Entity, Extraction, Fact, Sentence, Statement
from ingest.linking import Linker, latest

TEXT = "Wren (Mara Quill) kisses Toby in episode three of season two of Nightjar. “Wren is done with him,” says Quill."
MINTER = Minter()


def at(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words), words)


def span(words: str) -> Span:
    return at(words).span


def nightjar() -> Extraction:
    """Who plays Wren, a friendship told at s2e3, and the actor speaking of her character."""
    second = TEXT.index("“Wren")
    return Extraction(
        "one",
        None,
        (
            Entity("e1", EntityType.SHOW, "Nightjar", (), (span("Nightjar"),), (span("Nightjar"),)),
            Entity("e2", EntityType.PERSON, "Mara Quill", ("Quill",), (span("Mara Quill"),), (span("Mara Quill"),)),
            Entity("e3", EntityType.CHARACTER, "Wren", (), (span("Wren"),), (span("Wren"),), "e1"),
            Entity("e4", EntityType.CHARACTER, "Toby", (), (span("Toby"),), (span("Toby"),), "e1"),
            Entity("e5", EntityType.SEASON, "Nightjar season 2", ("season two",), (), (span("season two"),)),
        ),
        (
            Fact("e2", "portrays", "e3", at("Wren (Mara Quill)")),
            Fact("e1", "character", "e3", at("Wren")),
            Fact("e3", "friend", "e4", at("Wren (Mara Quill) kisses Toby"), position="s2e3"),
            Fact("e5", "partOfSeries", "e1", at("season two of Nightjar")),
        ),
        (),
        (Statement("e2", at("Wren is done with him,"), about=("e3",)),),
        (Sentence(Span(0, second - 1), "s2e3"), Sentence(Span(second, len(TEXT)))),
    )


def test_a_character_is_minted_under_its_work_and_a_season_under_its_show() -> None:
    made = Linker(MINTER, Identities(MINTER)).record(Document("one", TEXT), nightjar())
    local = {MINTER.local(entity.iri) for entity in made.entities}
    assert {"character/nightjar/wren", "show/nightjar/s2", "show/nightjar", "person/mara-quill"} <= local


def test_the_world_and_the_story_stand_in_their_layers() -> None:
    made = Linker(MINTER, Identities(MINTER)).record(Document("one", TEXT), nightjar())
    layers = {claim.assertion.property: claim.layer for claim in made.claims if isinstance(claim.assertion, Said)}
    assert layers["portrays"] == layers["partOfSeries"] == PUBLIC
    assert layers["friend"] == Layer.story("nightjar", Position(2, 3))


def test_what_an_actor_says_of_a_character_takes_no_place_that_is_not_known() -> None:
    made = Linker(MINTER, Identities(MINTER)).record(Document("one", TEXT), nightjar())
    said = [claim.layer for claim in made.claims if isinstance(claim.assertion, Quotation)]
    assert said == [Layer.story("nightjar", None)]


def test_actor_character_and_work_make_a_performance() -> None:
    made = Linker(MINTER, Identities(MINTER)).record(Document("one", TEXT), nightjar())
    played = [claim.assertion for claim in made.claims if isinstance(claim.assertion, Performance)]
    assert [MINTER.local(part.actor) for part in played] == ["person/mara-quill"]


def test_the_headline_and_every_sentence_take_what_they_reveal() -> None:
    made = Linker(MINTER, Identities(MINTER)).record(Document("one", TEXT, title="A kiss"), nightjar())
    assert made.article.reveals == Layer.story("nightjar", None)
    first, second = made.article.passages
    assert Layer.story("nightjar", Position(2, 3)) in first.layers
    assert second.layers == (Layer.story("nightjar", None),)


def test_an_unknown_position_reveals_more_than_any_known_one() -> None:
    known, unknown = Layer.story("nightjar", Position(9, 9)), Layer.story("nightjar", None)
    assert latest([known, unknown, PUBLIC]) == unknown
    assert latest([Layer.story("nightjar", Position(2)), Layer.story("nightjar", Position(2, 9))]).name.endswith("s2")
    assert latest([PUBLIC]) == PUBLIC


def test_a_name_that_is_only_implied_rests_on_the_words_that_imply_it() -> None:
    said = nightjar()
    unnamed = Entity("e6", EntityType.SEASON, "Nightjar season 1")
    implied = Fact("e6", "partOfSeries", "e1", at("season two of Nightjar"))
    more = Extraction(
        "one", None, (*said.entities, unnamed), (*said.facts, implied), (), said.statements, said.sentences
    )
    made = Linker(MINTER, Identities(MINTER)).record(Document("one", TEXT), more)
    (season,) = (entity for entity in made.entities if entity.iri.endswith("/s1"))
    assert season.forms == (("Nightjar season 1", at("season two of Nightjar")),)

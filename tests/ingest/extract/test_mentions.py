"""Mentions: what a text names, what each name is, and who "she" is."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from graph.model import EntityType, Span
from ingest.article import Document
from ingest.extract import mentions, parse
from ingest.extract.known import KnownNames
from ingest.extract.parts import Part
from ingest.extract.reading import Form, Reading
from ingest.extraction import Entity

TEXT = (
    "Salt Road renewed for a third season\n\n"
    "Harbour drama “Salt Road” will return to Channel 4 for a third season, the network said on Monday. "
    "Ingrid Vasconcellos, who plays the smuggler Una Crail, told The Guardian that she was delighted. "
    "“I missed the boats,” Vasconcellos said. Her co-star Ben Okoro, 31, returns as Constable Ezra Tarn.\n\n"
    "In the second season finale, Una (Vasconcellos) leaves Ezra on the quay in Whitby. "
    "The series was created by Wanda Osei, and it won best drama at last year's Bafta Awards."
)


@cache
def nlp() -> Any:
    return parse.load()


def reading(text: str, **options: Any) -> Reading:
    return mentions.resolve(Document("t", text), parse.parse(nlp(), text), **options)


def typed(found: Reading, *types: EntityType) -> set[str]:
    return {e.name for e in found.entities if e.type in types}


def test_names_are_found_with_their_kinds() -> None:
    found = reading(TEXT)
    assert typed(found, EntityType.SHOW) == {"Salt Road"}
    assert {"Ingrid Vasconcellos", "Ben Okoro", "Wanda Osei"} <= typed(found, EntityType.PERSON)
    assert {"Una Crail", "Ezra Tarn"} <= typed(found, EntityType.CHARACTER)
    assert "Channel 4" in typed(found, EntityType.ORGANIZATION)


def test_every_mention_covers_its_words_and_all_spans_are_sorted() -> None:
    found = reading(TEXT)
    assert list(found.mentions) == sorted(found.mentions)
    for entity in found.entities:
        for span in entity.named:
            assert span.of(TEXT) in {entity.name, *entity.aliases}


def test_surnames_first_names_and_titles_are_aliases_of_the_full_name() -> None:
    found = reading(TEXT)
    by_name = {e.name: set(e.aliases) for e in found.entities}
    assert "Vasconcellos" in by_name["Ingrid Vasconcellos"]
    assert "Una" in by_name["Una Crail"]
    assert {"Constable Ezra Tarn", "Ezra"} <= by_name["Ezra Tarn"]


def test_counted_seasons_belong_to_their_show_and_keep_the_texts_words() -> None:
    found = reading(TEXT)
    season = next(e for e in found.entities if e.name == "Salt Road season 3")
    show = next(e for e in found.entities if e.type is EntityType.SHOW)
    assert (season.type, season.work, season.aliases) == (EntityType.SEASON, show.id, ("third season",))
    assert "Salt Road season 2 finale" in typed(found, EntityType.EPISODE)


@pytest.mark.parametrize(
    ("words", "name"),
    [("she was delighted", "Ingrid Vasconcellos"), ("The series was", "Salt Road")],
)
def test_pronouns_and_descriptions_are_resolved(words: str, name: str) -> None:
    found = reading(TEXT)
    start = TEXT.index(words)
    mention = next(m for m in found.mentions if m.span.start == start)
    assert found.by_id[mention.entity].name == name
    assert mention.form in {Form.PRONOUN, Form.NOMINAL}


def test_ids_are_unique_and_every_mention_has_its_entity() -> None:
    found = reading(TEXT)
    ids = [e.id for e in found.entities]
    assert len(ids) == len(set(ids))
    assert {m.entity for m in found.mentions} <= set(ids)


def test_reading_twice_gives_the_same() -> None:
    assert reading(TEXT).mentions == reading(TEXT).mentions


def test_parts_can_be_left_out() -> None:
    bare = reading(TEXT, without={Part.COREFERENCE, Part.SEASONS, Part.ROLES})
    assert {m.form for m in bare.mentions} == {Form.NAME}
    assert typed(bare, EntityType.SEASON) == set()


@pytest.mark.parametrize("text", ["", "\n\n", "no names here at all.", "“”", "…", "A" * 5000, "(((", "🙂 🙂"])
def test_odd_texts_are_read_without_error(text: str) -> None:
    found = reading(text)
    assert all(m.span.end <= len(text) for m in found.mentions)


def test_known_names_are_found_where_the_text_alone_says_little() -> None:
    text = "Then there is Night Bus To Nowhere, of course."
    known = KnownNames.of([Entity("x", EntityType.FILM, "Night Bus To Nowhere")], nlp())
    assert typed(reading(text, known=known), EntityType.FILM) == {"Night Bus To Nowhere"}


def test_a_role_without_a_name_is_a_character_if_somebody_plays_it() -> None:
    text = "Nick (Kit Connor) comes out to his mom (played by Olivia Colman). Ben Okoro plays the lighthouse keeper."
    found = reading(text)
    described = {
        e.name for e in found.entities if not any(s.of(text) == e.name and e.name[0].isupper() for s in e.named)
    }
    assert "the lighthouse keeper" in described


def test_playing_an_instrument_is_no_role() -> None:
    found = reading("Ben Okoro plays the piano. Ingrid Njie plays a key role and played to full houses.")
    assert typed(found, EntityType.CHARACTER) == set()


def test_an_episode_counted_beside_its_title_is_the_titled_one() -> None:
    text = "Saltbox: “The Grandmother Clause” (Season 2 Episode 6). Next week: episode 7 of Saltbox."
    show = Entity("e1", EntityType.SHOW, "Saltbox", (), (Span(0, 7),), (Span(0, 7),))
    clause = Span(10, 32)
    titled = Entity("e2", EntityType.EPISODE, "The Grandmother Clause", (), (clause,), (clause,))
    found = mentions.with_counted(text, [show, titled])
    episodes = {e.name: e.aliases for e in found if e.type is EntityType.EPISODE}
    assert episodes == {
        "The Grandmother Clause": ("Episode 6",),
        "Saltbox season 2 episode 7": ("episode 7",),
    }
    assert [e.name for e in found if e.type is EntityType.SEASON] == ["Saltbox season 2"]

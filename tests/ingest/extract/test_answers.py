"""What of a language model's answer an article bears out."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from graph.model import Status
from ingest.article import Document
from ingest.extract.answers import borne_out
from ingest.extract.reading import Reading
from ingest.extraction import Extraction
from ingest.pipeline import Extractor

TEXT = (
    "‘Salt Road’ to return\n\n"
    "Channel 4 has renewed the drama “Salt Road”. Ingrid Vasconcellos plays the smuggler Una Crail, and Ben Okoro "
    "plays Ezra Tarn.\n\n"
    "Una has Ezra on a string. Okoro was never the composer of “Salt Road”. Rumour has it that Una has Ezra's boat.\n\n"
    "“Salt Road” has Okoro behind it with the guitar. It borrows from the 2011 stage piece Low Water. “We had the best "
    "of weather and the worst of boats,” Vasconcellos joked. The camera went to Crail Harbour in Fife in May 2022.\n\n"
    "Is Una the maker of “Salt Road”? Pat Orme, a fan from Hull, has seen Okoro nine times."
)


@cache
def alone() -> tuple[Reading, Extraction]:
    document, extractor = Document("a", TEXT, "2023-08-04"), Extractor()
    return extractor.read(document), extractor.extract(document)


def heard(**answer: list[dict[str, Any]]) -> Extraction:
    return borne_out(answer, *alone(), "llm/m")


def told(subject: str, property: str, object: str, quote: str) -> list[tuple[str, str, Status]]:
    record = {"subject": subject, "property": property, "object": object, "quote": quote}
    found = heard(facts=[record])
    return [(f.property, f.evidence.quote, f.status) for f in found.facts if f.rule == "llm/m"]


def test_a_fact_is_quoted_from_one_end_to_the_other() -> None:
    said = [("musicBy", "Salt Road” has Okoro", Status.ASSERTED)]
    assert told("Salt Road", "musicBy", "Ben Okoro", "has Okoro behind it with the guitar") == said


@pytest.mark.parametrize(
    ("subject", "property", "object", "quote"),
    [
        ("Salt Road", "musicBy", "Ben Okoro", "Okoro wrote the score"),
        ("Salt Road", "musicBy", "Ben Okoro", ""),
        ("Salt Road", "musicBy", "Ben Okoro", "plays Ezra Tarn"),
        ("Salt Road", "musicBy", "Ben Okoro", "Okoro was never the composer of “Salt Road”"),
        ("Una Crail", "friend", "Ezra Tarn", "Una has Ezra's boat"),
        ("Salt Road", "creator", "Una Crail", "Is Una the maker of “Salt Road”?"),
        ("Salt Road", "musicBy", "Nina Simone", "has Okoro behind it"),
        ("Salt Road", "adoredBy", "Ben Okoro", "has Okoro behind it"),
        ("Ben Okoro", "musicBy", "Salt Road", "has Okoro behind it"),
        ("Salt Road", "releaseDate", "2024-01-01", "has Okoro behind it"),
        ("Salt Road", "genre", "Ben Okoro", "has Okoro behind it"),
    ],
    ids=[
        "words that are not there",
        "no words",
        "words that name one end only",
        "denied",
        "rumoured",
        "asked",
        "a name that is not there",
        "a property that there is none of",
        "ends of the wrong kinds",
        "a date that is not there",
        "a name for a literal",
    ],
)
def test_what_the_text_does_not_say_is_left_out(subject: str, property: str, object: str, quote: str) -> None:
    assert told(subject, property, object, quote) == []


@pytest.mark.parametrize(
    ("subject", "property", "object", "quote"),
    [
        ("Ben Okoro", "occupation", "fan", "a fan from Hull, has seen Okoro"),
        ("Ben Okoro", "age", "9", "has seen Okoro nine times"),
        ("Ben Okoro", "identifiesAs", "composer", "Okoro was never the composer"),
        ("Salt Road", "musicBy", "Pat Orme", "Pat Orme, a fan from Hull"),
    ],
)
def test_nothing_is_told_of_a_person_that_only_the_rules_may_tell(
    subject: str, property: str, object: str, quote: str
) -> None:
    assert told(subject, property, object, quote) == []


def test_of_characters_a_model_may_tell_what_the_story_says() -> None:
    assert told("Ezra Tarn", "lovesUnrequited", "Una Crail", "Una has Ezra on a string") == [
        ("lovesUnrequited", "Una has Ezra", Status.ASSERTED)
    ]


def test_a_new_work_is_taken_in_and_a_new_being_is_not() -> None:
    said = {
        "subject": "Salt Road",
        "property": "isBasedOn",
        "object": "Low Water",
        "quote": "the 2011 stage piece Low Water",
    }
    names = [{"name": name, "type": type} for name, type in (("Low Water", "Work"), ("Fan", "Character"))]
    found = heard(names=names, facts=[said])
    assert {e.name for e in found.entities} - {e.name for e in alone()[1].entities} <= {"Low Water"}
    assert not [e for e in found.entities if e.name == "Hull Orme"]


def test_an_event_keeps_the_names_and_the_date_that_its_sentence_has() -> None:
    args = [{"role": "about", "name": "Salt Road"}, {"role": "place", "name": "Fife"}, {"role": "hero", "name": "Fife"}]
    quote = "The camera went to Crail Harbour in Fife in May 2022"
    events = [{"type": "production", "date": "2022-05", "args": args, "quote": quote}]
    found = [event for event in heard(events=events).events if event.rule == "llm/m"]
    assert [(e.type, e.date, [role for role, _ in e.args], e.evidence.quote) for e in found] == [
        ("production", "2022-05", ["place"], quote)
    ]


def test_a_quotation_that_has_a_speaker_keeps_it() -> None:
    said = [{"speaker": "Ben Okoro", "quote": "We had the best of"}]
    assert heard(statements=said).statements == alone()[1].statements


def test_a_flood_of_facts_is_cut_off() -> None:
    record = {"subject": "Salt Road", "property": "musicBy", "object": "Ben Okoro", "quote": "nowhere"}
    good = {**record, "quote": "has Okoro behind it with the guitar"}
    assert heard(facts=[*[record] * 400, good]).facts == alone()[1].facts

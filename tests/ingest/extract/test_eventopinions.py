from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ingest.extract import dates, events
from ingest.extract.eventopinions import BELIEVED, SPOKEN, UNSPOKEN
from ingest.extract.model import Model
from ingest.extract.opinions import Opinions
from ingest.extract.reading import Reading
from ingest.extraction import Event
from tests.ingest.extract.marked_text import parsed

pytestmark = pytest.mark.model

Scores = Mapping[tuple[str, str, str], float]


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load()


def held(model: Model, reading: Reading, scores: Scores, otherwise: float) -> Opinions:
    """The opinions of the model with other scores: those given by the names of the two things, `otherwise` else."""
    given = model.opinions(reading, model.encode(reading.doc), dates.find(reading.text, reading.document.date))
    names = {entity.id: entity.name for entity in reading.entities}
    scored = []
    for one in given.scored:
        pairs = np.where(np.isfinite(one.pairs), otherwise, -np.inf).astype(np.float32)
        for (a, b), row in one.found.at.items():
            for column, label in enumerate(given.labels):
                if (score := scores.get((names.get(a, a), label, names.get(b, b)))) is not None:
                    pairs[row, column] = score
        scored.append(replace(one, pairs=pairs))
    return replace(given, scored=scored)


def told(
    model: Model, text: str, scores: Scores, otherwise: float = -9.0
) -> Sequence[tuple[str, set[tuple[str, str]]]]:
    """The events of a text by type, their arguments by name."""
    reading = parsed(text)
    names: dict[str, str] = {entity.id: entity.name for entity in reading.entities}

    def named(event: Event) -> set[tuple[str, str]]:
        return {(role, names[e]) for role, e in event.args} | ({("date", event.date)} if event.date else set())

    found: Any = events.events(reading, dates.find(reading.text), opinions=held(model, reading, scores, otherwise))
    for event in found:
        assert event.evidence.quote == reading.text[event.evidence.start : event.evidence.end]
    return [(event.type, named(event)) for event in found]


def test_a_pair_that_the_model_thinks_likely_is_an_event(model: Model) -> None:
    text = "[Salt Road|Film] finds its way to [Harbour TV|Organization] after all."
    likely = {("Salt Road", "release:about:medium", "Harbour TV"): UNSPOKEN + 0.1}
    assert told(model, text, {}) == []
    assert told(model, text, likely) == [("release", {("about", "Salt Road"), ("medium", "Harbour TV")})]


def test_less_is_asked_where_the_words_speak_of_such_an_event(model: Model) -> None:
    score = {("Salt Road", "release:about:medium", "Harbour TV"): SPOKEN + 0.1}
    assert told(model, "[Salt Road|Film] finds its way to [Harbour TV|Organization].", score) == []
    assert told(model, "[Salt Road|Film], a premiere of [Harbour TV|Organization] in effect.", score)


def test_a_likely_pair_joins_the_event_of_the_rules_that_has_one_of_the_two(model: Model) -> None:
    text = "[Ada Marsh|Person] won the [Golden Oar|Award]. It was for [Salt Road|Film], a sad one."
    likely = {
        ("Golden Oar", "award:award:patient", "Ada Marsh"): 2.0,
        ("Salt Road", "award:about:patient", "Ada Marsh"): 2.0,
    }
    whole = {("patient", "Ada Marsh"), ("award", "Golden Oar"), ("about", "Salt Road")}
    assert told(model, text, likely) == [("award", whole)]


def test_an_argument_that_no_other_makes_likely_is_dropped(model: Model) -> None:
    text = "[Ada Marsh|Person] won the [Golden Oar|Award] for [Salt Road|Film]."
    likely = {("Golden Oar", "award:award:patient", "Ada Marsh"): 2.0}
    assert told(model, text, likely) == [("award", {("patient", "Ada Marsh"), ("award", "Golden Oar")})]
    assert told(model, text, {}, BELIEVED - 0.1) == []
    assert len(told(model, text, {}, BELIEVED + 0.1)[0][1]) == 3


def test_what_is_denied_is_no_event_however_likely(model: Model) -> None:
    text = "[Salt Road|Film] will not be seen on [Harbour TV|Organization]."
    assert told(model, text, {("Salt Road", "release:about:medium", "Harbour TV"): 5.0}) == []


def test_a_release_has_one_channel_the_likeliest(model: Model) -> None:
    text = "[Salt Road|Film] is at [Harbour TV|Organization], or at [Oarlock|Organization]."
    likely = {
        ("Salt Road", "release:about:medium", "Harbour TV"): 3.0,
        ("Salt Road", "release:about:medium", "Oarlock"): 2.0,
    }
    assert told(model, text, likely) == [("release", {("about", "Salt Road"), ("medium", "Harbour TV")})]


def test_who_was_accused_is_left_to_the_rules(model: Model) -> None:
    text = "[Ada Marsh|Person] stood beside [Ben Okoro|Person]."
    assert told(model, text, {("Ada Marsh", "accusation:agent:patient", "Ben Okoro"): 9.0}) == []
    assert told(model, text, {("Ada Marsh", "performance:agent:agent", "Ben Okoro"): 9.0})

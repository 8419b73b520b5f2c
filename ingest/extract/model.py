"""The trained model: one pass of a small encoder over an article, and the heads that read it.

In: spaCy's `Doc` with tags, sentences and entities. Out: `Encoded` (made once an article), from which come mentions of
names (`spans`), of literals (`literals`), and `Opinions` of the facts that join them.
Weights, tokenizer and tables lie in `data/models`; `ingest.training` makes them. No torch: onnxruntime and numpy.

    doc = parse.parse(nlp, document.text)
    encoded = model.encode(doc)
    reading = mentions.resolve(document, doc, known, model.emissions(encoded, names.LABELS))
    opinions = model.opinions(reading, encoded, dates)
    facts = judged(relations.facts(reading, dates), opinions)
    found = events.events(reading, dates, facts, opinions=opinions)

Windows go through the encoder one by one, on one thread, so that an article's answers do not hang on what else is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from graph.model import EntityType, Span
from ingest.extract.dates import DateMention
from ingest.extract.decode import probabilities, spans_of
from ingest.extract.labels import ENTITY_KINDS, LITERAL_KINDS, TAGS
from ingest.extract.opinions import Calibration, Opinions, Scored
from ingest.extract.pairs import Floats, Located, Scorer, candidates
from ingest.extract.reading import Form, Reading
from ingest.extract.wordpieces import Window, windows
from ingest.extraction import Fact

__all__ = ["FILES", "MODELS", "Encoded", "Model", "judged"]

MODELS = Path(__file__).parents[2] / "data" / "models"
FILES = ("encoder.onnx", "pairs.npz", "model.json", "tokenizer.json")
READ = 320
"""Pieces in a window when reading. Attention costs the square of it: at 512, as in training, an article takes a fifth
more time for .009 more F1 of names, and facts are no better (F1 .654, at 256 .666)."""
FLOOR = 1e-3
"""The least probability of a tag, so that another tagger can still overrule this one."""


@dataclass(frozen=True, eq=False)
class Encoded:
    """A document as the encoder sees it: for each window the state of each piece and the tag scores of each token."""

    doc: Any
    windows: tuple[Window, ...]
    states: tuple[Floats, ...]
    tags: tuple[Floats, ...]


@dataclass(frozen=True, eq=False)
class Model:
    """The loaded model. `labels` are the pair labels with the kinds that each can join."""

    session: Any
    tokenizer: Any
    version: str
    labels: Mapping[str, frozenset[tuple[str, str]]]
    added: Calibration
    stated: Calibration
    scorer: Scorer

    @classmethod
    def load(cls, folder: Path = MODELS) -> Model:
        """Read the model from a folder. Raises FileNotFoundError with the missing file's path."""
        import onnxruntime
        from tokenizers import Tokenizer

        for name in FILES:
            if not (folder / name).exists():
                raise FileNotFoundError(f"{folder / name}: no trained model. `make train` makes it.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "pairs.npz") as stored:
            weights = {name: stored[name].astype(np.float32) for name in stored.files}
        labels = {label: frozenset((s, o) for s, o in ends) for label, ends in settings["labels"].items()}
        return cls(
            session,
            Tokenizer.from_file(str(folder / "tokenizer.json")),
            str(settings["version"]),
            labels,
            _calibration(settings["added"]),
            _calibration(settings["stated"]),
            Scorer(weights),
        )

    def encode(self, doc: Any) -> Encoded:
        """Run the encoder over a parsed document."""
        cut = tuple(windows(doc, self.tokenizer, READ))
        states, tags = [], []
        for window in cut:
            found, scores = self.session.run(None, {"pieces": window.pieces[None], "features": window.features[None]})
            states.append(found[0])
            tags.append(scores[0][window.first])
        return Encoded(doc, cut, tuple(states), tuple(tags))

    def spans(self, encoded: Encoded) -> tuple[tuple[Span, EntityType, float], ...]:
        """Return the names that the tagger finds: span, type, probability; in text order, none overlapping."""
        return tuple(
            (span, EntityType(kind), chance) for span, kind, chance in _tagged(encoded) if kind in ENTITY_KINDS
        )

    def literals(self, encoded: Encoded) -> tuple[tuple[Span, str, float], ...]:
        """Return occupations, genres, ages and identities: span, the property it fills, probability."""
        properties = {kind: name for name, kind in LITERAL_KINDS.items()}
        return tuple((span, properties[kind], chance) for span, kind, chance in _tagged(encoded) if kind in properties)

    def opinions(self, reading: Reading, encoded: Encoded, dates: Sequence[DateMention] = ()) -> Opinions:
        """Score each pair of things that some label can join, in each window that has both."""
        places = tuple(_places(reading, dates))
        scored = []
        for window, states in zip(encoded.windows, encoded.states, strict=True):
            found = candidates(_located(places, window, encoded.doc), self.labels)
            if found.pairs:
                scored.append(Scored.of(window, found, self.scorer.scores(found, states)))
        return Opinions(
            reading, tuple(self.labels), tuple(scored), self.added, self.stated, f"model/pair@{self.version}"
        )

    def emissions(self, encoded: Encoded, labels: Sequence[str]) -> Floats:
        """Return the log-probabilities of tags for each token of the document, in the order of another tagger's labels.

        Tags that the other tagger lacks count as its first label, "O". Shape (tokens, labels); white space is "O".
        """
        column = [labels.index(tag) if tag in labels else 0 for tag in TAGS]
        found = np.zeros((len(encoded.doc), len(labels)), dtype=np.float32)
        found[:, 0] = 1
        for window, scores in zip(encoded.windows, encoded.tags, strict=True):
            held = np.zeros((len(scores), len(labels)), dtype=np.float32)
            np.add.at(held.T, column, probabilities(scores).T)
            found[window.tokens] = held
        logs: Floats = np.log(np.maximum(found, FLOOR))
        return logs


def judged(facts: Iterable[Fact], opinions: Opinions) -> tuple[Fact, ...]:
    """Return the facts of the rules without those that the model does not believe, then those that they missed."""
    held = tuple(facts)
    return (*filter(opinions.believed, held), *opinions.missed(held))


def _calibration(stored: Mapping[str, Any]) -> Calibration:
    return Calibration({label: (float(a), float(b)) for label, (a, b) in stored["slopes"].items()}, stored["least"])


def _tagged(encoded: Encoded) -> Iterator[tuple[Span, str, float]]:
    for window, scores in zip(encoded.windows, encoded.tags, strict=True):
        for first, stop, kind, chance in spans_of(scores):
            begin, end = encoded.doc[int(window.tokens[first])], encoded.doc[int(window.tokens[stop - 1])]
            yield Span(begin.idx, end.idx + len(end)), kind, round(chance, 4)


def _places(reading: Reading, dates: Sequence[DateMention]) -> Iterator[tuple[Span, str, str, bool]]:
    """All that a pair can join: span, thing, kind, whether it is named.

    Not literals: the rules' word lists find them better than the tagger, and what they are told of is theirs to say.
    """
    for mention in reading.mentions:
        yield mention.span, mention.entity, str(reading.type_of(mention)), mention.form is Form.NAME
    for date in dates:
        yield date.span, f"Date:{date.iso}", "Date", True


def _located(places: Sequence[tuple[Span, str, str, bool]], window: Window, doc: Any) -> list[Located]:
    """Turn the places that a window holds into pieces."""
    at = {int(t): n for n, t in enumerate(window.tokens)}
    found = []
    for span, thing, kind, named in places:
        cover = doc.char_span(span.start, span.end, alignment_mode="expand")
        if cover is not None and cover.start in at and cover.end - 1 in at:
            found.append((int(window.first[at[cover.start]]), int(window.last[at[cover.end - 1]]), thing, kind, named))
    return found

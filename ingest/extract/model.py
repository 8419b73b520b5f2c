"""The trained model: one pass of a small encoder over an article, and the heads that read it.

In: spaCy's `Doc` with tags, sentences and entities. Out: `Encoded` (made once an article), from which come mentions of
names (`spans`), of literals (`literals`), and scores of properties for pairs of mentions (`links`).
Weights, tokenizer and tables lie in `data/models`; `ingest.training` makes them. No torch: onnxruntime and numpy.

    doc = parse.parse(nlp, document.text)
    encoded = model.encode(doc)
    reading = mentions.resolve(document, doc, known, model.emissions(encoded, names.LABELS))
    facts = relations.facts(reading, dates)
    facts += model.additions(facts, reading, encoded, dates)

Windows go through the encoder one by one, on one thread, so that an article's answers do not hang on what else is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.model import EntityType, Evidence, Span
from ingest.extract import guards
from ingest.extract.dates import DateMention
from ingest.extract.decode import probabilities, spans_of
from ingest.extract.labels import ENTITY_KINDS, LITERAL_KINDS, PAIR_KINDS, PROPERTIES, SYMMETRIC, TAGS
from ingest.extract.literals import literal
from ingest.extract.pairs import Candidates, Located, candidates
from ingest.extract.reading import Form, Reading
from ingest.extract.wordpieces import Window, windows
from ingest.extraction import Fact

__all__ = ["FILES", "MODELS", "Encoded", "Link", "Model"]

MODELS = Path(__file__).parents[2] / "data" / "models"
FILES = ("encoder.onnx", "pairs.npz", "model.json", "tokenizer.json")
DISTANCES = (0, 1, 3, 6, 12, 24, 48, 96, 192)
"""Lower bounds, in pieces, of the buckets of the gap between two mentions; the order of the two doubles them."""

FLOOR = 1e-3
"""The least probability of a tag, so that another tagger can still overrule this one."""
FAR = 300
"""Characters between two mentions past which the text between them is no evidence any more."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Encoded:
    """A document as the encoder sees it: for each window the state of each piece and the tag scores of each token."""

    doc: Any
    windows: tuple[Window, ...]
    states: tuple[Floats, ...]
    tags: tuple[Floats, ...]


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """`subject label object` with the probability that it is told, and the shortest span that has both mentions.

    A subject or object is an entity id, `Kind:words` for a literal or `Date:iso` for a date. The label is a property,
    or `type:role:role` for two arguments of an event.
    """

    subject: str
    label: str
    object: str
    chance: float
    span: Span


@dataclass(frozen=True, eq=False)
class Model:
    """The loaded model. `labels` are the pair labels with the kinds they join; a slope and an offset calibrate each."""

    session: Any
    tokenizer: Any
    version: str
    labels: Mapping[str, frozenset[tuple[str, str]]]
    thresholds: Mapping[str, float]
    calibration: Mapping[str, tuple[float, float]]
    weights: Mapping[str, Floats]

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
        return cls(
            session,
            Tokenizer.from_file(str(folder / "tokenizer.json")),
            str(settings["version"]),
            {label: frozenset((s, o) for s, o in ends) for label, ends in settings["labels"].items()},
            {label: float(x) for label, x in settings["thresholds"].items()},
            {label: (float(a), float(b)) for label, (a, b) in settings["calibration"].items()},
            weights,
        )

    def encode(self, doc: Any) -> Encoded:
        """Run the encoder over a parsed document."""
        cut = tuple(windows(doc, self.tokenizer))
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

    def links(self, reading: Reading, encoded: Encoded, dates: Sequence[DateMention] = ()) -> tuple[Link, ...]:
        """Score each pair of things that some label can join: one link a pair and label, the best of all windows."""
        places = tuple(_places(reading, encoded, dates))
        best: dict[tuple[str, str, str], Link] = {}
        for window, states in zip(encoded.windows, encoded.states, strict=True):
            found = candidates(_located(places, window, encoded.doc), self.labels)
            if not found.pairs:
                continue
            for link in self._told(found, self._scores(found, states), window, encoded.doc):
                key = link.subject, link.label, link.object
                if key not in best or link.chance > best[key].chance:
                    best[key] = link
        return tuple(sorted(best.values()))

    def relations(self, reading: Reading, encoded: Encoded, dates: Sequence[DateMention] = ()) -> tuple[Fact, ...]:
        """Return the facts whose probability is above the threshold of their property."""
        links = {
            (k.subject, k.label, k.object): k for k in self.links(reading, encoded, dates) if k.label in PROPERTIES
        }
        found = []
        for (subject, label, object_), link in links.items():
            chance = link.chance
            if label in SYMMETRIC and (other := links.get((object_, label, subject))):
                if subject > object_:
                    continue
                chance = (chance + other.chance) / 2
            if chance < self.thresholds.get(label, 1.0):
                continue
            sentences = _sentences(reading, link.span)
            start, end = link.span.start - sentences.start, link.span.end - sentences.start
            status = guards.status(sentences.of(reading.text), start, end)
            value = _value(label, object_)
            if status is not None and value is not None:
                evidence = Evidence.at(reading.text, _support(reading, link.span))
                found.append(Fact(subject, label, value, evidence, chance, status, f"model/pair@{self.version}"))
        return tuple(found)

    def additions(
        self, facts: Sequence[Fact], reading: Reading, encoded: Encoded, dates: Sequence[DateMention] = ()
    ) -> tuple[Fact, ...]:
        """Return the model's facts that are not among those found already (by the rules, which say it better)."""
        said = {_key(fact) for fact in facts}
        return tuple(f for f in self.relations(reading, encoded, dates) if _key(f) not in said)

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

    def _told(self, found: Candidates, scores: Floats, window: Window, doc: Any) -> Iterator[Link]:
        """Links above a hundredth: soft maximum of a pair's scores, calibrated; its best mentions are the evidence."""
        labels = list(self.labels)
        slopes = np.array([self.calibration.get(label, (1.0, 0.0)) for label in labels], dtype=np.float32)
        bounds = np.searchsorted(found.group, np.arange(len(found.pairs) + 1))
        for n, (subject, object_) in enumerate(found.pairs):
            rows = scores[bounds[n] : bounds[n + 1]]
            top = rows.max(axis=0)
            summed = top + np.log(np.exp(rows - top).sum(axis=0))
            chances = 1 / (1 + np.exp(-(slopes[:, 0] * summed + slopes[:, 1])))
            for k in np.nonzero(found.valid[n] & (chances > 0.01))[0]:
                i, j = found.links[bounds[n] + int(rows[:, k].argmax())]
                span = _cover(found.mentions[i], found.mentions[j], window, doc)
                yield Link(subject, labels[k], object_, round(float(chances[k]), 4), span)

    def _scores(self, found: Candidates, states: Floats) -> Floats:
        """Scores (links, labels): the same sums as `ingest.training.network.Pairs`, reckoned once a mention."""
        w = self.weights
        left, right = (np.array([m[i] for m in found.mentions]) for i in (0, 1))
        kinds = np.array([PAIR_KINDS.index(m[3]) for m in found.mentions])
        named = np.array([int(m[4]) for m in found.mentions])
        a, b = found.links[:, 0], found.links[:, 1]
        means = _mean(states, left, right)
        subject = means @ w["subject.weight"].T + w["subject.bias"]
        subject += w["subject_kind.weight"][kinds] + w["subject_named.weight"][named]
        object_ = means @ w["object.weight"].T + w["object_kind.weight"][kinds] + w["object_named.weight"][named]
        start, stop = np.minimum(right[a], right[b]), np.maximum(left[a], left[b])
        gap = np.maximum(stop - start, 0)
        bucket = (gap[:, None] >= np.array(DISTANCES)).sum(axis=1) - 1 + len(DISTANCES) * (left[a] > left[b])
        between = _mean(states @ w["between.weight"].T, start, start + gap)
        x = _gelu(subject[a] + object_[b] + between + w["distance.weight"][bucket])
        x = x + _gelu(x @ w["middle.weight"].T + w["middle.bias"])
        scores: Floats = x @ w["out.weight"].T + w["out.bias"]
        return scores


def _tagged(encoded: Encoded) -> Iterator[tuple[Span, str, float]]:
    for window, scores in zip(encoded.windows, encoded.tags, strict=True):
        for first, stop, kind, chance in spans_of(scores):
            begin, end = encoded.doc[int(window.tokens[first])], encoded.doc[int(window.tokens[stop - 1])]
            yield Span(begin.idx, end.idx + len(end)), kind, round(chance, 4)


def _places(reading: Reading, encoded: Encoded, dates: Sequence[DateMention]) -> Iterator[tuple[Span, str, str, bool]]:
    """All that a pair can join: span, thing, kind, whether it is named."""
    for mention in reading.mentions:
        yield mention.span, mention.entity, str(reading.type_of(mention)), mention.form is Form.NAME
    for span, kind, _ in _tagged(encoded):
        if kind not in ENTITY_KINDS:
            yield span, f"{kind}:{span.of(reading.text).lower()}", kind, True
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


def _value(label: str, thing: str) -> str | None:
    """The object of a fact: an entity id, or a literal as the graph holds it; None for an age that is no number."""
    kind, colon, words = thing.partition(":")
    if not colon:
        return thing
    return literal(label, kind, words) if kind in {"Age", "Genre", "Date"} else words


def _key(fact: Fact) -> tuple[str, str, str]:
    """What makes two facts one: symmetric ones have no direction, literals no case."""
    a, b = fact.subject, fact.object.casefold()
    if fact.property in SYMMETRIC:
        a, b = min(a, b), max(a, b)
    return a, fact.property, b


def _sentences(reading: Reading, span: Span) -> Span:
    """The whole sentences that a span lies in."""
    inside = [s for s in reading.sentences if s.overlaps(span)]
    return Span(min(s.start for s in inside), max(s.end for s in inside)) if inside else span


def _support(reading: Reading, span: Span) -> Span:
    """A span that a reader can take in: where the mentions stand far apart, the sentence of the later one."""
    if span.end - span.start <= FAR:
        return span
    last = next((s for s in reading.sentences if s.start < span.end <= s.end), span)
    text = last.of(reading.text)
    return Span(last.start + len(text) - len(text.lstrip()), last.start + len(text.rstrip()))


def _cover(a: Located, b: Located, window: Window, doc: Any) -> Span:
    """The shortest span of the text with both mentions."""
    first, last = min(a[0], b[0]), max(a[1], b[1])
    begin = doc[int(window.tokens[np.searchsorted(window.first, first)])]
    end = doc[int(window.tokens[np.searchsorted(window.last, last)])]
    return Span(begin.idx, end.idx + len(end))


def _mean(x: Floats, start: NDArray[np.int64], stop: NDArray[np.int64]) -> Floats:
    """Means of rows [start, stop) for each pair of numbers; zero where there are none."""
    sums = np.concatenate([np.zeros((1, x.shape[1])), x.cumsum(axis=0, dtype=np.float64)])
    found: Floats = ((sums[stop] - sums[start]) / np.maximum(stop - start, 1)[:, None]).astype(np.float32)
    return found


def _gelu(x: Floats) -> Floats:
    """The exact GELU, by the error function of Abramowitz and Stegun 7.1.26 (error below 1.5e-7)."""
    z = np.abs(x) / np.float32(2**0.5)
    t = 1 / (1 + np.float32(0.3275911) * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1 - poly * np.exp(-z * z))
    found: Floats = (0.5 * x * (1 + erf)).astype(np.float32)
    return found

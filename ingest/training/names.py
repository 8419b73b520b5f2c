"""Training of the name model: `python -m ingest.training.names [FOLDER...]`, in two or three minutes on one core.

In: annotated articles (`data/training`, and folders with more). Out: `data/models/names.npz`.
The kinds' model learns from names that chains proposed which had not seen the article (five folds).
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from scipy.cluster.vq import kmeans2
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from ingest.extract import gazetteer, names, parse, registry
from ingest.extract.cues import Cues, cues
from ingest.extract.kinds import NONE, OUTCOMES, Evidence, Kinds, Witnesses, believed
from ingest.extract.names import LABELS, RELUCTANCE, NameModel
from ingest.extract.recognizer import KINDS, Chain
from ingest.extract.registry import Name, bare
from ingest.training.corpus import Record, occurrences, read

__all__ = ["Article", "article", "main", "train"]

FOLDS = 5
CLUSTERS = 400
SEEN_IN = 3
"""A word counts by its own form if it stands in so many training articles: no name is learnt by heart."""
CHAIN = {"c1": 0.05, "c2": 1.0, "max_iterations": 80, "feature.minfreq": 2, "feature.possible_transitions": True}
KINDS_PENALTY = 5.0
_TITLES = frozenset({"Show", "Film", "Work", "Episode"})


@dataclass(frozen=True, eq=False)
class Article:
    """A parsed training article: its annotation, the label of each token."""

    doc: Any
    gold: Mapping[str, Any]
    labels: tuple[str, ...]


def article(record: Record, doc: Any) -> Article:
    """Align an annotation with the tokens: every place of a name, longer names first. Seasons are read by grammar."""
    text = str(record.article["text"])
    forms: dict[str, str] = {}
    for entity in record.gold["entities"]:
        for form in (str(entity["name"]), *map(str, entity.get("aliases", ()))):
            if entity["type"] in KINDS and (named := _named(form, str(entity["type"]))):
                forms.setdefault(named, str(entity["type"]))
    labels = ["O"] * len(doc)
    taken = bytearray(len(text))
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        for span in occurrences(text, form, any_case=forms[form] == "Award"):
            if any(taken[span.start : span.end]):
                continue
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            held = doc.char_span(span.start, span.end, alignment_mode="expand")
            for k in range(held.start, held.end) if held is not None else ():
                if labels[k] == "O":
                    labels[k] = f"{'B' if k == held.start else 'I'}-{forms[form]}"
    return Article(doc, record.gold, tuple(labels))


def _named(form: str, kind: str) -> str:
    """A form as it is looked for; empty for descriptions ("the constable"), which are no names."""
    bare_form = form.strip()
    if kind not in _TITLES:
        first, _, rest = bare_form.partition(" ")
        if first.lower() in {"the", "a", "an"} and rest:
            bare_form = rest
    if len(bare_form) < 2 or (kind != "Award" and not (bare_form[0].isupper() or bare_form[0].isdigit())):
        return "" if not any(c.isupper() for c in bare_form[:2]) else bare_form
    return bare_form


def train(articles: Sequence[Article], clusters: Any) -> NameModel:
    """Train the chain and the kinds on articles."""
    held_by = Counter(word for a in articles for word in {t.lower_ for t in a.doc})
    vocabulary = frozenset(word for word, count in held_by.items() if count >= SEEN_IN)
    read_cues = [cues(a.doc, gazetteer.load(), vocabulary, clusters) for a in articles]
    folds = [_names(articles, read_cues, vocabulary, fold) for fold in range(FOLDS)]
    first = [example for fold in folds for seen in fold for example in seen.examples(believed(seen.names))]
    second: list[tuple[Evidence, str]] = []
    for fold in range(FOLDS):
        # What the first model says of an article that it has not seen.
        others = [seen for k in range(FOLDS) if k != fold for seen in folds[k]]
        model = _kinds([example for seen in others for example in seen.examples(believed(seen.names))])
        for seen in folds[fold]:
            chances = model.chances(seen.witnesses.given(believed(seen.names)))
            second += seen.examples(chances)
    chain = _chain(list(zip(articles, read_cues, strict=True)))
    return NameModel(vocabulary, clusters, chain, (_kinds(first), _kinds(second)))


@dataclass(frozen=True, eq=False)
class _Seen:
    """The names of an article as a chain proposed them that had not seen it, with what they should turn out to be."""

    names: tuple[Name, ...]
    witnesses: Witnesses
    outcomes: tuple[str, ...]

    def examples(self, belief: Any) -> list[tuple[Evidence, str]]:
        """The evidence for each name under a belief, with the name's outcome."""
        return list(zip(self.witnesses.given(belief), self.outcomes, strict=True))


def _names(articles: Sequence[Article], held: Sequence[Cues], vocabulary: frozenset[str], fold: int) -> list[_Seen]:
    chain = _chain([(articles[k], held[k]) for k in range(len(articles)) if k % FOLDS != fold])
    found = []
    for k in range(fold, len(articles), FOLDS):
        named = registry.gather(articles[k].doc, chain.propose(held[k], RELUCTANCE))
        witnesses = Witnesses(articles[k].doc, named, gazetteer.load(), vocabulary)
        found.append(_Seen(named, witnesses, tuple(outcome(n, articles[k].gold) for n in named)))
    return found


def outcome(name: Name, gold: Mapping[str, Any]) -> str:
    """The type of the gold entity that a name is, by its name before its aliases; `NONE` if it is none."""
    key, forms = bare(name.form), {bare(f) for f in name.forms}
    best: tuple[int, str] = (3, NONE)
    for entity in gold["entities"]:
        full, aliases = bare(str(entity["name"])), {bare(str(a)) for a in entity.get("aliases", ())}
        rank = 0 if full == key else 1 if key in aliases else 2 if full and full in forms else 3
        if rank < best[0]:
            best = (rank, str(entity["type"]) if entity["type"] in KINDS else NONE)
    return best[1]


def _sequences(article: Article, held: Cues) -> Iterator[tuple[list[list[str]], list[str]]]:
    start = 0
    for k in range(1, len(held.tokens) + 1):
        if k == len(held.tokens) or held.tokens[k] != held.tokens[k - 1] + 1:
            yield [list(f) for f in held.features[start:k]], [article.labels[t] for t in held.tokens[start:k]]
            start = k


def _chain(articles: Sequence[tuple[Article, Cues]]) -> Chain:
    # Only training needs the library (requirements-train.txt), and it ships no types.
    pycrfsuite: Any = import_module("pycrfsuite")
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(CHAIN)
    for article, held in articles:
        for features, labels in _sequences(article, held):
            trainer.append(features, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "chain")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        learnt = tagger.info()
        tagger.close()
    column = {label: k for k, label in enumerate(LABELS)}
    kept = sorted({name for (name, _), weight in learnt.state_features.items() if abs(weight) > 0.01})
    rows = {name: row for row, name in enumerate(kept)}
    weights = np.zeros((len(rows), len(LABELS)), dtype=np.float32)
    for (name, label), weight in learnt.state_features.items():
        if name in rows:
            weights[rows[name], column[label]] = weight
    transitions = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for (before, after), weight in learnt.transitions.items():
        transitions[column[before], column[after]] = weight
    for after in LABELS:
        for before in LABELS:
            if after[0] == "I" and before[2:] != after[2:]:
                transitions[column[before], column[after]] = -30
    return Chain(LABELS, rows, weights, transitions)


def _kinds(examples: Sequence[tuple[Evidence, str]]) -> Kinds:
    """Multinomial logistic regression with a quadratic penalty, by L-BFGS."""
    seen = Counter(name for held, _ in examples for name, _ in held)
    rows = {name: row for row, name in enumerate(sorted(n for n, count in seen.items() if count >= SEEN_IN))}
    at, columns, values = [0], [], []
    for held, _ in examples:
        for name, value in held:
            if name in rows:
                columns.append(rows[name])
                values.append(value)
        at.append(len(columns))
    given = csr_matrix((values, columns, at), shape=(len(examples), len(rows)))
    wanted = np.zeros((len(examples), len(OUTCOMES)))
    wanted[np.arange(len(examples)), [OUTCOMES.index(out) for _, out in examples]] = 1

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(len(rows), len(OUTCOMES))
        scores = given @ weights
        scores -= scores.max(axis=1, keepdims=True)
        log_chances = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        gradient = given.T @ (np.exp(log_chances) - wanted) + KINDS_PENALTY * weights
        return float(-(wanted * log_chances).sum() + KINDS_PENALTY / 2 * (weights**2).sum()), gradient.ravel()

    found = minimize(loss, np.zeros(len(rows) * len(OUTCOMES)), jac=True, method="L-BFGS-B", options={"maxiter": 120})
    return Kinds(rows, found.x.reshape(len(rows), len(OUTCOMES)).astype(np.float32))


def clusters_of(nlp: Any) -> Any:
    """Cluster the pipeline's word vectors; the number of a row's cluster stands at the row's place."""
    vectors = nlp.vocab.vectors.data
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    _, found = kmeans2((vectors / lengths).astype(np.float64), CLUSTERS, iter=15, minit="points", seed=0)
    return found.astype(np.uint16)


def main(folders: Sequence[str]) -> None:
    """Train on the project's articles and on those of more folders, and write the model."""
    root = Path(__file__).resolve().parents[2]
    nlp = parse.load()
    records = read([root / "data" / "training", *map(Path, folders)])
    articles = [article(r, parse.parse(nlp, str(r.article["text"]))) for r in records]
    model = train(articles, clusters_of(nlp))
    names.FILE.parent.mkdir(parents=True, exist_ok=True)
    model.save(names.FILE)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The names of one document, each with its kind: recogniser, registry and kinds, joined.

In: spaCy's `Doc`, spans that another model proposes. Out: `Judged` names in text order.
`NameModel` holds what `ingest.training.names` learnt; it is one file, read once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelMissing
from ingest.extract import gazetteer, kinds, registry
from ingest.extract.cues import cues
from ingest.extract.kinds import OUTCOMES, Kinds
from ingest.extract.known import KnownNames
from ingest.extract.recognizer import KINDS, Chain, Floats, Proposal
from ingest.extract.registry import Name

__all__ = ["Judged", "NameModel", "load"]

FILE = Path(__file__).resolve().parents[2] / "data" / "models" / "names.npz"
# Below 0: names are proposed more freely than the chain alone would, and the kinds' model throws out the worst.
# On 243 training articles that neither chain nor encoder had seen, F1 of typed names is .743 at 0, -0.7 and -1.5 alike;
# recall rises from .708 to .719.
RELUCTANCE = -0.7
LEAST = 0.3
MOST_NONE = 0.6
# Below it a single name is what the full name is that has the word.
UNSURE = 0.6
_TITLED = frozenset(OUTCOMES.index(kind) for kind in ("Show", "Film", "Work", "Episode"))
_PERSON, _CHARACTER = OUTCOMES.index("Person"), OUTCOMES.index("Character")
# The weight of the encoder's log-probabilities beside the chain's scores. On the same unseen articles F1 is .686 at 0,
# .731 at 0.3, .739 at 0.6, .738 at 1; kinds learnt from names that the encoder had proposed as well would give .743.
HEARD = 0.6
LABELS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))


@dataclass(frozen=True)
class Judged:
    """A name with its kind (of `KINDS`) and the chances of all `OUTCOMES`."""

    name: Name
    kind: str
    chances: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """The chance of the kind that was decided for."""
        return self.chances[OUTCOMES.index(self.kind)]


@dataclass(frozen=True, eq=False)
class NameModel:
    """What was learnt: the words that count by their form, the clusters of word vectors, the chain, the kinds."""

    vocabulary: frozenset[str]
    clusters: NDArray[np.uint16]
    chain: Chain
    kinds: tuple[Kinds, Kinds]

    def propose(self, doc: Any, emissions: Floats | None = None) -> tuple[Proposal, ...]:
        """Return the spans that may be names, each with its chances.

        `emissions` are the trained encoder's log-probabilities of `LABELS` for each token, if it is to be heard.
        """
        found = cues(doc, gazetteer.load(), self.vocabulary, self.clusters)
        return self.chain.propose(found, RELUCTANCE, emissions, HEARD)

    def judge(
        self, doc: Any, proposals: Sequence[Proposal], together: bool = True, known: KnownNames | None = None
    ) -> tuple[Judged, ...]:
        """Gather proposals to names, and decide what each one is; names that are no entity are left out.

        With `together` false the recogniser's own chances decide, without what the whole document shows. A name of two
        words or more that is known beforehand is half of what it is known as; a title, half of what the words beside it
        call it.
        """
        names = registry.gather(doc, proposals)
        if not together:
            return tuple(
                Judged(n, KINDS[int(n.chances.argmax())], (*n.chances.tolist(), 1 - float(n.chances.sum())))
                for n in names
                if n.chances.max() >= LEAST
            )
        witnesses = kinds.Witnesses(doc, names, gazetteer.load(), self.vocabulary)
        chances = kinds.believed(names)
        for model in self.kinds:
            chances = model.chances(witnesses.given(chances))
        for k, name in enumerate(names):
            first = name.occurrences[0]
            if known is not None and (sure := known.kind(doc, first.start, first.end)) is not None:
                chances[k] = (chances[k] + np.eye(len(OUTCOMES), dtype=chances.dtype)[sure]) / 2
            elif chances[k].argmax() in _TITLED and (kind := witnesses.called(name)):
                chances[k] = (chances[k] + np.eye(len(OUTCOMES), dtype=chances.dtype)[OUTCOMES.index(kind)]) / 2
        best = chances[:, :-1].argmax(axis=1).tolist() if names else []
        kept = [row[b] >= LEAST and row[-1] < MOST_NONE for row, b in zip(chances, best, strict=True)]
        changed = _rejoined(names, chances, best, kept)
        return tuple(
            Judged(changed.get(k, name), OUTCOMES[best[k]], tuple(float(c) for c in chances[k]))
            for k, name in enumerate(names)
            if kept[k] and changed.get(k, name).occurrences
        )

    def save(self, path: Path) -> None:
        """Write the model to a file. The same model gives the same arrays."""
        np.savez_compressed(
            path,
            vocabulary=_packed(sorted(self.vocabulary)),
            clusters=self.clusters,
            chain_features=_packed(sorted(self.chain.rows, key=self.chain.rows.__getitem__)),
            chain_weights=self.chain.weights.astype(np.float16),
            chain_transitions=self.chain.transitions.astype(np.float16),
            kind_features=_packed(sorted(self.kinds[0].rows, key=self.kinds[0].rows.__getitem__)),
            kind_weights=self.kinds[0].weights.astype(np.float16),
            kind_features_2=_packed(sorted(self.kinds[1].rows, key=self.kinds[1].rows.__getitem__)),
            kind_weights_2=self.kinds[1].weights.astype(np.float16),
        )


def _rejoined(names: Sequence[Name], chances: Floats, best: Sequence[int], kept: Sequence[bool]) -> dict[int, Name]:
    """Give single names to the full names that have the word, now that kinds are known.

    A single name goes to a full one of its kind; one that was thrown out, or that is not sure, to any.
    """
    found: dict[int, Name] = {}
    for kind in (_PERSON, _CHARACTER):
        full = [k for k in range(len(names)) if kept[k] and best[k] == kind and " " in names[k].form]
        short = [
            k
            for k in range(len(names))
            if " " not in names[k].form
            and k not in found
            and ((kept[k] and best[k] == kind) or (best[k] in {_PERSON, _CHARACTER} and chances[k][best[k]] < UNSURE))
        ]
        found |= registry.rejoined([found.get(k, n) for k, n in enumerate(names)], short, full)
    return found


@cache
def load(path: Path = FILE) -> NameModel:
    """Read the model. Raises ModelMissing where there is none."""
    if not path.is_file():
        raise ModelMissing(str(path))
    with np.load(path, allow_pickle=False) as held:
        return NameModel(
            frozenset(_unpacked(held["vocabulary"])),
            held["clusters"],
            Chain(
                LABELS,
                {name: row for row, name in enumerate(_unpacked(held["chain_features"]))},
                held["chain_weights"].astype(np.float32),
                held["chain_transitions"].astype(np.float32),
            ),
            (_kinds(held, ""), _kinds(held, "_2")),
        )


def _kinds(held: Any, number: str) -> Kinds:
    features = _unpacked(held[f"kind_features{number}"])
    return Kinds({name: row for row, name in enumerate(features)}, held[f"kind_weights{number}"].astype(np.float32))


def _packed(names: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _unpacked(held: NDArray[np.uint8]) -> list[str]:
    return held.tobytes().decode().split("\n")

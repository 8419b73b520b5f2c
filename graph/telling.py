"""Chains of facts in plain English.

In: facts with the labels of their ends, in the order of a chain. Out: one sentence. The words of each fact are the
vocabulary's; here they are only joined.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from graph.reader import Node
from graph.relations import read_aloud
from graph.vocabulary import vocabulary

__all__ = ["Step", "tell"]

_WORKS: Final = frozenset(("Show", "Film", "Season", "Episode", "Work"))
_PAST: Final = frozenset(("wrote", "won", "was", "were", "came"))


@dataclass(frozen=True, slots=True)
class Step:
    """A fact of a chain. `shared` is the node that the step before led to."""

    subject: Node
    property: str
    object: Node
    shared: Node


def tell(steps: Sequence[Step]) -> str:
    """Return a chain as a sentence.

    >>> a, b = Node("a", "Person", "Ada Lune"), Node("b", "Person", "Tom Reed")
    >>> show = Node("s", "Show", "Nightjar")
    >>> tell([Step(show, "actor", a, a), Step(show, "actor", b, show)])
    'Ada Lune acts in Nightjar, and so does Tom Reed.'
    >>> tell([Step(show, "author", a, a), Step(show, "actor", b, show)])
    'Ada Lune wrote Nightjar, and Tom Reed acts in it.'
    >>> tell([Step(a, "spouse", b, a), Step(show, "director", b, b), Step(show, "actor", a, show)])
    'Ada Lune is married to Tom Reed, who directed Nightjar, and Ada Lune acts in it.'
    """
    told = last = _said(steps[0])
    for before, step in pairwise(steps):
        clause = _again(before, step) or _with_pronoun(step)
        label = step.shared.label
        if not _speaks_of(clause, label):
            told += f", and {clause}"
        elif told.endswith(label):
            told += f", {'which' if step.shared.type in _WORKS else 'who'}{clause[len(label) :]}"
        elif _speaks_of(last, label):
            told += f" and{clause[len(label) :]}"
        else:
            told += f", and {clause}"
        last = clause
    return f"{told}."


def _speaks_of(clause: str, label: str) -> bool:
    return clause.startswith(f"{label} ") and not clause.startswith(f"{label} and ")


def _said(step: Step) -> str:
    property = vocabulary().property(step.property)
    ends = step.subject.label, step.object.label
    first, second = reversed(ends) if property.symmetric and step.object == step.shared else ends
    return read_aloud(property, first, second).removesuffix(".")


def _again(before: Step, step: Step) -> str | None:
    """Return "so does B" where the step says of another the same that the one before said, None where it does not."""
    property = vocabulary().property(step.property)
    ahead = step.object if step.subject == step.shared else step.subject
    starts = re.match(r"\{([so])\} (\w+)", property.phrase)
    if before.property != step.property or not starts or property.symmetric:
        return None
    speaks_of = step.subject if starts[1] == "s" else step.object
    if speaks_of != ahead or (before.subject if starts[1] == "s" else before.object) == step.shared:
        return None
    verb = starts[2]
    return f"so {verb if verb in ('is', 'was', 'has') else _auxiliary(verb)} {ahead.label}"


def _auxiliary(verb: str) -> str:
    return "did" if verb in _PAST or verb.endswith("ed") else "does"


def _with_pronoun(step: Step) -> str:
    """Return the step with "it" for a shared work that does not begin the clause."""
    said = _said(step)
    label = step.shared.label
    if step.shared.type in _WORKS and not said.startswith(label):
        return re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", "it", said, count=1)
    return said

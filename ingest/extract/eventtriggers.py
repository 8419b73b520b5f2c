"""Where the words stand that the event tables go by.

In: a `Reading`. Out: for each trigger in its text the token with the rules that it sets off, and which sentences speak
of which type of event. A verb or noun counts under its own tag, a phrase with all its words; not inside a name, and not
as the second half of a compound ("Oscar-winning").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import LOWER
from spacy.strings import get_string_id

from graph.model import EntityType
from ingest.extract.eventrules import EventRule, rule_tables
from ingest.extract.reading import Reading

__all__ = ["Triggered", "triggered"]

Triggered = tuple[Any, tuple[EventRule, ...]]
"""A token (spaCy's) and the rules that it sets off."""

Trigger = tuple[EventRule, tuple[str, ...], str]
"""A rule, the words that must follow, and the tag that the first word must have."""


@cache
def _triggers() -> Mapping[int, tuple[Trigger, ...]]:
    """The triggers by the hash of their first word."""
    found: dict[int, list[Trigger]] = {}
    for rule in (rule for table in rule_tables() for rule in table.rules):
        for tag, words in (("VB", rule.verbs), ("NN", rule.nouns)):
            for first, *rest in map(str.split, words):
                found.setdefault(get_string_id(first), []).append((rule, tuple(rest), tag))
        for first, *rest in rule.phrases:
            found.setdefault(get_string_id(first), []).append((rule, tuple(rest), ""))
    return {word: tuple(sorted(rules, key=lambda r: (r[0].id, r[1]))) for word, rules in found.items()}


@cache
def _words() -> np.ndarray:
    return np.array(sorted(_triggers()), dtype=np.uint64)


def triggered(reading: Reading) -> Iterator[Triggered]:
    """Yield the triggers of a text, in order."""
    triggers, doc = _triggers(), reading.doc
    named = {
        at for m in reading.mentions if reading.type_of(m) is not EntityType.AWARD
        for at in range(m.span.start, m.span.end)
    }  # fmt: skip
    words = doc.to_array(LOWER)
    for n in np.flatnonzero(np.isin(words, _words())):
        token = doc[int(n)]
        if token.idx in named or _epithet(token):
            continue
        rules = [
            rule for rule, rest, tag in triggers[int(words[n])] if token.tag_.startswith(tag) and _follows(token, rest)
        ]
        if rules:
            yield token, tuple(rules)


def _epithet(token: Any) -> bool:
    """Whether a word is the second half of a compound: the "winning" of "Oscar-winning" tells no event."""
    return token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_


def _follows(token: Any, rest: tuple[str, ...]) -> bool:
    """Whether the words of a phrase follow a token, or its particle stands with it."""
    if not rest:
        return True
    following = [t.lower_ for t in token.doc[token.i + 1 : token.i + 1 + len(rest)]]
    if tuple(following) == rest:
        return True
    return len(rest) == 1 and any(c.dep_ == "prt" and c.lower_ == rest[0] for c in token.children)

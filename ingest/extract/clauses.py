"""Where the mentions of a sentence stand to a word that tells of an event.

In: a `Reading`. Out: `Clauses`, which gives for a trigger token the `Filler`s of its clause: each mention with its
slot. Slots are logical: `doer` (subject of an active verb, "by" of a passive one), `done` (object, or subject of a
passive), a preposition ("at", "for", "of"), `owner` ("Leigh's film"), `modifier` ("Ray star X"), `aside` ("X (Ray)"),
and `near` for what stands in the sentence without such a tie. Subjects are shared along conjuncts and complements,
and a relative clause's subject is the noun it stands at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.model import EntityType, Span
from ingest.extract.reading import Mention, Reading

__all__ = ["Clauses", "Filler"]

_SUBJECT = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))
_OBJECT = frozenset(("dobj", "obj", "attr", "oprd", "dative", "acomp"))
_SHARES_SUBJECT = frozenset(("conj", "xcomp", "advcl", "acl", "relcl", "pcomp", "ccomp", "parataxis", "dep"))
_INSIDE_NOUN = frozenset(("compound", "nmod", "amod", "nummod"))
_LIMIT = 14


@dataclass(frozen=True, slots=True)
class Filler:
    """A mention in a slot of a trigger. `distance` is in tokens between the two."""

    mention: Mention
    slot: str
    distance: int


class Clauses:
    """The grammar of one reading's sentences, as far as mentions and triggers go."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._fillers: dict[int, tuple[Filler, ...]] = {}
        self._ways: dict[int, list[Any]] = {}
        self._verbs: dict[int, Any] = {}
        self._types: dict[int, frozenset[EntityType]] = {}

    @cached_property
    def _mentions_of(self) -> dict[int, list[tuple[Mention, Any]]]:
        """Mentions with their root tokens, by the index of the sentence's first token."""
        found: dict[int, list[tuple[Mention, Any]]] = {}
        for mention in self._reading.mentions:
            root = self.root(mention.span)
            if root is not None and root.tag_ != "PRP$":
                found.setdefault(self.number(root), []).append((mention, root))
        return found

    def root(self, span: Span) -> Any:
        """Return the token that governs a span; None where the span holds no token."""
        chars = self._reading.doc.char_span(span.start, span.end, alignment_mode="expand")
        return None if chars is None or len(chars) == 0 else chars.root

    @cached_property
    def _numbers(self) -> list[int]:
        return [n for n, sentence in enumerate(self._reading.doc.sents) for _ in range(len(sentence))]

    def number(self, token: Any) -> int:
        """Return which sentence a token is of. spaCy's own `token.sent` looks for its start each time."""
        return self._numbers[int(token.i)]

    def sentence(self, token: Any) -> Span:
        """Return the span of a token's sentence."""
        return self._reading.sentences[self.number(token)]

    def inside(self, token: Any) -> Sequence[tuple[Mention, Any]]:
        """Return the mentions of a token's sentence with their root tokens."""
        return self._mentions_of.get(self.number(token), [])

    def fillers(self, trigger: Any) -> tuple[Filler, ...]:
        """Return every mention of the trigger's sentence with its slot, nearest first."""
        if trigger.i in self._fillers:
            return self._fillers[trigger.i]
        found = []
        for mention, root in self.inside(trigger):
            if mention.span.start <= trigger.idx < mention.span.end:
                continue
            found.append(Filler(mention, self.slot(mention, root, trigger), abs(root.i - trigger.i)))
        self._fillers[trigger.i] = tuple(sorted(found, key=lambda f: (f.distance, f.mention)))
        return self._fillers[trigger.i]

    def _verb(self, trigger: Any) -> Any:
        if trigger.i not in self._verbs:
            self._verbs[trigger.i] = governing_verb(trigger)
        return self._verbs[trigger.i]

    def types(self, token: Any) -> frozenset[EntityType]:
        """Return the types of the mentions of a token's sentence."""
        start = self.number(token)
        if start not in self._types:
            self._types[start] = frozenset(self._reading.type_of(m) for m, _ in self._mentions_of.get(start, []))
        return self._types[start]

    def _way(self, root: Any) -> list[Any]:
        """The tokens from a root up to the head of its sentence."""
        if root.i not in self._ways:
            self._ways[root.i] = list(_climb(root))
        return self._ways[root.i]

    def unnamed(self, trigger: Any, slot: str) -> str:
        """Return the noun in a trigger's `doer` or `done` slot: "film" of "the film opens"; "" without one."""
        verb = self._verb(trigger)
        if verb is None:
            return ""
        subject = slot == ("done" if passive(verb) else "doer")
        node = verb
        for _ in range(3):
            nouns = [c for c in node.children if c.dep_ in (_SUBJECT if subject else _OBJECT)]
            if nouns:
                return str(nouns[0].lower_)
            if not subject or node.dep_ not in {"conj", "xcomp"}:
                return ""
            node = node.head
        return ""

    def slot(self, mention: Mention, root: Any, trigger: Any) -> str:
        """Return the slot in which a mention stands to a trigger."""
        if self._aside(mention):
            return "aside"
        verb = self._verb(trigger)
        steps = self._way(root)
        targets = {trigger.i, verb.i} if verb is not None else {trigger.i}
        for n, node in enumerate(steps):
            if node.i in targets and n:
                return _relation(steps[:n], node, passive(node)) if _in_clause(steps[:n], node) else "inner"
        if verb is not None:
            shared = self._shared(root, steps, verb)
            if shared:
                return shared
        return "near"

    def _shared(self, root: Any, steps: Sequence[Any], verb: Any) -> str | None:
        """The slot of a mention that belongs to a verb with which the trigger's verb shares its subject."""
        node, own = verb, any(c.dep_ in _SUBJECT for c in verb.children)
        for _ in range(4):
            head = node.head
            if node.dep_ not in _SHARES_SUBJECT or head is node:
                return None
            if node.dep_ in {"relcl", "acl"}:
                at_head = root.i == head.i or any(
                    s.i == head.i and s.dep_ != "pobj" for s in steps[:3] if _beside(steps, s)
                )
                if not at_head:
                    return None
                if node.dep_ == "acl" and verb.tag_ == "VBN":
                    return "done"
                subjects = [c for c in node.children if c.dep_ in _SUBJECT]
                if any(c.lower_ == "whose" for s in subjects for c in s.children):
                    return None
                relative = not subjects or subjects[0].lower_ in {"who", "which", "that"}
                return ("done" if passive(node) else "doer") if relative else ("doer" if passive(node) else "done")
            for n, step in enumerate(steps):
                if step.i == head.i and n:
                    relation = _relation(steps[:n], head, passive(verb))
                    if relation in {"doer", "done"} and steps[n - 1].dep_ in _SUBJECT:
                        return None if own else ("done" if passive(verb) else "doer")
                    if node.dep_ == "xcomp":
                        return relation
                    return f"outer:{relation}" if node.dep_ in {"conj", "advcl"} else None
            own = own or any(c.dep_ in _SUBJECT for c in head.children)
            node = head
        return None

    def _aside(self, mention: Mention) -> bool:
        text = self._reading.text
        before = text[max(0, mention.span.start - 2) : mention.span.start].rstrip("‘“\"' ")
        return before.endswith("(") or (
            text[: mention.span.start].endswith(", ")
            and bool(re.match(r"\s*\)", text[mention.span.end : mention.span.end + 2]))
        )


def governing_verb(token: Any) -> Any:
    """Return the verb of which a trigger is the head, or under which a noun trigger stands; None without one."""
    for node in (token, *_climb(token)):
        if node.tag_.startswith("VB") or node.tag_ == "MD":
            return node
        if node.dep_ in {"appos", "relcl", "advcl"}:
            return None
    return None


def passive(verb: Any) -> bool:
    """Say whether a verb is passive: "was named", "named X by Y", "Canceled at CBS"."""
    if any(c.dep_ in {"nsubjpass", "auxpass", "agent"} for c in verb.children):
        return True
    if verb.tag_ != "VBN":
        return False
    return not any(c.dep_ in {"aux", "dobj"} for c in verb.children)


def _climb(token: Any) -> Iterator[Any]:
    node = token
    for _ in range(_LIMIT):
        yield node
        if node.head is node:
            return
        node = node.head


def _beside(steps: Sequence[Any], step: Any) -> bool:
    """Whether the way up to a step leads only through conjuncts and appositions."""
    return all(s.dep_ in {"conj", "appos"} for s in steps[: [t.i for t in steps].index(step.i)])


def _in_clause(steps: Sequence[Any], top: Any) -> bool:
    """Whether the way up to a trigger crosses no other verb but complements."""
    return not any(s.tag_.startswith("VB") and s.dep_ not in {"xcomp", "pcomp", "amod"} for s in steps[1:])


def _relation(steps: Sequence[Any], top: Any, is_passive: bool) -> str:
    """The slot told by the way from a mention's root up to a trigger."""
    first = steps[0]
    inner = [s for s in steps if s.dep_ not in {"conj", "appos"}]
    if first.dep_ == "poss":
        return "owner"
    if first.dep_ in _INSIDE_NOUN:
        return "modifier"
    for step in inner:
        if step.dep_ == "pobj" and (step.head.dep_ == "agent" or (step.head.lower_ == "by" and step.head.head is top)):
            return "doer"
        if step.dep_ == "pobj":
            return str(step.head.lower_)
        if step.dep_ in {"poss", *_INSIDE_NOUN}:
            return "modifier"
    relation = steps[-1].dep_
    if relation in _SUBJECT:
        return "done" if is_passive else "doer"
    if relation in _OBJECT:
        return "done"
    if relation == "agent":
        return "doer"
    if relation == "prep":
        return str(steps[-1].lower_)
    return "near"

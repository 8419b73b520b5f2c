"""What the trained model holds of the events of one article.

In: the `Opinions` of an article, its triggers, the events of the rules. Out: the events, without the arguments that the
model does not believe, with those that the rules left, and with events that they missed. The model scores pairs of
arguments ("release:about:date"); a pair that it thinks likely joins an event that has one of the two, else it is an
event of its own. The less the words of its sentences speak of such an event, the likelier it must be.

What is sensitive, a death, somebody's leaving, is left to the rules, who know whose words they read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from graph.model import Evidence, Span, Status
from ingest.extract import guards
from ingest.extract.eventtriggers import Triggered
from ingest.extract.focus import Focus
from ingest.extract.opinions import FAR, Opinions, Scored
from ingest.extract.pairs import Located
from ingest.extract.story import Positions
from ingest.extraction import Event

__all__ = ["EventOpinions"]

# Scores (log-odds) from which a pair is taken: where a sentence that speaks of such an event names both, where one of
# the two stands in the sentence beside it, and where no words of the kind stand near. An argument that no partner
# reaches BELIEVED with is not taken from a rule. Chosen on 70 articles that the model of version 1 had not seen: the
# arguments of the rules' events below -5 were right in .16, from 1 upwards in .82.
SPOKEN, BESIDE, UNSPOKEN = -0.5, 0.5, 1.0
BELIEVED = -4.5
_LEFT_TO_RULES = frozenset(("comingOut", "accusation", "harassment", "legal", "death", "departure", "other"))
_ONE = frozenset(("medium", "date", "occasion", "place"))
_ONE_OF: Mapping[str, frozenset[str]] = {
    "award": _ONE | {"award", "patient"},
    "interview": _ONE | {"agent"},
    "publicPost": _ONE | {"agent"},
    "statement": _ONE | {"agent"},
}
# Types of which one thing can take part in several.
_MANY = frozenset(("award", "nomination", "storyEvent"))
# What an event that the rules missed must have.
_NEEDED: Mapping[str, frozenset[str]] = {
    "award": frozenset(("patient",)),
    "nomination": frozenset(("patient", "award")),
    **dict.fromkeys(("release", "production", "renewal", "cancellation", "sale"), frozenset(("about",))),
    **dict.fromkeys(("interview", "publicPost", "statement"), frozenset(("agent",))),
    **dict.fromkeys(("death", "birth"), frozenset(("patient",))),
    "casting": frozenset(("patient", "about")),
}
_CONFIDENCE = 0.5

Node = tuple[str, str]
"""A role and the thing that fills it; a date is the thing `Date:iso`."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two arguments of an event that the model thinks likely: how far above what is asked, and the words."""

    beyond: float
    type: str
    nodes: tuple[Node, Node]
    span: Span
    status: Status


class EventOpinions:
    """The events of one article as the model sees them. `positions` place what it finds of the story."""

    def __init__(self, opinions: Opinions, heard: Iterable[Triggered], positions: Positions) -> None:
        self._opinions, self._reading, self._positions = opinions, opinions.reading, positions
        self._focus = Focus(self._reading)
        self._starts = [s.start for s in self._reading.sentences]
        self._spoken: dict[str, set[int]] = {}
        for token, rules in heard:
            for rule in rules:
                self._spoken.setdefault(rule.type, set()).add(self._sentence(token.idx))

    def judged(self, events: Iterable[Event]) -> Iterator[Event]:
        """Yield the events without what is not believed, with what the rules left; then those that they missed."""
        kept = [(event, nodes) for event in events if (nodes := self._believed(event))]
        made: list[tuple[_Pair, set[Node]]] = []
        for pair in self._likely():
            mine = [n for e, n in kept if e.type == pair.type] + [n for p, n in made if p.type == pair.type]
            if any(nodes.issuperset(pair.nodes) for nodes in mine):
                continue
            touched = [nodes for nodes in mine if not nodes.isdisjoint(pair.nodes)]
            home = next((nodes for nodes in touched if _fits(pair.type, nodes, pair.nodes)), None)
            if home is not None:
                home.update(pair.nodes)
            elif not touched or pair.type in _MANY:
                made.append((pair, set(pair.nodes)))
        for event, nodes in kept:
            yield replace(event, args=_args(nodes), date=_date(nodes))
        yield from (found for pair, nodes in made if (found := self._event(pair, nodes)) is not None)

    def _believed(self, event: Event) -> set[Node]:
        """The arguments of an event of the rules that some other argument makes likely, or that have no score."""
        nodes = [*event.args, *([("date", f"Date:{event.date}")] if event.date else [])]
        kept = set()
        for node in nodes:
            scores = [s for other in nodes if (s := self._score(event.type, node, other)) is not None]
            if not scores or max(scores) >= BELIEVED:
                kept.add(node)
        return kept if _args(kept) else set()

    def _score(self, type: str, one: Node, other: Node) -> float | None:
        """The score of two arguments of an event; of two in one role the better direction. None where there is none."""
        if one[1] == other[1]:
            return None
        a, b = sorted((one, other))
        label = f"{type}:{a[0]}:{b[0]}"
        ways = [(a[1], b[1]), (b[1], a[1])] if a[0] == b[0] else [(a[1], b[1])]
        return max((s for x, y in ways if (s := self._opinions.score(x, label, y)) is not None), default=None)

    def _likely(self) -> list[_Pair]:
        """The pairs that are likely enough, the surest first."""
        labels = self._opinions.labels
        columns = [
            n for n, label in enumerate(labels) if ":" in label and label.partition(":")[0] not in _LEFT_TO_RULES
        ]
        least = min(SPOKEN, BESIDE, UNSPOKEN)
        best: dict[tuple[str, str, str], tuple[float, Scored, int, int]] = {}
        for scored in self._opinions.scored:
            for n, k in np.argwhere(scored.pairs[:, columns] >= least):
                (a, b), column = scored.found.pairs[n], columns[k]
                score, key = float(scored.pairs[n, column]), (a, labels[column], b)
                if key not in best or score > best[key][0]:
                    best[key] = score, scored, int(n), column
        found = []
        for (a, label, b), (score, scored, n, column) in best.items():
            type, role, other = label.split(":")
            asked = self._asked(type, a, b)
            if score >= asked and (words := self._words(scored, n, column)) is not None:
                found.append(_Pair(score - asked, type, ((role, a), (other, b)), *words))
        return sorted(found, key=lambda p: (-p.beyond, p.type, p.nodes))

    def _asked(self, type: str, one: str, other: str) -> float:
        """The score that is asked of two things, by what the sentences around them speak of."""
        spoken = self._spoken.get(type, set())
        a, b = self._sentences_of[one], self._sentences_of[other]
        if a & b & spoken:
            return SPOKEN
        if any(abs(x - y) == 1 and (x in spoken or y in spoken) for x, y in product(a, b)):
            return BESIDE
        return UNSPOKEN

    @cached_property
    def _sentences_of(self) -> Mapping[str, set[int]]:
        """The sentences that name each thing, entities and dates."""
        found: dict[str, set[int]] = {}
        for scored in self._opinions.scored:
            for mention in scored.found.mentions:
                found.setdefault(mention[2], set()).add(self._sentence(_span(scored, mention, self._reading.doc).start))
        return found

    def _sentence(self, at: int) -> int:
        return max(0, bisect_right(self._starts, at) - 1)

    def _words(self, scored: Scored, n: int, column: int) -> tuple[Span, Status] | None:
        """The words that tell of a pair, and how firmly; None where they deny or doubt it."""
        own = np.nonzero(scored.found.group == n)[0]
        i, j = scored.found.links[own[int(scored.links[own, column].argmax())]]
        one, other = (_span(scored, scored.found.mentions[m], self._reading.doc) for m in (i, j))
        span = Span(min(one.start, other.start), max(one.end, other.end))
        sentences = [self._reading.sentences[self._sentence(at)] for at in (span.start, span.end - 1)]
        whole = Span(min(s.start for s in sentences), max(s.end for s in sentences))
        status = guards.status(whole.of(self._reading.text), span.start - whole.start, span.end - whole.start)
        return None if status is None else (span, status)

    def _event(self, pair: _Pair, nodes: set[Node]) -> Event | None:
        reading = self._reading
        untold = "about" in _NEEDED.get(pair.type, ()) and not any(role == "about" for role, _ in nodes)
        if untold and (work := self._focus.at(pair.span.start)):
            nodes.add(("about", work))
        args = _args(nodes)
        roles = [role for role, _ in args]
        if not _NEEDED.get(pair.type, frozenset()) <= set(roles) or not roles:
            return None
        if pair.type == "relationship" and roles.count("agent") < 2:
            return None
        span = pair.span
        if span.end - span.start > FAR:
            span = reading.sentences[self._sentence(span.end - 1)]
        return Event(
            type=pair.type,
            args=args,
            evidence=Evidence.at(reading.text, span),
            date=_date(nodes),
            confidence=_CONFIDENCE,
            status=pair.status,
            rule=self._opinions.rule,
            position=self._positions.at(span) if pair.type == "storyEvent" else None,
        )


def _span(scored: Scored, mention: Located, doc: Any) -> Span:
    """The span of a mention whose pieces are known."""
    window = scored.window
    begin = doc[int(window.tokens[np.searchsorted(window.first, mention[0])])]
    end = doc[int(window.tokens[np.searchsorted(window.last, mention[1])])]
    return Span(begin.idx, end.idx + len(end))


def _fits(type: str, nodes: set[Node], pair: Iterable[Node]) -> bool:
    """Whether two arguments can join an event: no thing in two roles, no second filler of a role that has one."""
    single, roles, things = _ONE_OF.get(type, _ONE), {r for r, _ in nodes}, {t for _, t in nodes}
    return all(n in nodes or (n[1] not in things and not (n[0] in single and n[0] in roles)) for n in pair)


def _args(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(sorted(n for n in nodes if n[0] != "date"))


def _date(nodes: Iterable[Node]) -> str | None:
    """The date among arguments, the most precise of several."""
    return max((t.removeprefix("Date:") for r, t in nodes if r == "date"), key=lambda d: (len(d), d), default=None)

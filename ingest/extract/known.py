"""Names that the graph has already, tried in each article.

In: entities of earlier articles. Out: `KnownNames`, made once, which raises what the recogniser proposes: a name of two
or more words is proposed wherever it stands; one of a single word only gives its kind where the recogniser sees a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.extract.columns import columns
from ingest.extract.recognizer import KINDS, Proposal
from ingest.extraction import Entity

__all__ = ["KnownNames"]

# How far a known kind pulls: the article's own words still outweigh it, so that a book may share its film's title.
_PULL = 0.5


@dataclass(frozen=True)
class KnownNames:
    """Known names by their first token: for each the other tokens, and the kind."""

    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, entities: Iterable[Entity], nlp: Any) -> KnownNames:
        """Make the index. A name that two kinds share is left out: the article has to say which it means."""
        kinds: dict[str, set[int]] = defaultdict(set)
        for entity in entities:
            if str(entity.type) in KINDS:
                for form in (entity.name, *entity.aliases):
                    if form[:1].isupper() and len(form) > 2:
                        kinds[form].add(KINDS.index(str(entity.type)))
        index: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        for form, found in sorted(kinds.items()):
            if len(found) == 1:
                first, *rest = (t.text for t in nlp.tokenizer(form))
                index[first].append((tuple(rest), next(iter(found))))
        return cls({first: tuple(sorted(names, key=lambda n: -len(n[0]))) for first, names in index.items()})

    def joined(self, other: KnownNames) -> KnownNames:
        """Return the names of both; where both know one, this one's kind counts."""
        if not other.by_first:
            return self
        index = {first: list(names) for first, names in self.by_first.items() if first in other.by_first}
        for first, names in other.by_first.items():
            held = {rest for rest, _ in index.setdefault(first, [])}
            index[first] += [name for name in names if name[0] not in held]
            index[first].sort(key=lambda n: -len(n[0]))
        return KnownNames({**self.by_first, **index})

    def heard(self, doc: Any, proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
        """Return the proposals with what is known: kinds pulled, names of several words added where none overlaps."""
        if not self.by_first:
            return tuple(proposals)
        words = columns(doc).words
        covered = {i for p in proposals for i in range(p.start, p.end)}
        found = [self._pulled(words, p) for p in proposals]
        i = 0
        while i < len(words):
            match = next(
                (n for n in self.by_first.get(words[i], ()) if n[0] == tuple(words[i + 1 : i + 1 + len(n[0])])), None
            )
            end = i + 1 + len(match[0]) if match else i + 1
            if match and match[0] and covered.isdisjoint(range(i, end)):
                found.append(Proposal(i, end, _chances([0.0] * len(KINDS), match[1], 0.9)))
            i = end
        return tuple(sorted(found, key=lambda p: p.start))

    def kind(self, doc: Any, start: int, end: int) -> int | None:
        """Return the index of the kind that the words of some tokens are known as, if they are two words or more."""
        words = tuple(t.text for t in doc[start:end])
        options = self.by_first.get(words[0], ()) if len(words) > 1 else ()
        return next((kind for rest, kind in options if rest == words[1:]), None)

    def _pulled(self, words: Sequence[str], proposal: Proposal) -> Proposal:
        rest = tuple(words[proposal.start + 1 : proposal.end])
        kind = next((k for r, k in self.by_first.get(words[proposal.start], ()) if r == rest), None)
        if kind is None:
            return proposal
        return Proposal(proposal.start, proposal.end, _chances(list(proposal.chances), kind, _PULL))


def _chances(chances: list[float], kind: int, pull: float) -> tuple[float, ...]:
    return tuple(c * (1 - pull) + (pull if k == kind else 0.0) for k, c in enumerate(chances))

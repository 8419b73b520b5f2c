"""Who "she", "they", "the show" and "the 23-year-old" are: mentions that do not name.

In: the parse, entities and the mentions by name. Out: both with the mentions by pronoun and by description added.
Sentence by sentence, the entity that was spoken of last and most prominently answers, if number, gender and type agree;
where two answer equally well nothing is resolved.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.model import EntityType, Span
from ingest.extract import gazetteer
from ingest.extract.gazetteer import words
from ingest.extract.gender import pronoun_of
from ingest.extract.reading import Form, Mention
from ingest.extraction import Entity

__all__ = ["resolve"]

_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themself", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
}
_PEOPLE = (EntityType.PERSON, EntityType.CHARACTER)
_TITLED = (EntityType.SHOW, EntityType.FILM, EntityType.WORK)
_DESCRIPTIONS: Mapping[str, tuple[EntityType, ...]] = {
    **dict.fromkeys(("show", "series", "sitcom", "soap", "programme", "program", "serial"), (EntityType.SHOW,)),
    **dict.fromkeys(("drama", "comedy", "thriller", "adaptation", "production", "project"), _TITLED),
    **dict.fromkeys(("film", "movie", "picture", "feature", "biopic", "documentary"), (EntityType.FILM,)),
    **dict.fromkeys(("book", "novel", "play", "musical", "album", "single", "song", "memoir"), (EntityType.WORK,)),
    **dict.fromkeys(("episode", "instalment"), (EntityType.EPISODE,)),
    **dict.fromkeys(("network", "channel", "streamer", "broadcaster", "studio", "company", "band", "label", "paper",
                     "group", "magazine", "newspaper"), (EntityType.ORGANIZATION,)),
    **dict.fromkeys(("festival", "ceremony"), (EntityType.EVENT,)),
    **dict.fromkeys(("actor", "actress", "star", "singer", "director", "writer", "author", "comedian", "presenter",
                     "screenwriter",
                     "playwright", "novelist", "producer", "showrunner", "filmmaker", "musician", "rapper",
                     "performer", "entertainer", "host", "dancer", "model", "composer"), (EntityType.PERSON,)),
}  # fmt: skip
_SHE_NOUNS, _HE_NOUNS = words("actress comedienne hostess"), words("spokesman")
_SUBJECTS = words("nsubj nsubjpass csubj")
_AGE = "-year-old"
# How far back an answer may stand, in sentences; further back a reader has to look for it as well.
_REACH = 5
_TOPIC_REACH = 8
# An aside two sentences back, of a person who may be either, is a guess.
_LEAST = -2.6


@dataclass(frozen=True, slots=True)
class _Seen:
    """An entity spoken of: in which sentence, at which token, and how prominently."""

    entity: int
    sentence: int
    token: int
    subject: bool
    aside: bool = False


def resolve(doc: Any, entities: Sequence[Entity], mentions: Sequence[Mention]) -> tuple[list[Entity], list[Mention]]:
    """Add what pronouns and descriptions refer to."""
    found = list(_Resolver(doc, entities, mentions).resolve())
    more: dict[str, list[Span]] = {}
    for mention in found:
        more.setdefault(mention.entity, []).append(mention.span)
    whole = [replace(e, mentions=tuple(sorted({*e.mentions, *more.get(e.id, ())}))) for e in entities]
    return whole, sorted([*mentions, *found])


class _Resolver:
    def __init__(self, doc: Any, entities: Sequence[Entity], mentions: Sequence[Mention]) -> None:
        self.doc = doc
        self.entities = entities
        index = {e.id: k for k, e in enumerate(entities)}
        starts = [t.idx for t in doc]
        self.sentences = [(s.start, s.end) for s in doc.sents]
        self.named: dict[int, tuple[int, int]] = {}
        self.places: dict[int, list[tuple[int, int]]] = {}
        self.inside: set[int] = set()
        for mention in mentions:
            first = max(0, bisect_right(starts, mention.span.start) - 1)
            last = max(first + 1, bisect_right(starts, mention.span.end - 1))
            entity = index[mention.entity]
            self.named[first] = (entity, last)
            self.places.setdefault(entity, []).append((first, last))
            self.inside.update(range(first, last))
        held = gazetteer.load()
        self.gender = {
            k: pronoun_of(doc, e, self.places.get(k, ()), held) for k, e in enumerate(entities) if e.type in _PEOPLE
        }
        self.quoted = _quoted(doc)
        self.seen: list[_Seen] = []

    def resolve(self) -> Iterator[Mention]:
        """Yield the mentions by pronoun and description, in order."""
        for number, (start, end) in enumerate(self.sentences):
            for i in range(start, end):
                token = self.doc[i]
                if i in self.named:
                    entity, last = self.named[i]
                    head = self.doc[last - 1]
                    self.seen.append(_Seen(entity, number, i, head.dep_ in _SUBJECTS, self._aside(i, start, end)))
                elif i in self.inside:
                    continue
                elif (pronoun := _PRONOUNS.get(token.lower_)) and token.tag_ in {"PRP", "PRP$"}:
                    answer = self._pronoun(pronoun, i, number)
                    if answer is not None:
                        self.seen.append(_Seen(answer, number, i, token.dep_ in _SUBJECTS))
                        yield Mention(Span(token.idx, token.idx + len(token)), self.entities[answer].id, Form.PRONOUN)
                elif token.lower_ in {"the", "this"}:
                    described = self._description(i, end)
                    if described:
                        answer = self._described(described, number)
                        if answer is not None:
                            last_token = self.doc[described]
                            span = Span(token.idx, last_token.idx + len(last_token))
                            self.seen.append(_Seen(answer, number, i, last_token.dep_ in _SUBJECTS))
                            yield Mention(span, self.entities[answer].id, Form.NOMINAL)

    def _aside(self, i: int, start: int, end: int) -> bool:
        """Say whether a token stands in parentheses or between dashes: "Nick (Kit Connor) says that he"."""
        before = [t.text for t in self.doc[start:i]]
        if before.count("(") > before.count(")"):
            return True
        dashes = sum(t in {"—", "–"} for t in before)
        return dashes % 2 == 1 and any(t.text in {"—", "–"} for t in self.doc[i:end])

    def _pronoun(self, pronoun: str, i: int, sentence: int) -> int | None:
        if pronoun == "it":
            return self._it(i, sentence)
        if pronoun == "they":
            return self._they(i, sentence)
        ahead = self._ahead(i, sentence, pronoun)
        if ahead is not None:
            return ahead
        token = self.doc[i]
        barred = self._clause_mates(token)
        ranked = []
        for age, seen in self._recent(sentence, _REACH):
            if seen.entity in barred or not self._fits(seen.entity, pronoun):
                continue
            if self.quoted[i] and not self.quoted[seen.token] and seen.sentence == sentence:
                continue  # who speaks says "I" of themselves
            sure = self.gender[seen.entity] == pronoun
            score = -0.8 * age + 0.9 * seen.subject * (not seen.aside) + 1.2 * sure - 1.5 * seen.aside
            ranked.append((score + seen.token * 1e-4, seen.entity))
        if not ranked or max(ranked)[0] < _LEAST:
            return None
        best = max(ranked)[1]
        if not self.gender[best]:
            self.gender[best] = pronoun
        return best

    def _fits(self, entity: int, pronoun: str) -> bool:
        return self.entities[entity].type in _PEOPLE and self.gender[entity] in {pronoun, ""}

    def _recent(self, sentence: int, reach: int) -> Iterator[tuple[int, _Seen]]:
        """What was spoken of, latest first, with its age in sentences; the headline is older than it looks."""
        for seen in reversed(self.seen):
            age = sentence - seen.sentence
            if age > reach:
                return
            yield age, seen

    def _ahead(self, i: int, sentence: int, pronoun: str) -> int | None:
        """Find the subject after an opening phrase with a possessive: "In her first role, X …"."""
        start, end = self.sentences[sentence]
        token = self.doc[i]
        if token.tag_ != "PRP$" or i - start > 6 or self.quoted[i]:
            return None
        if any(s.sentence == sentence and self.entities[s.entity].type in _PEOPLE for s in self.seen[-4:]):
            return None
        opener = self.doc[start]
        if opener.dep_ not in {"prep", "advmod", "mark", "advcl", "agent"} and opener.tag_ != "IN":
            return None
        for k in range(i + 1, end):
            if k in self.named and self._fits(self.named[k][0], pronoun):
                return self.named[k][0] if self.doc[self.named[k][1] - 1].dep_ in _SUBJECTS else None
        return None

    def _clause_mates(self, token: Any) -> set[int]:
        """The subject of the verb whose object a pronoun is: "Nick told him" is not about Nick twice."""
        if token.dep_ not in {"dobj", "dative", "pobj"} or token.lower_.endswith("self"):
            return set()
        verb = token.head if token.dep_ != "pobj" else token.head.head
        barred = set()
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                barred |= {s.entity for s in self.seen if child.left_edge.i <= s.token <= child.right_edge.i}
        return barred

    def _they(self, i: int, sentence: int) -> int | None:
        """Answer a singular "they": the only person of this sentence and the last, if nothing there is plural."""
        start = self.sentences[max(0, sentence - 1)][0]
        people = {s.entity for _, s in self._recent(sentence, 1) if self.entities[s.entity].type in _PEOPLE}
        if len(people) != 1:
            return None
        only = people.pop()
        if self.gender[only] not in {"", "they"}:
            return None
        if any(t.tag_ in {"NNS", "NNPS"} for t in self.doc[start:i]):
            return None
        self.gender[only] = "they"
        return only

    def _it(self, i: int, sentence: int) -> int | None:
        """A work, a season or an organisation; not the "it" of "it is said that"."""
        token = self.doc[i]
        if token.dep_ == "expl" or (self.quoted[i] and token.tag_ == "PRP"):
            return None
        ranked = []
        for age, seen in self._recent(sentence, 1):
            type = self.entities[seen.entity].type
            if type in _PEOPLE or type in {EntityType.PLACE, EntityType.AWARD}:
                continue
            work = type in _TITLED
            score = -age + 0.8 * seen.subject + 0.4 * work - (0.5 if type is EntityType.ORGANIZATION else 0)
            ranked.append((score + seen.token * 1e-4, seen.entity))
        return max(ranked)[1] if ranked else None

    def _description(self, i: int, end: int) -> int | None:
        """The noun of "the … noun" if it describes without naming: at most three words before it, no name after it."""
        for k in range(i + 1, min(end, i + 5)):
            token = self.doc[k]
            if k in self.inside:
                return None
            if token.text.endswith(_AGE):
                following = self.doc[k + 1] if k + 1 < end else None
                return k if following is None or following.tag_ not in {"NN", "JJ"} else None
            if token.lower_ == "-" or token.tag_ in {"JJ", "CD", "HYPH"} or token.lower_ in {"year", "old"}:
                if token.lower_ == "old" and self.doc[k - 1].text == "-":
                    following = self.doc[k + 1] if k + 1 < end else None
                    if following is None or following.tag_ not in {"NN", "JJ"}:
                        return k
                continue
            if token.lower_ in _DESCRIPTIONS:
                following = self.doc[k + 1] if k + 1 < end else None
                named = following is not None and (
                    following.i in self.inside
                    or following.tag_ in {"NN", "NNS", "NNP", "HYPH", "POS"}
                    or following.lower_ in {"of", "version", "who", "that"}
                )
                quoted = following is not None and following.text in "“‘\"'("
                return None if named or quoted else k
            return None
        return None

    def _described(self, noun: int, sentence: int) -> int | None:
        token = self.doc[noun]
        word = token.lower_
        types: tuple[EntityType, ...] = _DESCRIPTIONS.get(word, (EntityType.PERSON,))
        if EntityType.PERSON in types:
            wanted = "she" if word in _SHE_NOUNS else "he" if word in _HE_NOUNS else ""
            recent_people = [(age, s) for age, s in self._recent(sentence, 2) if self.entities[s.entity].type in types]
            subjects = {s.entity for age, s in recent_people if age == 0 and s.subject}
            people = [s for _, s in recent_people if s.entity not in subjects]
            fitting = [s for s in people if not wanted or self.gender[s.entity] in {wanted, ""}]
            return fitting[0].entity if fitting else None
        recent = [s.entity for _, s in self._recent(sentence, _TOPIC_REACH) if self.entities[s.entity].type in types]
        if not recent:
            return None
        if types == (EntityType.ORGANIZATION,):
            return recent[0]
        # The one spoken of last, unless the document is about another that was named in the last sentences too.
        top = max(set(recent), key=lambda e: (len(self.places.get(e, ())), -e))
        last = [s.entity for _, s in self._recent(sentence, 1) if self.entities[s.entity].type in types]
        return last[0] if last else top


def _quoted(doc: Any) -> list[bool]:
    """For each token, whether it stands in a quotation of more than three words."""
    state = [False] * len(doc)
    texts = [t.text for t in doc]
    i = 0
    while i < len(texts):
        closer = {"“": "”", '"': '"', "‘": "’"}.get(texts[i])
        if closer:
            stop = min(len(texts), i + 150)
            j = next((k for k in range(i + 1, stop) if texts[k] == closer or "\n" in texts[k]), stop)
            if j - i > 4:
                state[i + 1 : j] = [True] * (j - i - 1)
                i = j
        i += 1
    return state

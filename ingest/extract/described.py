"""Roles that are told of without a name: "Nick's mom (played by Olivia Colman)", "plays the constable".

In: the parse, the entities, all mentions. Out: an entity for each such description, with its mention; a relative's is
named by whom it belongs to ("Nick's mom"). Only a description that somebody is said to play becomes a character: of the
relatives that an article merely mentions, a careful reader notes one in four (train sets), and names most of those.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

from graph.model import EntityType, Span
from ingest.extract.gazetteer import words
from ingest.extract.reading import Form, Mention
from ingest.extract.wordclasses import CLASSES
from ingest.extraction import Entity

__all__ = ["described"]

_PLAYS = words("plays play played playing portrays portray portrayed portraying voices voiced voicing essays essaying")
_AS = words("cast stars star starring starred appears appeared appearing returns returning debuts set recurs seen")
_ROLE = words("role portrayal impersonation voice")
_WORKS = (EntityType.SHOW, EntityType.FILM, EntityType.WORK, EntityType.EPISODE)
_NO_ROLE = words(
    """role part roles parts host music guitar piano cello violin drums bass game games football rugby
        cricket chess tennis opposite show gig gigs set sets tour concert concerts song songs record
        records version lead leads second first character characters trick tricks card cards joke havoc
        truth safe well fiddle flute harp saxophone trumpet keyboards instrument instruments matches match
        dead dumb itself himself herself themselves time host season sold-out venue venues hand hands tape
        film films clip clips fan fans half something nothing anything everything someone everyone people
        decade week year day panel audience audiences house houses long-running major key minor leading
        supporting"""
)
_ENDS = words("who whose that which , . ; : ( ) — – “ ” \" ' in on at with for from opposite and but as to when while")
_OWNED = words(
    """mother father mum mom dad mam stepmother stepfather daughter son stepdaughter stepson child sister
        brother twin half-sister half-brother wife husband widow widower girlfriend boyfriend fiancé
        fiancée fiancee lover partner grandmother grandfather aunt uncle niece nephew cousin gran nan
        grandma grandpa granddaughter grandson boss coach teacher mentor tutor roommate flatmate neighbour
        neighbor friend assistant lawyer agent doctor therapist nurse"""
)
_PEOPLE = (EntityType.PERSON, EntityType.CHARACTER)
_LONGEST = 6


def described(doc: Any, entities: Sequence[Entity], mentions: Sequence[Mention]) -> tuple[list[Entity], list[Mention]]:
    """Return entities for the roles that are only described, and their mentions."""
    reader = _Reader(doc, entities, mentions)
    made: dict[str, tuple[Entity, list[Mention]]] = {}
    number = max((int(e.id[1:]) for e in entities), default=0)
    for start, end, name in reader.roles():
        key = name.casefold().removeprefix("the ").removeprefix("a ").removeprefix("an ")
        span = Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
        if key not in made:
            number += 1
            text = span.of(doc.text)
            entity = Entity(
                f"e{number}", EntityType.CHARACTER, name, (text,) if text != name else (), (span,), (span,), None, 0.5
            )
            made[key] = (entity, [])
        entity, held = made[key]
        held.append(Mention(span, entity.id, Form.NOMINAL))
    return [entity for entity, _ in made.values()], [m for _, held in made.values() for m in held]


class _Reader:
    def __init__(self, doc: Any, entities: Sequence[Entity], mentions: Sequence[Mention]) -> None:
        self.doc = doc
        self.starts = [t.idx for t in doc]
        self.by_id = {e.id: e for e in entities}
        self.at: dict[int, Mention] = {}
        self.named: dict[int, Mention] = {}
        for mention in mentions:
            for i in self._tokens(mention.span):
                self.at[i] = mention
                if mention.form is Form.NAME:
                    self.named[i] = mention

    def _tokens(self, span: Span) -> range:
        first = max(0, bisect_right(self.starts, span.start) - 1)
        return range(first, max(first + 1, bisect_right(self.starts, span.end - 1)))

    def roles(self) -> Iterator[tuple[int, int, str]]:
        """Yield the token ranges of described roles, with their names."""
        for i in range(len(self.doc)):
            low = self.doc[i].lower_
            begin = None
            if (low in _PLAYS and self._player(i)) or (low == "as" and i and self._cast(i)):
                begin = i + 1
            elif low in _ROLE and i + 1 < len(self.doc) and self.doc[i + 1].lower_ == "of":
                begin = i + 2 if low == "role" or self._player(i) else None
            if begin is not None and (found := self._noun_phrase(begin)):
                yield found
            elif low in {"as", "("} and (told := self._cast_loosely(i)):
                yield told
            elif low in _OWNED and (owned := self._owned(i)):
                yield owned

    def _player(self, verb: int) -> bool:
        """Whether a person is spoken of before a verb of playing, in its sentence."""
        low = max(self.doc[verb].sent.start, verb - 12)
        return any(self._is(self.at.get(k), EntityType.PERSON) for k in range(low, verb))

    def _cast(self, i: int) -> bool:
        """Whether "as" tells a role: "Kit Connor as", "is cast as", "stars as"."""
        before = self.doc[i - 1].lower_
        if before in _AS:
            return True
        return self._is(self.named.get(i - 1), EntityType.PERSON)

    def _cast_loosely(self, i: int) -> tuple[int, int, str] | None:
        """A role in a list, "Calum MacSween (the choirmaster)", or one apart: "won a Bafta as the mother in Salt"."""
        if i + 1 >= len(self.doc) or self.doc[i + 1].lower_ not in {"a", "an", "the"}:
            return None
        listed = self.doc[i].text == "("
        if not (self._is(self.named.get(i - 1), EntityType.PERSON) if listed else self._player(i)):
            return None
        found = self._noun_phrase(i + 1)
        if found is None or found[1] >= len(self.doc) or CLASSES.get(self.doc[found[1] - 1].lower_) == "job":
            return None
        after = self.doc[found[1]].text
        if listed:
            return found if after in {")", ","} else None
        near = (self.named.get(k) for k in range(found[1] + 1, found[1] + 5))
        return found if after in {"in", "on"} and any(self._is(m, *_WORKS) for m in near) else None

    def _is(self, mention: Mention | None, *types: EntityType) -> bool:
        return mention is not None and self.by_id[mention.entity].type in types

    def _noun_phrase(self, begin: int) -> tuple[int, int, str] | None:
        doc = self.doc
        if begin >= len(doc) or doc[begin].tag_ not in {"DT", "PRP$", "NNP", "NN", "JJ"}:
            return None
        end = begin
        while end < len(doc) and end - begin <= _LONGEST and doc[end].lower_ not in _ENDS and not doc[end].is_space:
            if doc[end].tag_.startswith("V") and doc[end].tag_ not in {"VBN", "VBG"}:
                break
            if doc[end].lower_ == "of" and end - begin > 3:
                break
            end += 1
        while end > begin and doc[end - 1].tag_ not in {"NN", "NNS", "NNP"}:
            end -= 1
        if end <= begin or end - begin > _LONGEST:
            return None
        head = doc[end - 1]
        if head.lower_ in _NO_ROLE or head.tag_ != "NN" or any(k in self.named for k in range(end - 1, end)):
            return None
        if doc[begin].tag_ in {"NN", "JJ"} or any(doc[k].lower_ in _NO_ROLE for k in range(begin, end)):
            return None
        if end < len(doc) and end in self.named and self._is(self.named[end], *_PEOPLE):
            return None  # "plays barrister Una Moss": the name follows
        if end + 1 < len(doc) and doc[end].text == "," and end + 1 in self.named:
            return None
        return begin, end, self._name(begin, end)

    def _name(self, begin: int, end: int) -> str:
        first = self.doc[begin]
        text = str(self.doc[begin:end].text)
        mention = self.at.get(begin)
        if first.tag_ == "PRP$" and mention is not None:
            owner = self.by_id[mention.entity]
            if owner.type is EntityType.CHARACTER or self.doc[end - 1].lower_ in _OWNED:
                return f"{owner.name}'s {self.doc[begin + 1 : end].text}"
        return text

    def _owned(self, noun: int) -> tuple[int, int, str] | None:
        """A relative whose player follows: "his mom (played by Olivia Colman)", "Ada's boss (Ben Vale)"."""
        doc = self.doc
        after = noun + 1
        if after >= len(doc) or doc[after].text not in {"(", ","}:
            return None
        k = after + 1
        if k < len(doc) and doc[k].lower_ in {"played", "portrayed", "voiced"}:
            k += 2
        elif doc[after].text == ",":
            return None
        if not self._is(self.named.get(k), EntityType.PERSON):
            return None
        begin = noun
        while begin > 0 and noun - begin < 5 and doc[begin - 1].tag_ in {"JJ", "NN", "PRP$", "POS", "DT", "HYPH", "CD"}:
            begin -= 1
        while begin > 0 and begin < noun and doc[begin].tag_ == "POS" and begin - 1 in self.named:
            begin = self._tokens(self.named[begin - 1].span).start
        if begin == noun:
            return None
        return begin, noun + 1, self._name(begin, noun + 1)

"""What an article bears out of a language model's answer, which may be wrong, made up, or dictated by the article.

In: an answer, a reading of the article, what the rules found in it. Out: the facts, events and statements of the answer
that hold, each with its evidence. What holds: its quotation stands in the text; the sentence names both ends and is no
denial, rumour, wish or question; each name has the kind that the reading gives it. What could harm a person is left to
the rules: a model brings in nobody, gives no part to whom the rules gave none, tells nothing of the trade, kin, love or
death of anybody real, and gives no words to anybody on a sensitive subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from graph.identity import normal
from graph.minors import is_delicate
from graph.model import EntityType, Evidence, Span, Status
from graph.policy import PUBLIC_EVENTS, PUBLIC_ROLES, is_sensitive
from graph.vocabulary import Property, vocabulary
from ingest.extract import dates, guards, quotations
from ingest.extract.reading import Reading
from ingest.extraction import Entity, Event, Extraction, Fact, Statement

__all__ = ["CONFIDENCE", "borne_out"]

CONFIDENCE: Final = 0.5
"""Of all that a model adds: its precision is measured nowhere, so it ranks below every rule whose precision is."""
_MOST: Final = 400
_LONGEST_NAME: Final = 120
_PEOPLES_OWN: Final = frozenset(
    ("comingOut", "relationship", "accusation", "harassment", "legal", "birth", "death")
)  # of events
_PRIVATE: Final = frozenset(
    ("spouse", "parent", "sibling", "relative", "friend", "occupation", "age", "birthDate", "deathDate")
)  # of facts
_BEINGS: Final = frozenset((EntityType.PERSON, EntityType.CHARACTER))
_THINGS: Final = frozenset(EntityType) - _BEINGS


def borne_out(answer: Mapping[str, Any], reading: Reading, found: Extraction, rule: str) -> Extraction:
    """Return what was found with what the article bears out of an answer; `rule` names the model in each claim."""
    told = _Answer(reading, found, rule, _new(answer.get("names"), reading))
    facts = tuple(_fresh(told.facts(answer.get("facts")), found.facts))
    events = tuple(told.events(answer.get("events")))
    statements = tuple(told.statements(answer.get("statements")))
    used = {end for fact in facts for end in (fact.subject, fact.object)}
    used |= {id for event in events for _, id in event.args} | {said.speaker for said in statements}
    there = {entity.id for entity in found.entities}
    added = tuple(e for e in (*reading.entities, *told.new) if e.id in used and e.id not in there)
    return replace(
        found,
        entities=(*found.entities, *added),
        facts=(*found.facts, *facts),
        events=(*found.events, *events),
        statements=tuple(sorted((*found.statements, *statements), key=lambda said: said.evidence)),
    )


def _records(told: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list, not too many; whatever else an answer holds is passed over."""
    if isinstance(told, list):
        yield from (one for one in told[:_MOST] if isinstance(one, dict))


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value.strip() if isinstance(value, str) else ""


def _new(told: Any, reading: Reading) -> tuple[Entity, ...]:
    """Return names of things in an answer that stand in the text and of which the reading knows no part.

    What is called a thing may be somebody: no name of a sentence on a sensitive subject is taken.
    """
    known = {word for entity in reading.entities for form in _forms(entity) for word in normal(form).split()}
    found: dict[str, Entity] = {}
    for record in _records(told):
        name, kind = _text(record, "name"), _text(record, "type")
        fit = name[:1].isupper() and len(name) <= _LONGEST_NAME and "\n" not in name
        if not fit or kind not in _THINGS or name in found or known & set(normal(name).split()):
            continue
        spans = tuple(Span(*m.span()) for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", reading.text))
        around = (s.of(reading.text) for s in reading.sentences if any(s.contains(span) for span in spans))
        if spans and not any(is_sensitive(words) or is_delicate(words) for words in around):
            found[name] = Entity(f"m{len(found) + 1}", EntityType(kind), name, (), spans, spans, None, CONFIDENCE)
    return tuple(found.values())


def _forms(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


def _fresh(facts: Iterable[Fact], standing: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the facts that don't stand yet, each once."""
    seen = {_key(fact) for fact in standing}
    for fact in facts:
        if _key(fact) not in seen:
            seen.add(_key(fact))
            yield fact


def _key(fact: Fact) -> tuple[str, ...]:
    ends = (fact.subject, normal(fact.object) if vocabulary().property(fact.property).literal else fact.object)
    return (fact.property, *(sorted(ends) if vocabulary().property(fact.property).symmetric else ends))


@dataclass(frozen=True)
class _Answer:
    reading: Reading
    found: Extraction
    rule: str
    new: tuple[Entity, ...]

    def facts(self, told: Any) -> Iterator[Fact]:
        """Yield the facts that hold."""
        for record in _records(told):
            property = vocabulary().properties.get(_text(record, "property"))
            subject, sentence = self.entity(_text(record, "subject")), self.sentence(_text(record, "quote"))
            if property is None or subject is None or sentence is None:
                continue
            value = _text(record, "object")
            entity = None if property.literal else self.entity(value)
            if property.literal:
                object, there = value, self.literal(property, value, sentence)
            else:
                object, there = (entity.id, self.mentioned(entity.id, sentence)) if entity else ("", ())
            spans = _nearest(self.mentioned(subject.id, sentence), there)
            ends = [subject, entity] if entity else [subject]
            fit = property.allows(subject.type, entity.type if entity else None)
            if not fit or not spans or not self.may(property, ends):
                continue
            evidence, status = self.said(spans, sentence)
            if status is not None:
                yield Fact(subject.id, property.name, object, evidence, CONFIDENCE, status, self.rule)

    def events(self, told: Any) -> Iterator[Event]:
        """Yield the events that hold, with the arguments that their sentence names."""
        for record in _records(told):
            kind, sentence = _text(record, "type"), self.sentence(_text(record, "quote"))
            if kind not in vocabulary().events or sentence is None:
                continue
            args, spans = [], []
            for arg in _records(record.get("args")):
                entity = self.entity(_text(arg, "name"))
                if entity and (there := self.mentioned(entity.id, sentence)):
                    args.append((_text(arg, "role"), entity))
                    spans.append(there[0])
            if not spans or self.harms(kind, [entity for _, entity in args], sentence.of(self.text)):
                continue
            evidence, status = self.said([*spans, self.quoted(record)], sentence)
            roles = tuple(sorted((role, entity.id) for role, entity in args if role in vocabulary().roles))
            if status is None or not roles or self.stands(kind, roles):
                continue
            date = next(
                (d.iso for d in self.dates if sentence.contains(d.span) and d.iso == _text(record, "date")), None
            )
            yield Event(kind, roles, evidence, date, CONFIDENCE, status, self.rule)

    def statements(self, told: Any) -> Iterator[Statement]:
        """Yield the quotations without a speaker so far to which the answer gives one; none on sensitive subjects."""
        taken = [said.evidence.span for said in self.found.statements]
        for record in _records(told):
            speaker, quote = self.entity(_text(record, "speaker")), _text(record, "quote")
            place = self.text.find(quote) if quote else -1
            span = next((q.span for q in self.quotations if q.span.start <= place < q.span.end), None)
            if speaker is None or span is None or any(span.overlaps(other) for other in taken):
                continue
            around = " ".join(s.of(self.text) for s in self.reading.sentences if s.overlaps(span))
            spoken = speaker.type in {*_BEINGS, EntityType.ORGANIZATION} and len(span.of(self.text).split()) > 3
            if spoken and self.named(speaker, span) and not is_sensitive(around) and not is_delicate(around):
                taken.append(span)
                evidence = Evidence.at(self.text, span)
                yield Statement(speaker.id, evidence, pieces=(span,), confidence=CONFIDENCE, rule=self.rule)

    @property
    def text(self) -> str:
        return self.reading.text

    @cached_property
    def dates(self) -> tuple[dates.DateMention, ...]:
        return dates.find(self.text, self.reading.document.date)

    @cached_property
    def quotations(self) -> tuple[quotations.Quotation, ...]:
        return quotations.find(self.text)

    @cached_property
    def by_name(self) -> Mapping[str, Entity | None]:
        """Entities by every form of their names; None for a form of two."""
        named: dict[str, Entity | None] = {}
        for entity in (*self.reading.entities, *self.new):
            for form in {normal(form) for form in _forms(entity)}:
                named[form] = entity if named.get(form, entity) == entity else None
        return named

    def entity(self, name: str) -> Entity | None:
        return self.by_name.get(normal(name))

    def sentence(self, quote: str) -> Span | None:
        """Return the sentence that holds a quotation; None where it doesn't stand in the text, or in none alone."""
        place = self.text.find(quote) if quote else -1
        if place < 0:
            return None
        span = Span(place, place + len(quote))
        return next((sentence for sentence in self.reading.sentences if sentence.contains(span)), None)

    def quoted(self, record: Mapping[str, Any]) -> Span:
        """Return where the quotation of a record stands, which `sentence` has found."""
        place = self.text.index(_text(record, "quote"))
        return Span(place, place + len(_text(record, "quote")))

    def mentioned(self, id: str, sentence: Span) -> tuple[Span, ...]:
        """Return where a sentence speaks of an entity, by name, pronoun or description."""
        own = next((entity.named for entity in self.new if entity.id == id), None)
        spans = own if own is not None else tuple(m.span for m in self.reading.mentions if m.entity == id)
        return tuple(span for span in spans if sentence.contains(span))

    def literal(self, property: Property, value: str, sentence: Span) -> tuple[Span, ...]:
        """Return where a sentence says a literal: a date in any words, else the words or the number; a name is none."""
        if property.literal and property.literal.endswith("#date"):
            return tuple(d.span for d in self.dates if d.iso == value and sentence.contains(d.span))
        if self.entity(value):
            return ()
        words = rf"(?<!\w){re.escape(value)}(?!\w)"
        there = re.finditer(words, sentence.of(self.text), re.IGNORECASE) if value else ()
        return tuple(Span(sentence.start + m.start(), sentence.start + m.end()) for m in there)

    def said(self, spans: Iterable[Span], sentence: Span) -> tuple[Evidence, Status | None]:
        """Return the words from the first of some spans to the last, and how firmly their sentence says them."""
        places = list(spans)
        span = Span(min(s.start for s in places), max(s.end for s in places))
        words = sentence.of(self.text)
        if guards.instruction(words) or "?" in self.text[span.start : span.end + 3]:
            return Evidence.at(self.text, span), None
        status = guards.status(words, span.start - sentence.start, span.end - sentence.start)
        # A denial after the ends counts as well ("X as Y? Not so."): the words of an answer choose the ends.
        whole = guards.status(words, 0, len(words.rstrip(" .!?”\"'")))
        return Evidence.at(self.text, span), status if whole is not None else None

    def may(self, property: Property, ends: Iterable[Entity]) -> bool:
        """Say whether a model may tell such a fact of such ends."""
        people = [entity for entity in ends if entity.type is EntityType.PERSON]
        own = property.sensitive or property.name in _PRIVATE
        return not people or not (own or any(entity.id not in self.public for entity in people))

    def harms(self, kind: str, args: Iterable[Entity], words: str) -> bool:
        """Say whether such an event of people, in such words, is not for a model to tell."""
        people = [entity for entity in args if entity.type is EntityType.PERSON]
        own = kind in _PEOPLES_OWN or is_sensitive(words) or is_delicate(words)
        return bool(people) and (own or any(entity.id not in self.public for entity in people))

    @cached_property
    def public(self) -> frozenset[str]:
        """Who has a public part in what the rules found; whom they gave none is perhaps one of the public."""
        facts = (f for f in self.found.facts if f.property in PUBLIC_ROLES and not f.rule.startswith("model/"))
        events = (e for e in self.found.events if e.type in PUBLIC_EVENTS and not e.rule.startswith("model/"))
        ends = {end for fact in facts for end in (fact.subject, fact.object)}
        return frozenset(ends | {id for event in events for _, id in event.args})

    def named(self, entity: Entity, span: Span) -> bool:
        """Say whether an entity is named, or meant, in the paragraph of a span, outside it."""
        low, high = self.text.rfind("\n\n", 0, span.start), self.text.find("\n\n", span.end)
        paragraph = Span(max(low, 0), high if high >= 0 else len(self.text))
        return any(not span.overlaps(place) for place in self.mentioned(entity.id, paragraph))

    def stands(self, kind: str, roles: tuple[tuple[str, str], ...]) -> bool:
        """Say whether the rules found such an event of one of these already: a happening is told once."""
        return any(event.type == kind and set(event.args) & set(roles) for event in self.found.events)


def _nearest(some: tuple[Span, ...], others: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the pair of spans that are nearest to each other, none where one side has none.

    >>> _nearest((Span(0, 3), Span(20, 23)), (Span(10, 12),))
    (Span(start=0, end=3), Span(start=10, end=12))
    """
    pairs = [(max(a.start, b.start) - min(a.end, b.end), a, b) for a in some for b in others if not a.overlaps(b)]
    return min(pairs)[1:] if pairs else ()

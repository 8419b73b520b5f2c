"""The narration around quoted passages: its reporting verbs, its names, and who its noun phrases are.

In: a `Reading` and its quoted passages. Out: `Narration`, which finds the clause around a passage, the verbs in it that
report speech, and the entity that a subject, a pronoun or a description ("the actor") stands for. Pronouns are resolved
by the reading's mentions and, where those are silent, by the subject of the nearest sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from graph.model import EntityType, Span
from ingest.extract import gazetteer
from ingest.extract.gender import pronoun_of
from ingest.extract.quotations import Quotation, paragraphs, sentence_start
from ingest.extract.reading import Form, Mention, Reading
from ingest.extract.verbs import forms

__all__ = ["PEOPLE", "PRONOUNS", "SPEECH_FORMS", "WEAK_FORMS", "Narration", "possessive"]

_VERBS_WORDS = """say tell add explain write tweet post reply answer joke recall admit insist note warn claim
argue announce reveal confirm declare remark observe comment continue conclude ask laugh quip shout yell whisper
mutter beg protest promise remember describe call put state report respond agree concede suggest predict
complain boast confess cry exclaim urge wonder tease sigh deadpan praise dub brand caption apologise apologize
thank reckon think believe feel hope offer gush enthuse snap fire shoot inform assure caution acknowledge vow
swear demand growl grin smile shrug rave hail salute term label demur bark counter reason maintain stress
emphasise emphasize point read go repeat scoff intone murmur chuckle opine muse chime volunteer allege testify
plead cite recount elaborate remind announce retort sum message text confide inform deny message confess crow
grumble mumble object hear speak sing single find deem"""
_VERBS = frozenset(_VERBS_WORDS.split())
_BASE = {form: verb for verb in sorted(_VERBS) for form in forms(verb)} | {"say": "say", "said": "say", "'d say": "say"}
_ALWAYS = frozenset({"said", "says", "told", "tells", "wrote", "writes", "tweeted", "tweets", "adds", "added"})
# These report speech only when a comma, a colon or "that" leads from them to the quotation.
_WEAK_WORDS = """go read think feel believe hope hear single point speak sing text smile see"""
_WEAK = frozenset(_WEAK_WORDS.split())
SPEECH_FORMS = frozenset(form for form, verb in _BASE.items() if verb not in _WEAK)
WEAK_FORMS = frozenset(form for form, verb in _BASE.items() if verb in _WEAK)
PEOPLE = (EntityType.PERSON, EntityType.CHARACTER)
_VOICES = (*PEOPLE, EntityType.ORGANIZATION)
PRONOUNS = frozenset(["he", "she", "they"])
_SPOKES = re.compile(
    r"\b(?:spokes(?:man|woman|person|people)|statement|press office|account|source|rep|representative)\b", re.I
)
_SOMEONE = re.compile(
    r"\b(?:the|this|that|his|her|their)\s(?:[\w-]+\s){0,3}?(?:actor|actress|star|singer|comedian|comic|director|writer|author|"
    r"creator|showrunner|producer|presenter|host|musician|rapper|filmmaker|film-maker|film maker|novelist|screenwriter|"
    r"playwright|composer|designer|dancer|model|veteran|groom|bride|duo|artist|critic|judge|executive|exec|chef|drummer|"
    r"frontman|guitarist|\d\d-year-old|performer|winner|entertainer|broadcaster|editor|chairman|boss|mother|father|"
    r"widow|man|woman|teenager|youngster|couple|pair|trio|band)\b"
)  # fmt: skip


class Narration:
    """The words of a reading that stand outside its quotations."""

    def __init__(self, reading: Reading, quotations: Sequence[Quotation]) -> None:
        self.reading, self.text = reading, reading.text
        self.outer = [q for q in quotations if not q.inner]
        self.lines = list(paragraphs(self.text))
        self.mentions = [m for m in reading.mentions if not self.quoted(m.span)]
        self._tokens: list[Any] = list(reading.doc)

    def quoted(self, span: Span) -> bool:
        """Say whether a span lies inside a quotation."""
        return any(q.span.contains(span) for q in self.outer)

    def line(self, position: int) -> Span:
        """Return the line that holds a position; an empty span where none does."""
        return next((p for p in self.lines if p.start <= position < p.end), Span(position, position))

    def before(self, first: Quotation) -> Span:
        """Return the clause before a passage, from its sentence or the quotation before; or a colon line above."""
        line = self.line(first.outer.start)
        closed = max(
            (q.outer.end for q in self.outer if line.start < q.outer.end <= first.outer.start), default=line.start
        )
        start = sentence_start(self.text, first.outer.start, closed)
        if start == closed > line.start and first.span.of(self.text)[:1].islower():
            # "said they were “a” and that it “would b”": one clause governs both.
            start = sentence_start(self.text, first.outer.start, line.start)
        if not re.search(r"\w", self.text[start : first.outer.start]) and closed == line.start:
            above = next((p for p in reversed(self.lines) if p.end <= line.start), None)
            if above and above.of(self.text).rstrip().endswith(":"):
                return Span(sentence_start(self.text, above.end, above.start), above.end)
        return Span(start, first.outer.start)

    def after(self, last: Quotation) -> Span:
        """Return the words from a passage to the end of its sentence, or to the next quotation."""
        line = self.line(last.outer.start)
        start = last.outer.end
        limit = min((q.outer.start for q in self.outer if start <= q.outer.start < line.end), default=line.end)
        for match in re.finditer(r"[.!?…;](?=[\s\"”’)]|$)", self.text[start:limit]):
            end = start + match.end()
            if sentence_start(self.text, min(end + 1, len(self.text)), start) >= end or end == limit or match[0] == ";":
                return Span(start, end)
        return Span(start, max(start, limit))

    def tokens(self, region: Span) -> list[Any]:
        """Return the tokens of a region that are not white space."""
        return [t for t in self._tokens if region.start <= t.idx and t.idx + len(t) <= region.end and not t.is_space]

    def _reports(self, token: Any) -> bool:
        return token.lower_ in _BASE and (token.tag_.startswith("VB") or token.lower_ in _ALWAYS)

    def verbs(self, region: Span) -> list[Any]:
        """Return the verbs of a region that report speech, those of quotations and denied ones left out."""
        return [
            t
            for t in self.tokens(region)
            if self._reports(t) and not _negated(t) and not self.quoted(Span(t.idx, t.idx + len(t)))
        ]

    def last_verb(self, region: Span) -> Any:
        """Return the last reporting verb of a region; None without one."""
        return next(reversed(self.verbs(region)), None)

    def mention_at(self, token: Any) -> Mention | None:
        """Return the shortest mention that covers a token."""
        span = Span(token.idx, token.idx + len(token))
        found = [m for m in self.reading.mentions if m.span.start <= span.start and span.end <= m.span.end]
        return min(found, key=lambda m: m.span.end - m.span.start, default=None)

    def named(self, region: Span) -> Mention | None:
        """Return the first person that a region names, else the first organization."""
        inside = [m for m in self.mentions if region.contains(m.span) and self.reading.type_of(m) in _VOICES]
        people = [m for m in inside if self.reading.type_of(m) in PEOPLE]
        return next(iter(people or inside), None)

    def person_at(self, token: Any, position: int) -> str | None:
        """Return who a token stands for, if its mention or pronoun may speak; None where it is a possessive."""
        if token.lower_ in PRONOUNS:
            return self.nearest(position, token.lower_)
        mention = self.mention_at(token)
        if mention and self.reading.type_of(mention) in _VOICES and not possessive(self.text, mention.span.end):
            return mention.entity
        return None

    def subject(self, region: Span, position: int) -> str | None:
        """Return who the noun phrase of a region is: a name, a spokesperson's organization, a pronoun, "the actor"."""
        words = region.of(self.text)
        inside = [
            m for m in self.mentions
            if m.form is Form.NAME and region.contains(m.span) and self.reading.type_of(m) in _VOICES
        ]  # fmt: skip
        people = [m for m in inside if self.reading.type_of(m) in PEOPLE and not possessive(self.text, m.span.end)]
        pronoun = next((t for t in self.tokens(region) if t.lower_ in PRONOUNS), None)
        if pronoun is not None and (not people or pronoun.idx < people[0].span.start):
            return self.person_at(pronoun, pronoun.idx)
        someone = next((m for m in _SOMEONE.finditer(words) if not possessive(words, m.end())), None)
        if someone and (not people or region.start + someone.end() < people[0].span.start):
            after = self.text[region.start + someone.end() : people[0].span.start] if people else "x"
            if after.strip(" ,") or not people:
                return self.nearest(region.start + someone.start())
        if people:
            return people[0].entity
        if _SPOKES.search(words) or not re.search(
            r"\w", words[: inside[0].span.start - region.start] if inside else ""
        ):
            owned = [m for m in inside if self.reading.type_of(m) is EntityType.ORGANIZATION]
            if owned and (_SPOKES.search(words) or not possessive(self.text, owned[0].span.end)):
                return owned[0].entity
        leading = re.match(r"\W*the\s", words, re.I)
        organizations = [m for m in inside if self.reading.type_of(m) is EntityType.ORGANIZATION]
        return (
            organizations[0].entity
            if leading and organizations and not possessive(self.text, organizations[0].span.end)
            else None
        )

    def voiceless(self, verb: Any) -> bool:
        """Say whether a verb is passive and names nobody who says it: "is described as"."""
        return any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children) and _agent(verb) is None

    def subject_of(self, verb: Any, region: Span) -> tuple[str | None, tuple[str, ...]]:
        """Return a verb's subject, climbing through conjuncts and complements, and who is joined to it."""
        node = verb
        for _ in range(5):
            if (agent := _agent(node)) is not None and (found := self.person_at(agent, verb.idx)):
                return found, ()
            subject = next(
                (c for c in node.children if c.dep_ in {"nsubj", "nsubjpass"} and region.start <= c.idx < verb.idx),
                None,
            )
            if subject is not None:
                return self._whole(subject, verb, region), self._joined(subject)
            if node.dep_ == "relcl" or node.head is node:
                break
            node = node.head
        before, after = Span(region.start, verb.idx), Span(verb.idx + len(verb), region.end)
        return self.subject(before, verb.idx) or self.subject(after, verb.idx), ()

    def _joined(self, subject: Any) -> tuple[str, ...]:
        joined = (self.person_at(c, c.idx) for c in subject.children if c.dep_ == "conj" and self.mention_at(c))
        return tuple(found for found in joined if found)

    def _whole(self, subject: Any, verb: Any, region: Span) -> str | None:
        """Who a subject is: its own mention, a name put beside it, an organization's spokesperson."""
        if subject.lower_ in {"who", "which", "that"}:
            names = [m for m in self.mentions if region.start <= m.span.start and m.span.end <= subject.idx]
            people = [m for m in names if self.reading.type_of(m) in PEOPLE]
            return people[-1].entity if people else None
        beside = [
            mention.entity
            for child in subject.subtree
            if child.dep_ == "appos"
            and child.head in (subject, subject.head)
            and (mention := self.mention_at(child))
            and self.reading.type_of(mention) is EntityType.PERSON
        ]
        if beside:
            return beside[0]
        named = [
            m
            for m in self.mentions
            if m.form is Form.NAME
            and self.reading.type_of(m) is EntityType.PERSON
            and subject.left_edge.idx <= m.span.start
            and m.span.end <= verb.idx
            and re.fullmatch(r"\s(?:\w+\s){0,2}", self.text[m.span.end : verb.idx])
        ]
        if named:
            return named[-1].entity
        found = self.person_at(subject, subject.idx)
        if found:
            return found
        start = min(t.idx for t in subject.subtree)
        return self.subject(Span(max(region.start, start), subject.idx + len(subject)), subject.idx)

    def sentence_subject(self, sentence: Span) -> str | None:
        """Return the person who is the subject of a sentence, the first of several; else its first person."""
        for token in self.tokens(sentence):
            if token.dep_ in {"nsubj", "nsubjpass"} and (found := self.person_at(token, token.idx)):
                mention = self.mention_at(token)
                if mention is None or self.reading.type_of(mention) in PEOPLE:
                    return found
        people = [m for m in self.mentions if sentence.contains(m.span) and self.reading.type_of(m) in PEOPLE]
        return people[0].entity if people else None

    def nearest(self, position: int, pronoun: str = "") -> str | None:
        """Return whom a pronoun or description of a reporting clause stands for.

        The subject of the nearest sentence of narration, in the line and the two above it; what is said in between
        doesn't count. Where that is silent, the reading's own mention.
        """
        end = position
        for line in reversed([p for p in self.lines if p.start <= position][-3:]):
            end = min(end, line.end)
            while end > line.start:
                start = max(
                    sentence_start(self.text, end - 1, line.start), self.text.rfind("; ", line.start, end - 1) + 1
                )
                found = self._salient(Span(start, end), pronoun)
                if found:
                    return found
                end = start
        here = [m for m in self.reading.mentions if m.span.start <= position < m.span.end and m.form is not Form.NAME]
        return here[0].entity if here and self.reading.type_of(here[0]) in _VOICES else None

    def _salient(self, sentence: Span, pronoun: str) -> str | None:
        """The person that a sentence is about: a subject; nobody else where a pronoun or description is its subject."""
        people = [
            m
            for m in self.mentions
            if sentence.contains(m.span)
            and self.reading.type_of(m) in PEOPLE
            and self._agrees(m, pronoun)
            and not self._bracketed(m)
        ]
        if subjects := [m for m in people if self._is_subject(m)]:
            return subjects[0].entity
        for token in self.tokens(sentence):
            if token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ != "relcl" and (
                token.lower_ in PRONOUNS or _SOMEONE.search(self.text[max(0, token.idx - 25) : token.idx + len(token)])
            ):  # fmt: skip
                return None
        real = [m for m in people if self.reading.type_of(m) is EntityType.PERSON]
        return next((m.entity for m in real or people), None)

    def _bracketed(self, mention: Mention) -> bool:
        before = self.text[max(0, mention.span.start - 40) : mention.span.start]
        return before.rfind("(") > before.rfind(")")

    def _agrees(self, mention: Mention, pronoun: str) -> bool:
        return pronoun not in {"he", "she"} or self._pronouns.get(mention.entity, "") in {"", pronoun}

    @cached_property
    def _pronouns(self) -> Mapping[str, str]:
        """The pronoun of each person, "" where the text doesn't tell."""
        held, doc = gazetteer.load(), self.reading.doc
        found = {}
        for entity in self.reading.entities:
            if entity.type in PEOPLE:
                spans = (doc.char_span(s.start, s.end, alignment_mode="expand") for s in entity.named)
                places = [(span.start, span.end) for span in spans if span is not None]
                found[entity.id] = pronoun_of(doc, entity, places, held)
        return found

    def _is_subject(self, mention: Mention) -> bool:
        root = next(
            (t for t in self.tokens(mention.span) if not mention.span.start <= t.head.idx < mention.span.end), None
        )
        if root is not None and root.dep_ == "appos":
            root = root.head
        return root is not None and root.dep_ in {"nsubj", "nsubjpass"} and root.head.dep_ != "relcl"


def _agent(verb: Any) -> Any:
    """The token after "by" of a passive verb."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _negated(verb: Any) -> bool:
    return any(c.dep_ == "neg" or c.lower_ in {"never", "not", "n't"} for c in verb.children if c.idx < verb.idx)


def possessive(text: str, end: int) -> bool:
    """Say whether a name that ends at a position is a possessive."""
    return re.match(r"['’](?:s\b|(?=\s))", text[end : end + 2]) is not None

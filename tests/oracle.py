"""Readings made from gold entities, so that a later stage can be measured without the errors of the earlier ones.

In: an article and its gold annotation (the JSON forms of the interchange format), a spaCy pipeline.
Out: `Reading` whose entities are the gold ones and whose mentions are the literal occurrences of their names and
aliases; where the document is parsed, coreference adds what pronouns and descriptions refer to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from graph.model import EntityType, Span
from ingest.article import Document
from ingest.extract import coreference
from ingest.extract.reading import Form, Mention, Reading
from ingest.extraction import Entity

__all__ = ["document_of", "oracle_reading"]

PEOPLE = (EntityType.PERSON, EntityType.CHARACTER)
QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def document_of(article: Mapping[str, Any]) -> Document:
    """Return the document of a JSON Lines article: `id`, `text`, and `date`, `url`, `title` where given."""
    return Document(
        id=str(article["id"]),
        text=str(article["text"]),
        date=article.get("date"),
        url=article.get("url"),
        title=article.get("title"),
    )


def oracle_reading(article: Mapping[str, Any], gold: Mapping[str, Any], nlp: Any) -> Reading:
    """Build a reading from gold entities: every literal occurrence of a name or alias is a mention, longest first.

    A form that two entities share goes to the one whose own longer form was last seen before it, else to the first
    listed that has it as its name, else to the first listed.
    """
    document = document_of(article)
    entities = tuple(_entity(e) for e in gold["entities"])
    mentions = tuple(sorted(_mentions(document.text, entities)))
    spans: dict[str, list[Span]] = {}
    for mention in mentions:
        spans.setdefault(mention.entity, []).append(mention.span)
    named = [replace(e, mentions=tuple(spans.get(e.id, ())), named=tuple(spans.get(e.id, ()))) for e in entities]
    doc = nlp(document.text)
    if not doc.has_annotation("DEP"):
        return Reading(document, doc, tuple(named), mentions)
    whole, resolved = coreference.resolve(doc, named, mentions)
    return Reading(document, doc, tuple(whole), tuple(resolved))


def _entity(record: Mapping[str, Any]) -> Entity:
    return Entity(str(record["id"]), EntityType(record["type"]), str(record["name"]), tuple(record.get("aliases", ())))


def _forms(entity: Entity) -> Iterator[str]:
    yield entity.name
    yield from entity.aliases
    if entity.type in PEOPLE and len(words := entity.name.split()) == 2 and words[0].istitle() and words[1].istitle():
        yield words[1]


def _occurrences(text: str, form: str) -> Iterator[Span]:
    """Where a form stands, in its own case if it is there so, else in any (a headline in capitals)."""
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, form.translate(QUOTES).split())) + r"(?!\w)"
    flat = text.translate(QUOTES)
    found = list(re.finditer(pattern, flat)) or re.finditer(pattern, flat, re.IGNORECASE)
    yield from (Span(m.start(), m.end()) for m in found)


def _mentions(text: str, entities: Iterable[Entity]) -> Iterator[Mention]:
    owners: dict[str, list[Entity]] = {}
    for entity in entities:
        for form in dict.fromkeys(_forms(entity)):
            if len(form) > 1 and entity not in owners.setdefault(form, []):
                owners[form].append(entity)
    taken: dict[Span, list[Entity]] = {}
    covered = bytearray(len(text))
    for form in sorted(owners, key=lambda f: (-len(f), f)):
        for span in _occurrences(text, form):
            if not any(covered[span.start : span.end]):
                covered[span.start : span.end] = b"\1" * (span.end - span.start)
                taken[span] = owners[form]
    last: dict[str, int] = {}
    for span in sorted(taken):
        choices = taken[span]
        entity = _choose(choices, span.of(text), last)
        if len(choices) == 1:
            last[entity.id] = span.start
        yield Mention(span, entity.id, Form.NAME)


def _choose(choices: list[Entity], form: str, last: Mapping[str, int]) -> Entity:
    seen = [e for e in choices if e.id in last]
    if seen:
        return max(seen, key=lambda e: last[e.id])
    return next((e for e in choices if e.name == form), choices[0])

"""Readings written by hand: "[Kit Connor|Person] plays [Nick|Character]" with its entities marked up.

In: such a text. Out: `Reading` over the text without the marks. A form without a name of its own can be written
"[she|Person:Kit Connor]": a mention of the entity of that name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from graph.model import EntityType, Span
from ingest.article import Document
from ingest.extract import coreference, parse
from ingest.extract.reading import Form, Mention, Reading
from ingest.extraction import Entity

MARK = re.compile(r"\[([^\[\]|]+)\|(\w+)(?::([^\[\]|]+))?\]")
PRONOUNS = {"he", "she", "they", "it", "his", "her", "their", "its", "him", "them"}


@cache
def sentences() -> Any:
    """Return a pipeline that only splits sentences."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def reading(marked: str, date: str | None = None) -> Reading:
    """Return the reading of a marked-up text; entities are numbered in the order of their first mention."""
    text, position, found = "", 0, []
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        found.append((Span(len(text), len(text) + len(mark[1])), mark[1], EntityType(mark[2]), mark[3] or mark[1]))
        text += mark[1]
        position = mark.end()
    text += marked[position:]
    keys = list(dict.fromkeys((name, kind) for _, _, kind, name in found))
    ids = {key: f"e{n}" for n, key in enumerate(keys, 1)}
    mentions = tuple(
        Mention(span, ids[name, kind], Form.PRONOUN if form.lower() in PRONOUNS else Form.NAME)
        for span, form, kind, name in found
    )
    spans = {id: tuple(m.span for m in mentions if m.entity == id) for id in ids.values()}
    named = {id: tuple(m.span for m in mentions if m.entity == id and m.form is Form.NAME) for id in ids.values()}
    entities = tuple(Entity(id, kind, name, mentions=spans[id], named=named[id]) for (name, kind), id in ids.items())
    return Reading(Document("t", text, date=date), sentences()(text), entities, mentions)


@cache
def parser() -> Any:
    """Return the pipeline of the product, without its recogniser of names."""
    return parse.load(ner=False)


def parsed(marked: str, date: str | None = None) -> Reading:
    """Return the reading of a marked-up text over the real parse, pronouns resolved."""
    plain = reading(marked, date)
    doc = parser()(plain.text)
    entities, mentions = coreference.resolve(doc, plain.entities, plain.mentions)
    return Reading(plain.document, doc, tuple(entities), tuple(mentions))

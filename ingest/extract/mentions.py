"""From a document to its reading: who and what it names, and every place where it does.

In: a `Document` and the parser; names known beforehand; spans that a trained model proposes. Out: a `Reading`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from graph.model import EntityType, Span
from ingest.article import Document
from ingest.extract import parse
from ingest.extract.reading import Form, Mention, Reading
from ingest.extraction import Entity

__all__ = ["read"]

_TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "WORK_OF_ART": EntityType.SHOW,
    "EVENT": EntityType.EVENT,
}


def read(
    document: Document,
    nlp: Any,
    known: Iterable[Entity] = (),
    spans: Iterable[tuple[Span, EntityType, float]] = (),
) -> Reading:
    """Parse a document and resolve its mentions."""
    doc = parse.parse(nlp, document.text)
    votes: dict[str, Counter[EntityType]] = {}
    for ent in doc.ents:
        if ent.label_ in _TYPES:
            name = re.sub(r"^(the|The) |['’]s?$", "", ent.text.strip(" “”\"‘’'"))
            if len(name) > 1 and "\n" not in name:
                votes.setdefault(name, Counter())[_TYPES[ent.label_]] += 1
    entities: list[Entity] = []
    found: list[Mention] = []
    people = [n for n in votes if " " in n and votes[n].most_common(1)[0][0] is EntityType.PERSON]
    owner = {n: next((p for p in people if p != n and n in p.split()), n) for n in votes}
    for name in sorted({*owner.values()}, key=lambda n: document.text.find(n)):
        forms = [f for f, o in owner.items() if o == name]
        places = sorted(Span(*m.span()) for f in forms for m in re.finditer(rf"\b{re.escape(f)}\b", document.text))
        kept: list[Span] = []
        for span in sorted(places, key=lambda s: (s.start, -s.end)):
            if not kept or kept[-1].end <= span.start:
                kept.append(span)
        id = f"e{len(entities) + 1}"
        type = votes[name].most_common(1)[0][0]
        aliases = tuple(f for f in forms if f != name)
        entities.append(Entity(id, type, name, aliases, tuple(kept), tuple(kept)))
        found += [Mention(span, id, Form.NAME) for span in kept]
    return Reading(document, doc, tuple(entities), tuple(sorted(found)))

"""From a document to its reading: who and what it names, and every place where it does.

In: a `Document` and the parser; names known beforehand; what a trained encoder says of the tokens. Out: a `Reading`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from graph.model import EntityType
from ingest.article import Document
from ingest.extract import awards, coreference, described, names, parse, seasons, sources
from ingest.extract.known import KnownNames
from ingest.extract.names import Judged
from ingest.extract.parts import Part
from ingest.extract.reading import Form, Mention, Reading
from ingest.extract.recognizer import Floats
from ingest.extract.registry import HONORIFICS, bare
from ingest.extraction import Entity

__all__ = ["read", "resolve"]

NONE_KNOWN = KnownNames()
_PEOPLE = frozenset({"Person", "Character"})


def read(document: Document, nlp: Any, known: KnownNames = NONE_KNOWN) -> Reading:
    """Parse a document and resolve its mentions."""
    return resolve(document, parse.parse(nlp, document.text), known)


def resolve(
    document: Document,
    doc: Any,
    known: KnownNames = NONE_KNOWN,
    emissions: Floats | None = None,
    without: Collection[Part] = (),
) -> Reading:
    """Resolve the mentions of a parsed document.

    `emissions` are a trained encoder's log-probabilities of `names.LABELS` for each token, if it is to be heard.
    `without` names parts to leave out, to measure what they are worth.
    """
    model = names.load()
    proposals = known.heard(doc, model.propose(doc, emissions))
    judged = model.judge(doc, proposals, Part.DOCUMENT_KINDS not in without, known)
    entities = [_entity(f"e{k}", j) for k, j in enumerate(judged, start=1)]
    if Part.AWARDS not in without:
        entities = awards.completed(document.text, entities)
    if Part.SEASONS not in without:
        entities += _seasons(document.text, entities)
    mentions = [Mention(span, e.id, Form.NAME) for e in entities for span in e.named]
    if Part.SOURCES not in without:
        works, places = sources.shared(document.text, entities)
        entities, mentions = [*entities, *works], [*mentions, *places]
    if Part.COREFERENCE not in without:
        entities, mentions = coreference.resolve(doc, entities, mentions)
    if Part.ROLES not in without:
        roles, places = described.described(doc, entities, mentions)
        entities, mentions = [*entities, *roles], [*mentions, *places]
    return Reading(document, doc, tuple(entities), tuple(sorted(mentions)))


def _entity(id: str, judged: Judged) -> Entity:
    """A name as an entity: people without their titles, the text's other forms as aliases."""
    name = judged.name
    forms = list(name.forms)
    full = name.form
    if judged.kind in _PEOPLE:
        plain = [_untitled(form) for form in forms]
        full = max(plain, key=lambda form: (len(bare(form)), form))
        forms += plain
    aliases = tuple(dict.fromkeys(form for form in forms if form != full))
    spans = tuple(o.span for o in name.occurrences)
    return Entity(id, EntityType(judged.kind), full, aliases, spans, spans, confidence=judged.confidence)


def _untitled(form: str) -> str:
    """A person's name without titles; a title alone before a first name stays with relatives ("Auntie Bisi").

    >>> _untitled("Captain Eustace Pym"), _untitled("Dr. Sene"), _untitled("Auntie Bisi")
    ('Eustace Pym', 'Sene', 'Auntie Bisi')
    """
    words = form.split()
    while len(words) > 1 and (title := words[0].casefold().rstrip(".")) in HONORIFICS:
        if len(words) == 2 and title in {"auntie", "aunty", "uncle", "aunt", "saint", "st", "brother", "sister"}:
            break
        words = words[1:]
    return " ".join(words)


def _seasons(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The counted seasons and episodes of the shows."""
    shows = [e for e in entities if e.type is EntityType.SHOW]
    last = max((int(e.id[1:]) for e in entities), default=0)
    held: dict[tuple[str, EntityType, str], list[seasons.Counted]] = {}
    last = max((int(e.id[1:]) for e in entities), default=0)
    for found in seasons.counted(text, [e.named for e in shows]):
        type = EntityType.EPISODE if found.episode else EntityType.SEASON
        held.setdefault((found.name(shows[found.show].name), type, shows[found.show].id), []).append(found)
    return [
        Entity(
            f"e{last + k}",
            type,
            name,
            tuple(dict.fromkeys(c.span.of(text) for c in places)),
            tuple(c.span for c in places),
            tuple(c.span for c in places),
            work=show,
        )
        for k, ((name, type, show), places) in enumerate(held.items(), start=1)
    ]

"""From a document to its reading: who and what it names, and every place where it does.

In: a `Document` and the parser; names known beforehand; what a trained encoder says of the tokens. Out: a `Reading`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from graph.model import EntityType, Span
from ingest.article import Document
from ingest.extract import awards, coreference, described, names, parse, seasons, sources
from ingest.extract.episodetitles import titled
from ingest.extract.known import KnownNames
from ingest.extract.names import Judged
from ingest.extract.parts import Part
from ingest.extract.reading import Form, Mention, Reading
from ingest.extract.recognizer import Floats
from ingest.extract.registry import HONORIFICS, bare
from ingest.extraction import Entity

__all__ = ["read", "resolve", "with_counted"]

NONE_KNOWN = KnownNames()
_PEOPLE = frozenset({"Person", "Character"})
# How near, in characters, the count and the title of an episode stand; how far a document's head goes.
_BESIDE, _HEAD = 30, 250


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
        entities = titled(document.text, with_counted(document.text, entities))
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


def with_counted(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities with the counted seasons and episodes of the shows.

    An episode that is counted beside its title ("The Grandmother Clause / Season 2 Episode 6") is the titled one.
    """
    shows = [e for e in entities if e.type is EntityType.SHOW]
    titled = [e for e in entities if e.type is EntityType.EPISODE]
    last = max((int(e.id[1:]) for e in entities), default=0)
    held: dict[tuple[str, EntityType, str], list[seasons.Counted]] = {}
    for found in seasons.counted(text, [e.named for e in shows]):
        type = EntityType.EPISODE if found.episode else EntityType.SEASON
        held.setdefault((found.name(shows[found.show].name), type, shows[found.show].id), []).append(found)
    grown = {e.id: e for e in entities}
    for (name, type, show), places in held.items():
        spans = tuple(c.span for c in places)
        forms = tuple(dict.fromkeys(span.of(text) for span in spans))
        beside = _titled_beside(spans, titled) if type is EntityType.EPISODE else None
        if beside is not None:
            titled = [e for e in titled if e.id != beside]  # an episode has one number
            before = grown[beside]
            every = tuple(sorted({*before.named, *spans}))
            aliases = tuple(dict.fromkeys((*before.aliases, *forms)))
            grown[beside] = replace(before, aliases=aliases, named=every, mentions=every, work=show)
            continue
        last += 1
        grown[f"e{last}"] = Entity(f"e{last}", type, name, forms, spans, spans, work=show)
    return list(grown.values())


def _titled_beside(counted: Sequence[Span], titled: Sequence[Entity]) -> str | None:
    """The one titled episode that a count stands next to, or that the document's head counts."""
    beside = {
        e.id
        for e in titled
        for name in e.named
        for span in counted
        if max(name.start - span.end, span.start - name.end) <= _BESIDE
    }
    if not beside and len(titled) == 1 and any(span.start < _HEAD for span in counted):
        beside = {titled[0].id}
    return beside.pop() if len(beside) == 1 else None

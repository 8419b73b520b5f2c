"""Prizes and their categories, as the guide names them.

In: a text and its entities, the awards and ceremonies among them as the recogniser found them. Out: the entities with
each category completed ("best director, writer" gives "best writer"), a trailing "award" kept as an alias, and a prize
told from its ceremony: "the Oscars" are an Event, two categories' Oscar is that Event too, a bare Oscar is an Award.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.model import EntityType, Span
from ingest.extract.categories import Category, categories, ceremonial, given_for, leading
from ingest.extract.registry import bare
from ingest.extraction import Entity

__all__ = ["completed"]

_PUT_UP = re.compile(r"\s+(?:shortlist|nominations?|nominees?|categor(?:y|ies)|statuettes?|winners?)$", re.IGNORECASE)
_PRIZE = re.compile(r"\s+(?:awards?|prizes?|trophy|trophies)$", re.IGNORECASE)


def completed(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities with the awards and ceremonies among them put in order."""
    found = categories(text)
    prizes = [span for e in entities if e.type is EntityType.AWARD for span in e.named]
    found = tuple(sorted((*found, *given_for(text, prizes, found)), key=lambda c: c.span))
    entities = [e if e.type is not EntityType.AWARD else _trimmed(e) for e in entities]
    kept = [e for e in entities if e.type is not EntityType.AWARD or not _is_category(e, found)]
    ids = {e.id for e in entities}
    made = list(_merged(found, ids))
    if not made and not any(e.type is EntityType.AWARD for e in kept):
        return list(kept)
    apart = list(_told_apart(text, kept, len(made)))
    return _joined(text, apart, made)


def _trimmed(entity: Entity) -> Entity:
    """A prize without the words for being put up for it: "the best film shortlist"."""
    name = _PUT_UP.sub("", entity.name)
    return entity if name == entity.name else replace(entity, name=name, aliases=(*entity.aliases, entity.name))


def _joined(text: str, entities: Sequence[Entity], made: Sequence[Entity]) -> list[Entity]:
    """Join a prize with the one category that it is given for: "Silver Bear for best director", "best soap Bafta"."""
    prizes = [e for e in entities if e.type is EntityType.AWARD]
    gone: set[str] = set()
    result: list[Entity] = []
    for category in made:
        owners = [p for p in prizes if any(_for(text, a, b) for a in p.named for b in category.named)]
        owner = owners[0] if owners and owners[0].id not in gone else None
        if owner is not None:
            pair = next((a, b) for a in owner.named for b in category.named if _for(text, a, b))
            name = text[pair[0].start : pair[1].end]
            own = tuple(s for s in owner.named if s != pair[0])
            aliases = dict.fromkeys(
                (category.name, *category.aliases, *((owner.name, *owner.aliases) if not own else ()))
            )
            if not own:
                gone.add(owner.id)
            spans = tuple(sorted({*category.named, *(owner.named if not own else ())}))
            result.append(replace(category, name=name, aliases=tuple(aliases), named=spans, mentions=spans))
        elif (
            len(made) == 1
            and len(prizes) == 1
            and any(_for(text, b, a, "") for a in prizes[0].named for b in category.named)
        ):
            gone.add(prizes[0].id)
            spans = tuple(sorted({*category.named, *prizes[0].named}))
            aliases = dict.fromkeys((*category.aliases, prizes[0].name, *prizes[0].aliases))
            result.append(replace(category, aliases=tuple(aliases), named=spans, mentions=spans))
        else:
            result.append(category)
    return [*(e for e in entities if e.id not in gone), *result]


def _for(text: str, prize: Span, category: Span, between: str = "for") -> bool:
    """Whether only "for" stands between a prize and a category (or nothing: the prize's word closes the category's)."""
    if not between:
        return category.contains(prize) or prize.contains(category) or 0 <= category.start - prize.end <= 1
    return text[prize.end : category.start].strip().lower() in {
        f"{award}{between}{the}" for award in ("", "award ", "prize ") for the in ("", " the")
    }


def _is_category(entity: Entity, found: Sequence[Category]) -> bool:
    """Whether what the recogniser took for an award is, wholly or in part, a category, or no award but a "best man"."""
    if entity.name[:1].islower() and leading(entity.name) and not ceremonial(entity.name):
        return True
    return (
        bool(entity.named)
        and all(any(s.overlaps(c.span) for c in found) for s in entity.named)
        and (not entity.name[:1].isupper() or any(bare(entity.name) in bare(form) for c in found for form in c.forms))
    )


def _merged(found: Sequence[Category], taken: set[str]) -> Iterator[Entity]:
    groups: dict[str, list[Category]] = {}
    for category in found:
        groups.setdefault(bare(category.name).removeprefix("best "), []).append(category)
    number = max((int(id[1:]) for id in taken), default=0)
    for group in groups.values():
        number += 1
        # The heading "Actor:" is of the "best actor" that the text names elsewhere.
        name = next((c.name for c in group if leading(c.name)), group[0].name)
        forms = dict.fromkeys(form for c in group for form in (c.name, *c.forms) if form != name)
        spans = tuple(c.span for c in group)
        yield Entity(f"e{number}", EntityType.AWARD, name, tuple(forms), spans, spans)


def _stem(form: str) -> str:
    """A prize by its word: "Oscars", "Oscar" and "Oscar award" are one.

    >>> _stem("Bafta Awards"), _stem("Golden Globe"), _stem("Emmys"), _stem("Emmy Awards")
    ('bafta', 'golden globe', 'emmy', 'emmy')
    """
    return re.sub(r"(?<=[a-z]{2})s$", "", bare(_PRIZE.sub("", form)))


def _told_apart(text: str, entities: Sequence[Entity], categories_named: int) -> Iterator[Entity]:
    """Tell each prize from its ceremony; their forms are then one entity's."""
    prizes: dict[str, list[Entity]] = {}
    for entity in entities:
        if entity.type in {EntityType.AWARD, EntityType.EVENT}:
            prizes.setdefault(_stem(entity.name), []).append(entity)
    for entity in entities:
        group = prizes.get(_stem(entity.name), []) if entity.type in {EntityType.AWARD, EntityType.EVENT} else []
        if not any(e.type is EntityType.AWARD for e in group):
            yield entity
        elif group[0] is entity:
            yield _prize(text, group, categories_named)


_CEREMONY = re.compile(
    r"(?:\b(?:the|this year['’]s|last year['’]s|\d{4}|annual|at|of|\d+(?:st|nd|rd|th))\s+)$", re.IGNORECASE
)


def _prize(text: str, group: Sequence[Entity], categories_named: int) -> Entity:
    spans = tuple(sorted({s for e in group for s in e.named}))
    forms = list(dict.fromkeys(span.of(text) for span in spans))
    plural = [f for f in forms if f.endswith("s") and not _PRIZE.sub("", f).endswith("ss")]
    as_event = any(s.of(text) in plural and _CEREMONY.search(text[max(0, s.start - 16) : s.start]) for s in spans)
    whole = tuple(sorted({s for e in group for s in e.mentions}))
    if as_event or (categories_named > 1 and len(group) > 0 and plural):
        name = max(plural, key=len) if plural else forms[0]
        type = EntityType.EVENT
    else:
        type = EntityType.AWARD
        singular = [f for f in forms if f not in plural]
        name = max(singular, key=len) if singular else _singular(plural[0])
        if _PRIZE.search(name) and any(_PRIZE.sub("", name) == f for f in singular):
            name = _PRIZE.sub("", name)
    aliases = tuple(f for f in dict.fromkeys([*forms, *(a for e in group for a in e.aliases)]) if f != name)
    if type is EntityType.EVENT and not any(f not in plural for f in forms):
        aliases = (*aliases, _singular(name))
    return replace(group[0], type=type, name=name, aliases=aliases, named=spans, mentions=whole)


def _singular(form: str) -> str:
    return form[:-1] if form.endswith("s") else form

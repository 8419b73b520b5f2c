"""What follows within one document from what its lines state.

In: a `Reading`, the work in focus, the marked lines and the drafts of the rules. Out: more drafts.
A portrayal puts actor and character into the work; a character belongs to the work whose plot names it; seasons and
episodes carry their series and number in their names; a description for a name ("Nick's mother") carries its kinship.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from graph.model import EntityType, Span
from ingest.extract.callings import callings
from ingest.extract.drafts import Draft
from ingest.extract.focus import SCREEN, STAGED, Focus
from ingest.extract.honours import honours
from ingest.extract.kinship import kinship
from ingest.extract.marking import Line
from ingest.extract.numbering import numbering
from ingest.extract.reading import Reading
from ingest.extraction import Entity

__all__ = ["SAME_WORLD", "infer", "one_world"]

# Who may as well be a real person, or is named once and far from any role, is a bystander: a fan in a queue. Of the
# characters placed by focus alone 13 of 33 such were right, 97 of 150 others, on development sets and many-b to -d.
DOUBTED = 0.55
STORY = re.compile(
    r"\b(?:characters?|roles?|play(?:s|ed|ing)?|episodes?|seasons?|series|story\w*|plot|scenes?|villain|hero(?:ine)?)\b",
    re.IGNORECASE,
)


def infer(reading: Reading, focus: Focus, marked: Sequence[Line], drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts that follow from the document as a whole."""
    found = list(_cast(reading, focus, drafts))
    found += _characters(reading, focus, [*drafts, *found])
    found += _episodic(reading, focus)
    found += numbering(reading, focus)
    found += _adapted(reading, focus)
    found += _of_series([*drafts, *found])
    found += honours(reading, focus, marked, [*drafts, *found])
    found += kinship(reading, marked, drafts)
    found += callings(reading, focus, [*drafts, *found])
    return found


SAME_WORLD = frozenset(
    ("spouse", "partner", "formerPartner", "parent", "sibling", "friend", "colleague", "rival", "relative",
     "lovesUnrequited", "mentor")
)  # fmt: skip


# After a sentence that ties two: they are who plays it, and the tie is played.
OFF_SCREEN = re.compile(
    r"[^.!?\n]*[.!?][\"'”’)]* +(?:off[- ]?(?:screen|camera)|in real life|away from the cameras?),? "
    r"(?:he|she|they|the)\b",
    re.IGNORECASE,
)


def one_world(reading: Reading, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Keep a tie between two people within one world: an actor beside a character stands for the role.

    "Ebo Lartey plays her husband, Will": the husband is Will, and "her" is the character that the actress plays. A tie
    of an actor to a character that no portrayal explains is dropped.
    """
    drafts = tuple(drafts)
    roles: dict[str, set[str]] = {}
    for draft in drafts:
        if draft.property == "portrays":
            roles.setdefault(draft.subject, set()).add(draft.value)
    for draft in drafts:
        if draft.property not in SAME_WORLD:
            yield draft
            continue
        if OFF_SCREEN.match(reading.text, draft.span.end):
            continue
        kinds = [reading.by_id[end].type for end in (draft.subject, draft.value)]
        if kinds[0] is kinds[1]:
            yield draft
            continue
        ends = [
            next(iter(roles[end])) if kind is EntityType.PERSON and len(roles.get(end, ())) == 1 else end
            for end, kind in zip((draft.subject, draft.value), kinds, strict=True)
        ]
        if ends[0] != ends[1] and all(reading.by_id[end].type is EntityType.CHARACTER for end in ends):
            yield replace(draft, subject=ends[0], value=ends[1], confidence=0.9 * draft.confidence)


def _cast(reading: Reading, focus: Focus, drafts: Iterable[Draft]) -> Iterator[Draft]:
    for draft in drafts:
        if draft.property != "portrays":
            continue
        work = focus.screened(draft.work or focus.story(draft.span.start, cast=True))
        if work is None:
            continue
        sure = 0.9 * draft.confidence
        yield Draft(work, "actor", draft.subject, draft.span, "infer/actor#portrayal", sure, draft.status)
        yield Draft(work, "character", draft.value, draft.span, "infer/character#portrayal", sure, draft.status)


def _characters(reading: Reading, focus: Focus, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """A character that no line puts into a work belongs to the work most often in focus where it is named."""
    placed = {d.value for d in drafts if d.property == "character"}
    played = [d.span for d in drafts if d.property == "portrays"]
    main = focus.main(STAGED)
    for entity in reading.entities:
        if entity.type is not EntityType.CHARACTER or entity.id in placed or not entity.mentions:
            continue
        storied = len(entity.named) > 1 or _storied(reading, focus, entity, played) or _among(reading, entity, placed)
        if entity.confidence < DOUBTED or not storied:
            continue
        votes = Counter(focus.story(span.start) for span in entity.mentions)
        work = entity.work or max(votes, key=lambda w: (votes[w], w == main, w or ""))
        if work:
            span = focus.joined(entity.mentions[0], work)
            yield Draft(work, "character", entity.id, span, "infer/character#focus", 0.7)


def _storied(reading: Reading, focus: Focus, entity: Entity, played: Sequence[Span]) -> bool:
    """Whether a character's first mention stands among roles, or with words of a story."""
    place = entity.mentions[0].start
    paragraph = focus.paragraph(place)
    return any(paragraph.overlaps(span) for span in played) or bool(
        STORY.search(focus.sentence(place).of(reading.text))
    )


def _among(reading: Reading, entity: Entity, others: Collection[str]) -> bool:
    """Whether a character's first mention stands in a sentence with a character of a work, by whatever words."""
    first = entity.mentions[0]
    sentence = next((s for s in reading.sentences if s.contains(first)), first)
    return any(mention.entity in others for mention in reading.within(sentence, EntityType.CHARACTER))


def _episodic(reading: Reading, focus: Focus) -> Iterator[Draft]:
    """A character who is named where an episode is told of is in it, and so in its series."""
    for entity in reading.entities:
        if entity.type is not EntityType.CHARACTER:
            continue
        for span in entity.named:
            if episode := focus.episode(span.start):
                yield Draft(
                    episode, "character", entity.id, focus.joined(span, episode), "infer/character#episode", 0.7
                )


def _of_series(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Who shows a season or an episode shows the series."""
    series = {d.subject: d.value for d in drafts if d.property == "partOfSeries"}
    for draft in drafts:
        if draft.property == "broadcaster" and draft.subject in series:
            yield replace(draft, subject=series[draft.subject], rule="infer/broadcaster#series")


def _adapted(reading: Reading, focus: Focus) -> Iterator[Draft]:
    """A film or show of the name of a book or play in the same article is made from it."""
    books = {e.name.lower(): e for e in reading.entities if e.type is EntityType.WORK}
    for entity in reading.entities:
        book = books.get(entity.name.lower()) if entity.type in SCREEN else None
        span = next(iter((*entity.mentions, *(book.mentions if book else ()))), None)
        if book and span:
            span = focus.joined(entity.mentions[0], book.id) if entity.mentions else span
            yield Draft(entity.id, "isBasedOn", book.id, span, "infer/isBasedOn#name", 0.8)

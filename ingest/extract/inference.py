"""What follows within one document from what its lines state.

In: a `Reading`, the work in focus, the marked lines and the drafts of the rules. Out: more drafts.
A portrayal puts actor and character into the work; a character belongs to the work whose plot names it; seasons and
episodes carry their series and number in their names; a description for a name ("Nick's mother") carries its kinship.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from graph.model import EntityType, Span
from ingest.extract.drafts import Draft
from ingest.extract.focus import SCREEN, Focus
from ingest.extract.literals import number
from ingest.extract.lexicon import words as listed
from ingest.extract.marking import Line, Mark
from ingest.extract.reading import Form, Reading
from ingest.extract.roles import jobs
from ingest.extraction import Entity

__all__ = ["infer", "one_world"]

PEOPLE = (EntityType.PERSON, EntityType.CHARACTER)
TITLES = listed("titles")
PLAYED = (EntityType.SHOW, EntityType.FILM, EntityType.WORK)


def infer(reading: Reading, focus: Focus, marked: Sequence[Line], drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts that follow from the document as a whole."""
    found = list(_cast(reading, focus, drafts))
    found += _characters(reading, focus, [*drafts, *found])
    found += _numbered(reading, focus)
    found += _titled(reading)
    found += _ceremonies(reading, [*drafts, *found])
    found += _nominees(reading, marked)
    found += _crafts(reading, drafts)
    found += _scenes(reading, focus, [*drafts, *found])
    found += _at_work(reading, focus, [*drafts, *found])
    return found


SAME_WORLD = frozenset(
    ("spouse", "partner", "formerPartner", "parent", "sibling", "friend", "colleague", "rival", "relative",
     "lovesUnrequited", "mentor")
)  # fmt: skip


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
        work = draft.work or focus.at(draft.span.start, SCREEN, cast=True) or focus.main(PLAYED)
        if work is None:
            continue
        sure = 0.9 * draft.confidence
        yield Draft(work, "actor", draft.subject, draft.span, "infer/actor#portrayal", sure, draft.status)
        yield Draft(work, "character", draft.value, draft.span, "infer/character#portrayal", sure, draft.status)


def _characters(reading: Reading, focus: Focus, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """A character that no line puts into a work belongs to the work most often in focus where it is named."""
    placed = {d.value for d in drafts if d.property == "character"}
    for entity in reading.entities:
        if entity.type is not EntityType.CHARACTER or entity.id in placed or not entity.mentions:
            continue
        votes = Counter(focus.at(span.start, SCREEN) or focus.main(PLAYED) for span in entity.mentions)
        work = entity.work or max(votes, key=lambda w: (votes[w], w or ""))
        if work:
            span = entity.mentions[0]
            yield Draft(work, "character", entity.id, span, "infer/character#focus", 0.7)


NUMBERED = re.compile(
    r"^(?P<show>.*?),? ?\b(?:season|series) (?P<season>[\w-]+)(?:,? (?:episode|part) (?P<episode>[\w-]+))?$|"
    r"^(?P<show2>.*?),? ?\b(?:episode|part) (?P<episode2>[\w-]+)$",
    re.IGNORECASE,
)


def _numbered(reading: Reading, focus: Focus) -> Iterator[Draft]:
    shows = {e.name.lower(): e for e in reading.entities if e.type is EntityType.SHOW}
    seasons = {e.name.lower(): e for e in reading.entities if e.type is EntityType.SEASON}
    for entity in reading.entities:
        if entity.type not in (EntityType.SEASON, EntityType.EPISODE):
            continue
        span = entity.mentions[0] if entity.mentions else Span(0, min(1, len(reading.text)))
        found = NUMBERED.match(entity.name)
        show = _series(entity, shows, focus, span)
        if show:
            yield Draft(
                entity.id, "partOfSeries", show, span, "infer/partOfSeries#name", 0.9
            )
        if not found:
            continue
        season = number(found["season"] or "")
        episode = number(found["episode"] or found["episode2"] or "")
        if entity.type is EntityType.SEASON and season is not None:
            yield Draft(entity.id, "seasonNumber", str(season), span, "infer/seasonNumber#name", 0.95)
        if entity.type is EntityType.EPISODE and episode is not None:
            yield Draft(entity.id, "episodeNumber", str(episode), span, "infer/episodeNumber#name", 0.95)
            whole = f"{found['show']} season {season}".lower()
            if season is not None and whole in seasons:
                yield Draft(entity.id, "partOfSeason", seasons[whole].id, span, "infer/partOfSeason#name", 0.9)


def _series(entity: Entity, shows: dict[str, Entity], focus: Focus, span: Span) -> str | None:
    name = entity.name.lower()
    named = [show for title, show in shows.items() if name.startswith(title + " ")]
    if named:
        return max(named, key=lambda s: len(s.name)).id
    return entity.work or focus.at(span.start, (EntityType.SHOW,))


def _titled(reading: Reading) -> Iterator[Draft]:
    """Occupations that a name or a description carries: "Captain Pruitt", "a vet", "the crooked sheriff"."""
    nouns = {t.idx for t in reading.doc if t.pos_ in ("NOUN", "PROPN")}
    for mention in reading.mentions:
        entity = reading.by_id[mention.entity]
        if entity.type not in PEOPLE or mention.form is not Form.NAME:
            continue
        words = mention.span.of(reading.text)
        title, _, name = words.removeprefix("the ").removeprefix("The ").partition(" ")
        if name[:1].isupper() and title.lower() in TITLES:
            yield Draft(entity.id, "occupation", title.lower(), mention.span, "infer/occupation#title", 0.75)
        elif entity.type is EntityType.CHARACTER and not any(w[:1].isupper() for w in words.split()[1:]):
            whole = [j for span, j, many in jobs(words, lambda i, at=mention.span.start: at + i in nouns) if span.end == len(words) and not many]
            if whole and whole[-1] != words:
                yield Draft(entity.id, "occupation", whole[-1], mention.span, "infer/occupation#description", 0.8)


# Trades whose bearer works on the work in focus: right 12 times of 16 for directors; actors, writers, producers and
# presenters were right less than half the time and are left to the trained model.
TRADES = dict.fromkeys(("director", "film-maker", "filmmaker", "writer-director"), "director")


def _at_work(reading: Reading, focus: Focus, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Somebody of the trade whose own work the article doesn't name is at the work in focus: "the writer, Ida Moss"."""
    busy = {d.value for d in drafts if d.property in set(TRADES.values())}
    for draft in drafts:
        craft = TRADES.get(draft.value) if draft.property == "occupation" else None
        if craft is None or draft.subject in busy or reading.by_id[draft.subject].type is not EntityType.PERSON:
            continue
        work = focus.at(draft.span.start, SCREEN)
        if work:
            yield Draft(work, craft, draft.subject, draft.span, f"infer/{craft}#trade", 0.65)


NOT_STORY = re.compile(r"\b(?:film(?:ed|ing)|shot|shoot|shooting|location|premi\w+|festival|born|studio|theatre)\b", re.I)


def _scenes(reading: Reading, focus: Focus, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """A place in a sentence of plot, one that names characters and no person outside a parenthesis, is in the story."""
    placed = {d.value for d in drafts if d.property in ("setIn", "filmedIn", "location")}
    for sentence in reading.sentences:
        text = sentence.of(reading.text)
        places = list(reading.within(sentence, EntityType.PLACE))
        if not places or NOT_STORY.search(text) or not any(reading.within(sentence, EntityType.CHARACTER)):
            continue
        asides = [Span(sentence.start + m.start(), sentence.start + m.end()) for m in re.finditer(r"\([^()]*\)", text)]
        people = [m for m in reading.within(sentence, EntityType.PERSON, EntityType.AWARD, EntityType.ORGANIZATION)]
        if any(not any(aside.contains(m.span) for aside in asides) for m in people):
            continue
        for mention in places:
            work = focus.at(mention.span.start, SCREEN) or focus.main(PLAYED)
            if mention.entity not in placed and work:
                yield Draft(work, "setIn", mention.entity, mention.span, "infer/setIn#scene", 0.65)


CEREMONY = re.compile(r"award|oscar|bafta|globe|emmy|emmies|grammy|festival|prize|guild|honou?rs|tonys|sundance|cannes", re.I)


def _ceremonies(reading: Reading, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """An award is of the ceremony that its name names, else of the one named last before it, else of the article's."""
    placed = {d.subject for d in drafts if d.property == "partOfEvent"}
    events = [e for e in reading.entities if e.type is EntityType.EVENT and CEREMONY.search(" ".join((e.name, *e.aliases)))]
    if not events:
        return
    for award in reading.entities:
        if award.type is not EntityType.AWARD or award.id in placed or not award.named:
            continue
        forms = f" {award.name} {' '.join(award.aliases)} ".lower()
        inside = [e for e in events if any(f" {form.lower().rstrip('s')}" in forms for form in (e.name, *e.aliases))]
        before = [(s, e) for e in events for s in e.named if s.start < award.named[0].start]
        event = inside[0] if inside else max(before, key=lambda b: b[0])[1] if before else events[0]
        yield Draft(award.id, "partOfEvent", event.id, award.named[0], "infer/partOfEvent#ceremony", 0.7)


CRAFTS = (
    (re.compile(r"\bact(?:or|ress|ing)\b|\bperformance\b|newcomer", re.I), "actor"),
    (re.compile(r"\bdirect(?:or|ing|ion)\b", re.I), "director"),
    (re.compile(r"screenplay|\bwrit(?:er|ing)\b|\bscript\b", re.I), "author"),
    (re.compile(r"\bscore\b|\bmusic\b", re.I), "musicBy"),
)


def _nominees(reading: Reading, marked: Sequence[Line]) -> Iterator[Draft]:
    """A printed list: a line with an award alone, then lines that each begin with a nominee ("Ida Moss, Salt Road")."""
    award: Mark | None = None
    for line in marked:
        bare = re.sub(r"[^\w\U000f0000-\U000fffff]", "", line.text)
        if len(bare) == 1 and ord(bare) >= 0xF0000:
            mark = line.mark(bare)
            award = mark if mark.kind == "Award" else None
            continue
        if award is None:
            continue
        marks = [line.mark(c) for c in line.text if ord(c) >= 0xF0000]
        start = re.match(r"[^\w\U000f0000-\U000fffff]*[\U000f0000-\U000fffff]", line.text)
        if not start or len(line.text) > 90 or not marks or marks[0].kind not in NOMINATED:
            award = None
            continue
        won = "winner" in line.words
        property = "awardWon" if won else "nominatedFor"
        people = [m for m in marks if m.kind == "Person"]
        works = [m for m in marks if m.kind in ("Film", "Show", "Work")]
        for mark in people or works[:1]:
            yield Draft(mark.value, property, award.value, mark.span, f"infer/{property}#list", 0.85)
        name = reading.by_id[award.value].name
        craft = next((p for pattern, p in CRAFTS if pattern.search(name)), None)
        if craft and len(works) == 1:
            for mark in people:
                span = Span(min(mark.span.start, works[0].span.start), max(mark.span.end, works[0].span.end))
                yield Draft(works[0].value, craft, mark.value, span, f"infer/{craft}#nominees", 0.85)


def _crafts(reading: Reading, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """"Best actor for Salt Road" says what the person did in the work."""
    for draft in drafts:
        if draft.property not in ("awardWon", "nominatedFor") or draft.work is None:
            continue
        craft = next((p for pattern, p in CRAFTS if pattern.search(reading.by_id[draft.value].name)), None)
        if craft and reading.by_id[draft.subject].type is EntityType.PERSON:
            yield Draft(draft.work, craft, draft.subject, draft.span, f"infer/{craft}#award", 0.8)


NOMINATED = ("Person", "Film", "Show", "Work")

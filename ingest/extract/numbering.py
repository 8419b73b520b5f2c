"""Series, seasons and episodes: which belongs to which, and its number.

In: a `Reading`, the work in focus. Out: drafts of `partOfSeries`, `partOfSeason`, `seasonNumber`, `episodeNumber`.
The names say most ("Salt Road season 2 episode 6"); of an episode with a title the text beside it does: "(S2E6)",
"2.06", "is the sixth episode".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model import EntityType, Span
from ingest.extract.drafts import Draft
from ingest.extract.focus import Focus
from ingest.extract.literals import number
from ingest.extract.reading import Reading
from ingest.extraction import Entity

__all__ = ["numbering"]

NAMED = re.compile(
    r"^(?P<show>.*?),? ?\b(?:season|series) (?P<season>[\w-]+)(?:,? (?:episode|part) (?P<episode>[\w-]+))?$|"
    r"^(?P<show2>.*?),? ?\b(?:episode|part) (?P<episode2>[\w-]+)$",
    re.IGNORECASE,
)
NUMBER = r"(?:\d{1,3}(?:st|nd|rd|th)?|[a-z]+(?:-[a-z]+)?)"
# Right after a title: a code in parentheses, or a clause that counts it.
AFTER = re.compile(
    r"[\"'”’,]*\s*(?:\((?:season |s)(?P<s>\d{1,2})[,:]?\s*(?:episode |ep\.? ?|e)(?P<e>\d{1,3})\b|"
    r"\((?P<s2>\d{1,2})[.x](?P<e2>\d{2})\)|"
    rf"(?:,| is| was) (?:the )?(?P<e3>{NUMBER})(?: and (?:last|final))? (?:episode|instal?lment)\b)",
    re.IGNORECASE,
)
# Right before a title: a code, or "episode four,".
BEFORE = re.compile(
    r"(?:(?:^|[\s\"“])(?P<s>\d{1,2})\.(?P<e>\d{2})|\bs(?P<s2>\d{1,2}) ?e(?P<e2>\d{1,2})[,:]?|"
    rf"\b(?:episode|ep\.?) (?P<e3>{NUMBER})(?:,| -| –|:)?|\n(?P<e4>\d{{1,2}})) [\"'“‘]?$",
    re.IGNORECASE,
)


def numbering(reading: Reading, focus: Focus) -> Iterator[Draft]:
    """Yield what names and codes say of seasons and episodes."""
    shows = {e.name.lower(): e for e in reading.entities if e.type is EntityType.SHOW}
    seasons = {e.name.lower(): e for e in reading.entities if e.type is EntityType.SEASON}
    for entity in reading.entities:
        if entity.type not in (EntityType.SEASON, EntityType.EPISODE):
            continue
        span = entity.mentions[0] if entity.mentions else Span(0, min(1, len(reading.text)))
        show = _series(entity, shows, focus, span)
        if show:
            yield Draft(entity.id, "partOfSeries", show, focus.joined(span, show), "infer/partOfSeries#name", 0.9)
        found = next((m for form in (entity.name, *entity.aliases) if (m := NAMED.match(form))), None)
        if found and entity.type is EntityType.SEASON:
            season = number(found["season"] or "")
            if season is not None:
                yield Draft(entity.id, "seasonNumber", str(season), span, "infer/seasonNumber#name", 0.95)
        elif entity.type is EntityType.EPISODE:
            yield from _within(reading, focus, entity, seasons)
            title = reading.by_id[show].name if show else ""
            if found:
                told = (
                    number(found["season"] or ""),
                    number(found["episode"] or found["episode2"] or ""),
                    span,
                    "name",
                )
                yield from _placed(entity, title, told, seasons)
            else:
                for told in _coded(reading.text, entity):
                    yield from _placed(entity, title, told, seasons)


def _within(reading: Reading, focus: Focus, entity: Entity, seasons: dict[str, Entity]) -> Iterator[Draft]:
    """The season whose name an episode's begins with, else the only one named in its sentence."""
    named = [season for name, season in seasons.items() if entity.name.lower().startswith(name + " ")]
    if named:
        yield Draft(entity.id, "partOfSeason", named[0].id, _first(entity), "infer/partOfSeason#name", 0.9)
        return
    for mention in entity.named:
        beside = list(reading.within(focus.sentence(mention.start), EntityType.SEASON))
        if len({m.entity for m in beside}) == 1:
            span = Span(min(mention.start, beside[0].span.start), max(mention.end, beside[0].span.end))
            yield Draft(entity.id, "partOfSeason", beside[0].entity, span, "infer/partOfSeason#sentence", 0.7)
            return


def _first(entity: Entity) -> Span:
    return entity.mentions[0] if entity.mentions else Span(0, 1)


Told = tuple[int | None, int | None, Span, str]


def _placed(entity: Entity, show: str, told: Told, seasons: dict[str, Entity]) -> Iterator[Draft]:
    season, episode, span, rule = told
    if episode is not None:
        yield Draft(entity.id, "episodeNumber", str(episode), span, f"infer/episodeNumber#{rule}", 0.95)
    whole = seasons.get(f"{show} season {season}".lower()) if season is not None else None
    if whole:
        yield Draft(entity.id, "partOfSeason", whole.id, span, f"infer/partOfSeason#{rule}", 0.9)


def _coded(text: str, entity: Entity) -> Iterator[Told]:
    """Read the codes and counts right beside an episode's title."""
    for mention in entity.named:
        after = AFTER.match(text, mention.end)
        if after:
            season, episode = after["s"] or after["s2"], after["e"] or after["e2"] or after["e3"]
            yield _number(season), _number(episode), Span(mention.start, after.end()), "code"
        before = BEFORE.search(text, max(0, mention.start - 24), mention.start)
        if before:
            season = before["s"] or before["s2"]
            episode = before["e"] or before["e2"] or before["e3"] or before["e4"]
            yield _number(season), _number(episode), Span(before.start(), mention.end), "code"


def _number(word: str | None) -> int | None:
    return number(word) if word else None


def _series(entity: Entity, shows: dict[str, Entity], focus: Focus, span: Span) -> str | None:
    name = entity.name.lower()
    named = [show for title, show in shows.items() if name.startswith(title + " ")]
    if named:
        return max(named, key=lambda s: len(s.name)).id
    return entity.work or focus.at(span.start, (EntityType.SHOW,))

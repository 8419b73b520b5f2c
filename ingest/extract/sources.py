"""Works that share a title with what was made from them: "the novel of the same name", "the Heartstopper comics".

In: a text and its entities. Out: a Work beside the show or film of that title, with the words that mean it. One name
has one kind in a document, so the recogniser cannot see both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.model import EntityType, Span
from ingest.extract.reading import Form, Mention
from ingest.extraction import Entity

__all__ = ["shared"]

_NOUN = (
    r"(?:(?:graphic\s+|short\s+|picture\s+|children['’]s\s+|comic\s+|video\s+|stage\s+|web\s*)?"
    r"(?:novels?|novellas?|books?|comics?|strips?|plays?|musicals?|memoirs?|manga|webtoons?|stor(?:y|ies)|games?|trilogy"
    r"|podcasts?|bestsellers?|biograph(?:y|ies)|autobiography|poems?|webcomics?)(?:\s+series)?)"
)
_SAME = re.compile(
    rf"\b(?P<noun>{_NOUN})\s+(?:of|by|with|under)\s+(?:the\s+same|that|this|an?\s+identical|a\s+similar)\s+(?:name|title)"
    rf"|\b(?:eponymous|same-named|same-titled|like-named|identically\s+titled)\s+(?P<after>{_NOUN})",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:based\s+(?:up)?on|adapt(?:ed|s)\s+(?:\w+\s+)?from|adaptation\s+of|inspired\s+by|taken?\s+(?:from|on)|version\s+of"
    r"|after|from|adapt(?:ing|s|ed)?)\s+(?:an?|the|his|her|their|(?-i:[A-Z])[\w.’'-]+(?:\s+(?-i:[A-Z])[\w.’'-]+){0,3}['’]s)\s+"
    rf"(?P<noun>(?:[\w'’-]+\s+){{0,4}}?{_NOUN})(?=\s+by\b|\s*[,.;)]|\s+(?:that|which|about|first|published|from)\b)",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    rf"\s*[”’\"']?\s*(?P<noun>{_NOUN})\b(?!\s+(?:adaptation|version|club|deal|festival))", re.IGNORECASE
)
_MADE = (EntityType.SHOW, EntityType.FILM)
_PLURAL = re.compile(r"(?:novels|books|comics|strips|stories|manga|games|webtoons?|trilogy|series)$", re.IGNORECASE)


def shared(text: str, entities: Sequence[Entity]) -> tuple[list[Entity], list[Mention]]:
    """Return the works that share the title of a show or film, and their mentions."""
    made = [e for e in entities if e.type in _MADE and e.named]
    works = {e.name.casefold() for e in entities if e.type is EntityType.WORK}
    held: dict[str, list[Span]] = {}
    told = (*_of_the_same_name(text, made), *_before_the_noun(text, made), *_without_a_name(text, made))
    for title, span in told:
        if title.casefold() not in works:
            held.setdefault(title, []).append(span)
    last = max((int(e.id[1:]) for e in entities), default=0)
    found, mentions = [], []
    for number, (title, spans) in enumerate(held.items(), start=last + 1):
        found.append(Entity(f"e{number}", EntityType.WORK, title, (), tuple(spans), tuple(spans), None, 0.8))
        mentions += [Mention(span, f"e{number}", Form.NOMINAL) for span in sorted(set(spans))]
    return found, mentions


def _of_the_same_name(text: str, made: Sequence[Entity]) -> Iterator[tuple[str, Span]]:
    for match in _SAME.finditer(text):
        noun = "noun" if match["noun"] else "after"
        if title := _title_before(match.start(), made):
            yield title, Span(*match.span(noun))


def _without_a_name(text: str, made: Sequence[Entity]) -> Iterator[tuple[str, Span]]:
    """What a show or film was made from, if the text gives no title of its own: "from a graphic novel by Ada Bee"."""
    named = [s for e in made for s in e.named]
    for match in _SOURCE.finditer(text):
        span = Span(*match.span("noun"))
        ahead = text[span.end : span.end + 3]
        if any(span.overlaps(s) for s in named) or re.match(r",?\s*[“‘\"']|,?\s[A-Z]", ahead) or not made:
            continue
        begin = max(text.rfind(stop, 0, match.start()) for stop in (". ", "\n", "! ", "? "))
        near = [(s.end, e.name) for e in made for s in e.named if begin < s.end <= match.start()]
        if near:
            yield max(near)[1], span


def _title_before(place: int, made: Sequence[Entity]) -> str | None:
    """The title named last before a place, within three hundred characters; else the one that is named most."""
    near = [(s.end, e.name) for e in made for s in e.named if place - 300 < s.end <= place]
    if near:
        return max(near)[1]
    return max(made, key=lambda e: (len(e.named), e.id)).name if made else None


def _before_the_noun(text: str, made: Sequence[Entity]) -> Iterator[tuple[str, Span]]:
    """Find what a title itself stands before: "the Heartstopper graphic novels"."""
    for entity in made:
        for span in entity.named:
            match = _FOLLOWING.match(text, span.end)
            if match and (
                _PLURAL.search(match["noun"]) or text[max(0, span.start - 12) : span.start].lower().endswith("the ")
            ):
                yield entity.name, Span(*match.span("noun"))

"""What a page says about itself: JSON-LD first, then OpenGraph and meta tags.

In: the page's script and meta elements, already cut out. Out: `Metadata`, with the JSON-LD objects beside it.
JSON-LD is untrusted: it is parsed leniently, never fetched from, and bounded in size and depth.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.model import EntityType

__all__ = ["Metadata", "day", "metadata", "objects", "things"]

_ARTICLE = re.compile(r"(Article|BlogPosting|LiveBlogPosting|Review|Report|WebPage)$")
_MOST_OBJECTS = 200
_MOST_DEPTH = 12
_DAY = re.compile(r"\s*(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>)\s*$", re.DOTALL)
_TITLES = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dc.date", "dcterms.created", "publish-date", "pubdate", "date",
    "og:updated_time", "article:modified_time",
)  # fmt: skip
_PUBLISHERS = ("og:site_name", "application-name", "dc.publisher", "cre")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")


_TYPES: Mapping[str, EntityType] = {
    **dict.fromkeys(("TVSeries", "RadioSeries", "PodcastSeries", "TelevisionSeries"), EntityType.SHOW),
    **dict.fromkeys(("Movie", "MovieSeries"), EntityType.FILM),
    **dict.fromkeys(("TVEpisode", "RadioEpisode", "Episode"), EntityType.EPISODE),
    **dict.fromkeys(("Book", "Play", "MusicAlbum", "MusicRecording", "VideoGame", "ComicSeries"), EntityType.WORK),
    "Person": EntityType.PERSON,
    **dict.fromkeys(("Organization", "Corporation", "BroadcastService", "MusicGroup"), EntityType.ORGANIZATION),
    **dict.fromkeys(("Event", "Festival", "TheaterEvent", "MusicEvent"), EntityType.EVENT),
    **dict.fromkeys(("Place", "City", "Country"), EntityType.PLACE),
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article; any field may be None. `date` is ISO, as precise as the page."""

    title: str | None = None
    date: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None
    licence: str | None = None


def objects(scripts: Iterable[str]) -> tuple[Mapping[str, Any], ...]:
    """Return the JSON-LD objects of script elements, `@graph` and lists laid flat. A broken script gives none.

    >>> objects(['{"@graph": [{"@type": "NewsArticle", "headline": "Tide turns"}]}', "{oops"])
    ({'@type': 'NewsArticle', 'headline': 'Tide turns'},)
    """
    found: list[Mapping[str, Any]] = []
    for script in scripts:
        for item in _flat(_parsed(script), 0):
            if len(found) == _MOST_OBJECTS:
                return tuple(found)
            found.append(item)
    return tuple(found)


def _parsed(script: str) -> Any:
    bare = _COMMENT.sub("", script).strip().rstrip(";")
    try:
        return json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return None


def _flat(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flat(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value or "@graph" not in value:
            yield value
        if "@graph" in value:
            yield from _flat(value["@graph"], depth + 1)


def things(items: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, EntityType], ...]:
    """Return the named things that structured data speaks of, with their kinds, sorted.

    >>> cast = [{"@type": "Person", "name": "Una Moss"}]
    >>> things([{"@type": "Review", "itemReviewed": {"@type": "TVSeries", "name": "Bail", "actor": cast}}])
    (('Bail', <EntityType.SHOW: 'Show'>), ('Una Moss', <EntityType.PERSON: 'Person'>))
    """
    return tuple(sorted({thing for item in items for thing in _named(item, 0)}))


def _named(value: Any, depth: int) -> Iterator[tuple[str, EntityType]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:_MOST_OBJECTS]:
            yield from _named(item, depth + 1)
    elif isinstance(value, Mapping):
        types = value.get("@type")
        kinds = [
            _TYPES[t] for t in (types if isinstance(types, list) else [types]) if isinstance(t, str) and t in _TYPES
        ]
        name = _words(value.get("name"))
        if kinds and name and len(name) < 200:
            yield name, kinds[0]
        for held in value.values():
            yield from _named(held, depth + 1)


def metadata(items: Iterable[Mapping[str, Any]], tags: Mapping[str, str]) -> Metadata:
    """Return what a page says of its article: from JSON-LD objects, else from its meta tags.

    `tags` maps lower-case names (or properties) to contents; `lang`, `canonical` and `title` may be among them.

    >>> metadata([{"@type": "NewsArticle", "datePublished": "2023-08-04T10:00:00Z"}], {}).date
    '2023-08-04'
    """
    article: Mapping[str, Any] = next((item for item in items if _is_article(item)), {})
    first = _first(tags)
    return Metadata(
        title=_words(article.get("headline")) or first(*_TITLES) or _words(article.get("name")) or first("title"),
        date=day(_words(article.get("datePublished")) or _words(article.get("dateCreated")) or first(*_DATES)),
        url=_link(article.get("url")) or first("canonical", "og:url") or _link(article.get("mainEntityOfPage")),
        publisher=_name(article.get("publisher")) or first(*_PUBLISHERS),
        author=_name(article.get("author")) or _name(article.get("creator")) or first(*_AUTHORS),
        language=_words(article.get("inLanguage")) or first("lang", "og:locale", "content-language"),
        licence=_link(article.get("license")) or first("license"),
    )


def day(value: str | None) -> str | None:
    """Return the ISO date that a timestamp begins with, or None.

    >>> day("2023-08-04T10:00:00+01:00"), day("20230804"), day("2023-08"), day("yesterday"), day("2023-19-99")
    ('2023-08-04', '2023-08-04', '2023-08', None, '2023')
    """
    match = _DAY.match(value or "")
    if not match:
        return None
    year, month, date = match.groups()
    if not month or not 1 <= int(month) <= 12:
        return year
    return f"{year}-{month}-{date}" if date and 1 <= int(date) <= 31 else f"{year}-{month}"


def _is_article(item: Mapping[str, Any]) -> bool:
    types = item.get("@type")
    return any(_ARTICLE.search(str(t)) for t in (types if isinstance(types, list) else [types]) if t)


def _first(tags: Mapping[str, str]) -> Any:
    def first(*keys: str) -> str | None:
        return next((words for key in keys if (words := _words(tags.get(key)))), None)

    return first


def _words(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, str) and v.strip()), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    """The name of an agent, or of several joined by commas."""
    if isinstance(value, list):
        return ", ".join(name for item in value[:10] if (name := _name(item))) or None
    return _words(value.get("name")) if isinstance(value, dict) else _words(value)


def _link(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) and re.match(r"\s*https?://", value) else None

"""Feeds and sitemaps: the addresses of articles.

In: the bytes of an RSS or Atom feed, or of a sitemap. Out: `Entry` values, in their order, each address once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import feedparser
from resiliparse.parse.html import HTMLTree

__all__ = ["Entry", "entries", "is_feed", "is_sitemap"]

_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)[\s>]")
MOST = 50_000  # addresses in one sitemap, as sitemaps.org has it


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that a feed or a sitemap lists; `sitemap` if it leads to another sitemap."""

    url: str
    title: str | None = None
    date: str | None = None
    sitemap: bool = False


def is_feed(content: bytes) -> bool:
    """Say whether bytes are a feed.

    >>> is_feed(b"<?xml version='1.0'?><rss version='2.0'>"), is_feed(b"<html><p>rss</p>")
    (True, False)
    """
    return _FEED.search(content[:2000]) is not None


def is_sitemap(content: bytes) -> bool:
    """Say whether bytes are a sitemap or an index of sitemaps."""
    return _SITEMAP.search(content[:2000]) is not None


def entries(content: bytes) -> Iterator[Entry]:
    """Yield what a feed or sitemap lists; nothing from what is neither."""
    seen: set[str] = set()
    for entry in _sitemap(content) if is_sitemap(content) else _feed(content):
        if entry.url.startswith(("http://", "https://")) and entry.url not in seen:
            seen.add(entry.url)
            yield entry
            if len(seen) == MOST:
                return


def _feed(content: bytes) -> Iterator[Entry]:
    for item in feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False).entries:
        told = item.get("published_parsed") or item.get("updated_parsed")
        date = f"{told.tm_year:04}-{told.tm_mon:02}-{told.tm_mday:02}" if told else None
        yield Entry(str(item.get("link") or ""), str(item.get("title") or "") or None, date)


def _sitemap(content: bytes) -> Iterator[Entry]:
    # An HTML parser reads no external entities and gives up on nothing: a sitemap is flat.
    tree = HTMLTree.parse(content.decode("utf-8", "replace"))
    if tree.document is None:
        return
    for name, is_index in (("url", False), ("sitemap", True)):
        for node in tree.document.query_selector_all(name):
            place, day = node.query_selector("loc"), node.query_selector("lastmod")
            if place is not None:
                yield Entry((place.text or "").strip(), None, (day.text or "").strip()[:10] if day else None, is_index)

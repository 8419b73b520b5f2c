"""A document: one article's text as it is stored, with what is known about the article.

In: what intake read. Out: `Document`, whose `text` is the one that every offset in the system refers to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Document", "Rejected", "Unchanged"]


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    `id` is unique in a run (the id of a JSON Lines record, else derived from the URL or the path). `date` is the ISO
    date (or `YYYY-MM`, `YYYY`) of publication. `structured` holds the page's JSON-LD objects, untrusted and as parsed.
    """

    id: str
    text: str
    date: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None
    source: str | None = None
    licence: str | None = None
    structured: tuple[Mapping[str, Any], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that gave no document, and why: a result, not a crash."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An address whose page is as it was when it was read, by its server's word; it was not sent again."""

    source: str

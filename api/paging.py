"""Cursors: where a list goes on, by the key of the last item rather than by a count, so that writes move nothing.

In: items in the order of their keys, a cursor. Out: a `Page`: its items, the next cursor, the honest total.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson

from api.problems import Problem

__all__ = ["Page", "page"]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A part of a list. `next` is None at its end."""

    items: tuple[Item, ...]
    next: str | None
    total: int


def page(items: Sequence[Item], key: Callable[[Item], Any], limit: int, cursor: str | None) -> Page[Item]:
    """Return the part of a list after a cursor. `items` are sorted by `key`, which no two share.

    Raises Problem for what is no cursor.

    >>> first = page(["a", "b", "c"], lambda item: [item], 2, None)
    >>> first.items, page(["a", "aa", "b", "c"], lambda item: [item], 2, first.next).items
    (('a', 'b'), ('c',))
    """
    start = 0
    if cursor:
        after = _read(cursor)
        try:
            start = next((i for i, item in enumerate(items) if _plain(key(item)) > after), len(items))
        except TypeError as error:
            raise Problem("invalid-cursor", "The cursor is one of another list.") from error
    part = items[start : start + limit]
    more = start + limit < len(items)
    return Page(tuple(part), _write(_plain(key(part[-1]))) if more and part else None, len(items))


def _plain(key: Any) -> list[Any]:
    return [key] if isinstance(key, str | int | float) else list(key)


def _write(key: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode().rstrip("=")


def _read(cursor: str) -> list[Any]:
    try:
        found = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise Problem("invalid-cursor", "The cursor cannot be read: take it from `next` as it is.") from error
    if not isinstance(found, list) or not all(isinstance(part, str | int | float) for part in found):
        raise Problem("invalid-cursor", "The cursor cannot be read: take it from `next` as it is.")
    return found

"""Answers that were given already, kept while they are true.

In: a key with the revision in it, an answer's bytes. Out: the same bytes. Least recently used go first; the size of
all of them is bounded.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["AnswerCache", "Answered"]

Headers: TypeAlias = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer as it goes over the wire. `start` and `body` are the two ASGI messages."""

    etag: bytes
    start: dict[str, object]
    body: dict[str, object]
    size: int


class AnswerCache:
    """Answers by key, at most `limit` bytes of them."""

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._kept: OrderedDict[Hashable, Answered] = OrderedDict()

    def get(self, key: Hashable) -> Answered | None:
        """Return an answer, if it is kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, answer: Answered) -> None:
        """Keep an answer; one that is larger than a sixteenth of all is not worth the others."""
        if answer.size * 16 > self._limit or key in self._kept:
            return
        self._kept[key] = answer
        # What a key and its entry take beside the answer's own bytes.
        self._size += answer.size + 1024
        while self._size > self._limit:
            _, gone = self._kept.popitem(last=False)
            self._size -= gone.size + 1024

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._size = 0

"""Indexes of a view at a revision: made when they are first asked for, kept while the revision lasts.

In: a reader's view, the store's revision, how to make an index. Out: the index, made once however many ask at a time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

__all__ = ["Indexes"]

Index = TypeVar("Index")


class Indexes(Generic[Index]):
    """Keeps the newest `size` indexes."""

    def __init__(self, size: int = 8) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[int, str], Index] = OrderedDict()
        self._locks: dict[tuple[int, str], Lock] = {}
        self._lock = Lock()

    def get(self, revision: int, view: str, make: Callable[[], Index]) -> Index:
        """Return the index of a view at a revision. Others that ask for the same one wait for it."""
        key = revision, view
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            making = self._locks.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            found = make()
            with self._lock:
                self._kept[key] = found
                self._locks.pop(key, None)
                for old in [kept for kept in self._kept if kept[0] < revision]:
                    del self._kept[old]
                while len(self._kept) > self._size:
                    self._kept.popitem(last=False)
            return found

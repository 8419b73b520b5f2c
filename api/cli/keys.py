"""The secret key of the suppression list: in `DRAMATIS_KEY`, else in the file `forget.key` beside the store's quads.

In: a store. Out: the key. Backups do not hold it; without it nobody can tell whose hashes the list holds, and nothing
can be written to a store that has a list.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from graph.errors import StoreError
from graph.store import Store
from graph.store.embedded import EmbeddedStore
from graph.suppression import NOBODY, Suppressed, suppressed

__all__ = ["kept_list", "key_for"]


def key_for(store: Store) -> bytes:
    """Return the key of a store's list, made if there is none. Raises StoreError where none can be kept."""
    key = _standing_key(store)
    if key is not None:
        return key
    place = _file(store)
    if place is None:
        raise StoreError("a remote store keeps no key: set DRAMATIS_KEY to a secret of your own, and keep it")
    made = secrets.token_hex(32).encode()
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(made)
    return made


def kept_list(store: Store, base: str) -> Suppressed:
    """Return the list that writing must keep to. Raises StoreError for a list whose key is missing."""
    key = _standing_key(store)
    held = suppressed(store, base, key or b"")
    if not held.hashes:
        return NOBODY
    if key is None:
        raise StoreError(
            "the store holds a list of people to be forgotten, and its key is missing: set DRAMATIS_KEY, or put "
            "forget.key back. Nothing is written without it, so that nobody comes back."
        )
    return held


def _standing_key(store: Store) -> bytes | None:
    given = os.environ.get("DRAMATIS_KEY")
    if given:
        return given.encode()
    place = _file(store)
    return place.read_bytes() if place is not None and place.is_file() else None


def _file(store: Store) -> Path | None:
    return store.path / "forget.key" if isinstance(store, EmbeddedStore) and store.path is not None else None

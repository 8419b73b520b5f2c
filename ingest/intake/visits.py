"""What servers said of their pages when they were last asked, so that a page that stands as it was is not sent again.

In: addresses, the `ETag` and `Last-Modified` of answers. Out: the headers that ask for a page only if it has changed.
All is kept in one file, under digests of the addresses: an address can hold a name, and people must be forgettable.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

__all__ = ["Visits"]

_LONGEST: Final = 500
_ASKING: Final = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass
class Visits:
    """The visits of one store's runs. Without a file they last as long as this object."""

    path: Path | None = None
    _kept: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def at(cls, path: Path) -> Visits:
        """Read what is kept in a file. One that is missing or broken is begun anew: all it saves is work."""
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            return cls(path, {str(key): dict(value) for key, value in told.items()})
        except (OSError, ValueError, TypeError, AttributeError):
            return cls(path)

    def asking(self, url: str) -> Mapping[str, str]:
        """Return the headers that ask for a page only if it has changed; none for one that was not visited."""
        kept = self._kept.get(_key(url), {})
        return {header: kept[name] for name, header in _ASKING.items() if name in kept}

    def visited(self, url: str, headers: Mapping[str, str]) -> None:
        """Keep what the headers of an answer say of the page's version."""
        told = {name: headers[name] for name in _ASKING if 0 < len(headers.get(name, "")) <= _LONGEST}
        if told:
            self._kept[_key(url)] = told
        else:
            self.undone(url)

    def undone(self, url: str) -> None:
        """Take a visit back, of which nothing came: the page is wanted whole again."""
        self._kept.pop(_key(url), None)

    def save(self) -> None:
        """Write the file, whole or not at all."""
        if self.path is not None:
            beside = self.path.with_suffix(".new")
            beside.write_text(json.dumps(self._kept, sort_keys=True), encoding="utf-8")
            beside.replace(self.path)


def _key(url: str) -> str:
    return hashlib.blake2b(url.encode(), digest_size=12).hexdigest()

"""Minting of IRIs: the same thing gets the same IRI, whoever names it, on every machine.

In: names, content. Out: IRIs under the instance's base. Entities are named (`…/person/kit-connor`,
`…/character/heartstopper/nick-nelson`, `…/show/heartstopper/s2e1`); happenings, claims and articles are named by a
digest of their content. An IRI is never reused for something else.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from graph.model import EntityType
from graph.vocabulary import vocabulary

__all__ = ["DEFAULT_BASE", "Minter", "digest", "slug"]

DEFAULT_BASE = "https://dramatis.example/"


def slug(name: str) -> str:
    """Return a name as a part of an IRI: lower case, no accents, words joined by hyphens; other scripts are kept.

    A name without a letter or digit gives a digest of itself, so that no two such names fall together.

    >>> slug("Nick’s mom"), slug("Zoë Kravitz"), slug("Ms. Marvel"), slug("기생충")
    ('nicks-mom', 'zoe-kravitz', 'ms-marvel', '기생충')
    """
    text = unicodedata.normalize("NFKD", name.casefold())
    text = unicodedata.normalize("NFC", "".join(c for c in text if not "\u0300" <= c <= "\u036f"))
    text = re.sub(r"[’'ʼ]", "", text).replace("&", " and ")
    return re.sub(r"[\W_]+", "-", text).strip("-") or digest(name)


def digest(*parts: str) -> str:
    """Return 16 hexadecimal digits that stand for the parts, in order.

    >>> digest("a", "b") == digest("ab")
    False
    """
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Minter:
    """Mints IRIs under one base, which ends in a slash."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+/", self.base):
            raise ValueError(f"the base IRI {self.base!r} must be an absolute http(s) IRI that ends in a slash")

    def entity(self, type: EntityType, name: str, *, within: str | None = None) -> str:
        """Return the IRI of an entity.

        `within` is the IRI of the work, for a Character, Season or Episode that belongs to one; without it a
        character is minted under `unknown`.

        >>> m = Minter()
        >>> show = m.entity(EntityType.SHOW, "Heartstopper")
        >>> m.entity(EntityType.CHARACTER, "Nick Nelson", within=show)
        'https://dramatis.example/character/heartstopper/nick-nelson'
        """
        segment = vocabulary().classes[type].segment
        if type is EntityType.CHARACTER:
            home = self.local(within).partition("/")[2].replace("/", "-") if within else "unknown"
            return f"{self.base}{segment}/{home}/{slug(name)}"
        if type in (EntityType.SEASON, EntityType.EPISODE) and within:
            return f"{within}/{slug(name)}"
        return f"{self.base}{segment}/{slug(name)}"

    def season(self, show: str, season: int) -> str:
        """Return the IRI of a numbered season.

        >>> Minter().season("https://dramatis.example/show/heartstopper", 2)
        'https://dramatis.example/show/heartstopper/s2'
        """
        return f"{show}/s{season}"

    def episode(self, show: str, season: int, episode: int) -> str:
        """Return the IRI of a numbered episode."""
        return f"{show}/s{season}e{episode}"

    def named(self, kind: str, *content: str) -> str:
        """Return the IRI of something named by its content: `claim`, `event`, `article`, `performance`, …"""
        return f"{self.base}{kind}/{digest(*content)}"

    def local(self, iri: str) -> str:
        """Return the part of an IRI after the base. Raises ValueError for an IRI of another base.

        >>> Minter().local("https://dramatis.example/person/kit-connor")
        'person/kit-connor'
        """
        if not iri.startswith(self.base):
            raise ValueError(f"{iri} is not an IRI of {self.base}")
        return iri[len(self.base) :]

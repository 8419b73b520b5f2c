"""Names of general knowledge: channels, studios, bands, festivals, prizes, places, well-known titles, given names.

In: the lists under `data/gazetteer`. Out: `Gazetteer`, which says what a name, or a word of one, is known as.
A list is a hint to the recogniser, never a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.model import EntityType

__all__ = ["Gazetteer", "load", "words"]

_TOKEN = re.compile(r"\w+(?:[.'’-]\w+)*\.?|\S")
_FOLDER = Path(__file__).resolve().parents[2] / "data" / "gazetteer"
_LISTS = {
    "works": EntityType.WORK,
    "films": EntityType.FILM,
    "shows": EntityType.SHOW,
    "bands": EntityType.ORGANIZATION,
    "organizations": EntityType.ORGANIZATION,
    "events": EntityType.EVENT,
    "awards": EntityType.AWARD,
    "places": EntityType.PLACE,
}


@dataclass(frozen=True)
class Gazetteer:
    """`types` by lower-case name without "the"; `given` are given names.

    `openings` have the first word (as the tokenizer cuts it) of each name with the most tokens that a name of it has.
    """

    types: Mapping[str, EntityType]
    openings: Mapping[str, int]
    given: frozenset[str]


@cache
def load(folder: Path = _FOLDER) -> Gazetteer:
    """Read the lists. The same name in two lists is of the later one.

    >>> load().types["hbo"], "nerys" in load().given
    (<EntityType.ORGANIZATION: 'Organization'>, True)
    """
    types = {
        name.removeprefix("the "): type for file, type in _LISTS.items() for name in _names(folder / f"{file}.txt")
    }
    given = frozenset(word for line in _names(folder / "given-names.txt") for word in line.split())
    openings: dict[str, int] = {}
    for name in types:
        tokens = _TOKEN.findall(name)
        openings[tokens[0]] = max(openings.get(tokens[0], 0), len(tokens))
    return Gazetteer(types, openings, given)


def words(listed: str) -> frozenset[str]:
    """Return the words of a list that is written out in a module.

    >>> sorted(words("film show film"))
    ['film', 'show']
    """
    return frozenset(listed.split())


def _names(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        name = line.partition("#")[0].strip().casefold()
        if name:
            yield name

"""Whether an article is about entertainment: shows, films, books, music, the stage, and those who make them.

In: an article's text and its `Extraction`. Out: yes or no. A work that is as sure as not, or a fact of what works are
made of, is two signs; a character is one, and so is each different word that hardly any other subject uses. Two signs
are asked for: one may be a misreading, or a word in passing.
"""

from __future__ import annotations

import re
from typing import Final

from graph.model import EntityType
from ingest.extraction import Extraction

__all__ = ["NOT_ENTERTAINMENT", "is_entertainment"]

NOT_ENTERTAINMENT: Final = "is not about entertainment: it tells of no work, role or performer"

_WORKS: Final = frozenset((EntityType.SHOW, EntityType.FILM, EntityType.WORK, EntityType.SEASON, EntityType.EPISODE))
# Properties that only works, and those who make or perform them, have.
_MAKING: Final = frozenset(
    [
        *("actor", "presenter", "portrays", "character", "creator", "director", "author", "producer", "musicBy"),
        *("partOfSeries", "partOfSeason", "genre", "releaseDate", "broadcaster", "productionCompany", "isBasedOn"),
        *("sequelOf", "awardWon", "nominatedFor", "setIn", "filmedIn"),
    ]
)
_WORDS: Final = re.compile(
    r"""\b(?:
    actor | actress | film | movie | cinema | television | tv | drama | comedy | comedian | comic | sitcom |
    soap\sopera | episode | eps | finale | cliffhanger | recap | spoiler | storyline | protagonist | prequel |
    sequel | spin-?off | showrunner | screenwriter | screenplay | playwright | film-?maker | novel | novelist |
    trilogy | songwriter | singer | musician | rapper | guitarist | drummer | soprano | tenor | orchestra |
    choir | concert | album | song | lyric | soundtrack | opera | ballet | dancer | choreographer | theatre |
    theater | musical | matinee | premiere[ds]? | starring | co-?star | superhero | thriller | documentary |
    podcast | anime | manga | celebrity | box\soffice | viewer | netflix | hbo | hulu | disney\+? | hollywood |
    bollywood | broadway | west\send | oscar | bafta | emmy | grammy | golden\sglobe
    )(?:e?s)?\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ENOUGH: Final = 2
_SURE: Final = 0.5


def is_entertainment(text: str, extraction: Extraction) -> bool:
    """Say whether an article is about entertainment.

    >>> is_entertainment("The singer's second album is out.", Extraction("a", None))
    True
    >>> is_entertainment("The bank left its main interest rate at 4 per cent.", Extraction("b", None))
    False
    """
    types = {entity.type for entity in extraction.entities if entity.confidence >= _SURE}
    if not types.isdisjoint(_WORKS) or any(fact.property in _MAKING for fact in extraction.facts):
        return True
    words = {found[0].lower().rstrip("s") for found in _WORDS.finditer(text)}
    return len(words) + (EntityType.CHARACTER in types) >= _ENOUGH

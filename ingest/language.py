"""The language of a text, whatever its label says: labels of pages are often wrong, or missing.

In: a text. Out: its ISO 639-1 code, or None where too little is said to tell. The guess is Resiliparse's (letter
n-grams); near neighbours, as Danish and Norwegian, it may take for each other. English it takes for another language
only in short texts full of foreign names, and there the small words of English are asked first.
"""

from __future__ import annotations

import re
from typing import Final

from resiliparse.parse.lang import detect_fast

__all__ = ["language"]

_READ: Final = 20_000  # characters: the language of an article is told by its beginning
_FEWEST_WORDS: Final = 15  # different words of running text, less of which is a list of names
_FARTHEST: Final = 1500  # Resiliparse's distance to a language, beyond which it is none; short Chinese is far from all
_FEWEST_LETTERS: Final = 25  # for scripts without small letters
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")
# Small words that no neighbour of English shares.
_ENGLISH: Final = frozenset(
    [
        *("the", "and", "with", "that", "from", "her", "his", "who", "she", "he", "they", "this", "but", "by", "will"),
        *(
            "it",
            "be",
            "have",
            "which",
            "their",
            "been",
            "would",
            "than",
            "into",
            "about",
            "after",
            "its",
            "were",
            "are",
        ),
        *("not", "out", "when", "while", "how", "what", "every", "between"),
    ]
)
_ENGLISH_SHARE: Final = 0.08


def language(text: str) -> str | None:
    """Return the language that a text is written in.

    >>> language("Wie der Sender bekannt gab, wird die Serie, die in einem Dorf an der Küste spielt, nicht noch einmal "
    ... "verlängert, obwohl sie zuletzt von mehr Menschen gesehen wurde als je zuvor.")
    'de'
    >>> language("Una Crail: Ingrid Vasconcellos, Ezra Tarn: Ben Okoro") is None
    True
    """
    beginning = text[:_READ]
    words = _WORD.findall(beginning)
    letters = sum(map(len, words))
    if len(_LATIN.findall(beginning)) * 2 >= letters:
        running = [word for word in words if word.islower()]
        if len(set(running)) < _FEWEST_WORDS:
            return None
        if sum(word in _ENGLISH for word in running) >= _ENGLISH_SHARE * len(running):
            return "en"
    elif letters < _FEWEST_LETTERS:
        return None
    found, _ = detect_fast(beginning, cutoff=_FARTHEST)
    return None if found == "unknown" else str(found)

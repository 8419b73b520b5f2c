"""How wide words are: measured with DejaVu, the widest of the faces that a picture may be shown in.

In: a text, a size, a face. Out: widths and boxes in pixels; texts broken or shortened to a width. Georgia, Helvetica,
Arial and Verdana are no wider than DejaVu, so what fits here fits where the reader has those.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

__all__ = ["ASCENT", "DESCENT", "Face", "balanced", "broken", "font_path", "plain", "shortened", "width"]

ASCENT: Final = 0.77
DESCENT: Final = 0.24


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a text: sans serif upright unless said otherwise."""

    bold: bool = False
    italic: bool = False
    serif: bool = False


PLAIN: Final = Face()
_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MEASURED: Final = 100  # points: fine enough for a hundredth of a pixel
_FILES: Final = {
    (False, False, False): "DejaVuSans",
    (True, False, False): "DejaVuSans-Bold",
    (False, True, False): "DejaVuSans-Oblique",
    (True, True, False): "DejaVuSans-BoldOblique",
    (False, False, True): "DejaVuSerif",
    (True, False, True): "DejaVuSerif-Bold",
    (False, True, True): "DejaVuSerif-Italic",
    (True, True, True): "DejaVuSerif-BoldItalic",
}


def font_path(face: Face) -> Path:
    """Return the file of a face, as matplotlib ships it."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf" / f"{_FILES[face.bold, face.italic, face.serif]}.ttf"


@cache
def _font(face: Face) -> tuple[FT2Font, frozenset[int]]:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(font_path(face)))
    font.set_size(_MEASURED, 72)
    return font, frozenset(font.get_charmap())


@lru_cache(maxsize=4096)
def _advance(char: str, face: Face) -> float:
    """Return how far a character moves the pen, in parts of the size."""
    font, known = _font(face)
    if unicodedata.combining(char):
        return 0.0
    if ord(char) not in known:
        return 1.0
    return float(font.load_char(ord(char)).linearHoriAdvance) / 65536 / _MEASURED


def plain(text: str) -> str:
    r"""Return a text without what no reader sees: control characters, and marks that turn its direction round.

    >>> plain("Nell\x07 \u202eGarrity")
    'Nell Garrity'
    """
    return "".join(" " if c in "\t\n\r" else c for c in text if c in "\t\n\r" or _seen(c))


def _seen(char: str) -> bool:
    return char >= " " and not "\x7f" <= char <= "\x9f" and char not in "\ufffe\uffff" and char not in _TURNING


def width(text: str, size: float, face: Face = PLAIN) -> float:
    """Return the width of a text in pixels; characters that the face lacks count as full-width.

    >>> width("Nick", 10) < width("Nick", 10, Face(bold=True)) < width("Nick Nelson", 10)
    True
    """
    return size * sum(_advance(char, face) for char in plain(text))


def shortened(text: str, room: float, size: float, face: Face = PLAIN) -> str:
    """Return a text as it is if it fits, else its beginning with an ellipsis.

    >>> shortened("The Tidewaiters", 60, 12)
    'The Tid…'
    """
    if width(text, size, face) <= room:
        return text
    kept = text
    while kept and width(kept + "…", size, face) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def broken(text: str, room: float, size: float, face: Face = PLAIN, lines: int = 3) -> tuple[str, ...]:
    """Return a text as lines that fit, at most so many; the last is shortened where there is more.

    >>> broken("Ottilie Marsh-Adeyemi plays Nell Garrity", 150, 12)
    ('Ottilie Marsh-Adeyemi', 'plays Nell Garrity')
    """
    found: list[str] = []
    words = text.split()
    while words:
        if len(found) == lines - 1:
            found.append(shortened(" ".join(words), room, size, face))
            break
        count = 1
        while count < len(words) and width(" ".join(words[: count + 1]), size, face) <= room:
            count += 1
        found.append(shortened(" ".join(words[:count]), room, size, face))
        words = words[count:]
    return tuple(found)


def balanced(text: str, room: float, size: float, face: Face = PLAIN, lines: int = 3) -> tuple[str, ...]:
    """Return a text as no more lines than `broken` makes, as evenly filled as its words allow.

    >>> broken("Heartstopper season 2", 120, 11), balanced("Heartstopper season 2", 120, 11)
    (('Heartstopper season', '2'), ('Heartstopper', 'season 2'))
    """
    found = broken(text, room, size, face, lines)
    if len(found) < 2 or found[-1].endswith("…"):
        return found
    tight = room
    while tight > 20:
        tighter = broken(text, tight - 4, size, face, len(found) + 1)
        if len(tighter) > len(found) or any(line.endswith("…") for line in tighter):
            break
        found, tight = tighter, tight - 4
    return found

r"""Plain text: bytes of any encoding to the text that is stored, and to which all offsets refer.

In: bytes, or a string as some other format had it. Out: text with `\n` line ends and no control characters.
"""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

from resiliparse.parse.encoding import detect_encoding

from ingest.article import Document, Rejected

__all__ = ["LONGEST", "clean", "decode", "document"]

# Some 25,000 words: longer than any article.
LONGEST = 150_000
# No language of the press writes a word of a thousand characters, or says the same thirty words for a thousand.
_ENDLESS = re.compile(r"\S{1000}")
_WORD = re.compile(r"\w+")
REPEATED = 1000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff\ufeff]")
_LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029")
_HEADLINE = re.compile(r"\s*(\S[^\n]{3,200})\n\s*\n")


def decode(content: bytes) -> str:
    """Return the text of bytes: by their byte-order mark, as UTF-8, else by the encoding that they look like.

    >>> decode("Zoë".encode("utf-16")), decode("Beyoncé’s café".encode("cp1252"))
    ('Zoë', 'Beyoncé’s café')
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        guessed = detect_encoding(content, from_html_meta=False) or "windows-1252"
    if guessed.lower().replace("-", "") in {"utf8", "ascii", "iso88591"}:
        guessed = "windows-1252"
    try:
        return content.decode(guessed)
    except (UnicodeDecodeError, LookupError):
        return content.decode("windows-1252", errors="replace")


def clean(text: str) -> str:
    r"""Return the text as it is stored: `\n` line ends, no control characters, no space at either end.

    >>> clean("\ufeffOne\r\ntwo\x00\r\n")
    'One\ntwo'
    """
    return _CONTROL.sub("", _LINE_END.sub("\n", text)).strip()


def document(content: bytes, source: str) -> Document | Rejected:
    """Read a text file as an article. Its first line is the title, where a blank line follows it."""
    if b"\x00" in content[:1024] and not content.startswith(tuple(mark for mark, _ in _BOMS)):
        return Rejected(source, "is binary, not text")
    text = clean(decode(content))
    if reason := unfit(text):
        return Rejected(source, reason)
    headline = _HEADLINE.match(text)
    return Document(PurePath(source).stem, text, title=headline[1].strip() if headline else None, source=source)


def unfit(text: str) -> str | None:
    """Say why a text cannot be an article, or None if it can.

    >>> unfit("  "), unfit("Nick (Kit Connor) is back.")
    ('holds no text', None)
    """
    if not text.strip():
        return "holds no text"
    if len(text) > LONGEST:
        return f"is too long for an article ({len(text):,} characters; the limit is {LONGEST:,})"
    if _ENDLESS.search(text):
        return "holds a word of a thousand characters"
    words = _WORD.findall(text)
    if len(words) > REPEATED and len(set(words)) * 30 < len(words):
        return "says the same words over and over"
    return None

"""The tokens of a SPARQL request.

In: the text of a query or an update. Out: tokens with their place in the text. Where Oxigraph's parser and the
grammar's longest match differ (it takes `1SERVICE` and `?a<?b` for two tokens), the reading that hides no keyword is
taken: a refusal too many is an error message, one too few is a request forged by a stranger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

__all__ = ["Kind", "Token", "tokens"]


class Kind(StrEnum):
    """What a token is."""

    IRI = "iri"
    NAME = "name"
    VARIABLE = "variable"
    STRING = "string"
    WORD = "word"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a request: `source[start:end] == text`."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)

    @property
    def keyword(self) -> str:
        """The word in upper case, or the character of an `OTHER`; empty for names, strings and variables.

        >>> [token.keyword for token in tokens('select * { ?s a "from" }')]
        ['SELECT', '*', '{', '', 'A', '', '}']
        """
        return self.text.upper() if self.kind is Kind.WORD else self.text if self.kind is Kind.OTHER else ""


_LOCAL: Final = r"(?:[\w:\-\u00b7]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_PATTERN: Final = re.compile(
    rf"""
    (?P<skip>[ \t\r\n]+|\#[^\r\n]*)
  | (?P<string>\"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
      |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<variable>[?$]\w+)
  | (?P<name>(?:_|[^\W\d_](?:[\w.\-\u00b7]*[\w\-\u00b7])?)?:(?:{_LOCAL}(?:(?:{_LOCAL}|\.)*{_LOCAL})?)?)
  | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<word>[^\W\d]\w*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS: Final = {"string": Kind.STRING, "iri": Kind.IRI, "variable": Kind.VARIABLE, "name": Kind.NAME}
# `FILTER(1<2)SERVICEx:#>` is a comparison, a keyword, a name and a comment to Oxigraph, and to the grammar an IRI.
_COMPARISON: Final = re.compile(r"\).*(?:SERVICE|GRAPH)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def tokens(source: str) -> tuple[Token, ...]:
    """Return the tokens of a request, without white space and comments. Takes any text: what is no token is `OTHER`.

    >>> [token.text for token in tokens("SELECT ?x { ?x :p <http://e/#a> } # end")]
    ['SELECT', '?x', '{', '?x', ':p', '<http://e/#a>', '}']
    """
    return tuple(_scan(source))


def _scan(source: str) -> Iterator[Token]:
    at = 0
    while at < len(source):
        found = _PATTERN.match(source, at)
        assert found is not None  # noqa: S101  the last alternative takes any character
        group, text = str(found.lastgroup), found[0]
        if group == "iri" and _COMPARISON.search(text):
            group, text = "other", "<"
        at += len(text)
        if group == "word":
            yield Token(Kind.WORD, text, at - len(text))
        elif group == "number" or group == "language":
            yield Token(Kind.STRING, text, at - len(text))
        elif group != "skip":
            yield Token(_KINDS.get(group, Kind.OTHER), text, at - len(text))

"""Which form an answer takes: by a suffix of the path, else by `Accept`.

In: the path and the `Accept` header. Out: a `Form`. JSON where nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from api.problems import Problem

__all__ = ["ROOTS", "Form", "FormSuffix", "accepted", "form_of", "links"]


class Form(StrEnum):
    """The forms of an answer, by their media types."""

    JSON = "application/json"
    JSONLD = "application/ld+json"
    TURTLE = "text/turtle"
    NTRIPLES = "application/n-triples"
    CSV = "text/csv"
    HTML = "text/html"


SUFFIXES: Final = {
    "json": Form.JSON,
    "jsonld": Form.JSONLD,
    "ttl": Form.TURTLE,
    "nt": Form.NTRIPLES,
    "csv": Form.CSV,
    "html": Form.HTML,
}

_LINKED: Final = 300  # characters

ROOTS: Final = frozenset(
    ("entities", "works", "events", "statements", "claims", "articles", "search", "paths", "disputes", "changes")
)
"""The first parts of the paths whose answers take forms."""


@dataclass(frozen=True, slots=True)
class FormSuffix:
    """A path and the form that its suffix asks for."""

    path: str
    form: Form | None

    @classmethod
    def read(cls, path: str) -> FormSuffix:
        """Split a path. No slug holds a dot, so that a known suffix is never a part of a name.

        >>> FormSuffix.read("/entities/person/kit-connor.ttl")
        FormSuffix(path='/entities/person/kit-connor', form=<Form.TURTLE: 'text/turtle'>)
        """
        root = path.lstrip("/").partition("/")[0].partition(".")[0]
        stem, dot, suffix = path.rpartition(".")
        if dot and root in ROOTS and suffix in SUFFIXES and "/" not in suffix:
            return cls(stem, SUFFIXES[suffix])
        return cls(path, None)


def form_of(accept: str | None, suffix: Form | None) -> Form:
    """Return the form of an answer. Raises Problem (406) where `Accept` takes none of ours."""
    if suffix:
        return suffix
    if not accept:
        return Form.JSON
    found = accepted(accept, tuple(Form))
    if found is None:
        raise Problem("not-acceptable", f"Accept is {accept!r}; there is {', '.join(Form)}.")
    return Form(found)


def links(address: str, form: Form) -> str:
    """Return the `Link` header of an answer: the vocabulary that describes it, and its other forms (RFC 8288).

    A long address stands for itself: six of it would be more than many proxies pass on.

    >>> links("/claims/1?layer=public", Form.JSON).split(", ")[1]
    '</claims/1.jsonld?layer=public>; rel="alternate"; type="application/ld+json"'
    """
    path, mark, query = address.partition("?")
    found = ['</vocabulary.ttl>; rel="describedby"; type="text/turtle"']
    if path.split("/")[1] in ROOTS and len(address) <= _LINKED:
        found += [
            f'<{path}.{suffix}{mark}{query}>; rel="alternate"; type="{other.value}"'
            for suffix, other in SUFFIXES.items()
            if other is not form
        ]
    return ", ".join(found)


def accepted(accept: str, offered: tuple[str, ...]) -> str | None:
    """Return the offered media type that an `Accept` header likes best, the first at a tie, None if it takes none.

    RFC 9110, 12.5.1: a more specific range decides over a wider one.

    >>> accepted("text/turtle;q=0.8, */*;q=0.1", tuple(Form))
    'text/turtle'
    >>> accepted("image/png", tuple(Form)) is None
    True
    """
    ranges: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        ranges[name.lower()] = _quality(parameters)
    best: tuple[float, str] | None = None
    for media in offered:
        wide = media.partition("/")[0] + "/*"
        quality = next((ranges[key] for key in (str(media), wide, "*/*") if key in ranges), 0.0)
        if quality > 0 and (best is None or quality > best[0]):
            best = quality, str(media)
    return best[1] if best else None


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0

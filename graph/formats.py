"""The forms in which RDF and answers are written: their names, media types and file endings.

In: a media type, a file's name. Out: `Format`, the one table that uploads, answers, dumps and loads go by.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from pyoxigraph import RdfFormat

__all__ = ["GRAPHS", "SOLUTIONS", "Format", "by_media_type", "by_name"]


@dataclass(frozen=True, slots=True)
class Format:
    """A form. `ending` is its name and its file ending; the first media type is its own, the others are aliases.

    `rdf` is None for the forms of solutions; `quads` is True if named graphs can be written in it.
    """

    ending: str
    media_types: tuple[str, ...]
    rdf: RdfFormat | None = None
    quads: bool = False

    @property
    def media_type(self) -> str:
        """The media type of its own."""
        return self.media_types[0]


GRAPHS: Final = (
    Format("ttl", ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE),
    Format("nt", ("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES),
    Format("rdf", ("application/rdf+xml", "application/xml", "text/xml"), RdfFormat.RDF_XML),
    Format("jsonld", ("application/ld+json", "application/json"), RdfFormat.JSON_LD, quads=True),
    Format("nq", ("application/n-quads",), RdfFormat.N_QUADS, quads=True),
    Format("trig", ("application/trig",), RdfFormat.TRIG, quads=True),
    Format("n3", ("text/n3",), RdfFormat.N3),
)
SOLUTIONS: Final = (
    Format("json", ("application/sparql-results+json", "application/json")),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml")),
    Format("csv", ("text/csv",)),
    Format("tsv", ("text/tab-separated-values",)),
)


def by_media_type(media_type: str, formats: tuple[Format, ...] = GRAPHS) -> Format | None:
    """Return the form that has a media type, if any; parameters such as `charset` do not matter.

    >>> by_media_type("text/turtle; charset=utf-8").ending
    'ttl'
    """
    name = media_type.partition(";")[0].strip().lower()
    return next((form for form in formats if name in form.media_types), None)


def by_name(name: str, formats: tuple[Format, ...] = GRAPHS) -> Format | None:
    """Return the form of a file by its name's ending, if it is known.

    >>> by_name("claims.nq").media_type
    'application/n-quads'
    """
    ending = PurePath(name).suffix.removeprefix(".").lower() or name
    return next((form for form in formats if form.ending == ending), None)

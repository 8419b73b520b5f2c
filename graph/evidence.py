"""Who says so: the words around a quotation, as far as a view may read them, and how to cite them.

In: a `Reader`, a claim. Out: `Context` (the text before and after the quotation, with what is withheld said so), a link
into the original by text fragment, citations as plain text, BibTeX and CSL-JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from graph.claims import term
from graph.layers import TEXT, Layer
from graph.queries import rows
from graph.reader import Reader, Source, Support, named, one, text_of
from graph.store import Dataset

__all__ = ["Context", "bibtex", "context", "csl", "fragment_link", "plain"]

PASSAGES, BODY = term("drm:passages").value, term("schema:text").value
AROUND: Final = 1  # passages before and after that of the quotation


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a quotation. `withheld` says that neighbouring words reveal what the view does not hold."""

    before: str
    after: str
    withheld: bool


def context(reader: Reader, support: Support) -> Context:
    """Return the passages around a claim's quotation that the view may read.

    A passage is served where the view sees every layer that reading it reveals. An article without passages serves the
    quotation alone, and so does a claim of an earlier text, which is not kept.
    """
    if support.withdrawal:
        return Context("", "", withheld=False)
    dataset = Dataset((TEXT.iri(reader.base),))
    told: dict[str, list[Any]] = {}
    for row in rows(reader.store, dataset, "described", node=named([support.source.iri])):
        told.setdefault(text_of(row["p"]), []).append(row["o"])
    text, listed = one(told, BODY), one(told, PASSAGES)
    if text is None:
        return Context("", "", withheld=True)
    passages = [(start, end, _open(reader, layers)) for start, end, layers in json.loads(listed or "[]")]
    inside = [i for i, (start, end, _) in enumerate(passages) if start < support.end and support.start < end]
    if not inside:
        return Context("", "", withheld=True)
    first, last = max(0, inside[0] - AROUND), min(len(passages), inside[-1] + AROUND + 1)
    near = passages[first:last]
    start, end = support.start, support.end
    for passage_start, passage_end, is_open in reversed([p for p in near if p[0] < support.start]):
        if not is_open or text[passage_end:start].strip():
            break
        start = min(start, passage_start)
    for passage_start, passage_end, is_open in (p for p in near if p[1] > support.end):
        if not is_open or text[end:passage_start].strip():
            break
        end = max(end, passage_end)
    return Context(text[start : support.start], text[support.end : end], not all(is_open for *_, is_open in near))


def _open(reader: Reader, layers: list[str]) -> bool:
    return all(reader.view.sees(Layer(name)) for name in layers)


def fragment_link(source: Source, quotation: str) -> str | None:
    """Return a link that opens the article at the quotation, None where its address is not known.

    Written as the text fragment specification says: `#:~:text=first,last`, with `-`, `,` and `&` escaped.

    >>> fragment_link(Source("a", url="https://news.example/1"), "Nick (Kit Connor)")
    'https://news.example/1#:~:text=Nick%20%28Kit%20Connor%29'
    """
    if not source.url or not re.match(r"https?://", source.url):
        return None
    words = quotation.split()
    ends = [" ".join(words)] if len(words) <= 12 else [" ".join(words[:5]), " ".join(words[-5:])]
    fragment = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    address = source.url.partition("#")[0]
    return f"{address}#:~:text={fragment}"


def plain(source: Source) -> str:
    """Return a citation as text.

    >>> plain(Source("https://d.example/article/1", publisher="The Courier", date="2023-12-05", headline="A third"))
    '“A third.” The Courier, 2023-12-05.'
    """
    headline = f"“{source.headline.rstrip('.')}.”" if source.headline else ""
    where = ", ".join(part for part in (source.publisher, source.date) if part)
    author = f"{source.author}." if source.author else ""
    parts = [part for part in (author, headline, f"{where}." if where else "", source.url or "") if part]
    return " ".join(parts) or source.iri


def bibtex(source: Source) -> str:
    """Return a citation as a BibTeX entry."""
    fields = {
        "author": f"{{{source.author}}}" if source.author else None,
        "title": source.headline,
        "journal": source.publisher,
        "year": source.date[:4] if source.date else None,
        "date": source.date,
        "url": source.url,
        "note": source.iri,
    }
    lines = [f"  {name} = {{{_escaped(value)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{source.iri.rsplit('/', 1)[-1]},", *lines, "}"])


def _escaped(value: str) -> str:
    return re.sub(r"[\\{}#$%&_~^]", lambda found: _TEX.get(found[0], "\\" + found[0]), value)


_TEX: Final = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def csl(source: Source) -> dict[str, Any]:
    """Return a citation as CSL-JSON."""
    found: dict[str, Any] = {"id": source.iri, "type": "article-newspaper"}
    if source.headline:
        found["title"] = source.headline
    if source.publisher:
        found["container-title"] = source.publisher
    if source.author:
        found["author"] = [{"literal": source.author}]
    if source.date:
        found["issued"] = {"date-parts": [[int(part) for part in source.date.split("-")]]}
    if source.url:
        found["URL"] = source.url
    return found

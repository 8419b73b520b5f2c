"""Why a claim stands: its words, who says them, what found them, how sure.

In: a reader, the IRI of a claim. Out: lines of plain text.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.errors import NotFound
from graph.evidence import context
from graph.reader import Reader
from graph.wording import worded

__all__ = ["explained"]


def explained(reader: Reader, claim: str) -> Iterator[str]:
    """Yield what is known about a claim. Raises NotFound for one that the view does not have."""
    support = reader.supports([claim]).get(claim)
    if support is None:
        reader = reader.with_withdrawn
        support = reader.supports([claim]).get(claim)
    if support is None:
        raise NotFound(f"there is no claim {claim} in this view")
    yield worded(reader, support)
    version = " of an earlier text" if support.withdrawal else ""
    yield f"  in the words    “{support.quote}” (code points {support.start} to {support.end}{version})"
    if not support.withdrawal:
        around = context(reader, support)
        sentence = " ".join(f"{around.before}[{support.quote}]{around.after}".split())
        withheld = " (the words around it are withheld in this view)" if around.withheld else ""
        yield f"  where it stands {sentence}{withheld}"
    source = support.source
    who = filter(None, (source.author, source.publisher, source.headline, source.date))
    yield f"  who says so     {', '.join(who)}"
    yield f"  found by        {support.rule or 'an unnamed rule'}, of {source.extractor or 'an unnamed extractor'}"
    yield f"  status          {support.status}, confidence {support.confidence:.2f}"
    if support.withdrawal:
        when = support.withdrawal.at or "at an unknown time"
        yield f"  withdrawn       {when}, by version {support.withdrawal.by} of the article"
    yield f"  layer           {support.layer.name}"

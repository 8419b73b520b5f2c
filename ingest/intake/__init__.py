"""Intake: files in, documents out, with a `Rejected` beside them for whatever gave none.

In: a path (`.txt`, `.html`, `.jsonl`). Out: an iterator of `Document | Rejected`, in the order of the input.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.article import Document, Rejected
from ingest.intake import html, jsonl, text

__all__ = ["read"]


def read(path: Path | str, extractor: html.TextExtractor | None = None) -> Iterator[Document | Rejected]:
    """Yield what a file holds: one document of a page or a text, one for each line of JSON Lines.

    `extractor` is the page-to-text extractor, `html.Resiliparse()` if None. A file that cannot be read is a `Rejected`.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    try:
        content = path.read_bytes()
    except OSError as error:
        yield Rejected(str(path), f"cannot be read: {error.strerror or error}")
        return
    if suffix in {".jsonl", ".ndjson"}:
        yield from jsonl.documents(content, source=str(path))
    elif suffix in {".html", ".htm", ".xhtml"}:
        yield html.document(content, source=str(path), extractor=extractor)
    elif suffix in {".txt", ".text", ".md", ""}:
        yield text.document(content, source=str(path))
    else:
        yield Rejected(str(path), f"{suffix} is not a kind of article: .txt, .html and .jsonl are read")

"""Web archives: the pages of a WARC file, gzipped or not.

In: a path. Out: a `Document` or a `Rejected` for each page that was answered with 200; other records are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from fastwarc.warc import ArchiveIterator, WarcRecordType

from ingest.article import Document, Rejected
from ingest.intake import html

__all__ = ["documents"]

LARGEST: Final = 10_000_000  # bytes of one page
PAGES: Final = frozenset(("text/html", "application/xhtml+xml"))


def documents(path: Path, extractor: html.TextExtractor | None = None) -> Iterator[Document | Rejected]:
    """Yield the pages of an archive. A broken end is told, after what stands before it."""
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                page = _page(record, path, extractor)
                if page is not None:
                    yield page
    except (OSError, ValueError, RuntimeError) as error:
        yield Rejected(str(path), f"its records cannot be read to the end: {error}")


def _page(record: object, path: Path, extractor: html.TextExtractor | None) -> Document | Rejected | None:
    headers = record.http_headers  # type: ignore[attr-defined]
    url = str(record.headers.get("WARC-Target-URI") or "").strip("<>")  # type: ignore[attr-defined]
    kind = str(record.http_content_type or "").lower()  # type: ignore[attr-defined]
    if headers is None or headers.status_code != 200 or kind not in PAGES:
        return None
    source = f"{path}#{url}"
    content = record.reader.read(LARGEST + 1)  # type: ignore[attr-defined]
    if len(content) > LARGEST:
        return Rejected(source, f"is larger than {LARGEST} bytes")
    found = html.document(content, source=source, extractor=extractor)
    return replace(found, id=url or found.id, url=found.url or url or None) if isinstance(found, Document) else found

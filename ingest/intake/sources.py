"""Sources: whatever a person names as the place of articles, read one document at a time.

In: names: files, folders, globs, addresses, feeds, sitemaps, web archives, `-` for standard input. Out: documents and
rejections, in the order of the names; addresses that are known already are passed over in feeds and sitemaps.
"""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ingest.article import Document, Rejected, Unchanged
from ingest.intake import feed, html, jsonl, read, text, warc
from ingest.intake.fetch import Fetcher, NotModified, Page, Unfetchable
from ingest.language import language

__all__ = ["Sources"]

KINDS: Final = (".txt", ".html", ".htm", ".xhtml", ".jsonl", ".ndjson")
ARCHIVES: Final = (".warc", ".warc.gz")
LARGEST: Final = 512_000_000  # bytes of one file; larger sets come as archives or several files


def _nobody(url: str) -> bool:
    return False


@dataclass(frozen=True)
class Sources:
    """Reads sources.

    `known` says whether an address has been read before, `current` whether what it gave stands as this extractor reads
    it: then its page is asked for only if it has changed. `languages` are those that are wanted, all if none.
    """

    fetcher: Fetcher
    extractor: html.TextExtractor | None = None
    known: Callable[[str], bool] = _nobody
    current: Callable[[str], bool] = _nobody
    languages: frozenset[str] = frozenset()
    most_pages: int = 1000

    def documents(self, names: Iterable[str]) -> Iterator[Document | Rejected | Unchanged]:
        """Yield what the sources hold."""
        for name in names:
            for found in self._one(name):
                yield found if isinstance(found, Unchanged) else self.wanted(found)

    def page(self, url: str) -> Document | Rejected:
        """Read the page at an address. Raises Unfetchable."""
        return self._page(self.fetcher.fetch(url))

    def wanted(self, document: Document | Rejected) -> Document | Rejected:
        """Set aside what is in another language than the wanted ones, by its text, or its label where that is short."""
        if isinstance(document, Document) and self.languages:
            label = (document.language or "").replace("_", "-").partition("-")[0].lower()
            spoken = language(document.text) or label
            if spoken and spoken not in self.languages:
                return Rejected(document.source or document.id, f"is in another language ({spoken}) than asked for")
        return document

    def _one(self, name: str) -> Iterator[Document | Rejected | Unchanged]:
        if name == "-":
            yield from self._stream(sys.stdin.buffer.read(LARGEST))
        elif name.startswith(("http://", "https://")):
            yield from self._address(name)
        else:
            for path in files(name):
                yield from self._file(path)

    def _stream(self, content: bytes) -> Iterator[Document | Rejected]:
        if content.lstrip()[:1] == b"{":
            yield from jsonl.documents(content, source="standard input")
        elif content.lstrip()[:1] == b"<":
            yield html.document(content, source="standard input", extractor=self.extractor)
        else:
            yield text.document(content, source="standard input")

    def _file(self, path: Path) -> Iterator[Document | Rejected]:
        name = path.name.lower()
        try:
            size = path.stat().st_size
        except OSError as error:
            yield Rejected(str(path), f"cannot be read: {error.strerror or error}")
            return
        if name.endswith(ARCHIVES):
            yield from warc.documents(path, self.extractor)
        elif size > LARGEST:
            yield Rejected(str(path), f"is larger than {LARGEST} bytes")
        elif name.endswith((".xml", ".rss", ".atom")):
            yield from self._listed(path.read_bytes(), str(path), 0)
        else:
            yield from read(path, self.extractor)

    def _address(self, url: str) -> Iterator[Document | Rejected | Unchanged]:
        try:
            page = self.fetcher.fetch(url, if_changed=self.current(url))
        except NotModified:
            yield Unchanged(url)
            return
        except Unfetchable as error:
            yield Rejected(url, error.reason)
            return
        if feed.is_feed(page.content) or feed.is_sitemap(page.content):
            yield from self._listed(page.content, url, 0)
        else:
            yield self._page(page)

    def _listed(self, content: bytes, source: str, depth: int) -> Iterator[Document | Rejected]:
        """Read what a feed or sitemap lists and nobody has read; an index of sitemaps is followed once."""
        count = 0
        for entry in feed.entries(content):
            count += 1
            if self.known(entry.url):
                continue
            if count > self.most_pages:
                yield Rejected(source, f"lists more than {self.most_pages} pages: the rest was left for another run")
                return
            try:
                page = self.fetcher.fetch(entry.url)
            except Unfetchable as error:
                yield Rejected(entry.url, error.reason)
                continue
            if entry.sitemap and depth == 0:
                yield from self._listed(page.content, entry.url, 1)
                continue
            found = self._page(page)
            if isinstance(found, Document):
                found = replace(found, title=found.title or entry.title, date=found.date or entry.date)
            yield found
        if count == 0:
            yield Rejected(source, "is a feed or sitemap that lists nothing")

    def _page(self, page: Page) -> Document | Rejected:
        if page.media_type.startswith("text/plain"):
            found = text.document(page.content, source=page.url)
        elif "html" in page.media_type or page.content.lstrip()[:1] == b"<":
            found = html.document(page.content, source=page.url, extractor=self.extractor)
        else:
            return Rejected(page.url, f"is {page.media_type or 'of no media type'}, not a page")
        return replace(found, id=page.url, url=found.url or page.url) if isinstance(found, Document) else found


def files(name: str) -> Iterator[Path]:
    """Yield the files that a name means: itself, what a folder holds, what a pattern matches; sorted."""
    path = Path(name)
    if path.is_dir():
        wanted = (*KINDS, *ARCHIVES)
        yield from sorted(p for p in path.rglob("*") if p.name.lower().endswith(wanted) and p.is_file())
    elif not path.exists() and glob.has_magic(name):
        found = glob.glob(name, recursive=True)  # noqa: PTH207  patterns may be absolute, which Path.glob refuses
        yield from sorted(p for p in map(Path, found) if p.is_file())
    else:
        yield path

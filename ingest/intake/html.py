"""Web pages: the article's text, and what the page says about itself.

In: the bytes of a page. Out: a `Document`, or a `Rejected`. Text extractors stand behind one Protocol:
`Resiliparse` is the default, `Trafilatura` the careful one (a tenth of the speed).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Protocol
from urllib.parse import urlsplit

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import DocumentNode, ElementNode, HTMLTree

from ingest.article import Document, Rejected
from ingest.intake.jsonld import Metadata, metadata, objects
from ingest.intake.text import clean, decode, unfit

__all__ = ["Resiliparse", "TextExtractor", "Trafilatura", "decode_page", "document"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_NAMES = ("property", "name", "itemprop", "http-equiv")
_BULLET = re.compile(r"(?m)^[ \t]*[•*-][ \t]+(?=\S)")
_BLANKS = re.compile(r"\n{3,}")
_TRAILING = re.compile(r"[ \t\u00a0]+(?=\n|$)")


_ARTICLES = ("[itemprop='articleBody']", "article", "[role='main'] article", "main")
_AROUND = (
    "nav", "aside", "footer", "form", "script", "style", "noscript", "template", "button", "iframe", "svg", "select",
    "[role='navigation']", "[role='complementary']", "[aria-hidden='true']", "[hidden]", ".related", ".share",
    ".newsletter", ".comments", "#comments", ".advertisement", ".ad", ".social", ".breadcrumb", ".breadcrumbs",
)  # fmt: skip
_MOST = 0.7
# Pages nest some tens of elements; the layout rules took seven minutes on 50,000.
DEEPEST = 1000
# The parser compares each attribute of a tag with all of its others.
_ENDLESS = re.compile(r"<[^<>]{100000}")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "p", "li", "td", "tr", "th", "option", "source", "area"))


class TextExtractor(Protocol):
    """Turns a page into the text of its article."""

    name: str

    def text(self, page: str) -> str:
        """Return the article's text, paragraphs parted by blank lines; empty if the page has none."""
        ...


class Resiliparse:
    """The page's own article element where it has one, else the main content by layout rules; 2 ms a page."""

    name = "resiliparse"

    def text(self, page: str) -> str:
        """Return the page's main content as plain text.

        The layout rules lose short list items, which is where cast lists are ("Nia Rook as Una Pell"), so an article
        element is trusted if it holds most of what the rules find.
        """
        ruled = str(
            extract_plain_text(page, main_content=True, alt_texts=False, links=False, form_fields=False, noscript=False)
        )
        element = self._element(HTMLTree.parse(page))
        if element is None:
            return ruled
        marked = str(
            extract_plain_text(element.html, main_content=False, alt_texts=False, links=False, form_fields=False)
        )
        return marked if len(marked) >= _MOST * len(ruled) else ruled

    @staticmethod
    def _element(tree: HTMLTree) -> ElementNode | None:
        """The longest article element, without what is around the article inside it."""
        if tree.body is None:
            return None
        found = [n for selector in _ARTICLES for n in tree.body.query_selector_all(selector)]
        if not found:
            return None
        longest = max(found, key=lambda n: len(n.text or ""))
        for node in [n for selector in _AROUND for n in longest.query_selector_all(selector)]:
            node.decompose()
        return longest


class Trafilatura:
    """Main content by content rules with fall-backs: fuller and cleaner, in 30 ms a page."""

    name = "trafilatura"

    def text(self, page: str) -> str:
        """Return the page's main content as plain text."""
        from trafilatura import extract

        found = extract(page, include_comments=False, include_tables=True, include_formatting=False, favor_recall=True)
        return (found or "").replace("\n", "\n\n")


def decode_page(content: bytes) -> str:
    """Return the markup of bytes: by byte-order mark or UTF-8, else as the page declares, else as it looks.

    >>> decode_page("<meta charset='windows-1251'><p>Москва".encode("cp1251"))[-6:]
    'Москва'
    """
    try:
        return decode(content) if content[:1] in {b"\xef", b"\xff", b"\xfe"} else content.decode("utf-8")
    except UnicodeDecodeError:
        declared = _CHARSET.search(content[:4096])
    name = declared[1].decode("ascii", "replace") if declared else detect_encoding(content)
    try:
        return content.decode(name or "windows-1252")
    except (UnicodeDecodeError, LookupError):
        return decode(content)


def depth(markup: str) -> int:
    """Return how many elements stand open at once, at most, in a page; not those that need no end.

    >>> depth("<div><p>x<p>y</div><div><b>z</b></div>")
    2
    """
    deepest = held = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() not in _VOID:
            held = max(0, held - 1) if tag[1] else held + 1
        deepest = max(deepest, held)
    return deepest


def document(content: bytes, source: str, extractor: TextExtractor | None = None) -> Document | Rejected:
    """Read a page as an article. The headline opens the text where the extractor left it out."""
    if not content.strip():
        return Rejected(source, "holds no text")
    markup = clean(decode_page(content))
    if depth(markup) > DEEPEST:
        return Rejected(source, f"is nested deeper than {DEEPEST} elements")
    if _ENDLESS.search(markup):
        return Rejected(source, "holds a tag without end")
    tree = HTMLTree.parse(markup)
    if tree.document is None or tree.body is None:
        return Rejected(source, "is not a page")
    items, about = _about(tree.document)
    text = _tidy((extractor or Resiliparse()).text(markup))
    if not text:
        return Rejected(source, "holds no article text")
    if about.title and _bare(about.title) not in _bare(text[: 3 * len(about.title) + 400]):
        text = f"{about.title}\n\n{text}"
    if reason := unfit(text):
        return Rejected(source, reason)
    return Document(
        id=_identity(about.url, source),
        text=text,
        date=about.date,
        url=about.url,
        title=about.title,
        publisher=about.publisher,
        author=about.author,
        language=about.language,
        source=source,
        licence=about.licence,
        structured=items,
    )


def _about(document: DocumentNode) -> tuple[tuple[Mapping[str, Any], ...], Metadata]:
    scripts = [str(n.text) for n in document.query_selector_all("script[type='application/ld+json' i]")]
    tags: dict[str, str] = {}
    for node in document.query_selector_all("meta[content]"):
        if name := next((n for key in _NAMES if (n := node.getattr(key))), None):
            tags.setdefault(name.strip().lower(), node.getattr("content") or "")
    for key, selector, attribute in (
        ("canonical", "link[rel='canonical']", "href"),
        ("license", "link[rel='license']", "href"),
        ("lang", "html[lang]", "lang"),
        ("date", "time[datetime]", "datetime"),
    ):
        if (found := document.query_selector(selector)) is not None:
            tags.setdefault(key, found.getattr(attribute) or "")
    heading = document.query_selector("h1") or document.query_selector("title")
    tags.setdefault("title", str(heading.text) if heading is not None else "")
    items = objects(scripts)
    return items, metadata(items, tags)


def _tidy(text: str) -> str:
    return _BLANKS.sub("\n\n", _TRAILING.sub("", _BULLET.sub("• ", clean(text))))


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def _identity(url: str | None, source: str) -> str:
    if not url:
        return PurePath(source).stem
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/") or PurePath(source).stem

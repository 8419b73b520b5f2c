"""An answer as a plain page, for a reader who opens its address in a browser.

In: the JSON body of an answer. Out: HTML without script or style of its own; every text is escaped, and only addresses
of this service and http(s) ones become links.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

__all__ = ["page_of"]


def page_of(body: Mapping[str, Any], title: str) -> str:
    """Return a whole HTML document that shows a body."""
    heading = escape(str(body.get("label") or body.get("sentence") or body.get("title") or title))
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{heading} – {escape(title)}</title>"
        f'</head>\n<body>\n<header><a href="/">{escape(title)}</a></header>\n<main>\n<h1>{heading}</h1>\n'
        f"{_shown(body)}\n</main>\n</body>\n</html>\n"
    )


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        if set(value) >= {"href", "label", "iri"} and len(value) <= 5:
            return _link(str(value["href"]), str(value["label"]))
        rows = "".join(f"<dt>{escape(str(key))}</dt><dd>{_shown(part)}</dd>" for key, part in value.items())
        return f"<dl>{rows}</dl>"
    if isinstance(value, list | tuple):
        return f"<ol>{''.join(f'<li>{_shown(part)}</li>' for part in value)}</ol>" if value else "–"
    if value is None:
        return "–"
    text = str(value)
    return _link(text, text) if re.match(r"(https?://|/[a-z])", text) else escape(text)


def _link(address: str, text: str) -> str:
    if not re.match(r"(https?://|/(?!/))", address):
        return escape(text)
    return f'<a href="{escape(address, quote=True)}">{escape(text)}</a>'

"""Suppression: people who asked to be forgotten stay forgotten, and their names are not kept to know them by.

In: names, a secret key. Out: keyed hashes; in a text, the spans where a suppressed name stands; a record without them.
Redacted text is as long as it was, so that the offsets of all other claims hold.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from pyoxigraph import NamedNode, Quad

from graph.claims import Article, Claim, Entity, Event, Fact, Performance, Quotation, Record, term
from graph.identity import normal
from graph.layers import TEXT, Layer
from graph.model import Evidence, Span
from graph.queries import rows
from graph.store import Dataset, Store

__all__ = ["NOBODY", "Suppressed", "hashed", "redacted", "suppressed", "suppression_quads"]

FILLER: Final = "█"
LONGEST: Final = 6  # words in a name; longer ones are matched by their first six
_WORD: Final = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")


@dataclass(frozen=True)
class Suppressed:
    """The hashes of the names of those who were forgotten, with the key that made them."""

    key: bytes = b""
    hashes: frozenset[str] = frozenset()

    def names(self, text: str) -> tuple[Span, ...]:
        """Return where suppressed names stand in a text, and the last names that follow them; sorted, disjoint."""
        if not self.hashes:
            return ()
        words = [Span(found.start(), found.end()) for found in _WORD.finditer(text)]
        found: list[Span] = []
        for i, first in enumerate(words):
            for last in reversed(words[i : i + LONGEST]):
                span = Span(first.start, last.end)
                if "\n" not in span.of(text) and self.is_name(span.of(text)):
                    found.append(_without_possessive(span, text))
                    break
        lasts = {span.of(text).split()[-1] for span in found}
        found += [
            _without_possessive(word, text)
            for word in words
            if re.sub(r"[’']s$", "", word.of(text)) in lasts and not any(span.overlaps(word) for span in found)
        ]
        return tuple(sorted(found))

    def is_name(self, text: str) -> bool:
        """Say whether a text is a suppressed name."""
        return bool(self.hashes) and hashed(text, self.key) in self.hashes


NOBODY: Final = Suppressed()


def hashed(name: str, key: bytes) -> str:
    """Return the keyed hash of a name: whoever lacks the key cannot tell whose it is.

    >>> hashed("Kit Connor", b"key") == hashed("kit  connor’s", b"key")
    True
    """
    return hmac.new(key, normal(name).encode(), hashlib.sha256).hexdigest()[:32]


def suppressed(store: Store, base: str, key: bytes) -> Suppressed:
    """Return the list that a store holds."""
    found = rows(store, Dataset((TEXT.iri(base),)), "suppressed")
    return Suppressed(key, frozenset(str(row["one"].value).rsplit("/", 1)[-1] for row in found))


def suppression_quads(names: Iterable[str], key: bytes, base: str) -> tuple[Quad, ...]:
    """Return the quads that put names on the list: a full name, and one of a single word only if there is no other."""
    given = sorted({name for name in names if normal(name)})
    full = [name for name in given if len(normal(name).split()) > 1] or given
    graph = NamedNode(TEXT.iri(base))
    hashes = sorted({hashed(name, key) for name in full})
    return tuple(
        Quad(NamedNode(f"{base}suppression/{h}"), term("rdf:type"), term("drm:Suppression"), graph) for h in hashes
    )


def redacted(record: Record, held: Suppressed) -> Record:
    """Return a record without those who were forgotten: no entity, no claim, no letter of their names."""
    spans = held.names(record.article.text)
    gone = {entity.iri for entity in record.entities if any(held.is_name(form) for form, _ in entity.forms)}
    covered = {normal(span.of(record.article.text)) for span in spans}
    gone |= {e.iri for e in record.entities if e.forms and normal(e.forms[0][0]) in covered}
    article = _without_layers(_without_names(record.article, held, spans), gone)
    if not spans and not gone and article == record.article:
        return record
    text = article.text
    claims = (
        _quoting(claim, text, held)
        for claim in record.claims
        if gone.isdisjoint(claim.assertion.entities()) and not _tells(claim, held)
    )
    entities = (_renamed(entity, text) for entity in record.entities if entity.iri not in gone)
    return replace(
        record, article=article, claims=tuple(claims), entities=tuple(entity for entity in entities if entity.forms)
    )


def covered_text(text: str, spans: Iterable[Span]) -> str:
    """Return a text with spans made unreadable, as long as before.

    >>> covered_text("Kit Connor said so.", [Span(0, 10)])
    '██████████ said so.'
    """
    for span in spans:
        text = text[: span.start] + FILLER * (span.end - span.start) + text[span.end :]
    return text


def _without_names(article: Article, held: Suppressed, spans: Iterable[Span]) -> Article:
    """Return an article with its text, headline, author and addresses free of suppressed names."""
    headline = covered_text(article.headline, held.names(article.headline)) if article.headline else None
    return replace(
        article,
        text=covered_text(article.text, spans),
        headline=headline,
        author=None if article.author and held.names(article.author) else article.author,
        url=None if _names_in_address(article.url, held) else article.url,
        source=None if _names_in_address(article.source, held) else article.source,
    )


def _without_layers(article: Article, gone: Iterable[str]) -> Article:
    """Return an article whose passages stay closed, but no longer by layers that are named after the person."""
    slugs = {iri.rsplit("/", 1)[-1] for iri in gone}

    def renamed(layer: Layer) -> Layer:
        kind, _, person = layer.name.partition("/")
        return Layer.self_of("unknown") if kind in ("self", "restricted") and person in slugs else layer

    passages = (replace(p, layers=tuple(sorted({renamed(layer) for layer in p.layers}))) for p in article.passages)
    return replace(article, passages=tuple(passages), reveals=renamed(article.reveals))


def _names_in_address(address: str | None, held: Suppressed) -> bool:
    return bool(address and held.names(re.sub(r"[-_/.]+", " ", address)))


def _tells(claim: Claim, held: Suppressed) -> bool:
    """Say whether a claim's literal is or holds a suppressed name."""
    match claim.assertion:
        case Fact(object=value):
            return bool(held.names(value)) and not value.startswith("http")
        case Performance() | Event() | Quotation():
            return False
        case _:
            return False


def _quoting(claim: Claim, text: str, held: Suppressed) -> Claim:
    evidence = Evidence(claim.evidence.start, claim.evidence.end, text[claim.evidence.start : claim.evidence.end])
    assertion: Any = claim.assertion
    if isinstance(assertion, Quotation):
        same = assertion.text == claim.evidence.quote
        words = evidence.quote if same else covered_text(assertion.text, held.names(assertion.text))
        assertion = replace(assertion, text=words)
    return replace(claim, evidence=evidence, assertion=assertion)


def _renamed(entity: Entity, text: str) -> Entity:
    """Return an entity with those of its forms that are still readable; none where its fullest name is not."""
    kept = tuple((form, e) for form, e in entity.forms if FILLER not in text[e.start : e.end])
    named = tuple((form, replace(e, quote=text[e.start : e.end])) for form, e in kept)
    return replace(entity, forms=named if named and named[0][0] == entity.forms[0][0] else ())


def _without_possessive(span: Span, text: str) -> Span:
    return Span(span.start, span.end - 2) if re.search(r"[’']s$", span.of(text)) else span

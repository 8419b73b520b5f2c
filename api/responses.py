"""Values of the graph as the JSON shapes of the API.

In: nodes, relations, happenings, claims, … of `graph`. Out: the `TypedDict`s of `api.shapes`. Pure: nothing is asked of
the store here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from api import shapes
from api.paging import Page
from api.service import Asked
from graph import evidence
from graph.cast import Part, Role
from graph.disputes import Dispute
from graph.happenings import Happening, Saying
from graph.reader import Node, Source, Support
from graph.relations import Direction, Profile, Relation
from graph.vocabulary import vocabulary

__all__ = ["Shaper", "listing"]

Shape = TypeVar("Shape")


def listing(page: Page[Any], items: Iterable[Shape], *, truncated: bool = False) -> shapes.Listing[Shape]:
    """Return a page of a list."""
    return {"items": list(items), "next": page.next, "total": page.total, "truncated": truncated}


class Shaper:
    """Shapes values for one request: the addresses that it writes stay in the request's view."""

    def __init__(self, asked: Asked) -> None:
        self._href = asked.href

    def entity_ref(self, node: Node) -> shapes.EntityRef:
        """Return an entity as other things name it."""
        return {"iri": node.iri, "href": self._href(node.iri), "type": node.type, "label": node.label}

    def refs(self, nodes: Iterable[Node]) -> list[shapes.EntityRef]:
        """Return entities as other things name them."""
        return [self.entity_ref(node) for node in nodes]

    def article_ref(self, source: Source) -> shapes.ArticleRef:
        """Return an article as claims name it."""
        return {
            "iri": source.iri,
            "href": self._href(source.iri),
            "publisher": source.publisher,
            "date": source.date,
            "headline": source.headline,
            "url": source.url,
        }

    def claim_ref(self, support: Support) -> shapes.ClaimRef:
        """Return a claim as facts name it."""
        return {
            "id": support.iri.rsplit("/", 1)[-1],
            "iri": support.iri,
            "href": self._href(support.iri),
            "quote": support.quote,
            "article": self.article_ref(support.source),
            "layer": support.layer.name,
            "confidence": support.confidence,
            "status": support.status.value,
        }

    def claims(self, supports: Iterable[Support]) -> list[shapes.ClaimRef]:
        """Return claims as facts name them."""
        return [self.claim_ref(support) for support in supports]

    def entity(self, profile: Profile) -> shapes.Entity:
        """Return an entity with its names and counts."""
        href = self._href(profile.node.iri)
        return {
            **self.entity_ref(profile.node),
            "aliases": list(profile.names),
            "sameAs": list(profile.same_as),
            "counts": {"relations": profile.relations, "articles": profile.articles},
            "properties": [
                {
                    "property": name,
                    "direction": direction,
                    "count": count,
                    "href": _with(_below(href, "relations"), f"property={name}&direction={direction}"),
                }
                for name, direction, count in profile.properties
            ],
            "links": self._links(profile.node, href),
        }

    def _links(self, node: Node, href: str) -> dict[str, str]:
        if not href.startswith("/entities/"):
            return {"relations": _below(href, "relations")}
        links = {name: _below(href, name) for name in ("relations", "neighbourhood", "timeline", "roles")}
        if node.type in ("Show", "Film", "Work", "Season", "Episode"):
            works = href.replace("/entities/", "/works/", 1)
            links |= {name: _below(works, name) for name in ("cast", "characters")}
        return links

    def relation(self, relation: Relation) -> shapes.Relation:
        """Return a relation of an entity."""
        property = vocabulary().property(relation.property_name)
        inward = relation.direction is Direction.IN
        return {
            "property": relation.property_name,
            "label": property.inverse if inward and property.inverse else _spaced(relation.property_name),
            "direction": relation.direction.value,
            "other": self.entity_ref(relation.other) if relation.other else None,
            "value": relation.value,
            "sentence": relation.sentence,
            "layers": list(relation.layers),
            "confidence": relation.confidence,
            "claimCount": relation.count,
            "voices": relation.voices,
            "claims": self.claims(relation.supports),
        }

    def happening(self, event: Happening) -> shapes.Happening:
        """Return a happening."""
        return {
            "id": event.iri.rsplit("/", 1)[-1],
            "iri": event.iri,
            "href": self._href(event.iri),
            "type": event.type,
            "axis": event.axis,
            "date": event.date,
            "position": event.position,
            "sentence": event.sentence,
            "roles": {role: self.refs(nodes) for role, nodes in event.roles},
            "layers": _layers(event.supports),
            "confidence": event.confidence,
            "claims": self.claims(event.supports),
        }

    def statement(self, saying: Saying) -> shapes.Statement:
        """Return a quotation."""
        return {
            "id": saying.iri.rsplit("/", 1)[-1],
            "iri": saying.iri,
            "href": self._href(saying.iri),
            "speaker": self.entity_ref(saying.speaker),
            "text": saying.text,
            "medium": self.entity_ref(saying.medium) if saying.medium else None,
            "about": self.refs(saying.about),
            "date": saying.date,
            "layers": _layers(saying.supports),
            "confidence": saying.confidence,
            "claims": self.claims(saying.supports),
        }

    def part(self, part: Part) -> shapes.Part:
        """Return an actor in a role."""
        return {
            "actor": self.entity_ref(part.actor),
            "character": self.entity_ref(part.character) if part.character else None,
            "works": self.refs(part.works),
            "scope": part.scope,
            "others": self.refs(part.others),
            "sentence": part.sentence,
            "layers": _layers(part.supports),
            "confidence": part.confidence,
            "claimCount": part.count,
            "voices": part.voices,
            "claims": self.claims(part.supports),
        }

    def role(self, role: Role) -> shapes.Role:
        """Return a character of a work."""
        return {
            "character": self.entity_ref(role.character),
            "actors": self.refs(role.actors),
            "layers": _layers(role.supports),
            "confidence": role.confidence,
            "claimCount": role.count,
            "voices": role.voices,
            "claims": self.claims(role.supports),
        }

    def claim(self, support: Support, sentence: str, says: shapes.Assertion, around: evidence.Context) -> shapes.Claim:
        """Return a claim with all that is told of it."""
        source = support.source
        citation: shapes.Citation = {
            "plain": evidence.plain(source),
            "bibtex": evidence.bibtex(source),
            "csl": evidence.csl(source),
        }
        return {
            **self.claim_ref(support),
            "sentence": sentence,
            "says": says,
            "start": support.start,
            "end": support.end,
            "withdrawn": _withdrawn(support),
            "context": {"before": around.before, "after": around.after, "withheld": around.withheld},
            "rule": support.rule,
            "citation": citation,
            "original": None if support.withdrawal else evidence.fragment_link(source, support.quote),
        }

    def dispute(self, dispute: Dispute) -> shapes.Dispute:
        """Return what sources disagree about."""
        return {
            "kind": dispute.kind,
            "subject": self.entity_ref(dispute.subject),
            "about": dispute.about,
            "sides": [
                {
                    "value": side.node.label if side.node else side.value,
                    "entity": self.entity_ref(side.node) if side.node else None,
                    "sentence": side.sentence,
                    "voices": side.voices,
                    "confidence": side.confidence,
                    "claims": self.claims(side.supports),
                }
                for side in dispute.sides
            ],
        }

    def article(self, source: Source, claims: int) -> shapes.Article:
        """Return an article that the graph rests on."""
        return {
            **self.article_ref(source),
            "author": source.author,
            "language": source.language,
            "licence": source.licence,
            "voice": source.voice,
            "claims": claims,
            "links": {"claims": _below(self._href(source.iri), "claims")},
        }


def _withdrawn(support: Support) -> shapes.Withdrawn | None:
    told = support.withdrawal
    return {"at": told.at, "by": told.by, "quoted": told.quoted} if told else None


def _layers(supports: Iterable[Support]) -> list[str]:
    return sorted({support.layer.name for support in supports})


def _below(href: str, name: str) -> str:
    path, mark, query = href.partition("?")
    return f"{path}/{name}{mark}{query}"


def _with(href: str, query: str) -> str:
    return f"{href}{'&' if '?' in href else '?'}{query}"


def _spaced(name: str) -> str:
    """Return a property's name as words.

    >>> _spaced("productionCompany")
    'production company'
    """
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name)

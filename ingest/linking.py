"""Linking: an article's local entities become IRIs of the graph, and what it says becomes claims in layers.

In: a `Document`, its `Extraction`, an index of what the graph knows already. Out: a `Record`, ready to write.
This is where a claim's layer is decided: the world, or the story of a work as far as the position that it reveals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Final, Protocol
from urllib.parse import urlsplit

from graph.claims import Article, Claim, Entity, Event, Fact, Passage, Performance, Quotation, Record
from graph.identity import Named, normal
from graph.iri import Minter, digest
from graph.layers import PUBLIC, Layer, Position
from graph.model import EntityType, Evidence, Span
from graph.vocabulary import vocabulary
from ingest import extraction as said
from ingest.article import Document

__all__ = ["Finder", "Linker", "article_iri", "content_digest"]

NUMBERED: Final = re.compile(r"^(?P<show>.+?) (?:season|series) (?P<season>\d+)(?: episode (?P<episode>\d+))?$", re.I)
WORKS: Final = frozenset({EntityType.SHOW, EntityType.FILM, EntityType.WORK})


class Finder(Protocol):
    """What the graph knows of who is who."""

    def find(self, named: Named) -> str | None:
        """Return the IRI of the entity of the graph that a name means, or None for a new one."""


def article_iri(document: Document, minter: Minter) -> str:
    """Return the IRI of an article: of its address where it has one, else of its id and where it was read."""
    return minter.named("article", document.url or "", "" if document.url else document.id)


@dataclass(frozen=True)
class Linker:
    """Turns extractions into records."""

    minter: Minter
    identities: Finder
    extractor: str = ""

    def record(self, document: Document, extraction: said.Extraction) -> Record:
        """Return all that the article says as claims."""
        iris = self.iris(extraction)
        homes = {e.id: self._home(e, extraction, iris) for e in extraction.entities}
        claims = tuple(self._claims(extraction, iris, homes))
        reveals = latest([claim.layer for claim in claims])
        article = Article(
            article_iri(document, self.minter),
            document.text,
            reveals=reveals,
            date=document.date,
            url=document.url,
            headline=document.title,
            publisher=document.publisher or _host(document.url),
            author=document.author,
            language=document.language,
            licence=document.licence,
            source=document.source,
            extractor=self.extractor,
            digest=content_digest(document),
            passages=tuple(passages(document, extraction, claims, reveals)),
        )
        entities = merged(_named(entity, iris[entity.id], document.text) for entity in extraction.entities)
        return Record(article, tuple(_resting(entity, claims) for entity in entities), claims)

    def iris(self, extraction: said.Extraction) -> dict[str, str]:
        """Return the IRI of each local id, looked up or minted: works first, then what belongs to a work."""
        iris: dict[str, str] = {}
        beside = _context(extraction)
        for entity in sorted(extraction.entities, key=lambda e: (e.type not in WORKS, e.type is EntityType.EPISODE)):
            within = self._within(entity, extraction, iris)
            named = Named(entity.type, (entity.name, *entity.aliases), within, beside.get(entity.id, frozenset()))
            iris[entity.id] = self.identities.find(named) or self._mint(entity, within)
        return iris

    def _mint(self, entity: said.Entity, within: str | None) -> str:
        numbered = NUMBERED.match(entity.name)
        if entity.type is EntityType.SEASON and numbered and within:
            return self.minter.season(within, int(numbered["season"]))
        if entity.type is EntityType.EPISODE and numbered and numbered["episode"] and within:
            return self.minter.episode(within, int(numbered["season"]), int(numbered["episode"]))
        return self.minter.entity(entity.type, entity.name, within=within)

    def _within(self, entity: said.Entity, extraction: said.Extraction, iris: Mapping[str, str]) -> str | None:
        """Return the IRI of the work that a character, season or episode belongs to, as the article has it."""
        if entity.type not in (EntityType.CHARACTER, EntityType.SEASON, EntityType.EPISODE):
            return None
        if entity.work and entity.work in iris:
            return iris[entity.work]
        for fact in extraction.facts:
            if fact.property == "character" and fact.object == entity.id and fact.subject in iris:
                return iris[fact.subject]
            if fact.property == "partOfSeries" and fact.subject == entity.id and fact.object in iris:
                return iris[fact.object]
        numbered = NUMBERED.match(entity.name)
        show = numbered["show"].casefold() if numbered else ""
        works = [e for e in extraction.entities if e.type in WORKS]
        named = [e for e in works if show in {form.casefold() for form in (e.name, *e.aliases)}]
        return iris.get((named or works)[0].id) if named or len(works) == 1 else None

    def _home(self, entity: said.Entity, extraction: said.Extraction, iris: Mapping[str, str]) -> str | None:
        """Return the slug of the work in whose story an entity lives, for characters, works and parts of works."""
        iri = iris[entity.id] if entity.type in WORKS else self._within(entity, extraction, iris)
        return work_slug(self.minter.local(iri)) if iri else None

    def _claims(
        self, extraction: said.Extraction, iris: Mapping[str, str], homes: Mapping[str, str | None]
    ) -> Iterator[Claim]:
        types = {entity.id: entity.type for entity in extraction.entities}
        for fact in extraction.facts:
            property = vocabulary().property(fact.property)
            literal = property.literal is not None
            made = Fact(iris[fact.subject], fact.property, fact.object if literal else iris[fact.object])
            inside = property.side == "story" or (
                property.side == "either" and types[fact.subject] is EntityType.CHARACTER
            )
            where = (homes[fact.subject], fact.position) if inside or fact.position else None
            yield Claim(made, fact.evidence, layer_of(where), fact.confidence, fact.status, fact.rule)
        yield from self._performances(extraction, iris)
        for event in extraction.events:
            made_event = Event(event.type, tuple(sorted((role, iris[id]) for role, id in event.args)), event.date)
            home = next((homes[id] for _, id in sorted(event.args, reverse=True) if homes[id]), None)
            inside = vocabulary().events[event.type].side == "story" or event.position is not None
            layer = layer_of((home, event.position) if inside else None)
            yield Claim(made_event, event.evidence, layer, event.confidence, event.status, event.rule)
        for statement in extraction.statements:
            yield self._quotation(statement, iris, homes, types)

    def _performances(self, extraction: said.Extraction, iris: Mapping[str, str]) -> Iterator[Claim]:
        """Yield who plays whom in what, where the article joins the three."""
        works: dict[str, list[str]] = {}
        for fact in extraction.facts:
            if fact.property == "character":
                works.setdefault(fact.object, []).append(fact.subject)
        for fact in extraction.facts:
            if fact.property == "portrays":
                for work in works.get(fact.object, ()):
                    made = Performance(iris[fact.subject], iris[fact.object], iris[work])
                    layer = layer_of(
                        (work_slug(self.minter.local(iris[work])), fact.position) if fact.position else None
                    )
                    yield Claim(made, fact.evidence, layer, fact.confidence, fact.status, fact.rule)

    def _quotation(
        self,
        statement: said.Statement,
        iris: Mapping[str, str],
        homes: Mapping[str, str | None],
        types: Mapping[str, EntityType],
    ) -> Claim:
        made = Quotation(
            iris[statement.speaker],
            statement.evidence.quote,
            iris.get(statement.medium or ""),
            tuple(sorted({iris[id] for id in statement.about})),
            statement.date,
        )
        # Who speaks of characters may tell the plot: such words stand where the story facts of their sentence do.
        told = [id for id in (statement.speaker, *statement.about) if types[id] is EntityType.CHARACTER]
        where = (homes[told[0]], statement.position) if told else None
        return Claim(made, statement.evidence, layer_of(where), statement.confidence, rule=statement.rule)


def _host(url: str | None) -> str | None:
    """Return the name of the site that an address is of, for an article that does not name its publisher."""
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _context(extraction: said.Extraction) -> dict[str, frozenset[str]]:
    """Return, for each entity, the normal names of those that it shares a fact, event or quotation with."""
    names = {entity.id: normal(entity.name) for entity in extraction.entities}
    groups = [{fact.subject, fact.object} for fact in extraction.facts]
    groups += [{id for _, id in event.args} for event in extraction.events]
    groups += [{s.speaker, *s.about, *((s.medium,) if s.medium else ())} for s in extraction.statements]
    beside: dict[str, set[str]] = {}
    for group in groups:
        for one, other in permutations(sorted(group & names.keys()), 2):
            beside.setdefault(one, set()).add(names[other])
    return {id: frozenset(near) for id, near in beside.items()}


def work_slug(local: str) -> str:
    """Return the name under which a work's story layers stand, from the local part of the work's IRI.

    >>> work_slug("show/heartstopper/s2"), work_slug("film/out-of-the-wood")
    ('heartstopper', 'out-of-the-wood')
    """
    return local.split("/")[1]


def layer_of(where: tuple[str | None, str | None] | None) -> Layer:
    """Return the layer of a place: None is the world, else the slug of a work (None: unknown) and a position in it."""
    if where is None:
        return PUBLIC
    work, position = where
    return Layer.story(work or "unknown", Position.parse(position) if position else None)


def latest(layers: Iterable[Layer]) -> Layer:
    """Return the layer that reveals the most: an unknown position over a known one, a season over its episodes.

    Stories of two works reveal what no single position can say: the unknown position of the first.

    >>> latest([Layer("public"), Layer("story/nightjar/s1e2"), Layer("story/nightjar/s2e1")]).name
    'story/nightjar/s2e1'
    """
    stories = sorted({layer for layer in layers if layer.name.startswith("story/")})
    if not stories:
        return PUBLIC
    works = sorted({layer.name.split("/")[1] for layer in stories})
    positions = [layer.name.rsplit("/", 1)[1] for layer in stories]
    if len(works) > 1 or "unknown" in positions:
        return Layer.story(works[0], None)
    return Layer.story(works[0], max((Position.parse(p) for p in positions), key=_revealing))


def _revealing(position: Position) -> tuple[int, float]:
    return position.season, float("inf") if position.episode is None else position.episode


def passages(
    document: Document, extraction: said.Extraction, claims: Iterable[Claim], reveals: Layer
) -> Iterator[Passage]:
    """Yield each sentence with the layers that reading it reveals.

    A sentence reveals the layers of the claims in it, and at least its own place in the story; one of which nothing is
    known takes what the whole article reveals.
    """
    spans = [(s.span, s.position) for s in extraction.sentences] or [
        (span, None) for span in _paragraphs(document.text)
    ]
    standing = sorted((claim.evidence.start, claim.evidence.end, claim.layer) for claim in claims)
    work = reveals.name.split("/")[1] if reveals.name.startswith("story/") else None
    for span, position in spans:
        layers = {layer for start, end, layer in standing if start < span.end and span.start < end}
        if work and position:
            layers.add(Layer.story(work, Position.parse(position)))
        elif not layers or work:
            layers.add(reveals)
        yield Passage(span, tuple(sorted(layers)))


def _paragraphs(text: str) -> Iterator[Span]:
    for found in re.finditer(r"[^\n]+", text):
        yield Span(found.start(), found.end())


def _named(entity: said.Entity, iri: str, text: str) -> Entity:
    """Return an entity with its forms, each with the first place where it stands; its name first."""
    forms: dict[str, Evidence] = {}
    for form in (entity.name, *entity.aliases):
        span = next((s for s in entity.named if s.of(text) == form), None)
        if span is None and (start := text.find(form)) >= 0:
            span = Span(start, start + len(form))
        if span is None:  # a completed name ("Heartstopper season 2") rests on the words that it completes
            span = next(iter(entity.named or entity.mentions), None)
        if span is not None and span.end > span.start:
            forms.setdefault(form, Evidence.at(text, span))
    return Entity(iri, entity.type, tuple(forms.items()) or ((entity.name, Evidence(0, 0, "")),))


def _resting(entity: Entity, claims: Iterable[Claim]) -> Entity:
    """Return an entity whose name the article does not write out with that name resting on the words that imply it."""
    if any(evidence.end > 0 for _, evidence in entity.forms):
        return entity
    implied = next((c.evidence for c in claims if entity.iri in c.assertion.entities()), None)
    return Entity(entity.iri, entity.type, tuple((form, implied) for form, _ in entity.forms)) if implied else entity


def merged(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Yield one entity for each IRI: two local ones that turn out to be the same share their forms."""
    found: dict[str, Entity] = {}
    for entity in entities:
        if entity.iri in found:
            forms = dict((*found[entity.iri].forms, *entity.forms))
            found[entity.iri] = Entity(entity.iri, found[entity.iri].type, tuple(forms.items()))
        else:
            found[entity.iri] = entity
    yield from found.values()


def content_digest(document: Document) -> str:
    """Return a digest of all of a document that the graph depends on."""
    parts = (document.text, document.date, document.url, document.title, document.publisher, document.author)
    return digest(*(part or "" for part in parts))

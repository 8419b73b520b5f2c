"""Claims: what one article says, as values and as quads.

In: assertions (a name, a fact, a performance, a happening, a quotation), each with the words that say it and the layer
that it stands in. Out: the quads of the assertion, and those of the claim that supports it. `Record` is the unit of
writing: all that one article says. A happening, a performance and a quotation are nodes named by their content, so
that two articles that say the same thing speak of the same node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

from graph.dates import date_literal
from graph.iri import Minter
from graph.layers import PUBLIC, Layer
from graph.model import EntityType, Evidence, Span, Status
from graph.vocabulary import PREFIXES, vocabulary

__all__ = [
    "Article",
    "Assertion",
    "Claim",
    "Entity",
    "Event",
    "Fact",
    "Name",
    "Passage",
    "Past",
    "Performance",
    "Quotation",
    "Record",
    "Triple",
    "Withdrawal",
]

XSD_INTEGER: Final = NamedNode(PREFIXES["xsd"] + "integer")
XSD_DECIMAL: Final = NamedNode(PREFIXES["xsd"] + "decimal")
XSD_DATETIME: Final = NamedNode(PREFIXES["xsd"] + "dateTime")


class Triple(NamedTuple):
    """A triple of an assertion: the subject is an IRI, the object an IRI or a literal."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode | Literal

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object}"


@lru_cache(maxsize=512)
def term(curie: str) -> NamedNode:
    """Return the term of a prefixed name of the project's prefixes.

    >>> term("schema:actor")
    <NamedNode value=https://schema.org/actor>
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


TYPE, LABEL = term("rdf:type"), term("rdfs:label")
NAME, ALIAS = term("schema:name"), term("schema:alternateName")


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """An entity is called by a form, `main` if the fullest in the article. Its type and label rest on its names."""

    entity: str
    type: EntityType
    form: str
    main: bool = True

    def key(self, minter: Minter) -> Triple:
        """Return the triple that claims of it point at."""
        return Triple(NamedNode(self.entity), NAME if self.main else ALIAS, Literal(self.form))

    def triples(self, minter: Minter) -> Iterator[Triple]:
        """Yield what it says."""
        yield self.key(minter)

    def entities(self) -> tuple[str, ...]:
        """Return the IRIs of the entities in it."""
        return (self.entity,)


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """`subject property object`; `property` is a name of the vocabulary, `object` an IRI, or the literal's text."""

    subject: str
    property: str
    object: str

    def key(self, minter: Minter) -> Triple:
        """Return the triple that claims of it point at; a symmetric fact has one, whichever way it was told.

        Raises KeyError for a property that the vocabulary lacks, ValueError for a literal that is not of its type.
        """
        found = vocabulary().property(self.property)
        if found.literal:
            return Triple(NamedNode(self.subject), NamedNode(found.iri), literal(self.object, found.literal))
        ends = (self.subject, self.object)
        first, second = sorted(ends) if found.symmetric else ends
        return Triple(NamedNode(first), NamedNode(found.iri), NamedNode(second))

    def triples(self, minter: Minter) -> Iterator[Triple]:
        """Yield what it says: a symmetric fact is said in both directions."""
        key = self.key(minter)
        yield key
        if vocabulary().property(self.property).symmetric and isinstance(key.object, NamedNode):
            yield Triple(key.object, key.predicate, key.subject)

    def entities(self) -> tuple[str, ...]:
        """Return the IRIs of the entities in it."""
        property = vocabulary().properties.get(self.property)
        return (self.subject, self.object) if property and not property.literal else (self.subject,)


@dataclass(frozen=True, slots=True, order=True)
class Performance:
    """One actor in one role in one work (or season, or episode)."""

    actor: str
    character: str
    work: str

    def key(self, minter: Minter) -> Triple:
        """Return the triple that claims of it point at."""
        node = minter.named("performance", self.actor, self.character, self.work)
        return Triple(NamedNode(node), TYPE, term("schema:PerformanceRole"))

    def triples(self, minter: Minter) -> Iterator[Triple]:
        """Yield what it says."""
        key = self.key(minter)
        yield key
        yield Triple(key.subject, term("schema:actor"), NamedNode(self.actor))
        yield Triple(key.subject, term("drm:character"), NamedNode(self.character))
        yield Triple(key.subject, term("drm:inWork"), NamedNode(self.work))

    def entities(self) -> tuple[str, ...]:
        """Return the IRIs of the entities in it."""
        return (self.actor, self.character, self.work)


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """A happening: its type by name, sorted (role, entity IRI) pairs, a partial ISO date."""

    type: str
    args: tuple[tuple[str, str], ...]
    date: str | None = None

    def key(self, minter: Minter) -> Triple:
        """Return the triple that claims of it point at."""
        content = (f"{role}={iri}" for role, iri in sorted(self.args))
        node = minter.named("event", self.type, self.date or "", *content)
        return Triple(NamedNode(node), TYPE, NamedNode(vocabulary().events[self.type].iri))

    def triples(self, minter: Minter) -> Iterator[Triple]:
        """Yield what it says."""
        key = self.key(minter)
        yield key
        for role, iri in sorted(self.args):
            yield Triple(key.subject, NamedNode(vocabulary().roles[role].iri), NamedNode(iri))
        if self.date:
            yield Triple(key.subject, term("schema:startDate"), date_literal(self.date))

    def entities(self) -> tuple[str, ...]:
        """Return the IRIs of the entities in it."""
        return tuple(iri for _, iri in self.args)


@dataclass(frozen=True, slots=True, order=True)
class Quotation:
    """Words that a speaker said, in full as quoted, with the outlet, what they name, and when."""

    speaker: str
    text: str
    medium: str | None = None
    about: tuple[str, ...] = ()
    date: str | None = None

    def key(self, minter: Minter) -> Triple:
        """Return the triple that claims of it point at."""
        told = (self.speaker, self.text, self.medium or "", self.date or "", *self.about)
        return Triple(NamedNode(minter.named("statement", *told)), TYPE, term("drm:Quotation"))

    def triples(self, minter: Minter) -> Iterator[Triple]:
        """Yield what it says."""
        key = self.key(minter)
        yield key
        yield Triple(key.subject, term("drm:speaker"), NamedNode(self.speaker))
        yield Triple(key.subject, term("schema:text"), Literal(self.text))
        if self.medium:
            yield Triple(key.subject, term("drm:medium"), NamedNode(self.medium))
        for iri in self.about:
            yield Triple(key.subject, term("schema:about"), NamedNode(iri))
        if self.date:
            yield Triple(key.subject, term("schema:dateCreated"), date_literal(self.date))

    def entities(self) -> tuple[str, ...]:
        """Return the IRIs of the entities in it."""
        return (self.speaker, *((self.medium,) if self.medium else ()), *self.about)


Assertion: TypeAlias = Name | Fact | Performance | Event | Quotation


@dataclass(frozen=True, slots=True, order=True)
class Withdrawal:
    """That a later text of its article no longer says a claim.

    `quoted` is the digest of the version that the claim's words and offsets are of, `by` that of the version without
    it; `at` is when it was read (ISO, UTC), None where the writer was told no time.
    """

    quoted: str
    by: str
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One article's words for one assertion, in one layer. `confidence` is in (0, 1]."""

    assertion: Assertion
    evidence: Evidence
    layer: Layer = PUBLIC
    confidence: float = 1.0
    status: Status = Status.ASSERTED
    rule: str = ""
    withdrawal: Withdrawal | None = None

    @property
    def stands_in(self) -> Layer:
        """The layer whose graphs hold it: what is retracted waits beside the layer that it was said in."""
        return self.layer.withdrawn if self.status is Status.RETRACTED else self.layer

    def asserted(self, minter: Minter) -> frozenset[Triple]:
        """Return the triples that stand because of it: of a retracted fact none, of another node what describes it."""
        if self.status is Status.RETRACTED and isinstance(self.assertion, Fact):
            return frozenset()
        return frozenset(self.assertion.triples(minter))

    def iri(self, article: str, minter: Minter) -> str:
        """Return the IRI of the claim: one for each (article, layer, assertion)."""
        return minter.named("claim", article, self.layer.name, str(self.assertion.key(minter)))

    def triples(self, article: str, minter: Minter) -> Iterator[Triple]:
        """Yield the claim itself: what it is about, who says so, in which words."""
        node, key = NamedNode(self.iri(article, minter)), self.assertion.key(minter)
        yield Triple(node, TYPE, term("drm:Claim"))
        yield Triple(node, term("rdf:subject"), key.subject)
        yield Triple(node, term("rdf:predicate"), key.predicate)
        yield Triple(node, term("rdf:object"), key.object)
        yield Triple(node, term("prov:wasDerivedFrom"), NamedNode(article))
        yield Triple(node, term("drm:quote"), Literal(self.evidence.quote))
        yield Triple(node, term("drm:start"), integer(self.evidence.start))
        yield Triple(node, term("drm:end"), integer(self.evidence.end))
        yield Triple(
            node,
            term("drm:confidence"),
            Literal(f"{self.confidence:.3f}".rstrip("0").rstrip("."), datatype=XSD_DECIMAL),
        )
        yield Triple(node, term("drm:status"), term(f"drm:{self.status}"))
        if self.rule:
            yield Triple(node, term("drm:rule"), Literal(self.rule))
        if self.withdrawal:
            yield Triple(node, term("drm:quotedFrom"), Literal(self.withdrawal.quoted))
            yield Triple(node, term("drm:withdrawnBy"), Literal(self.withdrawal.by))
            if self.withdrawal.at:
                when = Literal(self.withdrawal.at, datatype=XSD_DATETIME)
                yield Triple(node, term("prov:invalidatedAtTime"), when)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an article and the layers that reading it reveals: it is shown where a view sees them all."""

    span: Span
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is stored. `reveals` is the layer of its headline and address: the latest that it tells.

    `extractor` is the name and version of what read it; `text` is what all offsets refer to; `digest` stands for all
    that the record was made from, so that an article that comes again unchanged is known.
    """

    iri: str
    text: str
    reveals: Layer = PUBLIC
    date: str | None = None
    url: str | None = None
    headline: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None
    licence: str | None = None
    source: str | None = None
    extractor: str = ""
    digest: str = ""
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as one article names it: each form with the place where it stands, the fullest first."""

    iri: str
    type: EntityType
    forms: tuple[tuple[str, Evidence], ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier texts of an article said and its text no longer says: retracted claims, and whom they name.

    Words and offsets are those of the earlier texts, which are not kept.
    """

    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """All that one article says, linked to the graph: the unit of writing.

    `past` is None where whoever made the record knows one text of the article alone: its past is then in the store.
    """

    article: Article
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    past: Past | None = None


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=XSD_INTEGER)


def literal(text: str, datatype: str) -> Literal:
    """Return a literal of a vocabulary datatype; xsd:date takes partial dates.

    Raises ValueError for a text that is not of the datatype.

    >>> str(literal("18", "http://www.w3.org/2001/XMLSchema#integer"))
    '"18"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    if datatype.endswith("#date"):
        return date_literal(text)
    if datatype.endswith("#integer"):
        if not text.isdecimal():
            raise ValueError(f"{text!r} is not a whole number")
        return integer(int(text))
    return Literal(text)


def graphs_of(layer: Layer, base: str) -> tuple[NamedNode, ...]:
    """Return the named graphs that what stands in a layer is written to: its own and the roll-ups."""
    return tuple(NamedNode(one.iri(base)) for one in (layer, *layer.rollups))


def quads_of(triples: Iterator[Triple], layer: Layer, base: str) -> Iterator[Quad]:
    """Yield triples as quads of a layer and of its roll-ups."""
    graphs = graphs_of(layer, base)
    for triple in triples:
        for graph in graphs:
            yield Quad(triple.subject, triple.predicate, triple.object, graph)

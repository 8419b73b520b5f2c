"""The vocabulary, as values: entity types, properties, event types and roles.

In: `graph/vocabulary.ttl`. Out: frozen `Property`, `EntityClass`, `EventClass`, `Role` values and look-ups by name.
Nothing about a class or property is written down anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, RDFS, SDO, Graph, Namespace, URIRef
from rdflib.term import Node

from graph.model import EntityType

__all__ = ["DRM", "PREFIXES", "EntityClass", "EventClass", "Property", "Role", "Vocabulary", "vocabulary"]

DRM: Final = Namespace("https://dramatis.example/vocabulary#")
PATH: Final = Path(__file__).with_name("vocabulary.ttl")

PREFIXES: Final = {
    "drm": str(DRM),
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class EntityClass:
    """A type of entity. `segment` is the first part of its entities' local IRIs."""

    type: EntityType
    iri: str
    segment: str
    comment: str


@dataclass(frozen=True, slots=True)
class Property:
    """A property between an entity and an entity or literal.

    `domain` and `range` are entity types; `literal` is the datatype's IRI where the object is a literal, else None.
    `side` is "public", "story", or "either" (a fact between characters is a story fact). `phrase` has {s} and {o}.
    `wikidata` are the P-numbers of its equals.
    """

    name: str
    iri: str
    domain: frozenset[EntityType]
    range: frozenset[EntityType]
    literal: str | None
    side: str
    symmetric: bool
    functional: bool
    sensitive: bool
    same_kind: bool
    phrase: str
    inverse: str
    comment: str
    wikidata: tuple[str, ...] = ()

    def allows(self, subject: EntityType, object: EntityType | None) -> bool:
        """Say whether the ends fit; `object` is None for a literal.

        >>> vocabulary().property("portrays").allows(EntityType.PERSON, EntityType.CHARACTER)
        True
        >>> vocabulary().property("spouse").allows(EntityType.PERSON, EntityType.CHARACTER)
        False
        """
        if subject not in self.domain:
            return False
        if object is None or self.literal:
            return object is None and self.literal is not None
        return object in self.range and (not self.same_kind or subject == object)


@dataclass(frozen=True, slots=True)
class EventClass:
    """A type of happening."""

    name: str
    iri: str
    side: str
    sensitive: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role in a happening; an empty `range` takes any entity."""

    name: str
    iri: str
    range: frozenset[EntityType]
    comment: str


@dataclass(frozen=True)
class Vocabulary:
    """All terms, by name and by IRI."""

    classes: dict[EntityType, EntityClass]
    properties: dict[str, Property]
    events: dict[str, EventClass]
    roles: dict[str, Role]

    def property(self, name: str) -> Property:
        """Return a property by its name in the interchange form. Raises KeyError for an unknown one."""
        return self.properties[name]

    def by_iri(self, iri: str) -> Property | None:
        """Return the property that has an IRI, if any."""
        return _properties_by_iri().get(iri)

    def type_of(self, iri: str) -> EntityType | None:
        """Return the entity type whose class has an IRI, if any."""
        return _types_by_iri().get(iri)

    def event_of(self, iri: str) -> EventClass | None:
        """Return the event type whose class has an IRI, if any."""
        return _events_by_iri().get(iri)


@cache
def vocabulary() -> Vocabulary:
    """Read the vocabulary file, once.

    >>> vocabulary().property("actor").iri
    'https://schema.org/actor'
    """
    graph = Graph().parse(PATH, format="turtle")
    classes = _classes(graph)
    types = {c.iri: t for t, c in classes.items()}
    return Vocabulary(classes, _properties(graph, types), _events(graph), _roles(graph, types))


@cache
def _properties_by_iri() -> dict[str, Property]:
    return {p.iri: p for p in vocabulary().properties.values()}


@cache
def _types_by_iri() -> dict[str, EntityType]:
    return {c.iri: t for t, c in vocabulary().classes.items()}


@cache
def _events_by_iri() -> dict[str, EventClass]:
    return {e.iri: e for e in vocabulary().events.values()}


def _text(graph: Graph, subject: URIRef, predicate: URIRef) -> str:
    return str(graph.value(subject, predicate) or "")


def _classes(graph: Graph) -> dict[EntityType, EntityClass]:
    found = {}
    for subject in graph.subjects(DRM.segment):
        assert isinstance(subject, URIRef)  # noqa: S101  our own file
        kind = EntityType(_text(graph, subject, DRM.name))
        found[kind] = EntityClass(
            kind, str(subject), _text(graph, subject, DRM.segment), _text(graph, subject, RDFS.comment)
        )
    return {kind: found[kind] for kind in EntityType}


def _types(graph: Graph, subject: URIRef, predicate: URIRef, types: dict[str, EntityType]) -> frozenset[EntityType]:
    return frozenset(types[str(o)] for o in graph.objects(subject, predicate) if str(o) in types)


def _properties(graph: Graph, types: dict[str, EntityType]) -> dict[str, Property]:
    found = {}
    for subject in graph.subjects(DRM.phrase):
        assert isinstance(subject, URIRef)  # noqa: S101  our own file
        literal = next((str(o) for o in graph.objects(subject, SDO.rangeIncludes) if str(o) not in types), None)
        kinds = set(graph.objects(subject, RDF.type))
        name = _text(graph, subject, DRM.name)
        found[name] = Property(
            name=name,
            iri=str(subject),
            domain=_types(graph, subject, SDO.domainIncludes, types),
            range=_types(graph, subject, SDO.rangeIncludes, types),
            literal=literal,
            side=_text(graph, subject, DRM.side),
            symmetric=OWL.SymmetricProperty in kinds,
            functional=OWL.FunctionalProperty in kinds,
            sensitive=graph.value(subject, DRM.sensitive) is not None,
            same_kind=graph.value(subject, DRM.sameKind) is not None,
            phrase=_text(graph, subject, DRM.phrase),
            inverse=_text(graph, subject, DRM.inverse),
            comment=_text(graph, subject, RDFS.comment),
            wikidata=tuple(sorted(_number(o) for o in graph.objects(subject, OWL.equivalentProperty) if _number(o))),
        )
    return dict(sorted(found.items()))


def _number(term: Node) -> str:
    """Return the P-number of a Wikidata property, empty for another IRI."""
    return str(term).rpartition("/")[2] if str(term).startswith("http://www.wikidata.org/prop/direct/P") else ""


def _events(graph: Graph) -> dict[str, EventClass]:
    found = {}
    for subject in graph.subjects(RDFS.subClassOf, DRM.Happening):
        assert isinstance(subject, URIRef)  # noqa: S101  our own file
        name = _text(graph, subject, DRM.name)
        sensitive = graph.value(subject, DRM.sensitive) is not None
        side, comment = _text(graph, subject, DRM.side), _text(graph, subject, RDFS.comment)
        found[name] = EventClass(name, str(subject), side, sensitive, comment)
    return dict(sorted(found.items()))


def _roles(graph: Graph, types: dict[str, EntityType]) -> dict[str, Role]:
    found = {}
    for subject in graph.subjects(RDF.type, DRM.Role):
        assert isinstance(subject, URIRef)  # noqa: S101  our own file
        name = _text(graph, subject, DRM.role)
        kinds = _types(graph, subject, SDO.rangeIncludes, types)
        found[name] = Role(name, str(subject), kinds, _text(graph, subject, RDFS.comment))
    return dict(sorted(found.items()))

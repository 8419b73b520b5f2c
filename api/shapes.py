"""The JSON of the API, as types: what the OpenAPI document shows is what the code is checked against.

In: nothing. Out: a `TypedDict` for each shape. Every thing in an answer carries its `iri` and an `href` that answers.
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, NotRequired, TypeVar

from pydantic import Field
from typing_extensions import TypedDict

Item = TypeVar("Item")

Iri = Annotated[str, Field(description="The IRI in the graph.", examples=["https://dramatis.example/person/ada-lune"])]
Href = Annotated[str, Field(description="Where this service tells more.", examples=["/entities/person/ada-lune"])]
Confidence = Annotated[
    float, Field(ge=0, le=1, description="How sure the view may be: each independent publisher is one voice.")
]
Date = Annotated[str, Field(description="YYYY, YYYY-MM or YYYY-MM-DD: as precise as the text.", examples=["2023-10"])]


class Problem(TypedDict):
    """RFC 9457: what went wrong. `type` stays the same, and can be followed."""

    type: Annotated[str, Field(examples=["/problems/not-found"])]
    title: str
    status: int
    detail: str
    instance: NotRequired[str]
    errors: NotRequired[list[dict[str, str]]]


class EntityRef(TypedDict):
    """An entity, as other things name it. `type` is a name of the vocabulary."""

    iri: Iri
    href: Href
    type: Annotated[str | None, Field(examples=["Person"])]
    label: Annotated[str, Field(examples=["Ada Lune"])]


class ArticleRef(TypedDict):
    """An article, as claims name it; headline and address only where the view holds what they reveal."""

    iri: Iri
    href: Href
    publisher: str | None
    date: Date | None
    headline: str | None
    url: str | None


class ClaimRef(TypedDict):
    """One article's words for one fact."""

    id: str
    iri: Iri
    href: Href
    quote: Annotated[str, Field(description="The words of the article that say it.")]
    article: ArticleRef
    layer: Annotated[str, Field(description="Where it stands.", examples=["public", "story/tidewaiters/s2e3"])]
    confidence: Confidence
    status: Annotated[str, Field(examples=["asserted"])]


class Relation(TypedDict):
    """A fact with the entity at one end. `other` is the other end, or `value` where that is a literal."""

    property: Annotated[str, Field(examples=["portrays"])]
    label: Annotated[str, Field(description="The property, read from the entity's side.", examples=["played by"])]
    direction: Annotated[str, Field(description="out, in, or both for a symmetric property.")]
    other: EntityRef | None
    value: str | None
    sentence: Annotated[str, Field(examples=["Ada Lune plays Nell Garrity."])]
    layers: list[str]
    confidence: Confidence
    claimCount: Annotated[int, Field(description="How many claims say it; `claims` holds the strongest.")]
    voices: Annotated[int, Field(description="How many independent publishers say it; copies of one text are one.")]
    claims: list[ClaimRef]


class PropertyCount(TypedDict):
    """How many relations of one property and direction the view holds."""

    property: str
    direction: str
    count: int
    href: Href


class Entity(EntityRef):
    """An entity with its other names, what it is elsewhere, and how much the view holds of it."""

    aliases: list[str]
    sameAs: list[str]
    counts: dict[str, int]
    properties: list[PropertyCount]
    links: Annotated[dict[str, str], Field(description="Where more is told of it.")]


class Edge(TypedDict):
    """A fact between two nodes of the answer, by their IRIs."""

    subject: Iri
    property: str
    object: Iri
    confidence: Confidence
    claims: Annotated[list[str], Field(description="Hrefs of the claims.")]


class NeighbourNode(EntityRef):
    """A node of a neighbourhood: `depth` is its distance, `href` its page."""

    depth: int


class Neighbourhood(TypedDict):
    """What lies within some steps of an entity."""

    center: EntityRef
    nodes: list[NeighbourNode]
    edges: list[Edge]
    limits: dict[str, int]
    truncated: bool


class Happening(TypedDict):
    """Something that happened: in the world (`axis` public, by date) or in a story (by position)."""

    id: str
    iri: Iri
    href: Href
    type: Annotated[str, Field(examples=["interview"])]
    axis: Annotated[str, Field(description="public or story: which of the two times it belongs to.")]
    date: Date | None
    position: Annotated[str | None, Field(examples=["s2e3"])]
    sentence: str
    roles: dict[str, list[EntityRef]]
    layers: list[str]
    confidence: Confidence
    claims: list[ClaimRef]


class Statement(TypedDict):
    """Words that somebody said."""

    id: str
    iri: Iri
    href: Href
    speaker: EntityRef
    text: str
    medium: EntityRef | None
    about: list[EntityRef]
    date: Date | None
    layers: list[str]
    confidence: Confidence
    claims: list[ClaimRef]


class Part(TypedDict):
    """An actor in a role of a work. `scope` is "season" where the season or episode asked for is named."""

    actor: EntityRef
    character: EntityRef | None
    works: list[EntityRef]
    scope: str
    others: Annotated[list[EntityRef], Field(description="Who else plays the same role in the work.")]
    sentence: str
    layers: list[str]
    confidence: Confidence
    claimCount: Annotated[int, Field(description="How many claims say it; `claims` holds the strongest.")]
    voices: Annotated[int, Field(description="How many independent publishers say it; copies of one text are one.")]
    claims: list[ClaimRef]


class Role(TypedDict):
    """A character of a work."""

    character: EntityRef
    actors: list[EntityRef]
    layers: list[str]
    confidence: Confidence
    claimCount: Annotated[int, Field(description="How many claims say it; `claims` holds the strongest.")]
    voices: Annotated[int, Field(description="How many independent publishers say it; copies of one text are one.")]
    claims: list[ClaimRef]


class Article(ArticleRef):
    """An article that the graph rests on."""

    author: str | None
    language: str | None
    licence: str | None
    voice: Annotated[str, Field(description="Whose voice it counts for: its publisher's, or of a copy the original's.")]
    claims: Annotated[int, Field(description="How many of its claims the view holds.")]
    links: dict[str, str]


class Change(TypedDict):
    """What one change did. Triples are N-Triples lines without the dot, by the IRI of their graph ("" is unnamed)."""

    revision: int
    removed: dict[str, list[str]]
    added: dict[str, list[str]]
    update: Annotated[str | None, Field(description="A SPARQL update that was run instead.")]


class Changes(TypedDict):
    """The changes after a revision. Go on with `since` = `until`, at once where `truncated`."""

    epoch: Annotated[str, Field(description="Another one means that the journal began again: take a new export.")]
    since: int
    until: int
    items: list[Change]
    next: str | None
    total: Annotated[int, Field(description="How many changes this answer holds.")]
    truncated: bool


class DisputeSide(TypedDict):
    """One answer to a disputed question. `voices` counts independent publishers: copies of one text are one voice."""

    value: str
    entity: EntityRef | None
    sentence: str
    voices: int
    confidence: Confidence
    claims: list[ClaimRef]


class Dispute(TypedDict):
    """What sources disagree about: both sides, the one with more voices first."""

    kind: Annotated[
        str, Field(description="value, date, casting (two actors of one role), role (two roles told), retraction.")
    ]
    subject: EntityRef
    about: Annotated[str, Field(description="A property, a kind of happening, or the IRI of the work.")]
    sides: list[DisputeSide]


class MergeReceipt(TypedDict):
    """What a merge or a split did: `articles` counts those that say something else now."""

    old: Iri
    new: Iri
    href: Href
    articles: int


class Decision(TypedDict):
    """A merge in force."""

    old: Iri
    new: Iri
    href: Href
    at: str
    by: str
    reason: str


class Pointer(TypedDict):
    """An entity by its IRI alone."""

    iri: Iri
    href: Href


class Suggestion(TypedDict):
    """Two entities that may be one, and why."""

    one: Pointer
    other: Pointer
    score: float
    reason: str


class Receipt(TypedDict):
    """What was learnt from an article that was sent."""

    article: Iri
    href: Href
    status: NotRequired[str]
    claims: NotRequired[int]
    dropped: NotRequired[Annotated[dict[str, int], Field(description="What may not be stored, counted by reason.")]]


class Context(TypedDict):
    """The article's words around the quotation. `withheld`: neighbouring words reveal what the view does not hold."""

    before: str
    after: str
    withheld: bool


class Assertion(TypedDict):
    """What a claim says."""

    subject: EntityRef
    property: str
    object: EntityRef | None
    value: str | None


class Citation(TypedDict):
    """How to cite the article."""

    plain: str
    bibtex: str
    csl: dict[str, Any]


class Withdrawn(TypedDict):
    """That a later text of the article no longer says a claim. Versions are digests; the earlier text is not kept."""

    at: Annotated[str | None, Field(description="When the new text was read.", examples=["2026-01-02T03:04:05Z"])]
    by: Annotated[str, Field(description="The version of the article without it.")]
    quoted: Annotated[str, Field(description="The version that `quote`, `start` and `end` are of.")]


class Claim(ClaimRef):
    """A claim with the words around it, who says so, and how to cite it."""

    sentence: str
    says: Assertion
    start: Annotated[int, Field(description="First code point; of a withdrawn claim in the text before.")]
    end: Annotated[int, Field(description="Code point after the last.")]
    withdrawn: Annotated[Withdrawn | None, Field(description="Set where the article's text no longer says it.")]
    context: Context
    rule: str
    citation: Citation
    original: Annotated[str | None, Field(description="The article, opened at the quotation (text fragment).")]


class Listed(EntityRef):
    """An entity in a list, with how many claims of the view name it."""

    claims: int


class Match(EntityRef):
    """An entity that a search found."""

    name: Annotated[str, Field(description="The name that matched.")]
    score: float
    claims: int


class Listing(TypedDict, Generic[Item]):
    """A part of a list. `next` is a cursor; `total` counts the whole list in this view."""

    items: list[Item]
    next: str | None
    total: int
    truncated: bool


class HopRelation(TypedDict):
    """A fact that joins two nodes of a chain, in its own direction."""

    subject: Iri
    property: str
    object: Iri
    sentence: str
    confidence: Confidence
    claims: list[ClaimRef]


Hop = TypedDict("Hop", {"from": Iri, "to": Iri, "relations": list[HopRelation]})
"""A step of a chain, with every fact that makes it, the strongest first."""


class Path(TypedDict):
    """A chain of facts. `confidence` is the chance that every step holds."""

    length: int
    confidence: Confidence
    sentence: Annotated[str, Field(examples=["Ada Lune acts in Nightjar, and so does Tom Reed."])]
    nodes: list[EntityRef]
    hops: list[Hop]


Paths = TypedDict(
    "Paths",
    {
        "from": EntityRef,
        "to": EntityRef,
        "distance": Annotated[int | None, Field(description="Steps of the shortest chain; null where there is none.")],
        "items": list[Path],
        "next": None,
        "total": Annotated[int, Field(description="How many chains were compared.")],
        "truncated": bool,
    },
)
"""The chains between two entities."""


class Matches(Listing[Match]):
    """What a search found, the best first. `total` counts what was looked at closely."""

    query: str


class Cast(Listing[Part]):
    """The cast of a work or of one season."""

    work: EntityRef
    alternatives: Annotated[list[EntityRef], Field(description="Other works of that name.")]


class Characters(Listing[Role]):
    """The characters of a work."""

    work: EntityRef
    alternatives: list[EntityRef]

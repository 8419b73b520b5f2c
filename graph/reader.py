"""Reading through a view: nodes, claims and articles as values.

In: a store, the base of its IRIs, a `View`; IRIs. Out: `Node`, `Support` (a claim as it is shown), `Source` (an article
as far as the view knows it). Every other question about the graph is asked through a `Reader`, so that none can
forget the view.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pyoxigraph import NamedNode

from graph.claims import LABEL, Withdrawal, term
from graph.layers import Layer, View
from graph.model import Status
from graph.queries import Row, rows
from graph.store import Dataset, Store, Term
from graph.vocabulary import vocabulary

__all__ = ["Description", "Node", "Reader", "Source", "Support", "combined", "confidence", "one", "text_of"]

Description: TypeAlias = Mapping[str, Sequence[Term]]
"""What a view says about one node: the objects of each property, by the property's IRI, sorted."""


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A thing with a name. `type` is a name of the vocabulary, None where the view does not say."""

    iri: str
    type: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """An article, as far as a view knows it: headline and address stand where what they reveal stands."""

    iri: str
    publisher: str | None = None
    date: str | None = None
    author: str | None = None
    headline: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None
    extractor: str | None = None
    copied: str | None = None
    """Of a copy of another article's text: who published that one."""

    @property
    def voice(self) -> str:
        """Whose voice it counts for: its publisher's, of a copy the original's; without one it is a voice by itself."""
        return self.copied or self.publisher or self.iri


@dataclass(frozen=True, slots=True)
class Support:
    """A claim as it is shown: the fact that it points at, the words, who says so."""

    iri: str
    subject: str
    property: str
    object: Term
    quote: str
    start: int
    end: int
    source: Source
    confidence: float
    status: Status
    layer: Layer
    rule: str
    withdrawal: Withdrawal | None = None
    """Set where a later text of the article no longer says it: `start` and `end` are then of the text before."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Asks a store through a view. `graphs` are those that the store holds, where the view has many that it may not."""

    store: Store
    base: str
    view: View
    graphs: frozenset[str] | None = None

    @property
    def dataset(self) -> Dataset:
        """The graphs of the view: joined as the default graph, and named for questions whose answer stands in one."""
        graphs = self.view.default_graphs(self.base)
        if self.graphs is not None:
            graphs = tuple(graph for graph in graphs if graph in self.graphs)
        return Dataset(graphs, graphs)

    @property
    def with_withdrawn(self) -> Reader:
        """A reader that is shown what was taken back, beside what the view holds."""
        return replace(self, view=self.view.with_withdrawn)

    def rows(self, question: str, **terms: Iterable[Term]) -> Iterator[Row]:
        """Yield the rows of a question, seen through the view."""
        return rows(self.store, self.dataset, question, **terms)

    def described(self, iris: Collection[str]) -> dict[str, dict[str, list[Term]]]:
        """Return all that the view says about nodes; one of which it says nothing is absent."""
        found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for row in self.rows("described", node=named(iris)):
            found[text_of(row["node"])][text_of(row["p"])].append(row["o"])
        return {iri: {p: sorted(values, key=str) for p, values in told.items()} for iri, told in found.items()}

    def nodes(self, iris: Iterable[str]) -> dict[str, Node]:
        """Return type and label of nodes. A node without a label in the view is called by its IRI's last part.

        Layers may give an entity different labels: the longest says most, the first in the alphabet breaks a tie.
        """
        wanted = set(iris)
        labels: dict[str, list[str]] = defaultdict(list)
        types: dict[str, list[str]] = defaultdict(list)
        for row in self.rows("named", node=named(wanted)):
            bag = labels if row["p"] == LABEL else types
            bag[text_of(row["node"])].append(text_of(row["o"]))
        return {
            iri: Node(
                iri,
                _type_name(types.get(iri, ())),
                min(labels[iri], key=lambda text: (-len(text), text)) if iri in labels else iri.rsplit("/", 1)[-1],
            )
            for iri in wanted
        }

    def knows(self, iri: str) -> bool:
        """Say whether the view says anything about a node."""
        return any(True for _ in self.rows("exists", node=named([iri])))

    def layers(self, claims: Collection[str]) -> dict[str, Layer]:
        """Return the layer in which each claim was said: the narrowest of the graphs that hold it."""
        graphs: dict[str, list[Row]] = defaultdict(list)
        for row in rows(self.store, None, "claim_layers", claim=named(claims)):
            graphs[text_of(row["claim"])].append(row)
        return {claim: self._narrowest(some) for claim, some in graphs.items()}

    def supports(self, claims: Collection[str], sources: Mapping[str, Source] | None = None) -> dict[str, Support]:
        """Return claims as they are shown; one that the view lacks is absent. `sources` are articles read before."""
        shown = frozenset(self.dataset.default)
        told: dict[str, list[Row]] = defaultdict(list)
        for row in rows(self.store, None, "claims_told", claim=named(claims)):
            told[text_of(row["claim"])].append(row)
        seen = {iri: some for iri, some in told.items() if any(text_of(row["graph"]) in shown for row in some)}
        known = sources or self.sources({text_of(some[0]["article"]) for some in seen.values()})
        return {
            iri: _support(some[0], known[text_of(some[0]["article"])], self._narrowest(some))
            for iri, some in seen.items()
        }

    def _narrowest(self, told: Iterable[Row]) -> Layer:
        """Return the layer in which a claim was said: the narrowest of the graphs that hold it."""
        names = (text_of(row["graph"]).removeprefix(f"{self.base}layer/") for row in told)
        return Layer(max(names, key=lambda name: (name.count("/"), len(name)))).origin

    def sources(self, articles: Collection[str]) -> dict[str, Source]:
        """Return articles; of one that the view does not describe, the IRI alone."""
        told = self.described(articles)
        return {
            iri: Source(
                iri,
                publisher=one(told.get(iri, {}), _PUBLISHER),
                date=one(told.get(iri, {}), _DATE),
                author=one(told.get(iri, {}), _AUTHOR),
                headline=one(told.get(iri, {}), _HEADLINE),
                url=one(told.get(iri, {}), _URL),
                language=one(told.get(iri, {}), _LANGUAGE),
                licence=one(told.get(iri, {}), _LICENCE),
                extractor=one(told.get(iri, {}), _EXTRACTOR),
                copied=one(told.get(iri, {}), _VOICE),
            )
            for iri in articles
        }


def _support(row: Row, source: Source, layer: Layer) -> Support:
    at = row.get("at")
    return Support(
        iri=text_of(row["claim"]),
        subject=text_of(row["subject"]),
        property=text_of(row["property"]),
        object=row["object"],
        quote=text_of(row["quote"]),
        start=int(text_of(row["start"])),
        end=int(text_of(row["end"])),
        source=source,
        confidence=float(text_of(row["confidence"])),
        status=status_of(row["status"]),
        layer=layer,
        rule=text_of(row["rule"]) if "rule" in row else "",
        withdrawal=Withdrawal(text_of(row["quoted"]), text_of(row["by"]), text_of(at) if at else None)
        if "by" in row
        else None,
    )


_PUBLISHER, _DATE, _AUTHOR, _HEADLINE, _URL, _LANGUAGE, _LICENCE = (
    term(f"schema:{name}").value
    for name in ("publisher", "datePublished", "author", "headline", "url", "inLanguage", "license")
)
_EXTRACTOR, _VOICE = (term(f"drm:{name}").value for name in ("extractor", "voice"))


def confidence(supports: Iterable[Support]) -> float:
    """Return how sure the view may be of a fact that claims say; see `combined`. What was retracted counts nothing."""
    return combined((s.source.voice, s.confidence) for s in supports if s.status is not Status.RETRACTED)


def combined(told: Iterable[tuple[str, float]]) -> float:
    """Return 1 - the chance that every independent voice is wrong, never above 0.99.

    Each publisher is one voice, at its surest; copies of one text are one.

    >>> combined([("Wire", 0.9), ("Wire", 0.8), ("Echo", 0.5)])
    0.95
    """
    voices: dict[str, float] = {}
    for speaker, sure in told:
        voices[speaker] = max(voices.get(speaker, 0.0), sure)
    wrong = 1.0
    for sure in voices.values():
        wrong *= 1 - sure
    return round(min(0.99, 1 - wrong), 3)


def named(iris: Iterable[str]) -> list[Term]:
    """Return IRIs as terms, sorted."""
    return [NamedNode(iri) for iri in sorted(set(iris))]


def text_of(term: Term) -> str:
    """Return the IRI or the literal's text.

    >>> from pyoxigraph import Literal
    >>> text_of(NamedNode("https://schema.org/actor")), text_of(Literal("18"))
    ('https://schema.org/actor', '18')
    """
    return term.value


def one(description: Description, property: str) -> str | None:
    """Return the text of a property's first object, None where there is none."""
    values = description.get(property)
    return text_of(values[0]) if values else None


def status_of(value: Term) -> Status:
    """Return the status that a `drm:` term names.

    >>> status_of(term("drm:reported"))
    <Status.REPORTED: 'reported'>
    """
    return Status(text_of(value).rpartition("#")[2])


def _type_name(iris: Iterable[str]) -> str | None:
    terms = vocabulary()
    for iri in sorted(iris):
        kind = terms.type_of(iri)
        if kind:
            return kind.value
    return None

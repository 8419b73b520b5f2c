"""Records read back: what one article says, as it stands in the store.

In: a store, the IRI of an article. Out: the `Record` that, written again, changes nothing. This is what merging,
forgetting and correcting work on, so that they go through the writer like everything else.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from graph.claims import (
    ALIAS,
    NAME,
    TYPE,
    Article,
    Assertion,
    Claim,
    Entity,
    Event,
    Fact,
    Passage,
    Past,
    Performance,
    Quotation,
    Record,
    Withdrawal,
    term,
)
from graph.errors import NotFound
from graph.layers import META, TEXT, Layer
from graph.model import Evidence, Span, Status
from graph.queries import rows
from graph.store import Dataset, Store, Term
from graph.vocabulary import vocabulary

__all__ = ["articles", "articles_naming", "read_record", "withdrawal"]

_CLAIM: Final = {name: term(curie).value for name, curie in {
    "subject": "rdf:subject", "predicate": "rdf:predicate", "object": "rdf:object", "quote": "drm:quote",
    "start": "drm:start", "end": "drm:end", "confidence": "drm:confidence", "status": "drm:status", "rule": "drm:rule",
    "quoted": "drm:quotedFrom", "by": "drm:withdrawnBy", "at": "prov:invalidatedAtTime",
}.items()}  # fmt: skip
_ARTICLE: Final = {name: term(curie).value for name, curie in {
    "date": "schema:datePublished", "url": "schema:url", "headline": "schema:headline", "publisher": "schema:publisher",
    "author": "schema:author", "language": "schema:inLanguage", "licence": "schema:license", "source": "drm:source",
    "extractor": "drm:extractor", "digest": "drm:digest",
}.items()}  # fmt: skip


def articles(store: Store, base: str) -> list[str]:
    """Return the IRIs of all articles of a store, sorted."""
    return sorted(_text(row["article"]) for row in rows(store, Dataset((META.iri(base),)), "articles"))


def articles_naming(store: Store, entity: str) -> list[str]:
    """Return the IRIs of the articles that name an entity, in whatever layer, sorted."""
    return sorted({_text(row["article"]) for row in rows(store, None, "record_naming", entity=[NamedNode(entity)])})


def read_record(store: Store, base: str, article: str) -> Record:
    """Return what an article says, as the store has it. Raises NotFound for an article that it does not have."""
    own: dict[str, dict[str, Term]] = defaultdict(dict)
    for row in rows(store, None, "record_article", article=[NamedNode(article)]):
        own[_layer(row["graph"], base)][_text(row["p"])] = row["o"]
    if META.name not in own:
        raise NotFound(f"there is no article {article}")
    claims: dict[str, dict[str, dict[str, Term]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows(store, None, "record_claims", article=[NamedNode(article)]):
        claims[_text(row["claim"])][_layer(row["graph"], base)][_text(row["p"])] = row["o"]
    nodes = _nodes(store, base, article)
    found: list[Claim] = []
    forms: _Forms = defaultdict(dict)
    earlier: _Forms = defaultdict(dict)
    for layers in claims.values():
        name = narrowest(layers)
        told = layers[name]
        evidence = Evidence(_number(told, "start"), _number(told, "end"), _text(told[_CLAIM["quote"]]))
        subject, predicate = _text(told[_CLAIM["subject"]]), told[_CLAIM["predicate"]]
        if predicate in (NAME, ALIAS):
            bag = forms if withdrawal(told) is None else earlier
            bag[subject][predicate != NAME, _text(told[_CLAIM["object"]])] = evidence
            continue
        confidence, status = float(_text(told[_CLAIM["confidence"]])), _text(told[_CLAIM["status"]]).partition("#")[2]
        rule = _text(told[_CLAIM["rule"]]) if _CLAIM["rule"] in told else ""
        assertion = _assertion(subject, predicate, told[_CLAIM["object"]], nodes.get(subject, {}))
        layer = Layer(name).origin
        found.append(Claim(assertion, evidence, layer, confidence, Status(status), rule, withdrawal(told)))
    found.sort(key=str)
    types = {
        _text(row["entity"]): _text(row["type"])
        for row in rows(store, None, "record_types", entity=_terms({*forms, *earlier}))
    }
    return Record(
        _article(article, own),
        _entities(forms, types),
        tuple(claim for claim in found if claim.withdrawal is None),
        Past(_entities(earlier, types), tuple(claim for claim in found if claim.withdrawal is not None)),
    )


_Forms: TypeAlias = defaultdict[str, dict[tuple[bool, str], Evidence]]


def _entities(forms: _Forms, types: Mapping[str, str]) -> tuple[Entity, ...]:
    return tuple(
        Entity(iri, kind, tuple((form, evidence) for (_, form), evidence in sorted(named.items())))
        for iri, named in sorted(forms.items())
        if (kind := vocabulary().type_of(types.get(iri, ""))) is not None
    )


def withdrawal(told: Mapping[str, Term]) -> Withdrawal | None:
    """Return when and by what a claim was withdrawn, from what is said of it by property; None where it was not."""
    quoted, by, at = (_text(told[p]) if (p := _CLAIM[name]) in told else None for name in ("quoted", "by", "at"))
    return Withdrawal(quoted or "", by, at) if by is not None else None


def narrowest(layers: Any) -> str:
    """Return the name of the layer that something was written to, of those that hold it: the others are roll-ups.

    >>> narrowest(["story", "story/nightjar/s2", "story/nightjar/s2e1"])
    'story/nightjar/s2e1'
    """
    return str(max(layers, key=lambda name: (name.count("/"), len(name))))


def _article(iri: str, own: dict[str, dict[str, Term]]) -> Article:
    meta, stored = own[META.name], own.get(TEXT.name, {})
    shown = [name for name in own if name not in (META.name, TEXT.name)]
    reveals = narrowest(shown) if shown else "public"
    everything = {**meta, **(own[reveals] if shown else {})}
    told: dict[str, Any] = {name: _text(everything[p]) for name, p in _ARTICLE.items() if p in everything}
    listed = json.loads(_text(stored[term("drm:passages").value])) if stored else []
    passages = tuple(Passage(Span(s, e), tuple(Layer(name) for name in layers)) for s, e, layers in listed)
    text = _text(stored[term("schema:text").value]) if stored else ""
    return replace(Article(iri, text, Layer(reveals), passages=passages), **told)


def _nodes(store: Store, base: str, article: str) -> dict[str, dict[str, list[Term]]]:
    """Return what hangs on the performances, happenings and quotations that an article's claims point at."""
    found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(store, None, "record_nodes", article=[NamedNode(article)]):
        values = found[_text(row["node"])][_text(row["p"])]
        if row["o"] not in values:
            values.append(row["o"])
    return found


def _assertion(subject: str, predicate: Term, object: Term, node: dict[str, list[Term]]) -> Assertion:
    def one(curie: str) -> str | None:
        values = node.get(term(curie).value, [])
        return _text(values[0]) if values else None

    if predicate != TYPE:
        property = vocabulary().by_iri(_text(predicate))
        if property is None:
            raise NotFound(f"{predicate} is no property of the vocabulary")
        return Fact(subject, property.name, _text(object))
    if object == term("schema:PerformanceRole"):
        return Performance(one("schema:actor") or "", one("drm:character") or "", one("drm:inWork") or "")
    if object == term("drm:Quotation"):
        about = tuple(sorted(_text(o) for o in node.get(term("schema:about").value, [])))
        return Quotation(
            one("drm:speaker") or "", one("schema:text") or "", one("drm:medium"), about, one("schema:dateCreated")
        )
    kind = vocabulary().event_of(_text(object))
    if kind is None:
        raise NotFound(f"{object} is no class of the vocabulary")
    args = ((role.name, _text(o)) for role in vocabulary().roles.values() for o in node.get(role.iri, []))
    return Event(kind.name, tuple(sorted(args)), one("schema:startDate"))


def _terms(iris: Any) -> list[Term]:
    return [NamedNode(iri) for iri in sorted(iris)]


def _layer(graph: Term, base: str) -> str:
    return _text(graph).removeprefix(f"{base}layer/")


def _number(told: dict[str, Term], name: str) -> int:
    return int(_text(told[_CLAIM[name]]))


def _text(value: Term) -> str:
    assert isinstance(value, NamedNode | Literal)  # noqa: S101  the writer makes no blank nodes
    return str(value.value)

"""Example queries: for people to begin with, and in the form that query editors and language models read.

In: the `.rq` files of `examples/`, whose first comment lines are the title, the explanation and the keywords.
Out: `Example` values; `sh:SPARQLExecutable` descriptions, for the service description and for the layer `meta`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import RDF, RDFS, SDO, SH, XSD, BNode, Graph, Literal, URIRef

from graph.layers import META
from graph.sparql.query import Form, read
from graph.store import Change, Dataset, Store
from graph.vocabulary import PREFIXES

__all__ = ["Example", "add_examples", "examples", "publish_examples"]

_HERE: Final = Path(__file__).with_name("examples")
_FORMS: Final = {
    Form.SELECT: (SH.SPARQLSelectExecutable, SH.select),
    Form.ASK: (SH.SPARQLAskExecutable, SH.ask),
    Form.CONSTRUCT: (SH.SPARQLConstructExecutable, SH.construct),
    Form.DESCRIBE: (SH.SPARQLExecutable, URIRef(f"{SH}describe")),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A query that is worth asking. `name` is its file's, without the ending."""

    name: str
    title: str
    keywords: tuple[str, ...]
    form: Form
    query: str


@cache
def examples() -> tuple[Example, ...]:
    """Return all examples, by name. The prefixes that a query uses are declared in it, so that it stands alone."""
    return tuple(_read(path) for path in sorted(_HERE.glob("*.rq")))


def _read(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    keywords = re.search(r"^# Keywords: (.+)$", text, re.MULTILINE)
    if not title or not keywords:
        raise ValueError(f"{path.name} must begin with '# title' and have a line '# Keywords: a, b'")
    body = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip()
    used = [name for name in PREFIXES if re.search(rf"(?<![\w:]){name}:", body)]
    query = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + body
    words = tuple(word.strip() for word in keywords[1].split(","))
    return Example(path.stem, title[1], words, read(query, "urn:x:").form, query)


def add_examples(graph: Graph, endpoint: str) -> None:
    """Add the descriptions of all examples, as queries for an endpoint."""
    graph.bind("sh", SH)
    for one in examples():
        iri = URIRef(f"{endpoint.rstrip('/')}/examples/{one.name}")
        kind, property = _FORMS[one.form]
        graph.add((iri, RDF.type, SH.SPARQLExecutable))
        graph.add((iri, RDF.type, kind))
        graph.add((iri, RDFS.comment, Literal(one.title, "en")))
        graph.add((iri, property, Literal(one.query)))
        graph.add((iri, SDO.target, URIRef(endpoint)))
        for word in one.keywords:
            graph.add((iri, SDO.keywords, Literal(word)))
        for name in PREFIXES:
            if f"PREFIX {name}:" in one.query:
                declared = BNode(f"prefix-{name}")
                graph.add((iri, SH.prefixes, BNode("prefixes")))
                graph.add((BNode("prefixes"), SH.declare, declared))
                graph.add((declared, SH.prefix, Literal(name)))
                graph.add((declared, SH.namespace, Literal(PREFIXES[name], datatype=XSD.anyURI)))


def publish_examples(store: Store, base: str) -> int:
    """Write the examples into the layer `meta`, where query editors look for them, and return how many changed.

    Only what differs is written: a second call changes nothing. Blank nodes are left out, so that all can be replaced.
    """
    layer = META.iri(base)
    graph = Graph()
    add_examples(graph, f"{base}sparql")
    new = {
        ox.Quad(ox.NamedNode(s), ox.NamedNode(p), _term(o), ox.NamedNode(layer))
        for s, p, o in graph
        if isinstance(s, URIRef) and isinstance(p, URIRef) and not isinstance(o, BNode)
    }
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s a <{SH.SPARQLExecutable}> ; ?p ?o }}"
    answer = store.query(query, Dataset((layer,)))
    assert isinstance(answer, ox.QueryTriples)  # noqa: S101  the query is a CONSTRUCT
    old = {ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(layer)) for t in answer}
    change = Change(tuple(sorted(old - new, key=str)), tuple(sorted(new - old, key=str)))
    if change:
        store.apply(change)
    return len(change.removed) + len(change.added)


def _term(value: object) -> ox.NamedNode | ox.Literal:
    if isinstance(value, URIRef):
        return ox.NamedNode(value)
    assert isinstance(value, Literal)  # noqa: S101  the caller leaves blank nodes out
    if value.language:
        return ox.Literal(str(value), language=value.language)
    return ox.Literal(str(value), datatype=ox.NamedNode(str(value.datatype or XSD.string)))

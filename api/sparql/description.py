"""What the service says about itself: the SPARQL 1.1 Service Description, and VoID.

In: a service, the address that a client asked. Out: RDF in the form that `Accept` asks for; for a browser, the page on
which queries are written.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Final

import orjson
from rdflib import DCTERMS, FOAF, RDF, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef
from starlette.types import Receive, Scope, Send

from api.negotiation import accepted
from api.problems import Problem
from api.sparql.examples import add_examples, examples
from api.sparql.negotiation import chosen, offered
from api.sparql.request import Asked, headers_of, parameters, url_of
from api.sparql.sending import answered, send_whole
from api.sparql.service import SparqlService
from graph.errors import QueryError
from graph.formats import GRAPHS, SOLUTIONS
from graph.layers import View
from graph.store import Dataset
from graph.store.workers import Job
from graph.vocabulary import DRM

__all__ = ["VoidEndpoint", "describe_service", "service_description"]

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_SERIALIZERS: Final = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
_WRITTEN: Final = tuple(form for form in GRAPHS if form.ending in _SERIALIZERS)
_RESULTS: Final = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG", "N3")
_POLICY: Final = b"default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
_NAMED_SHOWN: Final = 200
_COUNTS: Final = (
    (VOID.triples, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    (VOID.distinctSubjects, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
    (VOID.properties, "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
)
_CLASSES: Final = "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c LIMIT 100"


async def describe_service(service: SparqlService, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request that asks no query."""
    accept = headers_of(scope).get("accept", "")
    html_first = accepted(accept, (*offered(_WRITTEN), "text/html")) == "text/html" if accept else False
    if html_first and service.query_page:
        await send_whole(send, 303, [(b"location", service.query_page.encode())], b"")
    elif html_first:
        fields = [(b"content-type", b"text/html; charset=utf-8"), (b"content-security-policy", _POLICY)]
        await send_whole(send, 200, fields, _page().encode())
    else:
        given = Asked.of("", parameters(scope["query_string"]))
        seen = service.seen(given)
        await _send_graph(scope, send, service_description(service, url_of(scope), seen))


def service_description(service: SparqlService, endpoint: str, seen: View) -> Graph:
    """Return the description of the service at an endpoint, with the graphs that a view admits."""
    graph = Graph()
    graph.bind("sd", SD)
    here = URIRef(endpoint)
    graph.add((here, RDF.type, SD.Service))
    graph.add((here, SD.endpoint, here))
    graph.add((here, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((here, SD.feature, SD.UnionDefaultGraph))
    for name in (*_RESULTS, *_GRAPHS):
        graph.add((here, SD.resultFormat, FORMATS[name]))
    update = URIRef(f"{endpoint.rstrip('/')}/update")
    graph.add((update, RDF.type, SD.Service))
    graph.add((update, SD.endpoint, update))
    graph.add((update, SD.supportedLanguage, SD.SPARQL11Update))
    dataset, default = BNode("dataset"), BNode("default")
    graph.add((here, SD.defaultDataset, dataset))
    graph.add((update, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    for number, name in enumerate(sorted(service.named(seen))[:_NAMED_SHOWN]):
        named, inside = BNode(f"named{number}"), BNode(f"graph{number}")
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, URIRef(name)))
        graph.add((named, SD.graph, inside))
        graph.add((inside, RDF.type, SD.Graph))
    add_examples(graph, endpoint)
    return graph


class VoidEndpoint:
    """An ASGI app that describes the dataset in VoID: what it is about, how large it is, where it can be asked."""

    def __init__(self, service: SparqlService) -> None:
        self._service = service
        self._app = answered(self._handle)
        self._counted: dict[tuple[int, str], Graph] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._app(scope, receive, send)

    async def _handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            raise Problem("method-not-allowed", "The description is read by GET.", headers={"Allow": "GET, HEAD"})
        await self._service.look()
        given = Asked.of("", parameters(scope["query_string"]))
        seen = self._service.seen(given)
        key = self._service.revision, seen.key
        if key not in self._counted:
            self._counted = {key: await self._counts(seen)}
        await _send_graph(scope, send, self._described(scope, self._counted[key]))

    def _described(self, scope: Scope, counts: Graph) -> Graph:
        graph = Graph()
        graph += counts
        root = url_of(scope).removesuffix("/.well-known/void")
        dataset = URIRef(f"{self._service.base}dataset")
        graph.bind("void", VOID)
        graph.add((URIRef(url_of(scope)), RDF.type, VOID.DatasetDescription))
        graph.add((URIRef(url_of(scope)), FOAF.primaryTopic, dataset))
        graph.add((dataset, RDF.type, VOID.Dataset))
        graph.add((dataset, DCTERMS.title, Literal("Shows, characters, cast and events, by what articles say", "en")))
        graph.add((dataset, VOID.sparqlEndpoint, URIRef(f"{root}/sparql")))
        graph.add((dataset, VOID.uriSpace, Literal(self._service.base)))
        for vocabulary in (str(DRM), "https://schema.org/", "http://www.w3.org/ns/prov#"):
            graph.add((dataset, VOID.vocabulary, URIRef(vocabulary)))
        for name in _GRAPHS:
            graph.add((dataset, VOID.feature, FORMATS[name]))
        return graph

    async def _counts(self, seen: View) -> Graph:
        """Count what a view holds; what cannot be counted within the limits of a query is left out."""
        graph, service = Graph(), self._service
        dataset = URIRef(f"{service.base}dataset")
        whole = Dataset(seen.default_graphs(service.base), unnamed=seen.open)
        for property, query in _COUNTS:
            for row in await _rows(service, query, whole):
                graph.add((dataset, property, Literal(int(row["n"]["value"]), datatype=XSD.integer)))
        for number, row in enumerate(await _rows(service, _CLASSES, whole)):
            partition = BNode(f"class{number}")
            graph.add((dataset, VOID.classPartition, partition))
            graph.add((partition, VOID["class"], URIRef(row["c"]["value"])))
            graph.add((partition, VOID.entities, Literal(int(row["n"]["value"]), datatype=XSD.integer)))
        return graph


async def _rows(service: SparqlService, query: str, dataset: Dataset) -> Sequence[dict[str, dict[str, str]]]:
    try:
        result = await service.reader.answer(Job(query, dataset, "json", service.base))
    except QueryError:
        return ()
    body = b"".join([piece async for piece in result.pieces()])
    found: Sequence[dict[str, dict[str, str]]] = orjson.loads(body)["results"]["bindings"]
    return found


async def _send_graph(scope: Scope, send: Send, graph: Graph) -> None:
    form, content_type = chosen(headers_of(scope).get("accept", ""), _WRITTEN)
    body = graph.serialize(format=_SERIALIZERS[form.ending], encoding="utf-8")
    fields = [(b"content-type", content_type.encode()), (b"vary", b"accept")]
    await send_whole(send, 200, fields, body, head=scope["method"] == "HEAD")


def _page() -> str:
    """Return a plain page with a query to write and examples to begin with; it needs no script."""
    shown = "".join(
        f"<details><summary>{html.escape(one.title)}</summary><pre>{html.escape(one.query)}</pre></details>"
        for one in examples()
    )
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>SPARQL</title>
<meta name="viewport" content="width=device-width">
<h1>SPARQL</h1>
<form action="" method="get">
<p><label for="query">Query</label><br>
<textarea id="query" name="query" rows="14" cols="90" required>SELECT * {{ ?s ?p ?o }} LIMIT 20</textarea></p>
<p><label>As <select name="format">{"".join(f"<option>{form.ending}</option>" for form in SOLUTIONS)}</select></label>
<button>Ask</button></p>
</form>
<h2>Examples</h2>
{shown}
</html>
"""

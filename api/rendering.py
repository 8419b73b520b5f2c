"""One answer in each of its forms: JSON, CSV, HTML, and RDF (the triples that the answer rests on).

In: the JSON body of an answer, a `Form`, the reader of the view. Out: bytes and a media type. RDF is no transcript of
the JSON: it is what the store holds of the claims and things that the JSON names.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from api.negotiation import Form
from api.pages import page_of
from graph.claims import LABEL, TYPE, term
from graph.reader import Reader, named
from graph.vocabulary import PREFIXES

__all__ = ["rendered"]

_RDF: Final = {Form.TURTLE: RdfFormat.TURTLE, Form.NTRIPLES: RdfFormat.N_TRIPLES, Form.JSONLD: RdfFormat.JSON_LD}
_SUBJECT, _PREDICATE, _OBJECT = (term(f"rdf:{name}").value for name in ("subject", "predicate", "object"))
_DERIVED: Final = term("prov:wasDerivedFrom").value


def rendered(body: Mapping[str, Any], form: Form, reader: Reader, title: str) -> tuple[bytes, str]:
    """Return the body in a form, and its media type with the charset where it has one."""
    if form is Form.JSON:
        return orjson.dumps(body), form.value
    if form is Form.CSV:
        return _csv(body).encode(), "text/csv; charset=utf-8; header=present"
    if form is Form.HTML:
        return page_of(body, title).encode(), "text/html; charset=utf-8"
    content = serialize(_triples(body, reader), format=_RDF[form], prefixes=dict(PREFIXES))
    return content or b"", f"{form.value}; charset=utf-8" if form is Form.TURTLE else form.value


def _iris(body: object) -> Iterator[tuple[str, bool]]:
    """Yield the IRIs of an answer, and whether each is a claim's."""
    if isinstance(body, Mapping):
        if isinstance(body.get("iri"), str):
            yield body["iri"], "quote" in body
        for value in body.values():
            yield from _iris(value)
    elif isinstance(body, list | tuple):
        for value in body:
            yield from _iris(value)


def _triples(body: Mapping[str, Any], reader: Reader) -> Iterator[Triple]:
    found = set(_iris(body))
    claims = {iri for iri, is_claim in found if is_claim}
    told = reader.described(claims)
    whole = {d[_SUBJECT][0].value for d in told.values() if d[_PREDICATE][0] == TYPE}
    whole |= {d[_DERIVED][0].value for d in told.values()}
    if isinstance(body.get("iri"), str):
        whole.add(body["iri"])
    seen: set[Triple] = set()
    for description in (told, reader.described(whole)):
        for iri, properties in sorted(description.items()):
            for property, values in sorted(properties.items()):
                seen.update(Triple(NamedNode(iri), NamedNode(property), value) for value in values)
    for d in told.values():
        subject, predicate = d[_SUBJECT][0], d[_PREDICATE][0]
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode):
            seen.add(Triple(subject, predicate, d[_OBJECT][0]))
    for row in reader.rows("named", node=named(iri for iri, is_claim in found if not is_claim)):
        if row["p"] in (LABEL, TYPE) and isinstance(row["node"], NamedNode) and isinstance(row["p"], NamedNode):
            seen.add(Triple(row["node"], row["p"], row["o"]))
    yield from sorted(seen, key=str)


def _csv(body: Mapping[str, Any]) -> str:
    items = body.get("items", [body])
    lines = [_flat(item) for item in items]
    columns = list(dict.fromkeys(column for line in lines for column in line))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_cell(line.get(column)) for column in columns] for line in lines])
    return text.getvalue()


def _flat(item: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return an item as columns: a thing by its label and IRI, a list as one cell."""
    line: dict[str, Any] = {}
    for key, value in item.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            line |= (
                {name: value["label"], f"{name}_iri": value["iri"]} if "label" in value else _flat(value, f"{name}_")
            )
        elif isinstance(value, list):
            line[name] = "; ".join(_words(part) for part in value)
        else:
            line[name] = value
    return line


def _words(part: object) -> str:
    if isinstance(part, Mapping):
        return str(part.get("label") or part.get("quote") or part.get("iri") or dict(part))
    return str(part)


def _cell(value: object) -> object:
    """Return a value as a cell. A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value

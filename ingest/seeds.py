"""Seeds: structured data from elsewhere, as claims of its own layer.

In: TVmaze's show JSON, Wikidata's SPARQL-result JSON, CSV with a mapping. Out: a `Document` whose text states each row
in a line, and the `Extraction` of it, so that a seed's claims quote their row and go the way of all others: linked to
the same identities, through the same gate, in one transaction, in the layer `seed/{source}`.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from graph.claims import Record
from graph.iri import digest
from graph.layers import Layer
from graph.model import EntityType, Evidence, Span
from graph.vocabulary import vocabulary
from ingest.article import Document
from ingest.errors import IngestError
from ingest.extraction import Entity, Extraction, Fact
from ingest.lawful import is_date

__all__ = ["BadSeed", "Row", "csv_rows", "seed", "seeded", "tvmaze_rows", "wikidata_rows"]

RULE: Final = "seed"


class BadSeed(IngestError):
    """A seed file that is not of the form that it should have."""


@dataclass(frozen=True, slots=True)
class Thing:
    """An end of a row: a name and its type; `work` is the name of the work that a character belongs to."""

    name: str
    type: EntityType
    work: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One stated fact: the object is a thing, or a literal's text."""

    subject: Thing
    property: str
    object: Thing | str


def tvmaze_rows(content: bytes) -> Iterator[Row]:
    """Yield what TVmaze says of shows: one show or a list, the cast under `_embedded`. Raises BadSeed."""
    told = _json(content)
    for show in told if isinstance(told, list) else [told]:
        if not isinstance(show, Mapping) or not isinstance(show.get("name"), str):
            raise BadSeed("a show of TVmaze is an object with a `name`; get it with /shows/ID?embed=cast")
        own = Thing(show["name"], EntityType.SHOW)
        if is_date(str(show.get("premiered"))):
            yield Row(own, "releaseDate", str(show["premiered"]))
        for genre in show.get("genres") or ():
            yield Row(own, "genre", str(genre).lower())
        channel = show.get("network") or show.get("webChannel")
        if isinstance(channel, Mapping) and channel.get("name"):
            yield Row(own, "broadcaster", Thing(str(channel["name"]), EntityType.ORGANIZATION))
        for part in (show.get("_embedded") or {}).get("cast") or ():
            actor = Thing(str(part["person"]["name"]), EntityType.PERSON)
            role = Thing(str(part["character"]["name"]), EntityType.CHARACTER, own.name)
            yield from (Row(own, "actor", actor), Row(actor, "portrays", role), Row(own, "character", role))


def wikidata_rows(content: bytes) -> Iterator[Row]:
    """Yield what a SPARQL-result JSON of Wikidata says. Raises BadSeed.

    Columns: `subjectLabel`, `subjectType` and `objectType` (names of the vocabulary), `property` (a P-number or its
    IRI), `objectLabel` (or `object` for a literal). Rows of properties that the vocabulary lacks are passed over.
    """
    told = _json(content)
    try:
        bindings = told["results"]["bindings"]
    except (KeyError, TypeError):
        raise BadSeed("a SPARQL-result JSON has results.bindings") from None
    names = _by_number()
    for binding in bindings:
        row = {name: str(cell.get("value", "")) for name, cell in binding.items()}
        name = names.get(row.get("property", "").rsplit("/", 1)[-1])
        if name is None:
            continue
        subject = Thing(row.get("subjectLabel", ""), _type(row.get("subjectType", "")))
        if vocabulary().property(name).literal:
            value = row.get("objectLabel") or row.get("object", "")
            yield Row(subject, name, value[:10] if "date" in str(vocabulary().property(name).literal) else value)
        else:
            yield Row(subject, name, Thing(row.get("objectLabel", ""), _type(row.get("objectType", ""))))


def csv_rows(content: bytes, mapping: str) -> Iterator[Row]:
    """Yield what a table says, by a mapping in TOML. Raises BadSeed.

    Each `[[fact]]` has `subject`, `property` and `object` (columns, or a literal in quotes after `=`), `subject_type`
    and, unless the object is a literal, `object_type`; `work` names the column of a character's work.
    """
    try:
        facts = tomllib.loads(mapping)["fact"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BadSeed(f"the mapping is TOML with [[fact]] tables: {error}") from error
    for line in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
        for fact in facts:
            cells = {end: _cell(line, fact[end]) for end in ("subject", "object")}
            if not all(cells.values()):
                continue
            work = _cell(line, fact["work"]) if "work" in fact else None
            kinds = {end: fact.get(f"{end}_type") for end in cells}
            subject = _thing(cells["subject"], kinds["subject"] or "", work)
            yield Row(
                subject,
                fact["property"],
                _thing(cells["object"], kinds["object"], work) if kinds["object"] else cells["object"],
            )


def seed(
    rows: Iterable[Row], source: str, *, licence: str, date: str | None, url: str | None
) -> tuple[Document, Extraction]:
    """Return rows as a document, one line each, and what it says. Raises BadSeed for a fact that cannot be."""
    ids: dict[Thing, str] = {}
    spans: dict[str, list[Span]] = {}
    lines: list[str] = []
    facts: list[Fact] = []
    place = 0

    def known(thing: Thing, span: Span) -> str:
        id = ids.setdefault(thing, f"e{len(ids) + 1}")
        spans.setdefault(id, []).append(span)
        return id

    for row in dict.fromkeys(rows):
        _check(row)
        value = row.object if isinstance(row.object, str) else row.object.name
        line = f"{row.subject.name} | {row.property} | {value}"
        subject = known(row.subject, Span(place, place + len(row.subject.name)))
        end = place + len(line)
        object = value if isinstance(row.object, str) else known(row.object, Span(end - len(value), end))
        facts.append(Fact(subject, row.property, object, Evidence(place, end, line), 1.0, rule=f"{RULE}/{source}"))
        lines.append(line)
        place = end + 1
    by_name = {thing.name: id for thing, id in ids.items() if thing.type is not EntityType.CHARACTER}
    entities = tuple(
        Entity(id, thing.type, thing.name, (), tuple(spans[id]), tuple(spans[id]), by_name.get(thing.work or ""))
        for thing, id in ids.items()
    )
    text = "\n".join(lines)
    document = Document(f"seed-{source}", text, date, url, f"Imported from {source}", source, licence=licence)
    return document, Extraction(document.id, date, entities, tuple(facts))


def seeded(record: Record, source: str) -> Record:
    """Return a record with all of its claims in the seed's layer."""
    layer = Layer.seed(source)
    claims = tuple(replace(claim, layer=layer) for claim in record.claims)
    passages = tuple(replace(passage, layers=(layer,)) for passage in record.article.passages)
    article = replace(record.article, reveals=layer, passages=passages, digest=digest(record.article.text))
    return replace(record, article=article, claims=claims)


def _check(row: Row) -> None:
    property = vocabulary().properties.get(row.property)
    object = None if isinstance(row.object, str) else row.object.type
    if property is None or not property.allows(row.subject.type, object):
        raise BadSeed(f"{row.subject.type} {row.property} {object or 'literal'} is no fact of the vocabulary")
    if property.literal and property.literal.endswith("#date") and not is_date(str(row.object)):
        raise BadSeed(f"{row.object!r} is not a date: YYYY, YYYY-MM or YYYY-MM-DD")


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadSeed(f"it is not JSON: {error}") from error


def _by_number() -> dict[str, str]:
    """Return the properties of the vocabulary by their Wikidata numbers."""
    return {number: p.name for p in vocabulary().properties.values() for number in p.wikidata}


def _type(name: str) -> EntityType:
    try:
        return EntityType(name)
    except ValueError:
        raise BadSeed(f"{name!r} is none of {', '.join(EntityType)}") from None


def _thing(name: str, kind: str, work: str | None) -> Thing:
    found = _type(kind)
    return Thing(name, found, work if found is EntityType.CHARACTER else None)


def _cell(line: Mapping[str, str | None], column: str) -> str:
    if column.startswith("="):
        return column[1:]
    if column not in line:
        raise BadSeed(f"the table has no column {column!r}: it has {', '.join(line)}")
    return (line[column] or "").strip()

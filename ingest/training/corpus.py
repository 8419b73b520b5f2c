"""Annotated articles as examples for the model.

In: articles and gold annotations as JSON Lines (`data/training`, and the folder of more gold where there is one).
Out: `Example`s: the parsed document's windows, the label of each token, the mentions of the gold entities, literals and
dates, and the pairs of them that a fact or an event joins. The gold says what a document tells, not where: mentions are
the literal occurrences of names, and a pair is learned from the best of its mentions (`network.Pairs`).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph.model import EntityType, Span
from ingest.article import Document
from ingest.extract import coreference, relations
from ingest.extract.dates import DateMention, find
from ingest.extract.labels import IGNORED, KINDS, LITERAL_KINDS, event_pairs, tag_index
from ingest.extract.reading import Form, Mention, Reading
from ingest.extract.wordpieces import Window, windows
from ingest.extraction import Entity

__all__ = ["Example", "Place", "Record", "example", "occurrences", "read"]

QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
WHOLE = r"(?<!\w)%s(?!\w)"


@dataclass(frozen=True)
class Record:
    """One article with its annotation, both in their JSON forms, and the name of the set that it is from."""

    article: Mapping[str, Any]
    gold: Mapping[str, Any]
    source: str = ""

    @property
    def id(self) -> str:
        """The article's id."""
        return str(self.article["id"])


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A mention: the span, the thing that it means (an entity id, `kind:literal`, or `Date:iso`) and its kind."""

    span: Span
    thing: str
    kind: str
    named: bool = True


@dataclass(frozen=True, eq=False)
class Example:
    """What the network learns from one article. `labels` has a number a token, `IGNORED` where the gold is unclear.

    `truths` is what the gold tells, `stated` what the rules find, given the gold's entities: the model is to add to it.
    """

    id: str
    windows: tuple[Window, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    labels: tuple[int, ...]
    places: tuple[Place, ...]
    truths: frozenset[tuple[str, str, str]] = field(default_factory=frozenset)
    stated: frozenset[tuple[str, str, str]] = field(default_factory=frozenset)


def read(folders: Iterable[Path]) -> list[Record]:
    """Read all `NAME.articles.jsonl` that have a `NAME.gold.jsonl` beside them, `dev-*` left out, in order of id."""
    found: dict[str, Record] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.articles.jsonl")):
            gold_path = path.with_name(path.name.replace(".articles.", ".gold."))
            if path.name.startswith("dev") or not gold_path.exists():
                continue
            gold = {str(g["id"]): g for g in _lines(gold_path)}
            for article in _lines(path):
                if str(article["id"]) in gold:
                    record = Record(article, gold[str(article["id"])], path.name.removesuffix(".articles.jsonl"))
                    found.setdefault(record.id, record)
    return [found[key] for key in sorted(found)]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def occurrences(text: str, form: str, any_case: bool = False) -> list[Span]:
    """Where a form stands as whole words: in its own case, else (for a headline in capitals) in any.

    >>> [s.start for s in occurrences("Nick’s NICK", "Nick")], [s.start for s in occurrences("THE END", "The End")]
    ([0], [0])
    """
    words = form.translate(QUOTES).split()
    if not words:
        return []
    pattern = WHOLE % r"\s+".join(map(re.escape, words))
    flat = text.translate(QUOTES)
    found = [Span(*m.span()) for m in re.finditer(pattern, flat, re.IGNORECASE if any_case else 0)]
    if not found and len(form) > 3:
        found = [Span(*m.span()) for m in re.finditer(pattern, flat, re.IGNORECASE)]
    return found


def places(text: str, date: str | None, gold: Mapping[str, Any]) -> tuple[tuple[Place, ...], tuple[Span, ...]]:
    """Return the mentions of gold entities, literals and dates, and the spans whose owner is unclear.

    Longer forms are placed first. A form that entities of two types share is unclear, unless just one of them is
    a title and the form stands in quotation marks.
    """
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for entity in gold["entities"]:
        for form in _forms(entity):
            owners[form][str(entity["id"])] = str(entity["type"])
    covered = bytearray(len(text))
    found: list[Place] = []
    unclear: list[Span] = []
    for form in sorted(owners, key=lambda f: (-len(f), f)):
        for span in occurrences(text, form):
            if any(covered[span.start : span.end]):
                continue
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
            chosen = _choose(owners[form], in_quotes=_quoted(text, span))
            if len(set(chosen.values())) == 1:
                found.extend(Place(span, key, kind) for key, kind in chosen.items())
            else:
                unclear.append(span)
    found.extend(_literals(text, gold, found, covered))
    if date is not None or re.search(r"\d{4}", text):
        found.extend(
            Place(m.span, f"Date:{m.iso}", "Date")
            for m in find(text, date)
            if not any(covered[m.span.start : m.span.end])
        )
    return tuple(sorted(set(found))), tuple(unclear)


def _forms(entity: Mapping[str, Any]) -> list[str]:
    forms = [str(entity["name"]), *map(str, entity.get("aliases", ()))]
    words = forms[0].split()
    if entity["type"] in {"Person", "Character"} and len(words) == 2 and all(w[0].isupper() for w in words):
        forms.append(words[1])
    return [form for form in dict.fromkeys(forms) if len(form) > 1]


def _quoted(text: str, span: Span) -> bool:
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 2].lstrip(",.")[:1]
    return before in set("“‘\"'") and after in set("”’\"'")


def _choose(owners: dict[str, str], in_quotes: bool) -> dict[str, str]:
    if len(set(owners.values())) == 1:
        return owners
    titles = {key: kind for key, kind in owners.items() if kind in {"Show", "Film", "Work", "Episode"}}
    return titles if in_quotes and titles else owners


def _literals(text: str, gold: Mapping[str, Any], known: list[Place], covered: bytearray) -> Iterator[Place]:
    """Occupations, genres, ages and identities within two sentences' reach of their subject."""
    starts: dict[str, list[int]] = defaultdict(list)
    for place in known:
        starts[place.thing].append(place.span.start)
    values = {(p, str(o), str(s)) for s, p, o in gold["facts"] if p in LITERAL_KINDS}
    for prop, value, subject in sorted(values, key=lambda v: (-len(v[1]), v)):
        for span in occurrences(text, value, any_case=True):
            near = any(abs(start - span.start) < 400 for start in starts[subject])
            if near and not any(covered[span.start : span.end]):
                yield Place(span, f"{LITERAL_KINDS[prop]}:{value}", LITERAL_KINDS[prop])


def example(record: Record, nlp: Any, tokenizer: Any) -> Example:
    """Parse an article and align its annotation with the tokens."""
    text = str(record.article["text"])
    doc = nlp(text)
    found, unclear = places(text, record.article.get("date"), record.gold)
    reading = _reading(record, doc, found)
    more = (
        Place(m.span, m.entity, str(reading.type_of(m)), False) for m in reading.mentions if m.form is not Form.NAME
    )
    made = aligned(record, doc, tokenizer, tuple(sorted({*found, *more})), unclear)
    return replace(made, stated=frozenset(_stated(reading, _dated(text, record.article.get("date")))))


def _reading(record: Record, doc: Any, found: Iterable[Place]) -> Reading:
    """The reading of an article whose names are known: pronouns and descriptions are resolved as in any other."""
    named: dict[str, list[Span]] = defaultdict(list)
    for place in found:
        named[place.thing].append(place.span)
    entities = [
        Entity(
            str(e["id"]), EntityType(e["type"]), str(e["name"]), tuple(map(str, e.get("aliases", ()))),
            tuple(named[str(e["id"])]), tuple(named[str(e["id"])]),
        )
        for e in record.gold["entities"]
    ]  # fmt: skip
    mentions = sorted(Mention(span, e.id, Form.NAME) for e in entities for span in e.named)
    resolved, mentions = coreference.resolve(doc, entities, mentions)
    article = record.article
    document = Document(record.id, str(article["text"]), article.get("date"), title=article.get("title"))
    return Reading(document, doc, tuple(resolved), tuple(mentions))


def _stated(reading: Reading, dates: tuple[DateMention, ...]) -> Iterator[tuple[str, str, str]]:
    for fact in relations.facts(reading, dates):
        yield fact.subject, fact.property, _thing(fact.property, fact.object)


def _dated(text: str, date: str | None) -> tuple[DateMention, ...]:
    return find(text, date)


def _thing(prop: str, value: str) -> str:
    """What stands for the object of a fact among the things that a pair can join."""
    if prop in LITERAL_KINDS:
        return f"{LITERAL_KINDS[prop]}:{value}"
    return f"Date:{value}" if prop in {"releaseDate", "birthDate", "deathDate"} else value


def aligned(record: Record, doc: Any, tokenizer: Any, found: tuple[Place, ...], unclear: tuple[Span, ...]) -> Example:
    """Make the example of a parsed article whose mentions are known."""
    starts = tuple(token.idx for token in doc)
    ends = tuple(token.idx + len(token) for token in doc)
    labels = [0] * len(starts)
    for place in sorted(found, key=lambda p: (p.kind in KINDS[:11], p.span)):
        if place.kind not in KINDS or not place.named:
            continue
        inside = [
            i for i, (a, b) in enumerate(zip(starts, ends, strict=True)) if a < place.span.end and place.span.start < b
        ]
        for n, i in enumerate(inside):
            labels[i] = tag_index(place.kind, begins=n == 0)
    for span in unclear:
        for i, (a, b) in enumerate(zip(starts, ends, strict=True)):
            if a < span.end and span.start < b:
                labels[i] = IGNORED
    return Example(
        record.id, tuple(windows(doc, tokenizer)), starts, ends, tuple(labels), found, frozenset(_truths(record.gold))
    )


def _truths(gold: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each fact as (subject, property, thing), and each event as the labelled pairs of its arguments."""
    for s, p, o in gold["facts"]:
        yield str(s), str(p), _thing(str(p), str(o))
    for event in gold["events"]:
        yield from event_pairs(event)

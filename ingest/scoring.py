"""How much of an annotation an extraction finds: the project's measure, as the annotation guide defines it.

In: gold and system articles in the interchange form. Out: `Tally`s (right, found, wanted) for entities, typed entities,
facts, event arguments and statements, and for each property.
Entities are aligned one to one by normalised names; all else counts through that alignment. A less precise date is
right, a more precise one is not; symmetric properties count in either direction.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["MEASURES", "Report", "Tally", "aligned", "normal", "report"]

MEASURES = ("entities", "typed entities", "facts", "event args", "statements")
Article = Mapping[str, Any]
Triple = tuple[str, str, str]

_SYMMETRIC = frozenset({"spouse", "partner", "formerPartner", "sibling", "friend", "colleague", "rival", "relative"})
_LITERAL = frozenset(
    {"seasonNumber", "episodeNumber", "genre", "releaseDate", "occupation", "age", "birthDate", "deathDate"}
    | {"identifiesAs"}
)
_NEAR = (frozenset({"Show", "Film", "Work"}), frozenset({"Organization", "Event"}), frozenset({"Award", "Event"}))
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTED = re.compile(rf"\b(season|series|episode|part|volume|chapter) ({'|'.join(_NUMBERS)}|\d+)\b")
_HONORIFIC = re.compile(r"^(mr|mrs|ms|dr|sir|dame|lord|lady)\.? (?!and |& )")
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_MEDIUM = re.compile(r"\b(film|movie|show|series|tv|television)s?\b")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were right, found and wanted. Sums with `+`."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """The share of the found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the wanted that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two.

        >>> round(Tally(3, 4, 6).f1, 3)
        0.6
        """
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Report:
    """The measures of a set of articles; `types` and `properties` hold those of entity types and of facts."""

    measures: Mapping[str, Tally]
    properties: Mapping[str, Tally]
    types: Mapping[str, Tally] = field(default_factory=dict)


def normal(text: object) -> str:
    """Return a name for comparison: lower case, no accents, no article, no possessive, single spaces.

    >>> normal("The Sun’s"), normal("Dr. Iain Crail"), normal("Bail Series Two"), normal("U.S. & Co")
    ('sun', 'iain crail', 'bail season 2', 'us and co')
    """
    flat = re.sub("[\u2018\u2019\u02bc]", "'", str(text))
    flat = re.sub(r"\s*&\s*", " and ", flat).replace("+", " plus ")
    flat = "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c)).casefold()
    flat = re.sub(r"'s\b", "", flat).replace("'", "")
    flat = re.sub(r"(?<=\b\w)\.(?=\w\b)|(?<=\b\w)\.(?=\s|$)", "", flat)
    flat = " ".join(re.sub(r"[^\w]+|_", " ", _HONORIFIC.sub("", flat)).split())
    return re.sub(r"^(the|a|an) (?=.)", "", _COUNTED.sub(_digits, flat))


def _digits(counted: re.Match[str]) -> str:
    number = str(_NUMBERS.index(counted[2])) if counted[2] in _NUMBERS else counted[2]
    return f"{counted[1].replace('series', 'season')} {number}"


def _forms(entity: Mapping[str, Any]) -> set[str]:
    return {normal(form) for form in (entity["name"], *entity.get("aliases", ()))} - {""}


def _near(a: str, b: str) -> bool:
    return a == b or any(a in group and b in group for group in _NEAR)


def aligned(gold: Sequence[Mapping[str, Any]], system: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the gold entity of each system entity that has one, by local ids.

    Near types come first, then equal names before shared aliases, then equal types, then more shared forms. Entities
    whose types are not near are paired only where their full names are equal.
    """
    pairs = []
    for s in system:
        for g in gold:
            same = normal(s["name"]) == normal(g["name"]) != ""
            shared = _forms(s) & _forms(g)
            near = _near(s["type"], g["type"])
            if same or (shared and near):
                pairs.append((not near, not same, s["type"] != g["type"], -len(shared), s["id"], g["id"]))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for *_, s_id, g_id in sorted(pairs):
        if s_id not in found and g_id not in taken:
            found[s_id] = g_id
            taken.add(g_id)
    return found


def report(gold: Mapping[str, Article], system: Mapping[str, Article]) -> Report:
    """Score articles by id; a gold article that the system lacks counts as empty."""
    measures: dict[str, Tally] = dict.fromkeys(MEASURES, Tally())
    properties: dict[str, Tally] = defaultdict(Tally)
    types: dict[str, Tally] = defaultdict(Tally)
    for id, wanted in gold.items():
        found = system.get(id, {})
        pairs = aligned(wanted.get("entities", ()), found.get("entities", ()))
        for name, tally in _entities(wanted, found, pairs):
            types[name] += tally
        for name, tally in _facts(wanted, found, pairs):
            properties[name] += tally
        for name, tally in _article(wanted, found, pairs):
            measures[name] += tally
    measures["typed entities"] = sum(types.values(), Tally())
    measures["facts"] = sum(properties.values(), Tally())
    return Report(measures, dict(properties), dict(types))


def _article(wanted: Article, found: Article, pairs: Mapping[str, str]) -> Iterator[tuple[str, Tally]]:
    yield "entities", Tally(len(pairs), len(found.get("entities", ())), len(wanted.get("entities", ())))
    yield "event args", _events(wanted.get("events", ()), found.get("events", ()), pairs)
    said, told = wanted.get("statements", ()), found.get("statements", ())
    yield "statements", Tally(_statements(said, told, pairs), len(told), len(said))


def _entities(wanted: Article, found: Article, pairs: Mapping[str, str]) -> Iterator[tuple[str, Tally]]:
    gold = {e["id"]: e["type"] for e in wanted.get("entities", ())}
    system = {e["id"]: e["type"] for e in found.get("entities", ())}
    yield from ((type, Tally(wanted=1)) for type in gold.values())
    for id, type in system.items():
        yield type, Tally(right=int(gold.get(pairs.get(id, "")) == type), found=1)


def _facts(wanted: Article, found: Article, pairs: Mapping[str, str]) -> Iterator[tuple[str, Tally]]:
    gold, system = _triples(wanted, None), _triples(found, pairs)
    right = _right(gold, system)
    for facts, tally in ((right, Tally(right=1)), (system, Tally(found=1)), (gold, Tally(wanted=1))):
        yield from ((name, tally) for _, name, _ in facts)


def _place(id: str, pairs: Mapping[str, str] | None) -> str:
    """An entity as compared: by its gold id, or as one that the gold does not have."""
    return f"={id}" if pairs is None else f"={pairs[id]}" if id in pairs else f"?{id}"


def _triples(article: Article, pairs: Mapping[str, str] | None) -> set[Triple]:
    found = set()
    for fact in article.get("facts", ()):
        s, name, o = (fact["s"], fact["p"], fact["o"]) if isinstance(fact, Mapping) else fact[:3]
        subject, object = _place(s, pairs), _literal(name, o) if name in _LITERAL else _place(o, pairs)
        if name in _SYMMETRIC and object < subject:
            subject, object = object, subject
        found.add((subject, name, object))
    return found


def _literal(name: str, value: object) -> str:
    """A literal as compared: dates as they are; genres and occupations without spaces and words for the medium."""
    if _DATE.fullmatch(str(value)):
        return str(value)
    text = normal(str(value).replace("-", ""))
    if name in {"genre", "occupation"}:
        return (_MEDIUM.sub("", text).strip() or text).replace(" ", "")
    return text


def _right(gold: set[Triple], system: set[Triple]) -> set[Triple]:
    """The system's triples that are right; a less precise date is, for one gold date that no other triple has found."""
    right, found = gold & system, gold & system
    for triple in sorted(system - right, reverse=True):
        for other in sorted(gold - found):
            dated = _DATE.fullmatch(triple[2]) and other[2].startswith(f"{triple[2]}-")
            if triple[:2] == other[:2] and dated:
                right, found = right | {triple}, found | {other}
                break
    return right


def _arguments(event: Mapping[str, Any], pairs: Mapping[str, str] | None) -> set[Triple]:
    args = event.get("args") or {}
    filled = {("", role, _place(id, pairs)) for role, ids in args.items() for id in ids}
    return filled | ({("", "date", event["date"])} if event.get("date") else set())


def _events(gold: Iterable[Article], system: Iterable[Article], pairs: Mapping[str, str]) -> Tally:
    """Arguments after events of one type are paired one to one: most common arguments first, then the tighter pair."""
    wanted = [(e["type"], _arguments(e, None)) for e in gold]
    found = [(e["type"], _arguments(e, pairs)) for e in system]
    scored = []
    for i, (type, args) in enumerate(found):
        for j, (other, gold_args) in enumerate(wanted):
            if type == other and (common := len(_right(gold_args, args))):
                scored.append((-common, len(args) + len(gold_args), i, j))
    used_found: set[int] = set()
    used_wanted: set[int] = set()
    right = 0
    for minus, _, i, j in sorted(scored):
        if i not in used_found and j not in used_wanted:
            used_found.add(i)
            used_wanted.add(j)
            right -= minus
    return Tally(right, sum(len(args) for _, args in found), sum(len(args) for _, args in wanted))


def _statements(gold: Iterable[Article], system: Iterable[Article], pairs: Mapping[str, str]) -> int:
    """Statements whose speaker and first four words are those of a gold one that is still free."""
    left = [(f"={s['speaker']}", normal(s.get("quote", "")).split()) for s in gold]
    right = 0
    for said in system:
        speaker, quote = f"={pairs.get(said['speaker'], '')}", normal(said.get("quote", "")).split()
        for other in left:
            n = min(4, len(other[1]))
            if n and other[0] == speaker and quote[:n] == other[1][:n]:
                left.remove(other)
                right += 1
                break
    return right

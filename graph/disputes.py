"""Where sources disagree: both sides, with the words of each.

In: a `Reader`. Out: `Dispute`s: a property that can have one value and was given two, one role with two actors in one
place, a day that differs, a fact that is claimed and taken back. Nothing is decided here: the sides are weighed by how
many independent publishers stand behind them, and copies of one text are one voice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.claims import TYPE, term
from graph.dates import first_day, last_day
from graph.model import Status
from graph.reader import Node, Reader, Support, confidence, named, text_of
from graph.relations import read_aloud
from graph.vocabulary import vocabulary
from graph.wording import property_name, worded

__all__ = ["Dispute", "Side", "disputes"]

_AS_OF_ARTICLE: Final = ("age",)
_ONCE: Final = ("birth", "death", "release")  # happenings that befall one thing once


@dataclass(frozen=True, slots=True)
class Side:
    """One answer, with the claims for it. `voices` counts independent publishers."""

    value: str
    node: Node | None
    sentence: str
    voices: int
    confidence: float
    supports: tuple[Support, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question with more than one answer, or one whose answer was taken back.

    `kind` is value, date, casting, role or retraction.
    """

    kind: str
    subject: Node
    about: str
    sides: tuple[Side, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """Its place in every list."""
        return self.subject.iri, self.kind, self.about


@dataclass(frozen=True, slots=True)
class _Open:
    """A dispute before anything is read of its claims: claims by answer."""

    kind: str
    subject: str
    about: str
    answers: Mapping[str, Sequence[str]]


def disputes(reader: Reader) -> tuple[Dispute, ...]:
    """Return what sources disagree about in the view, in the order of the keys."""
    everything = reader.with_withdrawn
    found = [*_values(reader), *_dates(reader), *_castings(reader), *_retractions(everything)]
    claims = {claim for one in found for some in one.answers.values() for claim in some}
    supports = everything.supports(claims)
    known = {one.subject for one in found} | {answer for one in found for answer in one.answers if "://" in answer}
    nodes = everything.nodes(known)
    listed = (_told(one, supports, nodes) for one in found)
    return tuple(sorted((one for one in listed if one), key=lambda one: one.key))


def _told(one: _Open, supports: Mapping[str, Support], nodes: Mapping[str, Node]) -> Dispute | None:
    sides = []
    for answer, claims in one.answers.items():
        said = [supports[claim] for claim in claims if claim in supports]
        if said:
            node = nodes.get(answer)
            said.sort(key=lambda s: (-s.confidence, s.source.date or "", s.iri))
            sentence = _sentence(one, nodes[one.subject], node.label if node else answer)
            sides.append(Side(answer, node, sentence, _voices(said), confidence(said), tuple(said)))
    if len(sides) < 2 and one.kind != "retraction":
        return None
    sides.sort(key=lambda side: (-side.voices, -side.confidence, side.value))
    return Dispute(one.kind, nodes[one.subject], one.about, tuple(sides)) if sides else None


def _sentence(one: _Open, subject: Node, value: str) -> str:
    terms = vocabulary()
    if one.kind == "casting":
        return read_aloud(terms.property("portrays"), value, subject.label)
    if one.kind == "role":
        return read_aloud(terms.property("portrays"), subject.label, value)
    if one.kind == "retraction":
        return value
    if one.about in terms.properties:
        return read_aloud(terms.property(one.about), subject.label, value)
    return f"{one.about.capitalize()}: {subject.label} ({value})."


def _voices(supports: Iterable[Support]) -> int:
    """Return how many independent publishers stand behind claims."""
    return len({s.source.voice for s in supports if s.status is not Status.RETRACTED})


def _values(reader: Reader) -> list[_Open]:
    """Return the properties of one value that were given more."""
    functional = {p.iri: p.name for p in vocabulary().properties.values() if p.functional}
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in reader.rows("functional", property=named(functional)):
        key = text_of(row["subject"]), functional[text_of(row["property"])]
        found[key][text_of(row["object"])].append(text_of(row["claim"]))
    several = {key: answers for key, answers in found.items() if len(answers) > 1}
    dates = _article_dates(reader, several)
    listed = []
    for (subject, name), answers in several.items():
        agrees = _agreement(name, answers, dates)
        if any(not agrees(a, b) for a in answers for b in answers if a < b):
            listed.append(_Open("value", subject, name, answers))
    return listed


def _agreement(
    name: str, answers: Mapping[str, Sequence[str]], dates: Mapping[str, str | None]
) -> Callable[[str, str], bool]:
    """Return what says whether two answers can both be true: a month and a day in it, two ages a year apart."""
    if name in _AS_OF_ARTICLE:
        return lambda a, b: any(_ages_agree(int(a), dates[x], int(b), dates[y]) for x in answers[a] for y in answers[b])
    property = vocabulary().property(name)
    if property.literal and property.literal.endswith("#date"):
        return _days_agree
    return lambda a, b: a == b


def _days_agree(a: str, b: str) -> bool:
    """Say whether two partial dates can be one day.

    >>> _days_agree("2023-10", "2023-10-08"), _days_agree("2023-10-08", "2023-10-09")
    (True, False)
    """
    return first_day(a) <= last_day(b) and first_day(b) <= last_day(a)


def _ages_agree(a: int, when_a: str | None, b: int, when_b: str | None) -> bool:
    """Say whether a person can be of two ages at two dates, which may be partial or unknown.

    >>> _ages_agree(31, "2023-09-30", 32, "2023-09-30"), _ages_agree(31, "2023-02", 32, "2023-09")
    (False, True)
    """
    if when_a is None or when_b is None:
        return True
    return _born(a, first_day(when_a))[0] <= _born(b, last_day(when_b))[1] and (
        _born(b, first_day(when_b))[0] <= _born(a, last_day(when_a))[1]
    )


def _born(age: int, day: str) -> tuple[str, str]:
    """Return the first and the last day of birth of who is of an age on a day."""
    year, rest = int(day[:4]), day[4:]
    return f"{year - age - 1:04}{rest}~", f"{year - age:04}{rest}"


def _article_dates(
    reader: Reader, several: Mapping[tuple[str, str], Mapping[str, Sequence[str]]]
) -> dict[str, str | None]:
    claims = [
        claim
        for (_, name), answers in several.items()
        if name in _AS_OF_ARTICLE
        for some in answers.values()
        for claim in some
    ]
    return {iri: support.source.date for iri, support in reader.supports(claims).items()}


def _dates(reader: Reader) -> list[_Open]:
    """Return things that happened once and were given two days."""
    terms = vocabulary()
    types = {terms.events[name].iri: name for name in _ONCE}
    roles = [terms.roles[name].iri for name in ("about", "patient")]
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in reader.rows("dated_events", type=named(types), role=named(roles)):
        key = text_of(row["entity"]), types[text_of(row["type"])]
        found[key][text_of(row["date"])].append(text_of(row["node"]))
    # A show comes back every year: releases a year apart are seasons, not a disagreement.
    several: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for (entity, name), days in found.items():
        for year in {day[:4] for day in days}:
            of_year = {day: some for day, some in days.items() if day[:4] == year}
            apart = {a for a in of_year for b in of_year if not _days_agree(a, b)}
            if apart:
                several[entity, name, year] = {day: of_year[day] for day in apart}
    claims = _claims_about(reader, {n for days in several.values() for some in days.values() for n in some})
    return [
        _Open(
            "date",
            subject,
            f"{name} {year}",
            {day: [c for n in some for c in claims[n]] for day, some in days.items()},
        )
        for (subject, name, year), days in several.items()
    ]


def _castings(reader: Reader) -> list[_Open]:
    """Return roles with two actors in one place, and actors of whom different articles tell different roles."""
    roles: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    actors: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in reader.rows("all_performances"):
        node, work = text_of(row["node"]), text_of(row["work"])
        actor, character = text_of(row["actor"]), text_of(row["character"])
        roles[character, work][actor].append(node)
        actors[actor, work][character].append(node)
    placed = {(character, actor, work) for (character, work), some in roles.items() for actor in some}
    shared = {key: some for key, some in roles.items() if len(some) > 1 and not _bounded(key, some, placed)}
    double = {key: some for key, some in actors.items() if len(some) > 1}
    claims = _claims_about(
        reader, {n for some in (*shared.values(), *double.values()) for nodes in some.values() for n in nodes}
    )
    supports = reader.supports({c for some in claims.values() for c in some})
    listed = [_Open("casting", key[0], key[1], _claimed(some, claims)) for key, some in shared.items()]
    for (actor, work), some in double.items():
        articles = [
            {supports[c].source.iri for n in nodes for c in claims[n] if c in supports} for nodes in some.values()
        ]
        if not set.intersection(*articles):  # one article that tells both roles tells a double role
            listed.append(_Open("role", actor, work, _claimed(some, claims)))
    return listed


def _bounded(key: tuple[str, str], actors: Collection[str], placed: set[tuple[str, str, str]]) -> bool:
    """Say whether each of the actors of a role is placed in seasons or episodes of their own."""
    character, work = key
    own = [{w for c, a, w in placed if c == character and a == actor and w.startswith(f"{work}/")} for actor in actors]
    return all(own) and len(set.union(*own)) == sum(map(len, own))


def _retractions(reader: Reader) -> list[_Open]:
    """Return what some claim says and another disputes, or was said and taken back."""
    statuses = [term(f"drm:{status}").value for status in (Status.DISPUTED, Status.RETRACTED)]
    claims: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in reader.rows("statuses", status=named(statuses)):
        claims[text_of(row["subject"]), text_of(row["property"]), str(row["object"])].append(text_of(row["claim"]))
    supports = reader.supports({claim for some in claims.values() for claim in some})
    listed = []
    for (subject, _, _), some in claims.items():
        said = [supports[claim] for claim in sorted(some) if claim in supports]
        if said:
            about = property_name(said[0])
            whose = _whose(reader, subject) if said[0].property == TYPE.value else subject
            listed.append(_Open("retraction", whose, about, {worded(reader, said[0]): [s.iri for s in said]}))
    return listed


def _whose(reader: Reader, node: str) -> str:
    """Return whose performance, happening or quotation a node is: by the first of its places that is taken."""
    told = reader.described([node])[node]
    places = ("drm:speaker", "schema:actor", "schema:agent", "drm:patient", "schema:about")
    roles = (*(term(place).value for place in places), *(role.iri for role in vocabulary().roles.values()))
    return next((text_of(told[role][0]) for role in roles if role in told), node)


def _claims_about(reader: Reader, nodes: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {node: [] for node in nodes}
    for row in reader.rows("claims_about", node=named(nodes)):
        found[text_of(row["node"])].append(text_of(row["claim"]))
    return found


def _claimed(some: Mapping[str, Sequence[str]], claims: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {answer: [claim for node in nodes for claim in claims[node]] for answer, nodes in some.items()}

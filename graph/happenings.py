"""Happenings and quotations: nodes of their own, each resting on claims.

In: a `Reader`, what they are about, types, dates. Out: `Happening`s in the order of public time or of the story,
`Saying`s (quotations with their speaker), with the claims that tell them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.claims import TYPE, term
from graph.layers import Position
from graph.queries import Row
from graph.reader import Description, Node, Reader, Support, confidence, named, one, text_of
from graph.relations import dated
from graph.vocabulary import vocabulary

__all__ = ["Happening", "Saying", "happenings", "parts", "sayings", "supports_of", "told"]

DATE: Final = term("schema:startDate").value
SAID: Final = term("schema:dateCreated").value
SPEAKER, MEDIUM = term("drm:speaker").value, term("drm:medium").value
ABOUT, TEXT = term("schema:about").value, term("schema:text").value
QUOTATION: Final = term("drm:Quotation").value


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, in the world or in a story. `position` is its place in the story, as far as known."""

    iri: str
    type: str
    date: str | None
    position: str | None
    roles: tuple[tuple[str, tuple[Node, ...]], ...]
    sentence: str
    confidence: float
    supports: tuple[Support, ...]

    @property
    def axis(self) -> str:
        """`public` or `story`: which of the two times it belongs to."""
        return "story" if self.type == "storyEvent" else "public"

    @property
    def key(self) -> tuple[str, str, str]:
        """Its place in every list: by time within its axis, what is undated last."""
        if self.axis == "story":
            return "story", _placed(self.position), self.iri
        return "public", self.date or "~", self.iri


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that somebody said, as an article quotes them."""

    iri: str
    speaker: Node
    text: str
    medium: Node | None
    about: tuple[Node, ...]
    date: str | None
    confidence: float
    supports: tuple[Support, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Its place in every list: by date, what is undated last."""
        return self.date or "~", self.iri


def happenings(
    reader: Reader,
    about: Iterable[str] = (),
    *,
    types: Collection[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> tuple[tuple[tuple[str, str, str], str], ...]:
    """Return keys and IRIs of happenings in order, before anything else is read of them.

    Each of `about` must have a place in the happening, itself or one of its seasons or episodes. `types` are names of
    the vocabulary; none takes all. Dates are partial and inclusive.
    """
    events = vocabulary().events
    chosen = {events[name].iri: name for name in (types or events)}
    found = _typed(reader, chosen, [role.iri for role in vocabulary().roles.values()], about)
    dates = _values(reader, DATE, found, chosen, whole=not about)
    kept = {iri: kind for iri, kind in found.items() if dated(dates.get(iri), since, until)}
    stories = [iri for iri, kind in kept.items() if chosen[kind] == "storyEvent"]
    places = _positions(reader, stories)
    return tuple(
        sorted(
            (
                ("story", _placed(places.get(iri)), iri)
                if chosen[kind] == "storyEvent"
                else ("public", dates.get(iri) or "~", iri),
                iri,
            )
            for iri, kind in kept.items()
        )
    )


def sayings(
    reader: Reader,
    *,
    speaker: str | None = None,
    medium: str | None = None,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> tuple[tuple[tuple[str, str], str], ...]:
    """Return keys and IRIs of quotations in order; the filters hold together."""
    chosen = {QUOTATION: "quotation"}
    found: dict[str, str] | None = None
    for property, entity in ((SPEAKER, speaker), (MEDIUM, medium), (ABOUT, about)):
        if entity:
            some = _typed(reader, chosen, [property], [entity])
            found = some if found is None else {iri: kind for iri, kind in found.items() if iri in some}
    filtered = found is not None
    if found is None:
        found = _typed(reader, chosen, [], ())
    dates = _values(reader, SAID, found, chosen, whole=not filtered)
    return tuple(sorted(((dates.get(iri) or "~", iri), iri) for iri in found if dated(dates.get(iri), since, until)))


def told(reader: Reader, iris: Sequence[str]) -> tuple[Happening | Saying, ...]:
    """Return happenings and quotations by their IRIs, in the order given; what the view lacks is left out."""
    described = reader.described(iris)
    supports = supports_of(reader, iris)
    ends = {text_of(v) for d in described.values() for p in (*_ROLES, SPEAKER) for v in d.get(p, ())}
    nodes = reader.nodes(ends)
    found: list[Happening | Saying] = []
    for iri in iris:
        description, said = described.get(iri), supports.get(iri, ())
        if not description or not said:
            continue
        kinds = {text_of(value) for value in description.get(TYPE.value, ())}
        if QUOTATION in kinds:
            found.append(_saying(iri, description, nodes, said))
        else:
            event = next((e for e in map(vocabulary().event_of, sorted(kinds)) if e), None)
            if event:
                found.append(_happening(iri, event.name, description, nodes, said))
    return tuple(found)


def supports_of(reader: Reader, iris: Collection[str]) -> dict[str, tuple[Support, ...]]:
    """Return the claims that tell of nodes, the surest first."""
    pairs = [(text_of(row["node"]), text_of(row["claim"])) for row in reader.rows("claims_about", node=named(iris))]
    supports = reader.supports({claim for _, claim in pairs})
    found: dict[str, list[Support]] = defaultdict(list)
    for node, claim in pairs:
        if claim in supports:
            found[node].append(supports[claim])
    return {
        node: tuple(sorted(said, key=lambda s: (-s.confidence, s.source.date or "", s.iri)))
        for node, said in found.items()
    }


def parts(reader: Reader, work: str) -> frozenset[str]:
    """Return a work with its seasons and episodes."""
    found = {work}
    frontier = {work}
    while frontier:
        frontier = {text_of(row["part"]) for row in reader.rows("parts_of", work=named(frontier))} - found
        found |= frontier
    return frozenset(found)


_ROLES: Final = {role.iri: role.name for role in vocabulary().roles.values()}


def _typed(reader: Reader, types: Mapping[str, str], roles: Sequence[str], about: Iterable[str]) -> dict[str, str]:
    """Return nodes of types with their type; each of `about` must stand in one of the roles."""
    found: dict[str, str] | None = None
    for entity in about:
        rows: Iterable[Row] = reader.rows("nodes_of", entity=named(parts(reader, entity)), role=named(roles))
        some = {text_of(r["node"]): text_of(r["type"]) for r in rows if text_of(r["type"]) in types}
        found = some if found is None else {iri: kind for iri, kind in found.items() if iri in some}
    if found is None:
        found = {text_of(r["node"]): text_of(r["type"]) for r in reader.rows("nodes_typed", type=named(types))}
    return found


def _values(
    reader: Reader, property: str, nodes: Collection[str], types: Mapping[str, str], *, whole: bool
) -> dict[str, str]:
    """Return one date of each node that has one; `whole` reads those of all nodes of the types at once."""
    if whole:
        rows = reader.rows("dates_of_type", type=named(types), property=named([property]))
        return {text_of(row["node"]): text_of(row["date"]) for row in rows}
    rows = reader.rows("values_of", property=named([property]), node=named(nodes))
    return {text_of(row["node"]): text_of(row["value"]) for row in rows}


def _positions(reader: Reader, nodes: Collection[str]) -> dict[str, str]:
    """Return the place in the story of each node: the earliest at which a claim of the view tells it."""
    pairs = [(text_of(row["node"]), text_of(row["claim"])) for row in reader.rows("claims_about", node=named(nodes))]
    layers = reader.layers({claim for _, claim in pairs})
    found: dict[str, str] = {}
    for node, claim in pairs:
        position = position_of(layers[claim].name)
        if position and (node not in found or _placed(position) < _placed(found[node])):
            found[node] = position
    return found


def position_of(layer: str) -> str | None:
    """Return the position that a layer's name gives, None for one without.

    >>> position_of("story/heartstopper/s2e1"), position_of("story/heartstopper/unknown"), position_of("public")
    ('s2e1', None, None)
    """
    last = layer.rpartition("/")[2]
    return last if layer.startswith("story/") and re.fullmatch(r"s\d+(e\d+)?", last) else None


def _placed(position: str | None) -> str:
    """Return a text that sorts as positions do; a season without an episode comes after its episodes."""
    if position is None:
        return "~"
    place = Position.parse(position)
    return f"{place.season:03}:{'~' if place.episode is None else format(place.episode, '04')}"


def _happening(
    iri: str, type: str, description: Description, nodes: Mapping[str, Node], supports: tuple[Support, ...]
) -> Happening:
    roles = tuple(
        (role, tuple(sorted((nodes[text_of(v)] for v in description[p]), key=lambda n: (n.label, n.iri))))
        for p, role in sorted(_ROLES.items(), key=lambda pair: _ORDER.index(pair[1]))
        if p in description
    )
    positions = [p for p in (position_of(s.layer.name) for s in supports) if p]
    date = one(description, DATE)
    position = min(positions, key=_placed) if positions and type == "storyEvent" else None
    return Happening(iri, type, date, position, roles, _aloud(type, dict(roles), date), confidence(supports), supports)


def _saying(iri: str, description: Description, nodes: Mapping[str, Node], supports: tuple[Support, ...]) -> Saying:
    medium = one(description, MEDIUM)
    return Saying(
        iri,
        speaker=nodes[one(description, SPEAKER) or ""],
        text=one(description, TEXT) or "",
        medium=nodes[medium] if medium else None,
        about=tuple(sorted((nodes[text_of(v)] for v in description.get(ABOUT, ())), key=lambda n: (n.label, n.iri))),
        date=one(description, SAID),
        confidence=confidence(supports),
        supports=supports,
    )


_ORDER: Final = ("agent", "patient", "award", "about", "medium", "in", "place", "occasion")
_LINKS: Final = {
    "patient": "with", "award": "for", "about": "about", "medium": "on", "in": "in", "place": "in", "occasion": "at",
}  # fmt: skip
_TITLES: Final = {
    "award": "Award won", "comingOut": "Coming out", "other": "Event", "publicPost": "Public post",
    "storyEvent": "In the story",
}  # fmt: skip


def _aloud(type: str, roles: Mapping[str, Sequence[Node]], date: str | None) -> str:
    """Return a happening as a line: what, who, with whom, about what, where, when."""
    said = [", ".join(node.label for node in roles["agent"])] if "agent" in roles else []
    for role in _ORDER[1:]:
        if role in roles:
            labels = ", ".join(node.label for node in roles[role])
            said.append(f"{_LINKS[role]} {labels}" if said else labels)
    what = _TITLES.get(type, type.capitalize())
    return f"{what}: {' '.join(said)}{f' ({date})' if date else ''}"

"""The network picture: entities and what stands closest to them, as far as a view sees it.

In: a `Reader`, entities. Out: `Picture`. Lines that belong to the world are solid, those of a story dashed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.drawing.credit import credit, listed, seen
from graph.drawing.nodes import DrawnEdge, DrawnNode, network_body
from graph.drawing.picture import Caption, Key, Picture, Table, framed
from graph.drawing.themes import Theme, family
from graph.drawing.timeline import chosen, heading
from graph.errors import NotFound
from graph.happenings import Happening, happenings, told
from graph.neighbourhood import Edge, neighbourhood
from graph.reader import Node, Reader
from graph.relations import read_aloud
from graph.vocabulary import vocabulary

__all__ = ["draw_network", "relation_name"]

_EVENTS: Final = 6
ACTING: Final = frozenset({"actor", "character", "portrays"})


@dataclass(frozen=True, slots=True)
class _Pair:
    """All facts between two nodes, drawn as one line."""

    source: str
    target: str
    facts: tuple[Edge, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({fact.property for fact in self.facts}))


def draw_network(reader: Reader, entities: Sequence[str], theme: Theme, *, limit: int = 40) -> Picture:
    """Return the neighbourhood of entities as a picture of at most `limit` nodes.

    The nearest come first, then those with most ties. Raises NotFound for an entity that the view does not know.
    """
    nodes, facts = _gathered(reader, entities, limit)
    pairs = _paired(facts)
    degree = Counter(end for pair in pairs for end in (pair.source, pair.target))
    order = sorted(nodes.values(), key=lambda node: (node.iri not in entities, -degree[node.iri], node.iri))
    events = _events(reader, entities, nodes)
    place = {iri: number for number, iri in enumerate([*(node.iri for node in order), *(one.iri for one in events)])}
    drawn = [
        DrawnNode(node.iri, family(node.type), node.label, degree[node.iri], node.iri in entities) for node in order
    ]
    drawn += [DrawnNode(one.iri, "Event", _event_label(one), 1.0) for one in events]
    lines = [_drawn(pair, place, nodes, theme) for pair in telling(pairs)]
    lines += [line for one in events for line in _event_lines(one, place, theme)]
    body = network_body(drawn, lines, theme)
    focus = [nodes[iri] for iri in entities]
    claims = {claim for fact in facts for claim in fact.claims} | {s.iri for one in events for s in one.supports}
    rest = len(order) - len(focus)
    left_out = " Lines that follow from others are left out." if len(telling(pairs)) < len(pairs) else ""
    return framed(
        body,
        title=listed(node.label for node in focus),
        subtitle=f"and the {rest} people, roles and works nearest to {'it' if len(focus) == 1 else 'them'}: "
        f"{len(facts)} facts" + (f", {_count(len(events))}" if events else ""),
        keys=_keys([*(node.type for node in order), *("Event" for _ in events)], telling(pairs), nodes, theme),
        caption=Caption(
            f"The larger a shape, the more ties it has.{left_out}", credit(reader, sorted(claims)), seen(reader.view)
        ),
        table=_table(facts, nodes, events),
        theme=theme,
    )


def _gathered(reader: Reader, entities: Sequence[str], limit: int) -> tuple[dict[str, Node], tuple[Edge, ...]]:
    """Return the nodes to draw and the facts between them."""
    nodes: dict[str, Node] = {}
    depths: dict[str, int] = {}
    facts: dict[tuple[str, str, str], Edge] = {}
    for entity in entities:
        if not reader.knows(entity):
            raise NotFound(f"Nothing is known of {entity} in this view.")
        around = neighbourhood(reader, entity, depth=2, limit=limit * 3, fan=60)
        for node, depth in around.nodes:
            nodes[node.iri] = node
            depths[node.iri] = min(depth, depths.get(node.iri, depth))
        facts.update({(edge.subject, edge.property, edge.object): edge for edge in around.edges})
    ties = Counter(end for edge in facts.values() for end in (edge.subject, edge.object))
    ranked = sorted(nodes, key=lambda iri: (iri not in entities, depths[iri], -ties[iri], iri))
    kept = set(ranked[:limit])
    shown = tuple(edge for _, edge in sorted(facts.items()) if edge.subject in kept and edge.object in kept)
    return {iri: nodes[iri] for iri in ranked[:limit]}, shown


def _paired(facts: Collection[Edge]) -> list[_Pair]:
    groups: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for fact in facts:
        if fact.subject != fact.object:
            first, second = sorted((fact.subject, fact.object))
            groups[first, second].append(fact)
    pairs = []
    for (first, second), some in sorted(groups.items()):
        ahead = any(fact.subject == first for fact in some)
        pairs.append(_Pair(*((first, second) if ahead else (second, first)), tuple(some)))
    return pairs


def telling(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Return the pairs whose line does not follow from two others.

    Who plays a character of a work acts in it; an episode of a season belongs to the season's show.
    """
    said = {(fact.subject, fact.property, fact.object) for pair in pairs for fact in pair.facts}
    plays: dict[str, set[str]] = defaultdict(set)
    whole: dict[str, set[str]] = defaultdict(set)
    for subject, name, object in said:
        if name == "portrays":
            plays[subject].add(object)
        elif name == "partOfSeason":
            whole[subject].add(object)

    def follows(fact: Edge) -> bool:
        if fact.property == "actor":
            return any((fact.subject, "character", role) in said for role in plays[fact.object])
        if fact.property == "partOfSeries":
            return any((season, "partOfSeries", fact.object) in said for season in whole[fact.subject])
        return False

    return [pair for pair in pairs if not all(follows(fact) for fact in pair.facts)]


def _events(reader: Reader, entities: Sequence[str], nodes: Mapping[str, Node]) -> list[Happening]:
    """Return the happenings that tie a person or character to another node of the picture, some of those told best.

    What is about works alone, such as their releases, is for a timeline.
    """
    keys = sorted({iri for entity in entities for _, iri in happenings(reader, [entity])})
    tying = [one for one in told(reader, keys) if isinstance(one, Happening) and _ties(one, nodes)]
    return chosen(tying, min(_EVENTS, max(0, len(nodes) // 2)))


def _ties(one: Happening, nodes: Mapping[str, Node]) -> bool:
    there = {node.iri: node for _, some in one.roles for node in some if node.iri in nodes}
    return len(there) > 1 and any(node.type in ("Person", "Character") for node in there.values())


def _event_label(one: Happening) -> str:
    when = one.position if one.axis == "story" else one.date and one.date[:4]
    return f"{heading(one)}, {when}" if when else heading(one)


def _event_lines(one: Happening, place: Mapping[str, int], theme: Theme) -> list[DrawnEdge]:
    story = one.axis == "story"
    color = theme.story if story else theme.kind("Event")
    ends = dict.fromkeys(node.iri for _, some in one.roles for node in some if node.iri in place)
    said = f"{one.sentence}. “{one.supports[0].quote}”"
    href = one.supports[0].iri
    return [DrawnEdge(place[one.iri], place[iri], color, 1.0, dashed=story, title=said, href=href) for iri in ends]


def _count(events: int) -> str:
    return "1 happening" if events == 1 else f"{events} happenings"


def _drawn(pair: _Pair, place: dict[str, int], nodes: dict[str, Node], theme: Theme) -> DrawnEdge:
    named = [name for name in pair.names if name not in ACTING]
    in_story = _in_story(pair, nodes)
    plays = "portrays" in pair.names
    one_way = named and not any(vocabulary().property(name).symmetric for name in named)
    said = [
        read_aloud(vocabulary().property(f.property), nodes[f.subject].label, nodes[f.object].label) for f in pair.facts
    ]
    return DrawnEdge(
        place[pair.source],
        place[pair.target],
        color=theme.story if in_story else theme.kind("Person") if plays else theme.edge,
        stroke_width=2.2 if plays else 1.6 if named else 1.0,
        dashed=in_story,
        arrow=bool(one_way) and len({fact.subject for fact in pair.facts}) == 1,
        label=", ".join(relation_name(name) for name in named),
        title=" ".join(dict.fromkeys(said)),
        href=min(claim for fact in pair.facts for claim in fact.claims),
    )


def _in_story(pair: _Pair, nodes: dict[str, Node]) -> bool:
    return nodes[pair.source].type == nodes[pair.target].type == "Character"


def _keys(types: Iterable[str | None], pairs: Sequence[_Pair], nodes: dict[str, Node], theme: Theme) -> tuple[Key, ...]:
    kinds = dict.fromkeys(k for k in ("Person", "Character", "Work", "Organization", "Event", "Award", "Place"))
    there = {family(type) for type in types}
    keys = [Key.of(kind) for kind in kinds if kind in there]
    if any("portrays" in pair.names for pair in pairs):
        keys.append(Key("plays", color=theme.kind("Person")))
    if any(not _in_story(pair, nodes) and "portrays" not in pair.names for pair in pairs):
        keys.append(Key("acts in, made, other ties", color=theme.edge))
    if any(_in_story(pair, nodes) for pair in pairs):
        keys.append(Key("in the story", color=theme.story, dashed=True))
    return tuple(keys)


def relation_name(name: str) -> str:
    """Return a property's name as words.

    >>> relation_name("isBasedOn"), relation_name("lovesUnrequited"), relation_name("parent")
    ('based on', 'loves unrequited', 'parent')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower().removeprefix("is ")


def _table(facts: Sequence[Edge], nodes: dict[str, Node], events: Sequence[Happening]) -> Table:
    rows = [
        (
            nodes[fact.subject].label,
            fact.property,
            nodes[fact.object].label,
            read_aloud(vocabulary().property(fact.property), nodes[fact.subject].label, nodes[fact.object].label),
            f"{fact.confidence:g}",
            " ".join(fact.claims),
        )
        for fact in facts
    ]
    for one in events:
        claims = " ".join(support.iri for support in one.supports)
        rows += [
            (heading(one), role, node.label, one.sentence, f"{one.confidence:g}", claims)
            for role, some in one.roles
            for node in some
        ]
    return Table(("subject", "property", "object", "sentence", "confidence", "claims"), tuple(rows))

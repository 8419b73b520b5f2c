"""The network picture: entities and what stands closest to them, as far as a view sees it.

In: a `Reader`, entities. Out: `Picture`. Lines that belong to the world are solid, those of a story dashed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from graph.drawing.credit import credit, listed, seen
from graph.drawing.nodes import DrawnEdge, DrawnNode, network_body
from graph.drawing.picture import Caption, Key, Picture, Table, framed
from graph.drawing.themes import Theme, family
from graph.errors import NotFound
from graph.reader import Node, Reader
from graph.relations import Edge, neighbourhood, read_aloud
from graph.vocabulary import vocabulary

__all__ = ["draw_network", "relation_name"]

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
    place = {node.iri: number for number, node in enumerate(order)}
    drawn = [
        DrawnNode(node.iri, family(node.type), node.label, degree[node.iri], node.iri in entities) for node in order
    ]
    body = network_body(drawn, [_drawn(pair, place, nodes, theme) for pair in pairs], theme)
    focus = [nodes[iri] for iri in entities]
    claims = sorted({claim for fact in facts for claim in fact.claims})
    rest = len(order) - len(focus)
    return framed(
        body,
        title=listed(node.label for node in focus),
        subtitle=f"and the {rest} people, roles and works nearest to {'it' if len(focus) == 1 else 'them'}: "
        f"{len(facts)} facts",
        keys=_keys(order, pairs, nodes, theme),
        caption=Caption("The larger a shape, the more ties it has.", credit(reader, claims), seen(reader.view)),
        table=_table(facts, nodes),
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


def _drawn(pair: _Pair, place: dict[str, int], nodes: dict[str, Node], theme: Theme) -> DrawnEdge:
    telling = [name for name in pair.names if name not in ACTING]
    in_story = _in_story(pair, nodes)
    plays = "portrays" in pair.names
    one_way = telling and not any(vocabulary().property(name).symmetric for name in telling)
    said = [
        read_aloud(vocabulary().property(f.property), nodes[f.subject].label, nodes[f.object].label) for f in pair.facts
    ]
    return DrawnEdge(
        place[pair.source],
        place[pair.target],
        color=theme.story if in_story else theme.kind("Person") if plays else theme.edge,
        stroke_width=2.2 if plays else 1.6 if telling else 1.0,
        dashed=in_story,
        arrow=bool(one_way) and len({fact.subject for fact in pair.facts}) == 1,
        label=", ".join(relation_name(name) for name in telling),
        title=" ".join(dict.fromkeys(said)),
        href=min(claim for fact in pair.facts for claim in fact.claims),
    )


def _in_story(pair: _Pair, nodes: dict[str, Node]) -> bool:
    return nodes[pair.source].type == nodes[pair.target].type == "Character"


def _keys(order: Sequence[Node], pairs: Sequence[_Pair], nodes: dict[str, Node], theme: Theme) -> tuple[Key, ...]:
    kinds = dict.fromkeys(k for k in ("Person", "Character", "Work", "Organization", "Event", "Award", "Place"))
    there = {family(node.type) for node in order}
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


def _table(facts: Sequence[Edge], nodes: dict[str, Node]) -> Table:
    rows = tuple(
        (
            nodes[fact.subject].label,
            fact.property,
            nodes[fact.object].label,
            read_aloud(vocabulary().property(fact.property), nodes[fact.subject].label, nodes[fact.object].label),
            f"{fact.confidence:g}",
            " ".join(fact.claims),
        )
        for fact in facts
    )
    return Table(("subject", "property", "object", "sentence", "confidence", "claims"), rows)

"""The path picture: how two entities are connected, each step with the words that say it.

In: a `Reader`, two entities. Out: `Picture` of the shortest chain of facts, the best evidenced of those as short.
"""

from __future__ import annotations

from typing import Final

from graph.drawing.canvas import Line, Mark, Text
from graph.drawing.credit import credit, seen
from graph.drawing.picture import Body, Caption, Key, Picture, Table, framed
from graph.drawing.text import Face, broken, width
from graph.drawing.themes import Theme, family, symbol
from graph.errors import NotFound
from graph.paths import Chain, Links
from graph.reader import Node, Reader, Support
from graph.relations import read_aloud
from graph.vocabulary import vocabulary

__all__ = ["draw_path"]

_WIDE: Final = 540.0
_RAIL: Final = 24.0
_BOLD: Final = Face(bold=True)
_QUOTE: Final = Face(italic=True, serif=True)


def draw_path(reader: Reader, source: str, target: str, theme: Theme) -> Picture:
    """Return the chain from one entity to another. Raises NotFound for an unknown entity, or where no chain leads."""
    nodes = reader.nodes([source, target])
    for iri in (source, target):
        if not reader.knows(iri):
            raise NotFound(f"Nothing is known of {iri} in this view.")
    found = Links(reader).chains(source, target, longest=8, limit=1)
    names = nodes[source].label, nodes[target].label
    if not found.found:
        raise NotFound(f"No chain of up to 8 facts leads from {names[0]} to {names[1]} in this view.")
    chain = found.found[0]
    nodes = reader.nodes(chain.nodes)
    claims = sorted({claim for step in chain.steps for hop in step for claim in hop.claims})
    supports = reader.supports(claims)
    steps = len(chain.steps)
    kinds = dict.fromkeys(family(nodes[iri].type) for iri in chain.nodes)
    return framed(
        _body(chain, nodes, supports, theme),
        title=f"From {names[0]} to {names[1]}",
        subtitle=f"The shortest way known: {steps} {'step' if steps == 1 else 'steps'}",
        keys=tuple(Key.of(kind) for kind in kinds),
        caption=Caption(
            f"All steps hold with a chance of {chain.strength:.0%}: the product of their confidences.",
            credit(reader, claims),
            seen(reader.view),
        ),
        table=_table(chain, nodes, supports),
        theme=theme,
    )


def _sentence(chain: Chain, step: int, nodes: dict[str, Node]) -> str:
    hop = chain.steps[step][0]
    return read_aloud(vocabulary().property(hop.property), nodes[hop.subject].label, nodes[hop.object].label)


def _best(chain: Chain, step: int, supports: dict[str, Support]) -> Support | None:
    said = [supports[claim] for claim in chain.steps[step][0].claims if claim in supports]
    return min(said, key=lambda s: (-s.confidence, s.source.date or "", s.iri), default=None)


def _body(chain: Chain, nodes: dict[str, Node], supports: dict[str, Support], theme: Theme) -> Body:
    marks: list[Mark] = []
    lines: list[Mark] = []
    y = 16.0
    for number, iri in enumerate(chain.nodes):
        node = nodes[iri]
        ends = number in (0, len(chain.nodes) - 1)
        size = 16.0 if ends else 14.0
        marks.append(symbol(family(node.type), _RAIL, y, 12 if ends else 10, theme, title=node.label, href=iri))
        marks.append(Text(_RAIL + 28, y + size * 0.36, node.label, size, theme.ink, face=_BOLD))
        kind = (node.type or "thing").lower()
        after = _RAIL + 28 + width(node.label, size, _BOLD) + 10
        marks.append(Text(after, y + size * 0.36, kind, 10.5, theme.quiet))
        if number == len(chain.steps):
            break
        top = y
        y += 26
        x, room = _RAIL + 44, _WIDE - _RAIL - 44
        for line in broken(_sentence(chain, number, nodes), room, 12, lines=2):
            marks.append(Text(x, y + 6, line, 12, theme.ink))
            y += 17
        support = _best(chain, number, supports)
        if support:
            for line in broken(f"“{support.quote}”", room, 11, _QUOTE, lines=3):
                marks.append(Text(x, y + 5, line, 11, theme.quiet, face=_QUOTE, href=support.iri))
                y += 15
            source = ", ".join(part for part in (support.source.publisher, support.source.date) if part)
            if source:
                marks.append(Text(x, y + 4, source, 9.5, theme.quiet))
                y += 14
        y += 22
        story = chain.steps[number][0]
        in_story = nodes[story.subject].type == nodes[story.object].type == "Character"
        color = theme.story if in_story else theme.edge
        lines.append(Line(((_RAIL, top), (_RAIL, y)), color, 2.2, dashed=in_story))
    return Body(_WIDE, y + 18, (*lines, *marks))


def _table(chain: Chain, nodes: dict[str, Node], supports: dict[str, Support]) -> Table:
    rows = []
    for number, step in enumerate(chain.steps):
        support = _best(chain, number, supports)
        rows.append(
            (
                nodes[chain.nodes[number]].label,
                nodes[chain.nodes[number + 1]].label,
                _sentence(chain, number, nodes),
                support.quote if support else "",
                (support.source.publisher or "") if support else "",
                " ".join(step[0].claims),
            )
        )
    return Table(("from", "to", "sentence", "quotation", "publisher", "claims"), tuple(rows))

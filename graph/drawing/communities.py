"""The community map: a network's groups, each on a ground of its own and under its name.

In: a `Reader`, a projection, a scope. Out: `Picture`. Groups of one are left out, and said so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from graph.analysis.communities import Community, Partition, communities
from graph.drawing.canvas import Line, Mark, Rectangle, Text
from graph.drawing.credit import credit, seen
from graph.drawing.layout import Points, apart, bounds, laid_out
from graph.drawing.nodes import DrawnEdge, DrawnNode, Labelled, arranged, labelled, placed
from graph.drawing.picture import Body, Caption, Key, Picture, Table, framed, moved
from graph.drawing.text import Face, broken
from graph.drawing.themes import Theme, family
from graph.errors import NotFound
from graph.network import Network, network
from graph.projections import EVERYTHING, Scope
from graph.reader import Reader

__all__ = ["draw_communities"]

MOST: Final = 80
"""Nodes of a map: beyond them no label could be read."""
_PAD: Final = 14.0
_ROW: Final = 820.0
_PART: Final = 28.0
_NAME: Final = Face(bold=True, serif=True)


def draw_communities(
    reader: Reader, theme: Theme, *, projection: str = "co-cast", scope: Scope = EVERYTHING, seed: int = 0
) -> Picture:
    """Return the communities of a projection as a map. Raises NotFound where the view holds no such network."""
    whole = network(reader, projection, scope)
    if not len(whole):
        raise NotFound(f"The {projection} network of {scope} is empty in this view.")
    found = communities(reader, whole, seed=seed)
    groups = [group for group in _shown(found) if len(group.members) > 1]
    alone = sum(1 for group in found.communities if len(group.members) == 1)
    kept = whole.induced([whole.index[node.iri] for group in groups for node in group.members])
    shown, people = len(kept.nodes), len(whole.nodes)
    left = f" {shown} of {people} nodes are drawn, the rest is in the table." if shown < people else ""
    single = f" {alone} stand alone." if alone else ""
    kinds = dict.fromkeys(family(node.type) for group in groups for node in group.members)
    return framed(
        _body(kept, groups, theme),
        title=_title(projection),
        subtitle=f"{len(groups)} communities among {people}; a line says: {whole.projection.edge}",
        keys=tuple(Key.of(kind) for kind in kinds),
        caption=Caption(
            f"Communities: {found.parameters.method}, seed {seed}; modularity {found.modularity:.2f}."
            f" A thicker line: a larger {whole.projection.weight}.{left}{single}",
            credit(reader, sorted(set(kept.claims))),
            seen(reader.view),
        ),
        table=_table(found, whole),
        theme=theme,
    )


def _title(projection: str) -> str:
    return {
        "co-cast": "Who acts together",
        "acted-with": "Who shared a set",
        "characters": "Who belongs together in the story",
        "bipartite": "People and their works",
        "events": "Who meets in the news",
        "statements": "Who speaks of whom",
    }.get(projection, "What belongs together")


def _shown(found: Partition) -> list[Community]:
    """Return communities cut to the nodes that a map has room for: of each its most tied members, in fair shares."""
    total = sum(len(group.members) for group in found.communities if len(group.members) > 1)
    if total <= MOST:
        return list(found.communities)
    groups = [group for group in found.communities if len(group.members) > 1][:10]
    share = MOST / sum(len(group.members) for group in groups)
    return [
        Community(g.name, g.members[: max(2, int(len(g.members) * min(1.0, share)))], g.inside, g.outside)
        for g in groups
    ]


def _body(kept: Network, groups: Sequence[Community], theme: Theme) -> Body:
    strength = np.bincount(kept.source, kept.weight, len(kept.nodes)) + np.bincount(
        kept.target, kept.weight, len(kept.nodes)
    )
    group_of = {node.iri: number for number, group in enumerate(groups) for node in group.members}
    number = [group_of[node.iri] for node in kept.nodes]
    drawn = [
        DrawnNode(n.iri, family(n.type), n.label, float(min(6.0, strength[i] / 3))) for i, n in enumerate(kept.nodes)
    ]
    labels = labelled(drawn)
    edges = _edges(kept, number, theme)
    places = np.zeros((len(drawn), 2))
    grounds: list[Rectangle] = []
    for group in range(len(groups)):
        inside = [i for i, one in enumerate(number) if one == group]
        local = {i: at for at, i in enumerate(inside)}
        inner = [
            DrawnEdge(local[e.source], local[e.target], e.color)
            for e in edges
            if e.source in local and e.target in local
        ]
        spots = arranged([labels[i] for i in inside], inner, 84.0)
        boxes = [_box(spots[at], labels[i].box()) for i, at in local.items()]
        around = bounds(boxes)
        name = broken(groups[group].name, max(150.0, around.width), 14, _NAME, lines=2)
        wide = max(around.width, *(Text(0, 0, line, 14, "", face=_NAME).box.width for line in name))
        top = len(name) * 18.0 + 14
        offset = np.array([_PAD + (wide - around.width) / 2 - around.x, _PAD + top - around.y])
        places[inside] = spots + offset
        grounds.append(Rectangle(0, 0, wide + 2 * _PAD, around.height + top + 2 * _PAD))
    corners = _grounds(grounds, kept, number)
    places += corners[number]
    spread = [_at(ground, corner) for ground, corner in zip(grounds, corners, strict=True)]
    return _drawn(groups, spread, kept, number, drawn, labels, edges, places, theme)


def _box(spot: Points, box: tuple[float, float, float, float]) -> Rectangle:
    x, y = float(spot[0]), float(spot[1])
    return Rectangle(x + box[0], y + box[1], box[2] - box[0], box[3] - box[1])


def _edges(kept: Network, number: Sequence[int], theme: Theme) -> list[DrawnEdge]:
    """Return the lines within communities; those between them are drawn as one, by `_between`."""
    lines = []
    for link, s, t in zip(kept.edges(), kept.source.tolist(), kept.target.tolist(), strict=True):
        if number[s] == number[t]:
            color = theme.groups[number[s] % len(theme.groups)]
            title = f"{link.source.label} and {link.target.label}: {link.weight:g}"
            wide = min(4.0, 0.8 + 0.5 * link.weight)
            lines.append(DrawnEdge(s, t, color, wide, title=title, href=link.claims[0]))
    return lines


def _between(
    kept: Network, number: Sequence[int], grounds: Sequence[Rectangle], theme: Theme
) -> tuple[list[Mark], list[Text]]:
    """Return a band for each pair of communities with ties, and the number of the ties beside its middle."""
    ties: Counter[tuple[int, int]] = Counter()
    for s, t in zip(kept.source.tolist(), kept.target.tolist(), strict=True):
        if number[s] != number[t]:
            ties[min(number[s], number[t]), max(number[s], number[t])] += 1
    bands: list[Mark] = []
    words: list[Text] = []
    most = max(ties.values(), default=1)
    for (first, second), count in sorted(ties.items()):
        ends = [(g.x + g.width / 2, g.y + g.height / 2) for g in (grounds[first], grounds[second])]
        bands.append(Line((ends[0], ends[1]), theme.rule, 2 + 12 * count / max(most, 6), title=f"{count} ties"))
        # The label stands halfway between the two grounds, not halfway between their middles.
        steps = [i / 40 for i in range(41)]
        spots = [
            (ends[0][0] + (ends[1][0] - ends[0][0]) * i, ends[0][1] + (ends[1][1] - ends[0][1]) * i) for i in steps
        ]
        label = "1 tie" if count == 1 else f"{count} ties"
        free = [(x, y) for x, y in spots if not any(_near(ground, x, y) for ground in grounds)]
        middle = free[len(free) // 2] if free else (0.0, 0.0)
        for x, y in sorted(free, key=lambda spot: (abs(spot[0] - middle[0]) + abs(spot[1] - middle[1]), spot)):
            text = Text(x, y + 4, label, 10, theme.quiet, "middle", halo=theme.paper)
            if not any(text.box.overlaps(other.box, 2.0) for other in words):
                words.append(text)
                break
    return bands, words


def _near(ground: Rectangle, x: float, y: float) -> bool:
    return Rectangle(x - 22, y - 9, 44, 16).overlaps(ground)


def _grounds(grounds: Sequence[Rectangle], kept: Network, number: Sequence[int]) -> Points:
    """Return the upper left corner of each ground: near to those that it has ties with, and over none.

    Those that hang together are laid out among themselves, then all such parts are set in rows.
    """
    ties = {(number[s], number[t]) for s, t in zip(kept.source.tolist(), kept.target.tolist(), strict=True)}
    size = float(np.mean([max(g.width, g.height) for g in grounds]))
    corners = np.zeros((len(grounds), 2))
    parts: list[tuple[list[int], Rectangle]] = []
    for part in _parts(len(grounds), ties):
        local = {group: at for at, group in enumerate(part)}
        inner = [(local[a], local[b]) for a, b in ties if a in local and a != b]
        boxes = [(0.0, 0.0, grounds[group].width, grounds[group].height) for group in part]
        spots = apart(laid_out(len(part), inner) * (size * 0.95, size * 0.6), boxes, margin=58.0, rounds=3000)
        corners[part] = spots
        parts.append((part, bounds(_at(grounds[group], corners[group]) for group in part)))
    wide = max(_ROW, *(box.width for _, box in parts))
    x = y = high = 0.0
    for part, box in parts:
        if x and x + box.width > wide:
            x, y, high = 0.0, y + high + _PART, 0.0
        corners[part] += (x - box.x, y - box.y)
        x, high = x + box.width + _PART, max(high, box.height)
    return corners


def _at(ground: Rectangle, corner: Points) -> Rectangle:
    return Rectangle(float(corner[0]), float(corner[1]), ground.width, ground.height)


def _parts(count: int, ties: Collection[tuple[int, int]]) -> list[list[int]]:
    """Return the groups that hang together, the largest part first."""
    home = list(range(count))
    for first, second in sorted(ties):
        old, new = max(home[first], home[second]), min(home[first], home[second])
        home = [new if one == old else one for one in home]
    found = [[group for group in range(count) if home[group] == one] for one in sorted(set(home))]
    return sorted(found, key=lambda part: (-len(part), part))


def _room(ground: Rectangle, name: str) -> Rectangle:
    """Return the part of a ground that its name leaves."""
    top = 18.0 * len(broken(name, ground.width - 2 * _PAD, 14, _NAME, lines=2)) + 20
    return Rectangle(ground.x + 6, ground.y + top, ground.width - 12, ground.height - top - 6)


def _drawn(
    groups: Sequence[Community],
    grounds: Sequence[Rectangle],
    kept: Network,
    number: Sequence[int],
    drawn: Sequence[DrawnNode],
    labels: Sequence[Labelled],
    edges: Sequence[DrawnEdge],
    places: Points,
    theme: Theme,
) -> Body:
    order = sorted(range(len(drawn)), key=lambda i: (-drawn[i].importance, drawn[i].iri))
    inside = replace(theme, paper=theme.panel)
    rooms = [_room(ground, group.name) for ground, group in zip(grounds, groups, strict=True)]
    marks, _ = placed(drawn, labels, edges, places, order, inside, [rooms[group] for group in number])
    bands, ties = _between(kept, number, grounds, theme)
    below: list[Mark] = []
    for group, (community, ground) in enumerate(zip(groups, grounds, strict=True)):
        x, y = ground.x, ground.y
        color = theme.groups[group % len(theme.groups)]
        below.append(replace(ground, fill=theme.panel, stroke=theme.rule, radius=10.0, title=community.name))
        below.append(Line(((x + _PAD, y + 9), (x + _PAD + 26, y + 9)), color, 4.0))
        for i, line in enumerate(broken(community.name, ground.width - 2 * _PAD, 14, _NAME, lines=2)):
            below.append(Text(x + _PAD, y + 29 + 18 * i, line, 14, theme.ink, face=_NAME))
    box = bounds(grounds)
    every = (*bands, *below, *marks, *ties)
    return Body(box.width, box.height, tuple(moved(mark, -box.x, -box.y) for mark in every))


def _table(found: Partition, whole: Network) -> Table:
    strength = np.bincount(whole.source, whole.weight, len(whole.nodes)) + np.bincount(
        whole.target, whole.weight, len(whole.nodes)
    )
    return Table(
        ("community", "name", "member", "kind", "strength", "iri"),
        tuple(
            (str(number + 1), group.name, node.label, node.type or "", f"{strength[whole.index[node.iri]]:g}", node.iri)
            for number, group in enumerate(found.communities)
            for node in group.members
        ),
    )

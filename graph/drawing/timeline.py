"""The timeline: what happened, in the world by date and in the story by episode, each with the words that say it.

In: a `Reader`, entities. Out: `Picture`. Happenings stand one below the other in the order of time; a year, a season
or an episode that begins is named at the side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from graph.drawing.canvas import Line, Mark, Text
from graph.drawing.credit import credit, listed, seen
from graph.drawing.picture import Body, Caption, Key, Picture, Table, framed
from graph.drawing.text import Face, broken
from graph.drawing.themes import Theme, symbol
from graph.errors import NotFound
from graph.happenings import Happening, happenings, told
from graph.layers import Position
from graph.reader import Reader

__all__ = ["chosen", "day", "draw_timeline", "heading"]

MOST: Final = 18
_RAIL: Final = 112.0
_WIDE: Final = 600.0
_BOLD: Final = Face(bold=True)
_QUOTE: Final = Face(italic=True, serif=True)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def draw_timeline(
    reader: Reader, entities: Sequence[str], theme: Theme, *, since: str | None = None, until: str | None = None
) -> Picture:
    """Return the happenings in which one of the entities has a part, at most 18 of them.

    Of more, the dated and the most told are kept; up to a third of the places is the story's.

    Raises NotFound where the view knows none.
    """
    nodes = reader.nodes(entities)
    keys = sorted({pair for iri in entities for pair in happenings(reader, [iri], since=since, until=until)})
    found = [one for one in told(reader, [iri for _, iri in keys]) if isinstance(one, Happening)]
    names = listed(nodes[iri].label for iri in entities)
    if not found:
        raise NotFound(f"No happening around {names} is known in this view.")
    shown = chosen(found, MOST)
    claims = sorted({support.iri for one in shown for support in one.supports})
    left = f" {len(found) - MOST} more happenings are in the table." if len(found) > MOST else ""
    dateless = any(not one.date for one in shown if one.axis == "public")
    undated = " What has no date stands at the end." if dateless else ""
    dashes = (Key("in the story", color=theme.story, dashed=True),) if any(o.axis == "story" for o in shown) else ()
    return framed(
        _body(shown, theme),
        title=f"{names}: what happened",
        subtitle=_span(found),
        keys=(Key.of("Event"), *dashes),
        caption=Caption(
            f"Dates are as exact as the articles give them.{undated}{left}", credit(reader, claims), seen(reader.view)
        ),
        table=_table(found),
        theme=theme,
    )


def chosen(found: Sequence[Happening], most: int) -> list[Happening]:
    """Return the happenings that are worth a place, in order: those with a date or an episode first, then by claims."""
    sides: dict[str, list[Happening]] = {"public": [], "story": []}
    for one in sorted(found, key=lambda one: (not (one.date or one.position), -len(one.supports), one.key)):
        sides[one.axis].append(one)
    story = min(len(sides["story"]), max(most // 3, most - len(sides["public"])))
    return sorted((*sides["public"][: most - story], *sides["story"][:story]), key=lambda one: one.key)


def _span(found: Sequence[Happening]) -> str:
    dates = [one.date for one in found if one.date and one.axis == "public"]
    story = sum(1 for one in found if one.axis == "story")
    parts = []
    if len(found) > story:
        when = f", {dates[0][:4]} to {dates[-1][:4]}" if dates and dates[0][:4] != dates[-1][:4] else ""
        parts.append(f"{_count(len(found) - story)} in the world{when}")
    if story:
        parts.append(f"{_count(story)} in the story")
    return "; ".join(parts)


def _count(number: int) -> str:
    return "1 happening" if number == 1 else f"{number} happenings"


def day(iso: str) -> str:
    """Return a partial date in words.

    >>> day("2022-11-03"), day("2022-11"), day("2022")
    ('3 Nov 2022', 'Nov 2022', '2022')
    """
    year, *rest = iso.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    words += [_MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join((*words, year))


def _body(shown: Sequence[Happening], theme: Theme) -> Body:
    marks: list[Mark] = []
    y, period = 6.0, ""
    rails: dict[str, list[float]] = {}
    for one in shown:
        begins = _period(one)
        if begins != period:
            y += 12 if period else 0
            marks.append(Text(_RAIL - 18, y + 13, begins, 15, theme.ink, "end", Face(bold=True, serif=True)))
            period = begins
        else:
            y += 4
        marks.append(Text(_RAIL - 18, y + (32 if _first(marks, y) else 12), _when(one), 10.5, theme.quiet, "end"))
        hollow = one.axis == "story"
        marks.append(symbol("Event", _RAIL, y + 8, 6.0, theme, hollow=hollow, title=one.sentence, href=one.iri))
        rails.setdefault(one.axis, []).append(y + 8)
        text, y = _words(one, y, theme)
        marks += text
    lines: list[Mark] = []
    for axis, ys in rails.items():
        color = theme.story if axis == "story" else theme.edge
        lines.append(Line(((_RAIL, ys[0]), (_RAIL, max(ys[-1], ys[0] + 1))), color, 1.6, dashed=axis == "story"))
    return Body(_WIDE, y, (*lines, *marks))


def _first(marks: Sequence[Mark], y: float) -> bool:
    """Say whether the name of a period stands on this line already."""
    last = marks[-1] if marks else None
    return isinstance(last, Text) and last.size == 15 and last.y == y + 13


def _period(one: Happening) -> str:
    if one.axis == "story":
        return f"Season {Position.parse(one.position).season}" if one.position else "In the story"
    return one.date[:4] if one.date else "undated"


def _when(one: Happening) -> str:
    if one.axis == "story":
        episode = Position.parse(one.position).episode if one.position else None
        return f"episode {episode}" if episode is not None else ""
    return day(one.date).removesuffix(f" {one.date[:4]}") if one.date and len(one.date) > 4 else ""


_TITLES: Final = {"storyEvent": "In the story", "award": "Award", "other": "Event", "legal": "In court"}
_LINKS: Final = {
    "about": "— {}", "award": "for {}", "medium": "on {}", "in": "in {}", "place": "in {}", "occasion": "at {}",
}  # fmt: skip


def heading(one: Happening) -> str:
    """Return what kind of happening it is, in words."""
    return _TITLES.get(one.type, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", one.type).capitalize())


def _parts(one: Happening) -> str:
    """Return who has a part in a happening, in a line: those who act, to whom it is done, then the rest.

    What a story's happening was, only the quotation tells.
    """
    roles = {role: listed(node.label for node in nodes) for role, nodes in one.roles}
    people = " and ".join(roles[role] for role in ("agent", "patient") if role in roles)
    rest = [_LINKS[role].format(names) for role, names in roles.items() if role in _LINKS]
    return " ".join((people, *rest)).strip().removeprefix("— ")


def _words(one: Happening, y: float, theme: Theme) -> tuple[list[Mark], float]:
    """Return what stands beside a happening, and where the next may begin."""
    what, rest = heading(one), _parts(one)
    x, room = _RAIL + 20, _WIDE - _RAIL - 20
    color = theme.kind("Event") if one.axis == "public" else theme.story
    marks: list[Mark] = [Text(x, y + 12, what, 12, color, face=_BOLD)]
    y += 28
    for line in broken(rest, room, 12, lines=2):
        marks.append(Text(x, y, line, 12, theme.ink))
        y += 16
    support = one.supports[0]
    for line in broken(f"“{support.quote}”", room, 10.5, _QUOTE, lines=2):
        marks.append(Text(x, y, line, 10.5, theme.quiet, face=_QUOTE, href=support.iri))
        y += 14
    source = ", ".join(part for part in (support.source.publisher, support.source.date) if part)
    if source:
        others = len({s.source.iri for s in one.supports}) - 1
        more = f" and {others} more" if others else ""
        marks.append(Text(x, y, source + more, 9.5, theme.quiet))
        y += 13
    return marks, y + 2


def _table(found: Sequence[Happening]) -> Table:
    return Table(
        ("axis", "when", "type", "sentence", "confidence", "claims"),
        tuple(
            (
                one.axis,
                (one.position if one.axis == "story" else one.date) or "",
                one.type,
                one.sentence,
                f"{one.confidence:g}",
                " ".join(support.iri for support in one.supports),
            )
            for one in found
        ),
    )

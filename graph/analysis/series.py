"""How much is told, over the years and over the seasons of a work.

In: a `Reader`, entities or a work. Out: `Series`, one for each entity or count, over the same periods.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from graph.claims import term
from graph.errors import NotFound
from graph.happenings import parts
from graph.layers import Layer
from graph.network import network
from graph.projections import Scope
from graph.reader import Node, Reader, named, text_of
from graph.vocabulary import vocabulary

__all__ = ["Point", "Series", "by_season", "by_year"]


@dataclass(frozen=True, slots=True)
class Point:
    """A period's number, with the claims that it counts."""

    period: str
    value: int
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A number over periods; a period of which nothing is told has the number 0."""

    name: str
    about: Node
    unit: str
    points: tuple[Point, ...]


_PARTS: Final = ("schema:actor", "drm:character", "drm:inWork", "drm:speaker", "drm:medium", "schema:about")


def by_year(reader: Reader, entities: Sequence[str]) -> tuple[Series, ...]:
    """Return, for each entity, the number of articles of each year that say something of it.

    A work counts with its seasons, episodes and characters. Articles without a date count nowhere. Raises NotFound for
    an entity that the view does not know.
    """
    nodes = reader.nodes(entities)
    told: dict[str, dict[str, dict[str, set[str]]]] = {}
    for entity in entities:
        if not reader.knows(entity):
            raise NotFound(f"Nothing is known of {entity} in this view.")
        told[entity] = _years(reader, entity)
    years = sorted({year for found in told.values() for year in found})
    periods = [str(year) for year in range(int(years[0]), int(years[-1]) + 1)] if years else []
    return tuple(
        Series(nodes[entity].label, nodes[entity], "articles", _points(told[entity], periods)) for entity in entities
    )


def _years(reader: Reader, entity: str) -> dict[str, dict[str, set[str]]]:
    """Return the articles of each year with their claims about an entity."""
    roles = [term(name) for name in _PARTS] + [NamedNode(role.iri) for role in vocabulary().roles.values()]
    claims: dict[str, set[str]] = defaultdict(set)
    works = parts(reader, entity)
    characters = reader.rows("values_of", property=[term("schema:character")], node=named(works))
    told = works | {text_of(row["value"]) for row in characters}
    for row in reader.rows("analysis_about", entity=named(told), role=roles):
        claims[text_of(row["article"])].add(text_of(row["claim"]))
    found: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for article, source in reader.sources(claims).items():
        if source.date:
            found[source.date[:4]][article] = claims[article]
    return found


def _points(found: Mapping[str, Mapping[str, set[str]]], periods: Sequence[str]) -> tuple[Point, ...]:
    return tuple(
        Point(period, len(told), tuple(sorted(claim for some in told.values() for claim in some)))
        for period in periods
        for told in (found.get(period, {}),)
    )


def by_season(reader: Reader, work: str) -> tuple[Series, ...]:
    """Return, over the seasons of a work that the view holds: actors placed in it, characters that meet, their ties.

    Raises NotFound where the view knows no numbered season of the work.
    """
    node = reader.nodes([work])[work]
    seasons = seasons_of(reader, work)
    if not seasons:
        raise NotFound(f"No numbered season of {node.label} is known in this view.")
    counted: dict[str, list[Point]] = defaultdict(list)
    for season in seasons:
        scope = Scope(work=work, season=season)
        ties = network(reader, "characters", scope)
        actors = network(reader, "bipartite", Scope(work=work, season=season, properties=("actor",)))
        people = sum(1 for one in actors.nodes if one.type == "Person")
        claims = tuple(sorted(set(ties.claims)))
        counted["actors placed in the season"].append(Point(f"s{season}", people, tuple(sorted(set(actors.claims)))))
        counted["characters that meet"].append(Point(f"s{season}", len(ties.nodes), claims))
        counted["ties between characters"].append(Point(f"s{season}", len(ties.source), claims))
    return tuple(Series(name, node, name, tuple(points)) for name, points in counted.items())


def seasons_of(reader: Reader, work: str) -> tuple[int, ...]:
    """Return the numbers of the seasons of a work that the view holds: as parts of it, or in its story."""
    slug = re.escape(work.rsplit("/", 1)[-1])
    found = {int(n) for iri in parts(reader, work) for n in re.findall(rf"/{slug}/s(\d+)(?:e\d+)?$", iri)}
    prefix = f"{reader.base}layer/"
    stored = (iri.removeprefix(prefix) for iri in reader.store.graphs())
    for name in stored:
        position = re.fullmatch(rf"story/{slug}/s(\d+)(?:e\d+)?", name)
        if position and reader.view.sees(Layer(name)):
            found.add(int(position[1]))
    return tuple(sorted(found))

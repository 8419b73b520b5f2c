"""The answers of `dramatis analyse`: rows, and what they were made with.

In: what is asked, a projection, a part of the view, entities by IRI. Out: rows of columns, parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import typer

from api.cli.analysing import Question
from graph.analysis import MEASURES, bias, by_season, by_year, centrality, chain, communities, similar, structure
from graph.network import network
from graph.projections import Scope
from graph.reader import Reader

__all__ = ["Asked", "Rows", "analysed"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an analysis is asked with."""

    reader: Reader
    entities: tuple[str, ...] = ()
    projection: str = "co-cast"
    scope: Scope = Scope()  # noqa: RUF009  a frozen value
    measure: str = "betweenness"
    seed: int = 0


Rows = list[dict[str, Any]]


def analysed(question: Question, asked: Asked) -> tuple[Rows, dict[str, Any]]:
    """Return the rows of an answer, and what it was made with. Raises BadParameter for a wrong number of entities."""
    needed = {Question.SIMILAR: 1, Question.SEPARATION: 2, Question.SEASONS: 1}.get(question)
    if needed is not None and len(asked.entities) != needed:
        raise typer.BadParameter(f"{question} takes {needed} of them, not {len(asked.entities)}", param_hint="ENTITY")
    if question is Question.YEARS and not asked.entities:
        raise typer.BadParameter("years takes at least one", param_hint="ENTITY")
    return _ANSWERS[question](asked)


def _centrality(asked: Asked) -> tuple[Rows, dict[str, Any]]:
    if asked.measure not in MEASURES:
        raise typer.BadParameter(f"{asked.measure!r} is none of {', '.join(MEASURES)}", param_hint="--measure")
    measure = next(name for name in MEASURES if name == asked.measure)
    found = centrality(network(asked.reader, asked.projection, asked.scope), measure, seed=asked.seed)
    rows: Rows = [{"entity": node.label, measure: round(value, 4), "iri": node.iri} for node, value in found.ranks]
    return rows, asdict(found.parameters)


def _communities(asked: Asked) -> tuple[Rows, dict[str, Any]]:
    found = communities(asked.reader, network(asked.reader, asked.projection, asked.scope), seed=asked.seed)
    rows: Rows = [
        {"community": one.name, "size": len(one.members), "members": ", ".join(node.label for node in one.members)}
        for one in found.communities
    ]
    return rows, {**asdict(found.parameters), "modularity": found.modularity}


def _bridges(asked: Asked) -> tuple[Rows, dict[str, Any]]:
    found = structure(network(asked.reader, asked.projection, asked.scope))
    rows: Rows = [
        {"from": one.source.label, "to": one.target.label, "claims": len(one.claims)} for one in found.bridges
    ]
    cuts = [node.label for node in found.cut_vertices]
    return rows, {**asdict(found.parameters), "cut_vertices": cuts, "density": found.density}


def _similar(asked: Asked) -> tuple[Rows, dict[str, Any]]:
    made = network(asked.reader, "bipartite", asked.scope)
    rows: Rows = [
        {"entity": one.node.label, "likeness": round(one.value, 4), "shared": ", ".join(n.label for n in one.shared)}
        for one in similar(made, asked.entities[0], limit=100)
    ]
    return rows, {"projection": "bipartite", "scope": str(asked.scope), "method": "cosine of the weighted ties"}


def _separation(asked: Asked) -> tuple[Rows, dict[str, Any]]:
    found = chain(network(asked.reader, asked.projection, asked.scope), *asked.entities)
    hops = found.hops or ()
    works = asked.reader.nodes(
        {link for hop in hops for link in hop.links if link.startswith("http") and " " not in link}
    )
    rows: Rows = [
        {
            "from": hop.source.label,
            "to": hop.target.label,
            "through": ", ".join(works[link].label for link in hop.links if link in works),
        }
        for hop in hops
    ]
    return rows, {"projection": asked.projection, "scope": str(asked.scope), "number": found.number}


def _years(asked: Asked) -> tuple[Rows, dict[str, Any]]:
    series = by_year(asked.reader, asked.entities)
    return _table(series), {"counted": "articles"}


def _seasons(asked: Asked) -> tuple[Rows, dict[str, Any]]:
    return _table(by_season(asked.reader, asked.entities[0])), {"counted": "what is placed in each season"}


def _table(series: Sequence[Any]) -> Rows:
    return [{"series": one.name, **{point.period: point.value for point in one.points}} for one in series]


def _sources(asked: Asked) -> tuple[Rows, dict[str, Any]]:
    found = bias(asked.reader, network(asked.reader, asked.projection, asked.scope).claims)
    rows: Rows = [asdict(voice) for voice in found.voices]
    told = {"facts": found.facts, "share": found.share, "alone": found.alone, "effective": found.effective}
    return rows, {"projection": asked.projection, "scope": str(asked.scope), **told}


_ANSWERS: Final[Mapping[Question, Callable[[Asked], tuple[Rows, dict[str, Any]]]]] = {
    Question.CENTRALITY: _centrality,
    Question.COMMUNITIES: _communities,
    Question.BRIDGES: _bridges,
    Question.SIMILAR: _similar,
    Question.SEPARATION: _separation,
    Question.YEARS: _years,
    Question.SEASONS: _seasons,
    Question.SOURCES: _sources,
}

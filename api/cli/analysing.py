"""`dramatis analyse`: who matters, who belongs together, how far apart, who says so.

In: what is asked, a projection, a part of the view, entities by name. Out: a table, or JSON, with what the analysis was
made with.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from api.cli.commands import app
from api.cli.places import DEFAULT_STORE, AsOfOption, LayerOption, StoreOption, chosen_view, minter, opened
from graph.layers import Side
from graph.projections import PROJECTIONS
from graph.reader import Reader

__all__ = ["Question", "analyse"]


class Question(StrEnum):
    """What can be asked."""

    CENTRALITY = "centrality"
    COMMUNITIES = "communities"
    BRIDGES = "bridges"
    SIMILAR = "similar"
    SEPARATION = "separation"
    YEARS = "years"
    SEASONS = "seasons"
    SOURCES = "sources"


@app.command()
def analyse(
    question: Annotated[Question, typer.Argument(help="What is asked.")],
    entity: Annotated[
        list[str] | None,
        typer.Argument(help="Names or IRIs: one for similar and seasons, two for separation, any for years."),
    ] = None,
    projection: Annotated[str, typer.Option(help=f"One of {', '.join(PROJECTIONS)}.")] = "co-cast",
    within: Annotated[str | None, typer.Option("--in", metavar="WORK[:sNeM]", help="Only this part.")] = None,
    measure: Annotated[str, typer.Option(help="degree, strength, betweenness, harmonic or pagerank.")] = "betweenness",
    seed: Annotated[int, typer.Option(min=0, help="Of what is drawn by chance.")] = 0,
    limit: Annotated[int, typer.Option(min=1, help="How many rows.")] = 20,
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
    layer: LayerOption = Side.ALL,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Analyse a network of the graph; what would reveal the private life of real people is refused."""
    if projection not in PROJECTIONS:
        raise typer.BadParameter(f"{projection!r} is none of {', '.join(PROJECTIONS)}", param_hint="--projection")
    from api.cli.analyses import Asked, analysed
    from api.cli.drawing import resolved, scope_of

    with opened(store, read_only=True) as source:
        reader = Reader(source, minter().base, chosen_view(as_of, layer))
        iris = tuple(resolved(reader, name) for name in entity or ())
        asked = Asked(reader, iris, projection, scope_of(reader, within), measure, seed)
        rows, parameters = analysed(question, asked)
    shown = rows[:limit]
    if as_json:
        answer = {"items": shown, "total": len(rows), "truncated": len(rows) > limit, "parameters": parameters}
        sys.stdout.buffer.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        sys.stdout.write(_printed(shown))
        left = f", {len(rows) - limit} more" if len(rows) > limit else ""
        sys.stdout.write(f"({len(shown)} rows{left}; {_said(parameters)})\n")


def _printed(rows: Sequence[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    columns = list(dict.fromkeys(name for row in rows for name in row if name != "iri"))
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(str(row.get(name, "")) for name in columns))
    Console(file=out, width=160, markup=False, highlight=False).print(table)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _said(parameters: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in parameters.items() if value is not None)

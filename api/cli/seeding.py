"""The command that imports structured data.

In: a file, what kind it is, whose it is, under which licence. Out: claims in the layer `seed/{source}`.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.commands import answer, app
from api.cli.ingesting import made_writer
from api.cli.places import DEFAULT_STORE, StoreOption, minter, opened
from graph.identity import load_identities
from graph.iri import slug
from ingest.linking import Linker
from ingest.seeds import BadSeed, Row, csv_rows, seed, seeded, tvmaze_rows, wikidata_rows

__all__: list[str] = []


class SeedKind(StrEnum):
    """The kinds of structured data."""

    TVMAZE = "tvmaze"
    WIKIDATA = "wikidata"
    CSV = "csv"


def rows_of(kind: SeedKind, file: Path, mapping: Path | None) -> list[Row]:
    """Return the rows of a file. Raises BadSeed."""
    content = file.read_bytes()
    if kind is SeedKind.CSV:
        if mapping is None:
            raise BadSeed("a table needs --mapping, a TOML file that says what its columns mean")
        return list(csv_rows(content, mapping.read_text(encoding="utf-8")))
    return list(tvmaze_rows(content) if kind is SeedKind.TVMAZE else wikidata_rows(content))


@app.command(name="seed")
def seed_file(
    kind: Annotated[SeedKind, typer.Argument(help="What the file is.")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file.")],
    licence: Annotated[str, typer.Option(help="Under which licence it may be used.")],
    source: Annotated[str, typer.Option(help="Whose data it is; the layer is seed/SOURCE.")] = "",
    mapping: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="For csv: a TOML file.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it comes from.")] = None,
    date: Annotated[str | None, typer.Option(help="Of what day it is, as YYYY-MM-DD.")] = None,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Import structured data into a layer of its own, linked to what the graph knows."""
    name = slug(source or kind.value)
    document, extraction = seed(rows_of(kind, file, mapping), name, licence=licence, date=date, url=url)
    with opened(store) as target:
        linker = Linker(minter(), load_identities(target, minter()), f"seed/{kind}")
        record = seeded(linker.record(document, extraction), name)
        outcome = made_writer(target, minter()).write(record)
    answer(f"seed/{name}: {outcome.claims} claims, {outcome.added} quads added, {outcome.removed} removed")
    for one in outcome.dropped:
        answer(f"  not stored: {one.count} {one.reason}")

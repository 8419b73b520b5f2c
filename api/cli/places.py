"""What every command shares: which store, which base, which view.

In: options and the environment. Out: an open store, a minter, a view. `--store` falls back to `DRAMATIS_STORE`, then
`./dramatis.store`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from graph.iri import DEFAULT_BASE, Minter
from graph.layers import AsOf, Side, View, view
from graph.store import Store, open_store

__all__ = ["AsOfOption", "LayerOption", "StoreOption", "chosen_view", "minter", "opened"]

StoreOption = Annotated[
    str,
    typer.Option("--store", envvar="DRAMATIS_STORE", help="A directory, or the address of a SPARQL 1.1 server."),
]
AsOfOption = Annotated[
    list[str] | None,
    typer.Option("--as-of", metavar="WORK:sNeM", help="What you have watched; may be given for several works."),
]
LayerOption = Annotated[Side, typer.Option("--layer", help="The world, the stories, or both.")]

DEFAULT_STORE = "./dramatis.store"


def minter() -> Minter:
    """Return the minter of this instance's base IRI, `DRAMATIS_BASE`."""
    try:
        return Minter(os.environ.get("DRAMATIS_BASE", DEFAULT_BASE))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="DRAMATIS_BASE") from error


def chosen_view(as_of: Sequence[str] | None, layer: Side = Side.ALL) -> View:
    """Return the view that the options ask for."""
    try:
        return view(layer, [AsOf.parse(text) for text in as_of or ()])
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--as-of") from error


@contextmanager
def opened(place: str, *, read_only: bool = False) -> Iterator[Store]:
    """Open a store for the time of a command."""
    store = open_store(place, read_only=read_only)
    try:
        yield store
    finally:
        store.close()

"""Drawing from the command line: names become IRIs, and these a picture.

In: names, IRIs or `kind/slug`, a view. Out: a `Picture`.
"""

from __future__ import annotations

from collections.abc import Sequence

import typer

from graph.drawing import KINDS, Picture, draw
from graph.identity import normal
from graph.layers import View
from graph.reader import Reader, text_of
from graph.store import Store

__all__ = ["drawn", "resolved"]


def drawn(store: Store, base: str, view: View, names: Sequence[str], kind: str, theme: str) -> Picture:
    """Return the picture that is asked for. Raises BadParameter for an unknown kind, theme or name."""
    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="--kind")
    if theme not in ("light", "dark"):
        raise typer.BadParameter(f"{theme!r} is neither light nor dark", param_hint="--theme")
    reader = Reader(store, base, view)
    entities = tuple(resolved(reader, name) for name in names)
    return draw(kind, store, base, view, entities=entities, theme="dark" if theme == "dark" else "light")


def resolved(reader: Reader, name: str) -> str:
    """Return the IRI that a name means in a view. Raises BadParameter where none does, or several do."""
    for iri in (name, f"{reader.base}{name}"):
        if iri.startswith(reader.base) and " " not in iri and reader.knows(iri):
            return iri
    wanted = normal(name)
    found = sorted({text_of(row["entity"]) for row in reader.rows("names") if normal(text_of(row["form"])) == wanted})
    if not found:
        raise typer.BadParameter(f"nothing is called {name!r} in this view; try the explorer's search")
    nodes = reader.nodes(found)
    full = [iri for iri in found if normal(nodes[iri].label) == wanted]
    if len(full or found) > 1:
        raise typer.BadParameter(f"{name!r} may be {', '.join(full or found)}: give one of these")
    return (full or found)[0]

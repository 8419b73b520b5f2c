"""Drawing from the command line: names become IRIs, and these a picture.

In: names, IRIs or `kind/slug`, a view. Out: a `Picture`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import typer

from graph.drawing import KINDS, Picture, draw
from graph.identity import normal
from graph.layers import View
from graph.projections import PROJECTIONS, Scope
from graph.reader import Reader, text_of
from graph.store import Store

__all__ = ["Frame", "drawn", "resolved", "scope_of"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a picture is asked with beside its entities; None where the command line says nothing."""

    kind: str = "network"
    theme: str = "light"
    within: str | None = None
    by: str | None = None
    projection: str | None = None


_TAKEN: Final = {"--in": "communities", "--projection": "communities", "--by": "series"}


def drawn(store: Store, base: str, view: View, names: Sequence[str], frame: Frame) -> Picture:
    """Return the picture that is asked for. Raises BadParameter for an unknown name, or what the kind does not take."""
    if frame.kind not in KINDS:
        raise typer.BadParameter(f"{frame.kind!r} is none of {', '.join(KINDS)}", param_hint="--kind")
    if frame.theme not in ("light", "dark"):
        raise typer.BadParameter(f"{frame.theme!r} is neither light nor dark", param_hint="--theme")
    if frame.by not in (None, "year", "season"):
        raise typer.BadParameter(f"{frame.by!r} is neither year nor season", param_hint="--by")
    if frame.projection not in (None, *PROJECTIONS):
        raise typer.BadParameter(f"{frame.projection!r} is none of {', '.join(PROJECTIONS)}", param_hint="--projection")
    given = {"--in": frame.within, "--projection": frame.projection, "--by": frame.by}
    for option, kind in _TAKEN.items():
        if given[option] is not None and frame.kind != kind:
            raise typer.BadParameter(f"only a picture of {kind} takes it, not one of {frame.kind}", param_hint=option)
    reader = Reader(store, base, view)
    entities = tuple(resolved(reader, name) for name in names)
    return draw(
        frame.kind,
        store,
        base,
        view,
        entities=entities,
        theme="dark" if frame.theme == "dark" else "light",
        scope=scope_of(reader, frame.within),
        by="season" if frame.by == "season" else "year",
        projection=frame.projection or "co-cast",
    )


def scope_of(reader: Reader, text: str | None) -> Scope:
    """Return the part of the view that `WORK`, `WORK:s2`, `WORK:s2e3` or `WORK:s2e1-3` names, the work by its name."""
    if not text:
        return Scope()
    found = re.fullmatch(r"(.+?)(?::s(\d{1,3})(?:e(\d{1,4})(?:-(\d{1,4}))?)?)?", text)
    if not found:
        raise typer.BadParameter(f"{text!r} is not WORK or WORK:s2 or WORK:s2e1-3", param_hint="--in")
    work = resolved(reader, found[1] if "/" in found[1] else _slugged(reader, found[1]))
    first = int(found[3]) if found[3] else None
    span = (first, int(found[4] or found[3])) if first is not None else None
    return Scope(work, int(found[2]) if found[2] else None, span)


def _slugged(reader: Reader, name: str) -> str:
    """Return the local IRI of the work that a slug means, else the name as it is."""
    local = (f"{kind}/{name}" for kind in ("show", "film", "work"))
    return next((one for one in local if " " not in name and reader.knows(f"{reader.base}{one}")), name)


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

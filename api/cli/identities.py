"""Commands about single things: why a claim stands, who is who.

In: names, IRIs. Out: text.
"""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.commands import answer, app
from api.cli.drawing import resolved
from api.cli.ingesting import made_writer
from api.cli.places import DEFAULT_STORE, AsOfOption, LayerOption, StoreOption, chosen_view, minter, opened
from api.clock import now
from graph.explanation import explained
from graph.identity import load_identities
from graph.layers import Side, view
from graph.merging import Decision, decisions, suggestions
from graph.reader import Reader

__all__: list[str] = []

By = Annotated[str, typer.Option(help="Who decides.")]
Reason = Annotated[str, typer.Option(help="Why.")]


@app.command()
def explain(
    claim: Annotated[str, typer.Argument(help="The IRI or the id of a claim.")],
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
    layer: LayerOption = Side.ALL,
) -> None:
    """Say why a claim stands: its words, who says them, which rule found them."""
    base = minter().base
    iri = claim if claim.startswith(base) else f"{base}claim/{claim}"
    with opened(store, read_only=True) as source:
        answer("\n".join(explained(Reader(source, base, chosen_view(as_of, layer)), iri)))


@app.command()
def merge(
    old: Annotated[str, typer.Argument(help="Who is another: a name, an IRI or KIND/SLUG.")],
    new: Annotated[str, typer.Argument(help="Who that is.")],
    reason: Reason = "",
    by: By = "the operator",
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Let two entities be one. The old IRI leads to the new; `split` takes it back."""
    with opened(store) as target:
        reader = Reader(target, minter().base, view())
        decision = Decision(resolved(reader, old), resolved(reader, new), now(), by, reason)
        count = made_writer(target, minter()).merge(decision)
    answer(f"{decision.old} is {decision.new} now, in {count} articles")


@app.command()
def split(
    old: Annotated[str, typer.Argument(help="The IRI, or KIND/SLUG, that was merged into another.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Undo a merge: every article says again what it said."""
    base = minter().base
    iri = old if old.startswith(base) else f"{base}{old}"
    with opened(store) as target:
        count = made_writer(target, minter()).split(iri)
    answer(f"{iri} stands for itself again, in {count} articles")


@app.command()
def who(store: StoreOption = DEFAULT_STORE) -> None:
    """List who may be the same, with the reason, and what was merged."""
    base = minter().base
    with opened(store, read_only=True) as source:
        for decision in decisions(source, base):
            answer(f"merged  {decision.old} into {decision.new}, {decision.at}, by {decision.by}: {decision.reason}")
        for one in suggestions(load_identities(source, minter())):
            answer(f"{one.score:.2f}  {one.one}  {one.other}: {one.reason}")

"""Commands for people who ask: forget, restrict, rectify. Each prints a receipt.

In: a person, a claim. Out: a receipt that does not name anybody.
"""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.commands import answer, app, say
from api.cli.drawing import resolved
from api.cli.ingesting import gated_writer, made_writer
from api.cli.keys import key_for
from api.cli.places import DEFAULT_STORE, StoreOption, minter, opened
from api.clock import now
from graph.forgetting import Receipt
from graph.forgetting import forget as forget_person
from graph.forgetting import rectify as rectify_fact
from graph.forgetting import restrict as restrict_person
from graph.forgetting import unrestrict as unrestrict_person
from graph.layers import view
from graph.model import Status
from graph.reader import Reader
from graph.store import Store
from graph.store.embedded import EmbeddedStore
from graph.store.maintenance import compact

__all__: list[str] = []

Person = Annotated[str, typer.Argument(help="A name, an IRI or person/SLUG.")]


def print_receipt(receipt: Receipt) -> None:
    """Print a receipt."""
    answer("\n".join(receipt.lines()))


def person_iri(store: Store, name: str) -> str:
    """Return the IRI of a person by name; people's own layers are looked at too."""
    base = minter().base
    if name.startswith((base, "person/")):
        return name if name.startswith(base) else f"{base}{name}"
    return resolved(Reader(store, base, view(self_layers=True)), name)


@app.command()
def forget(person: Person, store: StoreOption = DEFAULT_STORE) -> None:
    """Erase a person, and keep only a keyed hash that stops any later reading from bringing them back."""
    with opened(store) as target:
        key = key_for(target)
        receipt = forget_person(
            target, lambda held: gated_writer(target, minter(), held), person_iri(target, person), key, now()
        )
        if isinstance(target, EmbeddedStore):
            compact(target)
    print_receipt(receipt)
    say("Backups that were taken before still hold what they held: take a new one and delete them.")


@app.command()
def restrict(
    person: Person,
    lift: Annotated[bool, typer.Option("--lift", help="Show again what was said.")] = False,
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Keep all that is said of a person out of every view, for as long as it is looked into."""
    with opened(store) as target:
        act = unrestrict_person if lift else restrict_person
        receipt = act(target, made_writer(target, minter()), person_iri(target, person), now())
    print_receipt(receipt)


@app.command()
def rectify(
    claim: Annotated[str, typer.Argument(help="The IRI or the id of a claim of the fact.")],
    status: Annotated[Status, typer.Option(help="What the fact's claims are from now on.")] = Status.RETRACTED,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Set the status of a fact in every article that says it; another reading keeps to it."""
    base = minter().base
    iri = claim if claim.startswith(base) else f"{base}claim/{claim}"
    with opened(store) as target:
        receipt = rectify_fact(target, made_writer(target, minter()), iri, status, note, now())
    print_receipt(receipt)

"""Commands that keep a store: backup, restore, compact, load, verify.

In: a store's directory. Out: one line of what was done, or every line of what is wrong.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.commands import answer, app, say
from api.cli.places import DEFAULT_STORE, StoreOption, minter, opened
from graph.store.embedded import EmbeddedStore
from graph.store.maintenance import Backup
from graph.store.maintenance import backup as take_backup
from graph.store.maintenance import compact as compact_store
from graph.store.maintenance import load as load_dump
from graph.store.maintenance import restore as restore_backup
from graph.store.maintenance import verify as verify_store

__all__: list[str] = []


def directory(store: str) -> Path:
    """Return a store's directory. Raises BadParameter for the address of a server."""
    if store.startswith(("http://", "https://")):
        raise typer.BadParameter("this is for a directory; a server has means of its own", param_hint="--store")
    return Path(store)


def told(done: Backup) -> str:
    """Return one line about a backup."""
    return f"{done.path}: revision {done.revision}, {done.size_bytes / 1e6:.1f} MB"


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="A new directory; it is a store of its own.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Copy the newest state of a store, while it is served and written."""
    answer(told(take_backup(directory(store), target)))


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A directory that `dramatis backup` made.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Put a backup in the place of a store's state."""
    answer(told(restore_backup(source, directory(store))))


@app.command()
def compact(store: StoreOption = DEFAULT_STORE) -> None:
    """Rewrite the files of a store in their densest form."""
    with EmbeddedStore(directory(store)) as target:
        before, after = compact_store(target)
    answer(f"{before / 1e6:.1f} MB before, {after / 1e6:.1f} MB after")


@app.command()
def load(
    dump: Annotated[Path, typer.Argument(help="A dump as `dramatis export` made it: .nq, .trig, .jsonld, …")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Load a dump in bulk. Its layers are taken as they are: for dumps of your own."""
    with EmbeddedStore(directory(store)) as target:
        answer(f"revision {load_dump(target, dump)}")


@app.command()
def verify(store: StoreOption = DEFAULT_STORE) -> None:
    """Check that every claim quotes its article, every fact has a claim, every roll-up its parts, every shape holds."""
    wrong = 0
    with opened(store) as target:
        for line in verify_store(target, minter().base):
            answer(line)
            wrong += 1
    if wrong:
        say(f"dramatis: {wrong} things are wrong in {store}")
        raise typer.Exit(1)
    answer(f"all is well in {store}")

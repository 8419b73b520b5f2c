"""The directory of an embedded store: where its files are, who writes, what is published.

In: the path that a user names. Out: the lock of the one writer, the schema version, and snapshots, one a revision.

    store.json            schema version and the store's own id
    writer.lock           held by the one writing process
    dirty                 stands while a writer is at work; left behind by a crash
    untidy                stands after a bulk load until Oxigraph's files were put in order
    quads*/               Oxigraph's files; store.json says which, so that they can be exchanged in one step
    revision              the number of the newest published snapshot
    snapshots/{n}/quads/  the store at revision n: hard links to Oxigraph's files
    snapshots/{n}/readers locked, shared, by everyone who reads it; a snapshot in use is not removed
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph.errors import StoreDamaged, StoreError, StoreLocked

__all__ = ["SCHEMA", "Directory", "Hold", "Snapshot", "WriterLock", "open_snapshot", "opening"]

SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The store as it stood at one revision, never changed again. `store` is the id of the store that it came from."""

    path: Path
    revision: int
    store: str

    @property
    def quads(self) -> Path:
        """The directory that Oxigraph opens, for reading only."""
        return self.path / "quads"

    def hold(self) -> int:
        """Keep the snapshot from being removed until the returned file descriptor is closed; see `hold_latest`.

        Raises FileNotFoundError if it is gone already: a newer one stands then.
        """
        held = os.open(self.path / "readers", os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_SH)
        if not (self.path / "readers").exists():
            os.close(held)
            raise FileNotFoundError(self.path)
        return held


@dataclass(frozen=True, slots=True)
class WriterLock:
    """The right to write, held by an open file: the system lets go of it when the process ends, however it ends."""

    file: int

    def release(self) -> None:
        """Let another process write."""
        os.close(self.file)


@dataclass(frozen=True, slots=True)
class Hold:
    """A snapshot kept from being removed."""

    file: int

    def release(self) -> None:
        """Let the snapshot be removed."""
        os.close(self.file)


@dataclass(frozen=True, slots=True)
class Directory:
    """The paths under one store, and what is done to them."""

    path: Path

    @property
    def quads(self) -> Path:
        """Oxigraph's own directory."""
        return self.path / str(self._description().get("quads", "quads"))

    @property
    def snapshots(self) -> Path:
        """The directory of the published snapshots."""
        return self.path / "snapshots"

    @property
    def exists(self) -> bool:
        """True if a store of any schema version stands here."""
        return (self.path / "store.json").exists() or (self.path / "CURRENT").exists()

    def lock(self) -> WriterLock:
        """Become the writer. Raises StoreLocked while another process, or another object of this one, is."""
        self.path.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(file)
            raise StoreLocked(self.path) from error
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())
        return WriterLock(file)

    def prepare(self) -> str:
        """Make or migrate what is needed to write, and return the store's id. Only the holder of the lock may call it.

        Raises StoreDamaged for a store of a later schema than this program knows.
        """
        if self.exists:
            for step in range(self.schema(), SCHEMA):
                MIGRATIONS[step](self)
        else:
            self.describe(uuid.uuid4().hex)
        self.snapshots.mkdir(exist_ok=True)
        self.sweep()
        return self.identity()

    def schema(self) -> int:
        """Return the schema version that the store was written with. Raises StoreDamaged for an unknown one."""
        if not (self.path / "store.json").exists():
            return 0
        version = self._description().get("schema")
        if not isinstance(version, int) or not 0 < version <= SCHEMA:
            raise StoreDamaged(self.path, f"its schema version is {version!r} and this program knows 1 to {SCHEMA}")
        return version

    def identity(self) -> str:
        """Return the id that the store was given when it was made. Raises StoreDamaged where no store stands."""
        return str(self._description().get("id", ""))

    def revision(self) -> int:
        """Return the revision of the newest published snapshot; 0 where nothing was published yet."""
        try:
            return int((self.path / "revision").read_text())
        except FileNotFoundError:
            return 0
        except ValueError as error:
            raise StoreDamaged(self.path, "the file 'revision' holds no number") from error

    def latest(self) -> Snapshot:
        """Return the newest published snapshot. Raises StoreDamaged where none is."""
        identity, revision = self.identity(), self.revision()
        snapshot = Snapshot(self.snapshots / str(revision), revision, identity)
        if not snapshot.quads.is_dir():
            raise StoreDamaged(self.path, "it has no published snapshot; open it once for writing")
        return snapshot

    def hold_latest(self) -> tuple[Snapshot, Hold]:
        """Return the newest published snapshot, kept from being removed until the hold is released."""
        for _ in range(10):
            snapshot = self.latest()
            try:
                return snapshot, Hold(snapshot.hold())
            except FileNotFoundError:
                # It was retired between the two lines: a newer one stands.
                time.sleep(0.01)
        raise StoreDamaged(self.path, "its snapshots are gone as soon as they are published")

    def replace(self, fill: Callable[[str], None], identity: str) -> None:
        """Put other files in the place of Oxigraph's; `fill` writes them to the path that it is given.

        Only the holder of the lock may call it. With another id nothing that was kept of the old store is taken for
        true. What was there is removed by `sweep`, when nobody has it open.
        """
        arriving = f"quads-{uuid.uuid4().hex[:8]}"
        try:
            fill(str(self.path / arriving))
        except BaseException:
            shutil.rmtree(self.path / arriving, ignore_errors=True)
            raise
        self.begin()
        self.describe(identity, arriving)

    def sweep(self) -> None:
        """Remove what crashes and exchanges left behind. Only the holder of the lock may call it."""
        current = self.quads
        for leftover in [*self.snapshots.glob(".*"), *self.path.glob("quads*")]:
            if leftover != current:
                shutil.rmtree(leftover, ignore_errors=True)

    def renumber(self, revision: int) -> None:
        """Give the newest snapshot of a store that nobody has open another number."""
        latest = self.latest()
        if latest.revision != revision:
            latest.path.rename(self.snapshots / str(revision))
            self._replace("revision", str(revision))

    def publish(self, copy: Callable[[str], None], revision: int) -> Snapshot:
        """Publish a snapshot; `copy` writes Oxigraph's files to the path that it is given."""
        snapshot = Snapshot(self.snapshots / str(revision), revision, self.identity())
        unfinished = self.snapshots / f".{revision}"
        for leftover in (unfinished, snapshot.path):
            shutil.rmtree(leftover, ignore_errors=True)
        unfinished.mkdir(parents=True)
        (unfinished / "readers").touch()
        copy(str(unfinished / "quads"))
        unfinished.rename(snapshot.path)
        self._replace("revision", str(revision))
        return snapshot

    def retire(self, keep: int) -> bool:
        """Remove the snapshots older than a revision that nobody reads, and what a crash left unfinished.

        Return True if older ones are left, because somebody reads them.
        """
        crowded = False
        for path in self.snapshots.iterdir():
            unfinished = path.name[:1] == "." and path.name[1:].isdigit()
            older = path.name.isdigit() and int(path.name) < keep
            if unfinished or (older and _unused(path)):
                shutil.rmtree(path, ignore_errors=True)
            elif older:
                crowded = True
        return crowded

    def begin(self) -> bool:
        """Note that a writer is at work; return True if an earlier one never finished."""
        crashed = (self.path / "dirty").exists()
        (self.path / "dirty").touch()
        return crashed

    @property
    def untidy(self) -> bool:
        """True after a bulk load, until Oxigraph's files were put in order."""
        return (self.path / "untidy").exists()

    def note_untidy(self) -> None:
        """Note that a bulk load left Oxigraph's files in disorder."""
        (self.path / "untidy").touch()

    def note_tidy(self) -> None:
        """Note that Oxigraph's files are in order."""
        (self.path / "untidy").unlink(missing_ok=True)

    def finish(self) -> None:
        """Note that the writer has published everything."""
        (self.path / "dirty").unlink(missing_ok=True)

    def _description(self) -> dict[str, object]:
        try:
            found = json.loads((self.path / "store.json").read_text())
        except FileNotFoundError as error:
            raise StoreDamaged(self.path, "it is not a store: there is no store.json in it") from error
        except (OSError, ValueError) as error:
            raise StoreDamaged(self.path, f"store.json cannot be read ({error})") from error
        if not isinstance(found, dict):
            raise StoreDamaged(self.path, "store.json does not describe a store")
        return found

    def describe(self, identity: str, quads: str = "quads") -> None:
        """Write down the schema version, the store's id and the name of Oxigraph's directory."""
        self._replace("store.json", json.dumps({"schema": SCHEMA, "id": identity, "quads": quads}) + "\n")

    def _replace(self, name: str, text: str) -> None:
        temporary = self.path / f".{name}"
        with temporary.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path / name)


def _unused(path: Path) -> bool:
    """Say whether nobody holds a snapshot; whoever comes after this finds its file of readers gone."""
    try:
        held = os.open(path / "readers", os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (path / "readers").unlink(missing_ok=True)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(held)


def _from_bare_oxigraph(directory: Directory) -> None:
    """Schema 0 to 1: the files of a bare Oxigraph directory move into `quads/`."""
    own = {"writer.lock", "snapshots", "quads", "dirty", "revision", "store.json", "untidy"}
    home = directory.path / "quads"
    home.mkdir(exist_ok=True)
    for path in sorted(directory.path.iterdir()):
        if path.name not in own:
            path.rename(home / path.name)
    directory.describe(uuid.uuid4().hex)


MIGRATIONS: Final[dict[int, Callable[[Directory], None]]] = {0: _from_bare_oxigraph}
"""What turns a store of one schema version into the next: one step a version, run when it is opened for writing."""


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Turn what Oxigraph says when a directory cannot be opened into an error that says what to do."""
    try:
        yield
    except StoreError:
        raise
    except (OSError, RuntimeError) as error:
        if "lock hold" in str(error) or "LOCK:" in str(error):
            raise StoreLocked(path) from error
        raise StoreDamaged(path, str(error)) from error


def open_snapshot(snapshot: Snapshot) -> ox.Store:
    """Open a snapshot for reading."""
    with opening(snapshot.path):
        return ox.Store.read_only(str(snapshot.quads))

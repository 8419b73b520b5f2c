"""SPARQL servers of other makers, started on loopback for the tests of the remote store.

In: a directory for their files. Out: the address for `open_store`. Each says why when it cannot be had.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

__all__ = ["OXIGRAPH", "VIRTUOSO", "free_port", "oxigraph", "virtuoso"]


def _command(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))


OXIGRAPH = _command("oxigraph")
VIRTUOSO = _command("virtuoso-t")


def free_port() -> int:
    """Return a port of loopback that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def oxigraph(place: Path, *arguments: str) -> Iterator[str]:
    """Run `oxigraph serve` over a directory."""
    assert OXIGRAPH is not None
    port = free_port()
    command = [OXIGRAPH, "serve", "--location", str(place), "--bind", f"127.0.0.1:{port}", *arguments]
    with _running(command, place, f"http://127.0.0.1:{port}/query?query=ASK%7B%7D"):
        yield f"http://127.0.0.1:{port}/query"


VIRTUOSO_INI = """
[Database]
DatabaseFile = {place}/virtuoso.db
ErrorLogFile = {place}/virtuoso.log
LockFile = {place}/virtuoso.lck
TransactionFile = {place}/virtuoso.trx
xa_persistent_file = {place}/virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {place}/virtuoso-temp.db
TransactionFile = {place}/virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
LiteMode = 0
CaseMode = 2
DirsAllowed = {place}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {place}
ServerThreads = 10
MaxKeepAlives = 10

[SPARQL]
ResultSetMaxRows = 1000000
"""


@contextmanager
def virtuoso(place: Path) -> Iterator[str]:
    """Run Virtuoso 7 over a directory; its dba, whose password is dba, writes."""
    assert VIRTUOSO is not None
    place.mkdir(parents=True, exist_ok=True)
    http = free_port()
    (place / "virtuoso.ini").write_text(VIRTUOSO_INI.format(place=place, sql=free_port(), http=http))
    command = [VIRTUOSO, "-f", "-c", str(place / "virtuoso.ini")]
    with _running(command, place, f"http://127.0.0.1:{http}/sparql?query=ASK%7B%7D"):
        yield f"http://dba:dba@127.0.0.1:{http}/sparql-auth"


@contextmanager
def _running(command: list[str], place: Path, probe: str) -> Iterator[None]:
    place.mkdir(parents=True, exist_ok=True)
    log = place.parent / f"{place.name}.log"
    with log.open("wb") as output, subprocess.Popen(command, cwd=place, stdout=output, stderr=output) as process:
        try:
            for _ in range(600):
                if process.poll() is not None:
                    raise RuntimeError(f"{command[0]} ended at once: {log.read_text(errors='replace')[-2000:]}")
                try:
                    if httpx.get(probe, timeout=2).status_code == 200:
                        break
                except httpx.HTTPError:
                    time.sleep(0.1)
            else:
                raise RuntimeError(f"{command[0]} does not answer: {log.read_text(errors='replace')[-2000:]}")
            yield
        finally:
            process.kill()

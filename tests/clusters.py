"""Dask clusters on loopback, started as an operator starts them, for the tests and the benchmark of `ingest.cluster`.

In: a folder for their files, options of `dask worker`. Out: the address of the scheduler, and the processes.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Started", "started"]

ROOT = Path(__file__).parents[1]
dask: Any = importlib.import_module("distributed")


@dataclass(frozen=True, slots=True)
class Started:
    """A scheduler, and workers under it, as an operator starts them."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: subprocess.Popen[bytes]

    def process_ids(self) -> list[int]:
        """Return the ids of the workers' processes, which their nannies watch."""
        with dask.Client(self.address, set_as_default=False) as client:
            return list(client.run(os.getpid).values())


@contextmanager
def started(folder: Path, *options: str) -> Iterator[Started]:
    """Start a scheduler and workers with such options, and wait until it knows them."""
    file, local = folder / "scheduler.json", ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = _dask("scheduler", *local, "--port", "0", "--scheduler-file", str(file))
    workers = _dask("worker", *local, "--scheduler-file", str(file), "--local-directory", str(folder), *options)
    try:
        with dask.Client(scheduler_file=str(file), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(int(options[options.index("--nworkers") + 1]), timeout=60)
            address = client.scheduler.address
        yield Started(address, scheduler, workers)
    finally:
        for process in (workers, scheduler):
            process.terminate()
            process.wait(timeout=60)


def _dask(*arguments: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dask", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)

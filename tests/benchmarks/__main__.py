"""Run the benchmarks: `python -m tests.benchmarks [NAME…]`, all of them by default.

In: names of modules beside this one. Out: tables on standard output, after a line that says which machine this is.
Each module has `run() -> Iterator[str]`, which yields lines.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
import sys
from pathlib import Path

import tests.benchmarks


def machine() -> str:
    """Return one line about this machine."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def main() -> None:
    """Run what was asked for."""
    found = [
        module.name for module in pkgutil.iter_modules(tests.benchmarks.__path__) if not module.name.startswith("_")
    ]
    benchmarks = [name for name in found if hasattr(importlib.import_module(f"tests.benchmarks.{name}"), "run")]
    wanted = sys.argv[1:] or benchmarks
    sys.stdout.write(f"machine: {machine()}\n")
    for name in wanted:
        if name not in benchmarks:
            raise SystemExit(f"no benchmark {name}: there are {', '.join(benchmarks)}")
        sys.stdout.write(f"\n{name}\n")
        for line in importlib.import_module(f"tests.benchmarks.{name}").run():
            sys.stdout.write(f"  {line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

"""The examples of the README and of `ingest/README.md`, run: each `console` block is typed as it stands, over the demo.

In: the pages. Out: for each command what it prints. `python -m tests.readme` writes the present output into them, the
test compares the two. A line `…` stands for any number of lines.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).parents[1]
README: Final = ROOT / "README.md"
RUN: Final = (README, ROOT / "ingest" / "README.md")
BLOCK: Final = re.compile(r"```console\n(.*?)```", re.S)
PORT: Final = "8321"
LINES: Final = 12  # shown of an output; an ellipsis stands for the rest


@dataclass(frozen=True, slots=True)
class Example:
    """A command as it is typed, and the output that the README shows."""

    command: str
    shown: str


def examples(text: str) -> list[Example]:
    """Return the commands of a README that can be run here: those of `dramatis` and `curl`."""
    found = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            lines = part.splitlines()
            length = next((n for n, line in enumerate(lines, 1) if not line.endswith("\\")), len(lines))
            command = "\n".join(lines[:length])
            if command.startswith(("dramatis ", "curl ")) and not command.startswith("dramatis serve"):
                found.append(Example(command, "\n".join(lines[length:])))
    return found


@dataclass
class Desk:
    """A folder with the demo corpus at hand, a store in it, and the service of the README when it is asked."""

    folder: Path
    server: subprocess.Popen[bytes] | None = None

    def run(self, command: str) -> str:
        """Type a command and return what it prints; the first `curl` finds the store served."""
        if command.startswith("curl ") and self.server is None:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "api.cli", "serve", "--port", PORT],
                cwd=self.folder,
                env=environment(),
                stderr=subprocess.PIPE,
            )
            assert self.server.stderr is not None
            self.server.stderr.readline()
        return run(self.folder, command)


@contextmanager
def demo_desk() -> Iterator[Desk]:
    """A desk for the time of a test; nothing is left of it."""
    with TemporaryDirectory() as name:
        desk = Desk(Path(name))
        (desk.folder / "data").symlink_to(ROOT / "data")
        try:
            yield desk
        finally:
            if desk.server:
                desk.server.terminate()
                desk.server.wait(timeout=30)


def environment() -> dict[str, str]:
    """Return the environment of a command: this Python's `dramatis` first on the path, and no settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DRAMATIS_")}
    return {**kept, "PATH": f"{Path(sys.executable).parent}:{kept['PATH']}", "PYTHONPATH": str(ROOT), "COLUMNS": "120"}


def run(desk: Path, command: str) -> str:
    """Run a command in a folder and return what it prints on standard output."""
    done = subprocess.run(
        ["bash", "-c", command], cwd=desk, env=environment(), capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command}\n{done.stdout}{done.stderr}")
    return done.stdout


def agrees(shown: str, printed: str) -> bool:
    """Say whether an output is the one that is shown.

    >>> agrees("one\\n…\\nfour", "one\\ntwo\\nthree\\nfour\\n"), agrees("one", "two")
    (True, False)
    """
    parts = (re.escape(part.strip("\n")) for part in re.split(r"^…$", shown, flags=re.M))
    return (
        re.fullmatch(r".*".join(parts), "\n".join(line.rstrip() for line in printed.strip("\n").splitlines()), re.S)
        is not None
    )


def main() -> None:
    """Write the present output of each example into the pages, keeping what an `…` leaves out left out."""
    with demo_desk() as desk:
        for page in RUN:
            text = page.read_text(encoding="utf-8")
            for example in examples(text):
                text = rewritten(text, example, desk.run(example.command))
            page.write_text(text, encoding="utf-8")


def rewritten(text: str, example: Example, output: str) -> str:
    """Return a page with an example's output as it is now."""
    if agrees(example.shown, output):
        return text
    lines = [line.rstrip() for line in output.strip("\n").splitlines()]
    kept = lines if len(lines) <= LINES else [*lines[: LINES - 2], "…"]
    sys.stdout.write(f"rewrote: {example.command.splitlines()[0]}\n")
    old = f"$ {example.command}\n{example.shown}".rstrip("\n")
    return text.replace(old, "\n".join([f"$ {example.command}", *kept]))


if __name__ == "__main__":
    main()

"""What the tree may hold: no path of a machine, no host of a package registry, nothing unasked for at the top."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOP = {
    "graph", "ingest", "api", "tests", "data", "pyproject.toml", "README.md", "Makefile", "requirements.txt",
    "requirements-train.txt", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ".gitignore", ".gitattributes", ".ci",
}  # fmt: skip
# Written in pieces, so that this file does not name what it forbids.
FORBIDDEN = re.compile(
    r"/(?:wo"
    r"rk|fa"
    r"rm)/|/ho"
    r"me/\w|/Us"
    r"ers/\w|pythonho"
    r"sted|py"
    r"pi\.org|registry\.np"
    r"mjs|deb\.deb"
    r"ian\.org"
)


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    found = []
    for name in tracked():
        data = (ROOT / name).read_bytes()
        if b"\0" in data[:4096]:
            continue
        found += [
            f"{name}:{n}"
            for n, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1)
            if FORBIDDEN.search(line)
        ]
    assert not found


def test_the_top_level_holds_only_what_the_owner_fixed_and_what_tools_look_for() -> None:
    assert {name.split("/")[0] for name in tracked()} <= TOP

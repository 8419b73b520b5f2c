"""The examples of api/README.md, run over the ensemble as they stand; its settings, against the code."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from api.settings import Settings
from tests.api.servers import serving
from tests.graph.ensemble import ensemble

TEXT = (Path(__file__).parents[2] / "api" / "README.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```\s*```text\n(.*?)```", TEXT, re.S)
COMMANDS = [
    (command, "\n".join(shown))
    for block in re.findall(r"```console\n(.*?)```", TEXT, re.S)
    for command, *shown in (part.rstrip("\n").split("\n") for part in re.split(r"^\$ ", block, flags=re.M)[1:])
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(ensemble(), Settings(token="sesame")) as address:
        yield address


def test_there_are_examples() -> None:
    assert len(PROGRAMS) >= 2
    assert len(COMMANDS) >= 4


@pytest.mark.parametrize(("program", "shown"), PROGRAMS)
def test_a_program_prints_what_is_shown(address: str, program: str, shown: str) -> None:
    printed = io.StringIO()
    names: dict[str, object] = {}
    exec("from api.client import Dramatis", names)
    with contextlib.redirect_stdout(printed):
        exec(program.replace("http://127.0.0.1:8000", address), names)
    assert printed.getvalue() == shown


@pytest.mark.parametrize(("command", "shown"), COMMANDS)
def test_a_command_prints_what_is_shown(address: str, command: str, shown: str) -> None:
    typed = command.replace("http://127.0.0.1:8000", address)
    done = subprocess.run(["bash", "-c", typed], capture_output=True, text=True, timeout=60, check=True)
    assert [line.rstrip("\r") for line in done.stdout.splitlines()] == shown.splitlines()


def test_every_setting_stands_in_the_table() -> None:
    told = set(re.findall(r"`DRAMATIS_(\w+)`", TEXT))
    assert told == {one.name.upper() for one in fields(Settings)}

"""Two runs at once on one store: the second says so, and leaves or waits."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARTICLE = "Teodor Vance plays Bram in the ITV drama “Saltmarsh”, created by Lorna Pike."


def dramatis(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "api.cli", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


@pytest.fixture
def first(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run that has the store and waits for the rest of its article on standard input."""
    process = dramatis("ingest", "-", "--store", str(tmp_path / "store"))
    deadline = time.monotonic() + 60
    while not (tmp_path / "store" / "store.json").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("command", [["ingest", "second.txt"], ["reingest", "--changed-extractor"], ["retract", "x"]])
def test_the_second_leaves_at_once_and_says_why(
    first: subprocess.Popen[str], tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "second.txt").write_text(ARTICLE, encoding="utf-8")
    second = dramatis(
        *[part.replace("second", f"{tmp_path}/second") for part in command], "--store", f"{tmp_path}/store"
    )
    said, told = second.communicate(timeout=60)
    assert second.returncode == 4
    assert said == ""
    assert "open for writing in another process" in told
    assert first.poll() is None


def test_the_second_waits_where_it_is_told_to_and_both_are_kept(first: subprocess.Popen[str], tmp_path: Path) -> None:
    (tmp_path / "second.txt").write_text(ARTICLE.replace("Bram", "Ida"), encoding="utf-8")
    second = dramatis("ingest", f"{tmp_path}/second.txt", "--store", f"{tmp_path}/store", "--wait", "--json")
    assert second.stderr is not None
    assert "waiting" in second.stderr.readline()
    assert second.poll() is None
    first.communicate(ARTICLE, timeout=60)
    assert first.returncode == 0
    said, _ = second.communicate(timeout=60)
    assert second.returncode == 0
    assert json.loads(said)["added"] == 1
    query = dramatis("query", "SELECT ?a { ?a a drm:Article }", "--format", "csv", "--store", f"{tmp_path}/store")
    assert len(query.communicate(timeout=60)[0].split()) == 3

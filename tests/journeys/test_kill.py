"""A killed ingest leaves whole articles only, and the next one ends where an unbroken one does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BRIEF = ROOT / "data" / "training" / "train-brief.articles.jsonl"


def ingest(articles: Path, store: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "api.cli", "ingest", str(articles), "--store", str(store)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def export(store: Path) -> list[str]:
    command = [sys.executable, "-m", "api.cli", "export", "--store", str(store)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode().splitlines()


def by_article(lines: list[str]) -> dict[str, frozenset[str]]:
    """Return the quads about each article and its claims, by the article's IRI."""
    derived = "<http://www.w3.org/ns/prov#wasDerivedFrom>"
    owner: dict[str, str] = {}
    for line in lines:
        subject, predicate, object = line.split(" ", 3)[:3]
        if predicate == derived:
            owner[subject] = object
        elif "/article/" in subject:
            owner[subject] = subject
    found: dict[str, set[str]] = {}
    for line in lines:
        subject = line.split(" ", 1)[0]
        if subject in owner:
            found.setdefault(owner[subject], set()).add(line)
    return {article: frozenset(quads) for article, quads in found.items()}


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("articles") / "brief.jsonl"
    path.write_text("".join(BRIEF.read_text(encoding="utf-8").splitlines(keepends=True)[:24]), encoding="utf-8")
    return path


def opened(store: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a process has made its store."""
    deadline = time.monotonic() + 60
    while not store.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.fixture(scope="module")
def unbroken(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], float]:
    """The export of an ingest that nothing broke, and how many seconds it worked on its store."""
    store = tmp_path_factory.mktemp("unbroken") / "store"
    process = ingest(articles, store)
    opened(store, process)
    began = time.monotonic()
    assert process.wait() == 0, process.stderr and process.stderr.read().decode()
    return export(store), time.monotonic() - began


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.slow)])
@pytest.mark.timeout(1200)
def test_a_killed_ingest_leaves_whole_articles_and_the_next_one_finishes_it(
    kills: int, articles: Path, unbroken: tuple[list[str], float], tmp_path: Path
) -> None:
    expected, seconds = unbroken
    whole = by_article(expected)
    chance = random.Random(kills)
    for _ in range(kills):
        store = tmp_path / "store"
        process = ingest(articles, store)
        opened(store, process)
        time.sleep(chance.uniform(0.0, seconds))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if store.exists() and any(store.iterdir()):
            standing = by_article(export(store))
            assert standing.items() <= whole.items()
    assert ingest(articles, tmp_path / "store").wait() == 0
    assert export(tmp_path / "store") == expected

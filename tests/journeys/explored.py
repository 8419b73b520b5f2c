"""A real server over two articles about an invented show, and a real browser that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from graph.store.embedded import EmbeddedStore
from tests.graph.records import casting, review
from tests.graph.test_writer import writer

__all__ = ["CHROMIUM", "ROOT", "Watch", "browser", "needs_explorer", "page", "served", "service"]

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "api" / "static"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ("--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run", "--disable-sync")
SOFTWARE = ("--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")

needs_explorer = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="SKIPPED: no Chromium on this machine, the explorer is not looked at"),
    pytest.mark.skipif(
        not (STATIC / "index.html").is_file(), reason="SKIPPED: the explorer is not built: make explorer"
    ),
]


@contextmanager
def served(place: Path) -> Iterator[str]:
    """Serve a store on a free port; yield the address."""
    command = [sys.executable, "-m", "api.cli", "serve", "--store", str(place), "--port", "0"]
    environment = {**os.environ, "COLUMNS": "200"}
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stderr is not None
        found = next(
            (re.search(r"http://127\.0\.0\.1:\d+", line) for line in process.stderr if "http://" in line), None
        )
        assert found
        wait_for(f"{found[0]}/readyz")
        yield found[0]
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, seconds: float = 30.0) -> None:
    """Wait until an address answers."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = tmp_path_factory.mktemp("served") / "store"
    store = EmbeddedStore(place)
    for record in (review(), casting()):
        writer(store).write(record)
    store.close()
    with served(place) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *SOFTWARE])
        yield launched
        launched.close()


@dataclass
class Watch:
    """What a page did that it must not do, and what it asked for."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda failed: self.errors.append(str(failed.error)))
        context.on("request", lambda request: self.requests.append(request.url))


@pytest.fixture
def page(browser: Browser, service: str) -> Iterator[Page]:
    """A page that fails its test where the console holds an error, the content policy was broken (which the console
    tells as an error), or anything was asked of another host.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=service)
    watch = Watch()
    watch.over(context)
    yield context.new_page()
    context.close()
    assert watch.errors == []
    elsewhere = [url for url in watch.requests if not url.startswith((f"{service}/", "data:", "blob:"))]
    assert elsewhere == []

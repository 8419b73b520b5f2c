"""A person in the explorer, in a real browser: search, the graph, an edge, its sentence."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from graph.store.embedded import EmbeddedStore
from tests.graph.records import casting, review
from tests.graph.test_writer import writer

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="SKIPPED: no Chromium on this machine, the explorer is not looked at"),
    pytest.mark.skipif(
        not (ROOT / "api" / "static" / "index.html").is_file(),
        reason="SKIPPED: the explorer is not built: make explorer",
    ),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server over two articles about an invented show."""
    place = tmp_path_factory.mktemp("served") / "store"
    store = EmbeddedStore(place)
    for record in (review(), casting()):
        writer(store).write(record)
    store.close()
    command = [sys.executable, "-m", "api.cli", "serve", "--store", str(place), "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    address = ""
    for line in process.stderr:
        if "http://" in line:
            address = line.split()[-1]
            break
    assert address
    wait_for(f"{address}/readyz")
    yield address
    process.terminate()
    process.wait(timeout=20)


def wait_for(address: str, seconds: float = 20.0) -> None:
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
def browser() -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run", "--disable-sync"]
    flags += ["--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test where the console holds an error or the content policy was broken."""
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.close()
    assert errors == []


def find(page: Page, service: str, name: str) -> None:
    page.goto(service)
    page.fill("#query", name)
    page.wait_for_selector("#found li[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h2")


def test_an_edge_opens_the_sentence_that_says_it(page: Page, service: str) -> None:
    find(page, service, "mara qil")  # a typo
    page.wait_for_function("() => window.dramatis.graph.size > 0")
    page.wait_for_timeout(600)  # the camera comes to rest
    place = page.evaluate(
        "() => { const c = window.dramatis; return c.place(c.graph.edges().find(e => e.includes('portrays'))) }"
    )
    box = page.locator("#graph").bounding_box()
    assert box
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
    page.wait_for_selector("#panel mark")
    said = page.locator("#panel mark").all_inner_texts()
    assert "Wren (Mara Quill)" in said
    assert page.locator("#panel h2").inner_text() == "Mara Quill plays Wren."


def test_what_was_not_watched_is_not_drawn_nor_told(page: Page, service: str) -> None:
    find(page, service, "wren")
    page.wait_for_selector("#panel h3:has-text('friend')")
    page.fill("#watched", "nightjar:s1")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=who has watched nightjar:s1")
    page.wait_for_function("() => !document.querySelector('#panel').innerText.includes('friend')")
    assert "kisses" not in page.inner_text("body")


def test_a_link_restores_what_was_looked_at_and_back_undoes(page: Page, service: str) -> None:
    find(page, service, "wren")
    page.wait_for_function("() => location.search.includes('wren')")
    shared = page.url
    page.goto(shared)
    page.wait_for_selector("#panel h2:has-text('Wren')")
    page.goto(service)
    find(page, service, "mara")
    page.click("#undo")
    page.wait_for_selector("text=Who is who to whom")


def test_the_graph_is_read_as_a_table_by_keys_alone(page: Page, service: str) -> None:
    find(page, service, "nightjar")
    page.focus("#as-table")
    page.keyboard.press("Enter")
    page.wait_for_selector("#table td")
    page.focus("#table td button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel mark")

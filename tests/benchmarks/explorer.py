"""The explorer with two thousand things on the canvas: frames while a mouse moves it, and the time until it is drawn.

In: synthetic articles, one server process on loopback, headless Chromium that draws in software. Out: lines.
`python -m tests.benchmarks explorer`. Not less than 30 frames/s are wanted. Since the machine may be busy, an empty
page and a canvas that is only wiped are measured in the same run. While a crowd moves, most frames carry the last
drawing, whole: how often it was drawn anew is said beside the frames.
"""

from __future__ import annotations

import gzip
import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright
from pyoxigraph import RdfFormat

from graph.store.embedded import EmbeddedStore
from tests.benchmarks import synthetic
from tests.journeys.explored import CHROMIUM, FLAGS, SOFTWARE, STATIC, served

__all__ = ["run"]

ARTICLES = 3_300  # some 66 shows, 790 people, 1,300 characters
SECONDS = 5

WATCH = """() => {
  const seen = window.seen = { times: [], drawings: 0, on: true };
  window.dramatis?.sigma.on("afterRender", () => { if (seen.on) seen.drawings++; });
  const frame = now => { seen.times.push(now); if (seen.on) requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
}"""
SEEN = """() => {
  const { times, drawings } = window.seen;
  window.seen.on = false;
  return [times.slice(1).map((time, i) => time - times[i]), drawings];
}"""
WIPED = """() => {
  const canvas = document.body.appendChild(document.createElement("canvas"));
  [canvas.width, canvas.height] = [768, 680];
  const gl = canvas.getContext("webgl2");
  let turn = 0;
  const wipe = () => {
    gl.clearColor((turn++ % 10) / 10, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    requestAnimationFrame(wipe);
  };
  wipe();
}"""


def run() -> Iterator[str]:
    """Measure the weight of the page, then its frames."""
    if CHROMIUM is None or not (STATIC / "main.js").is_file():
        yield "SKIPPED: needs Chromium and the built explorer (make explorer)"
        return
    weights = {
        name: len(gzip.compress((STATIC / name).read_bytes())) for name in ("index.html", "main.js", "style.css")
    }
    yield f"first view: {sum(weights.values()) / 1000:.0f} KB zipped ({weights}); 250 KB is the bound"
    with tempfile.TemporaryDirectory() as folder:
        synthetic.write(ARTICLES, Path(folder) / "articles.nq")
        with EmbeddedStore(Path(folder) / "store") as store:
            store.load(Path(folder) / "articles.nq", RdfFormat.N_QUADS)
        with served(Path(folder) / "store") as address, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *SOFTWARE])
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            yield from _measured(page, address)
            browser.close()


def _measured(page: Page, address: str) -> Iterator[str]:
    yield f"empty page: {frames(page, lambda: page.wait_for_timeout(SECONDS * 1000))}"
    page.evaluate(WIPED)
    yield f"a canvas that is wiped: {frames(page, lambda: page.wait_for_timeout(SECONDS * 1000))}"
    for asked in ("first", "again"):
        page.goto("about:blank")
        page.goto(f"{address}/?whole=2000")
        page.wait_for_function("() => window.dramatis.graph.order > 1000", timeout=120_000)
        drawn = page.evaluate("() => performance.now()")
        yield f"asked {asked}: drawn {drawn / 1000:.1f} s after the address was opened"
    nodes, lines = page.evaluate("() => [window.dramatis.graph.order, window.dramatis.graph.size]")
    yield f"{nodes} nodes, {lines} lines:"
    for name, act in (("dragged", _drag), ("zoomed by the wheel", _wheel), ("pointed at", _point)):
        page.click("#fit")
        page.wait_for_timeout(1000)
        yield f"  {name}: {frames(page, lambda act=act: act(page))}"  # type: ignore[misc]


def _circle(page: Page, radius: float, stop: float) -> Iterator[tuple[float, float]]:
    box = page.locator("#graph").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    turn = 0.0
    while time.monotonic() < stop:
        yield x + radius * math.sin(turn), y + radius * math.cos(turn)
        turn += 0.08


def _drag(page: Page) -> None:
    for turn, (x, y) in enumerate(_circle(page, 150, time.monotonic() + SECONDS)):
        page.mouse.move(x, y)
        if turn == 0:
            page.mouse.down()
    page.mouse.up()


def _wheel(page: Page) -> None:
    for turn, (x, y) in enumerate(_circle(page, 50, time.monotonic() + SECONDS)):
        page.mouse.move(x, y)
        page.mouse.wheel(0, -120 if turn // 8 % 2 == 0 else 120)
        page.wait_for_timeout(60)


def _point(page: Page) -> None:
    for x, y in _circle(page, 200, time.monotonic() + SECONDS):
        page.mouse.move(x, y)


def frames(page: Page, act: Callable[[], None]) -> str:
    """Return what the browser's frames were while something was done."""
    page.evaluate(WATCH)
    spent = browser_seconds()
    start = time.monotonic()
    act()
    seconds = time.monotonic() - start
    times, drawings = page.evaluate(SEEN)
    spent = (browser_seconds() - spent) / len(times) * 1000
    times = sorted(times)
    return (
        f"{len(times) / seconds:.0f} frames/s, {drawings / seconds:.1f} drawings/s; median {median(times):.1f} ms, "
        f"95th percentile {times[int(len(times) * 0.95)]:.1f} ms, longest {times[-1]:.0f} ms; {spent:.0f} ms of the "
        f"processor a frame, load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )


def browser_seconds() -> float:
    """Return the processor seconds of the browser that this process started, all its processes together."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            named = "chrom" in (place / "cmdline").read_text()
        except OSError:  # the process has ended since
            continue
        parents[int(place.name)] = int(fields[1])
        seconds[int(place.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if named else 0.0
    ours = {os.getpid()}
    while grown := {child for child, parent in parents.items() if parent in ours} - ours:
        ours |= grown
    return sum(seconds.get(process, 0.0) for process in ours)

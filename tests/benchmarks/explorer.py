"""The explorer with two thousand things on the canvas: frames while the view moves, and the time until it is drawn.

In: synthetic articles, one server process on loopback, headless Chromium that draws in software. Out: lines.
`python -m tests.benchmarks explorer`. Not less than 30 frames/s are wanted.
"""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Iterator
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

FRAMES = """seconds => new Promise(done => {
  const times = [];
  const start = performance.now();
  const frame = now => {
    times.push(now);
    const t = (now - start) / 1000;
    window.dramatis.pan(0.5 + 0.2 * Math.sin(t * 2), 0.5 + 0.2 * Math.cos(t * 2), 0.6 + 0.3 * Math.sin(t));
    if (t < seconds) requestAnimationFrame(frame);
    else done(times.slice(1).map((time, i) => time - times[i]));
  };
  requestAnimationFrame(frame);
})"""


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
    for asked in ("first", "again"):
        page.goto("about:blank")
        page.goto(f"{address}/?whole=2000")
        page.wait_for_function("() => window.dramatis.graph.order > 1000", timeout=120_000)
        drawn = page.evaluate("() => performance.now()")
        yield f"asked {asked}: drawn {drawn / 1000:.1f} s after the address was opened"
    nodes, lines = page.evaluate("() => [window.dramatis.graph.order, window.dramatis.graph.size]")
    page.wait_for_timeout(1000)
    before = browser_seconds()
    frames = sorted(page.evaluate(FRAMES, SECONDS))
    spent = (browser_seconds() - before) / len(frames) * 1000
    slow = frames[int(len(frames) * 0.95)]
    yield (
        f"{nodes} nodes, {lines} lines, panning and zooming {SECONDS} s: {len(frames) / SECONDS:.0f} frames/s; "
        f"median {median(frames):.1f} ms, 95th percentile {slow:.1f} ms; {spent:.0f} ms of the processor a frame, "
        f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
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

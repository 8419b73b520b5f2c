"""A person in the explorer, in a real browser: search, the graph, a line, its sentence, what they have watched."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.journeys.explored import STATIC, browser, needs_explorer, page, service

__all__ = ["browser", "page", "service"]

pytestmark = needs_explorer


def find(page: Page, service: str, name: str) -> None:
    """Search for something by keys alone, and choose the first that is found."""
    page.goto(service)
    page.fill("#query", name)
    page.wait_for_selector("#found li[role=option]:not(.none)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#told h2")
    page.wait_for_function("() => window.dramatis.graph.order > 0")


def click_line(page: Page, *ends: str) -> None:
    """Click where the line between two things is drawn."""
    place = page.evaluate(
        """ends => { const c = window.dramatis;
        return c.place(c.graph.edges().find(key => ends.every(end => key.includes(end)))); }""",
        list(ends),
    )
    box = page.locator("#graph").bounding_box()
    assert box
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])


def watch(page: Page, show: str, season: int, episode: int | None = None) -> None:
    """Say what has been watched, in the dialog."""
    page.click("#watched-open")
    page.fill("#watched-work", show)
    page.wait_for_selector("#watched-work-list li:not(.none)")
    page.keyboard.press("Enter")
    page.fill("#watched-season", str(season))
    if episode:
        page.fill("#watched-episode", str(episode))
    page.click("#watched button:has-text('Add')")
    page.click("#watched button:has-text('Done')")


def test_a_line_opens_the_sentence_that_says_it(page: Page, service: str) -> None:
    find(page, service, "mara qil")  # a typo
    click_line(page, "mara-quill", "wren")
    page.wait_for_selector("#told mark")
    assert page.locator("#told h2").inner_text() == "Mara Quill plays Wren."
    assert sorted(page.locator("#told mark").all_inner_texts()) == [
        "Mara Quill has joined Nightjar as Wren",
        "Wren (Mara Quill)",
    ]
    card = page.locator(".claim", has_text="The Paper")
    assert "asserted" in card.inner_text()
    assert "2024-06-01" in card.inner_text()
    original = card.locator("a").get_attribute("href") or ""
    assert original.startswith("https://paper.example/wren-kisses-toby#:~:text=")
    card.locator("button", has_text="Copy citation").click()
    card.locator("button", has_text="Copied").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert "The Paper" in copied
    assert "“Wren (Mara Quill)”" in copied


def test_what_was_not_watched_is_not_drawn_nor_told(page: Page, service: str) -> None:
    find(page, service, "wren")
    page.wait_for_selector("#told h3:has-text('friend')")
    assert "The whole story is shown." in page.inner_text("#watchbar")
    assert page.evaluate("() => window.dramatis.graph.nodes().some(n => n.includes('toby'))")
    watch(page, "night", 1)
    page.wait_for_selector("text=Spoilers are hidden.")
    assert "Nightjar, all of season 1 and before" in page.inner_text("#watchbar")
    page.wait_for_function("() => !window.dramatis.graph.nodes().some(n => n.includes('toby'))")
    page.wait_for_function("() => !document.querySelector('#told').innerText.includes('friend')")
    for tab in ("timeline", "disputes"):
        page.click(f"#tab-{tab}")
        page.wait_for_function("() => !document.querySelector('#told').hasAttribute('aria-busy')")
        assert "kisses" not in page.inner_text("body")
    watch(page, "night", 2, 1)
    page.click("#tab-timeline")
    page.wait_for_selector("#told :text('kisses')")


def test_a_link_restores_what_was_looked_at(page: Page, service: str) -> None:
    find(page, service, "wren")
    page.wait_for_selector("#sieve-body input[data-key='kind:Person']")
    page.uncheck("#sieve-body input[data-key='kind:Person']")
    page.wait_for_function("() => location.search.includes('hide=kind')")
    page.click("#as-table")
    page.wait_for_selector("#table td")
    shared = page.url
    page.evaluate("() => sessionStorage.clear()")
    page.goto("about:blank")
    page.goto(shared)
    page.wait_for_selector("#told h2:has-text('Wren')")
    page.wait_for_selector("#table td")
    assert not page.is_checked("#sieve-body input[data-key='kind:Person']")
    assert "Mara" not in page.inner_text("#table")


def test_undo_and_redo(page: Page, service: str) -> None:
    find(page, service, "mara")
    page.click("#undo")
    page.wait_for_selector("text=Who is who to whom")
    assert page.is_disabled("#undo")
    page.click("#redo")
    page.wait_for_selector("#told h2:has-text('Mara Quill')")
    assert page.is_disabled("#redo")


def test_expanding_and_collapsing(page: Page, service: str) -> None:
    find(page, service, "ivo")
    assert page.evaluate("() => window.dramatis.graph.order") == 2
    page.click("#told .thing:has-text('Toby')")
    page.wait_for_selector("#told h2:has-text('Toby')")
    page.click("#told button:has-text('Expand in the graph')")
    page.wait_for_function("() => window.dramatis.graph.order === 3")
    page.click("#told button:has-text('Collapse')")
    page.wait_for_function("() => window.dramatis.graph.order === 2")


def test_a_limit_is_changed_and_what_it_cuts_is_said(page: Page, service: str) -> None:
    page.goto(f"{service}/?focus=character/nightjar/wren&shown=character/nightjar/wren")
    page.wait_for_selector("#message:has-text('things')")
    assert "limit reached" not in page.inner_text("#message")
    page.goto(f"{service}/?whole=50")
    page.wait_for_selector("#message:has-text('5 things, 4 facts')")
    page.focus("#limit")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => location.search === '?whole=100'")


def test_filters_hide_and_say_how_much(page: Page, service: str) -> None:
    find(page, service, "wren")
    page.uncheck("#sieve-body input[data-key='property:portrays']")
    page.wait_for_function("() => window.dramatis.graph.size === 1")
    assert "1 things hidden" in page.inner_text("#sieve-count")
    page.click("text=Clear all filters")
    page.wait_for_function("() => window.dramatis.graph.size === 2")
    page.fill("#until", "2023")
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.dramatis.graph.size === 1")  # the review is of 2024
    page.fill("#until", "1999")
    page.keyboard.press("Enter")
    page.wait_for_selector("#empty :text('The filters hide every line.')")


def test_a_path_is_found_with_its_sentences(page: Page, service: str) -> None:
    find(page, service, "ivo")
    page.click("#told button:has-text('Find a path from here')")
    page.fill("#path-to", "mara")
    page.wait_for_selector("#path-to-list li:not(.none)")
    page.keyboard.press("Enter")
    page.wait_for_selector("#told .chain")
    assert "are 3 steps apart" in page.inner_text("#told")
    assert "Ivo Brandt plays Toby." in page.inner_text("#told .chain")
    assert page.evaluate("() => window.dramatis.graph.order") == 4
    page.click("#told .chain .words >> nth=0")
    page.wait_for_selector("#told mark:has-text('Toby (Ivo Brandt)')")


def test_pictures_and_tables_of_what_is_seen_are_saved(page: Page, service: str, tmp_path: Path) -> None:
    find(page, service, "wren")
    page.click("#take")
    saved = {}
    for name in ("Picture (SVG)", "Picture (PNG)", "Table of facts (CSV)"):
        with page.expect_download() as coming:
            page.click(f"#export button:has-text('{name}')")
        saved[name] = tmp_path / coming.value.suggested_filename
        coming.value.save_as(saved[name])
    picture = saved["Picture (SVG)"].read_text(encoding="utf-8")
    assert re.search(r"<text[^>]*>Mara Quill</text>", picture)
    assert "The whole story is shown." in picture
    assert saved["Picture (PNG)"].read_bytes().startswith(b"\x89PNG")
    table = saved["Table of facts (CSV)"].read_text(encoding="utf-8-sig")
    assert "Mara Quill,portrays,Wren," in table
    for link in page.locator("#export a").all():
        answer = page.request.get(f"{service}{link.get_attribute('href')}")
        assert answer.ok, link.get_attribute("href")


def test_nothing_found_is_said(page: Page, service: str) -> None:
    page.goto(service)
    page.fill("#query", "zzzzqqqq")
    page.wait_for_selector("#found :text('Nothing is called that in this view.')")


def test_a_service_that_does_not_answer_is_said_and_asked_again(browser: Browser, service: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/graph?*", lambda route: route.abort())
    page.goto(f"{service}/?focus=show/nightjar")
    page.wait_for_selector("#message:has-text('Is `dramatis serve` still running?')")
    page.unroute("**/graph?*")
    page.click("#message button:has-text('Try again')")
    page.wait_for_function("() => window.dramatis.graph.order === 2")
    context.close()


def test_what_is_not_known_is_said(browser: Browser, service: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{service}/?focus=person/nobody&shown=person/nobody")
    page.wait_for_selector("#told [role=alert]:has-text('Nothing is known of')")
    context.close()


def test_the_first_view_is_light() -> None:
    # 250 KB zipped is what the page may weigh before anything is asked.
    weight = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in ("index.html", "main.js", "style.css"))
    assert weight < 250_000

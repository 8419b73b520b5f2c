"""A person on the page of queries: an example, its results as table, graph and timeline."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.explored import browser, needs_explorer, page, service

__all__ = ["browser", "page", "service"]

pytestmark = needs_explorer


def test_a_browser_that_asks_the_endpoint_nothing_gets_the_page(page: Page, service: str) -> None:
    page.goto(f"{service}/sparql")
    page.wait_for_selector(".yasqe")
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr_results td:has-text('Mara Quill')")


def test_an_example_is_asked_and_its_results_drawn(page: Page, service: str) -> None:
    page.goto(f"{service}/query")
    page.wait_for_function("() => document.querySelectorAll('#examples option').length > 5")
    page.select_option("#examples", label="Who plays whom, as triples with their labels")
    page.wait_for_selector(".yasr .select_network:not(.disabled)")
    page.click(".yasr .select_network")
    page.wait_for_selector("#result-graph canvas")
    page.select_option("#examples", label="What happened, with its kind, its date and who took part")
    page.wait_for_selector(".yasr_response_chip:has-text('result')")


def test_dates_are_seen_in_time(page: Page, service: str) -> None:
    page.goto(f"{service}/query")
    page.wait_for_selector(".yasqe")
    page.evaluate(
        """() => document.querySelector('.yasqe .CodeMirror').CodeMirror.setValue(
        'PREFIX schema: <https://schema.org/> SELECT ?article ?date { ?article schema:datePublished ?date }')"""
    )
    page.click(".yasqe_queryButton")
    page.click(".yasr .select_timeline")
    page.wait_for_selector(".timeline li")
    assert [item[:10] for item in page.locator(".timeline li").all_inner_texts()] == ["2023-01-09", "2024-06-01"]

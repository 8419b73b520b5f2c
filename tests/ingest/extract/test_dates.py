"""Partial dates: the grammar, and what the date of the article makes of it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.dates import find


def told(text: str, anchor: str | None = None) -> list[str]:
    return [mention.iso for mention in find(text, anchor)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("It was founded in 2004.", "2004"),
        ("It was released in October 2004 to little notice.", "2004-10"),
        ("She died on 5 October 2004.", "2004-10-05"),
        ("She died on October 5th, 2004.", "2004-10-05"),
        ("Oct. 5, 2004 - Someone died.", "2004-10-05"),
        ("The fair of 5-7 October 2004 was wet.", "2004-10-05"),
        ("Updated 2004-10-05 at noon", "2004-10-05"),
        ("Issue of 05/10/2004", "2004-10-05"),
        ("Published in 1884 by nobody.", "1884"),
    ],
)
def test_a_date_with_its_year_needs_no_anchor(text: str, iso: str) -> None:
    assert told(text) == [iso]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("He resigned last November.", "2022-11"),
        ("He resigned last month.", "2023-05"),
        ("He resigned earlier this month.", "2023-06"),
        ("He resigned three years ago.", "2020"),
        ("He resigned two months ago.", "2023-04"),
        ("He resigned this past Sunday.", "2023-06-18"),
        ("He resigned on Friday.", "2023-06-16"),
        ("He resigned yesterday.", "2023-06-19"),
        ("He will resign on Friday.", "2023-06-23"),
        ("It opens next Friday.", "2023-06-23"),
        ("Filming starts on Monday week.", "2023-07-03"),
        ("The show will tour next spring.", "2024"),
        ("The show toured last summer.", "2022"),
        ("The show premieres Aug. 3 on the network.", "2023-08-03"),
        ("The show premiered on 12 December.", "2022-12-12"),
        ("The show returns in January.", "2024-01"),
        ("The funeral is on Friday 22 December.", "2023-12-22"),
        ("The special went out on Christmas Day.", "2022-12-25"),
        ("Twenty years ago today, it began.", "2003-06-20"),
    ],
)
def test_other_dates_are_reckoned_from_the_day_of_publication(text: str, iso: str) -> None:
    assert told(text, "2023-06-20") == [iso]


@pytest.mark.parametrize(
    ("text", "isos"),
    [
        ("They married in 1979 and parted two years later.", ["1979", "1981"]),
        ("Arrested in November 1957, he was convicted the following March.", ["1957-11", "1958-03"]),
        ("They met in 2006 and divorced the following year.", ["2006", "2007"]),
        ("She was nominated in 2015; the award went that year to another.", ["2015", "2015"]),
        ("It opened on 7 August 2018 there and on 21 November here.", ["2018-08-07", "2018-11-21"]),
    ],
)
def test_a_date_may_lean_on_the_one_before_it(text: str, isos: list[str]) -> None:
    assert told(text) == isos


@pytest.mark.parametrize(
    "text",
    ["a star of the 1990s", "on Friday", "last year", "it may be so", "£2004 a week", "2004 people came", "Room 20045"],
)
def test_what_gives_no_single_year_gives_nothing(text: str) -> None:
    assert told(text) == []


def test_a_day_that_no_calendar_has_gives_nothing() -> None:
    assert "2021-02-30" not in told("It opened on 30 February 2021.")


def test_an_anchor_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="no ISO date"):
        find("on Friday", "yesterday")


@given(st.text(alphabet="0123456789 /-.,abMayOctJune thlsnext yr", max_size=60))
def test_every_span_lies_in_the_text_and_spans_do_not_overlap(text: str) -> None:
    spans = [mention.span for mention in find(text, "2020-02-29")]
    assert all(s.end <= len(text) and s.start < s.end for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))

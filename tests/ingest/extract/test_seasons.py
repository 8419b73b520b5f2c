import pytest

from graph.model import Span
from ingest.extract.seasons import Counted, counted, number


def of(text: str, *shows: str) -> list[str]:
    """Names of what is counted in a text, with every place of each show."""
    spans = [[Span(i, i + len(s)) for i in range(len(text)) if text.startswith(s, i)] for s in shows]
    return [c.name(shows[c.show]) for c in counted(text, spans)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bail returns for its third season.", ["Bail season 3"]),
        ("Bail, series two.", ["Bail season 2"]),
        ("Bail S2E3 is out.", ["Bail season 2", "Bail season 2 episode 3"]),
        ("Bail 2x03 is out.", ["Bail season 2", "Bail season 2 episode 3"]),
        ("Bail: Season 2 Episode 6", ["Bail season 2", "Bail season 2 episode 6"]),
        ("In the season one finale of Bail, he goes.", ["Bail season 1", "Bail season 1 finale"]),
        ("Bail is back for its sophomore season.", ["Bail season 2"]),
        ("Bail: a third run is on the way.", ["Bail season 3"]),
        ("Bail had a second run in cinemas.", []),
        ("Bail reaches episode 2,114.", ["Bail episode 2114"]),
        ("Bail airs its 500th episode.", ["Bail episode 500"]),
        ("Bail drew 2 million to chapter 112.", ["Bail episode 112"]),
        ("The Christmas special of Bail is sad.", ["Bail Christmas special"]),
        ("Bail ran for three seasons.", []),
        ("Bail has 10 episodes.", []),
    ],
)
def test_seasons_and_episodes_are_named_as_the_guide_names_them(text: str, expected: list[str]) -> None:
    assert of(text, "Bail") == expected


def test_a_count_goes_to_the_show_named_before_it_in_its_sentence() -> None:
    text = "Bail is back. Pinewood begins its second season. Bail is longer."
    assert of(text, "Bail", "Pinewood") == ["Pinewood season 2"]


def test_a_count_of_a_show_named_after_it_goes_to_that_show() -> None:
    assert of("After Bail comes the second season of Pinewood.", "Bail", "Pinewood") == ["Pinewood season 2"]


def test_without_a_show_nothing_is_counted() -> None:
    assert counted("the second season", []) == ()


def test_the_span_covers_the_words() -> None:
    text = "Bail, season 4"
    assert counted(text, [[Span(0, 4)]]) == (Counted(0, "4", "", Span(6, 14)),)


def test_numbers_in_words_and_roman_are_read() -> None:
    assert [number(w) for w in ("seven", "Second", "21st", "VI", "mid")] == ["7", "2", "21", "6", ""]

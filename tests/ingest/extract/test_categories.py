import pytest

from ingest.extract.categories import categories


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She won best actress at the ceremony.", ["best actress"]),
        ("Nominated for best director and screenplay.", ["best director", "best screenplay"]),
        ("the prize for best original song", ["best original song"]),
        ("It took the costume design Oscar.", ["best costume design"]),
        ("It won the audience award at the festival.", ["audience award"]),
        ("the lifetime achievement award", ["lifetime achievement"]),
        (
            "Outstanding lead actress in a drama series goes to the winner.",
            ["Outstanding lead actress in a drama series"],
        ),
        ("It was his best film in years.", []),
        ("The best way to win is to wait.", []),
        ("He is the best-paid actor to be nominated.", []),
    ],
)
def test_categories_are_completed_and_other_superlatives_are_none(text: str, expected: list[str]) -> None:
    assert [c.name for c in categories(text)] == expected


def test_a_trailing_award_is_kept_as_an_alias() -> None:
    (category,) = categories("She took the best actress prize.")
    assert (category.name, category.forms) == ("best actress", ("best actress prize", "best actress"))


def test_the_parts_of_a_list_without_best_are_categories_where_awards_are_spoken_of() -> None:
    text = "It won four Lumens: director for Ada Bee, cinematography for Yui Moss and score for Max Roe."
    assert [c.name for c in categories(text)] == ["best director", "best cinematography", "best score"]
    assert categories("He moved on: director for Ada Bee, writer for Yui Moss.") == ()


def test_honours_of_the_year_are_categories_and_superlatives_are_none() -> None:
    assert [c.name for c in categories("She was named breakfast host of the year at the awards.")] == [
        "breakfast host of the year"
    ]
    assert categories("The awards show, and the biggest opening of the year, were late.") == ()

"""Colours: readable on their paper, and told apart by who does not see red or green."""

from __future__ import annotations

from itertools import combinations

import pytest

from graph.drawing.themes import DARK, LIGHT, SHAPES, Theme


def linear(color: str) -> list[float]:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(color: str) -> float:
    red, green, blue = linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """WCAG 2.1, relative luminance."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_have_a_contrast_of_four_and_a_half_to_one(theme: Theme) -> None:
    for color in (theme.ink, theme.quiet, theme.story):
        assert contrast(color, theme.paper) >= 4.5
        assert contrast(color, theme.panel) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_shapes_have_a_contrast_of_three_to_one(theme: Theme) -> None:
    for _, color in theme.kinds:
        assert contrast(color, theme.paper) >= 3
    for color in theme.groups:
        assert contrast(color, theme.panel) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_kinds_differ_in_shape_or_in_how_a_colour_blind_reader_sees_them(theme: Theme) -> None:
    for (first, one), (second, other) in combinations(theme.kinds, 2):
        if SHAPES[first] == SHAPES[second]:
            assert abs(luminance(one) - luminance(other)) > 0.1


def test_every_kind_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)

"""The network picture: what it shows, what it hides, and that its words can be read."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from graph.drawing import draw
from graph.drawing.canvas import Text
from graph.drawing.picture import Picture
from graph.errors import NotFound
from graph.layers import AsOf, Side, view
from graph.store.embedded import EmbeddedStore
from tests.graph.ensemble import BASE, TIDE, ensemble


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return ensemble()


@pytest.fixture(scope="module")
def picture(store: EmbeddedStore) -> Picture:
    return draw("network", store, BASE, view(), [TIDE])


def test_a_picture_is_the_same_bytes_each_time(store: EmbeddedStore, picture: Picture) -> None:
    again = draw("network", store, BASE, view(), [TIDE])
    for suffix in (".svg", ".png", ".pdf"):
        assert again.rendered(suffix) == picture.rendered(suffix)


def test_its_text_is_text_and_its_lines_open_claims(picture: Picture) -> None:
    root = ElementTree.fromstring(picture.svg)
    words = " ".join(text for text in root.itertext())
    assert "Ottilie Marsh-Adeyemi" in words
    assert "Ottilie Marsh-Adeyemi plays Nell Garrity." in words
    assert re.search(rf'<a href="{BASE}claim/[0-9a-f]+"><polyline', picture.svg)


def test_people_characters_and_works_have_shapes_of_their_own(picture: Picture) -> None:
    shapes = {}
    for name in ("Ottilie Marsh-Adeyemi", "Nell Garrity", "Season 1"):
        found = re.search(rf"<(\w+) [^>]*><title>{name}</title>", picture.svg)
        assert found
        shapes[name] = found[1]
    assert shapes == {"Ottilie Marsh-Adeyemi": "circle", "Nell Garrity": "polygon", "Season 1": "rect"}


def test_no_two_texts_overlap(picture: Picture) -> None:
    boxes = [mark.box for mark in picture.canvas.marks if isinstance(mark, Text)]
    assert len(boxes) > 30
    assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1], -0.5)] == []


def test_what_was_not_watched_yet_is_not_drawn(store: EmbeddedStore, picture: Picture) -> None:
    early = draw("network", store, BASE, view(as_of=[AsOf.parse("the-tidewaiters:s1e2")]), [TIDE])
    assert "parent" in picture.table.csv()
    assert "parent" not in early.svg + early.table.csv()
    assert "Danilo Vesk and Nell Garrity are a couple" not in early.svg
    assert "as of the-tidewaiters s1e2" in early.svg


def test_the_caption_names_the_publishers(picture: Picture) -> None:
    assert "The Evening Ledger" in picture.caption.sources
    assert "2021-05-18" in picture.caption.sources


def test_the_world_alone_has_no_ties_between_characters(store: EmbeddedStore) -> None:
    world = draw("network", store, BASE, view(Side.PUBLIC), [TIDE])
    assert {row[1] for row in world.rows}.isdisjoint({"friend", "parent", "partner", "rival", "mentor"})


def test_an_entity_that_the_view_does_not_know_is_an_error_not_an_empty_picture(store: EmbeddedStore) -> None:
    with pytest.raises(NotFound):
        draw("network", store, BASE, view(), [f"{BASE}person/nobody-at-all"])

"""Cast chart, timeline, path, series, communities: what they say, what they hide, that they can be read."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from graph.drawing import KINDS, Kind, draw
from graph.drawing.canvas import Circle, Polygon, Rectangle, Text
from graph.drawing.picture import Picture
from graph.errors import NotFound
from graph.layers import AsOf, view
from graph.projections import Refused, Scope
from graph.store.embedded import EmbeddedStore
from tests.graph.ensemble import BASE, BERYL, CARRICK, JOSS, LEENA, OTTILIE, TIDE, ensemble

ASKED: dict[Kind, list[str]] = {
    "network": [TIDE],
    "cast": [TIDE],
    "timeline": [TIDE, JOSS, BERYL],
    "path": [CARRICK, LEENA],
    "series": [TIDE, BERYL],
    "communities": [],
}


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return ensemble()


@pytest.fixture(scope="module")
def gallery(store: EmbeddedStore) -> dict[Kind, Picture]:
    return {kind: draw(kind, store, BASE, view(), ASKED[kind]) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_well_formed_and_deterministic(
    kind: Kind, store: EmbeddedStore, gallery: dict[Kind, Picture]
) -> None:
    svg = gallery[kind].svg
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert draw(kind, store, BASE, view(), ASKED[kind]).svg == svg
    assert "<script" not in svg
    assert "<style" not in svg


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_overlaps_another_and_all_stand_inside(kind: Kind, gallery: dict[Kind, Picture]) -> None:
    canvas = gallery[kind].canvas
    boxes = [mark.box for mark in canvas.marks if isinstance(mark, Text)]
    assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1], -1.0)] == []
    page = Rectangle(0, 0, canvas.width, canvas.height)
    assert [box for box in boxes if not page.holds(box)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_has_data_sources_and_view(kind: Kind, gallery: dict[Kind, Picture]) -> None:
    picture = gallery[kind]
    assert picture.rows
    assert all(len(row) == len(picture.table.columns) for row in picture.rows)
    assert "Screenwire" in picture.caption.sources
    assert "spoilers" in picture.caption.view
    assert picture.canvas.description


@pytest.mark.parametrize("kind", KINDS)
def test_dark_pictures_have_the_same_data(kind: Kind, store: EmbeddedStore, gallery: dict[Kind, Picture]) -> None:
    dark = draw(kind, store, BASE, view(), ASKED[kind], theme="dark")
    assert dark.table == gallery[kind].table
    assert dark.canvas.background != gallery[kind].canvas.background


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf", ".csv"])
def test_the_suffix_decides_the_format(suffix: str, gallery: dict[Kind, Picture], tmp_path: Path) -> None:
    target = tmp_path / f"cast{suffix}"
    gallery["cast"].write(target)
    starts = {".svg": b"<svg", ".png": b"\x89PNG", ".pdf": b"%PDF", ".csv": b"character,actor"}
    assert target.read_bytes().startswith(starts[suffix])


def test_an_unknown_suffix_is_an_error_that_names_the_known(gallery: dict[Kind, Picture], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.svg, \.png, \.pdf"):
        gallery["cast"].write(tmp_path / "cast.gif")


def test_the_text_of_a_pdf_is_text(gallery: dict[Kind, Picture]) -> None:
    assert b"/Type0" in gallery["cast"].rendered(".pdf"), "characters are mapped to Unicode, not drawn as outlines"
    assert b"/ToUnicode" in gallery["cast"].rendered(".pdf")


def test_a_recast_is_two_bars_in_one_row(gallery: dict[Kind, Picture]) -> None:
    rows = {(row[0], row[1]): row[2] for row in gallery["cast"].rows}
    assert rows["Callum Roke", "Idris Hallworth"] == "1"
    assert rows["Callum Roke", "Tobias Carrick"] == "2"
    assert rows["Nell Garrity", "Ottilie Marsh-Adeyemi"] == "1 2"
    words = {mark.text: mark for mark in gallery["cast"].canvas.marks if isinstance(mark, Text)}
    assert words["Idris Hallworth"].y == words["Tobias Carrick"].y
    assert words["Idris Hallworth"].x < words["Tobias Carrick"].x


def test_a_timeline_tells_the_world_before_the_story_each_in_its_order(gallery: dict[Kind, Picture]) -> None:
    assert [(row[0], row[1], row[2]) for row in gallery["timeline"].rows] == [
        ("public", "2021-05", "casting"),
        ("public", "2022-02-06", "release"),
        ("public", "2023-01-20", "departure"),
        ("public", "2025-02-16", "death"),
        ("story", "s2e3", "storyEvent"),
        ("story", "s2e6", "storyEvent"),
    ]


def test_a_timeline_hides_what_was_not_watched(store: EmbeddedStore) -> None:
    early = draw("timeline", store, BASE, view(as_of=[AsOf.parse("the-tidewaiters:s2e3")]), [TIDE, JOSS])
    assert "Joss comes out" in early.svg
    assert "Callum betrays" not in early.svg + early.table.csv()


def test_a_path_says_each_step_in_words(gallery: dict[Kind, Picture]) -> None:
    rows = gallery["path"].rows
    assert rows[0][0] == "Tobias Carrick"
    assert rows[-1][1] == "Leena Varghani"
    assert all(row[3] for row in rows), "each step has its quotation"
    assert all(rows[i][1] == rows[i + 1][0] for i in range(len(rows) - 1))


def test_where_no_path_leads_the_answer_says_so(store: EmbeddedStore) -> None:
    with pytest.raises(NotFound):
        draw("path", store, BASE, view(), [OTTILIE, f"{BASE}person/nobody"])


def test_series_show_years_without_an_article(gallery: dict[Kind, Picture]) -> None:
    beryl = [(row[2], row[3]) for row in gallery["series"].rows if row[0] == "Beryl Tansley"]
    assert beryl == [("2021", "1"), ("2022", "0"), ("2023", "0"), ("2024", "1")]


def test_seasons_can_be_the_axis(store: EmbeddedStore) -> None:
    picture = draw("series", store, BASE, view(), [TIDE], by="season")
    assert {row[2] for row in picture.rows} == {"s1", "s2"}


def test_communities_stand_on_grounds_of_their_own(gallery: dict[Kind, Picture]) -> None:
    canvas = gallery["communities"].canvas
    grounds = [m for m in canvas.marks if isinstance(m, Rectangle) and m.radius == 10.0]
    assert len(grounds) > 1
    assert [pair for pair in combinations(grounds, 2) if pair[0].overlaps(pair[1])] == []
    people = [m for m in canvas.marks if isinstance(m, Circle) and m.title]
    assert all(any(g.holds(Rectangle(p.x, p.y, 0, 0)) for g in grounds) for p in people)


def test_communities_of_couples_of_real_people_are_refused(store: EmbeddedStore) -> None:
    with pytest.raises(Refused):
        draw("communities", store, BASE, view(), projection="facts", scope=Scope(properties=("partner",)))


@pytest.mark.parametrize(
    ("kind", "entities"), [("cast", []), ("path", [TIDE]), ("network", []), ("communities", [TIDE, BERYL])]
)
def test_a_wrong_number_of_entities_is_an_error_that_says_how_many(
    kind: Kind, entities: list[str], store: EmbeddedStore
) -> None:
    with pytest.raises(ValueError, match=f"a {kind} picture takes"):
        draw(kind, store, BASE, view(), entities)


def test_happenings_are_triangles(gallery: dict[Kind, Picture]) -> None:
    marks = [m for m in gallery["timeline"].canvas.marks if isinstance(m, Polygon)]
    assert marks
    assert {len(mark.points) for mark in marks} == {3}


def test_a_text_from_an_article_cannot_become_markup(store: EmbeddedStore) -> None:
    from graph.drawing.canvas import Canvas
    from graph.drawing.svg import to_svg

    evil = "</text><script>alert(1)</script>\x00\x0b"
    canvas = Canvas(
        10, 10, "#fff", evil, evil, (Text(1, 1, evil, 9, "#000"), Circle(1, 1, 1, "#000", "#000", title=evil))
    )
    svg = to_svg(canvas)
    assert "<script" not in svg
    ElementTree.fromstring(svg)


def test_a_link_that_is_no_web_address_is_left_out() -> None:
    from graph.drawing.canvas import Canvas
    from graph.drawing.svg import to_svg

    mark = Circle(1, 1, 1, "#000", "#000", href="javascript:alert(1)")
    assert "javascript" not in to_svg(Canvas(9, 9, "#fff", "t", "d", (mark,)))


def test_a_text_cannot_turn_the_direction_of_a_picture_round() -> None:
    from graph.drawing.canvas import Canvas
    from graph.drawing.svg import to_svg

    mark = Text(1, 9, "Nell \u202eyttirraG\x07", 9, "#000")
    assert "<text" in to_svg(Canvas(90, 20, "#fff", "t", "d", (mark,)))
    assert "\u202e" not in to_svg(Canvas(90, 20, "#fff", "t", "d", (mark,)))


def test_formulas_and_scripts_that_the_font_lacks_are_drawn_without_a_word() -> None:
    import warnings

    from graph.drawing.canvas import Canvas
    from graph.drawing.pages import to_png

    marks = tuple(Text(1, 9, text, 9, "#000") for text in ("$\\frac{1}{0}$", "기생충", "a" * 300, ""))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert to_png(Canvas(90, 20, "#ffffff", "t", "d", marks)).startswith(b"\x89PNG")

from __future__ import annotations

from collections import Counter

import pytest

from graph.layers import AsOf, Side, view
from graph.reader import Reader
from graph.search import Name, Names, folded, similarity
from tests.graph.ensemble import BASE, HAL, NELL, OTTILIE, SUGDEN, ensemble
from tests.graph.namesakes import misspelt, names


@pytest.fixture(scope="module")
def ensemble_names() -> Names:
    return Names.of(Reader(ensemble(), BASE, view()))


@pytest.mark.parametrize(
    "typed", ["Ottilie Marsh-Adeyemi", "ottilie", "OTTILIE MARSH", "otilie", "marsh adeyemi", "Adeyemi"]
)
def test_a_person_is_found_by_parts_and_with_typos(ensemble_names: Names, typed: str) -> None:
    assert ensemble_names.find(typed).matches[0].iri == OTTILIE


def test_namesakes_come_by_importance(ensemble_names: Names) -> None:
    assert [match.iri for match in ensemble_names.find("nell").matches[:2]] == [NELL, SUGDEN]


def test_types_are_chosen(ensemble_names: Names) -> None:
    assert {match.type for match in ensemble_names.find("nell", types=["Character"]).matches} == {"Character"}
    assert ensemble_names.find("nell", types=["Award"]).total == 0


def test_what_is_outside_the_view_is_not_found_and_does_not_count() -> None:
    public = Names.of(Reader(ensemble(), BASE, view(Side.PUBLIC)))
    assert public.find("hal garrity", types=["Character"]).matches[0].iri == NELL
    early = Names.of(Reader(ensemble(), BASE, view(Side.ALL, [AsOf.parse("the-tidewaiters:s1e1")])))
    assert early.find("hal garrity").matches[0].iri == HAL
    whole = Names.of(Reader(ensemble(), BASE, view()))
    assert early.find("nell garrity").matches[0].weight < whole.find("nell garrity").matches[0].weight


def test_accents_and_scripts() -> None:
    known = [
        Name("a", "Person", "Zoë Brontë", folded("Zoë Brontë")),
        Name("b", "Work", "기생충", folded("기생충")),
        Name("c", "Person", "Zsófia Øvreås", folded("Zsófia Øvreås")),
    ]
    index = Names(known, Counter())
    assert index.find("zoe bronte").matches[0].iri == "a"
    assert index.find("기생충").matches[0].iri == "b"
    assert index.find("zsofia").matches[0].iri == "c"


@pytest.mark.parametrize("typed", ["", " ", "-", "?!", "\x00", "a" * 200, "(a AND b)", 'words:"x"', "*", "😀"])
def test_whatever_is_typed_is_answered(ensemble_names: Names, typed: str) -> None:
    assert ensemble_names.find(typed).total >= 0


def test_an_empty_view_finds_nothing() -> None:
    assert Names([], Counter()).find("nell").matches == ()


def test_a_beginning_counts_more_than_a_likeness() -> None:
    assert similarity("kit con", "kit connor") > similarity("kit con", "kitty cole")


@pytest.mark.slow
def test_misspelt_and_partial_names_are_found_among_many() -> None:
    """Recall at 5 of at least 0.95 over 500 misspelt and partial names; the benchmark has 10^5 names."""
    known, weights = names(20_000)
    index = Names(known, weights)
    typed = misspelt(known, 500)
    assert len(typed) == 500
    found: Counter[str] = Counter()
    for way, text, meant in typed:
        found[way] += any(match.iri == meant for match in index.find(text, limit=5).matches)
    assert sum(found.values()) / 500 >= 0.95, found

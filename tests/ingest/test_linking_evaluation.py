"""Who is who over articles, measured on the labelled cases."""

from __future__ import annotations

from ingest.linking_evaluation import cubed, evaluate, linked


def test_names_are_joined_and_told_apart_well_enough() -> None:
    found = [(gold, iri) for _, gold, iri in linked()]
    assert len(found) > 100
    assert cubed(found).f1 >= 0.92, "\n".join(evaluate())


def test_two_of_one_name_stay_two_and_versions_of_a_title_are_told_apart() -> None:
    given: dict[str, set[str]] = {}
    for _, gold, iri in linked():
        given.setdefault(gold, set()).add(iri)
    assert given["nell-gull"].isdisjoint(given["nell-ferry"])
    assert given["glass-album"].isdisjoint(given["glass-film"])
    assert given["dana-vale"].isdisjoint(given["dana-vail"])


def test_b_cubed_counts_by_hand() -> None:
    assert cubed([("a", "x"), ("a", "y")]).recall == 0.5
    assert cubed([("a", "x"), ("b", "x")]).precision == 0.5

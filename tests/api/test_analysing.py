"""Analyses from the command line, over a store on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import commands
from graph.policy import PeopleGate
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph.ensemble import MINTER, RECORDS


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Result]:
    place: Path = tmp_path_factory.mktemp("analysing") / "store"
    with EmbeddedStore(place) as store:
        writer = Writer(store, MINTER, PeopleGate(), Shapes(MINTER))
        for record in RECORDS:
            writer.write(record)
    return lambda *words: CliRunner().invoke(commands.app, ["analyse", *words, "--store", str(place)])


def test_a_ranking_is_a_table_with_its_parameters(ask: Callable[..., Result]) -> None:
    answer = ask("centrality", "--measure", "degree", "--limit", "2")
    lines = answer.stdout.splitlines()
    assert lines[0].split() == ["entity", "degree"]
    assert lines[1].startswith("Kwabena Tettey")
    assert lines[-1].startswith("(2 rows, 7 more; projection co-cast, scope everything, nodes 9, edges 25")


def test_names_are_understood_and_the_chain_is_told(ask: Callable[..., Result]) -> None:
    answer = ask("separation", "Tobias Carrick", "Leena Varghani", "--json")
    found = json.loads(answer.stdout)
    assert found["parameters"]["number"] == 2
    assert found["items"][0] == {"from": "Tobias Carrick", "to": "Beryl Tansley", "through": "The Tidewaiters"}


@pytest.mark.parametrize(
    "words",
    [
        ("communities",),
        ("bridges", "--projection", "characters"),
        ("similar", "Leena Varghani"),
        ("years", "The Tidewaiters", "Beryl Tansley"),
        ("seasons", "The Tidewaiters"),
        ("sources", "--projection", "facts"),
        ("centrality", "--projection", "characters", "--in", "the-tidewaiters:s2"),
    ],
)
def test_every_question_has_an_answer(words: tuple[str, ...], ask: Callable[..., Result]) -> None:
    answer = ask(*words, "--json")
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["items"]


def test_what_was_not_watched_is_not_counted(ask: Callable[..., Result]) -> None:
    words = ("bridges", "--projection", "characters", "--json")
    whole, early = ask(*words), ask(*words, "--as-of", "the-tidewaiters:s1e2")
    edges = [json.loads(answer.stdout)["parameters"]["edges"] for answer in (whole, early)]
    assert edges[0] > edges[1]


@pytest.mark.parametrize(
    "words",
    [
        ("centrality", "--measure", "fame"),
        ("centrality", "--projection", "friends"),
        ("separation", "Tobias Carrick"),
        ("similar", "Nobody At All"),
        ("years",),
    ],
)
def test_wrong_usage_says_what_is_right(words: tuple[str, ...], ask: Callable[..., Result]) -> None:
    assert ask(*words).exit_code == 2

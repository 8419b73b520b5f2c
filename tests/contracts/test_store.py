"""What every store must do, over all implementations: embedded, `oxigraph serve`, Virtuoso 7."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import Changed, QuerySyntax, StoreError, StoreUnavailable
from graph.layers import view
from graph.policy import PeopleGate
from graph.store import Change, Dataset, Store, open_store
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph import records
from tests.servers import OXIGRAPH, VIRTUOSO, free_port, oxigraph, virtuoso

A, B, P = (ox.NamedNode(f"https://e.example/{name}") for name in "abp")
ONE, TWO = "https://user.example/one", "https://user.example/two"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(
    scope="module",
    params=[
        "memory",
        "embedded",
        pytest.param(
            "oxigraph",
            marks=[
                pytest.mark.remote,
                pytest.mark.skipif(OXIGRAPH is None, reason="NO oxigraph: pip install oxigraph"),
            ],
        ),
        pytest.param(
            "virtuoso",
            marks=[
                pytest.mark.remote,
                pytest.mark.skipif(VIRTUOSO is None, reason="NO VIRTUOSO: apt-get install virtuoso-opensource"),
            ],
        ),
    ],
)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    place: Path = tmp_path_factory.mktemp("store")
    if request.param in ("memory", "embedded"):
        with EmbeddedStore(place if request.param == "embedded" else None) as store:
            yield store
        return
    with {"oxigraph": oxigraph, "virtuoso": virtuoso}[request.param](place / "data") as address:
        remote = open_store(address)
        yield remote
        remote.close()


@pytest.fixture
def store(whole: Store) -> Store:
    """The store, empty."""
    for graph in whole.graphs():
        whole.update(f"CLEAR SILENT GRAPH <{graph}>")
    unnamed = tuple(quad for quad in whole.dump() if isinstance(quad.graph_name, ox.DefaultGraph))
    whole.apply(Change(removed=unnamed))
    assert list(whole.dump()) == []
    return whole


def quad(value: str | ox.Literal, graph: str | None = ONE) -> ox.Quad:
    home = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    return ox.Quad(A, P, value if isinstance(value, ox.Literal) else ox.Literal(value), home)


def objects(store: Store, query: str, dataset: Dataset | None) -> list[str]:
    answer = store.query(query, dataset)
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(str(row["o"].value) for row in answer)


ANY = "SELECT ?o { ?s ?p ?o }"


def test_a_change_is_there_at_once_and_counted(store: Store) -> None:
    revision = store.revision
    first = store.apply(Change(added=(quad("x"), quad("y", TWO), quad("z", None))))
    assert first > revision
    assert store.revision == first
    assert set(store.graphs()) == {ONE, TWO}
    assert set(store.dump()) == {quad("x"), quad("y", TWO), quad("z", None)}
    assert list(store.dump(TWO)) == [quad("y", TWO)]
    assert store.apply(Change(removed=(quad("x"),), added=(quad("w"),))) > first
    assert set(store.dump(ONE)) == {quad("w")}


def test_no_change_is_no_revision(store: Store) -> None:
    revision = store.revision
    assert store.apply(Change()) == revision
    assert store.revision == revision


def test_removing_and_adding_the_same_keeps_it(store: Store) -> None:
    store.apply(Change(added=(quad("x"),)))
    store.apply(Change(removed=(quad("x"),), added=(quad("x"), quad("y"))))
    assert set(store.dump()) == {quad("x"), quad("y")}


def test_adding_twice_is_adding_once(store: Store) -> None:
    store.apply(Change(added=(quad("x"), quad("x"))))
    store.apply(Change(added=(quad("x"),)))
    assert list(store.dump()) == [quad("x")]


@pytest.mark.parametrize(
    "value",
    [
        ox.Literal('quotes " and \\ and\nlines\tand “curly” 기생충 \U0001f3ad', language="en"),
        ox.Literal("'; DROP ALL #"),
        ox.Literal("2022", datatype=ox.NamedNode(f"{XSD}gYear")),
        ox.Literal("2022-11", datatype=ox.NamedNode(f"{XSD}gYearMonth")),
        ox.Literal("2022-10-31", datatype=ox.NamedNode(f"{XSD}date")),
        ox.Literal("0.97", datatype=ox.NamedNode(f"{XSD}decimal")),
        ox.Literal(841),
    ],
    ids=str,
)
def test_a_literal_comes_back_as_it_went(store: Store, value: ox.Literal) -> None:
    store.apply(Change(added=(quad(value),)))
    assert [found.object for found in store.dump(ONE)] == [value]
    answer = store.query(ANY, Dataset((ONE,)))
    assert isinstance(answer, ox.QuerySolutions)
    assert [row["o"] for row in answer] == [value]


@pytest.mark.parametrize(
    ("dataset", "default", "named"),
    [
        (Dataset((ONE,)), ["x"], []),
        (Dataset((ONE, TWO)), ["x", "y"], []),
        (Dataset((ONE,), unnamed=True), ["x", "z"], []),
        (Dataset((), unnamed=True), ["z"], []),
        (Dataset(()), [], []),
        (Dataset((), (TWO,)), [], ["y"]),
        (Dataset((ONE,), (ONE, TWO)), ["x"], ["x", "y"]),
        (Dataset((TWO,), ("https://user.example/none",)), ["y"], []),
    ],
    ids=str,
)
def test_a_query_sees_its_dataset_and_nothing_else(
    store: Store, dataset: Dataset, default: list[str], named: list[str]
) -> None:
    store.apply(Change(added=(quad("x"), quad("y", TWO), quad("z", None))))
    assert objects(store, ANY, dataset) == default
    assert objects(store, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", dataset) == named
    # What the query itself names does not widen it.
    assert objects(store, f"SELECT ?o {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }}", dataset) == [o for o in named if o == "x"]


def test_without_a_dataset_the_writer_sees_everything(store: Store) -> None:
    store.apply(Change(added=(quad("x"), quad("y", TWO), quad("z", None))))
    assert objects(store, ANY, None) == ["x", "y", "z"]
    assert objects(store, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", None) == ["x", "y"]


def test_all_four_forms_of_query_are_answered(store: Store) -> None:
    store.apply(Change(added=(quad("x"),)))
    seen = Dataset((ONE,))
    assert bool(store.query("ASK { ?s ?p 'x' }", seen)) is True
    assert bool(store.query("ASK { ?s ?p 'y' }", seen)) is False
    triple = ox.Triple(A, P, ox.Literal("x"))
    for query in ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", f"DESCRIBE {A}"):
        answer = store.query(query, seen)
        assert isinstance(answer, ox.QueryTriples)
        assert list(answer) == [triple]


@pytest.mark.parametrize(
    "term", [A, ox.Literal('"} . ?a ?b ?c . { "'), ox.Literal("colour", language="en"), ox.Literal(5)], ids=str
)
def test_a_term_is_bound_as_a_term(store: Store, term: ox.NamedNode | ox.Literal) -> None:
    home = ox.NamedNode(ONE)
    store.apply(Change(added=(ox.Quad(B, P, term, home), ox.Quad(A, P, ox.Literal("other"), home))))
    answer = store.query("SELECT ?s ?o { ?s ?p ?o }", Dataset((ONE,)), {"o": term})
    assert isinstance(answer, ox.QuerySolutions)
    assert [(row["s"], row["o"]) for row in answer] == [(B, term)]
    answer = store.query(
        "SELECT ?s { ?s ?p ?o FILTER(?o = ?o) { SELECT ?s { ?s ?x ?o } } }", Dataset((ONE,)), {"o": term}
    )
    assert isinstance(answer, ox.QuerySolutions)
    assert [row["s"] for row in answer] == [B]


def test_an_update_is_done_wholly_or_not_at_all(store: Store) -> None:
    store.apply(Change(added=(quad("x"),)))
    revision = store.revision
    with pytest.raises(QuerySyntax):
        store.update(f"CLEAR GRAPH <{ONE}> ; NONSENSE")
    assert set(store.dump()) == {quad("x")}
    assert store.update(f"DELETE DATA {{ GRAPH <{ONE}> {{ {A} {P} 'x' }} }}") > revision
    assert list(store.dump()) == []


def test_an_update_at_an_earlier_revision_is_not_done(store: Store) -> None:
    revision = store.apply(Change(added=(quad("x"),)))
    store.apply(Change(added=(quad("y"),)))
    with pytest.raises(Changed):
        store.update(f"CLEAR GRAPH <{ONE}>", at=revision)
    assert set(store.dump()) == {quad("x"), quad("y")}


def test_a_query_that_is_no_sparql_says_where(store: Store) -> None:
    with pytest.raises(QuerySyntax):
        store.query("SELECT * {", Dataset((ONE,)))


def test_a_blank_node_cannot_be_removed_by_itself(store: Store) -> None:
    with pytest.raises(StoreError, match="clear its graph"):
        store.apply(Change(removed=(ox.Quad(ox.BlankNode("b"), P, A, ox.NamedNode(ONE)),)))


def test_a_change_of_thousands_is_made(store: Store) -> None:
    many = tuple(ox.Quad(A, P, ox.Literal(n), ox.NamedNode(ONE)) for n in range(5000))
    store.apply(Change(added=many))
    assert objects(store, "SELECT (COUNT(*) AS ?o) { ?s ?p ?o }", Dataset((ONE,))) == ["5000"]
    store.apply(Change(removed=many[:4990]))
    assert len(list(store.dump(ONE))) == 10


@pytest.fixture
def writer() -> Callable[[Store], Writer]:
    return lambda store: Writer(store, records.MINTER, PeopleGate(), Shapes(records.MINTER))


def test_articles_are_written_replaced_and_retracted(store: Store, writer: Callable[[Store], Writer]) -> None:
    expected = EmbeddedStore()
    for target in (store, expected):
        made = writer(target)
        made.write(records.review())
        made.write(records.casting())
        made.write(records.casting())
    assert set(store.dump()) == set(expected.dump())
    seen = Dataset(view().default_graphs(records.MINTER.base))
    count = "SELECT (COUNT(*) AS ?o) { ?s ?p ?o }"
    assert objects(store, count, seen) == objects(expected, count, seen)


def test_a_server_that_is_not_there_is_said_so() -> None:
    store = open_store(f"http://127.0.0.1:{free_port()}/query")
    with pytest.raises(StoreUnavailable):
        store.query("ASK {}", Dataset(()))
    store.close()

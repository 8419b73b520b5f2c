"""What an update would write to, and what its request becomes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.errors import QueryRefused, QuerySyntax
from graph.sparql.update import Operation, Using, read_update, whole

BASE = "http://b/"


NO_DATASET = Using()


def parsed(text: str, using: Using = NO_DATASET) -> tuple[Operation, ...]:
    return read_update(text, BASE, using, tuple)


@pytest.mark.parametrize(
    ("text", "writes"),
    [
        ("INSERT DATA { <u:a> <u:b> <u:c> }", ()),
        ("INSERT DATA { GRAPH <g> { <u:a> <u:b> <u:c> } GRAPH <u:h> { } }", ("http://b/g", "u:h")),
        ("DELETE DATA { GRAPH <u:g> { <u:a> <u:b> 'GRAPH <u:no> {' } }", ("u:g",)),
        ("DELETE WHERE { GRAPH <u:g> { ?s ?p ?o } }", ("u:g",)),
        ("WITH <u:g> DELETE { ?s ?p ?o } INSERT { GRAPH <u:h> { ?s ?p ?o } } WHERE { ?s ?p ?o }", ("u:g", "u:h")),
        ("INSERT { ?s ?p ?o } USING <u:g> WHERE { GRAPH <u:h> { ?s ?p ?o } }", ()),
        ("CREATE SILENT GRAPH <u:g>", ("u:g",)),
        ("CLEAR DEFAULT", ()),
        ("COPY <u:g> TO <u:h>", ("u:h",)),
        ("MOVE <u:g> TO DEFAULT", ("u:g",)),
        ("ADD SILENT DEFAULT TO GRAPH <u:h>", ("u:h",)),
    ],
)
def test_the_graphs_that_are_written_to_are_known(text: str, writes: tuple[str, ...]) -> None:
    assert [operation.writes for operation in parsed(text)] == [writes]


def test_declarations_may_stand_before_every_operation() -> None:
    operations = parsed(
        "PREFIX a: <u:a#> INSERT DATA { GRAPH a:g { a:x a:y 1 } } ; PREFIX b: <u:b#> CLEAR SILENT GRAPH b:g ; BASE <http://n/>"
    )
    assert [operation.writes for operation in operations] == [("u:a#g",), ("u:b#g",)]
    ox.Store().update(whole(operations))


def test_a_prefix_may_not_change_its_meaning() -> None:
    with pytest.raises(QuerySyntax, match="declared again"):
        parsed("PREFIX a: <u:1> CLEAR DEFAULT ; PREFIX a: <u:2> CLEAR DEFAULT")


def test_the_dataset_of_the_protocol_is_written_into_each_pattern() -> None:
    using = Using(("u:g",), ("u:h",))
    operations = parsed("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ; DELETE WHERE { ?s ?p ?o } ; CLEAR DEFAULT", using)
    assert [operation.text.count("USING NAMED <u:h>") for operation in operations] == [1, 1, 0]
    ox.Store().update(whole(operations))


def test_variables_are_kept_to_the_graphs_that_may_be_read() -> None:
    text = (
        "INSERT { GRAPH <u:new> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } FILTER EXISTS { GRAPH ?h { ?s ?x ?y } } }"
    )
    (operation,) = read_update(text, BASE, Using(), lambda: ["u:open"])
    store = ox.Store()
    node = ox.NamedNode("u:a")
    for graph in ("u:open", "u:closed"):
        store.add(ox.Quad(node, node, ox.Literal(graph), ox.NamedNode(graph)))
    store.update(operation.text)
    found = store.quads_for_pattern(None, None, None, ox.NamedNode("u:new"))
    assert [quad.object for quad in found] == [ox.Literal("u:open")]


def test_a_graph_may_be_named_graph() -> None:
    text = "PREFIX graph: <u:> INSERT { ?s graph:p ?o } WHERE { GRAPH graph:graph { ?s graph:p graph:o } }"
    assert [operation.reads for operation in parsed(text)] == [("u:graph",)]


@pytest.mark.parametrize("text", ["", "PREFIX a: <u:a>", "LOAD SILENT <u:x>"])
def test_an_update_may_do_nothing(text: str) -> None:
    assert parsed(text) == ()


@pytest.mark.parametrize("text", ["LOAD <u:x>", "CLEAR DEFAULT ; LOAD <u:x> INTO GRAPH <u:g>"])
def test_load_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match="LOAD"):
        parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD",
        "CLEAR",
        "CLEAR GRAPH ?g",
        "CREATE ALL",
        "COPY <u:g>",
        "INSERT DATA { GRAPH ?g { <u:a> <u:b> 1 } }",
        "INSERT DATA { OPTIONAL { <u:a> <u:b> 1 } }",
        "INSERT { ?s ?p ?o }",
        "WITH <u:g> WHERE { ?s ?p ?o }",
        "DELETE WHERE { { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { ?s ?p trueGRAPH ?g { } }",
        "INSERT { ?s ?p ?o } WHERE { ?s ?p trueGRAPHx: { } }",
        "PREFIX x: <u:> INSERT { ?s ?p ?o } WHERE { ?s ?p x:a.b.GRAPH <u:g> { } }",
        "PREFIX x: <u:> INSERT { ?s ?p ?o } WHERE { ?s ?p x:a.b.GRAPHx:g { } }",
    ],
)
def test_what_is_not_recognised_is_refused(text: str) -> None:
    with pytest.raises(QuerySyntax):
        parsed(text)

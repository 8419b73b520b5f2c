"""What a query's text says, and what is put into it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryRefused, QuerySyntax
from graph.sparql.lexer import tokens
from graph.sparql.query import Form, bind, read

BASE = "http://localhost/sparql"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", Form.SELECT),
        ("# SELECT\nask{}", Form.ASK),
        ("PREFIX select: <u:> BASE <http://e/> DESCRIBE select:x", Form.DESCRIBE),
        ("construct where { ?s ?p ?o }", Form.CONSTRUCT),
        ("SELECT ?ask { ?ask ?p 'DESCRIBE' FILTER(NOW() > 1) }", Form.SELECT),
    ],
)
def test_the_form_is_the_first_keyword_after_the_declarations(text: str, form: Form) -> None:
    assert read(text, BASE).form is form


@pytest.mark.parametrize("text", ["", "{}", "CLEAR ALL", "'SELECT'", "# SELECT", "SELECTED"])
def test_what_has_no_form_is_no_query(text: str) -> None:
    with pytest.raises(QuerySyntax):
        read(text, BASE)


def test_the_dataset_is_read_by_the_declarations_of_the_query() -> None:
    query = read(
        "BASE <http://b/> PREFIX p: <http://p/x#> SELECT * # FROM <no>\n"
        "FROM <one> FROM p:two FROM NAMED <http://three/> FROM NAMED p: { ?s ?p 'FROM <no>' }",
        BASE,
    )
    assert query.default == ("http://b/one", "http://p/x#two")
    assert query.named == ("http://three/", "http://p/x#")


@pytest.mark.parametrize("text", ["SELECT * FROM ?x { }", "SELECT * FROM no:x { }", "SELECT * FROM 'x' { }"])
def test_a_graph_is_named_by_an_iri(text: str) -> None:
    with pytest.raises(QuerySyntax):
        read(text, BASE)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", True),
        ("SELECT * { graph<u:g>{ ?s ?p ?o } }", True),
        ("SELECT * { ?s ?p true GRAPH ?g { } }", True),
        ("SELECT * { ?graph ?p 'GRAPH' } # graph", False),
    ],
)
def test_patterns_over_named_graphs_are_seen(text: str, names: bool) -> None:
    assert read(text, BASE).names_graphs is names


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()", "now()"])
def test_what_differs_from_time_to_time_is_seen(call: str) -> None:
    assert not read(f"SELECT ({call} AS ?x) {{}}", BASE).stable
    assert read(f"SELECT ('{call}' AS ?x) {{}}", BASE).stable


@pytest.mark.parametrize(
    "text",
    [
        "SELECT DISTINCT ?p { ?s ?p ?o }",
        "SELECT * { ?s ?p ?s }",
        "SELECT * { ?s <u:p>* ?o }",
        "SELECT * { ?s <u:p>/<u:q> ?o }",
        "SELECT * { ?s ^<u:p> ?o }",
        "SELECT * { ?s ?p ?o . ?a ?b ?c }",
        "SELECT * { ?s ?p ?o , ?q }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ORDER BY ?s",
        "SELECT * { ?s ?p ?o } OFFSET 1000000",
        "SELECT * { ?s ?p ?o FILTER(?o > 1) }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "DESCRIBE <u:a>",
        "CONSTRUCT WHERE { ?s ?p ?o }",
    ],
)
def test_only_one_pattern_and_nothing_else_is_bounded(text: str) -> None:
    assert not read(text, BASE).bounded


@pytest.mark.parametrize(
    "text", ["ASK {}", "SELECT ?l { <u:a> <u:label> ?l }", "PREFIX e: <u:> SELECT * WHERE { ?s a e:C . } LIMIT 9 # x\n"]
)
def test_one_pattern_is_bounded(text: str) -> None:
    assert read(text, BASE).bounded


def test_a_name_with_service_in_it_is_no_service() -> None:
    text = "PREFIX service: <u:> SELECT ?service { ?service service:provides <http://e/service> . ?a ?b 'SERVICE' }"
    assert read(text, BASE).form is Form.SELECT


@pytest.mark.parametrize(
    "text", ["ASK { SERVICE <u:x> {} }", "ASK { ?s ?p 1service<u:x>{} }", "ASK { SERVICE SILENT {} }"]
)
def test_service_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused, match="fetches no addresses"):
        read(text, BASE)


@given(st.text(max_size=60))
def test_tokens_are_the_text_in_order(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert token.start >= at
        assert text[token.start : token.end] == token.text
        at = token.end


@given(st.text(max_size=20), st.sampled_from(["en", "de-at", None]))
def test_whatever_is_bound_stays_one_term(value: str, language: str | None) -> None:
    term = ox.Literal(value, language=language) if language else ox.Literal(value)
    store = ox.Store()
    answer = store.query(bind("SELECT ?x { FILTER(STRLEN(STR(?x)) >= 0) }", {"x": term}))
    assert isinstance(answer, ox.QuerySolutions)
    assert [row["x"] for row in answer] == [term]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("SELECT ?x { ?x ?p ?y }", "SELECT (<u:t> AS ?x) { <u:t> ?p ?y }"),
        ("SELECT (STR(?x) AS ?z) { ?x ?p ?xy }", "SELECT (STR(<u:t>) AS ?z) { <u:t> ?p ?xy }"),
        ("SELECT ?y { ?y ?p $x } ORDER BY ?x DESC(?x)", "SELECT ?y { ?y ?p <u:t> } ORDER BY (<u:t>) DESC(<u:t>)"),
        ("ASK { ?y ?p ?x . '?x' ?p ?y } # ?x", "ASK { ?y ?p <u:t> . '?x' ?p ?y } # ?x"),
        ("DESCRIBE ?x", "DESCRIBE <u:t>"),
    ],
)
def test_a_bound_variable_keeps_its_place(text: str, bound: str) -> None:
    assert bind(text, {"x": ox.NamedNode("u:t")}) == bound


@pytest.mark.parametrize(
    "text", ["SELECT ?y { ?y ?p ?o }", "SELECT * { BIND(1 AS ?x) }", "SELECT * { VALUES ?x { 1 } }"]
)
def test_what_cannot_be_bound_is_said_so(text: str) -> None:
    with pytest.raises(ValueError, match=r"\?x"):
        bind(text, {"x": ox.Literal(1)})

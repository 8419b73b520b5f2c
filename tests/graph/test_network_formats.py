"""Networks as files: other tools read them, and all hold the same network."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree

import networkx as nx
import orjson
import pytest

from graph.layers import view
from graph.network import Network, network
from graph.network_formats import FORMATS, archive, exported, spells
from graph.projections import PROJECTIONS
from graph.reader import Reader
from graph.store.embedded import EmbeddedStore
from tests.graph.ensemble import BASE, HAL, MAREK, NELL, OTTILIE, VESK, ensemble


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return ensemble()


@pytest.fixture(scope="module")
def reader(store: EmbeddedStore) -> Reader:
    return Reader(store, BASE, view())


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def counts(made: Network, format: str) -> tuple[int, int, float]:
    """Nodes, edges and the sum of weights, as a reader of the format finds them."""
    files = exported(made, format)
    match format:
        case "graphml":
            graph = nx.read_graphml(io.BytesIO(files["network.graphml"]))
            return len(graph), graph.number_of_edges(), sum(w for *_, w in graph.edges(data="weight"))
        case "gexf":
            graph = nx.read_gexf(io.BytesIO(files["network.gexf"]))
            return len(graph), graph.number_of_edges(), sum(w for *_, w in graph.edges(data="weight"))
        case "cyjs":
            elements = orjson.loads(files["network.cyjs"])["elements"]
            return len(elements["nodes"]), len(elements["edges"]), sum(e["data"]["weight"] for e in elements["edges"])
        case "csv":
            edges = table(files["edges.csv"])
            return len(table(files["nodes.csv"])), len(edges), sum(float(row["Weight"]) for row in edges)
        case _:
            edges = table(files["relationships.csv"])
            return len(table(files["nodes.csv"])), len(edges), sum(float(row["weight:double"]) for row in edges)


@pytest.mark.parametrize("projection", sorted(PROJECTIONS))
@pytest.mark.parametrize("format", FORMATS)
def test_all_formats_hold_the_same_network(format: str, projection: str, reader: Reader) -> None:
    made = network(reader, projection)
    assert counts(made, format) == (len(made.nodes), len(made.source), float(made.weight.sum()))


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_the_same_bytes_each_time(format: str, reader: Reader) -> None:
    made = network(reader, "co-cast")
    first, again = exported(made, format), exported(network(reader, "co-cast"), format)
    assert first == again
    assert archive(first) == archive(again)


def test_every_edge_of_a_file_has_its_claims(reader: Reader) -> None:
    made = network(reader, "characters")
    rows = {frozenset((r["Source"], r["Target"])): r["Claims"] for r in table(exported(made, "csv")["edges.csv"])}
    assert rows[frozenset((HAL, NELL))].split() == list(made.graph.edges[HAL, NELL]["claims"])


def test_seasons_are_read_from_the_places_of_claims_and_from_works(reader: Reader) -> None:
    made = network(reader, "characters")
    told = dict(
        zip(
            [frozenset((e.source.iri, e.target.iri)) for e in made.edges()], spells(reader, made, "season"), strict=True
        )
    )
    assert told[frozenset((HAL, NELL))] == (1, 2)
    assert told[frozenset((VESK, NELL))] == (2,)
    cast = network(reader, "acted-with")
    placed = dict(
        zip(
            [frozenset((e.source.iri, e.target.iri)) for e in cast.edges()], spells(reader, cast, "season"), strict=True
        )
    )
    assert placed[frozenset((OTTILIE, MAREK))] == (2,)


def test_years_are_those_of_the_articles(reader: Reader) -> None:
    made = network(reader, "characters")
    told = dict(
        zip([frozenset((e.source.iri, e.target.iri)) for e in made.edges()], spells(reader, made, "year"), strict=True)
    )
    assert told[frozenset((HAL, NELL))] == (2022, 2023)


def test_a_gexf_file_has_intervals_that_a_timeline_plays(reader: Reader) -> None:
    made = network(reader, "characters")
    root = ElementTree.fromstring(exported(made, "gexf", spells(reader, made, "season"))["network.gexf"])
    space = {"g": root.tag.partition("}")[0].strip("{")}
    graph = root.find("g:graph", space)
    assert graph is not None
    assert graph.get("mode") == "dynamic"
    assert graph.get("timeformat") == "double"
    spans = {
        frozenset((edge.get("source"), edge.get("target"))): [
            (s.get("start"), s.get("end")) for s in edge.iterfind("g:spells/g:spell", space)
        ]
        for edge in root.iterfind(".//g:edge", space)
    }
    assert spans[frozenset((HAL, NELL))] == [("1.0", "2.99")]
    assert spans[frozenset((VESK, NELL))] == [("2.0", "2.99")]


def test_an_archive_holds_its_files() -> None:
    packed = archive({"nodes.csv": b"a\n", "edges.csv": b"b\n"})
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.read("nodes.csv") == b"a\n"
        assert opened.namelist() == ["edges.csv", "nodes.csv"]


def test_an_unknown_format_is_an_error_that_names_the_known(reader: Reader) -> None:
    with pytest.raises(ValueError, match="graphml, gexf"):
        exported(network(reader, "co-cast"), "pajek")

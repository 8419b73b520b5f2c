"""Networks as files that other tools open: GraphML, GEXF, CSV, Cytoscape JSON, Neo4j's import format.

In: a `Network`, and for GEXF the times of its edges. Out: bytes by file name. Nodes are IRIs with label and type; every
edge has its weight, what ties it and the claims that say so. The same network gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

import orjson

from graph.network import Network
from graph.reader import Reader, named, text_of
from graph.tables import comma_separated

__all__ = ["FORMATS", "MEDIA_TYPES", "Spells", "Times", "archive", "exported", "spells"]

Spells: TypeAlias = Sequence[tuple[int, ...]]
"""For each edge the seasons or years in which it is told; an edge without any is there at all times."""
Times: TypeAlias = Literal["season", "year"]

MEDIA_TYPES: Final = {
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "csv": "application/zip",
    "cyjs": "application/json",
    "neo4j": "application/zip",
}


def spells(reader: Reader, network: Network, times: Times) -> Spells:
    """Return when the edges of a network are told: the seasons of their claims and links, or the articles' years."""
    when: dict[str, set[int]] = defaultdict(set)
    claims = set(network.claims)
    if times == "year":
        articles = {
            text_of(row["claim"]): text_of(row["article"])
            for row in reader.rows("analysis_claims", claim=named(claims))
        }
        sources = reader.sources(set(articles.values()))
        for claim, article in articles.items():
            date = sources[article].date
            if date:
                when[claim].add(int(date[:4]))
    else:
        for claim, layer in reader.layers(claims).items():
            when[claim].update(_season(layer.name))
    found = []
    for edge in range(len(network.source)):
        told = {time for claim in network.claims_of(edge) for time in when[claim]}
        if times == "season":
            told.update(season for link in network.links_of(edge) for season in _season(link))
        found.append(tuple(sorted(told)))
    return found


def _season(name: str) -> Iterable[int]:
    """Return the season at the end of a layer's name or a season's or episode's IRI."""
    position = re.search(r"/s(\d+)(?:e\d+)?$", name)
    return (int(position[1]),) if position else ()


def exported(network: Network, format: str, times: Spells = ()) -> dict[str, bytes]:
    """Return the files of a network in a format. Raises ValueError for an unknown one.

    `times` goes into GEXF alone, as intervals that Gephi's timeline plays.
    """
    if format == "gexf":
        return {"network.gexf": _gexf(network, times)}
    if format not in _WRITERS:
        raise ValueError(f"{format!r} is not a format of networks: {', '.join(FORMATS)}")
    return _WRITERS[format](network)


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return files as one ZIP file, without the time of its making."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _plain(network: Network) -> Any:
    """Return the network as NetworkX has it, with values that every format can hold."""
    import networkx as nx

    found: Any = nx.DiGraph() if network.projection.directed else nx.Graph()
    found.graph.update(projection=network.projection.name, scope=str(network.scope))
    for node in network.nodes:
        found.add_node(_clean(node.iri), label=_clean(node.label), kind=node.type or "")
    for link in network.edges():
        found.add_edge(
            _clean(link.source.iri),
            _clean(link.target.iri),
            weight=link.weight,
            links=_clean(" | ".join(link.links)),
            claims=" ".join(link.claims),
        )
    return found


def _clean(text: str) -> str:
    """Return a text without the control characters that XML 1.0 cannot hold."""
    return "".join(c for c in text if c >= " " and c not in "\ufffe\uffff")


def _graphml(network: Network) -> dict[str, bytes]:
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_xml(_plain(network), out, named_key_ids=True)
    return {"network.graphml": out.getvalue()}


def _gexf(network: Network, times: Spells) -> bytes:
    import networkx as nx

    graph = _plain(network)
    if any(times):
        alive: dict[str, set[int]] = defaultdict(set)
        for told, link in zip(times, network.edges(), strict=True):
            ends = (_clean(link.source.iri), _clean(link.target.iri))
            graph.edges[ends]["spells"] = _intervals(told)
            for end in ends:
                # What ties a node at all times keeps it there at all times.
                alive[end].update(told or (_ALWAYS,))
        for node, lives in alive.items():
            graph.nodes[node]["spells"] = [] if _ALWAYS in lives else _intervals(sorted(lives))
    for node in graph.nodes:
        if not graph.nodes[node].get("spells", True):
            del graph.nodes[node]["spells"]
    for ends in graph.edges:
        if not graph.edges[ends].get("spells", True):
            del graph.edges[ends]["spells"]
    text = "\n".join(nx.generate_gexf(graph))
    # NetworkX writes the day on which the file is made.
    return (re.sub(r' lastmodifieddate="[^"]*"', "", text) + "\n").encode()


_ALWAYS: Final = -1


def _intervals(told: Iterable[int]) -> list[tuple[float, float]]:
    """Return runs of seasons or years as closed intervals: season 2 is from 2 to just before 3.

    >>> _intervals((1, 2, 4))
    [(1.0, 2.99), (4.0, 4.99)]
    """
    runs: list[tuple[float, float]] = []
    for time in told:
        if runs and time == int(runs[-1][1]) + 1:
            runs[-1] = (runs[-1][0], time + 0.99)
        else:
            runs.append((float(time), time + 0.99))
    return runs


def _csv(network: Network) -> dict[str, bytes]:
    nodes = [(n.iri, n.label, n.type or "") for n in network.nodes]
    kind = "Directed" if network.projection.directed else "Undirected"
    edges = [
        (e.source.iri, e.target.iri, kind, f"{e.weight:g}", " | ".join(e.links), " ".join(e.claims))
        for e in network.edges()
    ]
    return {
        "nodes.csv": _table(("Id", "Label", "Kind"), nodes),
        "edges.csv": _table(("Source", "Target", "Type", "Weight", "Links", "Claims"), edges),
    }


def _neo4j(network: Network) -> dict[str, bytes]:
    nodes = [(n.iri, n.label, n.type or "Thing") for n in network.nodes]
    name = network.projection.name.replace("-", "_").upper()
    edges = [
        (e.source.iri, e.target.iri, name, f"{e.weight:g}", ";".join(e.links), ";".join(e.claims))
        for e in network.edges()
    ]
    return {
        "nodes.csv": _table(("iri:ID", "label", ":LABEL"), nodes),
        "relationships.csv": _table(
            (":START_ID", ":END_ID", ":TYPE", "weight:double", "links:string[]", "claims:string[]"), edges
        ),
    }


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return comma_separated(columns, rows).encode()


def _cytoscape(network: Network) -> dict[str, bytes]:
    nodes = [{"data": {"id": n.iri, "name": n.label, "kind": n.type}} for n in network.nodes]
    edges = [
        {
            "data": {
                "id": f"e{number}",
                "source": e.source.iri,
                "target": e.target.iri,
                "weight": e.weight,
                "links": list(e.links),
                "claims": list(e.claims),
            }
        }
        for number, e in enumerate(network.edges())
    ]
    told = {"name": network.projection.name, "scope": str(network.scope), "definition": network.projection.edge}
    body = {"data": told, "directed": network.projection.directed, "elements": {"nodes": nodes, "edges": edges}}
    return {"network.cyjs": orjson.dumps(body, option=orjson.OPT_INDENT_2)}


_WRITERS: Final[Mapping[str, Callable[[Network], dict[str, bytes]]]] = {
    "graphml": _graphml,
    "csv": _csv,
    "cyjs": _cytoscape,
    "neo4j": _neo4j,
}
FORMATS: Final = ("graphml", "gexf", "csv", "cyjs", "neo4j")

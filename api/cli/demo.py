"""The demo: articles in, an answer out, in one command.

In: `data/demo`. Out: a store in `demo/`, what was learnt on standard output, `demo/network.svg`, and the explorer
served on a free port of 127.0.0.1.
"""

from __future__ import annotations

import argparse
import socket
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode
from rich.console import Console
from rich.table import Table

from api.cli.ingesting import ingest_sources
from api.cli.places import minter, opened
from api.cli.serving import serve_store
from graph.cast import Part, cast
from graph.drawing import draw
from graph.layers import view
from graph.reader import Reader, Source, text_of
from graph.relations import Wanted, relations
from graph.vocabulary import vocabulary

ROOT = Path(__file__).parents[2]
TOLD = ("mentor", "parent", "spouse", "sibling", "isBasedOn", "creator")


def main() -> None:
    """Run the demo."""
    parser = argparse.ArgumentParser(description="Read data/demo, say what was learnt, draw it, serve it.")
    parser.add_argument("--serve", type=int, choices=(0, 1), default=1)
    arguments = parser.parse_args()
    place = ROOT / "demo" / "store"
    place.parent.mkdir(exist_ok=True)
    out = Console(highlight=False, width=120)
    report = ingest_sources([str(ROOT / "data" / "demo")], str(place)).to_json()
    counted = ", ".join(f"{report[status]} {status}" for status in ("added", "updated", "unchanged", "rejected"))
    out.print(f"Articles in data/demo: {counted}")
    with opened(str(place), read_only=True) as store:
        reader = Reader(store, minter().base, view())
        out.print(f"The graph holds {sum(1 for _ in reader.rows('articles'))} articles about", end=" ")
        out.print(", ".join(f"{count} {kind.lower()}s" for kind, count in counts(reader)) + "\n")
        work = next(text_of(row["work"]) for row in reader.rows("largest_cast"))
        out.print(cast_table(reader, work))
        out.print("\nThree relations, with the words that say them:")
        for line in told(reader, 3):
            out.print(f"  {line}")
        picture = ROOT / "demo" / "network.svg"
        draw("network", store, minter().base, view(), entities=(work,)).write(picture)
        out.print(f"\nA picture of {reader.nodes([work])[work].label}: {picture.relative_to(ROOT)}")
    if arguments.serve:
        serve_store(str(place), "127.0.0.1", free_port(), on_ready=lambda url: out.print(served(url)))


def counts(reader: Reader) -> Iterator[tuple[str, int]]:
    """Yield how many entities of each type the view holds, where there are any."""
    for type, one in vocabulary().classes.items():
        count = sum(1 for _ in reader.rows("nodes_typed", type=[NamedNode(one.iri)]))
        if count:
            yield str(type), count


def cast_table(reader: Reader, work: str) -> Table:
    """Return the cast of a work as a table."""
    table = Table(
        title=f"The cast of {reader.nodes([work])[work].label}", title_justify="left", box=None, pad_edge=False
    )
    for heading in ("actor", "character", "says who", "in these words"):
        table.add_column(heading)
    for part in sorted(cast(reader, work), key=order):
        best = max(part.supports, key=lambda support: (support.confidence, support.iri))
        sources = sorted({name_of(support.source) for support in part.supports})
        table.add_row(
            part.actor.label, part.character.label if part.character else "", ", ".join(sources), f"“{best.quote}”"
        )
    return table


def order(part: Part) -> tuple[bool, int, str]:
    """The best-evidenced parts first, actors without a role last."""
    return part.character is None, -len(part.supports), part.actor.label


def told(reader: Reader, limit: int) -> Iterator[str]:
    """Yield facts that most articles say, one of a property, each as a sentence with the words that say it."""
    found = 0
    for name in TOLD:
        property = vocabulary().property(name)
        row = next(reader.rows("most_claimed", property=[NamedNode(property.iri)]), None)
        if row is None or found == limit:
            continue
        wanted = Wanted(properties=frozenset({name}))
        for relation in relations(reader, text_of(row["subject"]), wanted):
            if relation.other and relation.other.iri == text_of(row["object"]):
                found += 1
                best = max(relation.supports, key=lambda support: (support.confidence, support.iri))
                yield f"{relation.sentence} — “{best.quote}” ({name_of(best.source)})"


def name_of(source: Source) -> str:
    """Return what an article is called by: its publisher, else its headline."""
    return source.publisher or (f"“{source.headline}”" if source.headline else "an article")


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def served(url: str) -> str:
    """Return what to do next."""
    return (
        f"\nExplorer: {url}/\nAPI:      {url}/openapi.json   (try curl '{url}/search?q=nell')\nSPARQL:   {url}/sparql\n"
        "Press Ctrl-C to stop."
    )


if __name__ == "__main__":
    main()

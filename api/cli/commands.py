"""The commands, one function each: what they take, what they print.

In: files, a store. Out: JSON Lines, RDF, tables, pictures, a server. The work is done elsewhere.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from api.cli.places import DEFAULT_STORE, AsOfOption, LayerOption, StoreOption, chosen_view, minter, opened
from graph.layers import Side

if TYPE_CHECKING:
    from ingest.extract.llm import LanguageModel
    from ingest.run import Summary

__all__ = ["app"]

app = typer.Typer(
    name="dramatis",
    help="A knowledge graph of shows, characters, cast and events, built from articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

Paths = Annotated[list[Path], typer.Argument(help="Articles: .txt, .html, .jsonl; or folders of them.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Jobs = Annotated[int, typer.Option(min=1, max=256, help="Processes that read articles.")]
ClusterAddress = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler whose workers read, in place of --jobs."),
]
LlmAddress = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="URL",
        help="A language model that reads too, https://host/v1, of the OpenAI protocol; articles are sent to it.",
    ),
]
LlmName = Annotated[str, typer.Option("--llm-model", metavar="NAME", help="Which model of that endpoint.")]
Wait = Annotated[bool, typer.Option("--wait", help="Wait for another process that writes to the store, not leave.")]


def answer(text: str | bytes) -> None:
    """Write to standard output."""
    data = text.encode() if isinstance(text, str) else text
    sys.stdout.buffer.write(data if data.endswith(b"\n") or not data else data + b"\n")
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """Write to standard error."""
    sys.stderr.write(text + "\n")


def language_model(url: str | None, name: str) -> LanguageModel | None:
    """Return the model of an endpoint; its key is read from DRAMATIS_LLM_KEY."""
    from ingest.extract.llm import LanguageModel

    if not url:
        if name:
            raise typer.BadParameter("--llm-model needs --llm, the address of its endpoint")
        return None
    if not name:
        raise typer.BadParameter("--llm needs --llm-model, the name of one of its models")
    return LanguageModel(url, name, os.environ.get("DRAMATIS_LLM_KEY", ""))


@app.command()
def extract(files: Paths, llm: LlmAddress = None, llm_model: LlmName = "") -> None:
    """Print what articles say, a JSON object a line. No store is touched."""
    from ingest.article import Rejected
    from ingest.intake import read
    from ingest.intake.sources import files as expand
    from ingest.pipeline import Extractor

    extractor, rejected, read_any = Extractor(second=language_model(llm, llm_model)), 0, False
    for path in (path for file in files for path in expand(str(file))):
        for document in read(path):
            if isinstance(document, Rejected):
                say(f"dramatis: {document.source}: {document.reason}")
                rejected += 1
                continue
            answer(orjson.dumps(extractor.extract(document).to_json()))
            read_any = True
    if rejected and not read_any:
        raise typer.Exit(1)


@app.command()
def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders, patterns, addresses, feeds, sitemaps, .warc archives, or - for standard input."
        ),
    ],
    store: StoreOption = DEFAULT_STORE,
    jobs: Jobs = 1,
    cluster: ClusterAddress = None,
    llm: LlmAddress = None,
    llm_model: LlmName = "",
    language: Annotated[
        list[str] | None, typer.Option(help="Only texts in this language, by themselves; en if none is given.")
    ] = None,
    anything: Annotated[
        bool, typer.Option("--anything", help="Take texts in other languages and not about entertainment too.")
    ] = False,
    careful: Annotated[bool, typer.Option("--careful", help="The slower, careful reader of pages.")] = False,
    wait: Wait = False,
    as_json: AsJson = False,
) -> None:
    """Read articles into the graph. What stands there unchanged is passed over."""
    from api.cli.ingesting import Readers, ingest_sources

    readers, languages = Readers(jobs, cluster, language_model(llm, llm_model)), language or ("en",)
    report_run(
        ingest_sources(sources, store, readers, languages=languages, anything=anything, careful=careful, wait=wait),
        as_json=as_json,
    )


@app.command()
def reingest(
    changed_extractor: Annotated[
        bool, typer.Option("--changed-extractor", help="Only articles that another version of the extractor read.")
    ] = False,
    store: StoreOption = DEFAULT_STORE,
    jobs: Jobs = 1,
    cluster: ClusterAddress = None,
    llm: LlmAddress = None,
    llm_model: LlmName = "",
    wait: Wait = False,
    as_json: AsJson = False,
) -> None:
    """Read the articles of the store again, from the stored texts: nothing is fetched."""
    from api.cli.ingesting import Readers, reingest_stored

    readers = Readers(jobs, cluster, language_model(llm, llm_model))
    report_run(reingest_stored(store, readers, changed=changed_extractor, wait=wait), as_json=as_json)


def report_run(summary: Summary, *, as_json: bool) -> None:
    """Print what became of the documents of a run. Raises Exit with 1 where all were rejected."""
    report = summary.to_json()
    if as_json:
        answer(orjson.dumps(report, option=orjson.OPT_INDENT_2))
    else:
        counts = ", ".join(f"{report[name]} {name}" for name in ("added", "updated", "unchanged", "rejected"))
        answer(f"{counts}; {report['claims']} claims")
        for result in summary.results:
            if result.status == "rejected":
                answer(f"  rejected {result.source}: {result.reason}")
        for reason, count in report["dropped"].items():  # type: ignore[attr-defined]
            answer(f"  not stored: {count} {reason}")
    if summary.results and summary.count("rejected") == len(summary.results):
        raise typer.Exit(1)


@app.command()
def retract(
    article: Annotated[
        str, typer.Argument(help="The IRI of an article, or the address, file or id that it came from.")
    ],
    store: StoreOption = DEFAULT_STORE,
    wait: Wait = False,
) -> None:
    """Take an article out: the graph is then what it would be without it."""
    from api.cli.ingesting import free, retract_article

    with free(store, wait=wait) as target:
        outcome = retract_article(article, target)
    if outcome is None:
        say(f"dramatis: no article {article} in {store}; `dramatis query` with ?a a drm:Article lists them")
        raise typer.Exit(1)
    answer(f"retracted {outcome.article}: {outcome.removed} quads removed, {outcome.added} added")


class RdfFormat(StrEnum):
    """The formats of an export."""

    NQ = "nq"
    TRIG = "trig"
    TTL = "ttl"
    JSONLD = "jsonld"


@app.command()
def export(
    format: Annotated[
        RdfFormat, typer.Option(help="ttl has no graphs: it is the union of the view's layers.")
    ] = RdfFormat.NQ,
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
    layer: LayerOption = Side.ALL,
) -> None:
    """Print the graph as RDF, as far as the view goes: by default everything but people's own `self` layers."""
    from graph.dump import dumped

    with opened(store, read_only=True) as source:
        for chunk in dumped(source, minter().base, chosen_view(as_of, layer), str(format), texts=True):
            sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


class TableFormat(StrEnum):
    """The formats of a query's answer."""

    JSON = "json"
    CSV = "csv"
    TABLE = "table"


@app.command()
def query(
    sparql: Annotated[str, typer.Argument(help="A SPARQL query, or a .rq file.")],
    format: Annotated[TableFormat, typer.Option()] = TableFormat.TABLE,
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
    layer: LayerOption = Side.ALL,
) -> None:
    """Answer a SPARQL query, through a view. The project's prefixes need not be declared."""
    from api.cli.querying import answered

    path = Path(sparql)
    text = path.read_text(encoding="utf-8") if sparql.endswith(".rq") and path.is_file() else sparql
    with opened(store, read_only=True) as source:
        answer(answered(source, minter().base, text, chosen_view(as_of, layer), str(format)))


@app.command()
def draw(
    output: Annotated[Path, typer.Option("-o", "--output", help="A .svg, .png or .pdf file.")],
    entities: Annotated[list[str] | None, typer.Argument(help="Names, or IRIs, or KIND/SLUG.")] = None,
    kind: Annotated[str, typer.Option(help="network, cast, timeline, path, communities or series.")] = "network",
    theme: Annotated[str, typer.Option(help="light or dark.")] = "light",
    within: Annotated[
        str | None, typer.Option("--in", metavar="WORK[:sNeM]", help="Only this part, for communities.")
    ] = None,
    projection: Annotated[str | None, typer.Option(help="What joins people, for communities.")] = None,
    by: Annotated[str | None, typer.Option(help="year or season, for a series; year by default.")] = None,
    store: StoreOption = DEFAULT_STORE,
    as_of: AsOfOption = None,
    layer: LayerOption = Side.ALL,
) -> None:
    """Draw how things stand to each other."""
    from api.cli.drawing import Frame, drawn

    frame = Frame(kind, theme, within, by, projection)
    with opened(store, read_only=True) as source:
        picture = drawn(source, minter().base, chosen_view(as_of, layer), entities or (), frame)
    picture.write(output)
    say(f"wrote {output}")


@app.command()
def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    token: Annotated[str | None, typer.Option(envvar="DRAMATIS_TOKEN", help="What writers must send.")] = None,
    allow_anonymous_writes: Annotated[
        bool, typer.Option("--allow-anonymous-writes", help="Let anyone on this machine write.")
    ] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="Follow a store that another process writes.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that follow it, with --read-only.")] = 1,
) -> None:
    """Serve the explorer, the API and SPARQL over HTTP."""
    from api.cli.serving import serve_followers, serve_store, settings_for

    settings = settings_for(host, token, allow_anonymous_writes)
    if read_only:
        say(f"Dramatis follows {store} at http://{host}:{port} with {workers} processes")
        serve_followers(store, host, port, workers, settings)
        return
    if workers > 1:
        raise typer.BadParameter("several processes can only read: add --read-only", param_hint="--workers")
    serve_store(store, host, port, settings, on_ready=lambda url: say(f"Dramatis serves {store} at {url}"))


@app.command()
def doctor(store: StoreOption = DEFAULT_STORE) -> None:
    """Say what of the environment is wrong, and how to mend it."""
    from api.cli.doctor import findings

    bad = 0
    for finding in findings(store):
        bad += not finding.good
        answer(
            f"{'ok  ' if finding.good else 'BAD '} {finding.what}"
            + (f"\n     {finding.remedy}" if finding.remedy else "")
        )
    if bad:
        raise typer.Exit(1)

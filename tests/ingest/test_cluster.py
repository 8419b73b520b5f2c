"""Extraction on a Dask cluster: the same graph as here, whatever happens to its workers."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from api.cli import main
from api.cli.ingesting import made_writer
from graph.identity import load_identities
from graph.iri import Minter
from graph.store.embedded import EmbeddedStore
from ingest.article import Document
from ingest.cluster import Cluster, ClusterMissing, ClusterUnusable
from ingest.extraction import Extraction
from ingest.linking import Linker
from ingest.parallel import ExtractionFailed, Promises, Serial
from ingest.pipeline import Extractor
from ingest.run import extractor_version, ingest_documents
from tests.clusters import Started, started

pytestmark = pytest.mark.timeout(300)

WORDS = """\
Dana Marek Imelda Tobias Aurel Saoirse Colin Petra Hugo Nadia Oskar Livia Ronan Celeste Ivo Magda Yara Orla Bruno Thea
Vale Oszlanyi Strand Carrick Dancu Quill Marr Lindqvist Abara Fenwick Toth Roke Tettey Brandt Sorel Vesk Adair Pell
Harbour Winter Copper Silent Northern Paper Salt Glass Amber Hollow Midnight Iron Velvet Borrowed Last
Lights Street Choir Frontier Hearts Garden Station Wards Letters Coast Kingdom Parade Hours Sisters
"""
FIRST, LAST, PLACES, THINGS = (line.split() for line in WORDS.splitlines())


class Trying:
    """Says back the id of a document; some documents kill their worker, keep it for ever, or take half a second."""

    def extract(self, document: Document) -> Extraction:
        if document.text == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if document.text != "fine":
            time.sleep({"sleep": 600, "slow": 0.5}[document.text])
        return Extraction(document.id, None)


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with started(tmp_path_factory.mktemp("two"), "--nworkers", "2", "--nthreads", "1") as found:
        yield found


@pytest.fixture
def cluster(two_workers: Started) -> Iterator[Cluster]:
    made = Cluster(Trying, two_workers.address, seconds=8.0)
    yield made
    made.close()


def outcomes(cluster: Cluster, texts: Iterable[str]) -> list[str]:
    """Return the id of each document, or why it was not read, in order."""
    promises = [cluster.begin(Document(str(n), text)) for n, text in enumerate(texts)]
    found = []
    for promise in promises:
        try:
            found.append(promise().id)
        except ExtractionFailed as error:
            found.append(error.reason)
    return found


def test_workers_answer_in_the_order_of_the_documents_and_get_some_ahead(cluster: Cluster) -> None:
    assert cluster.ahead == 8
    assert outcomes(cluster, ["slow", *["fine"] * 20]) == [str(n) for n in range(21)]


def test_a_worker_killed_with_documents_in_hand_loses_none(cluster: Cluster, two_workers: Started) -> None:
    process_id = two_workers.process_ids()[0]
    killer = threading.Timer(0.7, os.kill, (process_id, signal.SIGKILL))
    killer.start()
    assert outcomes(cluster, ["slow"] * 8) == [str(n) for n in range(8)]
    killer.join()
    with pytest.raises(ProcessLookupError):
        os.kill(process_id, 0)


def test_a_document_that_kills_every_worker_is_told_and_the_others_are_read(cluster: Cluster) -> None:
    died = "the workers that read it died, one after another"
    assert outcomes(cluster, ["fine", "kill", "fine", "slow", "fine"]) == ["0", died, "2", "3", "4"]


@pytest.mark.slow
def test_a_document_that_never_ends_is_ended(cluster: Cluster) -> None:
    assert outcomes(cluster, ["sleep", "fine", "fine"]) == ["it took longer than 8 seconds", "1", "2"]


def test_an_error_of_the_extractor_is_raised_as_it_is_here(cluster: Cluster) -> None:
    document = Document("odd", "no such text")
    with pytest.raises(KeyError, match="no such text"):
        Serial(Trying()).begin(document)()
    with pytest.raises(KeyError, match="no such text"):
        cluster.begin(document)()


def test_a_worker_of_another_version_stops_the_run(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.cluster.extractor_version", lambda: "dramatis/another")
    with pytest.raises(ClusterUnusable, match="Install the same dramatis"):
        cluster.begin(Document("any", "fine"))()


@pytest.mark.slow
def test_a_cluster_that_loses_all_its_workers_says_how_to_start_some(tmp_path: Path) -> None:
    with started(tmp_path, "--nworkers", "1", "--nthreads", "1") as lost:
        cluster = Cluster(Trying, lost.address, seconds=2.0)
        assert cluster.begin(Document("first", "fine"))().id == "first"
        lost.workers.terminate()
        lost.workers.wait()
        with pytest.raises(ClusterUnusable, match=r"no workers any more.*dask worker tcp://"):
            cluster.begin(Document("second", "fine"))()
        cluster.close()


@pytest.mark.slow
def test_a_scheduler_that_goes_away_ends_the_run(tmp_path: Path) -> None:
    with started(tmp_path, "--nworkers", "1", "--nthreads", "1") as gone:
        cluster = Cluster(Trying, gone.address)
        promise = cluster.begin(Document("any", "slow"))
        gone.scheduler.kill()
        gone.scheduler.wait()
        with pytest.raises(ClusterUnusable, match="scheduler"):
            promise()
        with pytest.raises(ClusterUnusable, match="scheduler"):
            cluster.begin(Document("next", "fine"))()
        cluster.close()


@pytest.mark.parametrize("option", [("--nthreads", "2"), ("--nthreads", "1", "--no-nanny")])
def test_workers_of_several_threads_or_without_a_nanny_will_not_do(option: tuple[str, ...], tmp_path: Path) -> None:
    with started(tmp_path, "--nworkers", "1", *option) as unfit, pytest.raises(ClusterUnusable, match="--nthreads 1"):
        Cluster(Trying, unfit.address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "no-scheme://here:1"])
def test_an_address_without_a_scheduler_says_how_to_start_one(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.cluster._CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterUnusable, match="dask scheduler"):
        Cluster(Trying, address)


def test_without_dask_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterMissing, match=r"pip install 'dramatis\[cluster\]'"):
        Cluster(Trying, "tcp://127.0.0.1:1")


def articles(count: int, seed: int = 7) -> list[Document]:
    """Return short invented articles about a few shows, so that later ones name again whom earlier ones named."""
    chance = random.Random(seed)
    return [Document(f"a{number}", _text(chance), date=f"20{10 + number % 15}-03-11") for number in range(count)]


def _text(chance: random.Random) -> str:
    def name() -> str:
        return f"{chance.choice(FIRST)} {chance.choice(LAST)}"

    star, other, role, creator = name(), name(), name(), name()
    show = f"{chance.choice(PLACES)} {chance.choice(THINGS)}"
    return (
        f"{star} stars as {role} in the drama {show}, which returns for season {chance.randint(2, 9)} in May.\n\n"
        f"Created by {creator}, {show} follows {role} and her brother {chance.choice(FIRST)}, played by {other}. "
        f"{star.split()[1]}, {chance.randint(20, 70)}, joined the cast after a long search.\n\n"
        f"“We looked at {chance.randint(2, 90)} others first,” {creator.split()[1]} said on Monday."
    )


def nothing(done: int) -> None:
    """Do nothing between two articles."""


def graph_of(documents: list[Document], reading: Promises, meanwhile: Callable[[int], None] = nothing) -> str:
    """Return all quads that documents become as sorted N-Quads, their canonical form, since no node is blank."""
    store, mint = EmbeddedStore(), Minter()
    identities = load_identities(store, mint)
    linker, writer = Linker(mint, identities, extractor_version()), made_writer(store, mint)
    for done, result in enumerate(ingest_documents(documents, reading, linker, writer, identities.learn), start=1):
        assert result.status == "added", result
        meanwhile(done)
    lines = sorted(f"{quad} ." for quad in store.dump())
    assert len(lines) > 20 * len(documents)
    assert not any("_:" in line for line in lines)
    return "\n".join(lines)


@pytest.mark.parametrize("count", [12, pytest.param(2000, marks=pytest.mark.slow)])
@pytest.mark.timeout(1800)
def test_the_graph_is_that_of_one_process_though_a_worker_is_killed(count: int, two_workers: Started) -> None:
    def kill(done: int) -> None:
        if done == count // 2:
            os.kill(two_workers.process_ids()[0], signal.SIGKILL)

    documents = articles(count)
    cluster = Cluster(Extractor, two_workers.address)
    try:
        found = graph_of(documents, cluster, kill)
    finally:
        cluster.close()
    assert found == graph_of(documents, Serial(Extractor()))


def test_the_command_reads_on_the_cluster_of_an_address(
    two_workers: Started, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for number, document in enumerate(articles(3)):
        (texts / f"{number}.txt").write_text(document.text, encoding="utf-8")
    monkeypatch.setattr(Extractor, "extract", None)  # nothing is read in this process
    monkeypatch.setattr(sys, "argv", ["dramatis", "ingest", str(texts), "--cluster", two_workers.address])
    monkeypatch.setenv("DRAMATIS_STORE", str(tmp_path / "store"))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert capfd.readouterr().out.startswith("3 added, 0 updated, 0 unchanged, 0 rejected")

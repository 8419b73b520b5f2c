"""The embedded store on disk: one writer, published snapshots, what a crash leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from graph.errors import QuerySyntax, ReadOnly, StoreDamaged, StoreLocked
from graph.store import Change, Dataset, open_dataset
from graph.store.directory import Directory
from graph.store.embedded import EmbeddedStore

NODE = ox.NamedNode("https://e.example/a")
GRAPH = ox.NamedNode("https://e.example/g")


def quad(number: int) -> ox.Quad:
    return ox.Quad(NODE, NODE, ox.Literal(number), GRAPH)


def test_a_store_keeps_its_quads_and_its_revision(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        store.apply(Change(added=(quad(1),)))
        revision = store.apply(Change(added=(quad(2),)))
    with EmbeddedStore(tmp_path) as store:
        assert store.revision == revision
        assert set(store.dump()) == {quad(1), quad(2)}


def test_one_process_writes_at_a_time(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path):
        with pytest.raises(StoreLocked, match="Stop it"):
            EmbeddedStore(tmp_path)
        other = subprocess.run(
            [sys.executable, "-c", f"from graph.store import open_store; open_store({str(tmp_path)!r})"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "StoreLocked" in other.stderr
    EmbeddedStore(tmp_path).close()


def test_readers_see_what_is_published_within_the_stated_time(tmp_path: Path) -> None:
    with (
        EmbeddedStore(tmp_path, publish_seconds=0.2) as store,
        EmbeddedStore(tmp_path, read_only=True, follow_seconds=0.1) as reader,
    ):
        assert list(reader.dump()) == []
        revision = store.apply(Change(added=(quad(1),)))
        deadline = time.monotonic() + 5
        while reader.revision != revision and time.monotonic() < deadline:
            time.sleep(0.02)
        assert set(reader.dump()) == {quad(1)}
        with pytest.raises(ReadOnly):
            reader.apply(Change(added=(quad(2),)))
        with pytest.raises(ReadOnly):
            reader.update("DROP ALL")


def test_a_reader_never_sees_half_a_change(tmp_path: Path) -> None:
    pairs = 30
    with (
        EmbeddedStore(tmp_path, publish_seconds=0.01) as store,
        EmbeddedStore(tmp_path, read_only=True, follow_seconds=0) as reader,
    ):
        seen: list[int] = []
        stop = threading.Event()

        def read() -> None:
            while not stop.is_set():
                seen.append(len(list(reader.dump())))

        thread = threading.Thread(target=read)
        thread.start()
        for number in range(pairs):
            store.apply(Change(added=(quad(2 * number), quad(2 * number + 1))))
            time.sleep(0.005)
        store.publish()
        time.sleep(0.3)
        stop.set()
        thread.join()
    assert all(count % 2 == 0 for count in seen)
    assert seen == sorted(seen)
    assert seen[-1] == 2 * pairs


def test_old_snapshots_are_removed_once_nobody_reads_them(tmp_path: Path) -> None:
    snapshots = Directory(tmp_path).snapshots
    with EmbeddedStore(tmp_path, publish_seconds=0.05) as store:
        dataset = open_dataset(tmp_path)
        first = store.revision
        for number in range(3):
            store.apply(Change(added=(quad(number),)))
            store.publish()
        assert {path.name for path in snapshots.iterdir()} == {str(first), str(store.revision)}
        assert len(dataset) == 0
        del dataset
        deadline = time.monotonic() + 5
        while len(list(snapshots.iterdir())) > 1 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert [path.name for path in snapshots.iterdir()] == [str(store.revision)]


@pytest.mark.slow
@pytest.mark.parametrize("after_seconds", [0.02, 0.1, 0.3])
def test_a_killed_writer_leaves_whole_changes_and_a_new_revision(tmp_path: Path, after_seconds: float) -> None:
    program = f"""
        import pyoxigraph as ox
        from pathlib import Path
        from graph.store import Change
        from graph.store.embedded import EmbeddedStore
        node, graph = ox.NamedNode("https://e.example/a"), ox.NamedNode("https://e.example/g")
        store = EmbeddedStore(Path({str(tmp_path)!r}), publish_seconds=0.01)
        print("begun", flush=True)
        for number in range(10**9):
            store.apply(Change(
                removed=tuple(ox.Quad(node, node, ox.Literal(10 * number - 10 + n), graph) for n in range(10)),
                added=tuple(ox.Quad(node, node, ox.Literal(10 * number + n), graph) for n in range(10)),
            ))
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after_seconds)
        os.kill(process.pid, signal.SIGKILL)
    published = Directory(tmp_path).revision()
    with EmbeddedStore(tmp_path) as store:
        numbers = sorted(int(str(quad.object.value)) for quad in store.dump())  # type: ignore[union-attr]
        assert store.revision > published
    assert len(numbers) in (0, 10)
    assert not numbers or (numbers[0] % 10 == 0 and numbers[-1] == numbers[0] + 9)


def test_a_bare_oxigraph_directory_is_taken_over(tmp_path: Path) -> None:
    bare = ox.Store(str(tmp_path))
    bare.add(quad(1))
    bare.flush()
    del bare
    with EmbeddedStore(tmp_path) as store:
        assert set(store.dump()) == {quad(1)}
    assert Directory(tmp_path).schema() == 1


def test_a_store_of_a_later_schema_is_left_alone(tmp_path: Path) -> None:
    EmbeddedStore(tmp_path).close()
    description = tmp_path / "store.json"
    description.write_text(description.read_text().replace('"schema": 1', '"schema": 2'))
    with pytest.raises(StoreDamaged, match="schema version is 2"):
        EmbeddedStore(tmp_path)


@pytest.mark.parametrize("broken", ["quads/CURRENT", "store.json"])
def test_a_damaged_store_says_what_to_do(tmp_path: Path, broken: str) -> None:
    EmbeddedStore(tmp_path).close()
    (tmp_path / broken).write_text("no")
    with pytest.raises(StoreDamaged, match="dramatis restore"):
        EmbeddedStore(tmp_path)


def test_what_is_no_store_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match="not a store"):
        EmbeddedStore(tmp_path, read_only=True)
    with pytest.raises(StoreDamaged, match="not a store"):
        open_dataset(tmp_path)


def test_rdflib_reads_the_same_store(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        store.apply(Change(added=(quad(1), quad(2))))
        store.publish()
        dataset = open_dataset(tmp_path)
    graph = dataset.graph(rdflib.URIRef(GRAPH.value))
    assert sorted(int(str(o)) for o in graph.objects()) == [1, 2]
    found = dataset.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert [int(str(row[0])) for row in found] == [2]  # type: ignore[index]
    with pytest.raises(PermissionError, match="ingesting"):
        dataset.add((rdflib.URIRef("u:a"), rdflib.URIRef("u:b"), rdflib.URIRef("u:c")))
    with pytest.raises(PermissionError, match="ingesting"):
        dataset.update("INSERT DATA { <u:a> <u:b> <u:c> }")


def test_a_query_is_answered_from_one_moment(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        store.apply(Change(added=(quad(1), quad(2))))
        answer = store.query("SELECT ?o { ?s ?p ?o }", Dataset((GRAPH.value,)))
        store.update("DROP ALL")
        assert isinstance(answer, ox.QuerySolutions)
        assert len(list(answer)) == 2


def test_an_update_that_is_no_sparql_changes_nothing(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        revision = store.revision
        with pytest.raises(QuerySyntax):
            store.update("INSERT DATA { GRAPH <u:g> { <u:a> <u:b> <u:c> } } ; NONSENSE")
        assert (store.revision, list(store.dump())) == (revision, [])


def test_after_a_bulk_load_the_files_are_put_in_order_and_published_again(tmp_path: Path) -> None:
    source = tmp_path / "some.nq"
    source.write_text("".join(f"<u:a> <u:b> <u:{n}> <u:g> .\n" for n in range(1000)))
    place = tmp_path / "store"
    with EmbeddedStore(place, publish_seconds=0.05) as store:
        revision = store.load(source, ox.RdfFormat.N_QUADS)
        deadline = time.monotonic() + 10
        while Directory(place).untidy and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not Directory(place).untidy
        assert Directory(place).revision() > revision
    with EmbeddedStore(place, read_only=True) as reader:
        assert len(list(reader.dump())) == 1000

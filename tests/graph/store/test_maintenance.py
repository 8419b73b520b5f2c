"""Backup, restore, compaction, loading, and the check that a store is whole."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import StoreDamaged, StoreError, StoreLocked
from graph.policy import PeopleGate
from graph.store import Change
from graph.store.embedded import EmbeddedStore
from graph.store.maintenance import backup, compact, load, restore, verify
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph import records

BASE = records.MINTER.base


def written(path: Path | None = None) -> EmbeddedStore:
    store = EmbeddedStore(path)
    writer = Writer(store, records.MINTER, PeopleGate(), Shapes(records.MINTER))
    writer.write(records.review())
    writer.write(records.casting())
    return store


def test_a_backup_is_a_store_and_is_taken_while_others_write(tmp_path: Path) -> None:
    with written(tmp_path / "store") as store:
        store.publish()
        expected = set(store.dump())
        taken = backup(tmp_path / "store", tmp_path / "backup")
        store.update("DROP ALL")
    assert taken.size_bytes > 0
    with EmbeddedStore(tmp_path / "backup", read_only=True) as copy:
        assert set(copy.dump()) == expected
        assert copy.revision == taken.revision


def test_a_backup_goes_only_into_a_new_directory(tmp_path: Path) -> None:
    written(tmp_path / "store").close()
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "mine.txt").touch()
    with pytest.raises(StoreError, match="not empty"):
        backup(tmp_path / "store", tmp_path / "backup")
    with pytest.raises(StoreDamaged, match="not a store"):
        backup(tmp_path / "elsewhere", tmp_path / "new")


def test_a_restored_store_is_what_was_backed_up_at_a_later_revision(tmp_path: Path) -> None:
    with written(tmp_path / "store") as store:
        store.publish()
        expected = set(store.dump())
        backup(tmp_path / "store", tmp_path / "backup")
        store.update("DROP ALL")
        last = store.revision
        with pytest.raises(StoreLocked):
            restore(tmp_path / "backup", tmp_path / "store")
    with EmbeddedStore(tmp_path / "store", read_only=True, follow_seconds=0) as follower:
        assert list(follower.dump()) == []
        restored = restore(tmp_path / "backup", tmp_path / "store")
        assert restored.revision > last
        assert follower.revision == restored.revision
        assert set(follower.dump()) == expected
    with EmbeddedStore(tmp_path / "store") as store:
        assert set(store.dump()) == expected


def test_a_store_is_restored_where_none_was(tmp_path: Path) -> None:
    written(tmp_path / "store").close()
    backup(tmp_path / "store", tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "other")
    with EmbeddedStore(tmp_path / "other") as other, EmbeddedStore(tmp_path / "store") as store:
        assert set(other.dump()) == set(store.dump())
    with pytest.raises(StoreDamaged):
        restore(tmp_path / "nothing", tmp_path / "third")


def test_compaction_keeps_what_is_there_and_leaves_no_trace_of_what_is_not(tmp_path: Path) -> None:
    with written(tmp_path) as store:
        secret = ox.Quad(ox.NamedNode("u:a"), ox.NamedNode("u:b"), ox.Literal("forgotten words"), ox.DefaultGraph())
        store.apply(Change(added=(secret,)))
        store.publish()
        store.apply(Change(removed=(secret,)))
        store.publish()
        expected = set(store.dump())
        node = ox.NamedNode("u:a")
        passing = tuple(ox.Quad(node, node, ox.Literal(f"{number}" * 200), node) for number in range(5000))
        store.apply(Change(added=passing))
        store.publish()
        store.apply(Change(removed=passing))
        store.publish()
        assert any(b"forgotten words" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        before, after = compact(store)
        assert 0 < after < before
        assert set(store.dump()) == expected
        assert not any(b"forgotten words" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        store.update("INSERT DATA { <u:c> <u:b> 1 }")
        revision = store.revision
    with EmbeddedStore(tmp_path) as store:
        assert (store.revision, len(list(store.dump()))) == (revision, len(expected) + 1)


@pytest.mark.parametrize("ending", ["nq", "trig"])
def test_a_dump_is_loaded_as_it_was(tmp_path: Path, ending: str) -> None:
    source = tmp_path / f"dump.{ending}"
    with written() as store:
        expected = set(store.dump())
        form = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}[ending]
        source.write_bytes(ox.serialize(store.dump(), format=form) or b"")
    with EmbeddedStore(tmp_path / "store") as loaded:
        load(loaded, source)
        assert set(loaded.dump()) == expected
        (tmp_path / "broken.nq").write_text("<u:a> <u:b> <u:c> .\nno quads\n")
        with pytest.raises(StoreError, match=r"broken\.nq"):
            load(loaded, tmp_path / "broken.nq")
        with pytest.raises(StoreError, match="ending"):
            load(loaded, tmp_path / "dump.doc")
        assert set(loaded.dump()) == expected


def test_what_the_writer_wrote_is_whole() -> None:
    with written() as store:
        assert list(verify(store, BASE)) == []


def triples(store: EmbeddedStore, predicate: str) -> list[ox.Quad]:
    return [quad for quad in store.dump() if str(quad.predicate).endswith(f"{predicate}>")]


def test_a_moved_quotation_is_found() -> None:
    with written() as store:
        quad = triples(store, "#start")[0]
        moved = ox.Quad(quad.subject, quad.predicate, ox.Literal(3), quad.graph_name)
        store.apply(Change((quad,), (moved,)))
        assert any(str(quad.subject)[1:-1] in line and "quotes" in line for line in verify(store, BASE))


def test_a_text_that_is_gone_is_found() -> None:
    with written() as store:
        store.update(f"CLEAR GRAPH <{BASE}layer/text>")
        assert any("text is not stored" in line for line in verify(store, BASE))


def test_a_fact_that_is_gone_is_found_beside_its_claim() -> None:
    with written() as store:
        fact = triples(store, "#portrays")[0]
        store.apply(Change((fact,)))
        assert any("does not stand beside it" in line for line in verify(store, BASE))


def test_a_fact_without_a_claim_is_found() -> None:
    with written() as store:
        store.update(
            f"INSERT DATA {{ GRAPH <{BASE}layer/public> {{ <{records.MARA}>"
            f" <https://dramatis.example/vocabulary#portrays> <{records.TOBY}> }} }}"
        )
        assert any("fact without a claim" in line for line in verify(store, BASE))


def test_what_leaked_into_a_rollup_and_what_it_lacks_are_found() -> None:
    with written() as store:
        story, episode = f"{BASE}layer/story", f"{BASE}layer/story/nightjar/s2e1"
        quad = next(iter(store.dump(episode)))
        store.apply(Change((ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(story)),)))
        assert any(line.startswith(f"{story} lacks") for line in verify(store, BASE))
        extra = ox.Quad(ox.NamedNode("u:a"), ox.NamedNode("u:b"), ox.NamedNode("u:c"), ox.NamedNode(story))
        store.apply(Change(added=(extra,)))
        assert any("none of its parts holds" in line for line in verify(store, BASE))

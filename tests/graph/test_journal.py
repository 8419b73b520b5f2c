from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.journal import Entry, Gone, Journal, JournaledStore
from graph.layers import AsOf, view
from graph.policy import PeopleGate
from graph.store import open_store
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph import records
from tests.graph.ensemble import BASE, MINTER, RECORDS

SECRET = {"Authorization": "Bearer sesame"}


def writer(store: JournaledStore) -> Writer:
    return Writer(store, MINTER, PeopleGate(), Shapes(MINTER))


def follow(client: TestClient, replica: ox.Store, since: int, query: str = "") -> int:
    """Bring a replica up to date from the feed, a few changes at a time; return its revision."""
    while True:
        found = client.get(f"/changes?since={since}&limit=3{query}", headers=SECRET).json()
        for change in found["items"]:
            for lines, put in ((change["removed"], replica.remove), (change["added"], replica.add)):
                for graph, triples in lines.items():
                    for quad in ox.parse("".join(f"{t} .\n" for t in triples), format=ox.RdfFormat.N_TRIPLES):
                        put(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph)))
            if change["update"]:
                replica.update(change["update"])
        since = found["until"]
        if not found["truncated"]:
            return int(since)


def test_a_replica_is_rebuilt_exactly(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    assert isinstance(store, JournaledStore)
    desk = writer(store)
    with TestClient(create_app(store, Settings(token="sesame"))) as client:
        replica = ox.Store()
        for record in RECORDS[:3]:
            desk.write(record)
        since = follow(client, replica, 0, "&texts=true")
        assert set(replica) == set(store.dump())
        desk.retract(RECORDS[0].article.iri)
        for record in (*RECORDS[3:], records.review()):
            desk.write(record)
        desk.write(RECORDS[0])
        store.update("INSERT DATA { GRAPH <https://notes.example/mine> { <a:a> <a:b> 'mine' } }")
        assert set(replica) != set(store.dump())
        follow(client, replica, since, "&texts=true")
        assert set(replica) == set(store.dump())
    store.close()


def test_a_view_feeds_what_it_holds_and_no_text(tmp_path: Path) -> None:
    store = JournaledStore(tmp_path / "store")
    for record in RECORDS:
        writer(store).write(record)
    with TestClient(create_app(store, Settings(token="sesame"))) as client:
        assert client.get("/changes?texts=true").status_code == 401
        for as_of in ((), ("the-tidewaiters:s1e2",)):
            seen = view(as_of=map(AsOf.parse, as_of))
            replica = ox.Store()
            follow(client, replica, 0, "".join(f"&asOf={one}" for one in as_of))
            expected = {quad for quad in store.dump() if seen.admits(str(quad.graph_name)[1:-1], BASE)}
            assert set(replica) == expected
            assert len(expected) > 500
    store.close()


def test_the_journal_outlives_the_process_and_begins_again_after_a_rebuild(tmp_path: Path) -> None:
    store = JournaledStore(tmp_path / "store")
    writer(store).write(RECORDS[0])
    epoch, revision = store.journal.epoch, store.revision
    store.close()
    store = JournaledStore(tmp_path / "store")
    assert (store.journal.epoch, store.revision) == (epoch, revision)
    assert [entry.revision for entry in store.journal.after(0)] == [revision]
    store.rebuild()
    assert store.journal.epoch != epoch
    with pytest.raises(Gone):
        list(store.journal.after(revision))
    assert "Ottilie" not in (tmp_path / "store" / "journal.jsonl").read_text()
    with TestClient(create_app(store, Settings())) as client:
        answer = client.get(f"/changes?since={revision}")
        assert (answer.status_code, answer.json()["type"]) == (410, "/problems/gone")
    store.close()


def test_an_update_that_another_machine_would_not_repeat_ends_the_feed(tmp_path: Path) -> None:
    store = JournaledStore(tmp_path / "store")
    before = store.revision
    store.update("INSERT DATA { <a:a> <a:b> <a:c> }")
    assert [entry.update for entry in store.journal.after(before)] == ["INSERT DATA { <a:a> <a:b> <a:c> }"]
    store.update("INSERT { <a:a> <a:b> ?now } WHERE { BIND(NOW() AS ?now) }")
    with pytest.raises(Gone):
        list(store.journal.after(before))
    store.close()


def test_a_journal_lets_go_of_its_older_half(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl", limit_bytes=2000)
    journal.restart(0, empty=True)
    for revision in range(1, 101):
        journal.append(Entry(revision, {}, {"g": ("<a:a> <a:b> <a:c>",)}))
    assert (tmp_path / "journal.jsonl").stat().st_size <= 2100
    with pytest.raises(Gone):
        list(journal.after(0))
    again = Journal(tmp_path / "journal.jsonl")
    assert again.last == 100
    assert [entry.revision for entry in again.after(97)] == [98, 99, 100]

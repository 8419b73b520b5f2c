"""Several read-only servers follow one data directory: `dramatis serve --read-only --workers N` in small."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from graph.store import Change
from graph.store.embedded import EmbeddedStore
from tests.api.sparql.serving import BASE, serving

PUBLIC = f"{BASE}layer/public"
NODE = ox.NamedNode("https://e.example/a")
PUBLISH, FOLLOW = 0.3, 0.1
QUERY = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}


def count(address: str) -> int:
    response = httpx.get(f"{address}/sparql", params=QUERY)
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.slow
def test_followers_show_each_whole_write_within_the_stated_time(tmp_path: Path) -> None:
    with (
        EmbeddedStore(tmp_path, publish_seconds=PUBLISH) as writer,
        EmbeddedStore(tmp_path, read_only=True, follow_seconds=FOLLOW) as first,
        EmbeddedStore(tmp_path, read_only=True, follow_seconds=FOLLOW) as second,
        serving(first) as one,
        serving(second) as two,
    ):
        assert (count(one), count(two)) == (0, 0)
        seen: set[int] = set()
        for number in range(1, 6):
            pair = (ox.Literal(2 * number), ox.Literal(2 * number + 1))
            writer.apply(Change(added=tuple(ox.Quad(NODE, NODE, value, ox.NamedNode(PUBLIC)) for value in pair)))
            written = time.monotonic()
            while (found := (count(one), count(two))) != (2 * number, 2 * number):
                seen.update(found)
                # The bound is the sum of the two; the rest is for a machine that is busy with other tests.
                assert time.monotonic() - written < PUBLISH + FOLLOW + 5
        assert all(value % 2 == 0 for value in seen)
        update = {"update": "INSERT DATA { <u:a> <u:b> <u:c> }"}
        assert httpx.post(f"{one}/sparql/update", data=update).status_code == 403
        assert httpx.put(f"{two}/graph-store?graph=u:g", content="", headers={"Content-Type": "text/turtle"}).is_error


@pytest.mark.slow
def test_a_follower_outlives_its_writer(tmp_path: Path) -> None:
    writer = EmbeddedStore(tmp_path)
    writer.apply(Change(added=(ox.Quad(NODE, NODE, NODE, ox.NamedNode(PUBLIC)),)))
    writer.publish()
    with EmbeddedStore(tmp_path, read_only=True, follow_seconds=FOLLOW) as store, serving(store) as address:
        assert count(address) == 1
        writer.close()
        assert count(address) == 1
        with EmbeddedStore(tmp_path) as again:
            again.update("DROP ALL")
            again.publish()
            time.sleep(FOLLOW + 0.05)
            assert count(address) == 0

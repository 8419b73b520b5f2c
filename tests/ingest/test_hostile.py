"""Nothing that comes in stops a run, breaks the store, or is silently lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.identity import load_identities
from graph.policy import PeopleGate
from graph.store.embedded import EmbeddedStore
from graph.store.maintenance import verify
from graph.validation import Shapes
from graph.writer import Writer
from ingest.intake.fetch import Fetcher
from ingest.intake.sources import Sources
from ingest.linking import Linker
from ingest.parallel import Serial
from ingest.pipeline import Extractor
from ingest.run import Summary, ingest_documents
from tests.graph.records import MINTER
from tests.ingest.hostile import hostile_files

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_every_hostile_input_is_read_or_rejected_and_the_run_goes_on(tmp_path: Path) -> None:
    names = []
    for name, content in hostile_files():
        (tmp_path / name).write_bytes(content)
        names.append(str(tmp_path / name))
    assert len(names) >= 60
    (tmp_path / "last.txt").write_text("Ruth Oyelaran plays Ida in “Harrowgate” on BBC One.", encoding="utf-8")
    store = EmbeddedStore()
    identities = load_identities(store, MINTER)
    writer = Writer(store, MINTER, PeopleGate(), Shapes(MINTER))
    documents = Sources(Fetcher()).documents([*names, str(tmp_path / "last.txt")])
    linker = Linker(MINTER, identities, "test")
    run = Summary(tuple(ingest_documents(documents, Serial(Extractor()), linker, writer, identities.learn)))
    told = {Path(result.source.partition("#")[0]).name.partition(":")[0] for result in run.results}
    assert {Path(name).name for name in names} - told <= {"bomb.warc.gz", "garbage.warc", "prefix.warc.gz"}
    assert run.results[-1].status == "added"
    assert run.count("rejected") >= 15
    assert list(verify(store, MINTER.base)) == []

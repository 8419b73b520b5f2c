"""Extraction by several processes: the same as by one, whatever a document does to its process."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from ingest.article import Document
from ingest.extraction import Extraction
from ingest.parallel import ExtractionFailed, Pool, Serial


class Echo:
    """Says back the id of a document; some documents kill its process, or keep it for ever."""

    def extract(self, document: Document) -> Extraction:
        if document.text == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if document.text == "sleep":
            time.sleep(600)
        return Extraction(document.id, None)


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(Echo, 2, seconds=8.0)
    yield made
    made.close()


def test_several_processes_answer_in_the_order_of_the_documents(pool: Pool) -> None:
    documents = [Document(str(n), "fine") for n in range(20)]
    promises = [pool.begin(document) for document in documents]
    assert [promise().id for promise in promises] == [document.id for document in documents]
    serial = Serial(Echo())
    assert [serial.begin(document)() for document in documents] == [Extraction(d.id, None) for d in documents]


def test_a_document_that_kills_its_process_is_told_and_the_others_are_read(pool: Pool) -> None:
    texts = ["fine", "kill", "fine", "fine", "fine"]
    promises = [pool.begin(Document(str(n), text)) for n, text in enumerate(texts)]
    found = []
    for promise in promises:
        try:
            found.append(promise().id)
        except ExtractionFailed as error:
            found.append(error.reason)
    assert found == ["0", "the process that read it died", "2", "3", "4"]


def test_a_document_that_never_ends_is_ended(pool: Pool) -> None:
    slow, fine = pool.begin(Document("slow", "sleep")), pool.begin(Document("fine", "fine"))
    with pytest.raises(ExtractionFailed, match="longer than 8 seconds"):
        slow()
    assert fine().id == "fine"

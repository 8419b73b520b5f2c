"""Services over the invented records, asked as a client asks them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.policy import PeopleGate
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer
from tests.graph import records
from tests.graph.ensemble import ensemble


@pytest.fixture(scope="session")
def ensemble_client() -> Iterator[TestClient]:
    with TestClient(create_app(ensemble(), Settings())) as client:
        yield client


@pytest.fixture
def nightjar_store() -> EmbeddedStore:
    store = EmbeddedStore()
    writer = Writer(store, records.MINTER, PeopleGate(), Shapes(records.MINTER))
    writer.write(records.review())
    writer.write(records.casting())
    return store


@pytest.fixture
def nightjar_client(nightjar_store: EmbeddedStore) -> Iterator[TestClient]:
    with TestClient(create_app(nightjar_store, Settings())) as client:
        yield client

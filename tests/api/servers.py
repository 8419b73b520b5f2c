"""A real server on loopback, for tests that want one.

In: a store, settings. Out: `serving(...)`, the address of a uvicorn server in a thread, which ends with the block.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from api.app import create_app
from api.service import Ingestor
from api.settings import Settings
from graph.store import Store


@contextmanager
def serving(store: Store, settings: Settings | None = None, ingestor: Ingestor | None = None) -> Iterator[str]:
    config = uvicorn.Config(
        create_app(store, settings, ingestor=ingestor), host="127.0.0.1", port=0, log_level="warning"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive(), "the server ended before it answered"
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)

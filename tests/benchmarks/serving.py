"""The server that the benchmark of SPARQL measures: `python -m tests.benchmarks.serving STORE PORT`.

In: a store and a port of loopback. Out: the app as `dramatis serve` has it, in one process.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from api.app import create_app
from graph.store.embedded import EmbeddedStore

if __name__ == "__main__":
    with EmbeddedStore(Path(sys.argv[1])) as store:
        app = create_app(store)
        uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", access_log=False)

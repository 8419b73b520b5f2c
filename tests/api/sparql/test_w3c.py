"""The W3C's suites for SPARQL, against a real server, where they stand beside the project.

They may not be copied into it: without them these tests are skipped, and say so. The project's own cases are in
`test_protocol` and `test_graph_store`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from starlette.routing import BaseRoute, Route

from api.sparql import SparqlService
from api.sparql.graph_store import GraphStoreEndpoint
from graph.store.embedded import EmbeddedStore
from tests.api.sparql.serving import serving

SHARED = Path(__file__).parents[3].parent / "shared"
RUNNER, SUITES = SHARED / "w3c_run.py", SHARED / "w3c" / "sparql"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (RUNNER.exists() and SUITES.exists()),
        reason="THE W3C SUITES WERE NOT RUN: ../shared/w3c and ../shared/w3c_run.py do not stand beside the project",
    ),
]

# The Graph Store cases name http://www.example/gsp in their bodies and addresses: the runner is given that name, and
# its connections are led to the server of the test.
LED = """
import runpy, socket, sys
port = int(sys.argv.pop(1))
connect = socket.create_connection
socket.create_connection = lambda address, *rest, **more: connect(("127.0.0.1", port), *rest, **more)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def graph_store(service: SparqlService) -> list[BaseRoute]:
    endpoint = GraphStoreEndpoint(service, "/gsp")
    return [Route("/gsp", endpoint), Route("/gsp/{path:path}", endpoint)]


def run(*arguments: str, port: int | None = None) -> str:
    command = [sys.executable, "-c", LED, str(port)] if port else [sys.executable]
    command += [str(RUNNER), "--tests", str(SUITES), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=280, check=False).stdout


def marks(output: str) -> dict[str, tuple[int, int]]:
    """Read the runner's table: kind of test -> passed, run."""
    rows = re.findall(r"^(\S+ \S+)\s+pass\s+(\d+)/(\d+)", output, re.MULTILINE)
    return {kind: (int(passed), int(ran)) for kind, passed, ran in rows}


def failures(output: str) -> set[str]:
    return {line.split()[3] for line in output.splitlines() if line.startswith(("FAIL ", "ORDER "))}


def test_protocol_graph_store_and_service_description_pass_in_full(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store, serving(store, also=graph_store) as address:
        port = int(address.rpartition(":")[2])
        name = "http://www.example"
        output = run(
            "--http", f"{name}/sparql", "--update", f"{name}/sparql/update", "--gsp", f"{name}/gsp", "--gsp-direct",
            "--suite", "protocol,gsp,sd", port=port,
        )  # fmt: skip
    assert failures(output) == set(), output
    found = marks(output)
    assert found["protocol ProtocolTest"] == (34, 34)
    assert found["sd ServiceDescriptionTest"] == (3, 3)
    # 13 of the suite's 14 cases: the fourteenth stands in no list of its manifests, and test_graph_store has it.
    assert found["gsp GraphStoreProtocolTest"] == (13, 13)


@pytest.mark.timeout(600)
def test_evaluation_over_http_is_as_good_as_the_engine_in_process() -> None:
    suites = "sparql11,sparql10,sparql10syn"
    # A thousand tests write three times each; a disk in memory saves their writing out.
    memory = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
    with (
        tempfile.TemporaryDirectory(dir=memory) as place,
        EmbeddedStore(Path(place)) as store,
        serving(store) as address,
    ):
        served = run("--http", f"{address}/sparql", "--update", f"{address}/sparql/update", "--suite", suites)
    engine = run("--engine", "pyoxigraph", "--suite", suites)
    assert sum(ran for _, ran in marks(engine).values()) > 900, engine
    assert failures(served) - failures(engine) == set(), served

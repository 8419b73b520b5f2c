"""An endpoint of the OpenAI protocol on loopback that answers what a test wants, as a hostile model would.

In: what to answer. Out: its address, and what it was asked.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Endpoint", "answering"]


@dataclass
class Endpoint:
    """Answers `content`, or what `answer` makes of the request; the first requests with the `statuses` there are."""

    url: str = ""
    content: str = "{}"
    answer: Callable[[Any], str] | None = None
    statuses: list[int] = field(default_factory=list)
    asked: list[tuple[dict[str, str], Any]] = field(default_factory=list)


@contextmanager
def answering() -> Iterator[Endpoint]:
    """Serve an endpoint on a free port."""
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append((dict(self.headers), body))
            status = endpoint.statuses.pop(0) if endpoint.statuses else 200
            content = endpoint.answer(body) if endpoint.answer else endpoint.content
            data = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            try:
                self.wfile.write(data)
            except ConnectionError:
                self.close_connection = True  # the client has heard enough

        def log_message(self, format: str, *args: Any) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Serving, wired: the app over a store, with the one place that takes articles in.

In: a store's place, an address, settings. Out: a server that runs until it is stopped.
"""

from __future__ import annotations

import ipaddress
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import typer
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.cli.ingesting import made_writer
from api.cli.places import minter, opened
from api.problems import Problem
from api.service import Submission
from api.settings import Settings
from api.sparql.examples import publish_examples
from graph.identity import Identities, load_identities
from graph.store import Store, open_store
from ingest.article import Document, Rejected
from ingest.intake import html, text
from ingest.intake.fetch import Fetcher, Unfetchable
from ingest.intake.sources import Sources
from ingest.linking import Linker
from ingest.parallel import Serial
from ingest.pipeline import Extractor
from ingest.run import entertainment, everything, extractor_version, ingest_documents

__all__ = ["LiveIngest", "is_loopback", "serve_store", "settings_for"]


@dataclass
class LiveIngest:
    """Takes one article at a time into a store that is being served. The extractor is loaded with the first one."""

    store: Store
    base: str
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _made: tuple[Extractor, Identities] | None = None

    def __call__(self, submission: Submission) -> Mapping[str, Any]:
        """Read, link and write an article. Raises Problem 422 for one that cannot be read."""
        document = self._document(submission)
        if isinstance(document, Rejected):
            raise Problem("invalid", document.reason)
        mint = minter()
        with self._lock:
            if self._made is None:
                self._made = Extractor(), load_identities(self.store, mint)
            extractor, identities = self._made
            linker = Linker(mint, identities, extractor_version())
            writer = made_writer(self.store, mint)
            unfit = everything if submission.anything else entertainment
            (result,) = ingest_documents([document], Serial(extractor), linker, writer, identities.learn, unfit)
        if result.status == "rejected":
            raise Problem("invalid", result.reason)
        dropped = {one.reason: one.count for one in result.dropped}
        return {"article": result.article, "status": result.status, "claims": result.claims, "dropped": dropped}

    def _document(self, submission: Submission) -> Document | Rejected:
        sources = Sources(Fetcher(), languages=frozenset() if submission.anything else frozenset(("en",)))
        source = submission.id or submission.url or "posted"
        found: Document | Rejected
        if submission.html is not None:
            found = html.document(submission.html.encode(), source=source)
        elif submission.text is not None:
            found = text.document(submission.text.encode(), source=source)
        elif submission.url is not None:
            try:
                found = sources.page(submission.url)
            except Unfetchable as error:
                raise Problem("unreachable", str(error)) from error
        else:
            found = Rejected(source, "neither text, html nor url was sent")
        if isinstance(found, Document):
            told = {name: getattr(submission, name) for name in ("id", "url", "title", "date", "publisher")}
            found = replace(found, **{name: value for name, value in told.items() if value})
        return sources.wanted(found)


def settings_for(host: str, token: str | None, allow_anonymous_writes: bool) -> Settings:
    """Return the settings of a service. Raises BadParameter for writes by anyone from elsewhere than this machine."""
    try:
        settings = Settings.from_environment(os.environ)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="environment") from error
    anonymous = allow_anonymous_writes or settings.allow_anonymous_writes
    if anonymous and not is_loopback(host):
        message = f"only on loopback, not on {host}: anyone who reaches it could write. Give a --token instead."
        raise typer.BadParameter(message, param_hint="--allow-anonymous-writes")
    return replace(settings, base=minter().base, token=token or settings.token, allow_anonymous_writes=anonymous)


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine alone.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve_store(
    place: str, host: str, port: int, settings: Settings | None = None, on_ready: Callable[[str], None] | None = None
) -> None:
    """Serve a store until the server is stopped. `on_ready` is told its address once it answers."""
    chosen = settings or settings_for(host, None, False)
    with opened(place) as store:
        if store.graphs():
            publish_examples(store, chosen.base)
        app = create_app(
            store, chosen, ingestor=LiveIngest(store, chosen.base), writers=lambda: made_writer(store, minter())
        )
        config = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False)
        server = _Announcing(config, on_ready)
        server.run()


FOLLOWED: Final = "DRAMATIS_FOLLOWED_STORE"


def serve_followers(place: str, host: str, port: int, workers: int, settings: Settings) -> None:
    """Serve a store that another process writes, by processes that follow its published snapshots."""
    os.environ[FOLLOWED] = place
    for name in ("token", "allow_anonymous_writes"):
        os.environ.pop(f"DRAMATIS_{name.upper()}", None)
    os.environ["DRAMATIS_BASE"] = settings.base
    uvicorn.run(
        "api.cli.serving:follower",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level="warning",
        access_log=False,
    )


def follower() -> FastAPI:
    """Return the app of one process that follows a store; nothing can be written through it."""
    store = open_store(os.environ[FOLLOWED], read_only=True)
    return create_app(store, settings_for("127.0.0.1", None, False))


class _Announcing(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[str], None] | None) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: Any = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self._on_ready and self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            host = f"[{self.config.host}]" if ":" in self.config.host else self.config.host
            self._on_ready(f"http://{host}:{port}")

"""Fetching pages from addresses that strangers give, without becoming their tool.

In: an address. Out: `Page`, or `Unfetchable` with the reason. No private or local address is asked, whatever the name
resolves to and wherever redirects lead: the address that was checked is the one that is connected to. Bodies are
bounded after decompression; robots.txt is kept to; a host is not asked more often than the delay allows.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

import httpx

from ingest.errors import IngestError
from ingest.intake.visits import Visits

__all__ = ["Fetcher", "NotModified", "Page", "Unfetchable"]

AGENT: Final = "dramatis/0.1 (+knowledge graph of shows; obeys robots.txt)"
REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))


class Unfetchable(IngestError):
    """An address that is not fetched, or could not be."""

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"{url} was not fetched: {reason}")


class NotModified(IngestError):
    """A page that stands as it was when it was last visited."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(f"{url} has not changed")


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: the last address after redirects, the media type without parameters, the bytes."""

    url: str
    media_type: str
    content: bytes


@dataclass
class Fetcher:
    """Fetches pages, politely. `private` lets it ask this machine and its network: for an operator's own, and tests."""

    largest_bytes: int = 10_000_000
    timeout_seconds: float = 20.0
    redirects: int = 5
    delay_seconds: float = 1.0
    private: bool = False
    sleep: Callable[[float], None] = time.sleep
    visits: Visits = field(default_factory=Visits)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str, *, if_changed: bool = False) -> Page:
        """Return what an address gives. Raises Unfetchable, and with `if_changed` NotModified."""
        first, asking = url, self.visits.asking(url) if if_changed else {}
        for _ in range(self.redirects + 1):
            if not self._allowed(url):
                raise Unfetchable(first, "robots.txt asks not to")
            self._wait(url)
            answer, content = self._get(url, asking if url == first else {})
            if answer.status_code == httpx.codes.NOT_MODIFIED and asking:
                raise NotModified(first)
            if answer.status_code in REDIRECTS and "location" in answer.headers:
                url = urljoin(url, answer.headers["location"])
                continue
            if answer.status_code != httpx.codes.OK:
                raise Unfetchable(first, f"it answers {answer.status_code}")
            if url == first:
                self.visits.visited(url, answer.headers)
            media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
            return Page(url, media_type, content)
        raise Unfetchable(first, f"it redirects more than {self.redirects} times")

    def _get(self, url: str, asking: Mapping[str, str] = MappingProxyType({})) -> tuple[httpx.Response, bytes]:
        """Ask one address once, at the network address that was checked, with the headers of `asking` too."""
        parts = urlsplit(url)
        host = parts.hostname
        if parts.scheme not in ("http", "https") or not host:
            raise Unfetchable(url, "only http and https addresses are fetched")
        if parts.username or parts.password:
            raise Unfetchable(url, "addresses with a name and password are not fetched")
        try:
            port = parts.port
        except ValueError:
            raise Unfetchable(url, "its port is none") from None
        network = self._checked(url, host, port or (443 if parts.scheme == "https" else 80))
        shown = f"[{network}]" if ":" in network else network
        target = urlunsplit((parts.scheme, f"{shown}:{port}" if port else shown, parts.path or "/", parts.query, ""))
        headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept": "text/html, application/xml;q=0.9, */*;q=0.5"}
        headers |= asking
        deadline = time.monotonic() + self.timeout_seconds
        try:
            with (
                httpx.Client(timeout=self.timeout_seconds, follow_redirects=False, trust_env=False) as client,
                client.stream("GET", target, headers=headers, extensions={"sni_hostname": host}) as answer,
            ):
                return answer, self._body(url, answer, deadline)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unfetchable(url, str(error) or type(error).__name__) from error

    def _body(self, url: str, answer: httpx.Response, deadline: float) -> bytes:
        found, size = [], 0
        for chunk in answer.iter_bytes(65_536):
            size += len(chunk)
            if size > self.largest_bytes:
                raise Unfetchable(url, f"it is larger than {self.largest_bytes} bytes")
            if time.monotonic() > deadline:
                raise Unfetchable(url, f"it takes longer than {self.timeout_seconds:g} seconds")
            found.append(chunk)
        return b"".join(found)

    def _checked(self, url: str, host: str, port: int) -> str:
        """Return the network address of a host. Raises Unfetchable if any that it has is not a public one."""
        try:
            found = sorted({str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
        except (OSError, UnicodeError) as error:
            raise Unfetchable(url, f"{host} has no address ({error})") from error
        for one in found:
            address = ipaddress.ip_address(one.partition("%")[0])
            mapped = getattr(address, "ipv4_mapped", None) or address
            if not self.private and not mapped.is_global:
                raise Unfetchable(url, f"{host} is at {one}, which is no public address")
        return found[0]

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        home = f"{parts.scheme}://{parts.netloc}"
        if home not in self._robots:
            rules = RobotFileParser()
            try:
                answer, content = self._get(f"{home}/robots.txt")
            except Unfetchable:
                rules.parse([])  # a host without rules, or that cannot be asked: the page itself will tell
            else:
                refused = answer.status_code in (401, 403)
                lines = content.decode("utf-8", "replace").splitlines() if answer.status_code == httpx.codes.OK else []
                rules.parse(["User-agent: *", "Disallow: /"] if refused else lines)
            self._robots[home] = rules
        return self._robots[home].can_fetch(AGENT, url)

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc
        if host in self._asked:
            self.sleep(max(0.0, self._asked[host] + self.delay_seconds - time.monotonic()))
        self._asked[host] = time.monotonic()

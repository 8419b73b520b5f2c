"""Sources: whatever is named is read, from a real server, and a stranger's address opens no door."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ingest.article import Document, Rejected, Unchanged
from ingest.intake.feed import entries
from ingest.intake.fetch import Fetcher, Unfetchable
from ingest.intake.sources import Sources
from ingest.intake.visits import Visits

PAGE = """<html lang="en"><head><title>Saltmarsh is back</title></head><body><article><h1>Saltmarsh is back</h1>
<p>Teodor Vance plays Bram in the ITV drama Saltmarsh, which returns on Sunday for a second series of six.</p>
<p>Ruth Oyelaran is back as his sister Ida, and Lorna Pike has written every episode of the new run.</p>
</article></body></html>"""


class Site(BaseHTTPRequestHandler):
    """A small site: pages, a feed, a sitemap, and doors that should stay shut."""

    def do_GET(self) -> None:
        home = f"http://{self.headers['Host']}"
        pages = {
            "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /private/\n"),
            "/a": ("text/html", PAGE.encode()),
            "/b": ("text/html", PAGE.replace("Saltmarsh", "Harrowgate").encode()),
            "/private/c": ("text/html", PAGE.encode()),
            "/picture": ("image/png", b"\x89PNG"),
            "/feed": (
                "application/rss+xml",
                f"<rss version='2.0'><channel><item><title>A</title><link>{home}/a</link></item>"
                f"<item><title>B</title><link>{home}/b</link><pubDate>Mon, 04 Mar 2024 08:00:00 GMT</pubDate></item>"
                f"<item><title>A again</title><link>{home}/a</link></item></channel></rss>".encode(),
            ),
            "/sitemap.xml": ("application/xml", f"<urlset><url><loc>{home}/a</loc></url></urlset>".encode()),
            "/index.xml": (
                "application/xml",
                f"<sitemapindex><sitemap><loc>{home}/sitemap.xml</loc></sitemap></sitemapindex>".encode(),
            ),
        }
        if self.path == "/round":
            self.send_response(302)
            self.send_header("Location", f"{home}/round")
            self.end_headers()
        elif self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data")
            self.end_headers()
        elif self.path == "/bomb":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(gzip.compress(b"x" * 30_000_000))
        elif self.path == "/a" and self.headers.get("If-None-Match") == '"a-1"':
            self.send_response(304)
            self.end_headers()
        elif self.path in pages:
            kind, body = pages[self.path]
            self.send_response(200)
            if self.path == "/a":
                self.send_header("ETag", '"a-1"')
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture
def fetcher() -> Fetcher:
    """A fetcher that may ask this machine, since the site of the tests is here; and does not wait between pages."""
    return Fetcher(private=True, delay_seconds=0.0)


def titles(documents: Iterator[Document | Rejected | Unchanged]) -> list[str]:
    told = {Rejected: "rejected", Unchanged: "unchanged"}
    return [d.title or "" if isinstance(d, Document) else told[type(d)] for d in documents]


def test_a_page_is_read_from_its_address(site: str, fetcher: Fetcher) -> None:
    (page,) = Sources(fetcher).documents([f"{site}/a"])
    assert isinstance(page, Document)
    assert page.url == f"{site}/a"
    assert "Teodor Vance plays Bram" in page.text


def test_a_page_that_stands_is_asked_for_only_if_it_has_changed(site: str, tmp_path: Path) -> None:
    def run(*standing: str) -> list[str]:
        visits = Visits.at(tmp_path / "visits.json")
        fetcher = Fetcher(private=True, delay_seconds=0.0, visits=visits)
        found = titles(Sources(fetcher, current=lambda url: url in standing).documents([f"{site}/a", f"{site}/b"]))
        visits.save()
        return found

    both = ["Saltmarsh is back", "Harrowgate is back"]
    assert run() == both
    assert run() == both  # it was visited, and does not stand: it is wanted whole
    assert run(f"{site}/a", f"{site}/b") == ["unchanged", "Harrowgate is back"]
    assert site not in (tmp_path / "visits.json").read_text(encoding="utf-8")
    for broken in ("[", "[]", '{"a": 3}'):
        (tmp_path / "visits.json").write_text(broken, encoding="utf-8")
        assert run(f"{site}/a") == both
    visits = Visits.at(tmp_path / "visits.json")
    assert visits.asking(f"{site}/a")
    visits.undone(f"{site}/a")
    assert not visits.asking(f"{site}/a")


def test_a_feed_gives_each_of_its_new_pages_once(site: str, fetcher: Fetcher) -> None:
    assert titles(Sources(fetcher).documents([f"{site}/feed"])) == ["Saltmarsh is back", "Harrowgate is back"]
    knows_a = Sources(fetcher, known=lambda url: url.endswith("/a"))
    (page,) = knows_a.documents([f"{site}/feed"])
    assert isinstance(page, Document)
    assert page.date == "2024-03-04"


def test_a_sitemap_and_an_index_of_sitemaps_are_followed(site: str, fetcher: Fetcher) -> None:
    assert titles(Sources(fetcher).documents([f"{site}/sitemap.xml"])) == ["Saltmarsh is back"]
    assert titles(Sources(fetcher).documents([f"{site}/index.xml"])) == ["Saltmarsh is back"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/private/c", "robots.txt"),
        ("/round", "redirects more than 5"),
        ("/bomb", "larger than"),
        ("/nothing", "answers 404"),
        ("/picture", "image/png"),
    ],
)
def test_what_may_not_or_cannot_be_fetched_is_told(site: str, fetcher: Fetcher, path: str, reason: str) -> None:
    (found,) = Sources(fetcher).documents([f"{site}{path}"])
    assert isinstance(found, Rejected)
    assert reason in found.reason


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://2130706433/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "http://user:secret@example.com/",
    ],
)
def test_a_stranger_cannot_make_us_ask_our_own_network(url: str) -> None:
    with pytest.raises(Unfetchable, match=r"no public address|only http|name and password|has no address"):
        Fetcher().fetch(url)


def test_a_redirect_into_the_own_network_is_refused(site: str) -> None:
    class Outside(Fetcher):
        """Takes the site of the test for a public one, and nothing else."""

        def _checked(self, url: str, host: str, port: int) -> str:
            return host if url.startswith(site) else super()._checked(url, host, port)

    with pytest.raises(Unfetchable, match=r"169\.254\.169\.254"):
        Outside(delay_seconds=0.0).fetch(f"{site}/inside")


def test_a_folder_and_a_pattern_give_their_articles_in_order(tmp_path: Path, fetcher: Fetcher) -> None:
    for name in ("b.html", "a.html"):
        (tmp_path / name).write_text(PAGE.replace("Saltmarsh", name), encoding="utf-8")
    (tmp_path / "README.md").write_text("This is no article.", encoding="utf-8")
    by_folder = titles(Sources(fetcher).documents([str(tmp_path)]))
    assert by_folder == ["a.html is back", "b.html is back"]
    assert titles(Sources(fetcher).documents([f"{tmp_path}/*.html"])) == by_folder


def test_an_archive_gives_its_pages_and_tells_of_a_broken_end(tmp_path: Path, fetcher: Fetcher) -> None:
    def record(url: str, kind: str, body: bytes) -> bytes:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http\r\n"
        head += "WARC-Date: 2024-03-04T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:5b9c1b9e-0000-4000-8000-000000000001>\r\n"
        return head.encode() + f"Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"

    whole = record("https://paper.example/1", "text/html; charset=utf-8", PAGE.encode())
    whole += record("https://paper.example/p.png", "image/png", b"\x89PNG")
    for name, content in (("one.warc", whole), ("two.warc.gz", gzip.compress(whole))):
        (tmp_path / name).write_bytes(content)
        (page,) = Sources(fetcher).documents([str(tmp_path / name)])
        assert isinstance(page, Document)
        assert page.url == "https://paper.example/1"
    (tmp_path / "cut.warc.gz").write_bytes(gzip.compress(whole)[:-40])
    assert all(isinstance(d, Document | Rejected) for d in Sources(fetcher).documents([str(tmp_path / "cut.warc.gz")]))


def test_articles_in_another_language_can_be_set_aside(tmp_path: Path, fetcher: Fetcher) -> None:
    french = (
        "<p>Théo Vance joue Bram dans la série Saltmarsh, qui revient dimanche pour une deuxième saison.</p>"
        "<p>Ruth Oyelaran retrouve le rôle de sa sœur Ida, et tous les scénarios sont de nouveau de Lorna Pike.</p>"
    )
    page = f"{PAGE.partition('<p>')[0]}{french}</article></body></html>"
    (tmp_path / "fr.html").write_text(page, encoding="utf-8")
    (found,) = Sources(fetcher, languages=frozenset({"en"})).documents([str(tmp_path / "fr.html")])
    assert isinstance(found, Rejected)
    assert "(fr)" in found.reason


def test_a_hostile_feed_ends() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>".encode() for n in range(9)
    )
    assert list(entries(bomb + b"]><rss version='2.0'><channel><title>&j;</title></channel></rss>")) == []
    assert list(entries(b"<urlset>" + b"<url><loc>javascript:x</loc></url>" * 10)) == []

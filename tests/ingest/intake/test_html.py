from pathlib import Path

import pytest

from ingest.article import Document, Rejected
from ingest.intake import read
from ingest.intake.html import Resiliparse, TextExtractor, Trafilatura, decode_page, document

PAGE = """<!doctype html><html lang="en-GB"><head><title>Tidewaiters returns | The Post</title>
<meta property="og:site_name" content="The Post"><link rel="canonical" href="https://post.example/tv/tidewaiters">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "NewsArticle", "headline": "Tidewaiters returns", "datePublished": "2023-08-04T10:00:00+01:00",
  "author": [{"@type": "Person", "name": "Ada Bee"}], "publisher": {"@type": "Organization", "name": "The Post"}},
 {"@type": "TVSeries", "name": "Tidewaiters", "actor": [{"@type": "Person", "name": "Nia Rook"}]}]}</script>
<script>var tracking = "Netflix";</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/tv">Television</a></li></ul></nav>
<article><h1>Tidewaiters returns</h1>
<p>The harbour drama Tidewaiters comes back to Channel 9 in the autumn, with Nia Rook as the customs officer Una Pell,
whom viewers last saw rowing away from the burning quay.</p>
<p>“I missed the boats,” Rook said. Her co-star Ben Vale, who plays Constable Tarn, said that he had not.</p>
<h2>Who is in it</h2><ul><li>Nia Rook as Una Pell</li><li>Ben Vale as Constable Tarn</li></ul>
</article><footer>Copyright The Post. <a href="/terms">Terms and conditions</a></footer></body></html>"""


@pytest.mark.parametrize("extractor", [Resiliparse(), Trafilatura()], ids=lambda e: e.name)
class TestTextExtractors:
    """What each implementation of the Protocol must do."""

    def test_the_article_is_kept_and_what_is_around_it_goes(self, extractor: TextExtractor) -> None:
        text = extractor.text(PAGE)
        assert "“I missed the boats,” Rook said." in text
        assert "Home" not in text
        assert "Terms and conditions" not in text
        assert "tracking" not in text

    def test_a_list_of_the_cast_is_kept(self, extractor: TextExtractor) -> None:
        assert "Ben Vale as Constable Tarn" in extractor.text(PAGE)

    def test_paragraphs_stay_apart(self, extractor: TextExtractor) -> None:
        assert "quay.\n" in extractor.text(PAGE)


def test_a_page_gives_its_date_address_publisher_author_and_structured_data() -> None:
    found = document(PAGE.encode(), source="a.html")
    assert isinstance(found, Document)
    assert (found.date, found.url, found.publisher) == ("2023-08-04", "https://post.example/tv/tidewaiters", "The Post")
    assert (found.title, found.author, found.language) == ("Tidewaiters returns", "Ada Bee", "en-GB")
    assert [item["@type"] for item in found.structured] == ["NewsArticle", "TVSeries"]
    assert found.id == "post.example/tv/tidewaiters"


def test_the_headline_opens_the_text_once() -> None:
    found = document(PAGE.encode(), source="a.html")
    assert isinstance(found, Document)
    assert found.text.count("Tidewaiters returns") == 1
    assert found.text.startswith("Tidewaiters returns\n")


def test_meta_tags_serve_where_there_is_no_json_ld() -> None:
    page = (
        '<html><head><meta property="og:title" content="Tide &amp; time"><meta name="author" content="A. Bee">'
        '<meta property="article:published_time" content="2021-02-03T00:00:00Z"></head><body><article><p>'
        + "Nia Rook plays Una Pell in the harbour drama, which begins on Sunday. " * 5
        + "</p></article></body></html>"
    )
    found = document(page.encode(), source="a.html")
    assert isinstance(found, Document)
    assert (found.title, found.author, found.date) == ("Tide & time", "A. Bee", "2021-02-03")


def test_broken_json_ld_does_not_cost_the_article() -> None:
    found = document(PAGE.replace('{"@context"', '{{"@context"').encode(), source="a.html")
    assert isinstance(found, Document)
    assert found.structured == ()
    assert found.title == "Tidewaiters returns"


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    page = '<meta charset="iso-8859-2"><p>Łódź</p>'
    assert "Łódź" in decode_page(page.encode("iso-8859-2"))


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"<html><body><script>x()</script></body></html>"])
def test_a_page_without_an_article_is_rejected(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(content)
    (found,) = read(path)
    assert isinstance(found, Rejected)

"""A person at the command line: what they type, what they get. The calls are a contract that others rely on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

from tests.endpoints import answering

ROOT = Path(__file__).parents[2]

NOTE = """Saltmarsh casts its second keeper

By Ada Penrose

“Saltmarsh,” the ITV drama created by Lorna Pike, returned for its second season on 4 March 2024. Bram
(Teodor Vance) is back with Ida (Ruth Oyelaran).

In episode three of season two, Bram tells his sister Ida that he is gay.

“I read the script on a night train and missed my stop,” Vance told Radio Times.
"""

PAGE = """<!doctype html><html lang="en"><head><title>Saltmarsh: who plays whom</title>
<meta property="og:site_name" content="The Estuary">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Saltmarsh: who plays whom", "datePublished": "2024-03-09",
"publisher": {"@type": "Organization", "name": "The Estuary"}}</script></head>
<body><nav><a href="/">Home</a> <a href="/tv">Television</a></nav><article><h1>Saltmarsh: who plays whom</h1>
<p>Teodor Vance plays Bram in the ITV drama Saltmarsh, and Ruth Oyelaran plays his sister, Ida.</p>
<p>The series was created by Lorna Pike, who also wrote the novel “The Long Ebb”.</p></article>
<footer>© The Estuary</footer></body></html>"""


def dramatis(*arguments: str, cwd: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "api.cli", *arguments]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(cwd)}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three articles in three formats, read into ./dramatis.store."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "note.txt").write_text(NOTE, encoding="utf-8")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    line = {"id": "wire-7", "text": "ITV has renewed Saltmarsh, starring Teodor Vance.", "date": "2024-05-02"}
    (folder / "wire.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    said = dramatis("ingest", "note.txt", "page.html", "wire.jsonl", "--json", cwd=folder)
    report = json.loads(said.stdout)
    assert (report["added"], report["rejected"]) == (3, 0)
    return folder


def test_extract_prints_a_line_an_article_with_quotations_that_stand_at_their_offsets(desk: Path) -> None:
    lines = dramatis("extract", "wire.jsonl", "note.txt", cwd=desk).stdout.splitlines()
    wire, note = (json.loads(line) for line in lines)
    assert wire["id"] == "wire-7"
    told = [*note["facts"], *note["events"], *note["statements"]]
    assert told
    for item in told:
        evidence = item["evidence"]
        assert NOTE[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_reading_the_same_again_adds_nothing(desk: Path) -> None:
    before = dramatis("export", cwd=desk).stdout
    report = json.loads(dramatis("ingest", "note.txt", "page.html", "wire.jsonl", "--json", cwd=desk).stdout)
    assert (report["unchanged"], report["added"], report["updated"]) == (3, 0, 0)
    assert dramatis("export", cwd=desk).stdout == before


def test_who_plays_whom_is_answered_with_the_words_that_say_it(desk: Path) -> None:
    query = (
        "SELECT ?actor ?role ?quote WHERE { ?p drm:portrays ?c . ?p rdfs:label ?actor . ?c rdfs:label ?role . "
        "?k rdf:subject ?p ; rdf:predicate drm:portrays ; rdf:object ?c ; drm:quote ?quote } ORDER BY ?actor"
    )
    found = json.loads(dramatis("query", query, "--format", "json", cwd=desk).stdout)
    pairs = {(row["actor"]["value"], row["role"]["value"]) for row in found["results"]["bindings"]}
    assert {("Teodor Vance", "Bram"), ("Ruth Oyelaran", "Ida")} <= pairs
    assert dramatis("query", query, "--format", "csv", cwd=desk).stdout.startswith("actor,role,quote\n")
    assert "Teodor Vance" in dramatis("query", query, cwd=desk).stdout


def test_what_you_have_not_watched_is_not_told(desk: Path) -> None:
    query = "SELECT ?what WHERE { ?bram rdfs:label ?name ; drm:identifiesAs ?what FILTER(STRSTARTS(?name, 'Bram')) }"
    whole = dramatis("query", query, "--format", "csv", cwd=desk).stdout
    later = dramatis("query", query, "--format", "csv", "--as-of", "saltmarsh:s2e3", cwd=desk).stdout
    early = dramatis("query", query, "--format", "csv", "--as-of", "saltmarsh:s2e2", cwd=desk).stdout
    assert "gay" in whole
    assert "gay" in later
    assert early == "what\n"


def test_an_export_is_read_by_rdflib_in_every_format(desk: Path) -> None:
    quads = rdflib.Dataset().parse(data=dramatis("export", cwd=desk).stdout, format="nquads")
    trig = rdflib.Dataset().parse(data=dramatis("export", "--format", "trig", cwd=desk).stdout, format="trig")
    assert len(quads) == len(trig) > 100
    turtle = rdflib.Graph().parse(data=dramatis("export", "--format", "ttl", cwd=desk).stdout, format="turtle")
    assert len(turtle) > 100
    assert json.loads(dramatis("export", "--format", "jsonld", cwd=desk).stdout)


def test_every_claim_in_an_export_quotes_its_article(desk: Path) -> None:
    drm = rdflib.Namespace("https://dramatis.example/vocabulary#")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    graph = rdflib.Dataset(default_union=True).parse(data=dramatis("export", cwd=desk).stdout, format="nquads")
    claims = set(graph.subjects(rdflib.RDF.type, drm.Claim))
    assert len(claims) > 20
    for claim in claims:
        article = graph.value(claim, prov.wasDerivedFrom)
        text = str(graph.value(article, rdflib.SDO.text))
        start, end = (int(str(graph.value(claim, drm[name]))) for name in ("start", "end"))
        assert text[start:end] == str(graph.value(claim, drm.quote))


def test_a_picture_is_drawn_as_text(desk: Path) -> None:
    dramatis("draw", "Saltmarsh", "-o", "net.svg", cwd=desk)
    picture = (desk / "net.svg").read_text(encoding="utf-8")
    assert "Teodor Vance" in picture
    assert "<text" in picture


def test_communities_are_drawn_by_what_joins_people_and_a_series_by_season(desk: Path) -> None:
    for projection in ("co-cast", "acted-with"):
        dramatis("draw", "-o", f"{projection}.svg", "--kind", "communities", "--projection", projection, cwd=desk)
        assert "Teodor Vance" in (desk / f"{projection}.svg").read_text(encoding="utf-8")
    refused = dramatis("draw", "Saltmarsh", "-o", "x.svg", "--by", "season", cwd=desk, code=2).stderr
    assert "only a picture of series takes it" in refused


def test_an_article_that_is_retracted_leaves_nothing(desk: Path, tmp_path: Path) -> None:
    line = {
        "id": "late",
        "text": "Netflix has cancelled Harrowgate, created by Piers Amadi.",
        "url": "https://late.example/1",
    }
    (desk / "late.jsonl").write_text(json.dumps(line), encoding="utf-8")
    before = dramatis("export", cwd=desk).stdout
    dramatis("ingest", "late.jsonl", cwd=desk)
    assert "Harrowgate" in dramatis("export", cwd=desk).stdout
    dramatis("retract", "https://late.example/1", cwd=desk)
    assert dramatis("export", cwd=desk).stdout == before


def test_mistakes_are_told_with_what_to_do(desk: Path) -> None:
    assert "SPARQL" in dramatis("query", "SELEKT", cwd=desk, code=3).stderr
    assert "WORK:POSITION" in dramatis("query", "ASK {}", "--as-of", "saltmarsh", cwd=desk, code=2).stderr
    assert "cannot be read" in dramatis("ingest", "nowhere.txt", cwd=desk, code=1).stdout
    assert "nothing is called" in dramatis("draw", "Nobody At All", "-o", "x.svg", cwd=desk, code=2).stderr


def test_the_doctor_looks_at_the_store(desk: Path) -> None:
    assert "store ./dramatis.store" in dramatis("doctor", cwd=desk).stdout


def test_a_language_model_reads_too_and_says_so_in_its_claims(tmp_path: Path) -> None:
    line = {
        "id": "w",
        "text": "ITV has renewed Saltmarsh, starring Teodor Vance. Vance is behind the look of Saltmarsh.",
    }
    (tmp_path / "wire.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    says = {"subject": "Saltmarsh", "property": "director", "object": "Vance", "quote": "Vance is behind the look"}
    with answering() as endpoint:
        endpoint.content = json.dumps({"facts": [says]})
        wire = ("ingest", "wire.jsonl", "--json")
        model = ("--llm", endpoint.url, "--llm-model", "m")
        for arguments, status in (((*wire, *model), "added"), ((*wire, *model), "unchanged"), (wire, "updated")):
            assert json.loads(dramatis(*arguments, cwd=tmp_path).stdout)[status] == 1
            found = "llm/m" in dramatis("export", cwd=tmp_path).stdout
            assert found is (status != "updated")
        two = dramatis("ingest", "wire.jsonl", "--json", "--jobs", "2", *model, cwd=tmp_path)
        assert json.loads(two.stdout)["updated"] == 1
        endpoint.statuses[:] = [403]
        refused = json.loads(dramatis("reingest", "--json", *model, cwd=tmp_path, code=1).stdout)
        assert "403. Check address, model and key" in refused["documents"][0]["reason"]
    assert "--llm-model" in dramatis("ingest", "wire.jsonl", "--llm", endpoint.url, cwd=tmp_path, code=2).stderr

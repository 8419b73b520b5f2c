"""An export holds no more than its view does, and the quotations in it stand at their offsets."""

from __future__ import annotations

from dataclasses import replace

import rdflib

from graph.dump import dumped
from graph.layers import Layer, view
from graph.store.embedded import EmbeddedStore
from tests.graph.records import MINTER, review
from tests.graph.test_writer import writer

DRM = rdflib.Namespace("https://dramatis.example/vocabulary#")


def test_a_closed_sentence_is_covered_but_for_what_the_view_quotes() -> None:
    record = review()
    closed = tuple(replace(p, layers=(Layer.self_of("mara-quill"),)) for p in record.article.passages)
    store = EmbeddedStore()
    writer(store).write(replace(record, article=replace(record.article, passages=closed)))
    text = b"".join(dumped(store, MINTER.base, view(), "nq", texts=True)).decode()
    assert "still a doctor" not in text
    assert "self/mara-quill" not in text
    graph = rdflib.Dataset(default_union=True).parse(data=text, format="nquads")
    stored = str(graph.value(rdflib.URIRef(record.article.iri), rdflib.SDO.text))
    assert len(stored) == len(record.article.text)
    claims = set(graph.subjects(rdflib.RDF.type, DRM.Claim))
    assert claims
    for claim in claims:
        start, end = (int(str(graph.value(claim, DRM[name]))) for name in ("start", "end"))
        assert stored[start:end] == str(graph.value(claim, DRM.quote))

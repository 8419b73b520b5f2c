from ingest.extract import parse
from ingest.extract.columns import columns


def test_columns_say_what_the_tokens_say() -> None:
    nlp = parse.load(ner=True)
    doc = parse.parse(nlp, "Tide turns\n\nKit Connor plays Nick in Heartstopper. It’s on Netflix; he “loves” it.\n")
    found = columns(doc)
    assert found.words == [t.text for t in doc]
    assert found.tags == [t.tag_ for t in doc]
    assert found.deps == [t.dep_ for t in doc]
    assert found.heads == [t.head.i for t in doc]
    assert found.ents == [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc]
    assert found.spaces == [bool(t.whitespace_) for t in doc]
    assert found.sentences == [(s.start, s.end, s.root.i) for s in doc.sents]


def test_an_empty_document_has_empty_columns() -> None:
    found = columns(parse.parse(parse.load(), ""))
    assert (found.words, found.sentences) == ([], [])

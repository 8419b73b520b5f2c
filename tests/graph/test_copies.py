"""Copies of one text are one voice, found when they are written, whatever came first."""

from __future__ import annotations

import random
from dataclasses import replace

from graph.cast import cast
from graph.claims import Article, Claim, Fact, Record, term
from graph.copies import fingerprints
from graph.layers import view
from graph.paths import Links
from graph.reader import Reader
from graph.relations import relations
from graph.store.embedded import EmbeddedStore
from tests.graph.records import MARA, MINTER, NIGHTJAR, WREN, at, casting
from tests.graph.test_writer import contents, writer

# Words that no other text shares, so that each report is alike to its copies alone.
REPORT = " ".join(f"word{n}" for n in range(200))
OTHER = " ".join(f"term{n}" for n in range(200))


def printed(id: str, publisher: str, date: str, body: str) -> Record:
    """The casting note with more text after it, as a paper prints it."""
    text = f"{casting().article.text} {body}"
    article = Article(
        MINTER.named("article", id), text, date=date, publisher=publisher, digest=f"{publisher} {date} {body}"
    )
    return replace(casting(), article=article)


AGENCY = printed("agency", "Agency", "2023-01-01", REPORT)
GAZETTE = printed("gazette", "Gazette", "2023-01-02", REPORT)
CUT = printed("courier", "Courier", "2023-01-03", " ".join(REPORT.split()[:120]))
OWN = printed("ledger", "Ledger", "2023-01-02", OTHER)


def voices(store: EmbeddedStore) -> dict[str, str]:
    reader = Reader(store, MINTER.base, view())
    articles = [str(row["article"].value) for row in reader.rows("articles")]
    return {reader.sources([iri])[iri].publisher or "": reader.sources([iri])[iri].voice for iri in articles}


def test_a_copy_even_cut_to_its_half_speaks_with_the_voice_of_the_earliest() -> None:
    store = EmbeddedStore()
    for record in (CUT, OWN, AGENCY, GAZETTE):
        writer(store).write(record)
    assert voices(store) == {"Agency": "Agency", "Gazette": "Agency", "Courier": "Agency", "Ledger": "Ledger"}


def test_every_answer_counts_copies_once() -> None:
    one, three = EmbeddedStore(), EmbeddedStore()
    writer(one).write(AGENCY)
    for record in (AGENCY, GAZETTE, CUT):
        writer(three).write(record)
    few, many = (Reader(store, MINTER.base, view()) for store in (one, three))
    for most in (None, 1):
        (alone,), (copied,) = (
            [r for r in relations(reader, MARA, most=most) if r.property_name == "portrays"] for reader in (few, many)
        )
        assert (copied.confidence, copied.voices, copied.count) == (alone.confidence, 1, 3)
    (part,) = cast(many, NIGHTJAR)
    assert (part.voices, part.count) == (1, 3)
    strengths = [Links(reader).chains(MARA, WREN).found[0].strength for reader in (few, many)]
    assert strengths[0] == strengths[1]


def test_the_copies_are_those_of_what_stands_whatever_was_written_before() -> None:
    alone = printed("courier", "Courier", "2023-01-03", OTHER)
    later = printed("agency", "Agency", "2024-05", REPORT)
    renamed = printed("agency", "The Agency", "2023-01-01", REPORT)
    drawn = [AGENCY, GAZETTE, CUT, OWN, alone, later, renamed]
    for seed in range(30):
        chance = random.Random(seed)
        store, fresh = EmbeddedStore(), EmbeddedStore()
        standing: dict[str, Record] = {}
        for record in chance.choices(drawn, k=8):
            if record.article.iri in standing and chance.random() < 0.25:
                writer(store).retract(record.article.iri)
                del standing[record.article.iri]
            else:
                writer(store).write(record)
                standing[record.article.iri] = record
        for record in standing.values():
            writer(fresh).write(record)
        kept = {line for line in contents(store) if "/layer/withdrawn/" not in line}
        assert kept == contents(fresh)


def test_what_is_written_again_keeps_its_voice() -> None:
    store = EmbeddedStore()
    for record in (AGENCY, GAZETTE):
        writer(store).write(record)
    assert not any(writer(store).write(record).changed for record in (AGENCY, GAZETTE))


def test_a_shared_sentence_makes_no_copy() -> None:
    store = EmbeddedStore()
    for record in (AGENCY, OWN):
        writer(store).write(record)
    assert not {q for q in store.dump() if q.predicate == term("drm:copyOf")}


def test_texts_that_are_nearly_equal_share_a_fingerprint_and_others_none() -> None:
    chance = random.Random(3)
    words = REPORT.split()
    missed = 0
    for _ in range(200):
        changed = list(words)
        for place in chance.sample(range(len(words)), 6):  # each breaks five runs: two thirds and more are left
            changed[place] = f"x{place}"
        missed += set(fingerprints(REPORT)).isdisjoint(fingerprints(" ".join(changed)))
    assert missed <= 4
    assert set(fingerprints(REPORT)).isdisjoint(fingerprints(OTHER))


def test_a_claim_of_a_text_without_words_is_no_copy() -> None:
    text = "—"
    article = Article(MINTER.named("article", "dash"), text, publisher="Agency")
    claim = Claim(Fact(MARA, "portrays", WREN), at(text, "—"))
    entities = tuple(replace(e, forms=((e.forms[0][0], at(text, "—")),)) for e in casting().entities)
    store = EmbeddedStore()
    for id in ("one", "two"):
        writer(store).write(Record(replace(article, iri=MINTER.named("article", id)), entities, (claim,)))
    assert not {q for q in store.dump() if q.predicate == term("drm:copyOf")}

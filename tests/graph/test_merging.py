"""Two that are one, by decision; and apart again, exactly."""

from __future__ import annotations

import pytest

from graph.archive import from_text, to_text
from graph.claims import Record
from graph.errors import Conflict, NotFound
from graph.identity import load_identities
from graph.merging import Decision, decisions, redirect, suggestions
from graph.model import EntityType
from graph.store.embedded import EmbeddedStore
from tests.graph.records import MARA, MINTER, WREN, casting, review
from tests.graph.test_writer import contents, renamed, writer

MAURA = MINTER.entity(EntityType.PERSON, "Maura Quill")


def misnamed_store() -> EmbeddedStore:
    """Two articles of Mara Quill, and one that calls her Maura Quill and takes her for somebody else."""
    store = EmbeddedStore()
    for record in (review(), casting(), misnamed()):
        writer(store).write(record)
    return store


def misnamed() -> Record:
    record = renamed(casting(), "misnamed", "Maura Quill")
    text = to_text(record).replace(MARA, MAURA)
    return from_text(text)


def decision() -> Decision:
    return Decision(MAURA, MARA, "2026-01-02T03:04:05Z", "editor", "the same actor, misspelt")


def test_after_a_merge_every_article_names_the_new_one() -> None:
    store = misnamed_store()
    assert writer(store).merge(decision()) == 1
    told = {str(q.subject) for q in store.dump() if "/layer/public" in str(q.graph_name)}
    assert f"<{MAURA}>" not in told
    forms = {str(q.object) for q in store.dump() if str(q.subject) == f"<{MARA}>"}
    assert '"Maura Quill"' in forms
    assert redirect(store, MINTER.base, MAURA) == MARA
    assert decisions(store, MINTER.base) == (decision(),)


def test_a_split_gives_back_exactly_what_was_there() -> None:
    store = misnamed_store()
    before = contents(store)
    writer(store).merge(decision())
    assert contents(store) != before
    assert writer(store).split(MAURA) == 1
    assert contents(store) == before


def test_a_merge_outlasts_another_reading_of_the_articles() -> None:
    store = misnamed_store()
    writer(store).merge(decision())
    merged = contents(store)
    writer(store).write(misnamed())
    assert contents(store) == merged


def test_what_cannot_be_one_is_refused_and_changes_nothing() -> None:
    store = misnamed_store()
    before = contents(store)
    with pytest.raises(Conflict, match="one kind"):
        writer(store).merge(Decision(WREN, MARA, "2026-01-02T03:04:05Z", "editor", "?"))
    with pytest.raises(Conflict, match="one already"):
        writer(store).merge(Decision(MARA, MARA, "2026-01-02T03:04:05Z", "editor", "?"))
    with pytest.raises(NotFound, match="there is no"):
        writer(store).merge(Decision(MINTER.entity(EntityType.PERSON, "Nobody"), MARA, "2026-01-02", "editor", "?"))
    with pytest.raises(NotFound, match="was not merged"):
        writer(store).split(WREN)
    assert contents(store) == before


def test_a_record_is_the_same_after_the_archive() -> None:
    kept = from_text(to_text(review()))
    assert kept.article == review().article
    assert set(kept.claims) == set(review().claims)
    assert set(kept.entities) == set(review().entities)


def test_those_who_may_be_one_are_suggested_with_the_reason() -> None:
    found = suggestions(load_identities(misnamed_store(), MINTER))
    assert {found[0].one, found[0].other} == {MARA, MAURA}
    assert "but for a letter" in found[0].reason

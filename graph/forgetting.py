"""Forgetting, restricting, rectifying: what a person may ask of those who keep a graph, done, with a receipt.

In: a store, its writer, a person. Out: a `Receipt`. Forgetting reaches claims, stored quotations and texts, kept
records, decisions; the names stay only as keyed hashes that stop any later reading from bringing them back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad

from graph.claims import Past, Record
from graph.corrections import without
from graph.errors import NotFound
from graph.layers import META, TEXT
from graph.merging import archived, decisions
from graph.model import Status
from graph.queries import rows
from graph.records import articles, articles_naming, read_record
from graph.restriction import Rectification, restriction_quad
from graph.store import Change, Store
from graph.suppression import Suppressed, suppressed, suppression_quads
from graph.writer import Writer

__all__ = ["Receipt", "forget", "rectify", "restrict", "unrestrict"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done, without saying to whom: the hashes are keyed, and the name is not in it."""

    act: str
    at: str
    hashes: tuple[str, ...]
    articles: int
    quads_removed: int
    quads_added: int

    def lines(self) -> Iterable[str]:
        """Yield the receipt as text."""
        yield f"{self.act} at {self.at}"
        yield f"  articles rewritten: {self.articles}"
        yield f"  quads removed: {self.quads_removed}, added: {self.quads_added}"
        for one in self.hashes:
            yield f"  name kept only as the keyed hash {one}"


def forget(store: Store, made: Callable[[Suppressed], Writer], person: str, key: bytes, at: str) -> Receipt:
    """Erase a person, and keep them from coming back.

    `made` makes a writer whose gate keeps to a suppression list. Raises NotFound for somebody the store does not name.
    """
    base = made(suppressed(store, base_of(person), key)).minter.base
    names = _names(store, person)
    if not names:
        raise NotFound(f"the store names nobody as {person}")
    listed = suppression_quads(names, key, base)
    store.apply(Change(added=listed))
    held = suppressed(store, base, key)
    writer = made(held)
    counts: Counter[str] = Counter()
    kept = {record.article.iri: record for record in archived(store, base)}
    told = [iri for iri in articles(store, base) if _concerns(read_record(store, base, iri), person, names, held)]
    for iri in told:
        record = kept.get(iri) or read_record(store, base, iri)
        outcome = writer.write(replace(record, past=without(record.past or Past(), person, names)))
        counts["removed"] += outcome.removed
        counts["added"] += outcome.added
    leftover = _decisions_on(store, writer, person)
    store.apply(Change(removed=leftover))
    hashes = tuple(quad.subject.value.rsplit("/", 1)[-1] for quad in listed if isinstance(quad.subject, NamedNode))
    return Receipt("forgotten", at, hashes, len(told), counts["removed"] + len(leftover), counts["added"])


def restrict(store: Store, writer: Writer, person: str, at: str) -> Receipt:
    """Keep all that is said of a person out of every view, until `unrestrict`. Raises NotFound."""
    if not _names(store, person):
        raise NotFound(f"the store names nobody as {person}")
    store.apply(Change(added=(restriction_quad(person, writer.minter.base),)))
    return _rewritten("restricted", store, writer, articles_naming(store, person), at)


def unrestrict(store: Store, writer: Writer, person: str, at: str) -> Receipt:
    """Show again what is said of a person."""
    naming = articles_naming(store, person)
    store.apply(Change(removed=(restriction_quad(person, writer.minter.base),)))
    return _rewritten("shown again", store, writer, naming, at)


def rectify(store: Store, writer: Writer, claim: str, status: Status, note: str, at: str) -> Receipt:
    """Set the status of a fact, by one of its claims, in every article that says it. Raises NotFound."""
    found = {str(row["p"].value): row["o"] for row in rows(store, None, "record_article", article=[NamedNode(claim)])}
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    if f"{rdf}subject" not in found:
        raise NotFound(f"there is no claim {claim}")
    subject, predicate, value = (found[f"{rdf}{name}"] for name in ("subject", "predicate", "object"))
    decision = Rectification(str(subject)[1:-1], str(predicate)[1:-1], str(value), status, note, at)
    saying = [
        iri
        for iri in articles(store, writer.minter.base)
        if any(
            c.assertion.key(writer.minter).subject == subject
            for c in read_record(store, writer.minter.base, iri).claims
        )
    ]
    store.apply(Change(added=decision.quads(writer.minter)))
    return _rewritten(f"rectified as {status}", store, writer, saying, at)


def _rewritten(act: str, store: Store, writer: Writer, naming: Iterable[str], at: str) -> Receipt:
    base, counts, number = writer.minter.base, Counter[str](), 0
    kept = {record.article.iri: record for record in archived(store, base)}
    for iri in sorted(naming):
        outcome = writer.write(kept.get(iri) or read_record(store, base, iri))
        counts["removed"] += outcome.removed
        counts["added"] += outcome.added
        number += 1
    return Receipt(act, at, (), number, counts["removed"], counts["added"])


def _names(store: Store, person: str) -> list[str]:
    """Return every form under which any layer knows somebody."""
    return sorted({str(row["form"].value) for row in rows(store, None, "forms_of", entity=[NamedNode(person)])})


def _concerns(record: Record, person: str, names: Collection[str], held: Suppressed) -> bool:
    told = " ".join(filter(None, (record.article.text, record.article.headline, record.article.author)))
    past = record.past or Past()
    return (
        any(entity.iri == person for entity in record.entities)
        or bool(held.names(told))
        or without(past, person, names) != past
    )


def _decisions_on(store: Store, writer: Writer, person: str) -> tuple[Quad, ...]:
    """Return the quads of decisions about somebody, and whatever else in `meta` or the archive speaks of their IRI."""
    found = [
        q for d in decisions(store, writer.minter.base) if person in (d.old, d.new) for q in d.quads(writer.minter)
    ]
    for layer in (META, TEXT):
        graph = layer.iri(writer.minter.base)
        found += [q for q in store.dump(graph) if f"<{person}>" in (str(q.subject), str(q.object))]
    return tuple(dict.fromkeys(found))


def base_of(iri: str) -> str:
    """Return the base of an entity's IRI.

    >>> base_of("https://dramatis.example/person/kit-connor")
    'https://dramatis.example/'
    """
    return iri.rsplit("/", 2)[0] + "/"

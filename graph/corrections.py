"""Corrections: what an article said once and, since its text was changed, says no longer.

In: the record of an article as it stood and as it is to be written. Out: the past of the latter: retracted claims,
with the words that said them. Only a changed text takes something back: where the same text is read by another
extractor, the reading was corrected, and nothing is kept of the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter

from graph.claims import Article, Assertion, Claim, Entity, Fact, Past, Quotation, Record, Withdrawal
from graph.iri import Minter, digest
from graph.model import Evidence, Status
from graph.vocabulary import vocabulary

__all__ = ["corrected", "still_past", "version", "without"]

_NOT_KEPT = ("self", "restricted")  # what somebody said of themselves and took back, and what may not be shown


def corrected(before: Record, now: Record, minter: Minter, at: str | None) -> Past:
    """Return the past of a record: that of the one before, and what that one said and the new text does not say.

    Not taken back is what the reading lost, not the text: a claim whose sentence stands in the new text as it was, one
    whose very words say another fact now (it was linked otherwise), one that another extractor does not find in words
    that the text still holds.
    """
    past = before.past or Past()
    if version(before.article) == version(now.article) or before.article.text == now.article.text:
        return past
    said = {claim.assertion.key(minter) for claim in now.claims}
    words = {(claim.assertion.key(minter).predicate, claim.evidence.quote) for claim in now.claims}
    same_reader = before.article.extractor == now.article.extractor
    sentences = {passage.span.of(now.article.text) for passage in now.article.passages}

    def is_still_there(evidence: Evidence) -> bool:
        """Say whether the words stand in the new text, with the same reader: in the same sentences."""
        around = _sentences(before, evidence)
        return sentences.issuperset(around) if same_reader and around else evidence.quote in now.article.text

    def is_taken_back(claim: Claim) -> bool:
        key = claim.assertion.key(minter)
        return (
            key not in said
            and (key.predicate, claim.evidence.quote) not in words
            and not is_still_there(claim.evidence)
            and claim.layer.name.partition("/")[0] not in _NOT_KEPT
        )

    withdrawal = Withdrawal(version(before.article), version(now.article), at)
    gone = (
        replace(claim, status=Status.RETRACTED, withdrawal=withdrawal)
        for claim in before.claims
        if is_taken_back(claim)
    )
    return _past((*past.entities, *before.entities), (*past.claims, *gone))


def still_past(record: Record, minter: Minter) -> Past:
    """Return the past of a record without what its text says again, each claim once."""
    past = record.past or Past()
    said = {claim.assertion.key(minter) for claim in record.claims}
    return _past(past.entities, (claim for claim in past.claims if claim.assertion.key(minter) not in said))


def without(past: Past, person: str, forms: Iterable[str]) -> Past:
    """Return a past without a person: no claim about them, none whose words hold their name or their last name.

    The text that the words are of is gone, so that none can be covered in it: such claims go whole.
    """
    parts = sorted({part for form in forms if form.split() for part in (form, form.split()[-1])})
    named = re.compile("|".join(rf"\b{re.escape(part)}\b" for part in parts) or r"(?!)", re.IGNORECASE)

    def is_clean(*words: str) -> bool:
        return not any(named.search(text) for text in words)

    claims = (
        claim
        for claim in past.claims
        if person not in claim.assertion.entities() and is_clean(claim.evidence.quote, *_words(claim.assertion))
    )
    entities = (
        replace(entity, forms=tuple((form, said) for form, said in entity.forms if is_clean(form, said.quote)))
        for entity in past.entities
        if entity.iri != person
    )
    return _past(entities, claims)


def _sentences(record: Record, evidence: Evidence) -> set[str]:
    around = (passage.span for passage in record.article.passages if passage.span.overlaps(evidence.span))
    return {span.of(record.article.text) for span in around}


def version(article: Article) -> str:
    """Return the digest under which a version of an article is known."""
    return article.digest or digest(article.text)


def _words(assertion: Assertion) -> tuple[str, ...]:
    match assertion:
        case Quotation(text=text):
            return (text,)
        case Fact(property=name, object=text) if vocabulary().property(name).literal:
            return (text,)
        case _:
            return ()


def _past(entities: Iterable[Entity], claims: Iterable[Claim]) -> Past:
    """Return a past with each claim once, and those entities that its claims name; the later of two alike wins."""
    kept = {(claim.layer.name, str(claim.assertion)): claim for claim in claims}
    needed = {iri for claim in kept.values() for iri in claim.assertion.entities()}
    named = {entity.iri: entity for entity in entities if entity.iri in needed and entity.forms}
    return Past(
        tuple(named[iri] for iri in sorted(named)), tuple(claim for _, claim in sorted(kept.items(), key=itemgetter(0)))
    )

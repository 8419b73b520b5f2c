"""Records about an invented show, built by hand: small, and named by what they are."""

from __future__ import annotations

from dataclasses import replace

from graph.claims import Article, Claim, Entity, Event, Fact, Passage, Performance, Quotation, Record
from graph.iri import Minter, digest
from graph.layers import PUBLIC, Layer, Position
from graph.model import EntityType, Evidence, Span

MINTER = Minter()
NIGHTJAR = MINTER.entity(EntityType.SHOW, "Nightjar")
MARA = MINTER.entity(EntityType.PERSON, "Mara Quill")
IVO = MINTER.entity(EntityType.PERSON, "Ivo Brandt")
WREN = MINTER.entity(EntityType.CHARACTER, "Wren", within=NIGHTJAR)
TOBY = MINTER.entity(EntityType.CHARACTER, "Toby", within=NIGHTJAR)
S2E1 = Layer.story("nightjar", Position(2, 1))

REVIEW_TEXT = (
    "“Nightjar” is back. Wren (Mara Quill) is still a doctor. "
    "In the first episode of season two she kisses Toby (Ivo Brandt). "
    "“I wept at the script,” Quill told us in May 2024."
)
CASTING_TEXT = "Mara Quill has joined Nightjar as Wren, the channel said."


def at(text: str, words: str) -> Evidence:
    """Return the first place of some words in a text."""
    start = text.index(words)
    return Evidence(start, start + len(words), words)


def review() -> Record:
    """A review that plays two parts, tells one thing that happens in season two, and quotes the star."""
    text = REVIEW_TEXT
    kiss = Claim(
        Event("storyEvent", (("agent", WREN), ("in", NIGHTJAR), ("patient", TOBY))),
        at(text, "she kisses Toby"),
        S2E1,
        0.8,
    )
    return Record(
        Article(
            MINTER.named("article", "review"),
            text,
            reveals=S2E1,
            date="2024-06-01",
            url="https://paper.example/wren-kisses-toby",
            headline="Wren kisses Toby",
            publisher="The Paper",
            digest="the review as it came",
            passages=(
                Passage(Span(0, 56), (PUBLIC,)),
                Passage(Span(57, text.index("“I wept") - 1), (PUBLIC, S2E1)),
                Passage(Span(text.index("“I wept"), len(text)), (PUBLIC,)),
            ),
        ),
        (
            Entity(NIGHTJAR, EntityType.SHOW, (("Nightjar", at(text, "Nightjar")),)),
            Entity(MARA, EntityType.PERSON, (("Mara Quill", at(text, "Mara Quill")), ("Quill", at(text, "Quill")))),
            Entity(IVO, EntityType.PERSON, (("Ivo Brandt", at(text, "Ivo Brandt")),)),
            Entity(WREN, EntityType.CHARACTER, (("Wren", at(text, "Wren")),)),
            Entity(TOBY, EntityType.CHARACTER, (("Toby", at(text, "Toby")),)),
        ),
        (
            Claim(
                Fact(MARA, "portrays", WREN),
                at(text, "Wren (Mara Quill)"),
                confidence=0.95,
                rule="rules/portrays#parens",
            ),
            Claim(
                Fact(IVO, "portrays", TOBY),
                at(text, "Toby (Ivo Brandt)"),
                confidence=0.95,
                rule="rules/portrays#parens",
            ),
            Claim(Performance(MARA, WREN, NIGHTJAR), at(text, "Wren (Mara Quill)"), confidence=0.95),
            Claim(Fact(WREN, "friend", TOBY), at(text, "she kisses Toby"), S2E1, 0.5),
            kiss,
            Claim(Quotation(MARA, "I wept at the script,", date="2024-05"), at(text, "I wept at the script,")),
        ),
    )


def casting() -> Record:
    """A casting note that says again who plays Wren."""
    text = CASTING_TEXT
    return Record(
        Article(
            MINTER.named("article", "casting"), text, date="2023-01-09", publisher="Casting Daily", digest="the note"
        ),
        (
            Entity(NIGHTJAR, EntityType.SHOW, (("Nightjar", at(text, "Nightjar")),)),
            Entity(MARA, EntityType.PERSON, (("Mara Quill", at(text, "Mara Quill")),)),
            Entity(WREN, EntityType.CHARACTER, (("Wren", at(text, "Wren")),)),
        ),
        (
            Claim(Fact(MARA, "portrays", WREN), at(text, "Mara Quill has joined Nightjar as Wren"), confidence=0.9),
            Claim(Fact(NIGHTJAR, "actor", MARA), at(text, "Mara Quill has joined Nightjar"), confidence=0.9),
        ),
    )


def changed(record: Record, *without: str, extractor: str = "") -> Record:
    """The record of the same article after sentences were cut from its text: what they said is said no longer."""
    text = record.article.text
    for words in without:
        assert words in text
        text = text.replace(words, "")
    kept = tuple(replace(c, evidence=at(text, c.evidence.quote)) for c in record.claims if c.evidence.quote in text)
    entities = tuple(
        replace(e, forms=forms)
        for e in record.entities
        if (forms := tuple((form, at(text, form)) for form, _ in e.forms if form in text))
    )
    named = {entity.iri for entity in entities}
    claims = tuple(claim for claim in kept if named.issuperset(claim.assertion.entities()))
    article = replace(record.article, text=text, digest=digest(text), extractor=extractor, passages=())
    return Record(article, entities, claims)

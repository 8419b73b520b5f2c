# ruff: noqa: E501  the word list reads better a subject a line
"""The gate: what may be stored about real people. DESIGN: every path to the store goes through it.

In: a `Record`. Out: the record without what may not be stored, and counts of what was dropped, by reason.
Sensitive subjects of a real person are stored only as that person's own words, in that person's `self` layer; of a
character they are ordinary facts of the story. A marriage is a public event, and no other romance of real people is.
Of a child not even the own words are stored, and what stands around them is in no view.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from graph.claims import Article, Claim, Event, Fact, Passage, Performance, Quotation, Record
from graph.layers import PUBLIC, TEXT, Layer
from graph.minors import is_delicate, is_minor
from graph.model import EntityType, Span
from graph.suppression import NOBODY, Suppressed, redacted
from graph.vocabulary import vocabulary
from graph.writer import Dropped, Screened

__all__ = ["PUBLIC_EVENTS", "PUBLIC_ROLES", "PeopleGate", "is_sensitive"]

_WORDS: Final = re.compile(
    r"""\b(?: gay | lesbian | bi(?:sexual(?:ity)?)? | queer\w* | homosexual\w* | heterosexual\w* | straight(?=\s(?:man|woman|guy|person|ally))
    | asexual\w* | pansexual\w* | aromantic | lgbt\w* | transgender\w* | trans(?=\s|\b) | non-?binary | genderqueer | gender-?fluid
    | sexualit(?:y|ies) | sexual(?:\s(?:identity|orientation)) | gender\sidentity | pronouns | coming\sout | come\sout\sas | came\sout(?:\sas)?
    | comes\sout | out(?:ed|s|ing)?\s(?:himself|herself|themselves|themself) | outed | closeted | queer-?baiting
    | christian\w* | catholic\w* | muslim\w* | jew(?:s|ish)? | judaism | hindu\w* | buddhis\w+ | sikh\w* | atheis\w+ | evangelical\w* | mormon\w*
    | islam\w* | faith | religio\w+ | cancer | hiv | aids | tumou?r | dementia | parkinson\S* | alzheimer\S* | depress\w+ | anxiety | bipolar | autis\w+
    | adhd | rehab | addict\w* | alcoholi\w+ | sober | sobriety | eating\sdisorder | anorexi\w+ | bulimi\w+ | miscarriage | pregnan\w+ | diagnos\w+ | disab\w+ | illness | remission | ill(?=\s|[.,;])
    | republican | tory | tories | democrat | conservative\sparty | labour\sparty | socialist | communist | voted\sfor | ethnicit\w+ | mixed-?race | biracial
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_FIRST_PERSON: Final = re.compile(r"\b(?:I|I['’]\w+|me|my|mine|myself|we|our)\b")
_MARRIAGE: Final = re.compile(
    r"\b(?:marr\w+|wed(?:s|ding)?|wife|husband|spouse|divorc\w+|newlyweds?|tied the knot)\b", re.I
)

# Words on whom somebody loves, which beside a real person's name and no character's are about that person.
_ROMANCE: Final = re.compile(
    r"\bdating\b(?! (?:app|show|game|site|agency))|\bromance rumou?rs?\b|\bromantically\b|\blove life\b|\bnew flame\b|"
    r"\b(?:his|her|their) (?:then-|ex-|new |former |long-term )?(?:girlfriend|boyfriend|lover)\b|\bhooked up\b|"
    r"\bseen kissing\b",
    re.I,
)

# What gives a real person a public role in an article: work, office, prizes, being cast or heard by an outlet.
PUBLIC_ROLES: Final = frozenset(
    [
        "actor",
        "presenter",
        "portrays",
        "creator",
        "director",
        "author",
        "producer",
        "musicBy",
        "awardWon",
        "nominatedFor",
        "memberOf",
        "worksFor",
    ]
)
PUBLIC_EVENTS: Final = frozenset(
    [
        "release",
        "casting",
        "departure",
        "renewal",
        "production",
        "award",
        "nomination",
        "interview",
        "performance",
        "legal",
        "sale",
        "death",
    ]
)
# Trades that put a person before the public; a forklift driver who is quoted stays a private person.
_PUBLIC_TRADES: Final = re.compile(
    r"\b(?:act(?:or|ress)|director|writer|author|\w*wright|novelist|poet|screenwriter|showrunner|creator|producer|presenter|"
    r"host|anchor|broadcaster|newsreader|reporter|journalist|columnist|critic|editor|correspondent|publisher|singer|"
    r"songwriter|musician|composer|conductor|rapper|dj|drummer|guitarist|bassist|pianist|violinist|cellist|soprano|tenor|"
    r"baritone|comedian|comic|dancer|choreographer|ballerina|model|artist|painter|sculptor|illustrator|animator|"
    r"cinematographer|photographer|designer|curator|filmmaker|film-maker|executive|president|chief|chair\w*|ceo|controller|"
    r"commissioner|head|boss|founder|spokes\w+|publicist|agent|minister|mp|senator|governor|mayor|politician|ambassador|"
    r"king|queen|prince\w*|footballer|rugby player|cricketer|athlete|champion|boxer|wrestler|coach|manager|chef|historian|"
    r"professor|scholar|scientist|magician|puppeteer|stuntman|stuntwoman|star|celebrity|influencer|youtuber|podcaster|"
    r"playwright|dramatist|librettist|lyricist|impresario|promoter|casting director|winner|contestant|judge|entertainer)s?\b",
    re.I,
)
# Words beside a name that say who a person is to the article: somebody of the public.
_BYSTANDER: Final = re.compile(
    r"\b(?:super)?fans?\b|\bviewers?\b|\breaders?\b|\bneighbou?rs?\b|\bresidents?\b|\bwitness(?:es)?\b|\bpassers?-by\b|\bqueue\b|"
    r"\bpensioners?\b|\bflatmates?\b|\b(?:school ?)?friends?\b|\bclassmates?\b|\bin (?:his|her|their) class\b|\bgave (?:his|her|their) name\b|"
    r"\breal name\b|\bchaperone\b|\bretired\b|\bcleaner\b|\btwins?\b|\bpetition\b|\bkeep(?:s)? out of the public eye\b|\bhates publicity\b",
    re.I,
)
_BESIDE: Final = 70  # code points before and after a name: farther off they speak of somebody else
_UNKNOWN: Final = Layer.self_of("unknown")


def is_sensitive(text: str) -> bool:
    """Say whether a text speaks of a subject that is sensitive of a real person.

    >>> is_sensitive("I’m bi. Congrats for forcing an 18 year old to out himself."), is_sensitive("She played a doctor.")
    (True, False)
    """
    return _WORDS.search(text) is not None


class PeopleGate:
    """The gate for real people, as DESIGN.md section 8 has it; `forgotten` are those whose names may not come in."""

    def __init__(self, forgotten: Suppressed = NOBODY) -> None:
        self._forgotten = forgotten

    def screen(self, record: Record) -> Screened:
        """Return the record without what may not be stored of real people."""
        record = redacted(record, self._forgotten)
        people = frozenset(entity.iri for entity in record.entities if entity.type is EntityType.PERSON)
        names = [form for entity in record.entities if entity.iri in people for form, _ in entity.forms]
        kept: list[Claim] = []
        dropped: Counter[str] = Counter()
        for claim in record.claims:
            among = [iri for iri in claim.assertion.entities() if iri in people]
            verdict = _judge(claim, among, record) if among else _beside(claim, names)
            if isinstance(verdict, str):
                dropped[verdict] += 1
            else:
                kept.append(verdict)
        private = people - _public(kept, people, record)
        shown = tuple(claim for claim in kept if private.isdisjoint(claim.assertion.entities()))
        dropped["claim about a person without a public role"] += len(kept) - len(shown)
        entities = tuple(entity for entity in record.entities if entity.iri not in private)
        unsaid = [claim.evidence.span for claim in record.claims if _unsaid(claim, people, record)]
        article = _closed(record, people, unsaid)
        counts = tuple(Dropped(reason, count) for reason, count in sorted(dropped.items()) if count)
        return Screened(replace(record, article=article, entities=entities, claims=shown), counts)


def _judge(claim: Claim, people: list[str], record: Record) -> Claim | str:
    """Return the claim as it may be stored, or the reason why it may not."""
    match claim.assertion:
        case Quotation():
            return _judge_quotation(claim, claim.assertion, people, record)
        case Fact(property="spouse") as fact:
            pair = (("agent", fact.subject), ("agent", fact.object))
            return replace(claim, assertion=Event("relationship", tuple(sorted(pair))))
        case Fact(property=name) if vocabulary().property(name).sensitive:
            return f"{name} of real people"
        case Fact(object=value) if is_sensitive(value):
            return "sensitive attribute of a real person"
        case Event(type=kind) if vocabulary().events[kind].sensitive:
            return f"{kind} of a real person, kept only as their own words"
        case Event(type="relationship") if not _MARRIAGE.search(claim.evidence.quote):
            return "romance of real people"
        case Performance() | Fact() | Event() if is_sensitive(claim.evidence.quote):
            return "words on a sensitive subject about a real person"
        case _:
            return claim


def _beside(claim: Claim, names: Sequence[str]) -> Claim | str:
    """Return a claim about nobody real, or why its words may not stand: they name a person beside such a subject."""
    quote = claim.evidence.quote
    if is_sensitive(quote) and any(name in quote for name in names):
        return "words on a sensitive subject beside a real person's name"
    return claim


def _judge_quotation(claim: Claim, quotation: Quotation, people: list[str], record: Record) -> Claim | str:
    own = quotation.speaker in people
    around = _passage(record, claim.evidence.span)
    if _unsaid(claim, people, record):
        return "words of a child on a sensitive subject"
    if not is_sensitive(quotation.text) and not (own and is_sensitive(around)):
        return claim
    if own and _FIRST_PERSON.search(quotation.text):
        return replace(claim, layer=Layer.self_of(_slug(quotation.speaker)))
    return "words on a sensitive subject, not the person's own"


def _unsaid(claim: Claim, people: Collection[str], record: Record) -> bool:
    """Say whether a claim is what a child says on a subject that is sensitive of grown people or of children."""
    if not isinstance(claim.assertion, Quotation) or claim.assertion.speaker not in people:
        return False
    around = _passage(record, claim.evidence.span)
    delicate = is_sensitive(claim.assertion.text) or is_sensitive(around) or is_delicate(around)
    return delicate and is_minor(claim.assertion.speaker, record, claim.evidence.span)


def _public(claims: list[Claim], people: frozenset[str], record: Record) -> frozenset[str]:
    """Return the people who have a public role in the article: by their work, or heard without being a bystander."""
    found: set[str] = set()
    heard: set[str] = set()
    for claim in claims:
        match claim.assertion:
            case Fact(property="occupation", object=job) if _PUBLIC_TRADES.search(job):
                found.add(claim.assertion.subject)
            case Fact(property=name) if name in PUBLIC_ROLES:
                found.update(claim.assertion.entities())
            case Performance():
                found.add(claim.assertion.actor)
            case Event(type=kind) if kind in PUBLIC_EVENTS:
                heard.update(claim.assertion.entities())
            case Quotation(medium=str()):
                heard.add(claim.assertion.speaker)
            case _:
                pass
    return frozenset((found | {iri for iri in heard if not _bystander(iri, record)}) & people)


def _bystander(iri: str, record: Record) -> bool:
    """Say whether the words beside a person's first name in the article make them one of the public."""
    for entity in record.entities:
        if entity.iri == iri and entity.forms:
            place = entity.forms[0][1]
            around = record.article.text[max(0, place.start - _BESIDE) : place.end + _BESIDE]
            return _BYSTANDER.search(around) is not None
    return True


def _closed(record: Record, people: frozenset[str], hidden: Sequence[Span]) -> Article:
    """Return the article with headline, address and passages on sensitive subjects of people closed to common views.

    A passage that names characters and nobody real is the story's. One that names nobody is closed: it may go on about
    whom the one before named. What is `hidden`, or about a child, is closed to every view.
    """
    article = record.article
    names = {iri: _forms(record, iri) for iri in sorted(people)}
    if not names:
        return article
    characters = [f for e in record.entities if e.type is EntityType.CHARACTER for f, _ in e.forms]
    closes = {iri: TEXT if is_minor(iri, record) else Layer.self_of(_slug(iri)) for iri in names}

    def closing(text: str) -> tuple[Layer, ...]:
        """Return the layers that close a text; none where it's on no sensitive subject, or on characters only."""
        named = tuple(closes[iri] for iri, forms in names.items() if any(form in text for form in forms))
        storied = any(form in text for form in characters)
        loves = _ROMANCE.search(text) and not any(form in text for form in characters if form[:1].isupper())
        if not is_sensitive(text) and not (named and loves) and not (TEXT in named and is_delicate(text)):
            return ()
        if named or storied:
            return named
        return (TEXT if hidden or TEXT in closes.values() else _UNKNOWN,)

    def layers(passage: Passage) -> tuple[Layer, ...]:
        within = (TEXT,) if any(passage.span.overlaps(span) for span in hidden) else ()
        return tuple(sorted({*passage.layers, *closing(passage.span.of(article.text)), *within}))

    passages = tuple(replace(passage, layers=layers(passage)) for passage in article.passages)
    shown = closing(
        " ".join((article.headline or "", re.sub(r"[-_/]+", " ", f"{article.url or ''} {article.source or ''}")))
    )
    if not shown:
        return replace(article, passages=passages)
    if article.reveals == PUBLIC and TEXT not in shown:
        return replace(article, passages=passages, reveals=shown[0])
    return replace(article, passages=passages, headline=None, url=None, source=None)


def _forms(record: Record, iri: str) -> tuple[str, ...]:
    return tuple(form for entity in record.entities if entity.iri == iri for form, _ in entity.forms)


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _passage(record: Record, span: Span) -> str:
    """Return the sentences that a span touches, or the span itself where the article has no passages."""
    touched = [passage.span for passage in record.article.passages if passage.span.overlaps(span)]
    if not touched:
        return span.of(record.article.text)
    return record.article.text[min(s.start for s in touched) : max(s.end for s in touched)]

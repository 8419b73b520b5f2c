"""What a person is called by trade or office, and how much of the phrase is the trade.

In: the words before or after a name. Out: the job noun phrase as the article words it, lower case, without nationality
or praise ("veteran Swedish cellist" gives "cellist"). The nouns are a general list, `rules/words/jobs.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from graph.model import Span
from ingest.extract.lexicon import words

__all__ = ["DEMONYM", "NOT_PART", "VERBISH", "jobs", "occupation"]

# A noun before the job noun belongs to it ("river pilot"); these only praise, date, place or count it.
JOBS = words("jobs")
NOT_PART = words("not_part")
KEPT_PREFIX = frozenset(
    [
        "former",
        "ex",
        "retired",
        "assistant",
        "deputy",
        "junior",
        "senior",
        "chief",
        "executive",
        "head",
        "vice",
        "guest",
        "voice",
    ]
)
DEMONYM = re.compile(
    r"(?:[A-Z][\w-]*(?:ish|ese|ian|ean|can|ian-born|-born|ssian|lian|uguese|wegian)|Dutch|French|Greek|Czech|Thai|"
    r"Iraqi|Israeli|Pakistani|Bangladeshi|Welsh|German|Swiss|Filipino|Kiwi|Aussie|Scots|Brit|Glaswegian|London|"
    r"Liverpudlian|New|York|Hollywood|Broadway|US|U\.S\.|UK|British|American|Australian|[\w-]+-based|[\w-]+-born|"
    r"Bollywood|Nollywood)"
)
AFTER = re.compile(
    r" (?:of (?:photography|development|drama|comedy|television|programming|production|distribution|scripted|music|"
    r"operations|content|casting|news|sport|photography|domestic distribution|original programming|entertainment|"
    r"the band|police|staff|ceremonies|fiction|factual|development|marketing|film|theatre|research|design)|"
    r"in chief|in residence|-in-training)\b"
)
OPENS = re.compile(r"(?:^|[.!?\n:][\"'”’)]*\s*)[\"'“‘]?\Z")
TURNED = re.compile(r"^(?:then-|\S*-turned-)")
WORD = re.compile(r"[^\W\d_](?:[\w'’.-]*\w)?")
# Job phrases whose last word is not a job noun by itself.
PHRASE = re.compile(
    r"\b(?:(?:co-)?head of (?:(?!the |for |at )\w+ )?(?!the\b|for\b|at\b)[a-z]+|"
    r"(?:(?:senior|executive) )?(?:vice president|VP|EVP|SVP)(?: of)?(?: (?!at\b|for\b|who\b|and\b)[a-z]+){0,2}|"
    r"chief executive(?: officer)?|(?:bin|removal|radio|odd-job|repair|delivery|anchor|rag-and-bone|ice-cream) man|"
    r"(?:dinner|lollipop|lunch|cleaning|tea|bag) lady|(?:tea|altar|errand|cabin|pot|bell|stable|delivery|paper) boy|"
    r"(?:first|second) mate|vision mixer|prime minister|secret agent|lab rat|crossing guard|private eye|con artist|"
    r"(?:[a-z]+ )?pop star|rock star|detective (?:sergeant|inspector|constable)|chief superintendent)\b",
    re.IGNORECASE,
)


def _is_job(word: str) -> bool:
    """Say whether a word is a job noun, alone or as the last part of a compound ("writer-director", "ex-cop")."""
    word = word.lower()
    if word in JOBS:
        return True
    last = re.split(r"[-/]", word)[-1]
    return last != word and last in JOBS and not word.startswith(("non-", "anti-"))


def jobs(text: str, part: Callable[[int], bool] = lambda _: True) -> Iterator[tuple[Span, str, bool]]:
    """Yield the spans of job noun phrases with their literals and whether they are plural; fixed phrases first.

    `part` says of the offset of a lower-case word before the job noun whether it may belong to the phrase, as the
    tagger has it.

    >>> [job for _, job, _ in jobs("the veteran Swedish cellist and retired bus inspector, a former nurse")]
    ['cellist', 'retired bus inspector', 'former nurse']
    >>> [(job, plural) for _, job, plural in jobs("stage actors")]
    [('stage actor', True)]
    """
    fixed = [Span(m.start(), m.end()) for m in PHRASE.finditer(text)]
    yield from ((span, occupation(span.of(text)), False) for span in fixed)
    tokens = [w for w in WORD.finditer(text) if not any(s.start <= w.start() < s.end for s in fixed)]
    last = -1
    for i, found in enumerate(tokens):
        plural = _is_plural(found[0])
        if not (plural or _is_job(found[0])) or (i + 1 < len(tokens) and _continues(text, found, tokens[i + 1])):
            continue
        first = i
        while first - 1 > last and _joins(text, tokens[first - 1], tokens[first], part):
            first -= 1
        after = AFTER.match(text, found.end())
        span = Span(tokens[first].start(), after.end() if after else found.end())
        last = i
        yield span, occupation(text[span.start : found.end() - plural] + text[found.end() : span.end]), plural


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not _is_job(word) and _is_job(word[:-1])


def _continues(text: str, word: re.Match[str], following: re.Match[str]) -> bool:
    """A job noun before another one is part of its phrase ("film director", "police chief")."""
    return text[word.end() : following.start()] == " " and _is_job(following[0]) and following[0][0].islower()


def _joins(text: str, word: re.Match[str], head: re.Match[str], part: Callable[[int], bool]) -> bool:
    if text[word.end() : head.start()] not in (" ", "-"):
        return False
    if word[0].lower() in KEPT_PREFIX:
        return True
    if word[0].lower() in NOT_PART or DEMONYM.fullmatch(word[0]) or word[0].endswith(("'s", "’s", "ly", "ed")):
        return False
    if word[0] in ("TV", "ER", "DJ", "CIA", "FBI", "MI5", "MI6", "PE"):
        return True
    if word[0].lower() in FIELDS and word[0].islower():
        return True
    if (
        word[0][0].isupper()
        and word[0].lower() in FIELDS
        and OPENS.search(text[max(0, word.start() - 4) : word.start()])
    ):
        return True
    return word[0].islower() and word[0] not in VERBISH and (part(word.start()) or word[0] in TRADES)


VERBISH = words("grammar")
TRADES = words("trade_adjectives")
FIELDS = words("fields")


def occupation(phrase: str) -> str:
    """Cut a job phrase to the literal: lower case, single spaces; what somebody turned from is left out.

    >>> occupation("Executive  Producer"), occupation("idol-turned-actress")
    ('executive producer', 'actress')
    """
    return TURNED.sub("", " ".join(phrase.replace("’", "'").split()).lower())

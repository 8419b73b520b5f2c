"""Categories of awards in a text: "best director, writer", "the costume design Oscar", "breakfast host of the year".

In: a text. Out: a `Category` for each, under its completed name ("best writer") with the text's forms and its span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Span

__all__ = ["Category", "categories", "ceremonial", "given_for", "leading"]

_LEAD = r"(?:best|outstanding|favou?rite|most\s+(?:outstanding|promising|popular|original|powerful)|worst|top)"
_MODIFIERS = (
    "supporting leading lead original adapted foreign foreign-language language british european asian american irish"
    " film movie motion tv television new live action live-action short animated feature first debut male female"
    " international musical drama comedy costume production art visual special sound documentary screen stage dramatic"
    " dance daytime limited anthology variety talk reality game sports current affairs factual children's family single"
    " entertainment young breakthrough breakout world cinema full-length student dramatic solo urban rock pop rap r&b"
    " classical playback jazz folk country alternative electronic album song video digital online scripted unscripted"
    " soap guest revival ensemble casting independent low-budget theatrical make-up makeup hair hairstyling title theme"
    " score music tv/film on-screen sexiest serial villain onscreen schools pre-school adult black"
)
_HEADS = (
    "actor actress director film picture movie screenplay screenwriter writer writing script song score soundtrack"
    " music album single newcomer drama comedy sitcom series miniseries serial show musical play documentary feature"
    " short performance performer design designer editing editor animation cinematography cinematographer photography"
    " sound effects choreography choreographer costume costumes make-up makeup hairstyling ensemble cast casting soap"
    " entertainment presenter presenters band group video programme program episode adaptation playwright novel debut"
    " game podcast duo couple storyline exit entrance villain host revival production artist record lyrics lady star"
    " comedian comic producer talent breakthrough direction mixing translation sequel book channel singer leading-lady"
    " telenovela script fiction duet broadcaster"
)
_CRAFTS = (
    "lifetime achievement|career achievement|special achievement|outstanding contribution|costume design|art direction"
    "|production design|visual effects|special effects|sound editing|sound mixing|sound|directing|acting|screenplay"
    "|original screenplay|adapted screenplay|screenwriting|supporting actress|supporting actor|leading actress"
    "|leading actor|lead actress|lead actor|cinematography|editing|make-?up|choreography|short film"
    "|foreign language film|animation|documentary|music|literary|theatre|breakthrough|newcomer|rising star"
    "|audience|grand jury|jury|special jury|critics'?|honorary|special|people's choice|ensemble|directors?"
)
_GIVEN = (
    r"(?:academy\s+award|award|prize|title|trophy|gong|oscar|bafta|emmy|grammy|tony|cesar"
    r"|golden\s+globe|olivier)s?"
)
_HONOUR = rf"(?:{_GIVEN}|honou?rs?|statuettes?)"
_MOD = "|".join(sorted(map(re.escape, _MODIFIERS.split()), key=len, reverse=True))
_HEAD = "|".join(sorted(map(re.escape, _HEADS.split()), key=len, reverse=True))
_TAIL = (
    r"(?:\s+(?:in|for|of)\s+an?\s+(?:[\w-]+\s+){0,3}?"
    r"(?:series|(?:drama|comedy)(?:\s+series)?|musical|play|film|movie|role|programme|show|soap)"
    r"(?:\s+or\s+(?:[\w-]+\s+){0,2}?(?:movie|series|special|drama|comedy|musical))?)?"
)
_NAMED = rf"(?:(?:{_MOD})[\s-]+){{0,4}}(?:{_HEAD})(?![\w'’-])"
_FULL = re.compile(rf"\b(?P<lead>{_LEAD})\s+(?P<rest>{_NAMED}{_TAIL})(?P<given>\s+{_HONOUR})?(?![\w-])", re.IGNORECASE)
_MORE = re.compile(
    rf"(?P<joint>\s*(?:,|,?\s*(?:and|or|&|plus))\s+(?:for\s+)?)(?P<rest>{_NAMED})(?P<given>\s+{_HONOUR})?(?=[\s,.;:)”’]|$)(?!\s+(?-i:[A-Z]))",
    re.IGNORECASE,
)
_SHORT = re.compile(rf"\b(?P<rest>{_CRAFTS})(?P<given>\s+{_GIVEN})(?![\w-])", re.IGNORECASE)
_CEREMONIAL = re.compile(
    r"\b(?:awards?|prizes?|oscars?|baftas?|emmys?|grammys?|golden globes?|tonys?|nominat\w+|shortlist\w*|won|wins?"
    r"|winners?|named|honou?r\w*|ceremony|category|categories|gongs?|trophy|up for|took|taking|scoop\w*|bagged)\b",
    re.IGNORECASE,
)
# The parts of a list that "best" stands nowhere in: "four: director for Ada Bee, score for Max Roe".
_EACH = re.compile(
    r"(?:[:,;]|,?\s+and)\s+(?P<rest>(?:(?:supporting|lead|original|adapted|new|animated)\s+)?(?:actor|actress|director|"
    r"direction|screenplay|writer|writing|script|score|cinematography|editing|newcomer|(?:costume|production|sound|set)"
    r"\s+design|visual\s+effects|choreography|ensemble))(?=\s+(?:for|to|went\s+to)\s+(?-i:[A-Z“‘\"]))",
    re.IGNORECASE,
)
_OF_THE_YEAR = re.compile(
    r"\b(?:named|crowned|voted|won|wins|to|for|and|,)\s+(?P<rest>(?!(?:the|an?|most|my|his|her|their|our|your|its)\b|\w+est\b)(?:[a-z][\w-]+\s+){1,3}of\s+the\s+year)\b"
)
# A list of nominees with a heading for each category: "Actress, drama series: Ada Bee, ...".
_HEADING = re.compile(
    rf"^[ \t•*-]*(?P<rest>{_NAMED}(?:,\s+(?:[\w-]+\s+)?(?:drama|comedy|musical|play|series|film|TV))?(?:\s+series)?)"
    r"\s*:\s+(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
_FEW = 3
# What stands after "PRIZE for": "the Silver Lion for direction", "a Bafta for best Welsh film".
_FOR = re.compile(
    rf"\s+(?:awards?\s+|prizes?\s+)?for\s+(?:the\s+)?(?P<rest>{_LEAD}\s+(?:[\w-]+\s+){{0,2}}?{_NAMED}"
    rf"|(?:{_CRAFTS}|direction|acting|fiction|poetry|design)(?!\s+(?:of|on|in|for|with)\b)(?![\w'’-]))",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"^(?:grand jury|jury|special jury|audience|honorary|special|critics'?|people's choice|ensemble|acting)$",
    re.IGNORECASE,
)
_COMPLETED = re.compile(
    r"(?:supporting|lead|leading|costume|art|visual|sound|original|adapted|screenplay|foreign|short)", re.IGNORECASE
)
_LEADING = re.compile(rf"(?:{_LEAD}|leading|lead)\b", re.IGNORECASE)
_REACH = 220


@dataclass(frozen=True, slots=True)
class Category:
    """A category of an award: its completed name, the text's forms, its span."""

    name: str
    forms: tuple[str, ...]
    span: Span


def categories(text: str) -> tuple[Category, ...]:
    """Return the categories that a text names, in order.

    >>> [c.name for c in categories("It won best director, writer and supporting actor awards.")]
    ['best director', 'best writer', 'best supporting actor']
    >>> categories("It was the best film that he saw.")
    ()
    """
    found = [c for match in _FULL.finditer(text) if _spoken_of(text, match) for c in _listed(text, match)]
    found += (c for c in _without_best(text) if not any(c.span.overlaps(other.span) for other in found))
    covered = [c.span for c in found]
    for match in _SHORT.finditer(text):
        span = Span(*match.span())
        if not any(span.overlaps(other) for other in covered):
            found.append(_short(match))
    return tuple(sorted(found, key=lambda c: c.span))


def _without_best(text: str) -> Iterator[Category]:
    """The parts of lists, the honours "of the year", and the headings of nominees, where awards are spoken of."""
    each = [m for m in _EACH.finditer(text) if _ceremonial(text, m)]
    for match in each:
        if any(0 < abs(match.start() - other.start()) < _REACH for other in each):
            yield _category(f"best {match['rest']}", match["rest"], Span(*match.span("rest")))
    for match in _OF_THE_YEAR.finditer(text):
        if _ceremonial(text, match):
            yield _category(match["rest"], match["rest"], Span(*match.span("rest")))
    headings = list(_HEADING.finditer(text))
    if len(headings) >= _FEW and _CEREMONIAL.search(text):
        for match in headings:
            yield _category(match["rest"], f"best {match['rest'].lower()}", Span(*match.span("rest")))


def _ceremonial(text: str, match: re.Match[str]) -> bool:
    return bool(_CEREMONIAL.search(text[max(0, match.start() - _REACH) : match.end() + _REACH]))


def given_for(text: str, prizes: Sequence[Span], found: Sequence[Category]) -> Iterator[Category]:
    """Yield what prizes are given for, right after their names, where no category was seen."""
    for prize in prizes:
        match = _FOR.match(text, prize.end)
        if match and not any(c.span.overlaps(Span(*match.span("rest"))) for c in found):
            yield _category(match["rest"], match["rest"], Span(*match.span("rest")))


def leading(name: str) -> bool:
    """Return whether a name begins as a category does: with "best", "outstanding", "lead"."""
    return _LEADING.match(name) is not None


def ceremonial(words: str) -> bool:
    """Return whether words speak of awards."""
    return _CEREMONIAL.search(words) is not None


def _spoken_of(text: str, match: re.Match[str]) -> bool:
    """Whether awards are spoken of around a category: a critic's "best film" is none."""
    if match["given"]:
        return True
    near = text[max(0, match.start() - _REACH) : match.start()] + " " + text[match.end() : match.end() + _REACH]
    before = text[max(0, match.start() - 12) : match.start()].lower()
    if re.search(r"\b(?:his|her|their|its|my|your|our|the|whose|'s|’s)\s+$", before) and not match[0][0].isupper():
        # "her best performance": a category has an article only before "best X award" or "best X Oscar".
        return bool(
            re.match(r"\s+(?:category|nominee|nomination|winner|award|prize)", text[match.end() : match.end() + 14])
        )
    return bool(_CEREMONIAL.search(near))


def _listed(text: str, match: re.Match[str]) -> Iterator[Category]:
    lead = match["lead"]
    yield _category(f"{lead} {match['rest']}", match[0], Span(match.start(), match.end()))
    at = match.end()
    while more := _MORE.match(text, at):
        span = Span(more.end("joint"), more.end())
        yield _category(f"{lead} {more['rest']}", span.of(text), span)
        at = more.end()


def _category(name: str, form: str, span: Span) -> Category:
    name = " ".join(name.split())
    return Category(name, tuple(dict.fromkeys((form, name))), span)


def _short(match: re.Match[str]) -> Category:
    """A category without "best": "the costume design Oscar", "the audience award"."""
    rest, form = match["rest"], match[0]
    span = Span(match.start(), match.end())
    if _KEPT.match(rest):
        return Category(form, (form, rest) if " " in rest else (form,), span)
    if _COMPLETED.match(rest):
        return Category(f"best {rest}", (form, rest), span)
    return Category(rest, (form,), span)

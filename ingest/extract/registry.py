"""The registry of names of one document: which spans name the same thing.

In: proposals of names in spaCy's `Doc`. Out: `Name`s: a fullest form, its other forms, their spans, the summed chances
of each kind. Later stages decide a name's kind; here only "Connor" finds its "Kit Connor" and "AAAS" its association.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from graph.model import Span
from ingest.extract.columns import columns
from ingest.extract.gazetteer import words
from ingest.extract.recognizer import KINDS, Proposal

__all__ = ["HONORIFICS", "Name", "Occurrence", "bare", "gather", "rejoined"]

HONORIFICS = words(
    """mr mrs ms miss dr sir dame lord lady mister madam professor prof rev reverend father fr sister brother mother
    captain capt colonel col major maj general gen lieutenant lt sergeant sgt corporal private admiral commander
    cmdr pc dc ds di dci dcs inspector detective constable sheriff deputy officer chief superintendent judge justice
    president king queen prince princess duke duchess count countess baron baroness emperor empress saint st uncle
    aunt auntie aunty nan granny grandma grandpa nurse matron agent senator governor mayor chancellor minister
    bishop archbishop cardinal pope rabbi imam sheikh don doña señor señora monsieur madame mme m mlle herr frau"""
)
"""Titles of people, which are no part of a name ("Dr Iain Crail" is Iain Crail), lower case and without a full stop."""

_WORKS = frozenset(KINDS.index(kind) for kind in ("Show", "Film", "Work", "Episode"))
_PEOPLE = frozenset(KINDS.index(kind) for kind in ("Person", "Character"))
_PERSON, _CHARACTER, _ORGANIZATION = (KINDS.index(k) for k in ("Person", "Character", "Organization"))
_EDGE = " \t\u00a0“”\"‘’'`«»,;.:!?()[]*•-–—_"
_KEPT_END = re.compile(r"(?:\b[A-Z]\.|\b(?:Jr|Sr|Inc|Bros|Co|Ltd|Corp|St)\.|[!?…]|\.\.\.|\)|['’](?=$))$")
_POSSESSIVE = re.compile(r"['’]s?$")
# "Saltbox Recap", "King of Nowhere S1": what headlines add to a title.
_BEYOND_TITLE = re.compile(
    r"(?<=\w)[:,]?\s+(?:S\d{1,2}(?:\s?E\d{1,2})?|(?:[Ss]eason|[Ss]eries)\s+(?:\d+|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive)|[Rr]ecap"
    r"|[Rr]eview|[Ff]inale|[Pp]remiere|[Tt]railer|RECAP|REVIEW)$"
)
_CAPITAL = "[A-ZÀ-Þ]"
_NICKNAMED = re.compile(
    rf"\b{_CAPITAL}[\w'’-]+ (?:“{_CAPITAL}\w+”|\"{_CAPITAL}\w+\"|‘{_CAPITAL}\w+’|'{_CAPITAL}\w+')"
    rf" (?:(?:de|van|von|[Mm]ac|[Nn]ic|ap) )?{_CAPITAL}[\w-]+"
)
_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_SMALL = words("""of the and & for in on at to a an de la le du des di da del et y""")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a name: its tokens, its span without quotation marks, its form, and the chances of its kinds."""

    start: int
    end: int
    span: Span
    form: str
    chances: tuple[float, ...]


@dataclass(frozen=True)
class Name:
    """What a document calls by one name. `form` is its fullest form; `occurrences` are in text order."""

    form: str
    occurrences: tuple[Occurrence, ...]

    @cached_property
    def chances(self) -> Any:
        """The mean chances of the kinds over the occurrences, as an array."""
        return np.asarray([o.chances for o in self.occurrences]).mean(axis=0)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Its forms, by how often the text uses them."""
        counted = Counter(o.form for o in self.occurrences)
        return tuple(sorted(counted, key=lambda f: (-counted[f], f)))


@lru_cache(8192)
def bare(form: str) -> str:
    """Return a form for comparison: no case, accents, article, possessive or punctuation.

    >>> bare("The Sun's"), bare("É.T."), bare("Marks & Spencer")
    ('sun', 'et', 'marks and spencer')
    """
    form = form.replace("’", "'").replace("&", " and ").replace("+", " plus ")
    form = re.sub(r"'s\b", "", form.casefold()).replace("'", "")
    form = "".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c))
    form = re.sub(r"(?<=\b\w)\.", "", form)
    words = re.sub(r"[\W_]+", " ", form).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)


def gather(doc: Any, proposals: Sequence[Proposal]) -> tuple[Name, ...]:
    """Return the names of a document, in the order in which they first stand."""
    occurrences = [o for p in _nicknamed(doc, proposals) if (o := _occurrence(doc, p))]
    occurrences += _repeats(doc, occurrences)
    groups: dict[str, list[Occurrence]] = {}
    for occurrence in sorted(occurrences, key=lambda o: o.start):
        groups.setdefault(bare(occurrence.form), []).append(occurrence)
    names = [Name(_fullest(group), tuple(group)) for key, group in groups.items() if key]
    names = _link_people(names)
    names = _link_short(names)
    return tuple(sorted(names, key=lambda n: n.occurrences[0].start))


def _nicknamed(doc: Any, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Join the parts of a name with a nickname in quotation marks: "Cassandra “Cass” Quayle"."""
    found = list(proposals)
    for match in _NICKNAMED.finditer(doc.text):
        span = doc.char_span(*match.span(), alignment_mode="expand")
        parts = [p for p in found if p.start < span.end and span.start < p.end]
        people = [p for p in parts if p.chances[_PERSON] + p.chances[_CHARACTER] > 0.4]
        if people and all(span.start <= p.start and p.end <= span.end for p in parts):
            chances = np.mean([p.chances for p in people], axis=0).tolist()
            found = [p for p in found if p not in parts] + [Proposal(span.start, span.end, tuple(chances))]
    return sorted(found, key=lambda p: p.start)


def _occurrence(doc: Any, proposal: Proposal) -> Occurrence | None:
    """Cut quotation marks, possessives, articles and titles off a proposal. None if nothing is left."""
    start, end = proposal.start, proposal.end
    kind = int(np.argmax(proposal.chances))
    text = doc[start:end].text
    offset = doc[start].idx
    left, right = 0, len(text)
    while left < right and text[left] in _EDGE:
        left += 1
    while right > left and text[right - 1] in _EDGE and not _KEPT_END.search(text[left:right]):
        right -= 1
    match = _POSSESSIVE.search(text[left:right])
    # A bare apostrophe goes only where a kind of name cannot end in one: "Footballers'" may be a title.
    if match and (match[0] not in {"'", "’"} or kind not in _WORKS):
        right = left + match.start()
    if kind not in _WORKS and (article := _ARTICLE.match(text[left:right])):
        left += article.end()
    if kind in _WORKS and (tail := _BEYOND_TITLE.search(text[left:right])):
        right = left + tail.start()
    if right - left < 1 or not any(c.isalnum() for c in text[left:right]):
        return None
    return Occurrence(start, end, Span(offset + left, offset + right), text[left:right], proposal.chances)


def _repeats(doc: Any, occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    """Find the other places of the names already found, word for word; their chances are the name's mean."""
    words = columns(doc).words
    covered = {i for o in occurrences for i in range(o.start, o.end)}
    first: dict[str, list[tuple[list[str], str, list[Occurrence]]]] = {}
    by_form: dict[str, list[Occurrence]] = {}
    for o in occurrences:
        by_form.setdefault(o.form, []).append(o)
    for form, held in by_form.items():
        o = held[0]
        tokens = [t.text for t in doc[o.start : o.end] if o.span.start <= t.idx and t.idx + len(t) <= o.span.end]
        if tokens and (len(form) > 2 or form.isupper()) and form[0].isupper():
            first.setdefault(tokens[0], []).append((tokens, form, held))
    found: list[Occurrence] = []
    ordinary = frozenset(w for w in words if w.islower())
    i = 0
    while i < len(words):
        options = [(t, f, h) for t, f, h in first.get(words[i], ()) if words[i : i + len(t)] == t]
        step = 1
        if options and i not in covered:
            tokens, form, held = max(options, key=lambda option: len(option[0]))
            end = i + len(tokens)
            lone_start = len(tokens) == 1 and doc[i].is_sent_start and words[i].casefold() in ordinary
            if covered.isdisjoint(range(i, end)) and not lone_start:
                mean = tuple(float(c) for c in np.mean([o.chances for o in held], axis=0))
                span = Span(doc[i].idx, doc[end - 1].idx + len(doc[end - 1]))
                found.append(Occurrence(i, end, span, form, mean))
                step = len(tokens)
        i += step
    return found


def _fullest(group: Iterable[Occurrence]) -> str:
    """The longest form; of equals the most frequent, mixed case before capitals."""
    counted = Counter(o.form for o in group)
    return max(counted, key=lambda f: (len(bare(f)), not f.isupper(), counted[f], f))


@lru_cache(8192)
def _words(form: str) -> Sequence[str]:
    """The words of a person's name, titles taken off."""
    words = form.split()
    while len(words) > 1 and words[0].casefold().rstrip(".") in HONORIFICS:
        words = words[1:]
    return words


def _person_like(name: Name) -> bool:
    chances = name.chances
    return float(chances[_PERSON] + chances[_CHARACTER]) > 0.4


def _link_people(names: Sequence[Name]) -> list[Name]:
    """Give the places of "Dr Kit Connor", "Connor" and "Kit" to the "Kit Connor" that stood last before them."""
    people = [n for n in names if _person_like(n)]
    titled = [n for n in people if len(n.form.split()) > len(_words(n.form)) > 1]
    plain = {_whole(n): n for n in people if len(n.form.split()) == len(_words(n.form)) > 1}
    taken: dict[int, list[Occurrence]] = {}
    gone: set[int] = set()
    for name in titled:
        host = plain.setdefault(_whole(name), name)  # "DS Wyn Tolland" and "Detective Sergeant Wyn Tolland"
        if host is not name and _agree(name, host):
            taken.setdefault(id(host), []).extend(name.occurrences)
            gone.add(id(name))
    full = [n for n in people if len(_words(n.form)) > 1 and id(n) not in gone]
    by_word: dict[str, list[Name]] = {}
    for name in full:
        for word in {_whole(name)[0], _whole(name)[-1], *_nickname(name)}:
            by_word.setdefault(word, []).append(name)
    for name in people:
        words = _whole(name)
        if not words or id(name) in gone:
            continue
        if len(words) == 1:
            hosts = [host for host in by_word.get(words[0], ()) if _agree(name, host)]
        else:  # "Nic Aodha" of "Sorcha Nic Aodha"
            hosts = [h for h in by_word.get(words[-1], ()) if _whole(h)[-len(words) :] == words != _whole(h)]
        hosts = [host for host in hosts if host is not name and id(host) not in gone]
        if hosts:
            gone.add(id(name))
            for o in name.occurrences:
                taken.setdefault(id(_nearest(hosts, o, words)), []).append(o)
    single: dict[tuple[str, ...], Name] = {}
    for name in people:  # "Queen Ysolde" and "Ysolde", where no fuller name has the word
        if id(name) in gone or len(_whole(name)) != 1:
            continue
        host = single.setdefault(_whole(name), name)
        if host is not name:
            taken.setdefault(id(host), []).extend([*name.occurrences, *taken.pop(id(name), ())])
            gone.add(id(name))
    return [_grown(n, taken.get(id(n), ())) for n in names if id(n) not in gone]


def rejoined(names: Sequence[Name], short: Sequence[int], full: Sequence[int]) -> dict[int, Name]:
    """Give the places of short names (by their indices) to full ones that have the word; both as judged.

    Returns the full names that have grown, and the indices of the short ones with an empty name.
    """
    by_word: dict[str, list[Name]] = {}
    index = {id(names[k]): k for k in full}
    for k in full:
        words = _whole(names[k])
        for word in {words[0], words[-1]} if len(words) > 1 else ():
            by_word.setdefault(word, []).append(names[k])
    taken: dict[int, list[Occurrence]] = {}
    gone: dict[int, Name] = {}
    for k in short:
        words = _whole(names[k])
        hosts = [h for h in by_word.get(words[0], ()) if h is not names[k]] if len(words) == 1 else []
        if hosts:
            gone[k] = Name(names[k].form, ())
            for o in names[k].occurrences:
                taken.setdefault(index[id(_nearest(hosts, o, words))], []).append(o)
    return {**{k: _grown(names[k], more) for k, more in taken.items()}, **gone}


def _nickname(name: Name) -> list[str]:
    """The nickname that stands in quotation marks in a name."""
    return [bare(word) for word in name.form.split() if word[0] in "“\"‘'" and word[-1] in "”\"’'"]


def _whole(name: Name) -> tuple[str, ...]:
    """The words of a person's name without titles, for comparison."""
    return tuple(bare(word) for word in _words(name.form))


def _grown(name: Name, more: Iterable[Occurrence]) -> Name:
    if not more:
        return name
    occurrences = tuple(sorted({*name.occurrences, *more}, key=lambda o: (o.start, o.end)))
    return replace(name, occurrences=occurrences)


def _agree(name: Name, full: Name) -> bool:
    """Person and Character: the two names must not be sure of different kinds."""
    a, b = name.chances, full.chances
    apart = (a[_PERSON] - a[_CHARACTER]) * (b[_PERSON] - b[_CHARACTER])
    return bool(apart > -0.35)


def _nearest(hosts: Sequence[Name], place: Occurrence, words: Sequence[str]) -> Name:
    surname = words[-1]

    def rank(host: Name) -> tuple[int, int, int]:
        before = [o.start for o in host.occurrences if o.start < place.start]
        by_surname = bare(_words(host.form)[-1]) == surname
        return (bool(before), by_surname, max(before, default=-host.occurrences[0].start))

    return max(hosts, key=rank)


def _link_short(names: Sequence[Name]) -> list[Name]:
    """Give acronyms, and the first words of companies and of titles before their colon, to the full name."""
    taken: dict[int, list[Occurrence]] = {}
    rest: list[Name] = []
    full: dict[str, list[Name]] = {}
    for name in names:
        if " " in name.form:
            words = name.form.split()
            for key in {bare(words[0]), bare(name.form.partition(":")[0]), _acronym(name.form).casefold()}:
                full.setdefault(key, []).append(name)
    for name in names:
        keys = dict.fromkeys((bare(name.form), name.form.replace(".", "").casefold()))
        hosts = (n for key in keys for n in full.get(key, ()) if n is not name)
        host = next((n for n in hosts if _abbreviates(name, n)), None)
        if host is None:
            rest.append(name)
        else:
            taken.setdefault(id(host), []).extend(name.occurrences)
    return [_grown(n, taken.get(id(n), ())) for n in rest]


def _acronym(form: str) -> str:
    """The capitals of a name: "MPG" of "The Motion Picture Guild"."""
    return "".join(w[0] for w in re.split(r"[\s-]+", form) if w and w.casefold() not in _SMALL).upper()


def _abbreviates(short: Name, full: Name) -> bool:
    if short.form[:1].casefold() != full.form[:1].casefold() and not short.form.isupper():
        return False
    words = full.form.split()
    if len(words) < 2 or (" " in short.form and len(short.form) >= len(full.form)):
        return False
    kind, other = int(np.argmax(short.chances)), int(np.argmax(full.chances))
    if short.form.isupper() and len(short.form) > 1 and short.form.replace(".", "") == _acronym(full.form):
        return kind == other or kind not in _PEOPLE
    if kind == other == _ORGANIZATION:
        return (
            bare(short.form) == bare(words[0]) and len(words) > 1 and len(short.form) > 3 and not short.form.isupper()
        )
    if kind in _WORKS and other in _WORKS and ":" in full.form:
        return (
            bare(short.form) == bare(full.form.partition(":")[0])
            and short.occurrences[0].start > full.occurrences[0].start
        )
    return False

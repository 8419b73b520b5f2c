r"""The pattern language of the rule tables: regular expressions over marked lines, with typed slots.

In: a pattern's text and the kinds its ends may have. Out: `Pattern`, whose `matches` give the marks in its slots.
A pattern is a regex without case, in which braces are slots and abbreviations:

- `{s}` `{o}` `{w}` one mark of the subject's, object's or the work's kinds; `{s+}` `{o+}` a list of them, each perhaps
  with words before it, a parenthesis, "as …" or "who …" after it; a pattern without `{s}` is about the work in focus,
  one without `{o}` about the entity of the object's kinds that was named last
- `{person}` `{char}` `{being}` `{work}` `{org}` `{place}` `{award}` `{event}` `{job}` `{genre}` `{date}` `{age}`
  `{any}` context
- `{_}` up to three plain words, `{__}` up to eight, `{...}` up to 80 characters of one sentence, marks too, `{~}` the
  same without a mark of the kinds of the two ends, `{~s}` `{~o}` of the one end
- `{app}` an apposition or parenthesis, or nothing; `{adv}` an adverb, or nothing; `{qual}` what may stand between an
  article and its noun; `{aux}` an auxiliary or nothing
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.extract.marking import KINDS, PHRASES, Line, Mark, block

__all__ = ["Match", "Pattern"]

CONTEXT: Mapping[str, tuple[str, ...]] = {
    "person": ("Person",),
    "char": ("Character",),
    "being": ("Person", "Character"),
    "work": ("Show", "Film", "Work", "Episode", "Season"),
    "show": ("Show",),
    "season": ("Season",),
    "episode": ("Episode",),
    "org": ("Organization",),
    "place": ("Place",),
    "award": ("Award",),
    "event": ("Event",),
    "prize": ("Award", "Event"),
    "job": ("Job",),
    "jobs": ("Jobs",),
    "genre": ("Genre",),
    "identity": ("Identity",),
    "date": ("Date",),
    "age": ("Age",),
    "any": KINDS,
}
MARKS = "\U000f0000-\U000fffff"
STOP = (
    r"(?!(?:by|with|of|in|as|for|from|to|at|on|who|whose|which|that|is|was|are|were|has|had|will|plays?|played|"
    r"said|says|and|or|but|while|when|where|than|about|after|before|not|starring|star|stars|directed|written)\b)"
)
PHRASE = f"[{block('Job')}{block('Genre')}]"
NAMED = f"[{block('Organization')}{block('Place')}{block('Award')}]"
YEARS = f"[{block('Age')}]-year-old"
QUALIFIER = (
    rf"(?:(?:{STOP}[\w'$£.,-]*[\w'],? |{PHRASE} |[{block('Date')}] |[{MARKS}]'s |{NAMED} |{YEARS} )"
    r"{0,5}?)"
)
ABBREVIATIONS: Mapping[str, str] = {
    "_": r"(?:[\w'-]+ ){0,3}?",
    "__": r"(?:[\w',-]+ ){0,8}?",
    "...": r"[^.!?;\n]{0,80}?",
    "app": r"(?:,? \([^()\n]{1,80}\),?|, [^,.;:!?()\n]{1,60},| - [^-.;:!?()\n]{1,60} -)?",
    "adv": r"(?:(?:also|now|then|once|again|previously|currently|originally|famously|later|first|still|even|\w+ly) )?",
    "qual": QUALIFIER,
    "aux": r"(?:(?:is|was|has|had|will|have|be|been|being|are|were|would|to|then|also|currently|now|set|due) ){0,4}",
}
CREDIT = f"[{block('Show')}{block('Film')}]"
BEFORE_ITEM = (
    rf"(?:(?:{STOP}[\w'-]+ |{PHRASE} |{NAMED} |{CREDIT}(?:'s| actor| actress| star) |{STOP}[\w'-]+, ){{0,4}}?)"
)
AFTER_ITEM = (
    r"(?:(?:,| -)? \([^()\n]{1,80}\)|, ["
    + block("Age")
    + r"](?=,))?(?: as (?:[^,;.()\n]{1,60}?)(?=,|;|\.| and | \(|$))?"
    r"(?:, (?:who|whose|an?|the) [^;.()\n]{1,90}?(?=,))?"
    + f"(?: (?:for|in) [{block('Film')}{block('Show')}{block('Work')}])?"
)
SEPARATOR = r"(?:,? (?:and|&|plus|with|as well as|alongside|opposite|or) |, |; (?:and )?| / |\n| \+ | \| )"


@dataclass(frozen=True, slots=True)
class Match:
    """One reading of a pattern: a subject (None: the work in focus), an object, and where in the line each stands.

    `start` to `end` is the part of the line that says it, cut to this subject and object where they are items of a
    list. `anchor` is where the whole match begins.
    """

    subject: Mark | None
    object: Mark | None
    work: Mark | None
    start: int
    end: int
    anchor: int


def _charset(kinds: Sequence[str]) -> str:
    return "[" + "".join(block(kind) for kind in kinds) + "]"


def _item(kinds: Sequence[str]) -> str:
    return BEFORE_ITEM + f"({_charset(kinds)}){AFTER_ITEM}"


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern. `source` is its text in the rule table, `ends` the kinds of its `s`, `o` and `w`.

    `pairwise`: the first of one list goes with the first of the other ("A and B as C and D"), lists of two or more.
    """

    source: str
    ends: Mapping[str, tuple[str, ...]]
    pairwise: bool = False

    @cached_property
    def phrased(self) -> bool:
        """Whether it is about job or genre phrases as such; all others read those phrases as words."""
        kinds = {kind for end in "so" if f"{{{end}" in self.source for kind in self.ends[end]}
        return not kinds.isdisjoint(PHRASES) or "{job" in self.source or "{genre}" in self.source

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression over marked text."""
        return re.compile(re.sub(r"\{([a-z_.~]+\+?)\}", self._expand, self.source), re.IGNORECASE)

    def _expand(self, brace: re.Match[str]) -> str:
        name = brace[1]
        if name in ABBREVIATIONS:
            return ABBREVIATIONS[name]
        if name in CONTEXT:
            return _charset(CONTEXT[name])
        if name.startswith("~"):
            sides = name[1:] or "so"
            own = "".join(block(kind) for kind in dict.fromkeys(k for side in sides for k in self.ends[side]))
            return rf"[^.!?;:\n{own}]{{0,80}}?"
        slot = name.rstrip("+")
        kinds = self.ends[slot]
        if name == slot:
            return f"(?P<{slot}>{_charset(kinds)})"
        item = re.sub(r"\((\[[^\]]*\])\)", r"\1", _item(kinds), count=1)
        # A list that begins a pattern begins with a mark, not with the words before it: the search then stops only at
        # marks, which makes it ten times faster.
        first = item.removeprefix(BEFORE_ITEM) if brace.start() == 0 else item
        return f"(?P<{slot}>{first}(?:{SEPARATOR}{item}){{0,15}})"

    @cached_property
    def _items(self) -> Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]:
        found = {}
        for slot in ("s", "o"):
            if f"{{{slot}+}}" in self.source:
                item = re.compile(_item(self.ends[slot]), re.IGNORECASE)
                found[slot] = (item, re.compile(SEPARATOR, re.IGNORECASE))
        return found

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """Words of which one must stand in a line, in lower case; empty where the pattern has no fixed word."""
        return _literals(self.source)

    @cached_property
    def needed(self) -> tuple[frozenset[str], ...]:
        """For each end that the pattern names, the kinds of which one must be in the line."""
        return tuple(frozenset(self.ends[end]) for end in "so" if f"{{{end}" in self.source)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(self.literals)

    def fits(self, kinds: frozenset[str]) -> bool:
        """Say whether a line with marks of these kinds can match."""
        return not any(needed.isdisjoint(kinds) for needed in self.needed)

    def matches(self, line: Line) -> Iterator[Match]:
        """Yield every reading of the pattern in a line."""
        if self._stems and self._stems.isdisjoint(line.stems):
            return
        position = 0
        while found := self.regex.search(line.text, position):
            yield from self._pairs(line, found)
            # Slots may be shared by neighbouring matches ("A plays B, C plays D"), so the next one may start inside.
            position = found.start() + 1

    def _pairs(self, line: Line, found: re.Match[str]) -> Iterator[Match]:
        groups = self.regex.groupindex
        subjects = self._filled(found, "s") if "s" in groups else [None]
        objects = self._filled(found, "o") if "o" in groups else [None]
        works = self._filled(found, "w") if "w" in groups and found["w"] else [None]
        pairs = [(s, o) for s in subjects for o in objects]
        if self.pairwise:
            pairs = list(zip(subjects, objects, strict=True)) if len(subjects) == len(objects) > 1 else []
        for s, o in pairs:
            start, end = _trimmed(found, s if "s" in self._items else None, o if "o" in self._items else None)
            yield Match(
                line.mark(line.text[s]) if s is not None else None,
                line.mark(line.text[o]) if o is not None else None,
                line.mark(line.text[works[0]]) if works[0] is not None else None,
                start,
                end,
                found.start(),
            )

    def _filled(self, found: re.Match[str], slot: str) -> list[int | None]:
        """Positions in the line of the marks that fill a slot."""
        start, end = found.span(slot)
        if start < 0:
            return [None]
        if slot not in self._items:
            return [start]
        item, separator = self._items[slot]
        positions: list[int | None] = []
        while start < end and (one := item.match(found.string, start, end)):
            positions.append(one.start(1))
            gap = separator.match(found.string, one.end(), end)
            start = gap.end() if gap else end
        return positions


def _trimmed(found: re.Match[str], *listed: int | None) -> tuple[int, int]:
    """Cut a match to one item where a list stands at its start or its end."""
    start, end = found.span()
    for slot, position in zip(("s", "o"), listed, strict=True):
        if position is None:
            continue
        if found.start(slot) == found.start():
            start = position
        if found.end(slot) == found.end():
            end = position + 1
    return (start, end) if start < end else found.span()


def _literals(source: str) -> tuple[str, ...]:
    """The best set of strings of which one must be present: read off the pattern's text, outside optional parts.

    >>> _literals("{s}(?: who)? (?:stars|starred) in {o}"), _literals("{s}(?: of)? {o}")
    (('stars', 'starred'), ())
    """
    return _alternatives(source, 0)[0]


def _alternatives(source: str, at: int) -> tuple[tuple[str, ...], int]:
    """Read alternatives up to the end of their group: the strings of which one must be there, and where it ends."""
    branches: list[tuple[str, ...]] = []
    needed: list[tuple[str, ...]] = []
    word = ""

    def close() -> None:
        nonlocal word
        if len(word) > 1:
            needed.append((word,))
        word = ""

    while at < len(source):
        char = source[at]
        if char.isalpha():
            optional = source[at + 1 : at + 2] in ("?", "*")
            if optional:
                close()
            else:
                word += char.lower()
            at += 1 + optional
            continue
        close()
        if char in "|)":
            branches.append(max(needed, key=_worth, default=()))
            needed = []
            if char == ")":
                break
            at += 1
        elif char == "(":
            inner, end, kind = _group(source, at)
            following = source[end : end + 1]
            if kind != "look" and following not in ("?", "*") and source[end : end + 2] != "{0" and inner:
                needed.append(inner)
            at = end
        elif char == "[":
            at = source.index("]", at + 2) + 1
        elif char == "{":
            at = source.index("}", at) + 1
        else:
            at += 2 if char == "\\" else 1
    else:
        close()
        branches.append(max(needed, key=_worth, default=()))
    whole = tuple(dict.fromkeys(w for branch in branches for w in branch)) if all(branches) else ()
    return whole, at


def _group(source: str, at: int) -> tuple[tuple[str, ...], int, str]:
    """Read a group that begins at `at`: its strings, the place after it, and "look" for a look-around."""
    opening = re.match(r"\((\?(?::|<?[=!]))?", source[at:])
    assert opening  # noqa: S101  the caller stands on a parenthesis
    kind = "look" if opening[1] and opening[1] != "?:" else ""
    inner, end = _alternatives(source, at + opening.end())
    return inner, end + 1, kind


def _worth(choice: tuple[str, ...]) -> tuple[int, int]:
    """How much a set of strings rules out: by its shortest, then by its size."""
    return (min(map(len, choice)), -len(choice))

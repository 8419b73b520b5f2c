"""Identity: which entity of the graph a name in an article means.

In: names, types and context (the other entities of the same article). Out: the IRI of a known entity, or None for a new
one. `Identities` is an index in memory over the names that the graph holds; it grows with each record that is written.

The rules, in order. A name that is known for one entity of the type is that entity, unless the article's context speaks
of another. A part of a name ("Connor"), a misspelling, or a title that an earlier article gave another type needs
context in common. A character is looked for only inside its work. Nothing is joined on a guess: no context, no link.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from graph.claims import NAME, Record
from graph.iri import Minter
from graph.layers import PUBLIC, SEED, STORY
from graph.model import EntityType
from graph.queries import rows
from graph.reader import text_of
from graph.store import Dataset, Store
from graph.vocabulary import vocabulary

__all__ = ["Candidate", "Identities", "Named", "load_identities", "normal"]

WORKS: Final = frozenset({EntityType.SHOW, EntityType.FILM, EntityType.WORK})
PARTS: Final = frozenset({EntityType.SEASON, EntityType.EPISODE})


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as an article has it: its forms, the fullest first, and where it belongs.

    `within` is the IRI of its work (characters, seasons, episodes); `context` the normal forms of the other entities'
    names in the article that it shares a fact with.
    """

    type: EntityType
    forms: tuple[str, ...]
    within: str | None = None
    context: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A known entity that a name may mean, with how sure and why. `score` is in (0, 1]."""

    score: float
    iri: str
    reason: str


def normal(name: str) -> str:
    """Return the form under which names are compared: no case, accents, punctuation, article.

    >>> normal("The Tidewaiters’ Wife"), normal("Zoë K.")
    ('tidewaiters wife', 'zoe k')
    """
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"[’'ʼ]s?\b", "", text).replace("&", " and ")
    return re.sub(r"^(?:the|a|an) (?=.)", "", " ".join(re.sub(r"[\W_]+", " ", text).split()))


@dataclass
class Identities:
    """The names of the graph, with what stands beside them. One writer's own: it changes as records are written."""

    minter: Minter
    _full: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _types: dict[str, EntityType] = field(default_factory=dict)
    _context: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def learn(self, record: Record) -> None:
        """Add what a record names."""
        for entity in record.entities:
            self.add(entity.iri, entity.type, [form for form, _ in entity.forms])
        for claim in record.claims:
            ends = [iri for iri in claim.assertion.entities() if iri in self._types]
            for one, other in combinations(sorted(set(ends)), 2):
                self.relate(one, other)

    def add(self, iri: str, type: EntityType, forms: Iterable[str]) -> None:
        """Add one entity with its names, the fullest first."""
        self._types.setdefault(iri, type)
        for number, form in enumerate(forms):
            key = normal(form)
            if not key:
                continue
            if number == 0:
                self._full[iri].add(key)
            for block in _blocks(key):
                self._keys[block].add(iri)

    def relate(self, one: str, other: str) -> None:
        """Note that two known entities stand in one fact."""
        self._context[one] |= self._full[other]
        self._context[other] |= self._full[one]

    def everyone(self) -> Iterator[tuple[str, Named]]:
        """Yield every known entity as an article would have it, in the order of IRIs."""
        for iri, type in sorted(self._types.items()):
            names = sorted(self._full[iri], key=lambda name: (-len(name), name))
            home = self._home(iri) if type is EntityType.CHARACTER else None
            if names:
                yield iri, Named(type, tuple(names), home, frozenset(self._context[iri]))

    def _home(self, iri: str) -> str | None:
        """Return an IRI of the work that a character is minted under."""
        slug = self.minter.local(iri).split("/")[1]
        return f"{self.minter.base}work/{slug}" if slug != "unknown" else None

    def find(self, named: Named) -> str | None:
        """Return the entity that a name means, None for one that the graph does not have."""
        best = max(self.candidates(named), default=None)
        return best.iri if best and best.score >= 0.5 else None

    def candidates(self, named: Named) -> list[Candidate]:
        """Return the known entities that it may be, the surest first."""
        found = [c for iri in sorted(self._reachable(named)) if (c := self._judged(iri, named)) is not None]
        return sorted(found, reverse=True)

    def _reachable(self, named: Named) -> set[str]:
        blocks = {block for form in named.forms for block in _blocks(normal(form))}
        return {iri for block in blocks for iri in self._keys.get(block, ())}

    def _judged(self, iri: str, named: Named) -> Candidate | None:
        type = self._types[iri]
        if type != named.type and not ({type, named.type} <= WORKS):
            return None
        if named.type in PARTS:
            return None  # minted from their numbers or titles under their show: nothing to decide
        shared = len(named.context & self._context[iri])
        forms = [normal(form) for form in named.forms]
        if named.type is EntityType.CHARACTER:
            return self._judged_character(iri, named, forms)
        same_name = forms[0] in self._full[iri]
        if type != named.type:
            own = self.minter.entity(named.type, named.forms[0])
            if same_name and shared and own not in self._types:
                return Candidate(0.6, iri, f"the title, and {shared} names beside it, known as {type}")
            return None
        if same_name:
            return Candidate(1.0 if shared else 0.9, iri, "the same name")
        if not shared:
            return None
        if _part_of(forms, self._full[iri]):
            return Candidate(0.7 + 0.02 * min(shared, 5), iri, f"a part of the name, and {shared} names beside it")
        if named.type is not EntityType.AWARD and any(_misspelt(forms[0], full) for full in self._full[iri]):
            return Candidate(0.6 + 0.02 * min(shared, 5), iri, f"a name but for a letter, and {shared} names beside it")
        return None

    def _judged_character(self, iri: str, named: Named, forms: list[str]) -> Candidate | None:
        """In its own work a character is who the name means; "Nick" is "Nick Nelson" if no other Nick lives there."""
        home = self.minter.local(iri).split("/")[1]
        own = self.minter.local(named.within).partition("/")[2].replace("/", "-") if named.within else None
        if own is None or home != own:
            return None
        if forms[0] in self._full[iri]:
            return Candidate(1.0, iri, "the same name in the same work")
        others = [
            other
            for other in self._reachable(named)
            if other != iri
            and self._types[other] is EntityType.CHARACTER
            and self.minter.local(other).split("/")[1] == home
            and _part_of(forms, self._full[other])
        ]
        if _part_of(forms, self._full[iri]) and not others:
            return Candidate(0.8, iri, "a part of the only such name in the work")
        if any(_misspelt(forms[0], full) for full in self._full[iri]):
            return Candidate(0.6, iri, "a name but for a letter, in the same work")
        return None


def _blocks(key: str) -> set[str]:
    """Return the keys under which a name is looked up: its words, and their first letters for misspellings."""
    words = key.split()
    return {*words, "".join(word[0] for word in words) + "~" + (words[-1][-1] if words else "")}


def _part_of(forms: Collection[str], full: Collection[str]) -> bool:
    """Say whether one name is the first or last words of the other, each of at least three letters."""
    for form in forms:
        for name in full:
            short, long = sorted((form.split(), name.split()), key=len)
            if short and len(short) < len(long) and short in (long[: len(short)], long[-len(short) :]):
                return len(" ".join(short)) >= 3
    return False


def _misspelt(one: str, other: str) -> bool:
    """Say whether two names are one but for a typing error: one edit, two in sixteen letters; never in short names."""
    length = min(len(one), len(other))
    if length < 7 or one == other:
        return one == other
    return DamerauLevenshtein.distance(one, other, score_cutoff=2) <= (2 if length >= 16 else 1)


def load_identities(store: Store, minter: Minter) -> Identities:
    """Return the index over what a store holds, of the world and of the stories; self layers take no part in it."""
    found = Identities(minter)
    dataset = Dataset((PUBLIC.iri(minter.base), STORY.iri(minter.base), SEED.iri(minter.base)))
    forms: dict[str, tuple[EntityType, dict[bool, set[str]]]] = {}
    for row in rows(store, dataset, "identity_names"):
        type = vocabulary().type_of(text_of(row["type"]))
        if type is not None:
            _, known = forms.setdefault(text_of(row["entity"]), (type, {True: set(), False: set()}))
            known[row["property"] == NAME].add(text_of(row["form"]))
    for iri, (type, known) in sorted(forms.items()):
        for name in sorted(known[True]):
            found.add(iri, type, [name])
        found.add(iri, type, ["", *sorted(known[False])])
    for row in rows(store, dataset, "identity_pairs"):
        one, other = text_of(row["one"]), text_of(row["other"])
        if one in forms and other in forms:
            found.relate(one, other)
    return found

"""The rule tables: one TOML file a relation, `rules/PROPERTY.toml`.

In: the files. Out: `Relation`s with their compiled rules and their examples. A table says the property, the kinds of
its two ends, its rules (a name and patterns, see `ingest.extract.patterns`) and examples that are its tests.
Confidences are the precisions measured on the training articles, `rules/measured/confidence.toml`; a rule without one
has `DEFAULT`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.extract.marking import KINDS
from ingest.extract.patterns import Pattern

__all__ = ["DEFAULT", "Example", "Relation", "Rule", "measured", "relations"]

DEFAULT = 0.75
PLAYED = ("Show", "Film", "Episode", "Work", "Season")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its entities marked up, `[Name|Type]`, and the (subject, object) names of the facts it holds."""

    text: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Rule:
    """Patterns of one name. `strict`: the guards apply. `value`: the object where the pattern has none.

    `focus` are the kinds that the work in focus may have where a pattern leaves its subject out. `named`: ends ("s",
    "o") that must be names, not pronouns. `matching`: a regex that the object's value must match. `main`: the main work
    of the article goes before one named in passing.
    """

    name: str
    property: str
    patterns: tuple[Pattern, ...]
    confidence: float
    strict: bool = True
    value: str | None = None
    focus: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    matching: str | None = None
    main: bool = False

    def id(self) -> str:
        """The name that facts carry: `rules/actor#starring`."""
        return f"rules/{self.property}#{self.name}"


@dataclass(frozen=True)
class Relation:
    """One table: a property, the kinds of its ends, its rules and examples."""

    property: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...]
    symmetric: bool = False


@cache
def measured() -> Mapping[str, float]:
    """Return the measured precisions by the id of a rule or an inference (`rules/actor#starring`)."""
    path = files("ingest.extract").joinpath("rules", "measured", "confidence.toml")
    return {name: float(value) for name, value in tomllib.loads(path.read_text(encoding="utf-8")).items()}


@cache
def relations() -> tuple[Relation, ...]:
    """Read all tables, by name of property. Raises ValueError where a table breaks the form."""
    folder = files("ingest.extract").joinpath("rules")
    tables = sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    return tuple(relation(tomllib.loads(p.read_text(encoding="utf-8")), measured(), p.name) for p in tables)


def relation(table: Mapping[str, Any], precisions: Mapping[str, float], name: str) -> Relation:
    """Read one table. Raises ValueError, with the file's name, where it breaks the form."""
    try:
        subject, kinds = tuple(table["subject"]), tuple(table["object"])
        unknown = {*subject, *kinds} - set(KINDS)
        if unknown:
            raise ValueError(f"unknown kinds {sorted(unknown)}")
        rules = tuple(_rule(r, table["property"], subject, kinds, precisions) for r in table.get("rule", ()))
        examples = tuple(Example(e["text"], _pairs(e["facts"])) for e in table.get("example", ()))
        return Relation(table["property"], subject, kinds, rules, examples, bool(table.get("symmetric", False)))
    except (KeyError, ValueError, TypeError) as error:
        raise ValueError(f"rule table {name}: {error}") from error


def _pairs(listed: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(s), str(o)) for s, o in listed)


def _rule(
    table: Mapping[str, Any],
    name: str,
    subject: tuple[str, ...],
    kinds: tuple[str, ...],
    precisions: Mapping[str, float],
) -> Rule:
    ends = {"s": tuple(table.get("subject", subject)), "o": tuple(table.get("object", kinds)), "w": PLAYED}
    patterns = tuple(Pattern(source, ends, bool(table.get("pairwise", False))) for source in table["patterns"])
    for pattern in patterns:
        pattern.regex  # noqa: B018  compiled now, so that a broken pattern fails at start, not in an article
    return Rule(
        name=table["name"],
        property=name,
        patterns=patterns,
        confidence=precisions.get(f"rules/{name}#{table['name']}", DEFAULT),
        strict=table.get("strict", True),
        value=table.get("value"),
        focus=tuple(table.get("focus", ends["s"])),
        named=tuple(table.get("named", ())),
        matching=table.get("matching"),
        main=bool(table.get("main", False)),
    )

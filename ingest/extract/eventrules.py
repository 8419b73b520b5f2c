"""The event tables: one TOML file a type of event, `rules/events/TYPE.toml`.

In: the files. Out: `EventRule`s. A table says the type, which entity types may fill each role, and its rules; a rule
its triggers (verbs in their base form, nouns, phrases), for each role the slots it is filled from (see
`ingest.extract.clauses`), the roles it needs, and what it must not stand with. Examples in a table are its tests.
Confidences are the precisions measured on the training articles, `rules/measured/events.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graph.model import EntityType
from ingest.extract.verbs import forms

__all__ = ["ROLES", "EventExample", "EventRule", "EventTable", "rule_tables"]

ROLES = ("agent", "patient", "about", "medium", "place", "award", "occasion", "in")
DEFAULT = 0.6


@dataclass(frozen=True)
class EventRule:
    """One rule. `verbs`, `nouns` and `phrases` are lower-case forms, phrases as tuples of words.

    `roles` gives each role its slots, in order of preference; `needs` are groups of roles of which one must be filled.
    `status` is what the rule says of itself where the guards say nothing ("planned"). `split`: one event per filler of
    that role. `bars`: entity types that make it another's, where one stands in, on, at, of or from: who dies in a film
    has not died. `recent`: a bare year before the article's own is background and dates no event.
    """

    type: str
    name: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    roles: Mapping[str, tuple[str, ...]]
    types: Mapping[str, tuple[EntityType, ...]]
    needs: tuple[tuple[str, ...], ...]
    confidence: float
    unless: re.Pattern[str] | None = None
    only: re.Pattern[str] | None = None
    split: str | None = None
    bars: tuple[EntityType, ...] = ()
    recent: bool = False
    dated: bool = True
    strict: bool = True

    @property
    def id(self) -> str:
        """The name that events carry: `events/award#won`."""
        return f"events/{self.type}#{self.name}"


@dataclass(frozen=True)
class EventExample:
    """A text with its entities marked up, `[Name|Type]`, and the events that it holds, as (role, name) pairs."""

    text: str
    events: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class EventTable:
    """One table: the rules and the examples of a type."""

    type: str
    rules: tuple[EventRule, ...]
    examples: tuple[EventExample, ...]


@cache
def rule_tables() -> tuple[EventTable, ...]:
    """Read all event tables, by type. Raises ValueError where one breaks the form."""
    folder = files("ingest.extract").joinpath("rules")
    measured = tomllib.loads(folder.joinpath("measured", "events.toml").read_text(encoding="utf-8"))
    paths = sorted(folder.joinpath("events").iterdir(), key=lambda p: p.name)
    return tuple(
        _table(tomllib.loads(path.read_text(encoding="utf-8")), measured, path.name)
        for path in paths
        if path.name.endswith(".toml")
    )


def _table(table: Mapping[str, Any], measured: Mapping[str, float], name: str) -> EventTable:
    try:
        kind = str(table["type"])
        types = {role: tuple(EntityType(t) for t in named) for role, named in table["roles"].items()}
        if unknown := set(types) - set(ROLES):
            raise ValueError(f"unknown roles {sorted(unknown)}")
        rules = tuple(
            _rule(kind, types, {"split": table.get("split"), "bars": table.get("bars"), **r}, measured)
            for r in table.get("rule", ())
        )
        examples = tuple(
            EventExample(e["text"], tuple(tuple((r, n) for r, n in event) for event in e["events"]))
            for e in table.get("example", ())
        )
        return EventTable(kind, rules, examples)
    except (KeyError, ValueError, TypeError) as error:
        raise ValueError(f"event table {name}: {error}") from error


def _rule(
    kind: str, types: Mapping[str, tuple[EntityType, ...]], table: Mapping[str, Any], measured: Mapping[str, float]
) -> EventRule:
    roles = {r: tuple(slots.split()) for r, slots in table["fill"].items()}
    if unknown := set(roles) - set(types):
        raise ValueError(f"rule {table['name']}: roles without types {sorted(unknown)}")
    words = [str(verb) for verb in table.get("verbs", ())]
    own = {role: tuple(EntityType(t) for t in named) for role, named in table.get("types", {}).items()}
    return EventRule(
        type=kind,
        name=table["name"],
        verbs=frozenset(form for verb in words for form in forms(verb)),
        nouns=frozenset(form for noun in table.get("nouns", ()) for form in (noun, f"{noun}s", f"{noun}es")),
        phrases=frozenset(tuple(phrase.split()) for phrase in table.get("phrases", ())),
        roles=roles,
        types={**types, **own},
        needs=tuple(tuple(group.split("|")) for group in table.get("needs", ())),
        confidence=measured.get(f"{kind}#{table['name']}", DEFAULT),
        unless=re.compile(table["unless"], re.IGNORECASE) if "unless" in table else None,
        only=re.compile(table["only"], re.IGNORECASE) if "only" in table else None,
        split=table.get("split"),
        recent=bool(table.get("recent")),
        bars=tuple(EntityType(t) for t in table.get("bars") or ()),
        dated=table.get("dated", True),
        strict=table.get("strict", True),
    )

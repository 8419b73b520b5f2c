"""Ties: who is tied to whom by what and on whose word, as columns of numbers.

In: rows of texts, or members of groups. Out: `Ties`. Nothing here knows the store; all is done over whole columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ints", "Tie", "Ties", "distinct", "grouped", "numbered", "paired", "spread"]

Ints: TypeAlias = NDArray[np.int64]
Tie: TypeAlias = tuple[str, str, str, str]
"""One end, the other end, what ties them, the claim that says so.

What ties is a property by its name, a work, a happening or a quotation by its IRI, or two characters by theirs.
"""


@dataclass(frozen=True, eq=False)
class Ties:
    """Ties as columns: places in `nodes`, `links` and `claims`, row for row."""

    nodes: tuple[str, ...]
    links: tuple[str, ...]
    claims: tuple[str, ...]
    first: Ints
    second: Ints
    link: Ints
    claim: Ints

    @classmethod
    def of(cls, rows: Iterable[Tie]) -> Ties:
        """Return rows as columns."""
        first, second, link, claim = _columns(rows, 4)
        nodes, ends = numbered([*first, *second])
        links, link_places = numbered(link)
        claims, claim_places = numbered(claim)
        return cls(nodes, links, claims, ends[: len(first)], ends[len(first) :], link_places, claim_places)

    def __add__(self, other: Ties) -> Ties:
        """Return the rows of both."""
        names = [_merged(a, b) for a, b in zip(self._names, other._names, strict=True)]
        (nodes, node), (links, link), (claims, claim) = names
        return Ties(
            nodes,
            links,
            claims,
            np.concatenate((self.first, node[other.first])),
            np.concatenate((self.second, node[other.second])),
            np.concatenate((self.link, link[other.link])),
            np.concatenate((self.claim, claim[other.claim])),
        )

    @property
    def _names(self) -> tuple[tuple[str, ...], ...]:
        return self.nodes, self.links, self.claims


def numbered(texts: Collection[str]) -> tuple[tuple[str, ...], Ints]:
    """Return the different texts in the order in which they come, and the place of each text among them.

    >>> numbered(["b", "a", "b"])
    (('b', 'a'), array([0, 1, 0]))
    """
    found = dict.fromkeys(texts)
    places = dict(zip(found, range(len(found)), strict=True))
    return tuple(found), np.fromiter(map(places.__getitem__, texts), dtype=np.int64, count=len(texts))


def _columns(rows: Iterable[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    return list(zip(*rows, strict=True)) or [()] * width


def _merged(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[tuple[str, ...], Ints]:
    """Return the texts of both, and the new places of those of the second."""
    names, places = numbered([*first, *second])
    return names, places[len(first) :]


def paired(rows: Iterable[tuple[str, str, str]]) -> Ties:
    """Return the ties of all pairs in each group; a row is (member, group, the claim that puts it there).

    >>> made = paired([("b", "g", "2"), ("a", "g", "1")])
    >>> [(made.nodes[a], made.nodes[b], made.claims[c]) for a, b, c in zip(made.first, made.second, made.claim)]
    [('b', 'a', '2'), ('b', 'a', '1')]
    """
    (members, member_of), (groups, group_of), (claims, claim_of) = map(numbered, _columns(rows, 3))
    # A place is one member in one group, with a run of claims.
    width = max(1, len(members))
    key = group_of * width + member_of
    order, places, runs = grouped(key)
    group, member = np.divmod(places, width)
    first, second = _pairs(np.bincount(group, minlength=len(groups)))
    begins = np.cumsum(runs) - runs
    pair, picked = zip(*(spread(begins[side], runs[side]) for side in (first, second)), strict=True)
    row = np.concatenate(pair)
    return Ties(
        members,
        groups,
        claims,
        member[first][row],
        member[second][row],
        group[first][row],
        claim_of[order][np.concatenate(picked)],
    )


def _pairs(sizes: Ints) -> tuple[Ints, Ints]:
    """Return all pairs of places within groups that lie one after the other, by the groups' sizes.

    >>> _pairs(np.array([2, 1, 2]))
    (array([0, 3]), array([1, 4]))
    """
    begins = np.cumsum(sizes) - sizes
    none = np.empty(0, dtype=np.int64)
    found = [(none, none)]
    # Groups of one size are laid over one triangle of pairs.
    for size in np.flatnonzero(np.bincount(sizes)).tolist():
        upper, lower = np.triu_indices(size, 1)
        at = begins[sizes == size][:, None]
        found.append(((at + upper).ravel(), (at + lower).ravel()))
    return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])


def spread(begins: Ints, runs: Ints) -> tuple[Ints, Ints]:
    """Return, for runs of places given by where each begins and its length, the run and the place of each member.

    >>> spread(np.array([5, 0]), np.array([2, 1]))
    (array([0, 0, 1]), array([5, 6, 0]))
    """
    run = np.repeat(np.arange(len(runs)), runs)
    inner = np.arange(len(run)) - np.repeat(np.cumsum(runs) - runs, runs)
    return run, begins[run] + inner


def grouped(keys: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the order that brings equal keys together, the different keys, and how many there are of each.

    >>> grouped(np.array([2, 1, 2]))
    (array([1, 0, 2]), array([1, 2]), array([1, 2]))
    """
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(_first(ordered))
    return order, ordered[starts], np.diff(np.append(starts, len(keys)))


def distinct(values: Ints) -> Ints:
    """Return the different values, sorted. numpy's own hashes them: 3.8 s against 0.2 s for 3 million here.

    >>> distinct(np.array([2, 1, 2])).tolist()
    [1, 2]
    """
    ordered = np.sort(values)
    kept: Ints = ordered[_first(ordered)]
    return kept


def _first(ordered: Ints) -> NDArray[np.bool_]:
    """Say of each sorted value whether it is the first of its like."""
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return first

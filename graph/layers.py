"""Layers and views: where a fact stands, and what a reader sees.

In: where an article places a fact; who asks, and what they have watched. Out: the layers that a claim is written to,
and the dataset (default graph, named graphs) of every query. All spoiler, fiction and privacy borders are this module.

A layer is a named graph. `public` is the world; `story/{work}/{position}` the inside of a work as far as a position,
with the roll-ups `story/{work}/s2` and `story`; `self/{person}` a person's own words, with the roll-up `self`;
`seed/{source}` imported data, with the roll-up `seed`; `meta` articles, runs and the vocabulary, in every view;
`text` the stored texts and what the keepers of the graph decided about people, in no view. Beside each layer with
facts stands `withdrawn/{layer}`: the claims of it that were taken back. It belongs to no default graph, so that nothing
counts what is said no longer, and can be named wherever its layer can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["META", "PUBLIC", "SELF", "STORY", "TEXT", "AsOf", "Layer", "Position", "Side", "View", "view"]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a story: an episode (`s2e3`), a season (`s2`: somewhere in it), never less.

    >>> Position.parse("s2e3"), str(Position(1, None))
    (Position(season=2, episode=3), 's1')
    """

    season: int
    episode: int | None = None

    @classmethod
    def parse(cls, text: str) -> Position:
        """Read `s2e3` or `s2`. Raises ValueError for anything else."""
        found = re.fullmatch(r"s(\d{1,3})(?:e(\d{1,4}))?", text)
        if not found:
            raise ValueError(f"{text!r} is not a position: write s2 for a season, s2e3 for an episode")
        return cls(int(found[1]), int(found[2]) if found[2] else None)

    def __str__(self) -> str:
        return f"s{self.season}" + ("" if self.episode is None else f"e{self.episode}")


_WITHDRAWN: Final = "withdrawn/"


@dataclass(frozen=True, slots=True, order=True)
class Layer:
    """A named graph of the instance, by its name under `{base}layer/`."""

    name: str

    @classmethod
    def story(cls, work: str, position: Position | None) -> Layer:
        """Return the layer of a work's story at a position; `work` is the work's slug, None is unknown.

        >>> Layer.story("heartstopper", Position(2, 1)).name, Layer.story("heartstopper", None).name
        ('story/heartstopper/s2e1', 'story/heartstopper/unknown')
        """
        return cls(f"story/{work}/{position or 'unknown'}")

    @classmethod
    def self_of(cls, person: str) -> Layer:
        """Return the layer of a person's own statements; `person` is the person's slug."""
        return cls(f"self/{person}")

    @classmethod
    def seed(cls, source: str) -> Layer:
        """Return the layer of an imported source."""
        return cls(f"seed/{source}")

    @property
    def rollups(self) -> tuple[Layer, ...]:
        """The wider layers that hold a copy of what stands here.

        >>> [layer.name for layer in Layer("story/heartstopper/s2e1").rollups]
        ['story/heartstopper/s2', 'story']
        """
        if self.is_withdrawn:
            return tuple(layer.withdrawn for layer in self.origin.rollups)
        kind, *rest = self.name.split("/")
        if kind not in ("story", "self", "seed") or not rest:
            return ()
        season = re.fullmatch(r"(s\d+)e\d+", rest[-1])
        wider = (Layer(f"story/{rest[0]}/{season[1]}"),) if kind == "story" and season else ()
        return (*wider, Layer(kind))

    @property
    def withdrawn(self) -> Layer:
        """The layer where what was said here, and was taken back, waits.

        >>> Layer("public").withdrawn.name, Layer("public").withdrawn.withdrawn.name
        ('withdrawn/public', 'withdrawn/public')
        """
        return Layer(f"{_WITHDRAWN}{self.origin.name}")

    @property
    def is_withdrawn(self) -> bool:
        """Whether it holds what was taken back."""
        return self.name.startswith(_WITHDRAWN)

    @property
    def origin(self) -> Layer:
        """The layer in which what stands here was said: itself, but for a layer of what was taken back.

        >>> Layer("withdrawn/story/heartstopper/s2e1").origin.name
        'story/heartstopper/s2e1'
        """
        return Layer(self.name.removeprefix(_WITHDRAWN))

    def iri(self, base: str) -> str:
        """Return the IRI of the named graph."""
        return f"{base}layer/{self.name}"


PUBLIC, STORY, SELF, SEED = Layer("public"), Layer("story"), Layer("self"), Layer("seed")
META, TEXT = Layer("meta"), Layer("text")


class Side(StrEnum):
    """Which side of the border between the world and the stories a reader wants."""

    ALL = "all"
    PUBLIC = "public"
    STORY = "story"


@dataclass(frozen=True, slots=True, order=True)
class AsOf:
    """What a reader has watched of one work: everything as far as a position."""

    work: str
    position: Position

    @classmethod
    def parse(cls, text: str) -> AsOf:
        """Read `heartstopper:s1e8` (or `heartstopper:s1` for the whole season). Raises ValueError otherwise.

        >>> AsOf.parse("heartstopper:s1e8").work
        'heartstopper'
        """
        work, colon, position = text.rpartition(":")
        if not colon or not re.fullmatch(r"[\w-]+", work):
            raise ValueError(f"{text!r} is not WORK:POSITION, as in heartstopper:s1e8")
        return cls(work, Position.parse(position))

    def layers(self) -> tuple[Layer, ...]:
        """Return the story layers that are open to the reader.

        Finished seasons are read from their roll-ups, the current one episode by episode. What is only known to be
        somewhere in a season is open once the whole season is.

        >>> [layer.name for layer in AsOf.parse("heartstopper:s2e2").layers()]
        ['story/heartstopper/s1', 'story/heartstopper/s2e1', 'story/heartstopper/s2e2']
        """
        season, episode = self.position.season, self.position.episode
        finished = range(1, season if episode is not None else season + 1)
        seen = [Position(n) for n in finished] + [Position(season, n) for n in range(1, (episode or 0) + 1)]
        return tuple(Layer.story(self.work, position) for position in seen)


@dataclass(frozen=True, slots=True)
class View:
    """What one reader sees: a set of layers, and whether graphs that are no layers (a user's own) belong to it.

    `layers` form the default graph of every query. `open` is True only for the view of everything: then the single
    positions of the stories can be named too, and a user's own graphs are visible.
    """

    layers: tuple[Layer, ...]
    open: bool = False

    @property
    def key(self) -> str:
        """A short text that is equal for equal views: part of every cache key and ETag."""
        return ("+" if self.open else "=") + " ".join(layer.name for layer in self.layers)

    def default_graphs(self, base: str) -> tuple[str, ...]:
        """Return the IRIs whose union is the default graph."""
        return tuple(layer.iri(base) for layer in self.layers)

    def admits(self, graph: str, base: str) -> bool:
        """Say whether a named graph may be read under this view.

        >>> everything = view()
        >>> everything.admits("https://dramatis.example/layer/story/heartstopper/s2e1", "https://dramatis.example/")
        True
        >>> everything.admits("https://dramatis.example/layer/self/kit-connor", "https://dramatis.example/")
        False
        """
        prefix = f"{base}layer/"
        if not graph.startswith(prefix):
            return self.open
        # A roll-up in the view lets its parts be named; a self layer only where the view holds the roll-up `self`.
        return self.sees(Layer(graph[len(prefix) :]))

    def sees(self, layer: Layer) -> bool:
        """Say whether what stands in a layer is visible in this view."""
        return any(wider in self.layers for wider in (layer.origin, *layer.origin.rollups))

    @property
    def with_withdrawn(self) -> View:
        """The view of the same reader who asks for what was taken back, too.

        >>> [layer.name for layer in view(Side.PUBLIC, seeds=False).with_withdrawn.layers]
        ['public', 'meta', 'withdrawn/public']
        """
        beside = (layer.withdrawn for layer in self.layers if layer != META)
        return View(tuple(dict.fromkeys((*self.layers, *beside))), self.open)


def view(
    side: Side = Side.ALL,
    as_of: Iterable[AsOf] = (),
    *,
    self_layers: bool = False,
    seeds: bool = True,
) -> View:
    """Return what a reader sees. The one function that decides it.

    `as_of` closes every story but the named works', these as far as they were watched, and closes seeds, whose
    position nobody knows. `self_layers` is True only where the operator and the request both ask for it.

    >>> [layer.name for layer in view(Side.STORY, [AsOf.parse("heartstopper:s1")]).layers]
    ['story/heartstopper/s1', 'meta']
    """
    watched = sorted(set(as_of), key=lambda one: (one.work, str(one.position)))
    layers: list[Layer] = []
    if side is not Side.STORY:
        layers.append(PUBLIC)
        if seeds and not watched:
            layers.append(SEED)
        if self_layers:
            layers.append(SELF)
    if side is not Side.PUBLIC:
        layers += [layer for one in watched for layer in one.layers()] if watched else [STORY]
    everything = side is Side.ALL and not watched
    return View((*dict.fromkeys(layers), META), open=everything)

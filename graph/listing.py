"""All entities of a view.

In: a `Reader`, types. Out: `Listed`: IRIs in order, and how many claims name each of those that are shown.
"""

from __future__ import annotations

from collections.abc import Collection

from graph.model import EntityType
from graph.reader import Reader, named, text_of
from graph.vocabulary import vocabulary

__all__ = ["entities", "weights"]


def entities(reader: Reader, types: Collection[EntityType] = ()) -> tuple[str, ...]:
    """Return the IRIs of the entities of some types, in order; no types takes all."""
    chosen = [vocabulary().classes[kind].iri for kind in (types or EntityType)]
    return tuple(sorted({text_of(row["entity"]) for row in reader.rows("entities", type=named(chosen))}))


def weights(reader: Reader, iris: Collection[str]) -> dict[str, int]:
    """Return how many facts' claims name each entity."""
    found = dict.fromkeys(iris, 0)
    for row in reader.rows("weights", entity=named(iris)):
        found[text_of(row["entity"])] = int(text_of(row["claims"]))
    return found

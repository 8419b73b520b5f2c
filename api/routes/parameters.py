"""Parameters that several routes take.

In: nothing. Out: annotated types, each with its rule, description and an example that runs over the demo corpus.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import Path, Query

from graph.vocabulary import vocabulary

__all__ = [
    "Cursor",
    "EntityIri",
    "Kind",
    "KindPath",
    "LastPart",
    "Least",
    "Limit",
    "Most",
    "OptionalEntity",
    "Properties",
    "Since",
    "SlugPath",
    "Until",
    "WorkPath",
]

Kind = StrEnum("Kind", sorted({c.segment.upper(): c.segment for c in vocabulary().classes.values()}.items()))  # type: ignore[misc]
"""The first parts of entities' addresses."""

KindPath = Annotated[
    Kind, Path(description="The kind of the entity, as in its IRI (a named event is an `occasion`).", examples=["show"])
]
SlugPath = Annotated[
    str, Path(description="The rest of its IRI.", min_length=1, max_length=500, examples=["the-tidewaiters"])
]
WorkPath = Annotated[
    str,
    Path(
        description="The work's slug. Where a show, a film and another work share it, the show is meant: "
        "write `film/…` or `work/…` for the others, `show/…/s2` for a season.",
        min_length=1,
        max_length=500,
        examples=["the-tidewaiters"],
    ),
]
_PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
Since = Annotated[
    str | None,
    Query(alias="from", description="Not before this date (YYYY, YYYY-MM or YYYY-MM-DD).", pattern=_PARTIAL_DATE),
]
Until = Annotated[
    str | None,
    Query(alias="to", description="Not after this date (YYYY, YYYY-MM or YYYY-MM-DD).", pattern=_PARTIAL_DATE),
]
Least = Annotated[float, Query(alias="confidence", ge=0, le=1, description="Not below this confidence.")]
Most = Annotated[
    int,
    Query(
        alias="claims",
        ge=1,
        le=1000,
        description="How many claims of each fact the answer holds, the strongest first; `claimCount` counts all.",
    ),
]
Limit = Annotated[int, Query(description="How many items the answer may hold.", ge=1, le=500)]
Cursor = Annotated[
    str | None, Query(description="`next` of the page before. It belongs to one list.", min_length=1, max_length=2000)
]
LastPart = Annotated[
    str, Path(description="The last part of its IRI.", min_length=1, max_length=200, examples=["91c2f0a3b1d24e55"])
]
EntityIri = Annotated[
    str,
    Query(
        description="The IRI of an entity, or its part after the base.",
        min_length=1,
        max_length=1000,
        examples=["show/the-tidewaiters"],
    ),
]
OptionalEntity = Annotated[
    str | None,
    Query(description="The IRI of an entity, or its part after the base.", min_length=1, max_length=1000),
]
PropertyName = StrEnum("PropertyName", sorted((name, name) for name in vocabulary().properties))  # type: ignore[misc]

Properties = Annotated[
    list[PropertyName],
    Query(default_factory=list, description="Names of properties; repeat it for several.", max_length=60),
]

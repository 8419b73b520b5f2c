"""The parts of reading that can be left out, so that what each is worth can be measured.

In: nothing. Out: `Part`. Everything is on unless it is named in a set of parts to do without.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Part"]


class Part(StrEnum):
    """A part of the reading, named as the evaluation's table has it."""

    ENCODER = "names heard from the encoder"
    MODEL_FACTS = "facts of the encoder"
    MODEL_EVENTS = "events of the encoder"
    DOCUMENT_KINDS = "kinds decided for the whole document"
    AWARDS = "awards completed"
    SEASONS = "seasons counted"
    COREFERENCE = "pronouns and descriptions"
    SOURCES = "works that share a title"
    ROLES = "roles without a name"
    WORTH = "leaving out what is named in passing"
    KNOWN = "names known beforehand"

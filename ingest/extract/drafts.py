"""A fact as a rule found it, before the document's facts are put together.

In and out: frozen values.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Span, Status

__all__ = ["Draft"]


@dataclass(frozen=True, slots=True)
class Draft:
    """`subject property value`, with its evidence. `work` is the work that the same words name, for a portrayal."""

    subject: str
    property: str
    value: str
    span: Span
    rule: str
    confidence: float
    status: Status = Status.ASSERTED
    work: str | None = None

    def rank(self) -> tuple[bool, float, int, int]:
        """Order of preference among drafts of one fact: asserted, surer, shorter, earlier."""
        return (
            self.status is Status.ASSERTED,
            self.confidence,
            self.span.start - self.span.end,
            -self.span.start,
        )

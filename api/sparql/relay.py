"""Queries answered by a SPARQL server elsewhere, within the same limits.

In: jobs. Out: the server's bytes, as they come. The time limit closes the connection; whether the server then stops
working is the server's affair. Only as many queries as there are places are asked at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import httpx

from graph.errors import Busy, QuerySyntax, QueryTimeout, ResultTooLarge, StoreUnavailable
from graph.formats import GRAPHS, SOLUTIONS
from graph.store.remote import RemoteStore
from graph.store.workers import Job, Limits, Result

__all__ = ["Relay"]

_MEDIA: Final = {form.ending: form.media_type for form in (*GRAPHS, *SOLUTIONS)}


class Relay:
    """Asks the server of a remote store."""

    def __init__(self, store: RemoteStore, limits: Limits) -> None:
        self._store, self._limits = store, limits
        user = store.endpoints.user
        auth = httpx.DigestAuth(user, store.endpoints.password) if user else None
        self._client = httpx.AsyncClient(timeout=limits.query_seconds, auth=auth)
        self._places = asyncio.Semaphore(limits.quick + limits.slow)

    async def answer(self, job: Job, gone: Callable[[], Awaitable[None]] | None = None) -> Result:
        """Answer a query, to its end even if whoever asked is gone.

        Raises Busy, QueryTimeout, ResultTooLarge, QuerySyntax, StoreUnavailable.
        """
        try:
            await asyncio.wait_for(self._places.acquire(), self._limits.waiting_seconds)
        except TimeoutError:
            raise Busy("Too many queries are running. Try again in a few seconds.") from None
        try:
            async with asyncio.timeout(self._limits.query_seconds):
                return await self._asked(job)
        except (TimeoutError, httpx.TimeoutException):
            raise QueryTimeout(self._limits.query_seconds) from None
        except httpx.HTTPError as error:
            raise StoreUnavailable(self._store.endpoints.query, str(error)) from error
        finally:
            self._places.release()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _asked(self, job: Job) -> Result:
        revision = await asyncio.to_thread(lambda: self._store.revision)
        result = Result(type(self._store).__name__, revision)
        # The server is told the base in the query itself: the protocol has no parameter for it.
        form = {"query": [f"BASE <{job.base}>\n{job.query}"], **self._store.parameters(job.dataset)}
        headers = {"Accept": _MEDIA[job.format]}
        address = self._store.endpoints.query
        async with self._client.stream("POST", address, data=form, headers=headers) as response:
            if not response.is_success:
                reason = (await response.aread()).decode(errors="replace").strip()[:500]
                if response.status_code == 400:
                    raise QuerySyntax(reason)
                raise StoreUnavailable(address, f"{response.status_code} {reason}")
            async for piece in response.aiter_bytes():
                result.add(memoryview(piece), self._limits.held_bytes)
                if result.size > self._limits.result_bytes:
                    result.close()
                    raise ResultTooLarge(self._limits.result_bytes)
        return result

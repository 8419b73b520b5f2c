"""A client of the HTTP API: typed, for scripts and notebooks, with a twin for asyncio.

In: the address of a service, a view. Out: the shapes of `api.shapes` as the service sends them; lists are iterators
that fetch page after page. Errors are `ApiProblem`, with the problem's type, status and detail.

    with Dramatis("http://127.0.0.1:8000", as_of=["the-tidewaiters:s1e8"]) as api:
        for part in api.cast("the-tidewaiters", season=2):
            print(part["sentence"])
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import httpx

from api import shapes

__all__ = ["ApiProblem", "AsyncDramatis", "Dramatis"]

Item = TypeVar("Item")


class ApiProblem(Exception):
    """What the service refused, as it said it (RFC 9457)."""

    def __init__(
        self, status: int, type: str, title: str, detail: str, errors: Sequence[Mapping[str, str]] = ()
    ) -> None:
        self.status, self.type, self.title, self.detail, self.errors = status, type, title, detail, tuple(errors)
        super().__init__(f"{status} {title}: {detail}")


class _View:
    """The view and the token that every request of a client carries."""

    def __init__(self, token: str | None, as_of: Sequence[str], layer: str) -> None:
        self.headers = {"Accept": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        self._params: list[tuple[str, str]] = [("asOf", one) for one in as_of]
        if layer != "all":
            self._params.append(("layer", layer))

    def params(self, given: Mapping[str, Any]) -> httpx.QueryParams:
        """Return the parameters of a request: what is None is left out, a list is repeated."""
        found: list[tuple[str, str | int | float | bool | None]] = list(self._params)
        for name, value in given.items():
            values = value if isinstance(value, list | tuple) else [value]
            found += [(name.rstrip("_"), _text(one)) for one in values if one is not None]
        return httpx.QueryParams(found)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _answer(response: httpx.Response) -> Any:
    """Return the JSON of an answer. Raises ApiProblem for a problem."""
    if response.is_success:
        return response.json() if response.content else None
    try:
        told = response.json()
    except ValueError:
        told = {}
    raise ApiProblem(
        response.status_code,
        told.get("type", "about:blank"),
        told.get("title", response.reason_phrase),
        told.get("detail", response.text[:200]),
        told.get("errors", ()),
    )


def _at(place: str, name: str) -> str:
    """Return the path that is meant by an href, whose view gives way to the client's, or by a name.

    >>> _at("entities", "person/ada-lune"), _at("claims", "/claims/91c2?asOf=nightjar:s1")
    ('/entities/person/ada-lune', '/claims/91c2')
    """
    path = name.partition("?")[0]
    return path if path.startswith("/") else f"/{place}/{path}"


class Dramatis:
    """A client. `as_of` is what you have watched (`WORK:sNeM`), `layer` the side that you want."""

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        as_of: Sequence[str] = (),
        layer: str = "all",
        timeout_seconds: float = 30.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._view = _View(token, as_of, layer)
        self._http = httpx.Client(
            base_url=url,
            headers=self._view.headers,
            timeout=timeout_seconds,
            follow_redirects=True,
            transport=transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, **params: Any) -> Any:
        """Return the JSON at a path, in the client's view. `from_` is the parameter `from`."""
        return _answer(self._http.get(path, params=self._view.params(params)))

    def pages(self, path: str, **params: Any) -> Iterator[Any]:
        """Yield the items of a list, page after page."""
        cursor = None
        while True:
            found = self.get(path, **params, cursor=cursor)
            yield from found["items"]
            cursor = found["next"]
            if cursor is None:
                return

    def search(self, text: str, *, types: Sequence[str] = (), limit: int = 10) -> list[shapes.Match]:
        """Return the entities that a name may mean, the best first."""
        return cast("list[shapes.Match]", self.get("/search", q=text, type=list(types), limit=limit)["items"])

    def entity(self, entity: str) -> shapes.Entity:
        """Return an entity, by its href or by the part of its IRI after the base (`person/ada-lune`)."""
        return cast(shapes.Entity, self.get(_at("entities", entity)))

    def entities(self, *types: str) -> Iterator[shapes.Listed]:
        """Yield the entities of some types, or all."""
        return self.pages("/entities", type=list(types))

    def relations(self, entity: str, **wanted: Any) -> Iterator[shapes.Relation]:
        """Yield the relations of an entity; `wanted` are the parameters of the route, as `property=["portrays"]`."""
        return self.pages(f"{_at('entities', entity)}/relations", **wanted)

    def neighbourhood(self, entity: str, *, depth: int = 1, limit: int = 100) -> shapes.Neighbourhood:
        """Return what lies within some steps of an entity."""
        found = self.get(f"{_at('entities', entity)}/neighbourhood", depth=depth, limit=limit)
        return cast(shapes.Neighbourhood, found)

    def timeline(self, entity: str, **wanted: Any) -> Iterator[shapes.Happening]:
        """Yield what happened around an entity."""
        return self.pages(f"{_at('entities', entity)}/timeline", **wanted)

    def roles(self, entity: str) -> Iterator[shapes.Part]:
        """Yield the parts that a person plays, or in which a character is played."""
        return self.pages(f"{_at('entities', entity)}/roles")

    def cast(self, work: str, *, season: int | None = None) -> Iterator[shapes.Part]:
        """Yield the cast of a work or of one of its seasons."""
        return self.pages(f"/works/{work}/cast", season=season)

    def characters(self, work: str) -> Iterator[shapes.Role]:
        """Yield the characters of a work with who plays them."""
        return self.pages(f"/works/{work}/characters")

    def events(self, **wanted: Any) -> Iterator[shapes.Happening]:
        """Yield happenings; `wanted` are the parameters of the route, as `about=["show/nightjar"]`."""
        return self.pages("/events", **wanted)

    def statements(self, **wanted: Any) -> Iterator[shapes.Statement]:
        """Yield what people said; `wanted` as `speaker="person/ada-lune"`."""
        return self.pages("/statements", **wanted)

    def paths(self, start: str, end: str, **wanted: Any) -> shapes.Paths:
        """Return how two entities are connected."""
        return cast(shapes.Paths, self.get("/paths", **{"from": start, "to": end}, **wanted))

    def disputes(self, **wanted: Any) -> Iterator[shapes.Dispute]:
        """Yield what sources disagree about."""
        return self.pages("/disputes", **wanted)

    def claim(self, claim: str) -> shapes.Claim:
        """Return a claim, by its href or its id, with the words around it and its citation."""
        return cast(shapes.Claim, self.get(_at("claims", claim)))

    def articles(self) -> Iterator[shapes.Article]:
        """Yield the articles on which the view rests."""
        return self.pages("/articles")

    def send(self, **article: str) -> shapes.Receipt:
        """Send an article: `text`, `html` or `url`, and what is known of it. Asks for the token."""
        return cast(shapes.Receipt, _answer(self._http.post("/articles", json=article)))

    def take_out(self, article: str) -> None:
        """Take an article out, by its href or its id. Asks for the token."""
        _answer(self._http.delete(_at("articles", article)))

    def sparql(self, query: str) -> Any:
        """Return the result of a SPARQL query over the client's view, as SPARQL 1.1 JSON."""
        headers = {"Accept": "application/sparql-results+json, application/ld+json;q=0.5"}
        return _answer(self._http.get("/sparql", params=self._view.params({"query": query}), headers=headers))


class AsyncDramatis:
    """The same for asyncio: what `Dramatis` returns is awaited, what it yields is iterated with `async for`."""

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        as_of: Sequence[str] = (),
        layer: str = "all",
        timeout_seconds: float = 30.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._view = _View(token, as_of, layer)
        self._http = httpx.AsyncClient(
            base_url=url,
            headers=self._view.headers,
            timeout=timeout_seconds,
            follow_redirects=True,
            transport=transport,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get(self, path: str, **params: Any) -> Any:
        """Return the JSON at a path, in the client's view."""
        return _answer(await self._http.get(path, params=self._view.params(params)))

    async def pages(self, path: str, **params: Any) -> AsyncIterator[Any]:
        """Yield the items of a list, page after page."""
        cursor = None
        while True:
            found = await self.get(path, **params, cursor=cursor)
            for item in found["items"]:
                yield item
            cursor = found["next"]
            if cursor is None:
                return

    async def search(self, text: str, *, types: Sequence[str] = (), limit: int = 10) -> list[shapes.Match]:
        """Return the entities that a name may mean, the best first."""
        found = await self.get("/search", q=text, type=list(types), limit=limit)
        return cast("list[shapes.Match]", found["items"])

    async def entity(self, entity: str) -> shapes.Entity:
        """Return an entity."""
        return cast(shapes.Entity, await self.get(_at("entities", entity)))

    def entities(self, *types: str) -> AsyncIterator[shapes.Listed]:
        """Yield the entities of some types, or all."""
        return self.pages("/entities", type=list(types))

    def relations(self, entity: str, **wanted: Any) -> AsyncIterator[shapes.Relation]:
        """Yield the relations of an entity."""
        return self.pages(f"{_at('entities', entity)}/relations", **wanted)

    async def neighbourhood(self, entity: str, *, depth: int = 1, limit: int = 100) -> shapes.Neighbourhood:
        """Return what lies within some steps of an entity."""
        found = await self.get(f"{_at('entities', entity)}/neighbourhood", depth=depth, limit=limit)
        return cast(shapes.Neighbourhood, found)

    def timeline(self, entity: str, **wanted: Any) -> AsyncIterator[shapes.Happening]:
        """Yield what happened around an entity."""
        return self.pages(f"{_at('entities', entity)}/timeline", **wanted)

    def roles(self, entity: str) -> AsyncIterator[shapes.Part]:
        """Yield the parts that a person plays, or in which a character is played."""
        return self.pages(f"{_at('entities', entity)}/roles")

    def cast(self, work: str, *, season: int | None = None) -> AsyncIterator[shapes.Part]:
        """Yield the cast of a work or of one of its seasons."""
        return self.pages(f"/works/{work}/cast", season=season)

    def characters(self, work: str) -> AsyncIterator[shapes.Role]:
        """Yield the characters of a work with who plays them."""
        return self.pages(f"/works/{work}/characters")

    def events(self, **wanted: Any) -> AsyncIterator[shapes.Happening]:
        """Yield happenings."""
        return self.pages("/events", **wanted)

    def statements(self, **wanted: Any) -> AsyncIterator[shapes.Statement]:
        """Yield what people said."""
        return self.pages("/statements", **wanted)

    async def paths(self, start: str, end: str, **wanted: Any) -> shapes.Paths:
        """Return how two entities are connected."""
        return cast(shapes.Paths, await self.get("/paths", **{"from": start, "to": end}, **wanted))

    def disputes(self, **wanted: Any) -> AsyncIterator[shapes.Dispute]:
        """Yield what sources disagree about."""
        return self.pages("/disputes", **wanted)

    async def claim(self, claim: str) -> shapes.Claim:
        """Return a claim with the words around it and its citation."""
        return cast(shapes.Claim, await self.get(_at("claims", claim)))

    def articles(self) -> AsyncIterator[shapes.Article]:
        """Yield the articles on which the view rests."""
        return self.pages("/articles")

    async def send(self, **article: str) -> shapes.Receipt:
        """Send an article. Asks for the token."""
        return cast(shapes.Receipt, _answer(await self._http.post("/articles", json=article)))

    async def take_out(self, article: str) -> None:
        """Take an article out. Asks for the token."""
        _answer(await self._http.delete(_at("articles", article)))

    async def sparql(self, query: str) -> Any:
        """Return the result of a SPARQL query over the client's view, as SPARQL 1.1 JSON."""
        headers = {"Accept": "application/sparql-results+json, application/ld+json;q=0.5"}
        return _answer(await self._http.get("/sparql", params=self._view.params({"query": query}), headers=headers))

"""The graph as tools for language models: the Model Context Protocol over streamable HTTP, at `/mcp`.

In: the app. Out: `mcp_server`, whose tools ask the app's own addresses, so that views, limits and forms of answers are
one and the same. Every answer names claims; `claim` gives the words that say it, and a citation.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

import httpx
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import Problem, response_of

__all__ = ["ModelTools", "mcp_server"]

_INSTRUCTIONS = """Facts about shows, characters, cast and events, each with the sentence of the article that says it.
Find entities with `search`, then ask about their IRI. Cite what you use: `claim` gives the words and a citation.
If the user has only watched a part of a show, pass as_of=["work:s1e8"] to every tool: what happens later is left out.
A real person's private life is not here: do not infer it."""

AsOf = Annotated[
    list[str] | None,
    Field(description="What the user has watched, as WORK:sNeM; everything later, and other stories, is left out."),
]
Layer = Annotated[Literal["all", "public", "story"], Field(description="The real world, the stories, or both.")]
EntityIri = Annotated[str, Field(description="The IRI of an entity, as `search` gives it.", max_length=1000)]
Limit = Annotated[int, Field(ge=1, le=100)]

READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def mcp_server(app: ASGIApp, title: str) -> MCPServer[Any]:
    """Return a server whose tools ask an app."""
    graph = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://graph")
    server: MCPServer[Any] = MCPServer(title, instructions=_INSTRUCTIONS, log_level="WARNING")

    async def ask(path: str, as_of: list[str] | None, layer: str, **params: Any) -> dict[str, Any]:
        given = {"asOf": as_of or [], "layer": layer, **{k: v for k, v in params.items() if v is not None}}
        answer = await graph.get(path, params=given, headers={"Accept": "application/json"})
        body: dict[str, Any] = answer.json()
        if answer.is_success:
            return body
        raise ToolError(f"{body['title']}: {body['detail']}")

    async def at(iri: str, part: str, as_of: list[str] | None, layer: str, **params: Any) -> dict[str, Any]:
        """Ask for a part of an entity, at the address that the service gives for it."""
        entity = await ask("/entity", as_of, layer, iri=iri)
        links: Mapping[str, str] = entity["links"]
        if part not in links:
            raise ToolError(f"{entity['label']} has no {part}.")
        return await ask(links[part].partition("?")[0], as_of, layer, **params)

    @server.tool(annotations=READS)
    async def search(query: str, as_of: AsOf = None, layer: Layer = "all", limit: Limit = 10) -> dict[str, Any]:
        """Find people, characters, shows, films, organizations, awards and places by name; typos are allowed."""
        return await ask("/search", as_of, layer, q=query, limit=limit)

    @server.tool(annotations=READS)
    async def entity(iri: EntityIri, as_of: AsOf = None, layer: Layer = "all") -> dict[str, Any]:
        """Tell what is known of an entity: type, other names, and how many relations of which kind."""
        return await ask("/entity", as_of, layer, iri=iri)

    @server.tool(annotations=READS)
    async def relations(
        iri: EntityIri,
        property: Annotated[list[str] | None, Field(description="Names of properties, as portrays.")] = None,
        as_of: AsOf = None,
        layer: Layer = "all",
        limit: Limit = 25,
        cursor: Annotated[str | None, Field(description="`next` of the answer before.")] = None,
    ) -> dict[str, Any]:
        """List the facts about an entity, each as a sentence with its confidence and the claims that say it."""
        return await at(iri, "relations", as_of, layer, property=property, limit=limit, cursor=cursor)

    @server.tool(annotations=READS)
    async def cast(
        work: EntityIri, season: int | None = None, as_of: AsOf = None, layer: Layer = "all"
    ) -> dict[str, Any]:
        """List who plays whom in a work or in one of its seasons, with recasts."""
        return await at(work, "cast", as_of, layer, season=season)

    @server.tool(annotations=READS)
    async def timeline(iri: EntityIri, as_of: AsOf = None, layer: Layer = "all", limit: Limit = 25) -> dict[str, Any]:
        """List what happened around an entity, in order: in the world by date, then in stories by episode."""
        return await at(iri, "timeline", as_of, layer, limit=limit)

    @server.tool(annotations=READS)
    async def paths(start: EntityIri, end: EntityIri, as_of: AsOf = None, layer: Layer = "all") -> dict[str, Any]:
        """Tell how two entities are connected: the shortest chains of facts, as sentences."""
        return await ask("/paths", as_of, layer, **{"from": start, "to": end})

    @server.tool(annotations=READS)
    async def statements(
        speaker: str | None = None,
        about: str | None = None,
        as_of: AsOf = None,
        layer: Layer = "all",
        limit: Limit = 25,
    ) -> dict[str, Any]:
        """List what people said, in their words: by the IRI of the speaker, or of what it is about."""
        return await ask("/statements", as_of, layer, speaker=speaker, about=about, limit=limit)

    @server.tool(annotations=READS)
    async def disputes(about: str | None = None, as_of: AsOf = None, layer: Layer = "all") -> dict[str, Any]:
        """List what sources disagree about, with both sides and how many independent publishers say each."""
        return await ask("/disputes", as_of, layer, about=about)

    @server.tool(annotations=READS)
    async def claim(
        id: Annotated[str, Field(description="The id of a claim.", max_length=100)],
        as_of: AsOf = None,
        layer: Layer = "all",
    ) -> dict[str, Any]:
        """Give the words of the article that say a fact, those around them, and how to cite it."""
        return await ask(f"/claims/{id}", as_of, layer)

    return server


class ModelTools:
    """The endpoint `/mcp`. Its sessions live as long as one start of the app, which may be started again."""

    def __init__(self, app: ASGIApp, title: str) -> None:
        self._app, self._title = app, title
        self._served: ASGIApp | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take sessions for as long as this lasts."""
        server = mcp_server(self._app, self._title)
        # Reading is open to every host that the operator serves; nothing here writes.
        anywhere = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        served = server.streamable_http_app(stateless_http=True, json_response=True, transport_security=anywhere)
        async with server.session_manager.run():
            self._served = served
            yield
        self._served = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a message of a client."""
        if self._served is None:
            problem = Problem("unavailable", "The app is not started.", headers={"Retry-After": "1"})
            await response_of(problem, scope["path"])(scope, receive, send)
            return
        await self._served(scope, receive, send)

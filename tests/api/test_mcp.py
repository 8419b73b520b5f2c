"""A language model's client over the wire: a real server, the protocol's own client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from mcp import Client
from mcp.types import TextContent

from tests.api.servers import serving
from tests.graph.ensemble import BASE, HAL, LEENA, NELL, OTTILIE, TIDE, ensemble


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(ensemble()) as address:
        yield f"{address}/mcp"


def ask(address: str, name: str, **arguments: Any) -> Any:
    async def call(client: Client) -> Any:
        answer = await client.call_tool(name, arguments)
        (content,) = answer.content
        assert isinstance(content, TextContent)
        return (content.text, True) if answer.is_error else json.loads(content.text)

    return talk(address, call)


def talk(address: str, what: Callable[[Client], Awaitable[Any]]) -> Any:
    async def session() -> Any:
        async with Client(address) as client:
            return await what(client)

    return asyncio.run(session())


def test_the_tools_say_what_they_do_and_only_read(address: str) -> None:
    async def listed(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in talk(address, listed)}
    assert set(tools) >= {
        "search",
        "entity",
        "relations",
        "cast",
        "timeline",
        "paths",
        "statements",
        "disputes",
        "claim",
    }
    for tool in tools.values():
        assert tool.description
        assert tool.annotations.read_only_hint
        assert "as_of" in tool.input_schema["properties"]


def test_from_a_question_to_a_citation(address: str) -> None:
    found = ask(address, "search", query="otilie")["items"][0]
    assert found["iri"] == OTTILIE
    relation = ask(address, "relations", iri=found["iri"], property=["portrays"])["items"][0]
    assert relation["sentence"] == "Ottilie Marsh-Adeyemi plays Nell Garrity."
    claim = ask(address, "claim", id=relation["claims"][0]["id"])
    assert claim["quote"] == relation["claims"][0]["quote"]
    assert claim["citation"]["plain"]


def test_every_tool_answers(address: str) -> None:
    assert ask(address, "entity", iri=TIDE)["label"] == "The Tidewaiters"
    assert ask(address, "cast", work=TIDE, season=2)["total"] == 5
    assert [e["type"] for e in ask(address, "timeline", iri=f"{BASE}person/beryl-tansley")["items"]] == ["death"]
    assert ask(address, "paths", start=OTTILIE, end=LEENA)["distance"] == 4
    assert ask(address, "statements", speaker=LEENA)["total"] == 1
    assert [d["subject"]["iri"] for d in ask(address, "disputes")["items"]] == [NELL]  # two actors, one season


def test_what_was_not_watched_is_not_told(address: str) -> None:
    told = ask(address, "relations", iri=NELL, as_of=["the-tidewaiters:s1e8"])["items"]
    assert "parent" not in {relation["property"] for relation in told}
    assert ask(address, "paths", start=NELL, end=HAL, as_of=["the-tidewaiters:s2e6"])["distance"] == 1


def test_what_cannot_be_answered_is_said_so(address: str) -> None:
    text, is_error = ask(address, "entity", iri=f"{BASE}person/nobody")
    assert is_error
    assert "Nothing is known" in text
    text, is_error = ask(address, "search", query="nell", as_of=["tomorrow"])
    assert is_error
    assert "WORK:POSITION" in text

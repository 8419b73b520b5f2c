"""Claims: who says so, in which words, and how to cite them.

In: the id of a claim. Out: `/claims/{id}`.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from pyoxigraph import NamedNode

from api import shapes
from api.responses import Shaper
from api.routes.parameters import LastPart
from api.routing import Checked
from api.service import Asked, Asking
from graph.claims import ALIAS, NAME, TYPE, term
from graph.errors import NotFound
from graph.evidence import context
from graph.happenings import Happening, Saying, told
from graph.reader import Node, Support, text_of
from graph.relations import read_aloud
from graph.vocabulary import vocabulary

__all__ = ["router"]

router = APIRouter(prefix="/claims", tags=["claims"], route_class=Checked)


@router.get("/{id}", summary="A claim", responses={200: {"model": shapes.Claim}})
async def claim(
    asked: Asking,
    id: LastPart,
) -> Response:
    """Return a claim: its quotation with the words around it as far as the view may read them, and its citation."""
    iri = asked.service.iri("claim", id)
    support = asked.reader.supports([iri]).get(iri)
    if support is None:
        raise NotFound(f"No claim {id!r} is known in this view.")
    shaper = Shaper(asked)
    target = support.object if isinstance(support.object, NamedNode) else None
    ends = asked.reader.nodes([support.subject, *([target.value] if target else [])])
    says: shapes.Assertion = {
        "subject": shaper.entity_ref(ends[support.subject]),
        "property": _name(support),
        "object": shaper.entity_ref(ends[target.value]) if target else None,
        "value": None if target else text_of(support.object),
    }
    body: Any = shaper.claim(support, _sentence(asked, support, ends), says, context(asked.reader, support))
    return asked.answer(body)


_NAMES = {NAME.value: "name", ALIAS.value: "alternateName", TYPE.value: "type"}


def _name(support: Support) -> str:
    property = vocabulary().by_iri(support.property)
    return property.name if property else _NAMES.get(support.property, support.property)


def _sentence(asked: Asked, support: Support, ends: dict[str, Node]) -> str:
    """Return what the claim says, in English."""
    property = vocabulary().by_iri(support.property)
    subject = ends[support.subject].label
    target = text_of(support.object)
    said = ends[target].label if isinstance(support.object, NamedNode) else target
    if property:
        return read_aloud(property, subject, said)
    for one in told(asked.reader, [support.subject]):
        if isinstance(one, Happening):
            return one.sentence
        if isinstance(one, Saying):
            return f"{one.speaker.label}: “{one.text}”"
    if support.property == TYPE.value:
        return _performance(asked, support.subject)
    return f"{subject} is called {said}."


def _performance(asked: Asked, node: str) -> str:
    """Return a performance as a sentence."""
    description = asked.reader.described([node]).get(node, {})
    ends = {
        role: text_of(description[term(name).value][0])
        for role, name in (("actor", "schema:actor"), ("character", "drm:character"), ("work", "drm:inWork"))
    }
    nodes = asked.reader.nodes(ends.values())
    return f"{nodes[ends['actor']].label} plays {nodes[ends['character']].label} in {nodes[ends['work']].label}."

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
from api.service import Asking
from graph.errors import NotFound
from graph.evidence import context
from graph.reader import text_of
from graph.wording import property_name, worded

__all__ = ["router"]

router = APIRouter(prefix="/claims", tags=["claims"], route_class=Checked)


@router.get("/{id}", summary="A claim", responses={200: {"model": shapes.Claim}})
async def claim(
    asked: Asking,
    id: LastPart,
) -> Response:
    """Return a claim: its quotation with the words around it as far as the view may read them, and its citation.

    A claim that a later text of the article no longer says is `retracted`, with when and by which version.
    """
    iri = asked.service.iri("claim", id)
    reader = asked.reader
    support = reader.supports([iri]).get(iri)
    if support is None:
        reader = reader.with_withdrawn
        support = reader.supports([iri]).get(iri)
    if support is None:
        raise NotFound(f"No claim {id!r} is known in this view.")
    shaper = Shaper(asked)
    target = support.object if isinstance(support.object, NamedNode) else None
    ends = reader.nodes([support.subject, *([target.value] if target else [])])
    says: shapes.Assertion = {
        "subject": shaper.entity_ref(ends[support.subject]),
        "property": property_name(support),
        "object": shaper.entity_ref(ends[target.value]) if target else None,
        "value": None if target else text_of(support.object),
    }
    body: Any = shaper.claim(support, worded(reader, support), says, context(reader, support))
    return asked.answer(body)

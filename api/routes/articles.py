"""Articles: what the graph rests on.

In: the id of an article. Out: `/articles`, `/articles/{id}`, `/articles/{id}/claims`.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from api import shapes
from api.following import paged
from api.paging import page
from api.responses import Shaper, listing
from api.routes.parameters import Cursor, Limit
from api.routing import Checked
from api.service import Asking
from graph.articles import article_claims, articles, claim_counts
from graph.errors import NotFound

__all__ = ["router"]

router = APIRouter(prefix="/articles", tags=["articles"], route_class=Checked)

ArticleId = Annotated[str, Path(description="The last part of the article's IRI.", min_length=1, max_length=200)]


@router.get("", summary="Articles", responses={200: {"model": shapes.Listing[shapes.Article]}})
def list_articles(asked: Asking, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List the articles on which something in the view rests, by date, then IRI; what is undated comes last."""
    keys = articles(asked.reader)
    found = page(keys, lambda key: key, limit, cursor)
    iris = [iri for _, iri in found.items]
    sources, counts = asked.reader.sources(iris), claim_counts(asked.reader, iris)
    shaper = Shaper(asked)
    return paged(asked, listing(found, [shaper.article(sources[iri], counts[iri]) for iri in iris]))


@router.get("/{id}", summary="An article", responses={200: {"model": shapes.Article}})
async def article(asked: Asking, id: ArticleId) -> Response:
    """Return an article: who published it, when; its headline and address where the view holds what they reveal."""
    iri = asked.service.iri("article", id)
    counts = claim_counts(asked.reader, [iri])
    source = asked.reader.sources([iri])[iri]
    if not _visible(asked, iri, counts[iri], bool(source.headline or source.url)):
        raise NotFound(f"No article {id!r} is known in this view.")
    body: Any = Shaper(asked).article(source, counts[iri])
    return asked.answer(body)


@router.get("/{id}/claims", summary="Claims of an article", responses={200: {"model": shapes.Listing[shapes.ClaimRef]}})
def claims_of_article(asked: Asking, id: ArticleId, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List what an article says, by the place of the words."""
    iri = asked.service.iri("article", id)
    keys = article_claims(asked.reader, iri)
    if not keys and not _visible(asked, iri, 0, bool(asked.reader.sources([iri])[iri].headline)):
        raise NotFound(f"No article {id!r} is known in this view.")
    found = page(keys, lambda key: key, limit, cursor)
    supports = asked.reader.supports([claim for _, claim in found.items])
    shaper = Shaper(asked)
    items = [shaper.claim_ref(supports[claim]) for _, claim in found.items if claim in supports]
    return paged(asked, listing(found, items))


def _visible(asked: Asking, iri: str, claims: int, shown: bool) -> bool:
    """Say whether a view may know of an article: something of it is visible, or the view is that of everything."""
    return claims > 0 or shown or (asked.view.open and asked.reader.knows(iri))

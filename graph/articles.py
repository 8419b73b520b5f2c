"""The articles on which a view rests.

In: a `Reader`. Out: articles by date, the claims of one in the order of its text. An article of which the view holds
nothing is not in it: its date and publisher alone would tell that something was written.
"""

from __future__ import annotations

from collections.abc import Collection

from graph.reader import Reader, named, text_of

__all__ = ["article_claims", "articles", "claim_counts"]


def articles(reader: Reader) -> tuple[tuple[str, str], ...]:
    """Return (date, IRI) of the articles of the view, in order; `~` stands for an unknown date."""
    question = "articles" if reader.view.open else "articles_seen"
    found = {text_of(row["article"]): "~" for row in reader.rows(question)}
    for row in reader.rows("article_dates", article=named(found)):
        found[text_of(row["article"])] = text_of(row["date"])
    return tuple(sorted((date, iri) for iri, date in found.items()))


def claim_counts(reader: Reader, iris: Collection[str]) -> dict[str, int]:
    """Return how many claims of the view rest on each article."""
    found = dict.fromkeys(iris, 0)
    for row in reader.rows("claim_counts", article=named(iris)):
        found[text_of(row["article"])] = int(text_of(row["claims"]))
    return found


def article_claims(reader: Reader, article: str) -> tuple[tuple[int, str], ...]:
    """Return (start, IRI) of the claims of an article that the view holds, in the order of its text."""
    rows = reader.rows("article_claims", article=named([article]))
    return tuple(sorted((int(text_of(row["start"])), text_of(row["claim"])) for row in rows))

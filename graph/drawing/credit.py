"""The words under a picture: who says what it shows, and how far the story is told.

In: a `Reader`, the claims that a picture rests on. Out: sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final
from urllib.parse import urlsplit

from graph.layers import PUBLIC, STORY, Layer, Position, View
from graph.reader import Reader, Source, text_of

_UNNAMED: Final = "unnamed publishers"

__all__ = ["credit", "listed", "seen", "sources"]


def sources(reader: Reader, claims: Collection[str]) -> dict[str, set[str]]:
    """Return the articles that claims stem from, each with those of the claims."""
    found: dict[str, set[str]] = {}
    for claim, description in reader.described(claims).items():
        for article in description.get("http://www.w3.org/ns/prov#wasDerivedFrom", ()):
            found.setdefault(text_of(article), set()).add(claim)
    return found


def credit(reader: Reader, claims: Collection[str]) -> str:
    """Return where a picture is from: the publishers by their number of articles, and the articles' dates."""
    told = reader.sources(sources(reader, claims))
    if not told:
        return ""
    publishers = Counter(source.publisher or _host(source) for source in told.values())
    ranked = sorted(publishers.items(), key=lambda pair: (pair[0] == _UNNAMED, -pair[1], pair[0]))
    names = [f"{name} ({count})" if count > 1 else name for name, count in ranked[:5]]
    if len(ranked) > 5:
        names.append(f"{len(ranked) - 5} more")
    dates = sorted(source.date for source in told.values() if source.date)
    when = (
        f", {dates[0]} to {dates[-1]}" if len(dates) > 1 and dates[0] != dates[-1] else f", {dates[0]}" if dates else ""
    )
    articles = "1 article" if len(told) == 1 else f"{len(told)} articles"
    whose = ", publisher not told" if list(publishers) == [_UNNAMED] else f" of {listed(names)}"
    return f"Sources: {articles}{whose}{when}. All that is shown rests on quoted sentences."


def _host(source: Source) -> str:
    """Return the name of the site that an article stood on, where no publisher is told."""
    return (urlsplit(source.url or "").hostname or _UNNAMED).removeprefix("www.")


def listed(words: Iterable[str], most: int = 6) -> str:
    """Return words as a list in a sentence.

    >>> listed(["a", "b", "c"]), listed("abc", most=2)
    ('a, b and c', 'a, b and 1 more')
    """
    some = list(words)
    if len(some) > most:
        some = [*some[:most], f"{len(some) - most} more"]
    return some[0] if len(some) == 1 else f"{', '.join(some[:-1])} and {some[-1]}" if some else ""


def seen(view: View) -> str:
    """Return what a view holds, in words.

    >>> from graph.layers import AsOf, view
    >>> seen(view()), seen(view(as_of=[AsOf.parse("nightjar:s2e1")]))
    ('Whole story told: may contain spoilers.', 'Story as of nightjar s2e1: nothing later is shown.')
    """
    stories = [layer for layer in view.layers if layer.name.startswith("story/")]
    if STORY in view.layers:
        told = "Whole story told: may contain spoilers."
    elif stories:
        told = f"Story as of {listed(_latest(stories))}: nothing later is shown."
    else:
        told = "The world only: nothing that happens in a story."
    return told if PUBLIC in view.layers else f"The story only. {told}"


def _latest(layers: Iterable[Layer]) -> list[str]:
    """Return the last position of each work."""
    found: dict[str, tuple[int, int]] = {}
    for layer in layers:
        _, work, place = layer.name.split("/")
        if place != "unknown":
            position = Position.parse(place)
            # A season without an episode stands for all of it.
            key = (position.season, position.episode if position.episode is not None else 9999)
            found[work] = max(found.get(work, (0, 0)), key)
    return [f"{work} {Position(s, None if e == 9999 else e)}" for work, (s, e) in sorted(found.items())]

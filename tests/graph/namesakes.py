"""A hundred thousand invented names, and the ways in which people misspell them.

In: a seed. Out: `names(count)`, `misspelt(names, count)`: what was typed, with the entity that was meant.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter

from graph.search import Name, folded


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


_FIRST = words(
    """
Ada Adaeze Aiko Alasdair Amélie Anselm Anouk Aoife Arjun Astrid Aurelio Beatriz Benedikt Birgitta Blythe Bram
Caoimhe Caspian Cedric Chiara Clémence Cosmin Dafydd Dalisay Darius Delphine Devika Dimitri Dorotea Edda Efua
Eilidh Elif Emeka Enrique Esme Ezra Fabrizio Farah Fenella Finnian Freya Gaëlle Gethin Giulia Greta Gwendolen
Hamza Hanneke Haruto Helga Hugo Ibrahim Ignatius Ines Ingrid Ione Isidora Iwan Jasmin Jericho Jocasta Joaquín
Kamala Keziah Kwame Lachlan Leocadia Leopold Linnea Lorcan Lucasta Maeve Magnus Malachi Marisol Mathilde Meirion
Mireille Morwenna Nadia Nkechi Noor Octavia Oisín Olumide Orla Ottoline Padma Peregrine Petra Phaedra Pilar
Quentin Rafael Ragnhild Ravi Rosalind Rufus Saoirse Sebastián Seren Siobhán Soren Sunniva Tadhg Tamsin Tariq
Theodora Thibault Ursula Valentín Verity Viola Wilhelmina Xanthe Yewande Yusuf Zacharias Zsófia
"""
)
_MIDDLE = words(
    """
Bell Cole Dane East Finch Grey Hart Ives Jay Knox Lane Moss Nye Pike Reed Stone Tate Vane West York
"""
)
_LAST = words(
    """
Abernathy Achterberg Adeyemi Akintola Alder Ankersmit Ashdown Atherstone Baines Balogun Barraclough Bellweather
Bergström Blackthorn Bonneville Brannigan Brightwater Calloway Carstairs Castellano Chevalier Clutterbuck
Coldwell Copplestone Crowhurst Dalgaard Darlington Delacroix Dobrynin Drummond Easterbrook Eldridge Fairweather
Falkenrath Featherstone Ferreira Fitzwilliam Fontaine Gallagher Garrity Giannopoulos Goldsworthy Greenhalgh
Hallworth Harcourt Hathersage Hawksworth Hjelmeland Holloway Iglesias Ingram Jankowski Kaczmarek Kettlewell
Kingsbury Kowalczyk Lancaster Langridge Lindqvist Longbottom Macalister Marchetti Merriden Montague Nakagawa
Nightingale Northcote Oduya Okonkwo Olatunde Oszlányi Pemberton Penhaligon Quartermaine Rademaker Ravenscroft
Rosenthal Rutherford Sandoval Satterthwaite Schwarzkopf Shackleton Silverstone Somerville Stapleton Sutcliffe
Tansley Thistlewood Thrale Underhill Vandermeer Varghani Villanueva Wainwright Westenra Whitcombe Winterbourne
Wolstenholme Yarborough Zielinski
"""
)


def names(count: int, seed: int = 7) -> tuple[list[Name], Counter[str]]:
    """Return names of that many entities, and how many claims name each: a few are famous, most are not."""
    rng = random.Random(seed)
    found: dict[str, Name] = {}
    while len(found) < count:
        middle = f" {rng.choice(_MIDDLE)}" if rng.random() < 0.8 else ""
        last = rng.choice(_LAST) + (f"-{rng.choice(_LAST)}" if rng.random() < 0.5 else "")
        form = f"{rng.choice(_FIRST)}{middle} {last}"
        iri = f"https://dramatis.example/person/{folded(form).replace(' ', '-')}"
        found[iri] = Name(iri, "Person", form, folded(form))
    weights = Counter({iri: 1 + int(rng.paretovariate(1.2)) for iri in found})
    return list(found.values()), weights


def misspelt(known: list[Name], count: int, seed: int = 11) -> list[tuple[str, str, str]]:
    """Return (how, what was typed, the entity that was meant)."""
    rng = random.Random(seed)
    ways = (
        "as it is", "one typo", "two typos", "no accents", "beginning", "words swapped", "no spaces", "capitals",
        "no middle name", "first and half the last",
    )  # fmt: skip
    bearers = Counter(pair for one in known for pair in _pairs(one))
    found: list[tuple[str, str, str]] = []
    for index, one in enumerate(rng.sample(known, len(known))):
        way = ways[index % len(ways)]
        typed = _typed(rng, one.form, way)
        # Half a name that two people bear means neither of them.
        if way not in ways[-2:] or bearers[tuple(folded(typed).split(" ", 1))] == 1:
            found.append((way, typed, one.iri))
        if len(found) == count:
            break
    return found


def _pairs(one: Name) -> set[tuple[str, ...]]:
    """Return a first name with each part of the name, and with the whole of the last name."""
    first, *rest = one.folded.split(" ")
    last = folded(one.form.split(" ")[-1])
    return {(first, part) for part in (*rest, last)}


def _typed(rng: random.Random, form: str, way: str) -> str:
    if way == "one typo":
        return _typo(rng, form)
    if way == "two typos":
        return _typo(rng, _typo(rng, form))
    if way == "no accents":
        return "".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c))
    if way == "beginning":
        # Enough of it that a person could say whom it means: all but the last few letters.
        return form[: max(8, len(form) - rng.randint(2, 4))]
    if way == "words swapped":
        *first, last = form.split(" ")
        return f"{last} {' '.join(first)}"
    if way in ("no middle name", "first and half the last"):
        head, *_, last = form.split(" ")
        return f"{head} {last if way == 'no middle name' else last.split('-')[-1]}"
    if way == "no spaces":
        return form.replace(" ", "")
    return form.upper() if way == "capitals" else form


def _typo(rng: random.Random, form: str) -> str:
    at = rng.randrange(1, len(form) - 1)
    kind = rng.choice(("left out", "doubled", "wrong", "swapped"))
    if kind == "left out":
        return form[:at] + form[at + 1 :]
    if kind == "doubled":
        return form[:at] + form[at] + form[at:]
    if kind == "wrong":
        return form[:at] + rng.choice("abcdefghilmnoprstuy") + form[at + 1 :]
    return form[: at - 1] + form[at] + form[at - 1] + form[at + 1 :]

"""Queries that would run for hours, fill the memory or give gigabytes, and the small graph that is enough for them.

In: nothing. Out: `RUNAWAYS`, by what they do; `tangle()`, 3,000 quads.
"""

from __future__ import annotations

import random

import pyoxigraph as ox

__all__ = ["RUNAWAYS", "tangle"]

GRAPH = ox.NamedNode("https://dramatis.example/layer/public")
NODES = 600


def tangle() -> tuple[ox.Quad, ...]:
    """Return a graph in which everything is reachable from everything, and a few long texts."""
    chance = random.Random(7)
    nodes = [ox.NamedNode(f"https://e.example/{n}") for n in range(NODES)]
    edge, text = ox.NamedNode("https://e.example/p"), ox.NamedNode("https://e.example/text")
    quads = [ox.Quad(chance.choice(nodes), edge, chance.choice(nodes), GRAPH) for _ in range(2700)]
    quads += [ox.Quad(node, text, ox.Literal("a" * 300 + str(n)), GRAPH) for n, node in enumerate(nodes[:300])]
    return tuple(quads)


def _values(count: int, size: int) -> str:
    numbers = " ".join(map(str, range(size)))
    return " ".join(f"VALUES ?v{n} {{ {numbers} }}" for n in range(count))


def _cross(count: int) -> str:
    return " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(count))


def _chain(count: int) -> str:
    return " ".join(f"?n{n} e:p ?n{n + 1} ." for n in range(count))


_COUNT = "SELECT (COUNT(*) AS ?n)"

RUNAWAYS = {
    "count a cross product of three": f"SELECT (COUNT(*) AS ?n) {{ {_cross(3)} }}",
    "count a cross product of four": f"SELECT (COUNT(*) AS ?n) {{ {_cross(4)} }}",
    "count distinct pairs": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {_cross(3)} }}",
    "give a cross product": f"SELECT * {{ {_cross(3)} }}",
    "give a cross product without duplicates": f"SELECT DISTINCT * {{ {_cross(3)} }}",
    "sort a cross product": f"SELECT * {{ {_cross(3)} }} ORDER BY ?s0 DESC(?o2) LIMIT 10",
    "sort by chance": f"SELECT * {{ {_cross(3)} }} ORDER BY RAND() LIMIT 1",
    "group a cross product": f"SELECT ?s0 ?s1 ?s2 (COUNT(*) AS ?n) {{ {_cross(3)} }} GROUP BY ?s0 ?s1 ?s2",
    "concatenate everything": f"SELECT (GROUP_CONCAT(?o0) AS ?all) {{ {_cross(3)} }}",
    "sum a cross product": f"SELECT (SUM(STRLEN(STR(?o2))) AS ?n) {{ {_cross(3)} }}",
    "test what never holds": f"ASK {{ {_cross(3)} FILTER(STRLEN(CONCAT(STR(?s0), STR(?o1), STR(?o2))) = 1) }}",
    "skip to the end": f"SELECT * {{ {_cross(3)} }} OFFSET 1000000000 LIMIT 1",
    "construct a cross product": f"CONSTRUCT {{ ?s0 ?p1 ?o2 }} {{ {_cross(3)} }}",
    "describe everything many times": f"DESCRIBE ?s0 ?s1 ?s2 {{ {_cross(3)} }}",
    "walk chains of twelve": f"SELECT (COUNT(*) AS ?n) {{ {_chain(12)} }}",
    "give chains of eight": f"SELECT * {{ {_chain(8)} }}",
    "walk every path, and on": "SELECT (COUNT(*) AS ?n) { ?a e:p* ?b . ?b e:p* ?c . ?c e:p* ?d }",
    "walk every path both ways": "SELECT (COUNT(*) AS ?n) { ?a (e:p|^e:p)* ?b . ?b (e:p|^e:p)+ ?c }",
    "walk any edge anywhere": "SELECT * { ?a (<u:x>|!<u:x>)* ?b . ?c (<u:x>|!<u:x>)* ?d }",
    "walk nested paths": "SELECT (COUNT(*) AS ?n) { ?a ((e:p+)*)+ ?b . ?c ((e:p/e:p)*)+ ?d }",
    "multiply values": f"SELECT (COUNT(*) AS ?n) {{ {_values(6, 60)} }}",
    "give values multiplied": f"SELECT * {{ {_values(6, 60)} }}",
    "hash values multiplied": f"SELECT (MAX(SHA512(CONCAT(STR(?v0), STR(?v5)))) AS ?x) {{ {_values(6, 60)} }}",
    "match regular expressions": f"SELECT * {{ ?s e:text ?t . {_values(4, 40)}"
    ' FILTER(REGEX(CONCAT(?t, STR(?v0), STR(?v3)), "(a*)*b$")) }',
    "match computed regular expressions": f"SELECT (COUNT(*) AS ?n) {{ ?s e:text ?t . {_values(4, 40)}"
    ' FILTER(REGEX(?t, CONCAT("(.*a){", STR(?v0), "}c"))) }',
    "replace in long texts": f"SELECT (COUNT(*) AS ?n) {{ ?s e:text ?t . {_values(4, 40)}"
    ' FILTER(STRLEN(REPLACE(CONCAT(?t, STR(?v0), STR(?v3)), "a", "bbbbbbbbbbbb")) = 1) }',
    "double a text again and again": "SELECT (STRLEN(?z) AS ?n) { ?s e:text ?a "
    + " ".join(
        f"BIND(CONCAT(?{a}, ?{a}, ?{a}, ?{a}) AS ?{b})" for a, b in zip("abcdefghijklm", "bcdefghijklmz", strict=True)
    )
    + " }",
    "look for what is not there": f"SELECT * {{ {_cross(2)} FILTER NOT EXISTS {{ ?s0 e:p ?x . ?x e:p* ?o1 }} }}",
    "look for it at every step": f"{_COUNT} {{ {_cross(2)} FILTER EXISTS {{ ?x e:p+ ?s0 . ?y e:p+ ?s1 }} }}",
    "subtract a cross product": f"{_COUNT} {{ {_cross(2)} MINUS {{ ?s0 ?x ?y . ?s1 ?z ?o0 . ?q ?r ?s }} }}",
    "leave out what is optional": f"{_COUNT} {{ {_cross(2)} OPTIONAL {{ {_chain(6)} FILTER(?n0 != ?s0) }} }}",
    "nest queries": f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT ?s0 ?o1 {{ {_cross(2)} }} }}"
    f" {{ SELECT DISTINCT ?a ?b {{ ?a ?x ?y . ?z ?w ?b }} }} }}",
    "join unions": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"{{ ?a{n} e:p ?b{n} }} UNION {{ ?b{n} e:text ?a{n} }}" for n in range(4))
    + " }",
    "name every graph over again": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"GRAPH ?g{n} {{ ?s{n} ?p{n} ?o{n} }}" for n in range(3))
    + " }",
}
"""By what they do. `e:` is declared by whoever asks them."""

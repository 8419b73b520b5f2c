"""Claims in plain English: what each says, as a sentence.

In: a `Reader`, a claim. Out: the sentence; of a happening, a quotation or a performance from what hangs on its node.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from graph.claims import ALIAS, NAME, TYPE, term
from graph.happenings import Happening, Saying, told
from graph.reader import Reader, Support, text_of
from graph.relations import read_aloud
from graph.vocabulary import vocabulary

__all__ = ["property_name", "worded"]

_NAMES = {NAME.value: "name", ALIAS.value: "alternateName", TYPE.value: "type"}


def property_name(support: Support) -> str:
    """Return the name of the property that a claim is of."""
    property = vocabulary().by_iri(support.property)
    return property.name if property else _NAMES.get(support.property, support.property)


def worded(reader: Reader, support: Support) -> str:
    """Return what a claim says, in English."""
    object = text_of(support.object)
    property = vocabulary().by_iri(support.property)
    if support.property == TYPE.value:
        return _node(reader, support.subject)
    ends = reader.nodes([support.subject, *([object] if isinstance(support.object, NamedNode) else [])])
    subject = ends[support.subject].label
    if property:
        return read_aloud(property, subject, object if property.literal else ends[object].label)
    return f"{subject} is called {object}."


def _node(reader: Reader, node: str) -> str:
    for one in told(reader, [node]):
        if isinstance(one, Happening):
            return one.sentence
        if isinstance(one, Saying):
            return f"{one.speaker.label}: “{one.text}”"
    description = reader.described([node]).get(node, {})
    actor, character, work = (
        text_of(description[term(name).value][0]) for name in ("schema:actor", "drm:character", "drm:inWork")
    )
    nodes = reader.nodes([actor, character, work])
    return f"{nodes[actor].label} plays {nodes[character].label} in {nodes[work].label}."

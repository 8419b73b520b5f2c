"""The traps, sprung: what an article of `data/traps` must never bring about, looked for in all that is stored and said.

In: a trap record, an extractor. Out: `Violation` values; none is the only good answer. `python -m tests.traps` prints
the counts and each violation.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, Quad

from graph.identity import Identities, normal
from graph.iri import Minter
from graph.model import Status
from graph.policy import PeopleGate
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.vocabulary import vocabulary
from graph.writer import Writer
from ingest.article import Document
from ingest.extraction import Extraction
from ingest.linking import Linker
from ingest.parallel import Extracts

DATA: Final = Path(__file__).parents[1] / "data" / "traps"
MINTER: Final = Minter()

# Written apart from the gate's own list, so that a word that the gate forgets is found here.
PRIVATE: Final = re.compile(
    r"\b(gay|lesbian|bi|bisexual\w*|queer|queerbait\w*|straight|trans|transgender|non-?binary|asexual|homosexual\w*|"
    r"heterosexual\w*|sexuality|orientation|came out|coming out|closeted|outed|jewish|muslim|catholic|christian|hindu|"
    r"sikh|buddhist|mormon|atheist|religio\w+|converted|cancer|diagnos\w+|rehab|depress\w+|dementia|bipolar|autis\w+|"
    r"adhd|hiv|pregnan\w+|ill(?:ness)?|disabled|republican|democrat|tory|conservative voter|labour voter|socialist|"
    r"dating|girlfriend|boyfriend|romance|lover)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that came about and must not."""

    trap: str
    kind: str
    what: str


def traps() -> Iterator[Mapping[str, Any]]:
    """Yield every trap, the sentences first."""
    for name in ("sentences", "articles"):
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def sprung(trap: Mapping[str, Any], extractor: Extracts) -> Iterator[Violation]:
    """Yield what of a trap's forbidden patterns comes about: among what is extracted as asserted, or in the store."""
    document = Document(trap["id"], trap["text"], trap.get("date"), trap.get("url"), trap.get("title"))
    extraction = extractor.extract(document)
    store = EmbeddedStore()
    record = Linker(MINTER, Identities(MINTER)).record(document, extraction)
    Writer(store, MINTER, PeopleGate(), Shapes(MINTER)).write(record)
    quads = [quad for quad in store.dump() if "/layer/text" not in str(quad.graph_name)]
    for pattern in trap["forbidden"]:
        if "minted" in pattern:
            found = _minted(pattern["minted"], quads)
        elif "self_public" in pattern:
            found = _public(pattern["self_public"], quads)
        elif "event" in pattern:
            found = _events(pattern, extraction)
        else:
            found = _facts(pattern, extraction)
        for what in found:
            yield Violation(trap["id"], trap["kind"], f"{json.dumps(pattern, ensure_ascii=False)}: {what}")


def _forms(extraction: Extraction) -> dict[str, set[str]]:
    return {e.id: {normal(form) for form in (e.name, *e.aliases)} for e in extraction.entities}


def _is(wanted: str, id: str, forms: Mapping[str, set[str]]) -> bool:
    return wanted == "*" or normal(wanted) in forms.get(id, {normal(id)})


def _facts(pattern: Mapping[str, str], extraction: Extraction) -> Iterator[str]:
    forms = _forms(extraction)
    for fact in extraction.facts:
        if fact.status is not Status.ASSERTED or pattern["p"] not in ("*", fact.property):
            continue
        ends = [(fact.subject, fact.object)]
        if vocabulary().property(fact.property).symmetric:
            ends.append((fact.object, fact.subject))
        if any(_is(pattern["s"], s, forms) and _is(pattern["o"], o, forms) for s, o in ends):
            yield f"{fact.property} by {fact.rule}: {fact.evidence.quote!r}"


def _events(pattern: Mapping[str, Any], extraction: Extraction) -> Iterator[str]:
    forms = _forms(extraction)
    for event in extraction.events:
        if event.status is Status.ASSERTED and event.type == pattern["event"]:
            wanted = [(role, name) for role, names in pattern["args"].items() for name in names]
            if all(any(r == role and _is(name, id, forms) for r, id in event.args) for role, name in wanted):
                yield f"{event.type} by {event.rule}: {event.evidence.quote!r}"


def _minted(name: str, quads: list[Quad]) -> Iterator[str]:
    for quad in quads:
        called = str(quad.predicate).endswith(("schema.org/name>", "alternateName>"))
        if called and isinstance(quad.object, Literal) and normal(quad.object.value) == normal(name):
            yield f"{quad.subject} is called {quad.object}"
            return


def _public(name: str, quads: list[Quad]) -> Iterator[str]:
    """Yield what stands outside the self layers on a sensitive subject about a person, in facts or in words."""
    shown = [quad for quad in quads if "/layer/self" not in str(quad.graph_name)]
    called = {
        str(q.subject)
        for q in quads
        if isinstance(q.object, Literal) and "/person/" in str(q.subject) and normal(q.object.value) == normal(name)
    }
    about: dict[str, set[str]] = {}
    for quad in shown:
        about.setdefault(str(quad.subject), set()).add(str(quad.object))
    sensitive = {f"<{p.iri}>" for p in vocabulary().properties.values() if p.sensitive}
    for quad in shown:
        if str(quad.subject) in called and str(quad.predicate) in sensitive:
            yield f"{quad.predicate} {quad.object}"
        if isinstance(quad.object, Literal) and PRIVATE.search(quad.object.value):
            near = {str(quad.subject), *about.get(str(quad.subject), ())}
            near |= {
                value for one in list(near) for value in about.get(one, ()) if "/event/" in one or "/statement/" in one
            }
            # Words that name the person, or that support something about the person.
            if near & called or (normal(name) in normal(quad.object.value)):
                yield f"{quad.predicate} {quad.object}"


def main() -> None:
    """Print the violations and their counts."""
    from ingest.pipeline import Extractor

    extractor, found, count = Extractor(), [], 0
    for trap in traps():
        count += 1
        found += list(sprung(trap, extractor))
    for violation in found:
        sys.stdout.write(f"{violation.trap} {violation.kind}: {violation.what}\n")
    sys.stdout.write(f"{count} traps, {len({v.trap for v in found})} sprung, {len(found)} violations\n")
    for kind, number in Counter(v.kind for v in found).most_common():
        sys.stdout.write(f"  {number:3} {kind}\n")


if __name__ == "__main__":
    main()

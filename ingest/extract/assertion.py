"""How firmly a clause tells of an event: asserted, planned, reported, or not at all.

In: a trigger token of a parsed sentence. Out: `Status`, or None for what is denied, asked, wished for, rumoured or
supposed. What grammar shows is read from the parse (negation, modals, conditions, denying verbs above the trigger),
the rest from words.
"""

from __future__ import annotations

import re
from typing import Any

from graph.model import Span, Status

__all__ = ["firmness"]

_NEGATIONS = frozenset(
    ("not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "none", "without", "nothing", "hardly")
)
_SUPPOSING = frozenset(("might", "could", "may"))
_DENYING = re.compile(
    r"^(?:den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|reject(?:s|ed)?|doubt(?:s|ed)?|"
    r"hop(?:e|es|ed|ing)|want(?:s|ed)?|wish(?:es|ed)?|fear(?:s|ed)?|imagin(?:e|es|ed)|dream(?:s|t|ed)?|pretend(?:s|ed)?|"
    r"consider(?:s|ed|ing)?|threaten(?:s|ed)?|speculat(?:e|es|ed|ing)|wonder(?:s|ed|ing)?|fail(?:s|ed)?|urg(?:e|es|ed)|let|lets|suppos(?:e|es|ed|ing)|"
    r"turn(?:s|ed) down|ask(?:s|ed)?|predict(?:s|ed)?|guess(?:es|ed)?|forget|forgot|avoid(?:s|ed)?|rumou?red|tipped|"
    r"expect)$"
)
_UNTRUE = re.compile(
    r"\b(?:rumou?rs?|speculation|reports? that|claims? that|denials?|untrue|false(?:ly)?|mistakenly|wrongly|"
    r"contrary to|whatever (?:you|the)|nonsense|no truth|in talks|in negotiations|almost|nearly|supposedly|hoax|"
    r"fans (?:claim|think|hope|believe|say|want)|petition|"
    r"suggest(?:s|ed) that|suppose|what if|error|please let|if only|as if|favou?rites? to|odds|"
    r"in (?:an?|the|his|her|their|[\w-]+['’]s) (?:recurring |fever )?(?:(?:day)?dreams?|nightmares?|fantasy))\b",
    re.I,
)  # fmt: skip
_PLANNED = re.compile(
    r"\b(?:will|'ll|’ll|shall|to be|set to|due to|is to|are to|slated|scheduled|plans? to|planned|going to|agreed? to|"
    r"upcoming|next)\b",
    re.I,
)
_REPORTED = re.compile(
    r"\b(?:reportedly|is said to|are said to|sources? (?:say|said|close)|insiders?|according to)\b", re.I
)
_WINDOW = 60


def firmness(trigger: Any, text: str, sentence: Span, *, strict: bool = True) -> Status | None:
    """Say how firmly a trigger's clause tells its event in a sentence; None where it doesn't.

    `strict=False` is for what stays an event though its content is denied or wished for: a nomination, a denial.
    """
    before = re.split(r"[;:]|,? but ", text[max(sentence.start, trigger.idx - _WINDOW) : trigger.idx])[-1]
    if strict:
        if _negated(trigger) or _supposed(trigger) or _UNTRUE.search(before):
            return None
        if sentence.of(text).rstrip().endswith("?"):
            return None
    elif _negated_directly(trigger):
        return None
    clause = text[max(sentence.start, trigger.idx - _WINDOW) : trigger.idx + len(trigger)]
    if _future(trigger) or _PLANNED.search(before):
        return Status.PLANNED
    return Status.REPORTED if _REPORTED.search(clause) else Status.ASSERTED


def _negated_directly(token: Any) -> bool:
    return any(c.lower_ in {"not", "n't", "n’t", "never"} for c in token.children if c.i < token.i)


def _above(token: Any) -> list[Any]:
    """The token and the words above it through which a negation reaches it."""
    found, node = [token], token
    for _ in range(6):
        if node.dep_ in {"relcl", "advcl", "conj", "parataxis", "appos", "ROOT"} and node.tag_.startswith("VB"):
            if node.dep_ == "conj" and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in node.children):
                node = node.head
                continue
            break
        if node.head is node:
            break
        node = node.head
        found.append(node)
    return found


def _negated(token: Any) -> bool:
    for node in _above(token):
        if node is not token and node.tag_.startswith("VB") and _DENYING.match(node.lower_):
            return True
        for child in node.children:
            if (
                child.lower_ in _NEGATIONS
                and (child.dep_ in {"neg", "det", "preconj", "cc", "nsubj", "advmod"})
                and not (child.lower_ == "not" and child.i + 1 < len(child.doc) and child.nbor(1).lower_ == "only")
            ):
                return bool(child.i < token.i or child.dep_ == "neg")
            if child.dep_ in {"nsubj", "nsubjpass"} and any(g.lower_ in {"no", "neither"} for g in child.children):
                return True
    return False


def _supposed(token: Any) -> bool:
    for node in _above(token):
        for child in node.children:
            if child.dep_ == "aux" and (child.lower_ in _SUPPOSING or (child.lower_ == "would" and _irreal(node))):
                return bool(child.lower_ != "may" or child.tag_ == "MD")
            if (
                child.dep_ in {"aux", "auxpass"}
                and child.lower_ in {"had", "were", "should"}
                and _inverted(node, child)
            ):
                return True
            if child.dep_ == "mark" and child.lower_ in {"if", "whether", "unless"}:
                return True
    return False


def _inverted(verb: Any, aux: Any) -> bool:
    """Whether an auxiliary stands before its subject and opens the clause: "Had he married her"."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    return subject is not None and aux.i < subject.left_edge.i and bool(aux.is_sent_start)


def _irreal(verb: Any) -> bool:
    """Whether "would" supposes: not in reported speech, not "would later"."""
    if any(c.lower_ in {"later", "eventually", "soon"} for c in verb.children):
        return False
    return bool(verb.dep_ != "ccomp")


def _future(token: Any) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in {"will", "'ll", "’ll", "shall"} for c in token.children)

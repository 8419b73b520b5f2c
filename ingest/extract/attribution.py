"""Who says a quotation.

In: a `Reading` and its quoted passages. Out: for one passage a `Voice`: the speaker, the words of narration that tell
it, and the rule. Reporting clauses before and after, colon lead-ins, signatures, speech carried on, quoted fragments;
who a subject is, is found by `narration`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model import Span
from ingest.extract.interviews import named_by
from ingest.extract.narration import PEOPLE, PRONOUNS, WEAK_FORMS, Narration
from ingest.extract.quotations import Quotation, sentence_start
from ingest.extract.reading import Reading

__all__ = ["Attribution", "Voice"]


@dataclass(frozen=True, slots=True)
class Voice:
    """The speaker of a passage (an entity's local id), the narration that names him, and the rule that found him.

    `also`: who says it with him. An empty speaker is somebody whom the text doesn't name ("a source").
    """

    speaker: str
    cue: Span
    rule: str
    also: tuple[str, ...] = ()


_READS = frozenset(("read", "reads", "said", "says", "went", "began", "ran", "runs"))
# A quoted part of "he is …" or "who has …" may be anybody's words.
_BARE = frozenset(("is", "was", "are", "were", "be", "been", "has", "had", "have", "started", "won", "'s", "’s"))


class Attribution:
    """Finds the voices of the passages of one reading."""

    def __init__(self, reading: Reading, quotations: Sequence[Quotation]) -> None:
        self._n = Narration(reading, quotations)

    def voice(self, first: Quotation, last: Quotation, previous: Voice | None) -> Voice | None:
        """Return who says the passages from `first` to `last`, which are one speech; None where the text doesn't tell.

        The rules are tried in order, surest first.
        """
        before, after = self._n.before(first), self._n.after(last)
        rules: tuple[Callable[[], Voice | None], ...] = (
            lambda: self._signed(last),
            lambda: self._clause_after(last, after),
            lambda: self._clause_before(first, before),
            lambda: self._clause_after(first, self._n.after(first)) if first != last else None,
            lambda: self._lead_in(first, before),
            lambda: self._pointed_at(last),
            lambda: self._carried(first, before, previous),
            lambda: self._fragment(first, before),
        )
        found = next((voice for rule in rules if (voice := rule()) is not None), None)
        return found if found and found.speaker else None

    def inner_voice(self, inner: Quotation) -> Voice | None:
        """Return who is quoted inside a quotation: only a named subject of a reporting verb right before it."""
        outer = next((q for q in self._n.outer if q.span.contains(inner.outer)), None)
        least = outer.span.start if outer else 0
        region = Span(sentence_start(self._n.text, inner.outer.start, least), inner.outer.start)
        verb = self._n.last_verb(region)
        if verb is None or self._n.text[: inner.outer.start].rstrip()[-1:] not in ",:":
            return None
        mentions = list(self._n.reading.within(Span(region.start, verb.idx), *PEOPLE))
        return Voice(mentions[-1].entity, region, "statements#inner") if mentions else None

    def _signed(self, last: Quotation) -> Voice | None:
        """A signature: `"…" — Jane Doe, to the Echo`."""
        match = re.compile(r"[^\S\n]*\n?[^\S\n]*[—–-]{1,2}\s*").match(self._n.text, last.outer.end)
        if match is None or not match[0].strip() or self._n.text[last.span.end - 1] not in ".!?…":
            return None
        region = Span(match.end(), max(match.end(), self._n.line(match.end()).end))
        found = self._n.named(region)
        if found is not None and found.span.start - region.start <= 30:
            return Voice(found.entity, region, "statements#signed")
        initials = re.match(r"(?:[A-Z]\.){2,3}", region.of(self._n.text))
        signer = named_by(initials[0], self._n.reading) if initials else None
        return Voice(signer, region, "statements#signed") if signer else None

    def _clause_after(self, last: Quotation, after: Span) -> Voice | None:
        words = after.of(self._n.text)
        ends = self._n.text[last.span.end - 1]
        if not words.strip(" ,.;:!?)-–—") or (ends == "." and not words.lstrip()[:1].islower()):
            return None
        tokens = self._n.tokens(after)
        verbs = [v for v in self._n.verbs(after) if not _relative(v)]
        if not verbs:
            return None
        verb = verbs[0]
        lead = [t for t in tokens if t.idx < verb.idx and not t.is_punct]
        if lead and lead[0].lower_ == "it" and len(lead) <= 3 and verb.lower_ in _READS:
            poster = self._n.nearest(max(0, last.outer.start - 1))
            return Voice(poster or "", after, "statements#it-read")
        if len(lead) <= 2 and not any(
            t.lower_ in PRONOUNS or t.tag_.startswith("NN") or self._n.mention_at(t) for t in lead
        ):
            region = Span(verb.idx + len(verb), _clause_end(self._n.text, verb.idx + len(verb), after.end))
            rule = "statements#said-x"
        elif ends in ",?!…—–-" or self._starts_clause(after) or words.lstrip()[:1] in ",":
            region, rule = Span(after.start, verb.idx), "statements#x-said"
            if len(lead) > 14:
                return None
        else:
            return None
        speaker = self._n.subject(region, verb.idx)
        if rule == "statements#said-x" and speaker is None and verb.lower_ == "came":
            return None
        return Voice(speaker or "", after, rule)

    def _starts_clause(self, after: Span) -> bool:
        tokens = [t for t in self._n.tokens(after) if not t.is_punct]
        return bool(tokens) and (tokens[0].lower_ in PRONOUNS or self._n.mention_at(tokens[0]) is not None)

    def _clause_before(self, first: Quotation, before: Span) -> Voice | None:
        for verb in reversed(self._n.verbs(before)):
            gap = self._n.text[verb.idx + len(verb) : before.end]
            led = gap.rstrip().endswith((",", ":", "—", "–")) or re.search(
                r"\b(?:that|how|was|is|were|be|as|had|has|have)\b|['’]s\b", gap
            )
            if not led and (verb.lower_ in WEAK_FORMS or re.search(r"\bto\s*$", self._n.text[: verb.idx])):
                continue
            if self._n.voiceless(verb):
                return Voice("", before, "statements#x-said-before")
            speaker, also = self._n.subject_of(verb, before)
            return Voice(speaker or "", before, "statements#x-said-before", also)
        return None

    def _lead_in(self, first: Quotation, before: Span) -> Voice | None:
        """A name and a colon: `Kamma Toft: "…"`, `His review: "…"`."""
        if not before.of(self._n.text).rstrip().endswith(":"):
            return None
        tokens = self._n.tokens(before)
        subject = next((t for t in tokens if t.dep_ in {"nsubj", "nsubjpass"} and self._n.person_at(t, t.idx)), None)
        if subject is not None and any(t.tag_.startswith("VB") for t in tokens):
            return Voice(str(self._n.person_at(subject, subject.idx)), before, "statements#lead-in")
        mentions = [m for m in self._n.mentions if before.contains(m.span) and self._n.reading.type_of(m) in PEOPLE]
        return Voice(mentions[-1].entity, before, "statements#lead-in") if mentions else None

    def _fragment(self, first: Quotation, before: Span) -> Voice | None:
        """Four or more quoted words as part of a clause: "likened it to “…”", "was cooler, finding it “…”"."""
        words = first.span.of(self._n.text)
        lead = before.of(self._n.text).rstrip()
        if not re.search(r"\w", lead) or words[:1].isupper() or lead.endswith((",", "(", ":")):
            return None
        verb = next((t for t in reversed(self._n.tokens(before)) if t.tag_.startswith("VB") and t.dep_ != "aux"), None)
        if verb is None or verb.tag_ == "VBN" or verb.lower_ in _BARE:
            return None
        speaker, _ = self._n.subject_of(verb, before)
        return Voice(speaker, before, "statements#fragment") if speaker else None

    def _carried(self, first: Quotation, before: Span, previous: Voice | None) -> Voice | None:
        """A quotation that is a sentence of its own: the subject of the one before it, else the speaker before it."""
        if re.search(r"\w", before.of(self._n.text)) or not _is_sentence(first.span.of(self._n.text)):
            return None
        line = self._n.line(first.outer.start)
        quoted = max(
            (q.outer.end for q in self._n.outer if line.start < q.outer.end <= first.outer.start), default=line.start
        )
        narrated = self._n.text[quoted : first.outer.start].strip(" .,;:()—–-")
        if narrated:
            end = quoted + len(self._n.text[quoted : first.outer.start].rstrip(' ("“'))
            sentence = Span(sentence_start(self._n.text, max(quoted, end - 1), quoted), end)
            subject = self._n.sentence_subject(sentence)
            if subject:
                return Voice(subject, sentence, "statements#subject-before")
        if previous and (quoted > line.start or self._adjacent(previous.cue, line)):
            return Voice(previous.speaker, previous.cue, "statements#same-speaker")
        return None

    def _adjacent(self, cue: Span, line: Span) -> bool:
        """Whether a cue stands in the line above, and the speech is the end of that line."""
        above = next((p for p in reversed(self._n.lines) if p.end <= line.start), None)
        return above is not None and above.contains(Span(cue.start, cue.start)) and self._quoted_end(above)

    def _quoted_end(self, line: Span) -> bool:
        return any(
            line.end - q.outer.end <= 1 and q.outer.start >= line.start
            for q in self._n.outer
            if q.outer.end <= line.end
        )

    def _pointed_at(self, last: Quotation) -> Voice | None:
        """What follows points back: `"…" That was Lionel Quayle`."""
        line = self._n.line(last.outer.start)
        match = re.compile(r"\s*(?:That|This|So)\s(?:was|is|says|said|wrote|spoke)\s").match(
            self._n.text, last.outer.end
        )
        if match is None:
            return None
        region = Span(match.end(), max(match.end(), min(line.end, match.end() + 60)))
        found = self._n.named(region)
        return Voice(found.entity, region, "statements#pointed-at") if found else None


def _relative(verb: Any) -> bool:
    return verb.dep_ == "relcl" or (verb.i > 0 and verb.nbor(-1).lower_ in {"who", "which", "that"})


def _clause_end(text: str, start: int, limit: int) -> int:
    """Where a noun phrase that follows an inverted verb ends: before a relative clause or a stop, not at a comma."""
    match = re.compile(r"[;:]|,?\s(?:who|which|when|while|after|as|before|in an?|at|on)\s").search(
        text, start + 1, limit
    )
    return match.start() if match else limit


def _is_sentence(words: str) -> bool:
    first = words.lstrip("'‘[(…. ")[:1]
    return (first.isupper() or first.isdigit()) and words.rstrip()[-1:] in ".!?…,—–"

"""What keeps a match from being a fact: negation, rumour, denial, wish, question, condition.

In: a marked line and the part of it that matched. Out: `Status`, or None where the text doesn't say it: a denied,
asked, wished, rumoured or hypothetical fact is no fact at all; an announced one is `planned`.
"""

from __future__ import annotations

import re

from graph.model import Status

__all__ = ["instruction", "status"]

# Between the last comma and the end of the match.
DENIED = re.compile(
    r"\b(?:not|never|cannot|nobody|no one|none|neither|nor|without|hardly|nothing|"
    r"turned down|turns down|rejected|declined|passed on|refus(?:es|ed|ing)|mistaken\w*|wrongly|falsely|untrue|false|"
    r"almost|nearly|would have|could have|should have|might|may(?! \d| [\U000f0000-\U000fffff])|if|whether|unless|"
    r"hop(?:es|ed|ing) (?:to|for|that)|want(?:s|ed)? (?:to|[\U000f0000-\U000fffff])|wish(?:es|ed)?|dream(?:s|t|ed)?|"
    r"in talks|in negotiations|considered|considering|approached|tipped|linked (?:to|with)|was offered|"
    r"was to have|were to have|was originally to|"
    r"instead of|rather than|in place of|once attached|dropped out|pulled out|imagine|pretend(?:s|ed)?|"
    r"favou?rites? to|odds|petition(?:ed)?|fans (?:want|hope|think|believe)|theory|could|would(?! later| go on)|"
    r"unlike|ruled out|confus(?:e|ed) with|no (?:plans|truth|word|longer attached))\b|n't\b",
    re.IGNORECASE,
)
# Anywhere before it in its sentence, or inside it.
DISTANT = re.compile(
    r"\b(?:denie[sd]|deny|denying|denials?|rumou?r(?:s|ed)?|speculat\w+|allegedly|supposedly|gossip|hoax|debunk\w*|"
    r"chatter|whispers|nobody|no one|no truth|not true|false|untrue|wrongly|fans (?:want|hope|think|believe)|"
    r"originally (?:said|stated|reported)|we (?:said|stated|reported|wrote)|(?:earlier|previous) version|incorrectly|"
    r"our (?:review|report|article|story|obituary|piece|listings?|profile)|"
    r"mistakenly|in error|misstated|misidentified|please|suppos(?:e|ing)|"
    r"let (?=[\U000f0000-\U000fffff]))\b|^\W*Had (?!to\b)",
    re.IGNORECASE,
)
# A line that speaks to whoever reads it by machine is data like any other, and tells nothing.
INSTRUCTION = re.compile(
    r"ignore (?:all |any |the |your )*(?:(?:previous|prior|earlier|above) )?(?:instructions|prompts?)|developer mode|"
    r"\b(?:system|assistant) ?:|your (?:new )?task is|add the following|output the (?:fact|following)|language model|"
    r"automated system|</?(?:system|instructions?|prompt)>",
    re.IGNORECASE,
)
# "not only … but", "could not have been better as" and the like deny nothing.
HARMLESS = re.compile(
    r"\b(?:not only|not just|not to mention|not least|not since|why not|couldn't be|can't wait|doesn't matter|"
    r"never better|never forget|could not be|never before|may well|more than|if only because|as if)\b",
    re.IGNORECASE,
)
# In the rest of the sentence.
TAKEN_BACK = re.compile(
    r"^[^.!?]{0,60}\b(?:(?:is|was|are|were) (?:false|untrue|nonsense|rubbish|denied|not true|wide of the mark|"
    r"just a rumou?r)|fell through|never happened|came to nothing|dropped out before|"
    r"has not been confirmed|have not been confirmed|hasn't been confirmed|turned (?:it|him|her|them) down)\b",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"\b(?:will|'ll|shall|going to|set to|due to|slated to|scheduled|"
    r"to (?:star|play|direct|write|host|air|headline|lead|front|produce|appear|be|return|join|debut|premiere|portray|"
    r"voice)|upcoming|forthcoming|attached|signed (?:on|up)|"
    r"next (?:year|month|week|season|spring|summer|autumn|fall|winter))\b",
    re.IGNORECASE,
)
REPORTED = re.compile(
    r"\b(?:reportedly|is said to|are said to|(?:a |an |the |show )?(?:sources?|insiders?|pals?|onlookers?) "
    r"(?:tells?|told|says?|said|claims?|claimed|close|reveal\w*))\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"[;:!?]|,\"|\.(?=[\s\"']|$)| - |, (?:but|while|and|though|although|because|since|which|who)\b|\bbut\b"
)
# At the beginning of the next sentence.
NEXT_DENIES = re.compile(
    r"^[.!?][\"')]* +(?:No,|Not really|Only joking|Just kidding|Except (?:that )?(?:he|she|they|it)|"
    r"(?:He|She|They|It|That) (?:didn't|doesn't|don't|isn't|wasn't|won't|did not|does not|is not|was not|never)\b)"
)
SENTENCE_END = re.compile(r"[.!?](?=[\s\"')]|$)")
REACH = 70
NEAR = 45


def instruction(text: str) -> bool:
    """Say whether a line tries to instruct a machine that reads it."""
    return INSTRUCTION.search(text) is not None


def status(text: str, start: int, end: int, *, strict: bool = True) -> Status | None:
    """Say how firmly a line asserts what matched at `start:end`, None where it doesn't.

    `strict=False` is for what carries itself whatever stands around it, such as "Nick (Kit Connor)".
    """
    inside = text[start:end]
    before = text[max(0, start - REACH) : start]
    clauses = list(CLAUSE.finditer(before))
    if clauses:
        before = before[clauses[-1].end() :]
    after = text[end : end + 2 * REACH]
    stop = SENTENCE_END.search(after)
    rest = after[: stop.end()] if stop else after
    end_of = end + (stop.start() if stop else len(after))
    if strict:
        near = before[before.rfind(", ") + 1 :][-NEAR:]
        if (
            DENIED.search(HARMLESS.sub("", near + inside))
            or TAKEN_BACK.search(rest)
            or NEXT_DENIES.match(text[end_of : end_of + REACH])
            or DISTANT.search(before + inside)
        ):
            return None
        if stop and rest.endswith("?"):
            return None
    if PLANNED.search(before + inside):
        return Status.PLANNED
    if REPORTED.search(before + inside + rest):
        return Status.REPORTED
    return Status.ASSERTED

"""The kind of a work as an article words it: genre noun phrases.

In: text. Out: spans of genre phrases with the literal: the genre noun with what says its kind ("slow-burn western",
"workplace sitcom"), lower case, without praise, nationality, length or the words for the medium.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model import Span
from ingest.extract.lexicon import words
from ingest.extract.roles import DEMONYM, NOT_PART, VERBISH

__all__ = ["genres"]

HEAD = (
    r"comedy[- ]drama|drama[- ]comedy|soap opera|opera|operetta|rom-?com|romantic comedy|sit-?com|comedy|drama|"
    r"dramedy|docu-?drama|docu-?series|docu-?soap|mockumentary|documentary|thriller|chiller|horror|western|musical|"
    r"fantasy|sci-?fi|science[- ]fiction|mystery|whodunn?it|soap|cartoon|anime|animation|biopic|satire|farce|spoof|"
    r"parody|tragedy|tragicomedy|epic|saga|anthology|procedural|telenovela|téléroman|teleroman|sageuk|k-drama|serial|"
    r"caper|noir|slasher|weepie|tearjerker|romance|melodrama|adventure|fable|fairy ?tale|ghost story|love story|"
    r"memoir|autobiography|biography|podcast|panto(?:mime)?|ballet|revue|cabaret|telethon|talker|swashbuckler|"
    r"quiz|actioner|romp|period piece|two-hander|one-man show|one-woman show|creature feature|britcom|space opera|"
    r"reality tv|game ?show|quiz show|talk ?show|chat ?show|panel ?show|sketch show|variety show|talent show|"
    r"reality show|reality series|cop show|news show|cookery show|cooking show|magazine show|radio play|monologue|"
    r"murder mystery|road movie|monster movie|superhero movie|buddy movie|coming-of-age story|rites-of-passage story|"
    r"family film|children's film|silent film|war film|gangster film|animated feature"
)
KIND = (
    r"romantic|dark|black|musical|historical|supernatural|psychological|political|medical|legal|domestic|gothic|"
    r"animated|erotic|dystopian|post-apocalyptic|apocalyptic|epic|comic|criminal|forensic|military|naval|gay|lesbian|"
    r"queer|teenage|urban|rural|surreal|satirical|screwball|slapstick|improvised|live-action|stop-motion|biographical|"
    r"autobiographical|biblical|religious|bilingual|botanical|culinary|futuristic|alternative|environmental|"
    r"folk|gritty|cosy|cozy|off-beat|offbeat|quirky|true-crime|real-life|festive|interactive|social|soapy|steamy|"
    r"nighttime|daytime|late-night|morning|teatime|weekly|daily|magical|mythological|medieval|industrial|nautical|"
    r"multi-?camera|single-?camera|observational|scripted|unscripted|televised|philosophical|intergalactic|wartime"
)
MEDIUM_KIND = (
    r"horror|crime|police|detective|spy|fantasy|sci-?fi|science[- ]fiction|superhero|martial arts|action|disaster|"
    r"zombie|vampire|gangster|heist|children's|kids'"
)
WAR = r"(?:(?:civil|cold|first world|second world) war|world war (?:i{1,2}|one|two|1|2))"
GENRE = re.compile(
    rf"(?<![\w-])(?:(?:{WAR} )?(?:{HEAD})(?! (?:school|teacher|writer|department|festival|club|channel|series award))"
    rf"|(?:{MEDIUM_KIND}) (?:series|film|movie|show|flick|feature|franchise)|animated (?:series|film|movie))(?![\w'-])",
    re.IGNORECASE,
)
MEDIUM = re.compile(
    r"(?<!children's)(?<!kids')(?<!family)(?<!animated)(?<!silent)(?<!buddy)(?<!road) (?:film|movie|flick)$"
)
BEFORE = re.compile(r"(?<![\w-])([\w'.-]*[\w'])([ -]|/)$")
NOT_KIND = words("not_kind")
MEASURE = re.compile(
    r"\d|(?<!fami)ly$|ing$|ed$|'s?$|-(?:part|parter|hour|minute|winning|nominated|long|year|old|selling|run)$"
)
MEASURED_KIND = re.compile(r"19\d0s|(?:boxing|fishing|foraging|sailing|skating|wrestling|racing|surfing|coming-of-age)")


def genres(text: str) -> Iterator[tuple[Span, str]]:
    """Yield the spans of genre phrases with their literals, left to right.

    >>> [genre for _, genre in genres("a 2018 Franco-Moroccan road comedy, and a hit new horror comedy")]
    ['road comedy', 'horror comedy']
    """
    end = 0
    for head in _heads(text):
        start = head.start
        while (before := BEFORE.search(text, max(end, start - 40), start)) and _part_of_kind(before[1]):
            start = before.start(1)
        end = head.end
        span = Span(start, end)
        yield span, MEDIUM.sub("", " ".join(span.of(text).replace("’", "'").split()).lower())


def _heads(text: str) -> list[Span]:
    """The genre nouns, neighbours joined ("horror comedy")."""
    heads: list[Span] = []
    for found in GENRE.finditer(text):
        if heads and found.start() >= heads[-1].end and text[heads[-1].end : found.start()] in (" ", "-"):
            heads[-1] = Span(heads[-1].start, found.end())
        elif not heads or found.start() >= heads[-1].end:
            heads.append(Span(found.start(), found.end()))
    return heads


def _part_of_kind(word: str) -> bool:
    lower = word.lower()
    if re.fullmatch(KIND, lower) or re.fullmatch(MEDIUM_KIND, lower):
        return True
    if lower in NOT_KIND or lower in NOT_PART or lower in VERBISH or DEMONYM.fullmatch(word):
        return False
    if MEASURE.search(lower):
        return MEASURED_KIND.fullmatch(lower) is not None
    return word[0].islower()

"""Inflected forms of verbs, so that rules may name a verb once.

In: a verb's base form, phrasal ones with their particle ("step down"). Out: its forms. The pipeline has no lemmatizer;
rule tables name few verbs, so that writing their forms out once costs nothing at run time.
"""

from __future__ import annotations

from functools import cache

__all__ = ["forms"]

_IRREGULAR_VERBS = """be: am is are was were been being; bear: bore born; beat: beat beaten; become: became
become; begin: began begun; bid: bid; bite: bit bitten; blow: blew blown; break: broke broken; bring: brought;
broadcast: broadcast; build: built; buy: bought; cast: cast; catch: caught; choose: chose chosen; come: came
come; cut: cut; deal: dealt; do: did done; draw: drew drawn; drive: drove driven; eat: ate eaten; fall: fell
fallen; feel: felt; fight: fought; find: found; flee: fled; fly: flew flown; forget: forgot forgotten; forgive:
forgave forgiven; get: got gotten; give: gave given; go: went gone; grow: grew grown; hand: handed; hang: hung;
have: had; hear: heard; hide: hid hidden; hit: hit; hold: held; keep: kept; know: knew known; lead: led; leave:
left; lend: lent; let: let; lie: lay lain lied; lose: lost; make: made; mean: meant; meet: met; pay: paid; put:
put; quit: quit; read: read; rebroadcast: rebroadcast; recast: recast; ride: rode ridden; ring: rang rung; rise:
rose risen; run: ran run; say: said; see: saw seen; sell: sold; send: sent; set: set; shake: shook shaken;
shoot: shot; show: showed shown; shut: shut; sing: sang sung; sit: sat; sleep: slept; speak: spoke spoken;
spend: spent; split: split; stand: stood; steal: stole stolen; stick: stuck; strike: struck; sue: sued; swear:
swore sworn; take: took taken; teach: taught; tell: told; think: thought; throw: threw thrown; understand:
understood; undergo: underwent undergone; wed: wed wedded; win: won; withdraw: withdrew withdrawn; write: wrote
written; overturn: overturned; uphold: upheld; premiere: premiered"""
_IRREGULAR = dict(entry.strip().split(": ") for entry in _IRREGULAR_VERBS.replace("\n", " ").split(";"))
_DOUBLED = """stop drop plan step star scrap ban rob stab plot tap wrap wed pen nab slip split quit quip begin
admit commit cut win run get let put set sit shut dub chat hit kidnap slam snub trap tip nod hug slap swap bar
pop"""
_DOUBLING = frozenset(_DOUBLED.split())


@cache
def forms(verb: str) -> frozenset[str]:
    """Return the forms of a verb in lower case, its base among them; a particle follows each form.

    >>> sorted(forms("step down"))
    ['step down', 'stepped down', 'stepping down', 'steps down']
    >>> sorted(forms("win"))
    ['win', 'winning', 'wins', 'won']
    """
    base, _, particle = verb.partition(" ")
    found = {base, _third(base), _ing(base), *_past(base)}
    return frozenset(f"{form} {particle}".strip() for form in found)


def _third(base: str) -> str:
    if base == "be":
        return "is"
    if base == "have":
        return "has"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _ing(base: str) -> str:
    if base in _DOUBLING:
        return base + base[-1] + "ing"
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return base + "ing"


def _past(base: str) -> set[str]:
    if base in _IRREGULAR:
        return set(_IRREGULAR[base].split())
    if base in _DOUBLING:
        return {base + base[-1] + "ed"}
    if base.endswith("e"):
        return {base + "d"}
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return {base[:-1] + "ied"}
    if base == "cancel":
        return {"canceled", "cancelled"}
    return {base + "ed"}

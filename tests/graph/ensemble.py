"""An invented ensemble, built by hand: two series and a film that share actors, a recast, a spoiler, six articles.

In: nothing. Out: `RECORDS`, as articles about them would give, and `ensemble()`, a store that holds them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.claims import Article, Assertion, Claim, Entity, Event, Fact, Performance, Quotation, Record
from graph.iri import Minter, slug
from graph.layers import PUBLIC, Layer, Position
from graph.model import EntityType, Evidence, Span, Status
from graph.policy import PeopleGate
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Writer

MINTER = Minter()
BASE = MINTER.base


def person(name: str) -> str:
    return MINTER.entity(EntityType.PERSON, name)


def show(name: str) -> str:
    return MINTER.entity(EntityType.SHOW, name)


TIDE, BUS = show("The Tidewaiters"), show("Night Bus to Mirfield")
FILM = MINTER.entity(EntityType.FILM, "A Map of Small Rains")
S1, S2 = MINTER.season(TIDE, 1), MINTER.season(TIDE, 2)
CHANNEL = MINTER.entity(EntityType.ORGANIZATION, "Channel 4")
COURIER = MINTER.entity(EntityType.ORGANIZATION, "Harbour Courier")


def character(name: str, work: str = TIDE) -> str:
    return MINTER.entity(EntityType.CHARACTER, name, within=work)


OTTILIE, CARRICK, IDRIS = person("Ottilie Marsh-Adeyemi"), person("Tobias Carrick"), person("Idris Hallworth")
KWABENA, LEENA, WREN = person("Kwabena Tettey"), person("Leena Varghani"), person("Wren Castellow")
MAREK, BERYL, RUFUS, PIP = (
    person("Marek Oszlanyi"),
    person("Beryl Tansley"),
    person("Rufus Bell-Olatunde"),
    person("Philippa Akintola"),
)
NELL, CALLUM, JOSS = character("Nell Garrity"), character("Callum Roke"), character("Joss Merriden")
HAL, AGNES, VESK = character("Hal Garrity"), character("Agnes Thrale"), character("Danilo Vesk")
SUGDEN, MOLL = character("Nell Sugden", BUS), character("Moll Harker", BUS)

_TYPES = {
    "/person/": EntityType.PERSON,
    "/character/": EntityType.CHARACTER,
    "/film/": EntityType.FILM,
    "/organization/": EntityType.ORGANIZATION,
}


@dataclass
class Told:
    """An article while it is put together: every claim brings its own sentence."""

    name: str
    date: str
    publisher: str
    names: dict[str, str]
    text: str = ""
    claims: list[Claim] = field(default_factory=list)

    def say(
        self,
        words: str,
        *assertions: Assertion,
        layer: Layer = PUBLIC,
        confidence: float = 0.9,
        status: Status = Status.ASSERTED,
    ) -> Told:
        start = len(self.text)
        self.text += words + " "
        evidence = Evidence(start, start + len(words), words)
        said = {claim.assertion for claim in self.claims}
        self.claims += [Claim(one, evidence, layer, confidence, status) for one in assertions if one not in said]
        return self

    def record(self) -> Record:
        head = len(self.text)
        used = sorted({iri for claim in self.claims for iri in claim.assertion.entities()})
        entities = []
        for iri in used:
            name = self.names[iri]
            start = len(self.text)
            self.text += name + ". "
            kind = next((kind for part, kind in _TYPES.items() if part in iri), None)
            if kind is None:
                kind = EntityType.SHOW if iri.count("/") == 4 else EntityType.SEASON
            entities.append(Entity(iri, kind, ((name, Evidence(start, start + len(name), name)),)))
        assert head
        return Record(
            Article(
                MINTER.named("article", self.name),
                self.text,
                date=self.date,
                publisher=self.publisher,
                url=f"https://{slug(self.publisher)}.example/{self.name}",
                headline=self.name.replace("-", " ").capitalize(),
            ),
            tuple(entities),
            tuple(self.claims),
        )


NAMES = {
    iri: name
    for name, iri in {
        "The Tidewaiters": TIDE, "Night Bus to Mirfield": BUS, "A Map of Small Rains": FILM, "Season 1": S1,
        "Season 2": S2, "Channel 4": CHANNEL, "Harbour Courier": COURIER, "Ottilie Marsh-Adeyemi": OTTILIE,
        "Tobias Carrick": CARRICK, "Idris Hallworth": IDRIS, "Kwabena Tettey": KWABENA, "Leena Varghani": LEENA,
        "Wren Castellow": WREN, "Marek Oszlanyi": MAREK, "Beryl Tansley": BERYL, "Rufus Bell-Olatunde": RUFUS,
        "Philippa Akintola": PIP, "Nell Garrity": NELL, "Callum Roke": CALLUM, "Joss Merriden": JOSS,
        "Hal Garrity": HAL, "Agnes Thrale": AGNES, "Danilo Vesk": VESK, "Nell Sugden": SUGDEN, "Moll Harker": MOLL,
    }.items()
}  # fmt: skip


def story(season: int, episode: int | None = None) -> Layer:
    return Layer.story("the-tidewaiters", Position(season, episode))


def _records() -> tuple[Record, ...]:
    def told(name: str, date: str, publisher: str) -> Told:
        return Told(name, date, publisher, NAMES)

    casting = told("first-cast", "2021-05-18", "Screenwire")
    for actor, role in ((OTTILIE, NELL), (IDRIS, CALLUM), (KWABENA, JOSS), (BERYL, AGNES)):
        casting.say(
            f"{NAMES[actor]} plays {NAMES[role]}.",
            Fact(actor, "portrays", role),
            Fact(TIDE, "actor", actor),
            Fact(TIDE, "character", role),
            Performance(actor, role, S1),
        )
    casting.say("Rufus Bell-Olatunde directs the first season.", Fact(S1, "director", RUFUS))
    casting.say("It is a Channel 4 drama.", Fact(TIDE, "broadcaster", CHANNEL))
    casting.say("Season 1 of The Tidewaiters.", Fact(S1, "partOfSeries", TIDE), Fact(S2, "partOfSeries", TIDE))
    casting.say("Ottilie joined in May 2021.", Event("casting", (("about", TIDE), ("patient", OTTILIE)), "2021-05"))

    review = told("series-one-review", "2022-02-07", "The Evening Ledger")
    review.say("The Tidewaiters began on 6 February.", Event("release", (("agent", TIDE),), "2022-02-06"))
    review.say("Marsh-Adeyemi is Nell.", Fact(OTTILIE, "portrays", NELL), Fact(TIDE, "actor", OTTILIE))
    review.say("Hal raised Nell.", Fact(NELL, "relative", HAL), layer=story(1, 1))
    review.say("Joss is her oldest friend.", Fact(NELL, "friend", JOSS), layer=story(1, 1))
    review.say("Callum and Nell are rivals.", Fact(CALLUM, "rival", NELL), layer=story(1, 2))
    review.say("Agnes teaches Joss.", Fact(JOSS, "mentor", AGNES), layer=story(1, 4))

    recast = told("callum-recast", "2023-01-24", "Screenwire")
    recast.say(
        "Carrick takes over as Callum.",
        Fact(CARRICK, "portrays", CALLUM),
        Fact(TIDE, "actor", CARRICK),
        Performance(CARRICK, CALLUM, S2),
        Event("casting", (("about", CALLUM), ("patient", CARRICK)), "2023-01"),
    )
    recast.say("Hallworth leaves.", Event("departure", (("about", TIDE), ("agent", IDRIS)), "2023-01-20"))
    for actor, role in ((OTTILIE, NELL), (KWABENA, JOSS), (MAREK, VESK), (WREN, NELL)):
        recast.say(
            f"{NAMES[actor]} is {NAMES[role]} in season 2.",
            Performance(actor, role, S2),
            Fact(actor, "portrays", role),
            Fact(TIDE, "character", role),
            Fact(TIDE, "actor", actor),
        )

    finale = told("season-two-finale", "2023-11-13", "The Evening Ledger")
    finale.say("Hal is Nell's father.", Fact(NELL, "parent", HAL), layer=story(2, 6))
    finale.say("Callum betrays Joss.", Event("storyEvent", (("agent", CALLUM), ("patient", JOSS))), layer=story(2, 6))
    finale.say("Nell kisses Vesk.", Fact(NELL, "partner", VESK), layer=story(2, 6))
    finale.say("Joss comes out.", Event("storyEvent", (("agent", JOSS), ("patient", NELL))), layer=story(2, 3))
    finale.say("“I cried for Nell,” she said.", Quotation(OTTILIE, "I cried for Nell", COURIER, (NELL,), "2023-11"))

    film = told("small-rains", "2024-03-15", "Harbour Courier")
    for actor in (LEENA, KWABENA, PIP):
        film.say(f"With {NAMES[actor]}.", Fact(FILM, "actor", actor))
    film.say("Philippa Akintola wrote it.", Fact(FILM, "author", PIP))
    film.say(
        "“Kwabena is a marvel,” says Varghani.", Quotation(LEENA, "Kwabena is a marvel", None, (KWABENA,), "2024-03")
    )

    bus = told("night-bus", "2024-10-05", "Harbour Courier")
    bus.say("Varghani is Nell Sugden.", Fact(LEENA, "portrays", SUGDEN), Fact(BUS, "actor", LEENA))
    bus.say("Beryl Tansley is Moll.", Fact(BERYL, "portrays", MOLL), Fact(BUS, "actor", BERYL))
    bus.say("Both are in it.", Fact(BUS, "character", SUGDEN), Fact(BUS, "character", MOLL))
    bus.say("Moll mothers Nell Sugden.", Fact(SUGDEN, "mentor", MOLL), layer=Layer.story("night-bus-to-mirfield", None))
    bus.say("Tansley died.", Event("death", (("patient", BERYL),), "2025-02-16"))
    return tuple(one.record() for one in (casting, review, recast, finale, film, bus))


RECORDS = _records()


def ensemble() -> EmbeddedStore:
    """Return a store in memory that holds the records."""
    store = EmbeddedStore()
    writer = Writer(store, MINTER, PeopleGate(), Shapes(MINTER))
    for record in RECORDS:
        writer.write(record)
    return store


__all__ = ["RECORDS", "Span", "ensemble"]

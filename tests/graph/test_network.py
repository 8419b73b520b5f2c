"""Projections: who is tied to whom, by which claims, in which part of the view."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from pyoxigraph import NamedNode

from graph.claims import Claim, Entity, Event, Fact, Quotation, Record, term
from graph.layers import PUBLIC, AsOf, Side, view
from graph.model import EntityType, Evidence
from graph.network import Network, Networks, network
from graph.policy import PeopleGate
from graph.projections import PROJECTIONS, Refused, Scope
from graph.reader import Reader
from graph.store.embedded import EmbeddedStore
from graph.validation import Shapes
from graph.writer import Screened, Writer
from tests.graph.ensemble import (
    AGNES,
    BASE,
    BERYL,
    BUS,
    CALLUM,
    CARRICK,
    FILM,
    HAL,
    IDRIS,
    JOSS,
    KWABENA,
    LEENA,
    MAREK,
    MINTER,
    NELL,
    OTTILIE,
    PIP,
    RECORDS,
    RUFUS,
    S1,
    S2,
    TIDE,
    VESK,
    ensemble,
)


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return ensemble()


@pytest.fixture(scope="module")
def everything(store: EmbeddedStore) -> Reader:
    return Reader(store, BASE, view())


def pairs(found: Network) -> set[frozenset[str]]:
    return {frozenset((link.source.iri, link.target.iri)) for link in found.edges()}


def test_co_cast_ties_those_who_act_in_one_work_and_weighs_the_works(everything: Reader) -> None:
    found = network(everything, "co-cast")
    assert frozenset((OTTILIE, KWABENA)) in pairs(found)
    assert frozenset((OTTILIE, LEENA)) not in pairs(found)
    assert found.graph.edges[BERYL, LEENA]["links"] == (BUS,)
    assert {link.weight for link in found.edges()} == {1.0}


def test_acted_with_needs_the_same_season_or_characters_that_meet(everything: Reader) -> None:
    found = network(everything, "acted-with")
    assert frozenset((OTTILIE, CARRICK)) in pairs(found), "both are in season 2"
    assert frozenset((IDRIS, OTTILIE)) in pairs(found), "both are in season 1"
    assert frozenset((IDRIS, CARRICK)) not in pairs(found), "one took over from the other"
    assert frozenset((KWABENA, PIP)) in pairs(found), "a film is one place"


def test_every_claim_on_an_edge_is_a_claim_about_its_ends(everything: Reader) -> None:
    found = network(everything, "characters")
    claims = found.graph.edges[HAL, NELL]["claims"]
    said = everything.supports(claims)
    assert {s.quote for s in said.values()} == {"Hal raised Nell.", "Hal is Nell's father."}
    assert found.graph.edges[HAL, NELL]["weight"] == 2.0
    assert found.graph.edges[HAL, NELL]["links"] == ("parent", "relative")


def test_bipartite_has_people_on_one_side_and_works_on_the_other(everything: Reader) -> None:
    graph = network(everything, "bipartite").graph
    assert nx.is_bipartite(graph)
    assert graph.edges[RUFUS, TIDE]["links"] == ("director",), "a season counts as its show"
    assert graph.edges[PIP, FILM]["weight"] == 2.0, "she acts in it and wrote it"


def test_statements_point_from_who_speaks_to_who_is_spoken_of(everything: Reader) -> None:
    graph = network(everything, "statements").graph
    assert graph.has_edge(LEENA, KWABENA)
    assert not graph.has_edge(KWABENA, LEENA)


def test_a_view_hides_ties_that_come_later(store: EmbeddedStore) -> None:
    early = Reader(store, BASE, view(as_of=[AsOf.parse("the-tidewaiters:s1e2")]))
    assert frozenset((VESK, NELL)) not in pairs(network(early, "characters"))
    assert network(early, "characters").graph.edges[HAL, NELL]["links"] == ("relative",)
    world = Reader(store, BASE, view(Side.PUBLIC))
    assert len(network(world, "characters")) == 0


def test_a_season_holds_what_is_told_of_it(everything: Reader) -> None:
    first = network(everything, "characters", Scope(work=TIDE, season=1))
    assert frozenset((CALLUM, NELL)) in pairs(first)
    assert frozenset((CALLUM, JOSS)) not in pairs(first)
    second = network(everything, "acted-with", Scope(work=TIDE, season=2))
    assert second.graph.edges[OTTILIE, MAREK]["links"] == (S2,), "Nell has two players"
    assert network(everything, "acted-with").graph.edges[BERYL, KWABENA]["links"] == (f"{AGNES} {JOSS}", S1)
    assert S1 not in second.links
    assert IDRIS not in second.index


def test_episodes_narrow_a_season(everything: Reader) -> None:
    found = network(everything, "characters", Scope(work=TIDE, season=2, episodes=(1, 3)))
    assert pairs(found) == {frozenset((JOSS, NELL))}


def test_dates_are_those_of_the_articles(everything: Reader) -> None:
    found = network(everything, "bipartite", Scope(since="2024"))
    assert FILM in found.index
    assert TIDE not in found.index


def test_a_scope_without_its_work_is_an_error() -> None:
    with pytest.raises(ValueError, match="a season needs its work"):
        Scope(season=2)


def test_an_unknown_projection_is_an_error_that_names_the_known(everything: Reader) -> None:
    with pytest.raises(ValueError, match="co-cast"):
        network(everything, "friendship")


def test_every_projection_says_what_it_is() -> None:
    for projection in PROJECTIONS.values():
        assert projection.node
        assert projection.edge
        assert projection.weight


@pytest.mark.parametrize("name", ["facts", "events", "bipartite", "statements"])
@pytest.mark.parametrize("property", ["partner", "formerPartner", "identifiesAs", "lovesUnrequited"])
def test_what_is_sensitive_of_people_is_refused(everything: Reader, name: str, property: str) -> None:
    with pytest.raises(Refused, match="private life"):
        network(everything, name, Scope(properties=(property,)))


def test_couples_of_characters_are_ordinary_ties(everything: Reader) -> None:
    assert pairs(network(everything, "characters", Scope(properties=("partner",)))) == {frozenset((NELL, VESK))}


class _Open:
    """A gate that lets everything through, as an import could."""

    def screen(self, record: Record) -> Screened:
        return Screened(record)


def test_a_couple_of_real_people_that_an_import_brought_ties_nobody() -> None:
    store = EmbeddedStore()
    record = RECORDS[0]
    quote = record.article.text[:10]
    couple = Claim(Fact(OTTILIE, "partner", KWABENA), Evidence(0, 10, quote), PUBLIC)
    Writer(store, MINTER, _Open(), Shapes(MINTER)).write(replace(record, claims=(*record.claims, couple)))
    found = network(Reader(store, BASE, view()), "facts")
    assert not found.graph.has_edge(OTTILIE, KWABENA)
    assert not found.graph.has_edge(KWABENA, OTTILIE)


def test_a_network_is_made_once_for_a_revision_and_a_view(store: EmbeddedStore, everything: Reader) -> None:
    kept = Networks()
    first = kept.get(everything, "co-cast")
    assert kept.get(everything, "co-cast") is first
    assert kept.get(Reader(store, BASE, view(Side.PUBLIC)), "co-cast") is not first


def test_a_network_is_made_anew_when_the_store_changes() -> None:
    store, kept = ensemble(), Networks()
    reader = Reader(store, BASE, view())
    before = kept.get(reader, "co-cast")
    Writer(store, MINTER, PeopleGate(), Shapes(MINTER)).retract(RECORDS[4].article.iri)
    after = kept.get(reader, "co-cast")
    assert PIP in before.index
    assert PIP not in after.index


def test_the_induced_part_keeps_weights_and_claims(everything: Reader) -> None:
    whole = network(everything, "characters")
    part = whole.induced([whole.index[NELL], whole.index[HAL]])
    assert len(part) == 2
    assert [link.claims for link in part.edges()] == [whole.graph.edges[HAL, NELL]["claims"]]


def test_a_persons_own_statements_on_sensitive_subjects_are_in_no_network() -> None:
    store = ensemble()
    said = "I am proud to be a lesbian and to be in The Tidewaiters"
    acts = "Ottilie Marsh-Adeyemi stars in The Tidewaiters."
    text = f"“{said},” she said. {acts}"
    role = Claim(Fact(TIDE, "actor", OTTILIE), Evidence(text.index(acts), len(text), acts), PUBLIC)
    record = replace(
        RECORDS[0],
        article=replace(RECORDS[0].article, iri=MINTER.named("article", "own"), text=text, digest=""),
        entities=tuple(
            Entity(iri, type, ((name, Evidence(text.index(name), text.index(name) + len(name), name)),))
            for iri, type, name in (
                (OTTILIE, EntityType.PERSON, "Ottilie Marsh-Adeyemi"),
                (TIDE, EntityType.SHOW, "The Tidewaiters"),
            )
        ),
        claims=(Claim(Quotation(OTTILIE, said, None, (TIDE,)), Evidence(1, 1 + len(said), said), PUBLIC), role),
    )
    Writer(store, MINTER, PeopleGate(), Shapes(MINTER)).write(record)
    asking = Reader(store, BASE, view(self_layers=True))
    assert any(said in row["o"].value for row in asking.rows("described", node=_quotations(asking)) if "o" in row)
    assert not network(asking, "statements").graph.has_edge(OTTILIE, TIDE)


def test_a_marriage_is_an_event_and_makes_no_network_of_couples() -> None:
    store = ensemble()
    words = "Marsh-Adeyemi and Tettey married in Leith"
    wedding = Event("relationship", (("agent", KWABENA), ("agent", OTTILIE)), "2024")
    record = RECORDS[0]
    article = replace(
        record.article, iri=MINTER.named("article", "wedding"), text=f"{record.article.text}{words}.", digest=""
    )
    start = len(record.article.text)
    claim = Claim(wedding, Evidence(start, start + len(words), words), PUBLIC)
    Writer(store, MINTER, PeopleGate(), Shapes(MINTER)).write(
        replace(record, article=article, claims=(*record.claims, claim))
    )
    reader = Reader(store, BASE, view())
    assert any(True for _ in reader.rows("nodes_typed", type=[term("drm:RelationshipEvent")])), "it is stored"
    assert frozenset((KWABENA, OTTILIE)) not in pairs(network(reader, "events"))


def _quotations(reader: Reader) -> list[NamedNode]:
    found = [row["node"] for row in reader.rows("nodes_typed", type=[term("drm:Quotation")])]
    return [node for node in found if isinstance(node, NamedNode)]

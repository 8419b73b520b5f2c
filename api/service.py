"""What the routes of one app share: the store, the settings, who takes articles in.

In: what `create_app` was given. Out: `Service`, by the dependency `Serving`; `Asked` (a request with its view and
form), by the dependency `Asking`. A route takes its view and its reader from `Asked` and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol
from urllib.parse import quote, urlencode

from fastapi import Depends, Request, Response
from pyoxigraph import NamedNode

from api.clock import now
from api.indexes import Indexes
from api.negotiation import Form, form_of, links
from api.problems import Problem
from api.rendering import rendered
from api.settings import Settings
from api.views import AsOfs, LayerSide, SelfLayers, requested_view
from graph.disputes import Dispute, disputes
from graph.errors import NotFound, StoreError
from graph.iri import Minter
from graph.layers import Side, View
from graph.paths import Links
from graph.policy import PeopleGate
from graph.reader import Reader
from graph.search import Names
from graph.store import Store
from graph.suppression import suppressed
from graph.validation import Shapes
from graph.writer import Writer

__all__ = ["Asked", "Asking", "Ingestor", "Service", "Serving", "Submission"]

RESERVED = frozenset(("relations", "neighbourhood", "timeline", "roles", "statements", "merge", "split"))


MANY = 40
"""A view of more layers is cut to those that hold anything before it is asked."""


@dataclass(frozen=True, slots=True)
class Submission:
    """An article that was sent: one of text, HTML or an address to fetch, and what is known of it.

    With `anything`, it is taken in whatever language and on whatever subject it is.
    """

    text: str | None = None
    html: str | None = None
    url: str | None = None
    id: str | None = None
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    anything: bool = False


class Ingestor(Protocol):
    """Takes an article in: reads, links and writes it."""

    def __call__(self, submission: Submission) -> Mapping[str, Any]:
        """Return what was learnt: `article`, its IRI, and counts. Raises Problem or GraphError for what is refused."""


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of one app."""

    store: Store
    settings: Settings
    ingestor: Ingestor | None = None
    writers: Callable[[], Writer] | None = None
    _names: Indexes[Names] = field(default_factory=Indexes)
    _links: Indexes[Links] = field(default_factory=Indexes)
    _disputes: Indexes[tuple[Dispute, ...]] = field(default_factory=Indexes)
    _named: Indexes[frozenset[str]] = field(default_factory=Indexes)

    def names(self, view: View) -> Names:
        """Return the index of the names of a view, as the store is now."""
        return self._names.get(self.store.revision, view.key, lambda: Names.of(self.reader(view)))

    def links(self, view: View) -> Links:
        """Return the facts of a view as paths are sought in, as the store is now."""
        return self._links.get(self.store.revision, view.key, lambda: Links(self.reader(view)))

    def disputes(self, view: View) -> tuple[Dispute, ...]:
        """Return what sources disagree about in a view, as the store is now."""
        return self._disputes.get(self.store.revision, view.key, lambda: disputes(self.reader(view)))

    def writer(self) -> Writer:
        """Return what writes. Raises StoreError where people are to be forgotten and the app was not told how."""
        if self.writers is not None:
            return self.writers()
        if suppressed(self.store, self.settings.base, b"").hashes:
            raise StoreError("The store holds a list of forgotten people: give create_app the writer that keeps to it.")
        return Writer(self.store, self.minter, PeopleGate(), Shapes(self.minter), now)

    @property
    def minter(self) -> Minter:
        """Mints IRIs under the instance's base."""
        return Minter(self.settings.base)

    def reader(self, view: View) -> Reader:
        """Return a reader of the store through a view."""
        return Reader(self.store, self.settings.base, view, self._graphs() if len(view.layers) > MANY else None)

    def _graphs(self) -> frozenset[str]:
        return self._named.get(self.store.revision, "", lambda: frozenset(self.store.graphs()))

    def href(self, iri: str) -> str:
        """Return where the service tells of an IRI.

        By `/entity?iri=` where its last part is the name of a sub-resource, or where it is an IRI of another base.
        """
        base = self.settings.base
        if iri.startswith(base):
            local = iri[len(base) :]
            kind, _, rest = local.partition("/")
            if kind in PLACES and rest:
                return f"/{PLACES[kind]}/{quote(rest)}"
            if rest and rest.rpartition("/")[2] not in RESERVED:
                return f"/entities/{quote(local)}"
        return f"/entity?iri={quote(iri, safe='')}"

    def iri(self, kind: str, slug: str) -> str:
        """Return the IRI of an entity by the parts of its address. Raises NotFound for what no IRI can hold."""
        return self.full(f"{kind}/{slug}")

    def full(self, iri: str) -> str:
        """Return the IRI that is meant by an IRI or by its part after the base. Raises NotFound for what is no IRI."""
        whole = iri if iri.startswith(("http://", "https://", "urn:")) else f"{self.settings.base}{iri}"
        try:
            return NamedNode(whole).value
        except ValueError as error:
            raise NotFound(f"{iri!r} is no name of an entity: names are in lower case, with hyphens.") from error


PLACES = {"claim": "claims", "article": "articles", "event": "events", "statement": "statements"}
"""The first part of an IRI of something that is no entity, and of its address."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the view that it may see and the form that it wants."""

    service: Service
    view: View
    form: Form
    carried: str
    address: str

    def href(self, iri: str) -> str:
        """Return where the service tells of an IRI in this view: who follows links stays in what they have watched."""
        return self.carry(self.service.href(iri))

    def carry(self, href: str) -> str:
        """Return an address with the parameters of this view."""
        if not self.carried:
            return href
        return f"{href}{'&' if '?' in href else '?'}{self.carried}"

    @property
    def reader(self) -> Reader:
        """Reads through the request's view."""
        return self.service.reader(self.view)

    def answer(self, body: Mapping[str, Any]) -> Response:
        """Return a JSON body in the form that was asked for, with the addresses of the others in its headers."""
        content, media = rendered(body, self.form, self.reader, self.service.settings.title)
        return Response(content, headers={"Link": links(self.address, self.form)}, media_type=media)


async def _service(request: Request) -> Service:
    service = request.app.state.service
    if not isinstance(service, Service):
        raise Problem("internal", "The app was made without its service.")
    return service


Serving = Annotated[Service, Depends(_service)]


async def _asked(
    request: Request,
    service: Serving,
    as_of: AsOfs,
    layer: LayerSide = Side.ALL,
    self_layers: SelfLayers = False,
) -> Asked:
    view = requested_view(as_of, layer, self_layers, service.settings)
    form = form_of(request.headers.get("accept"), request.scope.get("form"))
    carried = [("asOf", text) for text in as_of]
    carried += [("layer", layer.value)] if layer is not Side.ALL else []
    carried += [("self", "true")] if self_layers else []
    return Asked(service, view, form, urlencode(carried, safe=":"), _address(request))


def _address(request: Request) -> str:
    """Return what was asked, as path and query."""
    return quote(request.url.path) + (f"?{request.url.query}" if request.url.query else "")


Asking = Annotated[Asked, Depends(_asked)]

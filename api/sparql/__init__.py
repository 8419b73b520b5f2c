"""SPARQL over HTTP: Protocol, Graph Store Protocol, Service Description, VoID, and the example queries.

In: a store, and what the operator allows (`SparqlService`). Out: `sparql_routes(service)`, plain ASGI routes;
`SparqlFront`, which leads queries to them past an app's own routing.
"""

from api.sparql.routes import SparqlFront, sparql_routes
from api.sparql.service import SparqlLimits, SparqlService

__all__ = ["SparqlFront", "SparqlLimits", "SparqlService", "sparql_routes"]

"""SPARQL over HTTP: Protocol, Graph Store Protocol, Service Description, VoID, and the example queries.

In: a store, and what the operator allows (`SparqlService`). Out: `sparql_routes(service)`, plain ASGI routes.
"""

from api.sparql.routes import sparql_routes
from api.sparql.service import SparqlLimits, SparqlService

__all__ = ["SparqlLimits", "SparqlService", "sparql_routes"]

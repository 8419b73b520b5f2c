"""Questions about networks: who matters, who belongs together, what holds it together, how far, how alike, who says so.

In: a `Network` of `graph.network` (or a `Reader`). Out: frozen results with the parameters they were made with. Numbers
equal NetworkX's on `Network.graph`; large networks are reckoned by igraph and SciPy in a process that can be killed.
What would say something sensitive of real people is refused (`graph.projections.Refused`).
"""

from graph.analysis.bias import Bias, Voice, bias
from graph.analysis.centrality import MEASURES, Parameters, Ranking, centrality
from graph.analysis.communities import Community, Partition, communities
from graph.analysis.placement import placement
from graph.analysis.separation import Chain, Hop, Reach, chain, reach
from graph.analysis.series import Point, Series, by_season, by_year
from graph.analysis.similarity import Likeness, similar
from graph.analysis.structure import Structure, structure

__all__ = [
    "MEASURES",
    "Bias",
    "Chain",
    "Community",
    "Hop",
    "Likeness",
    "Parameters",
    "Partition",
    "Point",
    "Ranking",
    "Reach",
    "Series",
    "Structure",
    "Voice",
    "bias",
    "by_season",
    "by_year",
    "centrality",
    "chain",
    "communities",
    "placement",
    "reach",
    "similar",
    "structure",
]

"""Where the nodes of a large network go, for whoever draws it: places reckoned once, on the server.

In: a `Network`. Out: a place for each node, in the network's order, the same for the same seed. Small pictures have a
layout of their own, which keeps labels apart (`graph.drawing.layout`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.analysis.centrality import arrays_of
from graph.analysis.engine import Task, run
from graph.network import Network

__all__ = ["placement"]


def placement(network: Network, *, seed: int = 0, seconds: float = 30.0) -> NDArray[np.float64]:
    """Return two columns, x and y in [-1, 1], a row for each node. Raises QueryTimeout."""
    return run(Task("layout", seed), arrays_of(network), seconds)

"""The edges: HTTP, the command line, the explorer.

In: requests. Out: answers from a view of the graph. Reads `graph`; only the command line joins it to `ingest`.
"""

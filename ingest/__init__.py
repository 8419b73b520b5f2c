"""From articles to extractions, and from extractions to the claims of the graph.

In: files, pages, feeds. Out: `Extraction` values with evidence spans, and `graph.claims.Record` values to write.
Imports `graph`, never `api`.
"""

"""What a SPARQL request says, read from its text: form, dataset, graphs that it writes to, what it may not do.

Oxigraph parses and answers; this package reads only as much as must be known before. See `lexer`, `query`, `update`.
"""

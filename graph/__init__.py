"""What is known: claims in layers, the views that read them, the networks and pictures made of them.

In: claims about entities, each with the words that say it. Out: quads, query answers, networks, pictures.
Knows no HTML, no language model and no HTTP server.
"""

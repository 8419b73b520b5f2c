"""The stages that turn one document into an `Extraction`: parse, mentions, resolution, relations, events, statements."""

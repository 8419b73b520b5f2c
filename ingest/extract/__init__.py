"""The stages that turn a document into an `Extraction`: parse, mentions, resolution, relations, events, statements."""

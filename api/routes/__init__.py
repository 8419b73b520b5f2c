"""The routes, one file a subject; each offers `router`."""

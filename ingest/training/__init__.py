"""Making the trained models from annotated articles. Needs the `train` extra; nothing that runs imports it."""

__all__: list[str] = []

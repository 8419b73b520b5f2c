"""The folder's README is run as it stands."""

from __future__ import annotations

import doctest
from pathlib import Path

README = Path(__file__).parents[2] / "graph" / "README.md"


def test_the_examples_of_the_readme_give_what_it_shows() -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    # Fences would be read as the last line of the output above them.
    text = README.read_text(encoding="utf-8").replace("```python\n", "\n").replace("\n```\n", "\n\n")
    test = doctest.DocTestParser().get_doctest(text, {}, "graph/README.md", str(README), 0)
    results = doctest.DocTestRunner(optionflags=flags).run(test)
    assert results.attempted > 30
    assert results.failed == 0

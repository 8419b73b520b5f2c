"""The README is run: its examples print what it shows, and it names what it must."""

from __future__ import annotations

import re

import pytest

from tests.readme import README, ROOT, RUN, agrees, demo_desk, examples


def test_every_example_prints_what_the_pages_show() -> None:
    found = [example for page in RUN for example in examples(page.read_text(encoding="utf-8"))]
    assert len(found) >= 5
    wrong = []
    with demo_desk() as desk:
        for example in found:
            printed = desk.run(example.command)
            if not agrees(example.shown, printed):
                wrong.append(f"$ {example.command}\nshown:\n{example.shown}\nprinted:\n{printed}")
    assert not wrong, "\n\n".join(wrong) + "\n\nIf the new output is right: python -m tests.readme"


def test_every_command_is_named_in_a_readme() -> None:
    from api.cli import identities, keeping, people, seeding  # noqa: F401  they register commands
    from api.cli.commands import app

    text = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("*/README.md")) + README.read_text("utf-8")
    names = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    assert len(names) > 10
    assert [name for name in names if f"dramatis {name}" not in text] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(path: object) -> None:
    text = README.parent.joinpath(str(path)).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []

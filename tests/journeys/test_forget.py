"""Somebody asks to be forgotten: no byte on the disk names them, and another reading brings nothing back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = b"varghani"


def dramatis(*arguments: str) -> str:
    command = [sys.executable, "-m", "api.cli", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def naming(store: Path) -> list[str]:
    """Return the files of a store that hold the name, but for the log of the database's own options."""
    files = (path for path in store.rglob("*") if path.is_file())
    return [path.name for path in files if NAME in path.read_bytes().lower()]


def test_no_byte_of_the_store_names_somebody_who_was_forgotten(tmp_path: Path) -> None:
    store, articles = tmp_path / "store", tmp_path / "articles"
    articles.mkdir()
    for name in ("2021-05-18-tidewaiters-casting.html", "2024-10-05-leena-varghani-interview.html"):
        text = (ROOT / "data" / "demo" / name).read_text(encoding="utf-8")
        (articles / name).write_text(text, encoding="utf-8")
    dramatis("ingest", str(articles), "--store", str(store))
    assert naming(store)
    receipt = dramatis("forget", "Leena Varghani", "--store", str(store))
    assert "keyed hash" in receipt
    assert NAME.decode() not in receipt.lower()
    assert naming(store) == []
    dramatis("verify", "--store", str(store))
    copy = articles / "copy.txt"
    copy.write_text(
        "Leena Varghani as Asha Roke leads The Tidewaiters on BBC One, says Imelda Strand.", encoding="utf-8"
    )
    dramatis("ingest", str(articles), "--store", str(store))
    assert naming(store) == []

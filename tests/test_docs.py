"""What the documents say of files is true, and README is short enough to be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = {str(path.relative_to(ROOT)): path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
ROOMS = r"(app\.py|core|models|pages|tests|benchmarks|docs)"
NAMED = re.compile(rf"`({ROOMS}(?:/[\w.]+)*/?)`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")
MODULES = re.compile(r"python -m (benchmarks\.\w+)")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_named_is_there(name: str) -> None:
    text = DOCUMENTS[name].read_text("utf-8")
    named = {match[0] for match in NAMED.findall(text)}
    linked = {str((DOCUMENTS[name].parent / link).resolve().relative_to(ROOT)) for link in LINKED.findall(text)}
    modules = {f"{module.replace('.', '/')}.py" for module in MODULES.findall(text) if module != "benchmarks.NAME"}
    assert {path for path in named | linked | modules if not (ROOT / path).exists()} == set()


def test_readme_is_read_in_five_minutes() -> None:
    assert len(DOCUMENTS["README.md"].read_text("utf-8").splitlines()) < 120

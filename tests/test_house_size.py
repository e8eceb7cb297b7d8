"""The house stays roomy: no module that is too long, no folder that is too full, no imports in a circle."""

from __future__ import annotations

import ast
from collections import Counter
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.source import ROOT, Source, python_files

MOST_LINES, MOST_MODULES = 250, 16
OURS = {name: path for name, path in python_files().items() if name.partition(".")[0] in {"core", "models", "pages"}}


def circle_in(imports: dict[str, set[str]]) -> list[str]:
    """Return modules that import one another in a circle, or none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_module_is_too_long() -> None:
    lines = {name: len(path.read_text("utf-8").splitlines()) for name, path in python_files().items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_folder_is_too_full() -> None:
    modules = Counter(str(path.parent.relative_to(ROOT)) for path in OURS.values())
    # pages/text has a module a page and subject: one looks there by the page's name
    assert {folder for folder, count in modules.items() if count > MOST_MODULES} - {"pages/text"} == set()


def test_nothing_is_imported_in_a_circle() -> None:
    imports = {}
    for name, path in OURS.items():
        found = Source(name=name, tree=ast.parse(path.read_text("utf-8"))).imports
        modules = {module if module in OURS else module.rpartition(".")[0] for module in found}
        imports[name] = (modules & set(OURS)) - {name}
    assert circle_in(imports) == []


@pytest.mark.parametrize("imports", [{"a": {"b"}, "b": {"a"}}, {"a": {"b"}, "b": {"c"}, "c": {"a"}}])
def test_circle_is_found(imports: dict[str, set[str]]) -> None:
    assert circle_in(imports)

"""The part of our own source that trains again: what a capsule takes along, so that it needs no Digit Lab."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VERIFY_MODULE = "core.importing.capsule.verify"
VERIFY_FILE = "core/importing/capsule/verify.py"  # becomes the capsule's verify.py
_OURS = ("core", "models")


@cache
def source_files() -> dict[str, bytes]:
    """Return every module that `verify.py` reaches by imports, those in functions too, by its path below the root."""
    files: dict[str, bytes] = {}
    pending = [VERIFY_MODULE]
    while pending:
        name = pending.pop()
        path = _path_of(name)
        if path is None or path.as_posix() in files:
            continue
        files[path.as_posix()] = text = (ROOT / path).read_bytes()
        pending += [name.rpartition(".")[0], *_imports(text)]  # the package that it lies in, too
    return dict(sorted(files.items()))


def _path_of(name: str) -> Path | None:
    """Return the file of one of our modules, below the root; None for whatever else a name names."""
    parts = name.split(".")
    if parts[0] not in _OURS:
        return None
    for path in (Path(*parts).with_suffix(".py"), Path(*parts, "__init__.py")):
        if (ROOT / path).is_file():
            return path
    return None


def _imports(text: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)

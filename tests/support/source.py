"""A module of ours as text: what it imports and uses, found without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("pages", "core", "models", "benchmarks", "tests")


@dataclass(frozen=True, kw_only=True)  # without slots: what is found once is kept, for many rules ask for it
class Source:
    """One module as text: its dotted name and its tree, which nobody changes."""

    name: str
    tree: ast.Module

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree, as `ast.walk` goes through it."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def uses(self) -> tuple[str, ...]:
        """What it imports and every attribute of that, by its full name: `np.ones` as numpy.ones."""
        return tuple(self._used())

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """What it imports, names of a `from` joined to its module."""
        return tuple(self._imported(top_only=False))

    @cached_property
    def imports_at_the_top(self) -> tuple[str, ...]:
        """What it imports as soon as it is imported: without what functions do."""
        return tuple(self._imported(top_only=True))

    def _imported(self, *, top_only: bool) -> Iterator[str]:
        nodes: list[ast.AST] = [self.tree]
        while nodes:
            node = nodes.pop()
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)
            elif not (top_only and _runs_later(node)):
                nodes.extend(ast.iter_child_nodes(node))

    def _used(self) -> Iterator[str]:
        meant = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                meant |= {alias.asname: alias.name for alias in node.names if alias.asname}
                meant |= {name: name for alias in node.names if (name := alias.name.partition(".")[0])}
            elif isinstance(node, ast.ImportFrom):
                meant |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        yield from self.imports
        for node in self.nodes:
            names = []
            while isinstance(node, ast.Attribute):
                names.append(node.attr)
                node = node.value
            if names and isinstance(node, ast.Name) and node.id in meant:
                yield ".".join([meant[node.id], *reversed(names)])


def _runs_later(node: ast.AST) -> bool:
    is_for_types = isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
    return is_for_types or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def python_files() -> dict[str, Path]:
    """Return every module of this repository, by its dotted name."""
    paths = [ROOT / "app.py", *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))]
    return {_dotted(path): path for path in paths}


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

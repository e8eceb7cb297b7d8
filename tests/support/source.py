"""A module of ours as text: what it imports and uses, found without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("pages", "core", "models", "benchmarks", "tests")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One module as text: its dotted name and its tree."""

    name: str
    tree: ast.Module

    def imports(self, *, top_only: bool = False) -> Iterator[str]:
        """Yield what it imports, names of a `from` joined to its module; `top_only`: without those in functions."""
        nodes: list[ast.AST] = [self.tree]
        while nodes:
            node = nodes.pop()
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)
            elif not (top_only and _runs_later(node)):
                nodes.extend(ast.iter_child_nodes(node))

    def uses(self) -> Iterator[str]:
        """Yield what it imports and every attribute of that, by its full name: `np.ones` as numpy.ones."""
        meant = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                meant |= {alias.asname: alias.name for alias in node.names if alias.asname}
                meant |= {name: name for alias in node.names if (name := alias.name.partition(".")[0])}
            elif isinstance(node, ast.ImportFrom):
                meant |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        yield from self.imports()
        for node in ast.walk(self.tree):
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

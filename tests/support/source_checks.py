"""What a module's source imports, calls and holds that a rule may forbid; the rules stand in test_layering.py."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from core import errors
from tests.support.source import Source

NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
LAB_ERRORS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.LabError)
}
OTHER_LANGUAGE = re.compile(r"<style|<script|export default|^\s*[.#]?[\w-]+ \{[^}]*:[^}]*\}\s*$", re.MULTILINE)


def using(pattern: str) -> Callable[[Source], Iterator[str]]:
    """Return a check that yields every name used that the pattern matches from its beginning."""
    return lambda source: (name for name in source.uses if re.match(pattern, name))


def importing_at_the_top(pattern: str) -> Callable[[Source], Iterator[str]]:
    """Return a check that yields what is imported when the module is, where the pattern matches."""
    return lambda source: (name for name in source.imports_at_the_top if re.match(pattern, name))


def importing_later(pattern: str) -> Callable[[Source], Iterator[str]]:
    """Return a check that yields what is imported in a function, or for types only, where the pattern matches."""

    def check(source: Source) -> Iterator[str]:
        everywhere, at_the_top = Counter(source.imports), Counter(source.imports_at_the_top)
        return (name for name in everywhere - at_the_top if re.match(pattern, name))

    return check


def reached(sources: Mapping[str, Source], start: str) -> dict[str, str]:
    """Return each module that modules matching `start` import, also through others or in functions, and what does."""
    by = {name: "" for name in sources if re.match(start, name)}
    left = list(by)
    while left:
        name = left.pop()
        for imported in sources[name].imports:
            module = imported if imported in sources else imported.rpartition(".")[0]
            if module in sources and module not in by:
                by[module] = name
                left.append(module)
    return by


def empty_names(source: Source) -> Iterator[str]:
    """Yield the parts of the module's name that say nothing."""
    return (part for part in source.name.split(".") if NO_NAMES & set(part.split("_")))


def not_empty(source: Source) -> Iterator[str]:
    """Yield what a module that should be empty holds."""
    return (ast.unparse(node) for node in source.tree.body)


def bound_without_the_table(source: Source) -> Iterator[str]:
    """Yield widgets that are bound to the URL under a key that is not one of the table of slots."""
    for node in source.nodes:
        given = {word.arg: ast.unparse(word.value) for word in node.keywords} if isinstance(node, ast.Call) else {}
        if "bind" in given and not re.fullmatch(r"(inside_)?slots\.[A-Z_]+\.key", given.get("key", "")):
            yield ast.unparse(node)


def fragments_named_to_streamlit(source: Source) -> Iterator[str]:
    """Yield calls that have named fragments drawn anew, which Streamlit refuses where one is not on the page."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.rerun":
            given = [*node.args, *(word.value for word in node.keywords)]
            if any(ast.unparse(scope) not in ("'app'", "'fragment'") for scope in given):
                yield ast.unparse(node)


def text_in_the_locales_encoding(source: Source) -> Iterator[str]:
    """Yield calls that read or write text and name no encoding: Python would take that of the person's locale."""
    for node in source.nodes:
        if not isinstance(node, ast.Call) or any(word.arg == "encoding" for word in node.keywords):
            continue
        called = ast.unparse(node.func).rpartition(".")[2]
        is_builtin = isinstance(node.func, ast.Name)  # its first argument is the file, not the mode
        values = [*node.args[is_builtin:], *(word.value for word in node.keywords if word.arg == "mode")]
        modes = [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]
        is_open = called in {"open", "fdopen"} and not any("b" in mode for mode in modes)
        is_text_open = is_open and (not node.args or bool(modes) or is_builtin)
        if is_text_open or (called == "read_text" and not node.args) or (called == "write_text" and len(node.args) < 2):
            yield ast.unparse(node)


def sentences_in_errors(source: Source) -> Iterator[str]:
    """Yield errors of ours that are made of a text in place of a message's kind and fields."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in LAB_ERRORS and node.args:
            texts = [part for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant | ast.JoinedStr)]
            if isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp) and texts:
                yield ast.unparse(node)


def other_languages(source: Source) -> Iterator[str]:
    """Yield JavaScript, CSS and a component's HTML that stand in Python strings."""
    for node in source.nodes:
        if isinstance(node, ast.keyword) and node.arg in {"js", "css", "html"}:
            if isinstance(node.value, ast.JoinedStr | ast.Constant) and ast.unparse(node.value) != "None":
                yield ast.unparse(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and OTHER_LANGUAGE.search(node.value):
            yield ast.unparse(node)

"""The house's rules (the design, section 1): each a row of `RULES`, each shown to fail on a source that breaks it.

The source is read, not run: test_loaded.py asks processes what they hold.
"""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import pytest

from tests.support.layering_cases import BAD, GOOD
from tests.support.layering_tables import CORE, EVALUATE, HOUSE, INSIDE, PARTS, TRAIN
from tests.support.source import Source, python_files
from tests.support.source_checks import (
    bound_without_the_table,
    empty_names,
    fragments_named_to_streamlit,
    importing_at_the_top,
    importing_later,
    not_empty,
    other_languages,
    reached,
    sentences_in_errors,
    text_in_the_locales_encoding,
    using,
)

ANYWHERE = r""
APP = r"(app|pages|core|models)\b"
SERVER_MODULES = r"(app|pages|core\.(lab|runs))\b"
ENGINE_ONLY = r"core\.training\.(graph|loop)\b"


def _room(name: str) -> str | None:
    rooms = [room for room in HOUSE if name == room or name.startswith(f"{room}.")]
    return max(rooms, key=len, default=None)


def _within(name: str, room: str, table: Mapping[str, Collection[str]]) -> str:
    """Return the row of the table that a module within the room belongs to, or its own first part."""
    rest = name.removeprefix(f"{room}.")
    rows = [row for row in table if rest == row or rest.startswith(f"{row}.")]
    return max(rows, key=len, default=rest.partition(".")[0])


def _may_not_use(mine: str, theirs: str, table: Mapping[str, Collection[str]]) -> bool:
    return mine != theirs and theirs not in table.get(mine, ())


def against_the_order(source: Source) -> Iterator[str]:
    """Yield imports from a room before one's own, of a page by a page, and within a room against its table."""
    here = _room(source.name)
    for name in source.imports:
        there = _room(name)
        if name.startswith("."):
            yield f"{name}: write the whole name"
        elif here is None or there is None or HOUSE.index(here) < HOUSE.index(there):
            continue
        elif (
            here != there
            or here == "pages"
            or any(
                source.name.startswith(f"{room}.")
                and name.startswith(f"{room}.")
                and _may_not_use(_within(source.name, room, table), _within(name, room, table), table)
                for room, table in (
                    ("core", CORE),
                    ("pages.parts", PARTS),
                    ("pages.parts.train", TRAIN),
                    ("pages.parts.inside", INSIDE),
                    ("pages.parts.evaluate", EVALUATE),
                )
            )
        ):
            yield name


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: for which modules, and what breaks it."""

    where: str  # pattern of module names, from their beginning
    broken_by: Callable[[Source], Iterator[str]]


PROCESSES = r"(subprocess|multiprocessing|concurrent\.futures\.\w*Executor|_thread|threading\.(Thread|Timer))\b"
OS_PROCESSES = r"os\.(fork|system|popen|spawn|exec|posix_spawn|startfile)"
NUMPY_STREAMS = "default_rng|Generator|SeedSequence|BitGenerator|PCG64|Philox"
RULES = {
    "imports go one way": Rule(where=ANYWHERE, broken_by=against_the_order),
    "core/__init__.py is empty": Rule(where=r"core$", broken_by=not_empty),
    "1: core and models know no screen": Rule(where=r"(core|models)\b", broken_by=using(r"(streamlit|plotly)\b")),
    "2: no Keras at a module's top": Rule(
        where=rf"(?!{ENGINE_ONLY}){APP}",
        broken_by=importing_at_the_top(r"(tensorflow|keras|h5py|tf2onnx|onnx|onnxruntime|scipy|openTSNE|umap|numba)\b"),
    ),
    "2: Keras at the top where a run is trained": Rule(
        where=ENGINE_ONLY, broken_by=importing_later(r"(tensorflow|keras)\b")
    ),
    "2: nothing heavy that only came along": Rule(where=APP, broken_by=using(r"(sklearn|pandas|matplotlib|mlxtend)\b")),
    "2: SciPy where pictures are taken apart": Rule(
        where=rf"(?!core\.drawing\.(photo|numbers)\b){APP}", broken_by=using(r"scipy\b")
    ),
    "2: maps are untangled in one room": Rule(
        where=rf"(?!core\.inference\.embedding\b){APP}", broken_by=using(r"(openTSNE|umap|numba)\b")
    ),
    "2: no SciPy at a module's top": Rule(where=APP, broken_by=importing_at_the_top(r"scipy\b")),
    "3: no arrays, no figures in a page": Rule(where=r"pages\.\w+$", broken_by=using(r"(numpy|plotly)\b")),
    "4: one user of the session's state": Rule(
        where=rf"(?!pages\.state\.state$){APP}", broken_by=using(r"streamlit\.session_state\b")
    ),
    "4: one user of the URL": Rule(
        where=rf"(?!pages\.state\.url$){APP}", broken_by=using(r"streamlit\.query_params\b")
    ),
    "4: the URL only through the table of slots": Rule(where=r"pages\b", broken_by=bound_without_the_table),
    "4: a fragment is named to Streamlit in one place": Rule(
        where=r"(?!pages\.ui\.widgets$)pages\b", broken_by=fragments_named_to_streamlit
    ),
    "4: threads and processes in two rooms": Rule(
        where=rf"(?!core\.(runs|engine)\b){APP}", broken_by=using(f"{PROCESSES}|{OS_PROCESSES}")
    ),
    "4: app.py alone hands work to a thread": Rule(
        where=r"(pages|core|models)\b", broken_by=using(r"asyncio\.to_thread\b")
    ),
    "5: other languages stand in files": Rule(
        where=r"(?!pages\.ui\.component_files$)pages\b", broken_by=other_languages
    ),
    "5: an error says which sentence, not the sentence": Rule(where=r"(core|models)\b", broken_by=sentences_in_errors),
    "6: no empty names": Rule(where=ANYWHERE, broken_by=empty_names),
    "6: text has an encoding": Rule(where=APP, broken_by=text_in_the_locales_encoding),
    # Keras's own `fit`, which is measured there, takes its seeds from nowhere else.
    "6: no global random state": Rule(
        where=rf"(?!benchmarks\.accuracy_runs$)({APP}|benchmarks\b)",
        broken_by=using(
            rf"numpy\.random\.(?!({NUMPY_STREAMS})\b)|random\.(?!Random\b)|tensorflow\.random\.(?!stateless_|(split|fold_in|Generator)\b)"
            r"|(tensorflow\.)?keras\.(utils\.set_random_seed|backend\.set_random_seed)\b"
        ),
    ),
}


@pytest.fixture(scope="module")
def sources() -> Iterator[list[Source]]:
    """All modules; no garbage is sought among their nodes, which takes longer than to read them."""
    gc.disable()
    read = [Source(name=name, tree=ast.parse(path.read_text("utf-8"))) for name, path in python_files().items()]
    gc.freeze()
    gc.enable()
    yield read
    gc.unfreeze()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_holds(sources: list[Source], rule: Rule) -> None:
    ruled = [source for source in sources if re.match(rule.where, source.name)]
    assert ruled, "the rule is about no module at all"
    assert {source.name: found for source in ruled if (found := list(rule.broken_by(source)))} == {}


def test_server_reaches_nothing_that_trains(sources: list[Source]) -> None:
    """A target of an engine is named as text, "core.training.loop.loop:train"; no import leads there."""
    by = reached({source.name: source for source in sources}, SERVER_MODULES)
    assert "core.training.settings.config" in by
    assert {name: importer for name, importer in by.items() if re.match(ENGINE_ONLY, name)} == {}


def test_what_is_reached_through_another_module_or_in_a_function_is_found() -> None:
    texts = {
        "core.lab": "from core.runs import estimates",
        "core.runs.estimates": "def f():\n    from core.data import box",
        "core.data.box": "from core.training.loop.loop import train",
        "core.training.loop.loop": "TRAINER = 'core.training.graph.steps:take'",
        "core.training.graph.steps": "",
        "core.importing.capsule.replay": "from core.training.graph import steps",
    }
    sources = {name: Source(name=name, tree=ast.parse(text)) for name, text in texts.items()}
    by = reached(sources, SERVER_MODULES)
    assert by["core.training.loop.loop"] == "core.data.box"
    assert "core.training.graph.steps" not in by


@pytest.mark.parametrize(("rule", "name", "text"), BAD, ids=[f"{rule} in {name}" for rule, name, _ in BAD])
def test_rule_finds_what_breaks_it(rule: str, name: str, text: str) -> None:
    assert re.match(RULES[rule].where, name)
    assert list(RULES[rule].broken_by(Source(name=name, tree=ast.parse(text))))


@pytest.mark.parametrize(("rule", "name", "text"), GOOD, ids=[f"{rule} in {name}" for rule, name, _ in GOOD])
def test_rule_allows_what_it_does_not_mean(rule: str, name: str, text: str) -> None:
    assert re.match(RULES[rule].where, name)
    assert list(RULES[rule].broken_by(Source(name=name, tree=ast.parse(text)))) == []


def test_every_rule_is_shown_to_fail() -> None:
    assert {rule for rule, _, _ in BAD} == set(RULES)

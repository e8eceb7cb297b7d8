"""The house's rules (the design, section 1): each a row of `RULES`, each shown to fail on a source that breaks it.

The source is read, not run: test_loaded.py asks processes what they hold.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import pytest

from core import errors
from tests.support.source import Source, python_files

# Who may use whom: a room uses itself and those behind it; within pages' parts, within Train's and within core
# the tables below say who else.
HOUSE = (
    "tests", "benchmarks", "app", "pages", "pages.parts", "pages.parts.frame", "pages.ui", "pages.text", "pages.state",
    "core", "models", "core.errors", "core.messages",
)  # fmt: skip
PARTS = {page: frozenset[str]() for page in ("start", "browse", "train", "inside", "draw", "evaluate")}
TRAIN = {"run": {"setup"}, "runs": {"setup"}, "network": {"setup"}, "setup": frozenset[str]()}
BASE = frozenset({"files", "data", "drawing"})
RECORD = BASE | {"training.settings", "training.record"}
GRAPH = RECORD | {"training.graph"}
SERVER = RECORD | {"training.diagnosis", "engine", "recipes"}
CORE = {
    "files": frozenset[str](),
    "home": frozenset[str](),
    "data": frozenset({"files"}),
    "drawing": frozenset[str](),
    "engine": frozenset[str](),
    "training.settings": BASE,
    "training.record": BASE | {"training.settings"},
    "training.diagnosis": RECORD,
    "training.graph": RECORD,
    "training.loop": GRAPH,
    "inference": RECORD,
    "export": RECORD | {"inference"},
    "importing": RECORD | {"inference", "export", "engine", "training.loop"},
    "recipes": RECORD,
    "recipe_results": RECORD,
    "setup_links": RECORD | {"recipes"},
    "serving": SERVER | {"inference"},
    "runs": SERVER | {"inference", "export", "importing", "serving"},
    "dataset_provider": BASE | {"engine"},
    "lab": SERVER | {"home", "dataset_provider", "inference", "export", "importing", "serving", "runs"},
}
NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
LAB_ERRORS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.LabError)
}
OTHER_LANGUAGE = re.compile(r"<style|<script|export default|^\s*[.#]?[\w-]+ \{[^}]*:[^}]*\}\s*$", re.MULTILINE)
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
    for name in source.imports():
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
                for room, table in (("core", CORE), ("pages.parts", PARTS), ("pages.parts.train", TRAIN))
            )
        ):
            yield name


def using(pattern: str) -> Callable[[Source], Iterator[str]]:
    """Return a check that yields every name used that the pattern matches from its beginning."""
    return lambda source: (name for name in source.uses() if re.match(pattern, name))


def importing_at_the_top(pattern: str) -> Callable[[Source], Iterator[str]]:
    """Return a check that yields what is imported when the module is, where the pattern matches."""
    return lambda source: (name for name in source.imports(top_only=True) if re.match(pattern, name))


def importing_later(pattern: str) -> Callable[[Source], Iterator[str]]:
    """Return a check that yields what is imported in a function, or for types only, where the pattern matches."""

    def check(source: Source) -> Iterator[str]:
        everywhere, at_the_top = Counter(source.imports()), Counter(source.imports(top_only=True))
        return (name for name in everywhere - at_the_top if re.match(pattern, name))

    return check


def reached(sources: Mapping[str, Source], start: str) -> dict[str, str]:
    """Return each module that modules matching `start` import, also through others or in functions, and what does."""
    by = {name: "" for name in sources if re.match(start, name)}
    left = list(by)
    while left:
        name = left.pop()
        for imported in sources[name].imports():
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
    for node in ast.walk(source.tree):
        given = {word.arg: ast.unparse(word.value) for word in node.keywords} if isinstance(node, ast.Call) else {}
        if "bind" in given and not re.fullmatch(r"slots\.[A-Z_]+\.key", given.get("key", "")):
            yield ast.unparse(node)


def text_in_the_locales_encoding(source: Source) -> Iterator[str]:
    """Yield calls that read or write text and name no encoding: Python would take that of the person's locale."""
    for node in ast.walk(source.tree):
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
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in LAB_ERRORS and node.args:
            texts = [part for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant | ast.JoinedStr)]
            if isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp) and texts:
                yield ast.unparse(node)


def other_languages(source: Source) -> Iterator[str]:
    """Yield JavaScript, CSS and a component's HTML that stand in Python strings."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.keyword) and node.arg in {"js", "css", "html"}:
            if isinstance(node.value, ast.JoinedStr | ast.Constant) and ast.unparse(node.value) != "None":
                yield ast.unparse(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and OTHER_LANGUAGE.search(node.value):
            yield ast.unparse(node)


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
        broken_by=importing_at_the_top(r"(tensorflow|keras|h5py|tf2onnx|onnx|onnxruntime)\b"),
    ),
    "2: Keras at the top where a run is trained": Rule(
        where=ENGINE_ONLY, broken_by=importing_later(r"(tensorflow|keras)\b")
    ),
    "2: nothing heavy that only came along": Rule(
        where=APP, broken_by=using(r"(sklearn|scipy|pandas|matplotlib|mlxtend)\b")
    ),
    "3: no arrays, no figures in a page": Rule(where=r"pages\.\w+$", broken_by=using(r"(numpy|plotly)\b")),
    "4: one user of the session's state": Rule(
        where=rf"(?!pages\.state\.state$){APP}", broken_by=using(r"streamlit\.session_state\b")
    ),
    "4: one user of the URL": Rule(
        where=rf"(?!pages\.state\.url$){APP}", broken_by=using(r"streamlit\.query_params\b")
    ),
    "4: the URL only through the table of slots": Rule(where=r"pages\b", broken_by=bound_without_the_table),
    "4: threads and processes in two rooms": Rule(
        where=rf"(?!core\.(runs|engine)\b){APP}", broken_by=using(f"{PROCESSES}|{OS_PROCESSES}")
    ),
    "4: the door alone hands work to a thread": Rule(
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
def sources() -> list[Source]:
    return [Source(name=name, tree=ast.parse(path.read_text("utf-8"))) for name, path in python_files().items()]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_holds(sources: list[Source], rule: Rule) -> None:
    ruled = [source for source in sources if re.match(rule.where, source.name)]
    assert ruled, "the rule is about no module at all"
    assert {source.name: found for source in ruled if (found := list(rule.broken_by(source)))} == {}


BAD = [
    ("imports go one way", "models.mlp", "from core.data import dataset"),
    ("imports go one way", "core.lab", "def f():\n    from pages.text import browse"),
    ("imports go one way", "core.engine.wire", "from benchmarks import harness"),
    ("imports go one way", "pages.browse", "from pages import train"),
    ("imports go one way", "pages.ui.plotly_figures", "import pages.browse"),
    ("imports go one way", "core.errors", "from models import spec"),
    ("imports go one way", "core.data.dataset", "from core.training.settings.config import TrainingConfig"),
    ("imports go one way", "core.engine.child", "from core.training import loop"),
    ("imports go one way", "core.data.dataset", "from core import lab"),
    ("imports go one way", "core.data.dataset", "from . import rules"),
    ("imports go one way", "core.attic.box", "from core.data import dataset"),
    ("imports go one way", "benchmarks.kills", "from tests.support import waiting"),
    ("imports go one way", "core.training.settings.config", "from core.training.loop import loop"),
    ("imports go one way", "pages.parts.draw.photo", "from pages.parts.inside import view"),
    ("imports go one way", "pages.parts.frame.frame", "from pages.parts.inside import view"),
    ("imports go one way", "pages.parts.train.setup.view", "from pages.parts.train.run import view"),
    ("imports go one way", "pages.ui.widgets", "from pages.parts.frame import frame"),
    ("imports go one way", "pages.text.browse", "from pages.ui import widgets"),
    ("imports go one way", "pages.parts.train.run.view", "from pages import train"),
    ("core/__init__.py is empty", "core", "VERSION = 1"),
    ("1: core and models know no screen", "models.spec", "def f():\n    import streamlit as st"),
    ("1: core and models know no screen", "core.lab", "from plotly.graph_objects import Figure"),
    ("2: no Keras at a module's top", "core.training.settings.schedule", "import tensorflow as tf"),
    ("2: no Keras at a module's top", "models.build", "try:\n    from keras import layers\nexcept ImportError: pass"),
    (
        "2: Keras at the top where a run is trained",
        "core.training.graph.steps",
        "def f():\n    import tensorflow as tf",
    ),
    (
        "2: Keras at the top where a run is trained",
        "core.training.loop.loop",
        "import keras\nclass A:\n    def f(self):\n        from keras import ops",
    ),
    ("2: nothing heavy that only came along", "pages.state.cached", "class A:\n    import sklearn.datasets"),
    ("2: nothing heavy that only came along", "core.data.bundled_digits", "def f():\n    import mlxtend"),
    ("3: no arrays, no figures in a page", "pages.browse", "def f():\n    import numpy"),
    ("3: no arrays, no figures in a page", "pages.train", "from plotly import graph_objects as go"),
    ("4: one user of the session's state", "pages.browse", "import streamlit as st\nst.session_state['x'] = 1"),
    ("4: one user of the session's state", "pages.state.url", "from streamlit import session_state"),
    ("4: one user of the URL", "pages.text.browse", "from streamlit import query_params"),
    ("4: one user of the URL", "pages.state.state", "import streamlit\nstreamlit.query_params['x'] = '1'"),
    ("4: the URL only through the table of slots", "pages.browse", "st.slider('x', key='x', bind='query-params')"),
    ("4: the URL only through the table of slots", "pages.browse", "st.slider('x', key=X.key, bind='query-params')"),
    ("4: threads and processes in two rooms", "core.lab", "import threading as t\nt.Thread(target=f).start()"),
    ("4: threads and processes in two rooms", "pages.train", "from concurrent.futures import ThreadPoolExecutor"),
    ("4: threads and processes in two rooms", "core.data.dataset", "import os\nos.system('ls')"),
    ("4: the door alone hands work to a thread", "pages.train", "import asyncio\nasyncio.to_thread(f)"),
    ("5: other languages stand in files", "pages.ui.tiles", "component('tiles', js='export {}')"),
    ("5: other languages stand in files", "pages.ui.tiles", "STYLE = '.tile { color: red }'"),
    ("5: other languages stand in files", "pages.ui.tiles", "component('tiles', css=f'a {{color: {INK}}}')"),
    ("5: an error says which sentence, not the sentence", "core.home", "raise HomeError(f'There is no {name}.')"),
    ("5: an error says which sentence, not the sentence", "models.spec", "errors.SpecError('Too large.', layer=1)"),
    ("6: no empty names", "core.data.string_utils", ""),
    ("6: no empty names", "tests.helpers.files", ""),
    ("6: text has an encoding", "core.home", "open(path)"),
    ("6: text has an encoding", "core.home", "open('notebook', 'w')"),
    ("6: text has an encoding", "core.home", "path.open()"),
    ("6: text has an encoding", "core.home", "path.open(mode='a')"),
    ("6: text has an encoding", "core.home", "path.read_text(errors='replace')"),
    ("6: text has an encoding", "core.home", "path.write_text(text)"),
    ("6: no global random state", "core.data.splits", "import numpy as np\nnp.random.shuffle(x)"),
    ("6: no global random state", "benchmarks.kills", "import random\nrandom.seed(1)"),
    ("6: no global random state", "core.training.loop.loop", "import tensorflow as tf\ntf.random.set_seed(1)"),
    ("6: no global random state", "models.build", "from keras.utils import set_random_seed"),
]
GOOD = [
    (
        "imports go one way",
        "pages.browse",
        "from core.data import dataset\nfrom pages.text import browse\nimport numpy",
    ),
    (
        "imports go one way",
        "core.runs.log.store",
        "from core.training.record.events import Event\nfrom core.errors import LabError",
    ),
    ("imports go one way", "pages.parts.train.run.view", "from pages.parts.train.setup import view"),
    (
        "imports go one way",
        "pages.parts.inside.view",
        "from pages.parts.frame import frame\nfrom pages.ui import echarts",
    ),
    ("2: no Keras at a module's top", "models.build", "def f():\n    import keras"),
    ("2: Keras at the top where a run is trained", "core.training.graph.steps", "import tensorflow as tf"),
    ("2: no Keras at a module's top", "models.build", "if TYPE_CHECKING:\n    import keras"),
    (
        "4: the URL only through the table of slots",
        "pages.browse",
        "st.slider('x', key=slots.X.key, bind='query-params')",
    ),
    ("4: threads and processes in two rooms", "core.lab", "import threading\nthreading.Lock()"),
    ("5: other languages stand in files", "pages.ui.tiles", "component('tiles', __file__, html=None)"),
    (
        "5: an error says which sentence, not the sentence",
        "core.home",
        "raise HomeError(messages.no_folder(name=name))",
    ),
    ("6: text has an encoding", "core.home", "path.open('rb'), open(path, 'wb'), os.open(folder, os.O_RDONLY)"),
    ("6: text has an encoding", "core.home", "path.read_text('utf-8'), path.open('w', encoding='utf-8')"),
    ("6: text has an encoding", "core.home", "archive.open(member), path.write_text(text, 'utf-8')"),
    ("6: no global random state", "core.data.splits", "import numpy as np\nnp.random.default_rng(3).random()"),
]


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

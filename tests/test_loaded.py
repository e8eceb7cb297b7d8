"""What processes hold in memory once everything of ours is imported: the web server's must stay light."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.support.source import ROOT, python_files

FILES = python_files()
SCRIPTS = sorted(name for name, path in FILES.items() if path.parent == ROOT / "pages" and path.stem != "__init__")
PAGES = [f"{name.partition('.')[2]}.py" for name in SCRIPTS if name != "pages.navigation"]
# Not what an engine's child or a capsule's process alone imports: TensorFlow or requests is at their top. That no
# module of the server imports TensorFlow is a test of test_layering.py.
ENGINE_ONLY = r"core\.training\.(graph|loop)\b|core\.importing\.capsule\.replay$|core\.data\.download\.(http|fetch)$"
OURS = re.compile(rf"(?!{ENGINE_ONLY})(app|pages|core|models)\b")
MODULES = sorted(name for name in FILES if OURS.match(name) and name not in SCRIPTS)
# Pages are scripts: they are run, in a home that cannot be used, so that nothing starts behind them.
ASK = """
import importlib, json, sys
names, pages = json.loads(sys.argv[1])
for name in names:
    importlib.import_module(name)
if pages:
    from streamlit.testing.v1 import AppTest
    for page in pages:
        run = AppTest.from_file("pages/navigation.py", default_timeout=60).run().switch_page(page).run()
        assert not run.exception, run.exception
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def loaded(home: Path, names: list[str], pages: list[str]) -> set[str]:
    """Return the top-level modules that a fresh process holds after importing `names` and running `pages`."""
    home.write_text("a file, not a folder")
    answer = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps([names, pages])],
        cwd=ROOT,
        env=os.environ | {"DIGITLAB_HOME": str(home / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return set(json.loads(answer.stdout.splitlines()[-1]))


def test_core_and_models_load_no_screen(tmp_path: Path) -> None:
    names = [name for name in MODULES if re.match(r"(core|models)\b", name)]
    modules = loaded(tmp_path / "home", names, [])
    assert "numpy" in modules
    assert modules & {"streamlit", "plotly"} == set()


def test_app_and_pages_load_nothing_heavy(tmp_path: Path) -> None:
    modules = loaded(tmp_path / "home", MODULES, PAGES)
    assert {"streamlit", "numpy", "plotly"} <= modules
    heavy = {"tensorflow", "keras", "h5py", "onnx", "onnxruntime", "tf2onnx", "pillow_heif"}
    heavy |= {"openTSNE", "umap", "numba", "pynndescent"}  # a training engine's, for maps
    assert modules & (heavy | {"requests", "sklearn", "scipy", "pandas", "matplotlib", "mlxtend"}) == set()

"""What `make` sets up before it does anything: on machines that pretend, with interpreters that install nothing."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import check_interpreter
from tests.support.source import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")

TOOLS = ("make", "sh", "flock", "dirname", "mkdir", "touch", "cmp", "cp", "rm")  # all that the set-up may need
TOLD = ("PYTHON", "PORT", "ARGS", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")  # by a `make test` around us
# An interpreter that notes which modules it was to run, and tells of itself what the test says.
PRETENCE = """
import json, os, platform, runpy, shutil, sys, types
me, log, here, *arguments = sys.argv[1:]
here = json.loads(here)
if arguments[0] == "-m":
    with open(log, "a") as file:
        print(*arguments[1:], file=file)
    if arguments[1] == "venv":
        os.makedirs(os.path.join(arguments[2], "bin"))
        shutil.copy(me, os.path.join(arguments[2], "bin", "python"))
    sys.exit(arguments[1] in here["fails"])
sys.version_info, sys._base_executable, sys.argv = tuple(here["version"]), me, arguments
platform.system, platform.machine = lambda: here["system"], lambda: here["machine"]
for module in ("ensurepip", "venv", "pip"):
    sys.modules[module] = None if module in here["without"] else types.ModuleType(module)
runpy.run_path(arguments[0], run_name="__main__")
"""


class Machine:
    """A machine with a checkout in a folder that is hard to name, and on its PATH what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "Zähler, Größen & $HOME"
        self.checkout.mkdir()
        for name in ("Makefile", "make_venv.sh", "check_interpreter.py"):
            shutil.copy(ROOT / name, self.checkout)
        for name in ("requirements.txt", "requirements-dev.txt"):
            (self.checkout / name).write_text("# nothing\n")
        self.venv = self.checkout / ".venv"
        self._log = folder / "ran.log"
        self._pretence = folder / "pretence.py"
        self._pretence.write_text(PRETENCE)
        self._path = folder / "bin"
        self._path.mkdir()
        for tool in filter(None, map(shutil.which, TOOLS)):
            (self._path / Path(tool).name).symlink_to(tool)

    def has(self, name: str, version: str = "3.12", *, system="Linux", machine="x86_64", without=(), fails=()) -> None:
        """Put an interpreter on the PATH."""
        numbers = [*map(int, version.split(".")), 0]
        here = {"version": numbers, "system": system, "machine": machine, "without": without, "fails": fails}
        me = self._path / name
        command = [sys.executable, str(self._pretence), str(me), str(self._log), json.dumps(here)]
        me.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
        me.chmod(0o755)

    def has_shim(self, name: str) -> None:
        """Put a command on the PATH that names an interpreter which is not there."""
        (self._path / name).write_text(f"#!/bin/sh\necho '{name}: command not found' >&2\nexit 127\n")
        (self._path / name).chmod(0o755)

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name not in TOLD}
        environment["PATH"] = str(self._path)
        command = [str(self._path / "make"), *arguments]
        return subprocess.run(
            command, cwd=self.checkout, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    def ran(self) -> list[str]:
        """Return the modules that interpreters were to run since the last call, with their arguments."""
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        self._log.unlink(missing_ok=True)
        return lines


INSTALLED = "pip install --quiet --disable-pip-version-check -r requirements.txt"
STARTED = "streamlit run app.py"


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def sentence_of(machine, *arguments):
    """Return the one sentence with which `make` refuses, having done nothing."""
    refused = machine.make(*arguments)
    said, of_make = refused.stderr.splitlines()
    assert refused.returncode != 0
    assert of_make.startswith("make: ***")
    assert refused.stdout == ""
    assert not machine.venv.exists()
    assert machine.ran() == []
    return said


REFUSED = {
    "too new": ({"version": "3.14"}, r"needs Python 3\.11 to 3\.13, .*NAME is Python 3\.14: install Python 3\.13"),
    "too old": ({"version": "3.10"}, r"needs Python 3\.11 to 3\.13, .*NAME is Python 3\.10: install Python 3\.13"),
    "Intel Mac": ({"system": "Darwin"}, r"TensorFlow, .*Macs with Apple silicon.*NAME is made for Intel Macs: use"),
    "32 bits": ({"machine": "armv7l"}, r"TensorFlow, .*NAME is made for Linux, armv7l, .*: use another machine"),
    "no venv": ({"without": ["venv"]}, r"NAME has no venv.*apt install python3-venv as root \(python3\.12-venv "),
    "no pip": ({"without": ["ensurepip"]}, r"NAME has no venv with pip.*apt install python3-venv as root"),
}


@pytest.mark.parametrize(("given", "sentence"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize(("name", "arguments"), [("python3", []), ("named", ["PYTHON=named"])], ids=["found", "named"])
def test_interpreter_that_does_not_fit_is_refused_before_anything_is_made(machine, given, sentence, name, arguments):
    machine.has(name, **given)
    assert re.search(sentence.replace("NAME", name), sentence_of(machine, "run", *arguments))


def test_machine_without_python_says_what_to_install(machine):
    machine.has_shim("python3.13")
    assert "apt install python3-venv" in sentence_of(machine, "test")


def test_named_interpreter_that_does_not_run_is_no_reason_to_take_another(machine):
    machine.has("python3")
    assert sentence_of(machine, "run", "PYTHON=python3.99").startswith("PYTHON=python3.99 is no Python that runs")


CHOICES = {
    "newest first": ({"python3.11": "3.11", "python3.13": "3.13", "python3": "3.11"}, "python3.13"),
    "the plain name last": ({"python3": "3.12", "python3.11": "3.11"}, "python3.11"),
    "the plain name alone": ({"python3": "3.12"}, "python3"),
    "not too new": ({"python3": "3.14", "python3.11": "3.11"}, "python3.11"),
}


@pytest.mark.parametrize(("there", "chosen"), CHOICES.values(), ids=CHOICES)
def test_first_interpreter_that_fits_makes_the_venv(machine, there, chosen):
    for name, version in there.items():
        machine.has(name, version)
    made = machine.make("run", "PORT=8600", "ARGS=--server.headless=true")
    assert made.returncode == 0, made.stderr
    assert machine.ran() == ["venv .venv", INSTALLED, f"{STARTED} --server.port=8600 --server.headless=true"]
    assert f"/{chosen} " in (machine.venv / "bin" / "python").read_text()


def test_interpreter_that_is_named_but_not_there_or_has_no_venv_is_passed_over(machine):
    machine.has_shim("python3.13")
    machine.has("python3.12", "3.12", without=["ensurepip"])
    machine.has("python3.11", "3.11")
    assert machine.make("run").returncode == 0
    assert "/python3.11 " in (machine.venv / "bin" / "python").read_text()


def test_what_is_installed_is_not_installed_again(machine):
    machine.has("python3")
    machine.make("run")
    machine.ran()
    machine.make("run")
    assert machine.ran() == [STARTED]
    (machine.checkout / "requirements.txt").write_text("# something else\n")
    machine.make("run")
    assert machine.ran() == [INSTALLED, STARTED]


def test_venv_whose_interpreter_is_gone_or_does_not_fit_any_more_is_made_anew(machine):
    machine.has("python3")
    machine.make("run")
    machine.ran()
    inner = machine.venv / "bin" / "python"
    machine.has("newer", "3.14")
    inner.write_bytes((inner.parents[3] / "bin" / "newer").read_bytes())
    machine.make("run")
    assert machine.ran() == ["venv .venv", INSTALLED, STARTED]
    inner.unlink()
    machine.make("run")
    assert machine.ran() == ["venv .venv", INSTALLED, STARTED]


def test_naming_an_interpreter_of_another_version_makes_the_venv_anew(machine):
    machine.has("python3", "3.11")
    machine.has("other", "3.12")
    machine.make("run")
    machine.ran()
    machine.make("run", "PYTHON=python3")
    assert machine.ran() == [STARTED]
    machine.make("run", "PYTHON=other")
    assert machine.ran() == ["venv .venv", INSTALLED, STARTED]
    machine.make("run")
    assert machine.ran() == [STARTED]


def test_installation_that_fails_is_said_and_begun_anew(machine):
    machine.has("python3", fails=["pip"])
    failed = machine.make("run")
    assert failed.returncode != 0
    assert failed.stderr.startswith("pip could not install what Digit Lab needs")
    machine.has("python3")
    machine.ran()
    machine.make("run")
    assert machine.ran() == ["venv .venv", INSTALLED, STARTED]


def test_venv_that_cannot_be_made_leaves_nothing_behind(machine):
    machine.has("python3", fails=["venv"])
    failed = machine.make("run")
    assert failed.returncode != 0
    assert failed.stderr.startswith("Python could not make .venv")
    assert not machine.venv.exists()
    assert machine.ran() == ["venv .venv"]


def test_real_interpreter_makes_a_real_venv_in_a_folder_that_is_hard_to_name(machine):
    command = ["sh", str(machine.checkout / "make_venv.sh"), "requirements.txt"]
    subprocess.run(command, env=os.environ | {"PYTHON": sys.executable}, capture_output=True, check=True)
    ask = "import pip, sys; print(sys.prefix)"
    answer = subprocess.run([machine.venv / "bin" / "python", "-c", ask], capture_output=True, check=True)
    assert answer.stdout.decode().strip() == str(machine.venv)
    assert not (machine.venv / "unfinished").exists()


def test_all_say_the_same_versions_and_packages():
    oldest, newest = check_interpreter.OLDEST, check_interpreter.NEWEST
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == f">=3.{oldest[1]},<3.{newest[1] + 1}"
    readme = (ROOT / "README.md").read_text()
    assert f"Python 3.{oldest[1]} to 3.{newest[1]}" in readme
    installed = re.findall(r"^apt install ([^#\n]*)", readme, flags=re.MULTILINE)  # as fresh_machine.sh reads it
    assert {"make", "python3-venv", "chromium-headless-shell"} == set(" ".join(installed).split())

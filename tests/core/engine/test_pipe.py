"""The pipe between server and child: on which machines there is one, and that it ends with the child."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.engine import pipe
from core.engine.engine import Engine
from core.engine.process import ROOT

pytestmark = pytest.mark.process

T = "tests.support.targets"
NO_FOLDER = """
import tempfile
def refuse():
    raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp', '/var/tmp']")
tempfile._get_default_tempdir = refuse
"""


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """An engine that is started without what this process has found out of temporary folders so far."""
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.delitem(multiprocessing.current_process()._config, "tempdir", raising=False)
    engine = Engine("test engine", log_folder=tmp_path / "logs")
    yield engine
    engine.close()


def test_engine_answers_where_the_temporary_folders_path_is_long(engine, tmp_path, monkeypatch):
    folder = tmp_path / ("long-" * 40)
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    assert engine.call(f"{T}:add", 1, 1) == 2


def test_engine_answers_where_there_is_no_temporary_folder(engine, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(NO_FOLDER, encoding="utf-8")  # for the child
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(tempfile, "_get_default_tempdir", lambda: pytest.fail("asked for a temporary folder"))
    assert engine.call(f"{T}:temporary_folder") == str(ROOT)  # TensorFlow wants a name, and writes nothing


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes there")
def test_pipe_is_inherited_by_its_child_alone_and_ends_with_it():
    listener = pipe.listen()
    (handle,) = listener.handles
    assert not os.get_inheritable(handle)  # by whatever else is started meanwhile
    childs = pipe.connect({"handle": os.dup(handle)})
    ours = listener.accept()
    assert not os.get_inheritable(childs.fileno())
    childs.send_bytes(b"to the server")
    assert ours.recv_bytes() == b"to the server"
    childs.close()
    with pytest.raises(EOFError):
        ours.recv_bytes()
    listener.close()


def test_named_pipe_works_as_the_inherited_one():
    listener = pipe._NamedPipe()  # Windows'
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(pipe.connect, listener.boot)
        with listener.accept() as ours, coming.result() as childs:
            childs.send_bytes(b"to the server")
            assert ours.recv_bytes() == b"to the server"
    listener.close()

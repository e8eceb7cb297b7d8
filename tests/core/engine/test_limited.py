"""A limited process answers, or what it did instead becomes one sentence; and it can do nothing but compute."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import warnings

import numpy as np
import pytest

from core.engine import limited
from core.engine.limited import run_limited
from core.errors import ModelFileError
from tests.support.waiting import SCRIPT_SECONDS, at_once

pytestmark = pytest.mark.process

T = "tests.support.limited_targets"


def run(name, data=b"bytes", *, question="", seconds=5.0, mib=64, **more):
    return run_limited(f"{T}:{name}", data, question=question, seconds=seconds, mib=mib, **more)


def test_answer_comes_back_whole():
    data = bytes(range(256)) * 4096  # more than a pipe holds
    assert run("echo", data, question="ä\n?") == data + "ä\n?".encode()


def test_refusal_comes_back_as_it_was_raised():
    with pytest.raises(ModelFileError, match=r"^Layer 3 is an Embedding; digits are pictures\.$") as caught:
        run("refuse", bytes(1 << 20))
    assert caught.value.fields == {"layer": 2}


def test_bug_is_one_sentence_for_the_person_and_a_traceback_for_the_log(capfd):
    with pytest.raises(ModelFileError, match="This file could not be read"):
        run("fail")
    assert "ZeroDivisionError" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("name", "question"),
    [("crash", ""), ("leave", "0"), ("leave", "3"), ("take_memory", "500"), ("answer_much", "1001")],
    ids=["a signal", "no answer", "an exit code", "too much memory", "too long an answer"],
)
def test_anything_but_a_clean_answer_is_one_sentence(name, question):
    with pytest.raises(ModelFileError, match="takes more time or memory"):
        run(name, question=question, most=1000)


def test_endless_computation_is_ended():
    with pytest.raises(ModelFileError, match="takes more time or memory"):
        run("compute_for_ever", seconds=0.1)


def test_process_that_it_leaves_behind_is_ended_at_the_deadline_and_answers_nothing(monkeypatch):
    monkeypatch.setattr(limited, "DEADLINE_SECONDS", 1.0)
    with pytest.raises(ModelFileError, match="takes more time or memory"):
        run("leave_another")


def test_refusal_that_is_longer_than_any_is_not_even_parsed():
    with pytest.raises(ModelFileError, match=r"^x+$"):
        run("refuse_at_length", question="3000")
    with pytest.raises(ModelFileError, match="This file could not be read"):
        run("refuse_at_length", question=str(limited.LONGEST_REFUSAL))


def test_two_are_read_at_once_and_the_others_wait(monkeypatch):
    inside, most, counting, pair = 0, 0, threading.Lock(), threading.Barrier(2, timeout=SCRIPT_SECONDS)

    def answer_of(*_):
        nonlocal inside, most
        with counting:
            inside += 1
            most = max(most, inside)
        pair.wait()
        with counting:
            inside -= 1
        return b"+", b"read"

    monkeypatch.setattr(limited, "_answer_of", answer_of)
    assert at_once(6, lambda: run("echo")) == [b"read"] * 6
    assert most == 2


def test_nothing_can_be_opened_read_or_written(tmp_path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    assert run("what_can_be_done", question=str(secret), preload="h5py") == b""
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_settings_of_this_process_stay_as_they_were():
    def settings():
        return (dict(os.environ), list(warnings.filters), np.geterr(), signal.getsignal(signal.SIGPIPE), os.getcwd())

    before = settings()
    run("echo")
    assert settings() == before


def test_memory_alone_can_be_limited():
    code = "from core.engine.limited_child import limit_memory; limit_memory(64); bytearray({} << 20)"
    ends = [subprocess.run([sys.executable, "-c", code.format(mib)], capture_output=True) for mib in (32, 128)]
    assert [end.returncode for end in ends] == [0, 1]
    assert b"MemoryError" in ends[1].stderr

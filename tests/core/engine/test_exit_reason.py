"""How ends are explained: from an exit code, the log's end, and what the kernel counts."""

from __future__ import annotations

import errno
import os
import signal

import pytest

from core.engine import exit_reason
from core.engine.engine import Engine
from core.engine.exit_reason import Baseline, explain_exit, explain_start_failure, is_of_memory
from core.errors import EngineDiedError
from core.messages import engine as messages

pytestmark = pytest.mark.process

T = "tests.support.targets"
ABORTED, KILLED, ILLEGAL = -signal.SIGABRT, -signal.SIGKILL, -signal.SIGILL


@pytest.fixture
def machine(monkeypatch):
    """Return a function that pretends what the machine tells."""

    def pretend(*, killed_for_memory: int | None = None, has_avx: bool | None = True) -> None:
        monkeypatch.setattr(exit_reason.machine, "killed_for_memory", lambda: killed_for_memory)
        monkeypatch.setattr(exit_reason.machine, "has_avx", lambda: has_avx)

    pretend()
    return pretend


@pytest.fixture
def ended(tmp_path, machine):
    """Return a function that gives the cause of an end with this exit code, after these words."""

    def look(exit_code: int, words: str = "") -> exit_reason.ExitReason:
        log = tmp_path / "child.log"
        log.write_text("MemoryError: of an earlier job\n", encoding="utf-8")
        baseline = Baseline.now(log)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"something else\n{words}\n")
        return explain_exit(exit_code, log, baseline)

    return look


# As these programs write it; those of TensorFlow were seen with `ulimit -v`.
LAST_WORDS = {
    "Python": (1, "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 7.45 GiB", "ran out of memory"),
    "C++": (
        ABORTED,
        "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc",
        "ran out of memory",
    ),
    "LLVM": (ABORTED, "LLVM ERROR: out of memory\nAllocation failed", "ran out of memory"),
    "glibc": (1, "fork: Cannot allocate memory", "ran out of memory"),
    "the loader": (
        1,
        "ImportError: libtensorflow_cc.so.2: failed to map segment from shared object",
        "ran out of memory",
    ),
    "TensorFlow": (1, "OOM when allocating tensor with shape[60000,28,28,64]", "ran out of memory"),
    "XLA": (ABORTED, "F0000 RESOURCE_EXHAUSTED: Out of memory allocating 17179869184 bytes.", "ran out of memory"),
    "no thread": (
        ABORTED,
        "F0000 env.cc:84] Check failed: ret == 0 (11 vs. 0) Thread tf_async_compiler_threads creation via "
        "pthread_create() failed.",
        "was refused another thread",
    ),
    "no AVX": (
        ABORTED,
        "The TensorFlow library was compiled to use AVX instructions, but these aren't available on your machine.",
        "no AVX in this computer's processor",
    ),
    "no room": (1, "OSError: [Errno 28] No space left on device", "found no room left on the disk"),
    "no temporary folder": (
        1,
        "FileNotFoundError: [Errno 2] No usable temporary directory found in ['/tmp', '/var/tmp']",
        "found no folder for temporary files",
    ),
}


@pytest.mark.parametrize(("exit_code", "words", "reason"), LAST_WORDS.values(), ids=LAST_WORDS)
def test_cause_is_found_in_the_last_words_and_has_a_remedy(ended, exit_code, words, reason):
    found = ended(exit_code, words)
    assert reason in str(found.cause)
    assert str(found.remedy).endswith(".")


def test_words_of_an_earlier_job_are_no_cause(ended):
    assert ended(ABORTED) == exit_reason.ExitReason(cause=messages.crashed(signal="SIGABRT"))
    assert str(ended(ABORTED).cause) == "crashed (SIGABRT)"


def test_full_disk_that_a_killed_child_had_met_is_no_cause(ended):
    assert "was killed" in str(ended(KILLED, "OSError: [Errno 28] No space left on device").cause)


def test_kill_of_the_kernel_for_memory_is_told_from_others(tmp_path, machine):
    machine(killed_for_memory=3)
    baseline = Baseline.now(tmp_path / "no log")
    assert str(explain_exit(KILLED, tmp_path / "no log", baseline).cause).startswith("was killed")
    machine(killed_for_memory=4)
    assert explain_exit(KILLED, tmp_path / "no log", baseline) == exit_reason.NO_MEMORY


def test_kill_where_the_kernel_does_not_count_says_what_it_may_be(ended):
    assert str(ended(KILLED).cause) == "was killed (a system does that when memory runs out)"


@pytest.mark.parametrize(
    ("has_avx", "reason"),
    [(False, "no AVX in this computer's processor"), (True, "crashed (SIGILL)"), (None, "crashed (SIGILL)")],
    ids=["without AVX", "with AVX", "not known"],
)
def test_illegal_instruction_is_explained_by_a_processor_without_avx(ended, machine, has_avx, reason):
    machine(has_avx=has_avx)
    assert reason in str(ended(ILLEGAL).cause)


REFUSALS = {
    "no room": (errno.ENOSPC, "it found no room left on the disk", "Free some space"),
    "no memory": (errno.ENOMEM, "it ran out of memory", "Close other programs"),
    "no process": (errno.EAGAIN, "was refused another thread or process", "Memory, or the number of processes"),
    "another": (errno.EACCES, "could not be started", ""),
}


@pytest.mark.parametrize(("number", "reason", "remedy"), REFUSALS.values(), ids=REFUSALS)
def test_child_that_cannot_be_started_says_why(tmp_path, monkeypatch, number, reason, remedy):
    def refuse(_path):
        raise OSError(number, os.strerror(number), str(tmp_path))

    monkeypatch.setattr("core.engine.process._open_log", refuse)
    with pytest.raises(EngineDiedError) as caught:
        Engine("trainer 1", log_folder=tmp_path).start()
    error = caught.value
    assert str(error).startswith("The trainer 1 could not be started")
    assert reason in str(error)
    assert str(error.fields["remedy"] or "").startswith(remedy)
    assert str(tmp_path) not in str(error)
    assert explain_start_failure(OSError(number, "")).remedy == error.fields["remedy"]


def test_message_of_a_child_that_aborts_holds_cause_and_remedy(tmp_path):
    engine = Engine("trainer 1", log_folder=tmp_path)
    try:
        with pytest.raises(EngineDiedError) as caught:
            engine.call(f"{T}:abort_saying", "LLVM ERROR: out of memory")
    finally:
        engine.close()
    assert str(caught.value) == f"The trainer 1 ran out of memory. {exit_reason.NO_MEMORY.remedy}"
    assert caught.value.fields["exit_code"] == -signal.SIGABRT


@pytest.mark.parametrize(
    ("error", "found"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (RuntimeError("RESOURCE_EXHAUSTED: Out of memory allocating 8 bytes"), True),
        (ValueError("memory"), False),
    ],
    ids=["Python's", "the system's", "XLA's", "another"],
)
def test_exception_says_whether_memory_ran_out(error, found):
    assert is_of_memory(error) is found

"""Jobs whose engine dies, falls silent or refuses, and whose result cannot be kept: said, and asked again."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import DataError, DiskFullError, EngineDiedError, EngineError, EngineSilentError
from core.results import result_files
from core.results.result_files import ResultFiles
from core.runs.jobs import job_attempt
from core.runs.jobs.job import JobRequest, JobState
from core.runs.jobs.jobs import Jobs
from tests.support.job_targets import job_request
from tests.support.numpy_server import OWNER, Server
from tests.support.waiting import until

pytestmark = pytest.mark.process
Ended = Callable[[JobRequest], JobState]


def asked(jobs: Jobs, ended: Ended, request: JobRequest) -> JobState:
    jobs.submit(request, owner=OWNER)
    return ended(request)


def test_killed_engine_fails_the_job_and_says_so_and_the_next_try_may_do_it(
    server: Server, jobs: Jobs, ended, tmp_path
):
    told = tmp_path / "told"
    request = job_request("squares_when_told", 3, str(told))
    jobs.submit(request, owner=OWNER)
    until(lambda: jobs.state(request, owner=OWNER).progress)
    os.kill(server.engines[0].pid, signal.SIGKILL)
    state = ended(request)
    assert state.status == "failed"
    assert isinstance(state.error, EngineDiedError)
    assert "was killed" in str(state.error)
    told.touch()
    assert asked(jobs, ended, request).status == "done"
    run = server.start(epochs=1)
    until(lambda: server.histories.of(run).status == "finished")


@pytest.mark.parametrize(
    ("target", "kind", "words"),
    [
        pytest.param("die", EngineDiedError, "was killed", id="its engine dies"),
        pytest.param("refuse", DataError, "There are no digits", id="it refuses"),
        pytest.param("give_nothing", EngineError, "ended without a result", id="it gives nothing"),
        pytest.param("give_objects", EngineError, "not foreseen", id="it gives objects"),
        pytest.param("no_such_target", EngineError, "not foreseen", id="there is no such target"),
    ],
)
def test_job_that_fails_says_why(jobs: Jobs, ended: Ended, tmp_path: Path, target, kind, words):
    state = asked(jobs, ended, job_request(target))
    assert state.status == "failed"
    assert isinstance(state.error, kind)
    assert words in str(state.error)
    assert not list(tmp_path.glob("jobs/*"))


def test_engine_that_falls_silent_is_given_up(jobs: Jobs, ended: Ended, server: Server, monkeypatch, tmp_path):
    request = job_request("squares_when_told", 3, str(tmp_path / "never"))
    jobs.submit(request, owner=OWNER)
    until(lambda: jobs.state(request, owner=OWNER).progress)
    os.kill(server.engines[0].pid, signal.SIGSTOP)
    with monkeypatch.context() as impatient:
        impatient.setattr(job_attempt, "LONGEST_SILENT_SECONDS", 0.5)
        assert isinstance(ended(request).error, EngineSilentError)
    assert asked(jobs, ended, job_request("squares", 3)).status == "done"


def test_job_that_gets_no_further_is_given_up(jobs: Jobs, ended: Ended, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as impatient:  # with one job alone: on a busy machine the other takes longer, too
        impatient.setattr(job_attempt, "LONGEST_SECONDS", 0.3)
        state = asked(jobs, ended, job_request("say_nothing_more", 600))
    assert str(state.error).startswith("It made no progress for long")
    assert asked(jobs, ended, job_request("squares", 3)).status == "done"


def test_full_disk_is_said_and_leaves_nothing_and_the_next_try_may_do_it(
    jobs: Jobs, ended: Ended, monkeypatch, tmp_path
):
    def no_room(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    request = job_request("squares", 3)
    with monkeypatch.context() as full:
        full.setattr(result_files, "replace_file", no_room)
        state = asked(jobs, ended, request)
    assert state.status == "failed"
    assert isinstance(state.error, DiskFullError)
    assert list((tmp_path / "jobs").iterdir()) == []
    assert asked(jobs, ended, request).status == "done"


def test_damaged_file_counts_as_none_and_is_made_again(server: Server, jobs: Jobs, ended: Ended, tmp_path: Path):
    request = job_request("squares", 100)
    assert asked(jobs, ended, request).status == "done"
    (path,) = (tmp_path / "jobs").iterdir()
    path.write_bytes(path.read_bytes()[:-40])
    later = Jobs(server.supervisor.dispatcher, folder=tmp_path / "jobs")
    assert later.state(request, owner=OWNER).status == "none"
    later.submit(request, owner=OWNER)
    until(lambda: later.state(request, owner=OWNER).status == "done")
    kept = ResultFiles(tmp_path / "jobs", suffix=".job").read(request.identity)
    assert kept is not None
    assert kept["squares"][-1] == 99**2

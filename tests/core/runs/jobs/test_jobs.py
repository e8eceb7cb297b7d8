"""Jobs that are done once, kept, shared by who asks for the same, stopped by who asked first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.errors import NotOwnerError
from core.runs.jobs.job import JobRequest, JobState
from core.runs.jobs.jobs import Jobs
from tests.support.job_targets import job_request
from tests.support.numpy_server import OWNER, Server, serving
from tests.support.waiting import at_once, until

pytestmark = pytest.mark.process
OTHER = "owner-2"
Ended = Callable[[JobRequest], JobState]


def test_job_is_done_once_and_found_again_by_another_server(server: Server, jobs: Jobs, ended: Ended, tmp_path: Path):
    done = tmp_path / "done"
    request = job_request("squares", 4, str(done))
    assert jobs.state(request, owner=OWNER).status == "none"
    jobs.submit(request, owner=OWNER)
    state = ended(request)
    assert state.status == "done"
    assert state.result is not None
    np.testing.assert_array_equal(state.result["squares"], [0, 1, 4, 9])
    jobs.submit(request, owner=OTHER)
    assert jobs.state(request, owner=OTHER).status == "done"
    later = Jobs(server.supervisor.dispatcher, folder=tmp_path / "jobs")
    kept = later.state(request, owner=OTHER)
    assert kept.result is not None
    np.testing.assert_array_equal(kept.result["squares"], [0, 1, 4, 9])
    later.submit(request, owner=OTHER)
    assert done.read_text("utf-8") == "x"


def test_result_and_progress_are_read_only(jobs: Jobs, ended: Ended, tmp_path: Path):
    told = tmp_path / "told"
    request = job_request("squares_when_told", 3, str(told))
    jobs.submit(request, owner=OWNER)
    until(lambda: jobs.state(request, owner=OWNER).progress)
    progress = jobs.state(request, owner=OWNER).progress
    told.touch()
    result = ended(request).result
    assert progress is not None
    assert result is not None
    assert progress.share == 0.25
    for array in (progress.arrays["numbers"], result["squares"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    with pytest.raises(TypeError):
        result["squares"] = None  # type: ignore[index]


def test_two_who_ask_for_the_same_share_one_and_only_the_first_can_stop_it(jobs: Jobs, tmp_path: Path):
    closed = tmp_path / "closed"
    request = job_request("squares_when_told", 3, str(tmp_path / "never"), str(closed))
    jobs.submit(request, owner=OWNER)
    jobs.submit(request, owner=OTHER)
    until(lambda: jobs.state(request, owner=OTHER).status == "working")
    until(lambda: jobs.state(request, owner=OTHER).progress)
    assert jobs.state(request, owner=OWNER).may_stop
    assert not jobs.state(request, owner=OTHER).may_stop
    with pytest.raises(NotOwnerError, match=r"^Somebody else asked for this first"):
        jobs.stop(request, owner=OTHER)
    jobs.stop(request, owner=OWNER)
    assert jobs.state(request, owner=OTHER).status == "none"
    until(closed.exists)


def test_stop_keeps_the_engine_and_the_job_may_be_asked_again_at_once(server: Server, jobs: Jobs, ended, tmp_path):
    told = tmp_path / "told"
    request = job_request("squares_when_told", 3, str(told))
    jobs.submit(request, owner=OWNER)
    until(lambda: jobs.state(request, owner=OWNER).progress)
    pid = server.engines[0].pid
    jobs.stop(request, owner=OWNER)
    jobs.stop(request, owner=OWNER)
    jobs.submit(request, owner=OTHER)
    assert jobs.state(request, owner=OTHER).may_stop
    told.touch()
    assert ended(request).status == "done"
    assert server.engines[0].pid == pid


def test_many_clicks_at_once_are_one_job(jobs: Jobs, ended: Ended, tmp_path: Path):
    done = tmp_path / "done"
    request = job_request("squares", 3, str(done))
    at_once(8, lambda: jobs.submit(request, owner=OWNER))
    assert ended(request).status == "done"
    assert done.read_text("utf-8") == "x"


def test_stopping_what_nobody_asked_for_changes_nothing(jobs: Jobs):
    jobs.stop(job_request(), owner=OWNER)
    assert jobs.state(job_request(), owner=OWNER).status == "none"


def test_what_worked_and_what_waited_when_the_server_stopped_is_as_if_nobody_had_asked(tmp_path: Path):
    first, second = (job_request("squares_when_told", 3, str(tmp_path / "told"), number=number) for number in (1, 2))
    with serving(tmp_path) as server:
        jobs = Jobs(server.supervisor.dispatcher, folder=tmp_path / "jobs")
        for request in (first, second):
            jobs.submit(request, owner=OWNER)
        until(lambda: jobs.state(first, owner=OWNER).progress)
        jobs.close()
    jobs.submit(job_request(), owner=OWNER)  # too late, and nothing happens
    assert jobs.state(job_request(), owner=OWNER).status == "none"
    with serving(tmp_path) as later:
        again = Jobs(later.supervisor.dispatcher, folder=tmp_path / "jobs")
        assert [again.state(request, owner=OWNER).status for request in (first, second)] == ["none", "none"]
        (tmp_path / "told").touch()
        again.submit(first, owner=OWNER)
        until(lambda: again.state(first, owner=OWNER).status == "done")


def test_job_of_another_kind_or_other_settings_is_another():
    plain = JobRequest(kind="map", settings={"seed": 1, "data": "aa"}, target="")
    same = JobRequest(kind="map", settings={"data": "aa", "seed": 1}, target="other", arguments=("path",))
    assert plain.identity == same.identity
    for other in ({"kind": "doubt", "settings": plain.settings}, {"kind": "map", "settings": {"seed": 2}}):
        assert JobRequest(target="", **other).identity != plain.identity

"""Jobs and runs take turns: neither is forgotten, and each is told its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import QueueFullError
from core.runs.jobs.jobs import Jobs
from core.runs.scheduling import fair_queue
from tests.support.job_targets import job_request
from tests.support.numpy_server import OWNER, Server, serving
from tests.support.waiting import until

pytestmark = pytest.mark.process
OTHER = "owner-2"


def working(jobs: Jobs, tmp_path: Path, *, number: int = 0):
    """Have a job work that ends when it is told, and return it."""
    request = job_request("squares_when_told", 3, str(tmp_path / "told"), number=number)
    jobs.submit(request, owner=OWNER)
    until(lambda: jobs.state(request, owner=OWNER).progress)
    return request


def test_runs_and_jobs_of_two_owners_take_turns(server: Server, jobs: Jobs, tmp_path: Path):
    working(jobs, tmp_path)
    second = job_request("squares_when_told", 3, str(tmp_path / "told"), number=1)
    jobs.submit(second, owner=OWNER)
    first_run, second_run = (server.start(epochs=1, owner=OTHER) for _ in range(2))
    places = [server.supervisor.trainer_status(run).position for run in (first_run, second_run)]
    assert (places, jobs.state(second, owner=OWNER).ahead) == ([1, 3], 2)
    assert jobs.state(second, owner=OWNER).status == "waiting"
    (tmp_path / "told").touch()
    until(lambda: server.histories.of(second_run).status == "finished")
    assert server.histories.of(first_run).status == "finished"
    until(lambda: jobs.state(second, owner=OWNER).status == "done")


def test_jobs_are_in_no_list_of_runs(server: Server, jobs: Jobs, tmp_path: Path):
    working(jobs, tmp_path)
    jobs.submit(job_request(number=1), owner=OWNER)
    run = server.start(epochs=1)
    assert server.supervisor.runs_of(OWNER) == [run]


def test_job_that_waits_is_taken_off_the_queue_by_a_stop(server: Server, jobs: Jobs, tmp_path: Path):
    working(jobs, tmp_path)
    waiting = job_request(number=1)
    jobs.submit(waiting, owner=OWNER)
    run = server.start(epochs=1)
    jobs.stop(waiting, owner=OWNER)
    assert jobs.state(waiting, owner=OWNER).status == "none"
    assert server.supervisor.trainer_status(run).position == 1


def test_job_works_beside_a_run_where_there_are_two_engines(tmp_path: Path):
    with serving(tmp_path, slots=2) as server:
        run = server.start(epochs=200)
        jobs = Jobs(server.supervisor.dispatcher, folder=tmp_path / "jobs")
        request = job_request("squares", 3)
        jobs.submit(request, owner=OWNER)
        until(lambda: jobs.state(request, owner=OWNER).status == "done")
        assert server.histories.of(run).is_active


def test_queue_that_is_full_refuses_jobs_and_says_of_what(server: Server, jobs: Jobs, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(fair_queue, "MAX_WAITING_PER_OWNER", 2)
    working(jobs, tmp_path)
    jobs.submit(job_request(number=1), owner=OWNER)
    server.start(epochs=1)
    with pytest.raises(QueueFullError, match=r"^1 of your runs and 1 of your other jobs wait already\. At most 2"):
        jobs.submit(job_request(number=2), owner=OWNER)
    assert jobs.state(job_request(number=2), owner=OWNER).status == "none"
    jobs.submit(job_request(number=1), owner=OWNER)  # that waits already
    jobs.submit(job_request(number=2), owner=OTHER)
    assert jobs.state(job_request(number=2), owner=OTHER).ahead == 1


def test_queue_of_all_that_is_full_refuses_jobs(jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fair_queue, "MAX_WAITING", 1)
    working(jobs, tmp_path)
    jobs.submit(job_request(number=1), owner=OWNER)
    with pytest.raises(QueueFullError, match=r"^0 runs and 1 other jobs wait already"):
        jobs.submit(job_request(number=2), owner=OTHER)


def test_job_says_that_its_engine_wakes_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DIGITLAB_TEST_WAKE", str(tmp_path / "wake"))
    with serving(tmp_path, warm_up="tests.support.targets:wake_when_told") as server:
        jobs = Jobs(server.supervisor.dispatcher, folder=tmp_path / "jobs")
        request, other = job_request("squares", 3), job_request("squares", 3, number=1)
        for asked in (request, other):
            jobs.submit(asked, owner=OWNER)
        until(lambda: jobs.state(request, owner=OWNER).waking_seconds > 0)
        assert jobs.state(request, owner=OWNER).status == "waiting"
        assert jobs.state(request, owner=OWNER).ahead == 0
        jobs.stop(request, owner=OWNER)  # at once, not when it is awake
        until(lambda: jobs.state(other, owner=OWNER).ahead == 0)
        (tmp_path / "wake").touch()
        until(lambda: jobs.state(other, owner=OWNER).status == "done")
        assert jobs.state(request, owner=OWNER).status == "none"

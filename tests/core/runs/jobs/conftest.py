"""A server whose engines train a few numbers, and its jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.runs.jobs.job import JobRequest, JobState
from core.runs.jobs.jobs import Jobs
from tests.support.numpy_server import OWNER, Server, serving
from tests.support.waiting import until


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as server:
        yield server


@pytest.fixture
def jobs(server: Server, tmp_path: Path) -> Jobs:
    return Jobs(server.supervisor.dispatcher, folder=tmp_path / "jobs")


@pytest.fixture
def ended(jobs: Jobs) -> Callable[[JobRequest], JobState]:
    """Give what waits until a job neither waits nor works, and returns its state."""

    def wait(request: JobRequest) -> JobState:
        until(lambda: jobs.state(request, owner=OWNER).status not in ("waiting", "working"))
        return jobs.state(request, owner=OWNER)

    return wait

"""What the kinds of engine load, on how many threads, and what an engine that trains says once it is awake."""

import contextlib

import pytest

from core.runs.scheduling.engine_kinds import TrainingEngines, export_engine
from core.training.record.step_benchmark import StepBenchmark


def test_files_are_made_and_tried_on_one_thread_however_many_processors_there_are(tmp_path, monkeypatch):
    monkeypatch.setattr("core.machine.available_cores", lambda: 8)
    assert export_engine(log_folder=tmp_path).threads == 1


@pytest.mark.process
def test_engine_that_trains_says_how_fast_it_is_once_it_is_awake(tmp_path):
    (trainer,) = TrainingEngines(log_folder=tmp_path).trainers(1)
    with contextlib.closing(trainer):
        assert trainer.warm_up_result is None
        trainer.start()
        assert trainer.wait_ready()
        assert isinstance(trainer.warm_up_result, StepBenchmark)

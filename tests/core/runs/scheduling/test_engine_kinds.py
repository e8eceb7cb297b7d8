"""What the kinds of engine load and on how many threads; none is started."""

from core.runs.scheduling.engine_kinds import export_engine


def test_files_are_made_and_tried_on_one_thread_however_many_processors_there_are(tmp_path, monkeypatch):
    monkeypatch.setattr("core.engine.machine.available_cores", lambda: 8)
    assert export_engine(log_folder=tmp_path).threads == 1

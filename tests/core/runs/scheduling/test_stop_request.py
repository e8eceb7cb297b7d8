"""How long an engine is waited for after a stop: one that hangs, works, or gets no time; on a pretended clock."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from core.runs.scheduling.stop_request import StopRequest
from core.runs.scheduling.trainer_status import TrainerStatus


class PretendedStream:
    """A stream and its child, whose signs of life are what a test says."""

    def __init__(self) -> None:
        self.child = self
        self.is_open = True
        self.sent: list[str] = []
        self.done: list[str] = []
        self.silent_seconds = 0.0
        self.idle = 0.0
        self.processor_seconds: float | None = 100.0

    def idle_seconds(self) -> float:
        return self.idle

    def send(self, command: str) -> None:
        self.sent.append(command)

    def terminate(self) -> None:
        self.done.append("terminate")

    def kill(self) -> None:
        self.done.append("kill")


class Stop:
    """A stop that is made at second 0 and enforced ten times a second."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        clock = SimpleNamespace(monotonic=lambda: self.now)
        monkeypatch.setattr("core.runs.scheduling.stop_request.time", clock)
        self.stream = PretendedStream()
        self.request = StopRequest()
        self.request.make(self.stream)
        self.seconds = 0.0
        self.slow_at: list[float] = []

    def watch(self, until: float, *, silent: bool, idle: bool, uses: float | None) -> None:
        """Enforce it up to a second, or until the engine is killed.

        Args:
            until: counted from the stop.
            silent: whether the engine gives no sign of life from now on.
            idle: whether it does nothing and is not ready to.
            uses: processors, None where the system does not tell.
        """
        stream = self.stream
        while self.seconds < until and "kill" not in stream.done:
            self.request.enforce(stream)
            if self.request.is_slow:
                self.slow_at.append(self.seconds)
            self.pass_seconds(0.1, silent=silent, idle=idle)
            stream.processor_seconds = None if uses is None else (stream.processor_seconds or 0.0) + 0.1 * uses

    def pass_seconds(self, seconds: float, *, silent: bool, idle: bool) -> None:
        """Let time go by in which nobody looks."""
        self.now += seconds
        self.seconds = round(self.seconds + seconds, 3)
        self.stream.silent_seconds = self.stream.silent_seconds + seconds if silent else 0.0
        self.stream.idle = self.stream.idle + seconds if idle else 0.0


@pytest.fixture
def stop(monkeypatch):
    return Stop(monkeypatch)


def test_engine_that_hangs_is_ended_soon(stop):
    stop.watch(60.0, silent=True, idle=True, uses=0.0)
    assert stop.seconds == pytest.approx(4.1, abs=0.2)
    assert set(stop.stream.done[:-1]) == {"terminate"}
    assert stop.request.was_forced
    assert not stop.request.is_slow


ALIVE = {
    "works": ({"silent": False, "idle": False, "uses": 1.0}, False),
    "works without a sign of life": ({"silent": True, "idle": False, "uses": 1.0}, False),
    "gets no time": ({"silent": True, "idle": False, "uses": 0.0}, True),
    "gets little time": ({"silent": False, "idle": False, "uses": 0.1}, True),
    "gives no sign of life, and the system tells no more": ({"silent": True, "idle": True, "uses": None}, True),
}


@pytest.mark.parametrize(("how", "is_slow"), ALIVE.values(), ids=ALIVE)
def test_engine_that_is_alive_is_waited_for_and_said_to_be_slow_where_it_gets_little_done(stop, how, is_slow):
    if how["uses"] is None:
        stop.stream.processor_seconds = None
    stop.watch(39.5, **how)
    assert stop.stream.done == []
    assert bool(stop.slow_at) is is_slow
    assert all(second >= 2.0 for second in stop.slow_at)
    stop.watch(60.0, **how)
    assert stop.stream.done == ["kill"]
    assert stop.seconds == pytest.approx(40.1, abs=0.2)
    assert not stop.request.is_slow  # it is no longer waited for


def test_engine_that_gets_no_time_while_it_writes_its_model_is_not_cut_off(stop):
    stop.watch(10.0, silent=True, idle=False, uses=0.0)
    assert stop.request.is_slow
    stop.request.has_taken_effect = True
    assert not stop.request.is_slow
    stop.watch(300.0, silent=True, idle=False, uses=0.0)
    assert stop.stream.done == []


def test_engine_that_hangs_while_it_writes_its_model_is_ended(stop):
    stop.request.has_taken_effect = True
    stop.watch(60.0, silent=True, idle=True, uses=0.0)
    assert stop.stream.done[-1] == "kill"
    assert stop.seconds < 5.0


@pytest.mark.parametrize("gap", [5.0, 3600.0], ids=["the server got no time", "the machine slept"])
def test_time_in_which_nobody_looked_is_not_held_against_the_engine(stop, gap):
    stop.watch(1.0, silent=True, idle=True, uses=0.0)
    stop.pass_seconds(gap, silent=True, idle=True)
    stop.watch(1.0 + gap + 1.5, silent=True, idle=True, uses=0.0)
    assert stop.stream.done == []
    stop.watch(gap + 60.0, silent=True, idle=True, uses=0.0)
    assert stop.stream.done[-1] == "kill"


def test_engine_of_a_stream_that_is_over_is_let_be(stop):
    stop.stream.is_open = False
    stop.watch(60.0, silent=True, idle=True, uses=0.0)
    assert stop.stream.done == []


def test_engine_that_was_not_stopped_is_let_be(stop):
    request = StopRequest()
    stop.stream.silent_seconds = stop.stream.idle = 100.0
    request.enforce(stop.stream)
    assert not request.is_made
    assert stop.stream.done == []


def test_engine_that_is_slow_to_stop_is_not_said_to_be_silent_too():
    stream = SimpleNamespace(child=SimpleNamespace(silent_seconds=11.0))
    assert TrainerStatus.of(None, stream).is_silent
    slow = TrainerStatus.of(None, stream, is_slow_to_stop=True)
    assert slow == TrainerStatus(is_slow_to_stop=True)

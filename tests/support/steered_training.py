"""A training that is steered at given steps, for an engine: no command depends on how fast the machine is."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from core.training.loop import chunk_length
from core.training.loop.loop import train
from core.training.record.events import Event, StepsEnded
from core.training.settings.commands import Command
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec


def steered_training(
    spec: NetworkSpec, config: TrainingConfig, *, commands: Sequence[tuple[int, Command]], **arguments: Any
) -> Generator[Event, None, None]:
    """Yield what `train` says; a command is sent after the first chunk that reaches its step."""
    chunk_length.CHUNK_SECONDS = 0.0  # a step or two: the process is the test's own
    training, left, command = train(spec, config, **arguments), list(commands), None
    while True:
        try:
            event = training.send(command)
        except StopIteration:
            return
        command = None
        if event is not None:
            yield event
        if isinstance(event, StepsEnded) and left and event.last_step >= left[0][0]:
            command = left.pop(0)[1]

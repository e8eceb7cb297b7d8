"""Reads all images of a split without learning, in chunks between which commands are received."""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal

from core.training.graph.step_totals import StepTotals
from core.training.graph.training_graph import TrainingGraph
from core.training.loop.chunk_length import ChunkLength
from core.training.loop.run_control import RunControl
from core.training.record.events import Event
from core.training.settings.commands import Command
from core.training.settings.workload import EVALUATION_BATCH


class Evaluation:
    """Evaluates a run's network. Mutable: it learns how many batches fill a chunk."""

    def __init__(self, graph: TrainingGraph, control: RunControl) -> None:
        self._graph = graph
        self._control = control
        self._chunk_length = ChunkLength()

    def run(
        self, split: Literal["validation", "test"], *, applies_commands: bool = True
    ) -> Generator[Event | None, Command | None, StepTotals | None]:
        """Return the totals of a split's images; None where it has none.

        Args:
            split: which images.
            applies_commands: False where nothing can be commanded any more; a stop is then only confirmed.
        """
        images = self._graph.test_count if split == "test" else self._graph.validation_count
        batches = -(-images // EVALUATION_BATCH)
        totals: StepTotals | None = None
        while (done := totals.steps if totals else 0) < batches:
            chunk = self._graph.read_batches(split, done, self._chunk_length.begin())
            self._chunk_length.end(chunk.steps)
            totals = totals + chunk if totals else chunk
            if applies_commands:
                yield from self._control.emit(None)
            else:
                yield from self._control.confirm_stop()
        return totals

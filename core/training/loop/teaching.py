"""What a run that learns a person's hand does beside training: where it begins, and how it is judged.

Its digits that only judge are read here, before and after, and by nothing else.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.training.graph.own_images import OwnImages
from core.training.graph.training_graph import TrainingGraph
from core.training.loop.evaluation import Evaluation
from core.training.loop.run_control import Training
from core.training.record import checkpoints, taught_digits
from core.training.record.events import HandTested, RunTaught, TestEnded


class Teaching:
    """The digits and the first weights of such a run; both are read once."""

    def __init__(self, taught: RunTaught, folder: Path) -> None:
        """Read the files.

        Args:
            taught: how the run began.
            folder: of the run.

        Raises:
            CheckpointError: one is missing or damaged.
        """
        self._taught = taught
        self._digits = taught_digits.read(folder, taught.digits)
        self._first_weights = checkpoints.read(folder / taught.checkpoint.name, digest=taught.checkpoint.digest)

    @property
    def own_images(self) -> OwnImages:
        """The digits that are learned from."""
        chosen, digits = self._digits.is_taught, self._digits
        return OwnImages(
            images=digits.images[chosen],
            labels=digits.labels[chosen],
            share=self._taught.own_share,
            pixels=self._taught.pixels,
        )

    def begin(self, graph: TrainingGraph) -> None:
        """Give a network the weights of the model that is taught."""
        graph.set_weights(self._first_weights)

    def test(self, graph: TrainingGraph, evaluation: Evaluation, ended: TestEnded) -> Training:
        """Read the held-out digits by the weights as they are and by the first ones, which also read the test images.

        Args:
            graph: at rest; it has the same weights afterwards.
            evaluation: of that graph.
            ended: how the test images were read by the weights as they are.
        """
        judging = ~self._digits.is_taught
        images, weights = self._digits.images[judging], graph.weights()
        after = _answers(graph, images)
        graph.set_weights(self._first_weights)
        before, totals = _answers(graph, images), (yield from evaluation.run("test", applies_commands=False))
        graph.set_weights(weights)
        assert totals is not None
        yield HandTested(
            labels=tuple(self._digits.labels[judging].tolist()),
            before=before,
            after=after,
            test_before=totals.correct,
            test_after=ended.correct,
            test_count=ended.count,
        )


def _answers(graph: TrainingGraph, images: np.ndarray) -> tuple[int, ...]:
    return tuple(graph.answers(images).tolist()) if len(images) else ()

"""Evaluations made in the background, a piece at a time and each visitor in turn: no page waits, no drawing either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.data.dataset import Dataset
from core.data.splits import ImageRange
from core.errors import EngineError, LabError
from core.inference.evaluation import Evaluation
from core.inference.loaded_networks import StoredNetwork
from core.serving.in_turn import InTurn
from core.serving.inference_client import InferenceClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluating:
    """How far some evaluations are.

    Attributes:
        evaluations: in the order in which they were asked for; None for one that is not whole yet.
        done: images that are read, of all of them together.
        images: that there are to read.
    """

    evaluations: tuple[Evaluation | None, ...]
    done: int
    images: int

    @property
    def whole(self) -> tuple[Evaluation, ...] | None:
        """All of them, once all are there."""
        there = tuple(evaluation for evaluation in self.evaluations if evaluation is not None)
        return there if len(there) == len(self.evaluations) else None


class EvaluationQueue:
    """Has evaluations made for whoever goes on asking; shared by all visitors."""

    def __init__(self, inference: InferenceClient) -> None:
        self._inference = inference
        self._asking = InTurn(name="evaluations")

    def ask(
        self, wanted: Sequence[tuple[StoredNetwork, ImageRange]], dataset: Dataset, *, asker: str | None
    ) -> Evaluating:
        """Return what is known of some evaluations, and have the rest made. Ask again to hear how far they are.

        Args:
            wanted: networks, each with the images that it reads; made one after the other.
            dataset: whose images.
            asker: who asks: another question takes the place of the one that it asked before; None only looks.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call asks anew.
        """
        found = tuple(self._inference.known_evaluation(network, dataset, images) for network, images in wanted)
        missing = [one for one, evaluation in zip(wanted, found, strict=True) if evaluation is None]
        if asker is not None:
            if missing:
                key = (dataset.digest, *((network.identity, str(network.spec), images) for network, images in missing))
                self._asking.want(asker, key, lambda: self._read_piece(missing, dataset))
            else:
                self._asking.drop(asker)
        done = sum(self._inference.evaluated_count(network, dataset, images) for network, images in wanted)
        return Evaluating(evaluations=found, done=done, images=sum(images.count for _, images in wanted))

    def _read_piece(self, missing: Sequence[tuple[StoredNetwork, ImageRange]], dataset: Dataset) -> bool:
        """Read the next piece of the first that is not whole; return whether there are more.

        One that cannot be read keeps none of the others from it: what was wrong is raised once they are whole.
        """
        error: LabError | None = None
        for network, images in missing:
            if self._inference.known_evaluation(network, dataset, images) is None:
                try:
                    self._inference.evaluate_further(network, dataset, images)
                except EngineError:
                    raise  # of the engine, which the others need as well
                except LabError as refusal:
                    error = error or refusal
                else:
                    return True
        if error is not None:
            raise error
        return False

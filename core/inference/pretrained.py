"""The network that the app brings along, trained by `make pretrained`: it answers before anything has been trained."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import CheckpointError, LabError
from core.inference.loaded_networks import StoredNetwork
from core.messages import inference as messages
from core.training.record.events import Checkpoint, EpochEnded, RunStarted, StepsEnded, TestEnded
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec

_NO_FILE = Checkpoint(name="", digest="", size_bytes=0)  # of its epochs only the last one's weights were kept
FOLDER = Path(__file__).resolve().parents[2] / "models" / "pretrained"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pretrained:
    """The network with what is known of it."""

    network: StoredNetwork
    config: TrainingConfig
    score: dict[str, Any]  # "correct" of "images" test images, "loss" in nats, "date", ...


@cache
def pretrained() -> Pretrained:
    """Return the network that the app brings along.

    Raises:
        CheckpointError: its files are not whole.
    """
    try:
        spec, config, score = (
            json.loads((FOLDER / f"{name}.json").read_bytes()) for name in ("spec", "config", "score")
        )
        return Pretrained(
            network=StoredNetwork(
                spec=NetworkSpec.from_json(spec),
                path=str(FOLDER / "weights.npz"),
                digest=score["weights"],
            ),
            config=TrainingConfig.from_json(config),
            score=score,
        )
    except (OSError, ValueError, KeyError, LabError) as error:
        raise CheckpointError(messages.pretrained_damaged()) from error


@cache
def pretrained_history() -> History:
    """Return how that network was trained: each epoch, some of its steps, its result on the test images.

    Raises:
        CheckpointError: its files are not whole.
    """
    score = pretrained().score
    try:
        document = json.loads((FOLDER / "history.json").read_bytes())
        return History(
            status="finished",
            started=RunStarted(**document["started"]),
            epochs=tuple(_epoch(**row) for row in document["epochs"]),
            steps=tuple(_steps(*row, per_epoch=document["started"]["steps_per_epoch"]) for row in document["steps"]),
            test=TestEnded(loss=score["loss"], correct=score["correct"], count=score["images"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(messages.pretrained_damaged()) from error


def _epoch(*, seconds: float, **measured: Any) -> EpochEnded:
    """Return an epoch of a row, which counts its seconds from the epoch's begin and does not tell them apart."""
    return EpochEnded(
        **measured,
        seconds=seconds,
        training_seconds=seconds,
        validation_seconds=0.0,
        checkpoint=_NO_FILE,
        optimizer=_NO_FILE,
    )


def _steps(last_step: int, mean_loss: float, accuracy: float, *, per_epoch: int) -> StepsEnded:
    """Return a row's step value; the row does not tell with which step it began, nor when it ended."""
    return StepsEnded(
        epoch=(last_step - 1) // per_epoch + 1,
        first_step=last_step,
        last_step=last_step,
        mean_loss=mean_loss,
        accuracy=accuracy,
        seconds=0.0,
    )

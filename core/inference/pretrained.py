"""The network that the app brings along, trained by `make pretrained`: it answers before anything has been trained."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import CheckpointError, LabError
from core.inference.networks import StoredNetwork
from core.training.config import TrainingConfig
from models.spec import NetworkSpec

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
        raise CheckpointError("The pretrained network is missing or damaged. Install Digit Lab again.") from error

"""A run that is steered, and what its page shows."""

from __future__ import annotations

import json

from core.training.record.events import (
    RunSteered,
    StepsEnded,
)
from tests.support.component_events import data_of

SOME_STEPS = StepsEnded(epoch=2, first_step=423, last_step=512, mean_loss=0.1, accuracy=0.97, seconds=5.5)
PAUSED = RunSteered(action="pause", epoch=2, step=512, seconds=5.5)
RATE = RunSteered(action="learning_rate", epoch=2, step=512, seconds=5.5, value=0.001)


def chart(app) -> str:
    """Return the options of the first chart."""
    return json.dumps(data_of(app, "run-accuracy")["options"])

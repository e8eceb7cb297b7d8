"""A set-up, and epochs of runs in which the doctor finds something."""

from __future__ import annotations

import dataclasses

from core.recipes import recipe
from tests.support.written_runs import EPOCH

CONFIG = recipe("quick-cnn").config
SLOW = dataclasses.replace(CONFIG, learning_rate=0.00005)
READ_HALF = dataclasses.replace(EPOCH, epoch=2, loss=1.2, accuracy=0.5, validation_accuracy=0.55)
OVERFITTED = [
    dataclasses.replace(EPOCH, epoch=epoch, loss=loss, validation_loss=validation)
    for epoch, (loss, validation) in enumerate([(0.3, 0.08), (0.1, 0.09), (0.05, 0.10)], start=1)
]

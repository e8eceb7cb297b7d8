"""How a model is taught a hand: the settings of the run and what is particular to it.

Chosen by `benchmarks.my_hand`, whose figures stand in docs/measured.md: enough steps to learn a letter form that was
read wrong with great sureness, few and small enough to forget next to nothing.
"""

from __future__ import annotations

import math

from core.data.input_scaling import Pixels
from core.data.splits import VALIDATION_FRACTION, kept_count
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import MAX_EPOCHS, TrainingConfig
from core.training.settings.losses import Loss

OWN_SHARE = 0.5  # of each batch
BATCH_SIZE = 128
EPOCHS = 3
EPOCH_IMAGES = 12_800
STEPS = EPOCHS * EPOCH_IMAGES // BATCH_SIZE
LEARNING_RATE = 5e-4
AUGMENTATION = Augmentation(  # gentle: some hands tell a 1 from a 7 by its width alone
    shift_pixels=1.0, rotation_degrees=8.0, zoom_fraction=0.1, shear_degrees=6.0, elastic_pixels=0.5
)


def teaching_config(*, loss: Loss, pixels: Pixels, train_count: int, seed: int = 0) -> TrainingConfig:
    """Return the settings of a run that teaches.

    Args:
        loss: that suits the network.
        pixels: how bytes become its inputs.
        train_count: training images of the data set; of few the epochs are shorter, and there are more of them.
        seed: of the run.
    """
    kept = kept_count(train_count, source="last", fraction=VALIDATION_FRACTION)
    images = min(EPOCH_IMAGES, kept)
    return TrainingConfig(
        epochs=min(MAX_EPOCHS, math.ceil(STEPS / math.ceil(images / BATCH_SIZE))),
        batch_size=BATCH_SIZE,
        learning_rate=LEARNING_RATE,
        schedule="one_cycle",
        loss=loss,
        train_images=images,
        pixel_scale=pixels.plain_scale or "standard",  # the run itself takes `pixels`
        validation_fraction=VALIDATION_FRACTION,
        shuffle_pixels=pixels.shuffled,
        augmentation=AUGMENTATION,
        seed=seed,
    )

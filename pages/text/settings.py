"""What the Train page says of every setting of a run, in plain words, and of the groups they stand in."""

from __future__ import annotations

from typing import ClassVar

from core.training.settings.augmentation import (
    MAX_ELASTIC_PIXELS,
    MAX_ROTATION_DEGREES,
    MAX_SHEAR_DEGREES,
    MAX_SHIFT_PIXELS,
)
from core.training.settings.config import MAX_BATCH_SIZE, MAX_EPOCHS, TrainingConfig
from core.training.settings.validate import plain_number
from pages.text.run import Run
from pages.text.train import LOSSES, OPTIMIZERS, waking

Named = tuple[str, str]  # a field's label and its help


class Field:
    """The settings of a run, one by one."""

    NAMES: ClassVar[dict[str, Named]] = {
        "epochs": ("Epochs", f"Times through all training images, 1 to {MAX_EPOCHS}."),
        "learning_rate": (
            "Learning rate",
            "Size of each correction; 0.001 is usual with Adam and RMSprop, 0.1 with SGD.",
        ),
        "batch_size": (
            "Batch size",
            f"Images per correction, 1 to {MAX_BATCH_SIZE:,}. Small ones give more corrections in an epoch, and "
            "noisier ones.",
        ),
        "optimizer": (
            "Optimizer",
            "How a gradient becomes a correction. SGD takes the gradient times the learning rate; the others also "
            "remember earlier gradients, and give every weight a step size of its own.",
        ),
        "momentum": (
            "Momentum",
            "Share of the last correction that is made again: it carries on through a flat stretch.",
        ),
        "nesterov": ("Look ahead (Nesterov)", "Takes the gradient where the momentum will have led."),
        "rho": ("Rho", "Share of the old mean square of the gradients that is kept at each step."),
        "beta_1": ("Beta 1", "Share of the old mean gradient that is kept at each step."),
        "beta_2": ("Beta 2", "Share of the old mean square of the gradients that is kept at each step."),
        "epsilon": ("Epsilon", "Keeps a division by almost 0 from making a huge correction."),
        "weight_decay": (
            "Weight decay",
            "Share of every kernel that is taken off at each step, times the learning rate.",
        ),
        "schedule": (
            "Schedule",
            "How the learning rate changes while it trains: large at first to get far, small at the end to settle.",
        ),
        "step_epochs": ("Epochs between falls", "After so many epochs the learning rate falls, again and again."),
        "step_factor": ("Factor of each fall", "What the learning rate is multiplied by: 0.5 halves it."),
        "loss": (
            "Loss",
            "What is made smaller. Categorical and sparse categorical cross-entropy are one number, from labels that "
            "are written differently. Binary cross-entropy asks ten yes-or-no questions, and prints numbers several "
            "times smaller: never compare it with the others.",
        ),
        "l2": (
            "L2 penalty",
            "Large weights cost: this times the sum of their squares is added to what is made smaller.",
        ),
        "train_images": ("Training images", "Of those that train, only the first so many; 0 for all of them."),
        "wrong_label_fraction": (
            "Share of wrong labels",
            "So many training images get another digit's label: what a network then learns by heart is nonsense.",
        ),
        "validation_source": (
            "Validates on",
            "Validation images only check while it learns. Keras takes the last of the training images, unshuffled; "
            "so does this app.",
        ),
        "validation_fraction": (
            "Validation fraction",
            "Share of the training images that only check, 0 to 0.5; 0 for none.",
        ),
        "pixel_scale": (
            "Pixel scale",
            "What a pixel, 0 to 255, becomes for the network. The model keeps it, so that Draw does the same.",
        ),
        "shuffle_pixels": (
            "Shuffle the pixels",
            "All images get the same other order of pixels. A dense network learns as before, a convolution is lost: "
            "it looks at neighbours.",
        ),
        "patience": (
            "Patience",
            "Epochs without a lower validation loss after which the run ends early; 0 never ends it early.",
        ),
        "restore_best": (
            "Best weights back",
            "With patience: the weights of the epoch with the lowest validation loss, at the end.",
        ),
        "seed": ("Seed", "Start of everything random: the same seed gives the same run, to the last bit."),
        "shift_pixels": ("Shift, pixels", f"Up or down, left or right, at most so far; 0 to {MAX_SHIFT_PIXELS:g}."),
        "rotation_degrees": ("Rotation, degrees", f"Turned at most so far, either way; 0 to {MAX_ROTATION_DEGREES:g}."),
        "zoom_fraction": ("Zoom", "0.2: height and width by a factor of their own, from 1/1.2 to 1.2."),
        "shear_degrees": ("Shear, degrees", f"How far upright strokes lean at most; 0 to {MAX_SHEAR_DEGREES:g}."),
        "elastic_pixels": ("Elastic, pixels", f"Strokes are bent by about so much; 0 to {MAX_ELASTIC_PIXELS:g}."),
        "elastic_scale_pixels": ("Elastic scale", "How smoothly they are bent: larger is smoother. 1 to 14 pixels."),
    }
    CHOICES: ClassVar[dict[str, dict[str, str]]] = {
        "optimizer": OPTIMIZERS,
        "schedule": {"constant": "Constant", "step": "Falls in steps", "cosine": "Cosine", "one_cycle": "One cycle"},
        "loss": {key: name.capitalize() for key, name in LOSSES.items()},
        "validation_source": {"last": "The last training images", "test": "The test images, as some articles do"},
        "pixel_scale": {"unit": "0 to 1", "bytes": "0 to 255", "standard": "Mean 0, deviation 1"},
    }

    @classmethod
    def named(cls, name: str) -> str:
        return cls.NAMES[name][0]


class SettingGroups:
    """The three groups of settings."""

    HOW = "How it learns"
    FROM = "What it learns from"
    LONG = "How long, and from which start"
    CODE = "Keras code"
    SCHEDULE_AXIS = "Learning rate"
    AUGMENTATION = (
        "Augmentation",
        "Training images are changed at random, anew in every epoch, so that there are always new ones. Validation "
        "and test images never are.",
    )
    STRENGTHS: ClassVar = {"off": "Off", "gentle": "Gentle", "strong": "Strong", "own": "As below"}
    FINE_TUNE = "Fine-tune"
    PREVIEW = "Ten training digits as they may come"
    TOO_KIND = "The test images then choose the network and judge it: the score is a little too kind."

    @staticmethod
    def waking(seconds: float) -> str:
        return f"{waking('network', seconds)} The examples appear then."

    @staticmethod
    def schedule_alt(config: TrainingConfig, first: float, last: float) -> str:
        named = Field.CHOICES["schedule"][config.schedule].lower()
        return (
            f"Learning rate over {Run.epochs(config.epochs)}, {named}: begins at {plain_number(first)}, is at most "
            f"{plain_number(config.learning_rate)}, ends at {plain_number(last)}."
        )

    @staticmethod
    def preview(number: int) -> str:
        return f"Example {number} of a changed training digit"

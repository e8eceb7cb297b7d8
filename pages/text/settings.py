"""What every setting of a run is called, in plain words: its label, its help, and the names that it may be.

Forms, sweeps, comparisons, steering and the log of a run say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from core.training.settings.augmentation import (
    MAX_ELASTIC_PIXELS,
    MAX_ROTATION_DEGREES,
    MAX_SHEAR_DEGREES,
    MAX_SHIFT_PIXELS,
)
from core.training.settings.commands import DROPOUT_RATE
from core.training.settings.config import MAX_BATCH_SIZE, MAX_EPOCHS

Named = tuple[str, str]  # a field's label and its help


class OptimizerText(NamedTuple):
    """One optimizer in words."""

    name: str
    explained: str  # what it does
    not_plain: str  # why its step is not the learning rate times the gradient


class LossText(NamedTuple):
    """One loss in words."""

    name: str
    explained: str  # of one image


class ScheduleText(NamedTuple):
    """One schedule in words."""

    name: str
    rate: str  # the learning rate that it makes of the largest one, {rate}
    after: str = ""  # behind the optimizer and the loss


OPTIMIZERS = {
    "adam": OptimizerText(
        "Adam",
        "Adam averages each weight's gradients and divides by their usual size, so that all weights move at "
        "about the same pace",
        "Adam divides a running mean of the gradients by how large they were lately",
    ),
    "adamw": OptimizerText(
        "AdamW",
        "AdamW moves as Adam does, and shrinks every kernel a little at each step",
        "AdamW does as Adam does, and also takes a small share off the weight itself",
    ),
    "lion": OptimizerText(
        "Lion",
        "Lion looks only at the sign of each weight's mean gradient, so that all weights move equally far at each step",
        "Lion moves every weight by the whole learning rate, whatever its gradient, in the direction of a running mean",
    ),
    "nadam": OptimizerText(
        "Nadam",
        "Nadam moves as Adam does, and looks ahead by the mean of the gradients as Nesterov's method does",
        "Nadam divides a mean of the gradients, in which the newest counts more, by how large they were lately",
    ),
    "rmsprop": OptimizerText(
        "RMSprop",
        "RMSprop divides each weight's gradient by its usual size, so that all weights move at about the same pace",
        "RMSprop divides the gradient by how large it was lately",
    ),
    "sgd": OptimizerText(
        "SGD",
        "SGD subtracts the learning rate times the gradient, the direction in which the loss rises fastest",
        "momentum repeats a part of the last steps",
    ),
}
LOSSES = {
    "sparse_categorical_crossentropy": LossText(
        "sparse categorical cross-entropy",
        "For one image it is \N{MINUS SIGN}ln of the probability that the right digit was given",
    ),
    "categorical_crossentropy": LossText(
        "categorical cross-entropy",
        "For one image it is \N{MINUS SIGN}ln of the probability that the right digit was given; the sparse kind is "
        "the same number, from other labels",
    ),
    "binary_crossentropy": LossText(
        "binary cross-entropy",
        "Here each of the ten outputs is a yes-or-no question, and their ten losses are averaged: numbers several "
        "times smaller than categorical cross-entropy's, of another kind",
    ),
    "mean_squared_error": LossText(
        "mean squared error",
        "For one image it is the mean squared distance of the ten outputs from the one-hot label",
    ),
}
SCHEDULES = {
    "constant": ScheduleText("constant", "a learning rate of {rate}"),
    "step": ScheduleText(
        "falls in steps",
        "a learning rate that begins at {rate} and falls in steps",
        ", learning rate falling in steps",
    ),
    "cosine": ScheduleText(
        "cosine",
        "a learning rate that falls from {rate} to 0 along a cosine",
        ", learning rate falling to 0 along a cosine",
    ),
    "one_cycle": ScheduleText(
        "one cycle",
        "a learning rate that rises to {rate} and then falls to 0",
        ", learning rate rising over the first third, then falling to 0",
    ),
}


class Field:
    """The settings of a run, one by one, with those of augmentation and of the network."""

    NAMES: ClassVar[dict[str, Named]] = {
        "epochs": ("Epochs", f"Times through all training images, 1 to {MAX_EPOCHS}."),
        "learning_rate": (
            "Learning rate",
            "Size of each correction; 0.001 is usual with Adam and RMSprop, 0.1 with SGD, 0.0001 with Lion.",
        ),
        "batch_size": (
            "Batch size",
            f"Images per correction, 1 to {MAX_BATCH_SIZE:,}. Small ones give more corrections in an epoch, and "
            "noisier ones.",
        ),
        "optimizer": (
            "Optimizer",
            "How a gradient becomes a correction. SGD takes the gradient times the learning rate; the others also "
            "remember earlier gradients, and scale each weight's correction by itself.",
        ),
        "momentum": (
            "Momentum",
            "Share of the last correction that is made again: it carries on through a flat stretch.",
        ),
        "nesterov": ("Nesterov momentum", "Takes the gradient where the momentum will have led."),
        "rho": ("Rho", "Share of the old mean square of the gradients that is kept at each step."),
        "beta_1": ("Beta 1", "Share of the old mean gradient in the new one, at each step."),
        "beta_2": (
            "Beta 2",
            "Share of the old mean square of the gradients that is kept at each step; with Lion, of their mean.",
        ),
        "epsilon": ("Epsilon", "Keeps a division by almost 0 from making a huge correction."),
        "weight_decay": (
            "Weight decay",
            "Share of every kernel that is taken off at each step, times the learning rate.",
        ),
        "clip_norm": (
            "Gradient clipping",
            "Where all gradients of a step together are longer than this, they are shortened to it: one odd batch "
            "cannot throw the weights far. Helps deep networks and high learning rates; 0 for off, else 0.1 to 10.",
        ),
        "schedule": (
            "Schedule",
            "How the learning rate changes while it trains: large at first to get far, small at the end to settle.",
        ),
        "warmup_epochs": (
            "Warm-up epochs",
            "Over this many epochs, 0 to 5, the learning rate first rises from 0 in a straight line: the first steps, "
            "on weights that are still random, stay small. Then the schedule begins.",
        ),
        "step_epochs": ("Epochs between falls", "The learning rate falls each time this many epochs have passed."),
        "step_factor": ("Factor of each fall", "What the learning rate is multiplied by: 0.5 halves it."),
        "loss": (
            "Loss",
            "The number that training makes smaller. Categorical and sparse categorical cross-entropy are one number, "
            "from labels that are written differently. Binary cross-entropy asks ten yes-or-no questions, and prints "
            "numbers several times smaller: never compare it with the others.",
        ),
        "l2": (
            "L2 penalty",
            "Large weights cost: this times the sum of their squares is added to the loss.",
        ),
        "label_smoothing": (
            "Label smoothing",
            "This share of each label is spread evenly over all ten digits, 0 to 0.5 (with binary cross-entropy each "
            "of the ten moves towards a half): the network is not asked to be quite sure, and memorises wrong labels "
            "less. The loss counts it, so it no longer falls to 0.",
        ),
        "train_images": ("Training images", "Use only the first N training images; 0 uses all."),
        "wrong_label_fraction": (
            "Share of wrong labels",
            "Give this share of the training images a wrong label. A network can only memorise those.",
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
            "Restore best weights",
            "With patience: the weights of the epoch with the lowest validation loss, at the end.",
        ),
        "seed": ("Seed", "Start of everything random: the same seed gives the same run, to the last bit."),
        "augmentation": (
            "Augmentation",
            "Training images are changed at random, differently in every epoch, so that no two are alike. Validation "
            "and test images never are.",
        ),
        "shift_pixels": ("Shift, pixels", f"At most this far up or down, left or right; 0 to {MAX_SHIFT_PIXELS:g}."),
        "rotation_degrees": (
            "Rotation, degrees",
            f"Turned at most this far, either way; 0 to {MAX_ROTATION_DEGREES:g}.",
        ),
        "zoom_fraction": ("Zoom", "0.2: height and width by a factor of their own, from 1/1.2 to 1.2."),
        "shear_degrees": ("Shear, degrees", f"How far upright strokes lean at most; 0 to {MAX_SHEAR_DEGREES:g}."),
        "elastic_pixels": ("Elastic, pixels", f"Strokes are bent by about this much; 0 to {MAX_ELASTIC_PIXELS:g}."),
        "elastic_scale_pixels": ("Elastic scale", "How smoothly they are bent: larger is smoother. 1 to 14 pixels."),
        DROPOUT_RATE: ("Dropout rate", "Share of the cells set to 0 while training, in every dropout layer."),
    }
    CHOICES: ClassVar[dict[str, Mapping[str, str]]] = {  # as they stand within a sentence
        "optimizer": {key: text.name for key, text in OPTIMIZERS.items()},
        "schedule": {key: text.name for key, text in SCHEDULES.items()},
        "loss": {key: text.name for key, text in LOSSES.items()},
        "validation_source": {"last": "the last training images", "test": "the test images, as some articles do"},
        "pixel_scale": {"unit": "0 to 1", "bytes": "0 to 255", "standard": "mean 0, deviation 1"},
    }

    @classmethod
    def choice(cls, name: str, value: str) -> str:
        """Return what one of the names that a setting may be is called, as it stands in a list."""
        text = cls.CHOICES[name].get(value, value)
        return text[:1].upper() + text[1:]

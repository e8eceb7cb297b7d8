"""What the Train page says."""

from __future__ import annotations

from typing import ClassVar

from core.runs.log.run_record import RunRecord
from core.runs.run_table import RunRow
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig

OPTIMIZERS = {"adam": "Adam", "adamw": "AdamW", "rmsprop": "RMSprop", "sgd": "SGD"}
LOSSES = {
    "sparse_categorical_crossentropy": "sparse categorical cross-entropy",
    "categorical_crossentropy": "categorical cross-entropy",
    "binary_crossentropy": "binary cross-entropy",
    "mean_squared_error": "mean squared error",
}
_SCHEDULES = {
    "constant": "",
    "step": ", learning rate falling in steps",
    "cosine": ", learning rate falling to 0 along a cosine",
    "one_cycle": ", learning rate rising over the first third, then falling to 0",
}


def duration(seconds: float) -> str:
    """Return 130 as 2 min 10 s, 6 as 6 s."""
    whole = max(0, round(seconds))
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"


def waking(who: str, seconds: float) -> str:
    """Return that an engine wakes up, and how long it takes: as a rule, or so far, in tens of seconds."""
    so_far = seconds // 10 * 10
    if so_far < 20:
        return f"The {who} is waking up (about 10 s)."
    return f"The {who} is still waking up: {duration(so_far)} so far."


class Setup:
    """Before a run."""

    TABS: ClassVar = {"train": "Train", "network": "Network", "runs": "Runs"}
    RECIPE = "Recipe"
    TRAIN = "Train"
    TITLES: ClassVar = {
        "quick-cnn": "Quick CNN",
        "softmax": "Softmax regression",
        "tiny": "Tiny",
        "lenet-5": "LeNet-5",
        "quick-99": "Quick 99",
        "strong-reader": "Strong reader",
        "article-1a": "Article 1: dense, 512 and 512",
        "article-1b": "Article 1: dense, 256 and 64",
        "article-2": "Article 2: convolution, pooling, dense",
        "article-3": "Article 3: dense, 256",
        "article-4": "Article 4: two convolutions",
    }
    TEACHES: ClassVar = {
        "quick-cnn": "Two small convolutions with pooling: above 97 % after one pass over MNIST.",
        "softmax": "No hidden layer: each digit's score is one weighted sum of the 784 pixels, and that alone reads "
        "nine of ten.",
        "tiny": "How little it takes: fewer than 1,500 parameters, because a small kernel is used again all over the "
        "picture.",
        "lenet-5": "The network of LeCun and others (1998) in today's form: tanh, mean pooling; a softmax at the end "
        "and Adam are newer.",
        "quick-99": "Above 99 % of MNIST's test images after three passes: strides in place of pooling, batch "
        "normalisation, and a learning rate that rises high and falls to 0.",
        "strong-reader": "The network that the app brings along. Each epoch shifts, turns, stretches and shears the "
        "digits anew, so no picture comes twice. Takes 10 to 20 minutes on two cores with all of MNIST.",
        "article-1a": "Two wide dense layers with dropout. Dropout rests while validating, so validation can look "
        "better than training.",
        "article-1b": "A smaller dense network; of MNIST, 50,000 images train, 10,000 validate, 10,000 test.",
        "article-2": "One convolution and one pooling layer before the dense ones.",
        "article-3": "One dense layer and an unusual loss: binary cross-entropy prints numbers several times smaller.",
        "article-4": "Two convolutions; the last layer gives raw scores (logits), which is steadier to train.",
    }
    OWN = "Own network"

    @classmethod
    def title(cls, key: str) -> str:
        return cls.TITLES.get(key, cls.OWN)

    @classmethod
    def of(cls, run: RunRecord | RunRow) -> str:
        """Return what a run's network is called."""
        return cls.OWN if run.is_own_network else cls.title(run.recipe)

    @staticmethod
    def reported(accuracy: str) -> str:
        return f"The article reports {accuracy} of the test images."

    RECONSTRUCTED = (
        "Its text does not give the layers' sizes: these are our reconstruction, and its figure is not a replay."
    )

    @staticmethod
    def how(config: TrainingConfig) -> str:
        described = [f"{OPTIMIZERS[config.optimizer]}, {LOSSES[config.loss]}{_SCHEDULES[config.schedule]}."]
        if config.augmentation.is_on:
            described.append(Setup.augmentation(config.augmentation))
        return " ".join([*described, Setup.validation(config)])

    @staticmethod
    def augmentation(strengths: Augmentation) -> str:
        changes = (
            (strengths.shift_pixels, f"shifted by up to {strengths.shift_pixels:g} pixels"),
            (strengths.rotation_degrees, f"turned by up to {strengths.rotation_degrees:g}°"),
            (strengths.zoom_fraction, f"stretched by up to a factor of {1 + strengths.zoom_fraction:g}"),
            (strengths.shear_degrees, f"sheared by up to {strengths.shear_degrees:g}°"),
            (strengths.elastic_pixels, f"bent by about {strengths.elastic_pixels:g} pixels"),
        )
        named = ", ".join(words for strength, words in changes if strength)
        return (
            f"Training images are changed at random, anew in each epoch: {named}. That makes them harder to read than "
            "the validation images."
        )

    @staticmethod
    def validation(config: TrainingConfig) -> str:
        if config.validation_source == "test":
            return "Validates on the test images, as some articles do; the score is then a little too kind."
        if config.validation_fraction == 0:
            return "No validation: all training images train."
        share = round(100 * config.validation_fraction, 1)
        return f"Validates on the last {share:g} % of the training images, unshuffled, as Keras takes them."

"""What the Train page says of a run that is set up: every setting in plain words, what it costs, what it reached."""

from __future__ import annotations

from typing import ClassVar

from core.measured import Measured
from core.training.augmentation import (
    MAX_ELASTIC_PIXELS,
    MAX_ROTATION_DEGREES,
    MAX_SHEAR_DEGREES,
    MAX_SHIFT_PIXELS,
)
from core.training.checks import plain_number
from core.training.config import MAX_BATCH_SIZE, MAX_EPOCHS, TrainingConfig
from core.training.history import History
from models.spec import NetworkSpec
from pages.shared.words import count, percent
from pages.shared.words.train import LOSSES, OPTIMIZERS, Run, duration

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
            "At an early end, the weights of the epoch with the lowest validation loss.",
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
    LARGEST = "Largest learning rate"

    @classmethod
    def named(cls, name: str) -> str:
        return cls.NAMES[name][0]


class Doors:
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
    WAKING = "The examples appear when the network has woken up (about 10 s)."
    TOO_KIND = "The test images then choose the network and judge it: the score is a little too kind."

    @staticmethod
    def schedule_alt(config: TrainingConfig, first: float, last: float) -> str:
        named = Field.CHOICES["schedule"][config.schedule].lower()
        return (
            f"Learning rate over {Run.epochs(config.epochs)}, {named}: begins at {plain_number(first)}, is at most "
            f"{plain_number(config.learning_rate)}, ends at {plain_number(last)}."
        )

    @staticmethod
    def preview(place: int) -> str:
        return f"Example {place} of a changed training digit"


class Before:
    """Before a run: what it is, what it costs, what it reached when it was measured."""

    LINK_REFUSED = "The address asks for a set-up that cannot be: {why} What was set up before is still here."
    GO_ON = "Go on with this one"
    BACK = "Back to the recipe"
    GUESS: Named = (
        "Your guess, % right",
        "How many of 10,000 images that it has never seen will it read right? Guess first, then see. You may skip it.",
    )
    GUESS_EXAMPLE = "skip"
    TRAIN_HELP = "Something does not fit yet; it says so where it stands."
    TO_NETWORK = "Show it in Network"
    SHARE = "The address of this page holds this set-up: whoever opens it finds it filled in, and not started."
    MEASURING = "The time per epoch is being measured on this machine."
    TO_BE_MEASURED = "The time per epoch is measured on this machine as soon as no run trains."
    NO_CURVE = "Change what you like. Its curve appears here as it trains."
    LAYERS = "Build your own under Network"
    CURVES = ("train", "validation")

    @staticmethod
    def changed(title: str) -> str:
        return f"Changed from {title}"

    @staticmethod
    def refused(field: str, why: str) -> str:
        """Return why Train is off, where the setting itself may be folded up."""
        return why

    @staticmethod
    def numbers(spec: NetworkSpec, config: TrainingConfig, *, train_count: int, mebibytes: float, seconds: str) -> str:
        """Return a set-up's costs in one line."""
        steps = config.steps_per_epoch(train_count)
        last = train_count - (steps - 1) * config.batch_size
        smaller = f" (the last has {count(last)})" if last != config.batch_size else ""
        return (
            f"**{count(spec.parameters)} parameters; {count(steps)} steps of {count(config.batch_size)} images per "
            f"epoch{smaller}; about {memory(mebibytes)} of memory{seconds}.**"
        )

    @staticmethod
    def seconds(seconds: float, *, epochs: int, cores: int, is_of_runs: bool) -> str:
        """Return the time of an epoch on this machine, to go into a sentence."""
        each = f"{seconds:.1f} s" if seconds < 9.5 else duration(seconds)
        whole = f", {duration(seconds * epochs)} in all" if epochs > 1 else ""
        how = "measured with such runs" if is_of_runs else "measured just now"
        machine = f"{cores} core{'s' if cores != 1 else ''}"
        return f"; about {each} per epoch on this machine's {machine} ({how}){whole}"

    @staticmethod
    def sentences(
        spec: NetworkSpec, config: TrainingConfig, *, train_count: int, validation_count: int, test_count: int
    ) -> str:
        """Return the whole set-up in two sentences."""
        twists = []
        if config.wrong_label_fraction:
            twists.append(f"{100 * config.wrong_label_fraction:g} % of them with a wrong label")
        if config.augmentation.is_on:
            twists.append("changed at random in each epoch")
        if config.shuffle_pixels:
            twists.append("their pixels in another order")
        told = f" ({', '.join(twists)})" if twists else ""
        penalty = f", with an L2 penalty of {plain_number(config.l2)}" if config.l2 else ""
        first = (
            f"A network of {Run.layers(len(spec.layers))} goes {_times(config.epochs)} through {count(train_count)} "
            f"training images{told} and after every {count(config.batch_size)} of them corrects its numbers by "
            f"{OPTIMIZERS[config.optimizer]} at "
            f"{_rate(config)}, to make the {LOSSES[config.loss]} smaller{penalty}."
        )
        tests = f"{count(test_count)} test images"
        unseen = f"{tests} that it has never seen judge it at the end"
        if config.validation_source == "test":
            checked = (
                f"The {tests} check it after each epoch, as the article does, and judge it at the end; the score is "
                "then a little too kind"
            )
        elif validation_count:
            checked = f"The last {count(validation_count)} training images only check it after each epoch, and {unseen}"
        else:
            checked = f"Nothing checks it on the way; {unseen}"
        early = ""
        if config.patience:
            early = f"; it ends early after {Run.epochs(config.patience)} without a lower validation loss"
        return f"{first} {checked}{early}."

    @staticmethod
    def reached(measured: Measured) -> str:
        """Return what a recipe reached, where and when."""
        processor = f" ({measured.processor})" if measured.processor else ""
        return (
            f"It read {percent(measured.correct, measured.count)} of the test images, {count(measured.correct)} of "
            f"{count(measured.count)}, after {Run.epochs(len(measured.epochs))} in {duration(measured.seconds)} on "
            f"{measured.cores} core{'s' if measured.cores != 1 else ''}{processor}, measured {measured.date}."
        )

    @staticmethod
    def curve(title: str, measured: Measured) -> str:
        return f"What {title} reached when it was measured, {measured.date}."

    @staticmethod
    def own_curve(when: str) -> str:
        return f"What this set-up reached when you trained it, {when}."

    @staticmethod
    def curve_alt(title: str, epochs: int, train: float, validation: float | None) -> str:
        validated = "" if validation is None else f", validation {validation:.1%}"
        return f"Accuracy of {title} over {Run.epochs(epochs)}, at the end: train {train:.1%}{validated}."


class Easy:
    """What is easy: thin lines in the curves, each with its name."""

    ALWAYS_ONE, NEAREST_MEAN, BLIND, GUESS = (
        "always {digit}",
        "nearest mean image",
        "blind guessing: ln 10",
        "your guess",
    )

    @staticmethod
    def always(digit: int, accuracy: float) -> str:
        return f"always “{digit}”: {100 * accuracy:.2f} %"

    @staticmethod
    def nearest(accuracy: float) -> str:
        return f"nearest mean image: {100 * accuracy:.2f} %"

    @staticmethod
    def blind(loss: float) -> str:
        return f"blind guessing: ln 10 = {loss:.3f}"

    @staticmethod
    def guess(accuracy: float) -> str:
        return f"your guess: {100 * accuracy:g} %"

    EXPLAINED = (
        "Thin lines: what is easy. Always the same answer, or the digit whose mean image is nearest, both on the test "
        "images; and the loss of somebody who gives each digit a tenth."
    )


class Guess:
    """A guess beside the result."""

    @staticmethod
    def beside(guess: float, history: History) -> str:
        test = history.test
        if test is None:
            return f"You guessed {100 * guess:g} %."
        difference = 100 * (test.accuracy - guess)
        if abs(difference) < 0.05:
            return f"You guessed {100 * guess:g} %: exactly that."
        side = "better than you thought" if difference > 0 else "less than you thought"
        reached = percent(test.correct, test.count)
        return f"You guessed {100 * guess:g} %; it reached {reached}: {abs(difference):.1f} points {side}."


class Change:
    """After a run: the same again with one thing changed."""

    TITLE = "Change one thing"
    LEAD = (
        "The same run again, from the same initial weights, with one setting altered; both curves lie over each other."
    )
    SETTING, VALUE, TRAIN = "Setting", "New value", "Train with this"
    DROPOUT = "Dropout rate"
    SAME = "That is the value that it had. Give another one."

    @staticmethod
    def was(value: str) -> str:
        return f"It was {value}."


def memory(mebibytes: float) -> str:
    """Return an estimate of memory with two digits: 42 MiB, 1.2 GiB."""
    if mebibytes >= 1024:
        return f"{mebibytes / 1024:.1f} GiB"
    return f"{max(1, round(mebibytes, -1 if mebibytes >= 100 else 0)):.0f} MiB"


def _times(epochs: int) -> str:
    return {1: "once", 2: "twice"}.get(epochs, f"{count(epochs)} times")


def _rate(config: TrainingConfig) -> str:
    rate = plain_number(config.learning_rate)
    return {
        "constant": f"a learning rate of {rate}",
        "step": f"a learning rate that begins at {rate} and falls in steps",
        "cosine": f"a learning rate that falls from {rate} to 0 along a cosine",
        "one_cycle": f"a learning rate that rises to {rate} and then falls to 0",
    }[config.schedule]

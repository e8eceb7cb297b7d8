"""What the Train page says of a run that is set up: what it costs, what it reached, what was guessed, what is easy."""

from __future__ import annotations

from datetime import date

from core.messages.numbers import plain_number
from core.recipe_results import RecipeResult
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from core.training.settings.workload import Workload
from models.spec import NetworkSpec
from pages.text.changed_settings import smoothed
from pages.text.numbers import count, counted, day, percent
from pages.text.settings import LOSSES, OPTIMIZERS, SCHEDULES, Named
from pages.text.train import duration


class Before:
    """Before a run: what it is, what it costs, what it reached when it was measured."""

    LINK_REFUSED = "The address asks for a set-up that cannot be: {why} What was set up before is still here."
    GO_ON = "Go on with this one"
    BACK = "Back to the recipe"
    REPLACED, BRING_BACK = "The recipe's network took the place of yours", "Bring mine back"
    GUESS: Named = (
        "Guess its test accuracy (optional), %",
        "How many of the test images, which it has never seen, will it read right? Guess first, then see.",
    )
    TO_NETWORK = "Show it in Network"
    COPY = "Copy link to this set-up"
    COPIED = "Copied: whoever opens it finds this filled in, and not started."
    NOT_COPIED = "This browser lets no page copy. Copy the marked address yourself:"
    TO_BE_ESTIMATED = "The time per epoch is estimated as soon as a trainer is awake: it measures how fast it is here."
    CURVES = ("train", "validation")

    @staticmethod
    def changed(title: str) -> str:
        return f"Changed from {title}"

    @staticmethod
    def numbers(spec: NetworkSpec, config: TrainingConfig, epoch: Workload, *, seconds: str) -> str:
        """Return a set-up's costs in one line."""
        last = epoch.train_images - (epoch.steps - 1) * config.batch_size
        smaller = f" (the last has {count(last)})" if last != config.batch_size else ""
        return (
            f"{count(spec.parameters)} parameters; {counted(epoch.steps, 'step')} of {count(config.batch_size)} "
            f"images per epoch{smaller}; about {memory(epoch.mebibytes)} of memory{seconds}."
        )

    @staticmethod
    def seconds(seconds: float, *, epochs: int, cores: int, is_of_runs: bool) -> str:
        """Return the time of an epoch on this machine, to go into a sentence."""
        each = f"{seconds:.1f} s" if seconds < 9.5 else duration(seconds)
        whole = f", {duration(seconds * epochs)} in all" if epochs > 1 else ""
        about, how = "about", "measured with such runs"
        if not is_of_runs:
            about, how = "roughly", "scaled from two other networks' steps, measured on it"
        return f"; {about} {each} per epoch on this machine's {counted(cores, 'core')} ({how}){whole}"

    @staticmethod
    def sentences(spec: NetworkSpec, config: TrainingConfig, epoch: Workload, *, test_count: int) -> str:
        """Return the whole set-up in two sentences."""
        twists = []
        if config.wrong_label_fraction:
            twists.append(f"{100 * config.wrong_label_fraction:g} % of them with a wrong label")
        if config.loss_choice.smoothing:
            twists.append(smoothed(config))
        if config.augmentation.is_on:
            twists.append("changed at random in each epoch")
        if config.shuffle_pixels:
            twists.append("their pixels in another order")
        told = f" ({', '.join(twists)})" if twists else ""
        penalty = f", with an L2 penalty of {plain_number(config.l2)}" if config.l2 else ""
        first = (
            f"A network of {counted(len(spec.layers), 'layer')} goes {_times(config.epochs)} through "
            f"{count(epoch.train_images)} training images{told} and after every {_batch(config.batch_size)} corrects "
            f"its numbers by {OPTIMIZERS[config.optimizer].name} at {_rate(config)}, to make the "
            f"{LOSSES[config.loss].name} smaller{penalty}."
        )
        tests = f"{count(test_count)} test images"
        unseen = f"{tests} that it has never seen judge it at the end"
        if config.validation_source == "test":
            checked = (
                f"The {tests} check it after each epoch, as some articles do, and judge it at the end; the score is "
                "then a little too kind"
            )
        elif epoch.validation_images:
            held_out = count(epoch.validation_images)
            checked = f"The last {held_out} training images only check it after each epoch, and {unseen}"
        else:
            checked = f"Nothing checks it on the way; {unseen}"
        early = ""
        if config.patience:
            early = f"; it ends early after {counted(config.patience, 'epoch')} without a lower validation loss"
        return f"{first} {checked}{early}."

    @staticmethod
    def reached(measured: RecipeResult, *, is_mnist: bool) -> str:
        """Return what a recipe reached, where and when; `is_mnist`: the data at hand are those that it learned from."""
        it = "It" if is_mnist else "With all of MNIST it"
        processor = f" ({measured.processor})" if measured.processor else ""
        return (
            f"{it} read {percent(measured.correct, measured.count)} of the test images, {count(measured.correct)} of "
            f"{count(measured.count)}, after {counted(len(measured.epochs), 'epoch')} in {duration(measured.seconds)} "
            f"on {counted(measured.cores, 'core')}{processor}, measured on {day(date.fromisoformat(measured.date))}."
        )

    @staticmethod
    def began_as(title: str) -> str:
        return f"Your own network. It began as {title}."

    @staticmethod
    def curve(title: str, measured: RecipeResult, *, is_mnist: bool) -> str:
        data = "" if is_mnist else " with all of MNIST"
        return f"What {title} reached{data} when it was measured on {day(date.fromisoformat(measured.date))}."

    @staticmethod
    def own_curve(when: str) -> str:
        return f"What this set-up reached when you trained it, {when}."

    @staticmethod
    def curve_alt(title: str, epochs: int, train: float, validation: float | None) -> str:
        validated = "" if validation is None else f", validation {validation:.1%}"
        return f"Accuracy of {title} over {counted(epochs, 'epoch')}, at the end: train {train:.1%}{validated}."


class Easy:
    """What is easy: thin lines in the curves, each with its name."""

    @staticmethod
    def always(digit: int, share: float) -> str:
        """Return the name of the line of one same answer; `share` is of right or of wrong answers, as the chart is."""
        return f"always “{digit}”: {100 * share:.2f} %"

    @staticmethod
    def nearest(share: float) -> str:
        return f"nearest mean image: {100 * share:.2f} %"

    @staticmethod
    def blind(loss: float) -> str:
        return f"blind guessing: ln 10 = {loss:.3f}"

    @staticmethod
    def guess(share: float) -> str:
        return f"your guess: {100 * share:g} %"


class Guess:
    """A guess beside the result."""

    @staticmethod
    def beside(guess: float, history: History) -> str:
        test = history.test
        if test is None:
            return f"You guessed {100 * guess:g} %."
        difference = 100 * (test.accuracy - guess)
        reached = f"You guessed {100 * guess:g} %; it reached {percent(test.correct, test.count)}"
        if round(guess * test.count) == test.correct:
            return f"{reached}: exactly that."
        if abs(difference) < 0.05:
            return f"{reached}: nearly that."
        side = "better than you thought" if difference > 0 else "less than you thought"
        return f"{reached}: {abs(difference):.1f} points {side}."


def memory(mebibytes: float) -> str:
    """Return an estimate of memory with two digits: 42 MiB, 1.2 GiB."""
    if mebibytes >= 1024:
        return f"{mebibytes / 1024:.1f} GiB"
    return f"{max(1, round(mebibytes, -1 if mebibytes >= 100 else 0)):.0f} MiB"


def _batch(size: int) -> str:
    return "one" if size == 1 else f"{count(size)} of them"


def _times(epochs: int) -> str:
    return {1: "once", 2: "twice"}.get(epochs, f"{count(epochs)} times")


def _rate(config: TrainingConfig) -> str:
    rate = SCHEDULES[config.schedule].rate.format(rate=plain_number(config.learning_rate))
    return f"{rate}, after {counted(config.warmup, 'epoch')} of warm-up" if config.warmup else rate

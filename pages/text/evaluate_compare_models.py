"""What Evaluate says of several seeds of one recipe, and of all models of a person."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import ClassVar

from core.evaluation.ranking import Ranked
from pages.text.evaluate_compare import points, start, word
from pages.text.numbers import count, counted, percent
from pages.text.train import duration

FEW_RUNS = 5  # fewer tell little of their spread


class Seeds:
    """Several runs of one recipe."""

    TITLE = "Would another seed change it?"
    ABOUT = (
        "The seed decides the first weights and the order of the images. Training a network again with another seed "
        "gives another score: how far these lie apart is the yardstick for comparing recipes."
    )
    NOT_A_RUN = "Select a network that you trained here to train it again with other seeds."
    SOMEBODY_ELSES = "Only the person who trained this network can have it trained again from here."
    NOT_REPEATABLE = (
        "This run went on from another network, or was changed while it trained: its settings alone do not repeat it. "
        "Select one that trained from the start as it was set up."
    )
    OTHER_DATA = "This run learned from other images than those at hand, so it cannot be repeated on these."
    FIVE, FIVE_MORE = "Train this five times", "Train five more"
    COUNT = 5
    SELECTED = "selected"
    AXIS = "Test images read right, %"
    TABLE, HEADER = "what each seed reached", ("Seed", "Right", "Errors")
    WHY = "What does the interval of the mean say?"

    @staticmethod
    def cost(seconds: float, slots: int) -> str:
        at_once = "one after the other" if slots == 1 else f"{min(slots, Seeds.COUNT)} at once"
        return (
            f"The same network and settings with {word(Seeds.COUNT)} other seeds, {at_once}: about {duration(seconds)}."
        )

    @staticmethod
    def alone(finished: int) -> str:
        return (
            "So far this recipe has one finished run, and one has no spread."
            if finished
            else "So far no run of this recipe went to its end."
        )

    @staticmethod
    def sentence(values: Sequence[int], images: int, mean: float, deviation: float, repeatability: float) -> str:
        """Return what several seeds reached.

        Args:
            values: test images that each read right.
            images: of how many.
            mean: of their accuracies, 0 to 1, as the next two.
            deviation: their standard deviation.
            repeatability: see `core.evaluation.spread`.
        """
        low, high = percent(min(values), images).removesuffix(" %"), percent(max(values), images)
        few = " From so few runs, that is a rough yardstick." if len(values) < FEW_RUNS else ""
        return (
            f"{word(len(values)).capitalize()} runs that differ in their seed alone reach {low} to {high}: mean "
            f"{100 * mean:.2f} %, standard deviation {points(deviation)}. So a difference below "
            f"about {100 * repeatability:.1f} points between two single runs says little about their recipes.{few}"
        )

    @staticmethod
    def because(runs: int, low: float, high: float) -> str:
        few = " With so few runs it is wide." if runs < FEW_RUNS else ""
        return (
            f"Endless runs with other seeds would have a mean of their own. From these {word(runs)}, Student's t puts "
            f"it between {100 * low:.2f} and {100 * high:.2f} % in 95 of 100 such tries.{few} All runs read the same "
            "test images, so what other images would change is not in it."
        )

    @staticmethod
    def mean(mean: float) -> str:
        return f"mean {100 * mean:.2f} %, with its 95 % interval"

    @staticmethod
    def run(seed: int, correct: int, images: int) -> str:
        return f"Seed {seed}: {percent(correct, images)}"

    @staticmethod
    def unread(seed: int) -> str:
        return f"Seed {seed}: not tested"

    @staticmethod
    def waiting(seed: int, position: int | None) -> str:
        return f"Seed {seed}: the trainer starts" if position is None else f"Seed {seed}: number {position} in line"

    @staticmethod
    def training(seed: int, fraction: float) -> str:
        return f"Seed {seed}: {100 * fraction:.0f} % trained"

    @staticmethod
    def going(runs: int) -> str:
        return f"{counted(runs, 'run')} in work. You may leave the page; they go on."

    @staticmethod
    def alt(sentence: str) -> str:
        return f"One dot for each run, with mean and 95 % interval of the mean. {sentence}"


class AllModels:
    """The table of all models of one person."""

    TITLE = "All your models"
    TABLE = "Table of your models; click a column's head to sort"
    HEADERS: ClassVar = {
        "name": "Model",
        "accuracy": "Right",
        "interval": "95 % interval",
        "errors": "Errors",
        "parameters": "Parameters",
        "multiply_adds": "Multiply-adds",
        "size": "Size, KB",
        "seconds": "Trained, s",
        "verdict": "Beside the best",
    }
    TOO_KIND: ClassVar = {
        "seen": "trained on these digits",
        "may have seen": "may have been trained on these digits",
        "from a file": "from a file",
        "changed here": "changed here",
        "chosen by it": "validated on the test images",
    }
    MOST_NAMES = 5  # of a kind
    BEST, AS_GOOD, WORSE, UNREAD = "the best", "cannot be told from it", "worse", "not read yet"
    SELECTED = "selected"
    ABOUT = "Click a name to select that model on every page."
    NONE_READ = "None of these has read the test images yet."
    ONLY_ONE = "With two models or more, this table says which of them are as good as the best."
    WHY = "What does the last column mean?"

    @staticmethod
    def finding(best: str, as_good: int, worse: int) -> str:
        """Return which stand out: `as_good` besides the best, `worse` than it."""
        if not as_good + worse:
            return f"{start(best)} is the only one that has read these images."
        if not as_good:
            return f"{start(best)} is better than {'the other' if worse == 1 else 'all others'}, by more than chance."
        alike = f"{word(as_good)} {'other' if as_good == 1 else 'others'} cannot be told from it by these images"
        rest = f", {word(worse)} {'is' if worse == 1 else 'are'} worse" if worse else ""
        return f"{start(best)} reads most images right; {alike}{rest}."

    @staticmethod
    def because(models: int) -> str:
        """Return what the last column means; `models` have read the images, two or more."""
        pairs = math.comb(models, 2)
        times = (
            f"is multiplied by {count(pairs)}, the number of their pairs"
            if pairs > 1
            else "stays as it is for one pair"
        )
        return (
            "Each model is compared with the best one by McNemar's exact test on the same images. Of many tests some "
            "find a difference by chance, and the best one was chosen by these images too. So each p "
            f"{times} (Bonferroni): even one wrong \u201cworse\u201d has a chance of at most 5 %."
        )

    @staticmethod
    def too_kind(names: Mapping[str, Sequence[str]]) -> str:
        """Return which models' scores may be too kind.

        Args:
            names: of the models, by a key of `TOO_KIND`.
        """
        said = (
            f"{AllModels._enumerated(names[kind])} ({why})" for kind, why in AllModels.TOO_KIND.items() if kind in names
        )
        return f"Scores that may be too kind: {'; '.join(said)}."

    @staticmethod
    def _enumerated(names: Sequence[str]) -> str:
        shown, more = names[: AllModels.MOST_NAMES], len(names) - AllModels.MOST_NAMES
        return ", ".join(shown) + (f" and {count(more)} more" if more > 0 else "")

    @staticmethod
    def named(name: str) -> str:
        """Return a model's name as a row begins with it."""
        return start(name)

    @staticmethod
    def verdict(ranked: Ranked | None, *, is_best: bool) -> str:
        if ranked is None:
            return AllModels.UNREAD
        if is_best:
            return AllModels.BEST
        return AllModels.AS_GOOD if ranked.is_as_good else AllModels.WORSE

    @staticmethod
    def read_others(number: int, models: int) -> str:
        return "Read it" if number == 1 else "Read them" if number == models else f"Read the others ({number})"

    @staticmethod
    def unread(number: int) -> str:
        return f"{counted(number, 'model')} {'has' if number == 1 else 'have'} not read these test images yet."

    @staticmethod
    def left_out(number: int) -> str:
        """Return that models are left out whose classes do not fit; "" where there is none."""
        if not number:
            return ""
        which = "One model knows" if number == 1 else f"{word(number).capitalize()} models know"
        return f"{which} other classes than these images show, and {'is' if number == 1 else 'are'} left out."

    @staticmethod
    def older(shown: int) -> str:
        return f"Of your runs these are the newest {shown}."

"""What the Train page says."""

from __future__ import annotations

from typing import ClassVar

from core.recipe_articles import Article
from core.recipe_results import RecipeResult, recipe_result
from core.recipes import Family, recipe
from core.runs.log.run_record import RunRecord
from core.runs.run_table import RunRow
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from pages.text.numbers import percent
from pages.text.settings import LOSSES, OPTIMIZERS, SCHEDULES


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
    TRAIN = "Start training"
    OWN = "Own network"

    @classmethod
    def title(cls, key: str) -> str:
        """Return what a recipe is called; one that there is no more, or none, leaves a network of one's own."""
        known = recipe(key)
        return cls.OWN if known is None else known.title

    @classmethod
    def of(cls, run: RunRecord | RunRow) -> str:
        """Return what a run's network is called."""
        return cls.OWN if run.is_own_network else cls.title(run.recipe)

    FAMILIES: ClassVar[dict[Family, str]] = {
        "start": "Start here",
        "classic": "Classic",
        "accurate": "High accuracy",
        "article": "From articles",
    }

    @classmethod
    def option(cls, key: str, *, on_mnist: bool = True) -> str:
        """Return a recipe as the list offers it: its family, its title, what it reached on MNIST in which time."""
        known, result = recipe(key), recipe_result(key) if on_mnist else None
        if known is None:
            return cls.OWN
        reached = "" if result is None else f" ({percent(result.correct, result.count)}, {duration(result.seconds)})"
        return f"{cls.FAMILIES[known.family]}: {known.title}{reached}"

    @staticmethod
    def reported(accuracy: str | None, article: Article, measured: RecipeResult | None) -> str:
        """Return what an article reports, beside what was measured here in the same epochs."""
        if accuracy is None:
            return "The article reports no accuracy for it."
        facts = [f"The article reports {accuracy} of the test images."]
        for told in article.log:
            here = measured.epochs[told.epoch - 1] if measured and told.epoch <= len(measured.epochs) else None
            ours = "" if here is None else f" (here {_two(here.accuracy)} and {_two(here.validation_accuracy)})"
            facts.append(
                f"Its log has, after epoch {told.epoch}, {_two(told.accuracy)} of training and "
                f"{_two(told.validation_accuracy)} of validation{ours}."
            )
        return " ".join(facts)

    NOT_SHOWN = "What it reached was measured on MNIST and is not shown beside other pictures."
    RECONSTRUCTED = (
        "Its text does not give the layers' sizes: these are our reconstruction, and its figure is not a replay."
    )

    @staticmethod
    def how(config: TrainingConfig) -> str:
        optimizer, loss = OPTIMIZERS[config.optimizer].name, LOSSES[config.loss].name
        described = [f"{optimizer}, {loss}{SCHEDULES[config.schedule].after}."]
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
            f"Training images are changed at random, differently in each epoch: {named}. That makes them harder to "
            "read than the validation images."
        )

    @staticmethod
    def validation(config: TrainingConfig) -> str:
        if config.validation_source == "test":
            return "Validates on the test images, as some articles do; the score is then a little too kind."
        if config.validation_fraction == 0:
            return "No validation: all training images train."
        share = round(100 * config.validation_fraction, 1)
        return f"Validates on the last {share:g} % of the training images, unshuffled, as Keras takes them."


def _two(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.2f} %"

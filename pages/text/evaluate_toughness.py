"""What Evaluate says of damaged images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from core.inference.robustness.conditions import CONDITIONS, Condition, ConditionKey
from pages.text.numbers import EMPTY, a_digit, count, portion
from pages.text.train import duration

_UNITS: Mapping[str, str] = {"degrees": "degrees", "pixels": "pixels", "percent": "%", "levels": "of 255"}
_MOST_LETTERS = 17  # of a model's name beside its line


class Tough:
    """Accuracy on damaged images."""

    TITLE = "How tough is it?"
    CONDITION, STRENGTH, OTHERS = "What happens to the digits", "How strongly", "Compare with"
    NO_OTHERS = "Networks that you train, or bring in from a file, can be compared here."
    NONE = "Up to three models"
    MODEL, ALL, CLEAN, IMAGES = "Model", "All nine", "Untouched", "Images"
    ACCURACY = "Read right, %"
    TRY_AGAIN = "Try again"
    INVITE = "In the background: the page stays usable, and what was counted is kept."
    NUMBERS = "One number to compare by"
    TABLE = "accuracy under every condition and strength"
    CSV, CSV_NAME = "All of it as CSV", "toughness.csv"
    CSV_HEADER = ("condition", "value", "unit", "model", "right", "images")
    HEADER: ClassVar = ("Condition", "Strength")  # before the models
    ANSWERS, ANSWER_HEADER = "What each model answers to the damaged digit", ("Model", "Answer", "Sure")
    WHY = "What does the one number mean?"
    BECAUSE = (
        "For each condition the mean over its eight strengths, and the mean of these nine; each counts alike. Which "
        "conditions and strengths were chosen decides how high it is, so it says nothing by itself: it compares "
        "networks that went through the same. One that learned from shifted or turned images knows some of it."
    )
    NAMES: ClassVar[dict[ConditionKey, str]] = {
        "rotation": "Rotation",
        "shift": "Shift",
        "scale": "Scale",
        "shear": "Shear",
        "thickness": "Pen thickness",
        "noise": "Noise",
        "blur": "Blur",
        "contrast": "Contrast",
        "occlusion": "Occlusion",
    }
    AXES: ClassVar[dict[ConditionKey, str]] = {
        "rotation": "Turned by, in degrees",
        "shift": "Moved by, in pixels",
        "scale": "Larger or smaller by, in %",
        "shear": "Slanted by, in degrees",
        "thickness": "Lines wider or narrower by, in pixels",
        "noise": "Standard deviation of the noise, of 255",
        "blur": "Sigma of the blur, in pixels",
        "contrast": "Contrast lost, in %",
        "occlusion": "Side of the square, in pixels",
    }
    ABOUT: ClassVar[dict[ConditionKey, str]] = {
        "rotation": "Turned about the middle, to the left or to the right by chance.",
        "shift": "Moved up, down, left or right by chance; what leaves the picture is lost.",
        "scale": "Made larger or smaller by chance, about the middle.",
        "shear": "Slanted to the left or to the right by chance.",
        "thickness": "Lines made wider or narrower by chance; a quarter of the ink is always left.",
        "noise": "Every pixel changes by a random amount.",
        "blur": "Every pixel becomes a mean of those around it.",
        "contrast": "All pixels move towards the picture's mean grey.",
        "occlusion": "A square of paper lies on a random place of the ink.",
    }

    @staticmethod
    def lead(images: int) -> str:
        return (
            f"The first {count(images)} test images, damaged in nine ways and eight strengths each: how many are still "
            "read right?"
        )

    @staticmethod
    def begin(seconds: float) -> str:
        return f"Damage and count, about {duration(max(seconds, 1))}"

    @staticmethod
    def progress(name: str, conditions: int, seconds: float | None) -> str:
        left = "" if seconds is None else f", about {duration(max(seconds, 1))} left"
        return f"{name}: {conditions} of {len(CONDITIONS)} conditions{left}"

    @staticmethod
    def value(condition: Condition, strength: int) -> str:
        """Return a strength as its value: untouched, 10 degrees, 0.5 pixels, 20 %, 45 of 255."""
        if not strength:
            return "untouched"
        value = f"{condition.value(strength):g}"
        unit = _UNITS[condition.unit]
        return f"{value} {unit.removesuffix('s') if value == '1' and unit == 'pixels' else unit}"

    @staticmethod
    def finding(condition: Condition, strength: int, models: Sequence[tuple[str, int, int]]) -> str:
        """Return how many images are read right at a strength; of each model its name, how many, and of how many."""
        when = Tough.CLEAN if not strength else f"{Tough.NAMES[condition.key]}, {Tough.value(condition, strength)}"
        if not models:
            return f"{when}: not counted yet."
        if len(models) == 1:
            _, right, images = models[0]
            return f"{when}: {portion(right, images)} of {count(images)} test images read right."
        said = [f"{name}: {portion(right, images)}" for name, right, images in models]
        return f"{when}. Read right: {'; '.join(said)}."

    @staticmethod
    def damaged(label: int, condition: Condition, strength: int) -> str:
        if not strength:
            return f"The selected digit, {a_digit(label)}, untouched"
        return f"The selected digit, {a_digit(label)}: {Tough.NAMES[condition.key]}, {Tough.value(condition, strength)}"

    @staticmethod
    def answer(answer: int, label: int) -> str:
        return str(answer) if answer == label else f"{answer} \N{BALLOT X}"

    @staticmethod
    def beside_line(name: str) -> str:
        """Return a model's name short enough to stand beside its line."""
        return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"

    @staticmethod
    def gone(name: str) -> str:
        return f"{name} is there no more."

    @staticmethod
    def share(part: float | None) -> str:
        """Return a mean accuracy, or that it is not known yet."""
        return EMPTY if part is None else f"{100 * part:.1f} %"

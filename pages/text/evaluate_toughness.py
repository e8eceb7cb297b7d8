"""What Evaluate says of damaged images, and of changes that fool a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from core.inference.robustness.conditions import CONDITIONS, Condition, ConditionKey
from core.serving.robustness.attacked import COUNTED_EPS, Attacked, Method
from core.serving.robustness.attacks import UnderAttack
from core.serving.robustness.smallest_change import Search
from pages.text.labels import read_as, reads
from pages.text.numbers import EMPTY, a_digit, count, portion, sureness
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
        "networks that went through the same. None of them was trained for these very changes."
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


class Fool:
    """Changes that are chosen against a network."""

    TITLE = "The smallest change that fools it"
    LEAD = (
        "Not an accident but a plan: the network's own slopes tell for each pixel whether more or less ink brings it "
        "nearer to another answer."
    )
    BEGIN = "Find the smallest change"
    METHOD = "How the change is found"
    METHODS: ClassVar[dict[Method, str]] = {"fgsm": "One step (FGSM)", "pgd": "Many steps (PGD)"}
    SHORT: ClassVar[dict[Method, str]] = {"fgsm": "FGSM", "pgd": "PGD"}
    EPS = "How far each pixel may move, of 255"
    BEFORE, CHANGE, AFTER = "Before", "Change", "After"
    CHANGE_ALT = "By how much each pixel changes, from less ink to more"
    SCALE = "levels of ink less or more"
    NO_DIRECTION = (
        "The network's slopes are all zero here, so no direction is known in which to change the digit. That does not "
        "mean that nothing fools it: these two methods cannot tell."
    )
    NOT_FOUND = (
        "No change was found that flips its answer, however large. Another method may find one: a search that fails "
        "proves nothing."
    )
    COUNT = "Accuracy under attack"
    COUNT_TABLE = "test images that are read right under attack"
    WHY = "What does this mean?"
    BECAUSE = (
        "This is no noise: of all changes of this size it is one chosen against this very network. Your eye hardly "
        "sees it. All networks that are trained like this one have it, however high they score. Rain, haste or a bad "
        "pen do not find such changes; a person who wants to cheat can."
    )

    @staticmethod
    def misread(label: int, answer: int) -> str:
        return (
            f"It already {reads(answer)} {a_digit(answer)} here, and the label is {label}: there is nothing to flip. "
            "Select a digit that it reads right."
        )

    @staticmethod
    def searching(search: Search) -> str:
        if search.found is None:
            return f"Looking: {search.below} of 255 is not enough" if search.below else "Looking"
        return f"Looking: between {search.below} and {search.eps} of 255"

    @staticmethod
    def found(search: Search, answer: int, sure: float) -> str:
        """Return what the smallest change comes to; the answer as texts say it, and its probability."""
        return (
            f"It is enough to move each pixel by {search.eps} of 255 or less: then it {reads(answer)} "
            f"{a_digit(answer)}, {sureness(sure)} sure. No smaller change was found."
        )

    @staticmethod
    def said(attacked: Attacked, method: Method, eps: int, label: int, answer: int) -> str:
        """Return what comes of a change; the answer as texts say it."""
        name, sure = Fool.SHORT[method], sureness(attacked.sureness)
        if not attacked.fools:
            return f"{name}, {eps} of 255: it still {reads(answer)} {a_digit(answer)}, {sure} sure."
        return f"{name}, {eps} of 255: {a_digit(label)} is {read_as(answer)} {a_digit(answer)}, {sure} sure."

    @staticmethod
    def answer(answer: int, sure: float) -> str:
        return f"{answer}, {sureness(sure)}"

    @staticmethod
    def begin_count(images: int) -> str:
        return f"Attack {count(images)} test images"

    @staticmethod
    def counting(found: UnderAttack) -> str:
        left = "" if found.seconds_left is None else f", about {duration(max(found.seconds_left, 1))} left"
        return f"{count(found.count)} of {count(found.images)} test images attacked{left}"

    @staticmethod
    def header() -> list[str]:
        return ["Each pixel by up to", "0", *map(str, COUNTED_EPS)]

    @staticmethod
    def row(method: Method, found: UnderAttack) -> list[str]:
        right = [found.clean, *found.right[method]]
        return [Fool.METHODS[method], *(portion(one, found.count) for one in right)]

    @staticmethod
    def counted(found: UnderAttack) -> str:
        return f"Read right of {count(found.count)} test images"

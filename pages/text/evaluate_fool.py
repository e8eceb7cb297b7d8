"""What Evaluate says of changes that are chosen against a network, and fool it."""

from __future__ import annotations

from typing import ClassVar

from core.serving.robustness.attacked import COUNTED_EPS, Attacked, Method
from core.serving.robustness.attacks import UnderAttack
from core.serving.robustness.smallest_change import Search
from pages.text.labels import read_as, reads
from pages.text.numbers import a_digit, count, portion, sureness
from pages.text.train import duration

# Levels of 255: the largest change that the eye hardly sees, and the largest that leaves it in no doubt.
HARDLY_SEEN, READABLE = 25, 64


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
    _CHOSEN = "This is no noise: of all changes of a size, one chosen against this very network."
    _WHO = "Rain, haste or a bad pen do not find such changes; a person who wants to cheat can."
    _COMMON = "Networks not trained against such changes usually have them, however high they score."

    @staticmethod
    def because(search: Search | None) -> str:
        """Return what such changes mean, and what the one that was found does; None where none was looked for yet."""
        if search is None or not search.is_over:
            return f"{Fool._CHOSEN} {Fool._WHO}"
        if search.found is None:
            return (
                f"{Fool._CHOSEN} None was found here, so nothing can be said of how much this network bears: another "
                f"digit, or another method, may show one. {Fool._WHO}"
            )
        size = f"{search.eps} of 255"
        if search.eps <= HARDLY_SEEN:
            return f"{Fool._CHOSEN} At {size} your eye hardly sees it. {Fool._COMMON} {Fool._WHO}"
        if search.eps <= READABLE:
            return f"{Fool._CHOSEN} At {size} you see it, yet still know what is meant. {Fool._COMMON} {Fool._WHO}"
        return (
            f"{Fool._CHOSEN} At {size} it is plainly seen: this answer is not easily flipped. Another digit may need "
            f"far less. {Fool._WHO}"
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
    def working_out(method: Method, eps: int) -> str:
        return f"{Fool.SHORT[method]}, {eps} of 255: looking for the change"

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

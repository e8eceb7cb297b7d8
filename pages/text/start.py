"""What the Start page says."""

from __future__ import annotations

from typing import ClassVar, Literal

from core.data.identity import MNIST, Identity
from core.messages.numbers import times
from pages.text.frame import Digit
from pages.text.numbers import count, sureness


class Start:
    """The experiment: numbers, shading, picture, answer."""

    STEP = "Step"
    STEPS: ClassVar = {"numbers": "Numbers", "shading": "Shading", "picture": "Picture", "answer": "Answer"}
    ABOUT: ClassVar = {
        "numbers": "This is all that a machine gets: 28 rows of 28 numbers, from 0 to 255. There is a digit in them.",
        "shading": "The same numbers, shaded: the larger a number, the more ink. Nothing else has changed.",
        "picture": "The numbers are out of sight. A picture is nothing but numbers that we see as ink.",
    }
    GUESS = "What do you see?"
    SHOW_ME: ClassVar = {
        "numbers": "Show me the shades",
        "shading": "Show me the picture",
        "picture": "Show me the network's answer",
    }
    ANOTHER = "Another digit"
    HOW = "See how it knew"
    NETWORK, LABEL, YOU = "network", "label", "you"
    BARS = "How sure the network is of each digit"
    TABLE_ALT = "The selected digit as 28 rows of 28 numbers, from 0 for paper to 255 for full ink"
    WHY = "Why numbers from 0 to 255?"
    BECAUSE = (
        "Each number is stored in eight bits, and eight bits can count from 0 to 255: here 0 is paper and 255 full "
        "ink. A colour picture holds three such numbers per pixel, for red, green and blue; these pictures hold one. "
        f"So one digit is {times(28, 28, 1)} = 784 numbers."
    )

    @staticmethod
    def reaction(guess: int | str | None, step: str) -> str:
        """Return what is said of a guess before the answer; it must not tell the label."""
        if guess is None:
            return "Pick one, or look first: you can still guess later."
        return {
            "numbers": f"You say {guess}, from bare numbers. Look at the shades: do you stay with it?",
            "shading": f"You say {guess}, from shaded numbers. Does the picture say so too?",
            "picture": f"You say {guess}. A network was given the same 784 numbers: see whether it agrees.",
        }[step]

    @staticmethod
    def picture_alt(ink_count: int, first_row: int, last_row: int) -> str:
        return f"The selected digit: {ink_count} of its 784 pixels hold ink, in rows {first_row} to {last_row}"

    @staticmethod
    def cropped(side: int) -> str:
        if side == 28:
            return ""
        return f"The middle {times(side, side)}; all round it are only 0s."

    @staticmethod
    def this_was(split: str, index: int) -> str:
        name = f"This was {Digit.name(split, index)}"
        return f"{name}." if split == "test" else f"{name}: a network may have learned from it, label and all."

    @staticmethod
    def answer(guess: int | str | None, answer: int | str, probability: float, label: int | str) -> str:
        """Return what all three say, each a digit or the name of a class, as Markdown."""
        you = "The" if guess is None else f"You said {guess}, the"
        return f"{you} network says {answer} ({sureness(probability)} sure), the label is {label}."

    @staticmethod
    def verdict(guess: int | None, answer: int, label: int) -> str:
        """Return who agrees with whom, in one sentence."""
        if answer == label:
            if guess is None:
                return "The network is right. It was given the 784 numbers and nothing else."
            return "All three agree." if guess == label else "This time the label sides with the network."
        if guess is None:
            return "The network is wrong about this one."
        if guess == label:
            return "The label sides with you: the network is wrong about this one."
        if guess == answer:
            return "You and the network agree, and the label says otherwise. Some digits are doubtful."
        return "Three opinions. Some digits are doubtful."


class Path:
    """The way through the app."""

    TITLE = "Ten minutes, six pages"
    SKIP = "I know this, take me to training"

    @staticmethod
    def link(number: int, title: str) -> str:
        return f"{number} {title}"

    @staticmethod
    def seen(what: str) -> str:
        return f"You have seen: {what[0].lower()}{what[1:]}"


class Server:
    """What runs here."""

    TITLE = "What runs here"

    @staticmethod
    def data(
        train_count: int, test_count: int, *, source: Literal["mnist", "fallback", "own"], identity: Identity = MNIST
    ) -> str:
        """Return what the data set is; its name is Markdown."""
        written = "handwritten by clerks and school pupils and labelled by people"
        digits = {
            "mnist": f"MNIST, {written}",
            "fallback": f"{count(train_count + test_count)} of MNIST's 70,000, {written}",
            "own": f"{identity.name + ', ' if identity.name else ''}from a file of this server's own",
        }[source]
        kind = "Digits" if identity.is_digits else "Pictures"
        return f"**{kind}**: {digits}: {count(train_count)} to learn from, {count(test_count)} to test with."

    @staticmethod
    def machine(cores: int) -> str:
        number = "one processor core" if cores == 1 else f"{count(cores)} processor cores"
        return (
            f"**Computing**: networks learn and answer on the machine that serves this page, on {number}, "
            "and a graphics card where there is one. What you draw goes nowhere else."
        )

    @staticmethod
    def network(parameters: int, score: tuple[int, int] | None) -> str:
        """Return what answers on Start; `score` is how many of MNIST's test images were read right, of how many."""
        right = "" if score is None else f"; {count(score[0])} of MNIST's {count(score[1])} test images read right"
        return (
            f"**The network that answers here**: trained on MNIST by the makers of this app; {count(parameters)} "
            f"parameters{right}."
        )

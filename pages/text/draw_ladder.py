"""What the Draw page says of six versions of one picture, each with one step of preparation more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from core.drawing.ladder import Step, Turn
from core.messages.numbers import times
from pages.text.labels import read_as, reads
from pages.text.numbers import a_digit, share, sureness, unparted

LadderKind = Literal["canvas", "pad", "photo"]

_SIZE, _BOX = times(28, 28), times(20, 20)


class Ladder:
    """Six versions of one picture, and the step that makes the difference."""

    TITLE = "Which step makes the difference?"
    STEPS: ClassVar[dict[Step, str]] = {
        "as it is": "As it is",
        "inverted": "Inverted",
        "cropped": "Cropped",
        "aspect kept": "Shape kept",
        "centred": "Centred by mass",
        "pen width": "Pen width",
    }
    TURNS_HERE = "Turns here"
    TABLE = "The six versions and their answers"
    HEADER: ClassVar = ("Version", "Picture", "Read as", "Probability", "What the step does")
    _FIRST: ClassVar[dict[LadderKind, str]] = {
        "canvas": f"The whole canvas as on paper, dark on white, shrunk to {_SIZE}. White is 255, for MNIST ink.",
        "pad": "The whole pad as on paper, dark on white. White is 255, for MNIST ink.",
        "photo": f"As article 3 does: grey, squeezed to {_SIZE}, divided by 255, a batch of one.",
    }
    _DONE: ClassVar[dict[Step, str]] = {
        "inverted": "Paper becomes 0 and ink 255, as MNIST has them.",
        "cropped": f"Only the ink, stretched to {_BOX}.",
        "aspect kept": "The longer side is 20 pixels, the other in proportion.",
        "centred": f"Moved so that its ink balances in the middle of {_SIZE}.",
        "pen width": "Lines as wide as MNIST's. This is what the network gets.",
    }
    _NOT_DONE: ClassVar[dict[Step, str]] = {
        "inverted": "Nothing was done: its ink is bright already.",
        "cropped": f"Nothing was done: its ink fills {_BOX} already.",
        "aspect kept": "Nothing was done: both sides are 20 pixels long.",
        "centred": "Nothing was done: it is in the middle already.",
        "pen width": "Nothing was done: its lines are as wide as MNIST's. The network gets this.",
    }
    _WITHOUT: ClassVar[dict[Step, str]] = {
        "inverted": "With dark ink on white",
        "cropped": "Without cropping",
        "aspect kept": "With its shape stretched",
        "centred": "Without centring",
        "pen width": "With its lines as thick as they were",
    }
    _WITH: ClassVar[dict[Step, str]] = {
        "inverted": "inverted",
        "cropped": "cropped to its ink",
        "aspect kept": "with its shape kept",
        "centred": "centred by mass",
        "pen width": "with lines as wide as MNIST's",
    }

    @staticmethod
    def caption(
        step: Step, kind: LadderKind, *, is_changed: bool, is_of_several: bool = False, is_part: bool = False
    ) -> str:
        """Return what a step does, or that there was nothing to do.

        Args:
            step: which.
            kind: what the digit was drawn on.
            is_changed: whether the step changed anything.
            is_of_several: the digit is one of a number's.
            is_part: ink beside the digit was left out.
        """
        if step == "as it is":
            return Ladder._FIRST[kind]
        if not is_changed:
            return Ladder._NOT_DONE[step]
        if step == "cropped" and is_of_several:
            return f"This digit cut out of the number, stretched to {_BOX}."
        if step == "cropped" and kind == "photo":
            return f"Ink parted from the paper, stretched to {_BOX}."
        if step == "cropped" and is_part:
            return f"The digit alone, stretched to {_BOX}; {'a stroke' if kind == 'canvas' else 'ink'} was left out."
        if step == "inverted" and kind == "photo":
            return "Dark becomes bright: for MNIST ink is the brighter."
        return Ladder._DONE[step]

    @staticmethod
    def answer(answer: int) -> str:
        return f"{reads(answer)} {answer}"

    @staticmethod
    def probability(probability: float) -> str:
        return share(probability)

    @staticmethod
    def alt(step: Step, answer: int, probability: float) -> str:
        return unparted(f"{Ladder.STEPS[step]}: {read_as(answer)} {answer}, {sureness(probability)}.")

    @staticmethod
    def finding(turn: Turn | None, steps: Sequence[Step], answer: int) -> str:
        """Return which step makes the difference.

        Args:
            turn: where the answer turns for the last time, if it does.
            steps: of the versions, in order.
            answer: of the last one.
        """
        if turn is None:
            return f"All six are {read_as(answer)} {a_digit(answer)}: no step makes a difference for this one."
        step = steps[turn.place]
        before, after = a_digit(turn.before), a_digit(turn.after)
        verb = reads(turn.after)
        sentence = f"{Ladder._WITHOUT[step]} it {verb} {before}; {Ladder._WITH[step]} it {verb} {after}"
        if turn.changes == 1:
            return f"{sentence}: that step makes the difference."
        if turn.is_new:
            return f"{sentence}: that step makes the difference; none before it {verb} {after}."
        return f"{sentence}: the last of several steps that change the answer."

    @staticmethod
    def of_several(place: str) -> str:
        """Return what is shown where there are several digits; `place` is such as "2nd digit"."""
        return (
            f"Shown for the {place}. Nothing tells digits apart before the third step: the first two versions hold all "
            "of them."
        )

    NOT_SURE = "The network's own answers, whatever the judge beside it says: it is not sure of the last one."

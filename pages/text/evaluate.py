"""What the Evaluate page says."""

from __future__ import annotations

from core.data.splits import Collection
from core.inference.evaluation import DigitScore, Evaluation, MixUp, wilson_interval
from pages.text.labels import are_named, read_as
from pages.text.numbers import EMPTY, a_digit, count, counted, percent, sureness

IMAGES: dict[Collection, str] = {"test": "Test image", "train": "Training image"}


class Tabs:
    """The tabs, as the URL writes them."""

    SCORE, MISTAKES, TRUST, COMPARE, TAKE_AWAY = "Score", "Mistakes", "Trust", "Compare", "Take away"


class Reading:
    """While networks read whole splits."""

    TRY_AGAIN = "Try again"

    @staticmethod
    def progress(split: str, done: int, of: int) -> str:
        return f"Reading the {split} images: {count(done)} of {count(of)}"


class Held:
    """Which epoch of a run that trains is evaluated."""

    @staticmethod
    def older(moment: object) -> str:
        return f"This run still trains. What stands here is of epoch {moment}."

    @staticmethod
    def show(moment: object) -> str:
        return f"Go on to epoch {moment}"


class Score:
    """The score, and what it is worth."""

    OTHER_DIGITS = (
        "This run learned from other digits than those that this server holds now, so its score also says how much "
        "they are alike."
    )
    SEEN = (
        "This network has learned from MNIST's training images, and these test digits are some of them: it has seen "
        "each with its label. So this score shows what it remembers, not how well it reads. A network that you train "
        "here has not seen them."
    )
    MAY_HAVE_SEEN = (
        "This network has learned from some of MNIST's training images, and these test digits may be among them. So "
        "this score may be too kind. A network that you train here has not seen them."
    )
    CHANGED_HERE = (
        "Something was changed in its weights on Inside. Whether the network that it was made of has seen these test "
        "images is not noted here. Where it has, this score is too kind."
    )
    TRAINED_ELSEWHERE = (
        "It was trained elsewhere: nobody here knows whether it has seen these test images. Where it has, this score "
        "is too kind."
    )
    TOO_KIND = (
        "This run was checked on the test images while it learned, as its article does it. Whoever then picks the "
        "best settings or epoch has picked by these images: the score is a little too kind."
    )
    WHY_INTERVAL = "What does the interval mean?"
    WHY_ONCE = "Why are the test images used once?"
    BECAUSE_ONCE = (
        "Whoever tries many networks and keeps the one that scores best on the test images has chosen by them, and "
        "part of its score is luck. So choices are made on the validation images, and the test images are looked at "
        "once, at the end."
    )

    @staticmethod
    def sentence(evaluation: Evaluation) -> str:
        low, high = Score._interval(evaluation)
        return (
            f"{percent(evaluation.correct, evaluation.count)} right: {count(evaluation.correct)} of "
            f"{count(evaluation.count)} (95 % interval {low} to {high}). Loss {evaluation.loss:.3f}."
        )

    @staticmethod
    def because_interval(evaluation: Evaluation) -> str:
        low, high = Score._interval(evaluation)
        return (
            f"Another {count(evaluation.count)} digits of the same kind would give another share. The interval, here "
            f"{low} to {high} %, is made so that in 95 of 100 such tests it holds the share that endless testing would "
            "give. Fewer images, wider interval: two networks whose intervals overlap may be equally good."
        )

    @staticmethod
    def _interval(evaluation: Evaluation) -> tuple[str, ...]:
        """Return both ends in percent, with as many decimals as the number of pictures allows."""
        ends = wilson_interval(evaluation.correct, evaluation.count)
        return tuple(percent(end * evaluation.count, evaluation.count).removesuffix(" %") for end in ends)


class Mistakes:
    """What is mixed up with what, and the mistakes one by one."""

    IS = "is"
    TITLE = "Confusion matrix: what is mixed up with what"
    TAKE = "Select a picture: it is then the selected digit on every page."
    INSIDE, BROWSE = "Open in Inside", "Open in Browse"
    TABLE = "how often each digit was read as which"
    CROSS = "\N{BALLOT X}"

    @staticmethod
    def none(number: int) -> str:
        return f"No mistake at all: each of the {count(number)} test images was read as its label says."

    @staticmethod
    def matrix_alt(largest: MixUp) -> str:
        was = f"was {read_as(largest.answer)}"
        thing = "a picture" if are_named([largest.answer]) else "a digit"
        return (
            f"Confusion matrix: rows are what {thing} is, columns what it {was}. "
            f"Most often, {counted(largest.count, 'image')}, {a_digit(largest.label)} {was} {largest.answer}."
        )

    @staticmethod
    def legend(most: int) -> str:
        return (
            f"Only mistakes are shaded: the strongest shade is {counted(most, 'image')}. The diagonal was read "
            "right. Choose a cell to see its pictures; arrow keys go from cell to cell."
        )

    @staticmethod
    def chosen(mix_up: MixUp, shown: int) -> str:
        mixed = f"{a_digit(mix_up.label).capitalize()} {read_as(mix_up.answer)} {mix_up.answer}"
        text = f"{mixed}: {counted(mix_up.count, 'image')}"
        return text if shown == mix_up.count else f"{text}, the {shown} surest here"

    @staticmethod
    def tile(label: int, answer: int) -> str:
        return f"{Mistakes.CROSS} {label} {read_as(answer)} {answer}"

    @staticmethod
    def sure(probability: float) -> str:
        return f"{sureness(probability)} sure"

    @staticmethod
    def tile_alt(index: int, label: int, answer: int, probability: float, collection: Collection = "test") -> str:
        image = f"{IMAGES[collection]} {count(index)}"
        return f"{image} is {label}, {read_as(answer)} {answer}, {sureness(probability)} sure"

    @staticmethod
    def selected(index: int, collection: Collection = "test") -> str:
        return f"{IMAGES[collection]} {count(index)}:"


class Digits:
    """How good it is at each digit."""

    TITLE = "Digit by digit"
    ALL_RIGHT = "Every digit was read right every time."
    BARS = "Share of each digit's images that was read wrong"

    @staticmethod
    def extremes(hardest: DigitScore, easiest: DigitScore) -> str:
        the = "" if are_named([hardest.digit]) else "the "
        return f"Hardest is {the}{Digits._score(hardest)}. Easiest is {the}{Digits._score(easiest)}."

    @staticmethod
    def wrong(score: DigitScore) -> str:
        return f"{Digits.share(score.wrong, score.count)} wrong: {count(score.wrong)} of {count(score.count)}"

    @staticmethod
    def share(part: int, whole: int) -> str:
        """Return a share of some hundred images: one decimal, none below a hundred."""
        return f"{100 * part / whole:.{1 if whole >= 100 else 0}f} %" if whole else EMPTY

    @staticmethod
    def _score(score: DigitScore) -> str:
        return f"{score.digit}: {count(score.wrong)} of {count(score.count)} wrong"

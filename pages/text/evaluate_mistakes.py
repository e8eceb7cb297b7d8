"""What Evaluate's tab "Mistakes" says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from core.inference.evaluation import Evaluation, MixUp
from pages.text.evaluate import Mistakes
from pages.text.labels import read_as, the_label
from pages.text.numbers import NO_BREAK_SPACE, count, counted, percent, sureness

CHECK, CROSS = "\N{CHECK MARK}", Mistakes.CROSS
_LIST_NAMES = 5  # of networks that a sentence names


def _seconds(seconds: float) -> str:
    """Return 41.2 as 41 s, 7.31 as 7.3 s, 0.0213 as 0.02 s, 130 as 2 min 10 s."""
    if seconds < 0.005:
        return f"under 0.01{NO_BREAK_SPACE}s"
    if seconds < 9.95:
        return f"{seconds:.{2 if seconds < 0.095 else 1}f}{NO_BREAK_SPACE}s"
    whole = round(seconds)
    minutes = f"{count(whole // 60)}{NO_BREAK_SPACE}min " if whole >= 60 else ""
    return f"{minutes}{whole % 60 if minutes else whole}{NO_BREAK_SPACE}s"


class Naming:
    """Beat the network: ten hard digits, named against the clock."""

    TITLE = "Beat the network"
    ABOUT = (
        "Ten hard digits: some this network misreads, some it only just reads right. Name each against the clock, "
        "then see both scores."
    )
    BEGIN, AGAIN, STOP, CLOSE = "Begin", "Ten others", "Stop this round", "Close"
    QUESTION = "Which digit is it?"
    HINT = "What the network says comes after the last one. With the keyboard: arrow keys, then Enter."
    TABLE = "the ten, by you and by the network"
    HEADER = ("Test image", "Label", "You", "Seconds", "Network", "Sure")
    UNFAIR = "These were chosen because this network finds them hard"

    @staticmethod
    def place(place: int, of: int) -> str:
        return f"{place} of {of}"

    @staticmethod
    def picture(place: int, of: int) -> str:
        """Return what who does not see a picture is told of it; not what it shows."""
        return f"Picture {place} of {of}"

    @staticmethod
    def scores(right: int, its_right: int, of: int, seconds: float, its_seconds: float | None) -> str:
        its_time = "" if its_seconds is None else f" in {_seconds(its_seconds)}"
        return f"You: {right} of {of} in {_seconds(seconds)}. The network: {its_right} of {of}{its_time}."

    @staticmethod
    def verdict(right: int, its_right: int, evaluation: Evaluation) -> str:
        who = (
            "You read more of these as they are labelled."
            if right > its_right
            else "It read more of these as they are labelled."
            if right < its_right
            else "A draw."
        )
        all_of_it = percent(evaluation.correct, evaluation.count)
        return f"{who} {Naming.UNFAIR}: of all {count(evaluation.count)} it reads {all_of_it} right."

    @staticmethod
    def doubtful(agreed: int, doubted: int, of: int) -> str:
        """Return what speaks against the labels themselves, or ""."""
        said = []
        if agreed:
            labels = "that label" if agreed == 1 else "those labels"
            said.append(f"On {agreed} of {of} you and the network agree against the label: {labels} may be wrong.")
        if doubted:
            said.append(f"Small networks that had not seen these images doubt {doubted} of their {of} labels.")
        return " ".join(said)

    @staticmethod
    def tile(label: int, named: int, answer: int, probability: float) -> tuple[str, ...]:
        return (
            f"label {label}",
            f"{CHECK if named == label else CROSS} you: {named}",
            f"{CHECK if answer == label else CROSS} it: {answer}",
            Mistakes.sure(probability),
        )

    @staticmethod
    def tile_alt(index: int, label: int, named: int, answer: int, probability: float) -> str:
        return (
            f"Test image {count(index)} is labelled {label}: you said {named}, the network said {answer}, "
            f"{sureness(probability)} sure"
        )

    @staticmethod
    def time(seconds: float) -> str:
        return f"{seconds:.1f}"


class Gallery:
    """All mistakes, one by one."""

    ORDER = "Order"
    ORDERS: ClassVar = {"surest": "Surest first", "loss": "Largest loss", "pair": "By pair"}
    PAIR = "Which mistakes"
    ALMOST_ALL_RIGHT = 0.97  # from such an accuracy on, unclear digits are a good part of the mistakes

    @staticmethod
    def title(wrong: int, of: int) -> str:
        if wrong == 1:
            return f"Its only mistake: 1 of {count(of)}"
        return f"All its mistakes: {count(wrong)} of {count(of)}"

    @staticmethod
    def about(order: str, accuracy: float) -> str:
        """Return the order, and that some digits are unclear where a network reads the clear ones."""
        said = {
            "surest": "Sorted by how sure the network was of its wrong answer.",
            "loss": "Sorted by their loss: -ln of the probability that the label got.",
            "pair": "Sorted by what was read as what, the most frequent first.",
        }[order]
        unclear = accuracy >= Gallery.ALMOST_ALL_RIGHT
        return f"{said} Some of these a person would misread too." if unclear else said

    @staticmethod
    def all_pairs(wrong: int) -> str:
        return f"All: {counted(wrong, 'image')}"

    @staticmethod
    def pair(mix_up: MixUp) -> str:
        return f"{mix_up.label} {read_as(mix_up.answer)} {mix_up.answer}: {counted(mix_up.count, 'image')}"

    @staticmethod
    def more(further: int, left: int) -> str:
        return f"Show {count(further)} more of {count(left)}" if further < left else f"Show the last {count(left)}"

    @staticmethod
    def loss(loss: float) -> str:
        return f"loss {loss:.2f}"

    @staticmethod
    def tile_alt(index: int, label: int, answer: int, probability: float, loss: float) -> str:
        return f"{Mistakes.tile_alt(index, label, answer, probability)}, {Gallery.loss(loss)}"


class SharedMistakes:
    """What every network of a person reads wrong."""

    TITLE = "Wrong by every network of yours"
    ABOUT = "Where networks of different kinds fail alike, the picture is hard, or its label wrong."
    NEEDS_TWO = (
        "This compares the mistakes of your networks, and there is one so far. Train another, and it counts here once "
        "it has read the test images."
    )
    TRAIN = "Train another network"
    PRETRAINED = "the pretrained network"
    HEADER = ("Network", "Answer", "Sure")

    @staticmethod
    def found(number: int, of: int, models: int) -> str:
        who = "both of your networks" if models == 2 else f"all {count(models)} of your networks"
        return f"{count(number)} of {count(of)} images {'is' if number == 1 else 'are'} read wrong by {who}."

    @staticmethod
    def few_read(read: int, models: int) -> str:
        """Return that too few of a person's networks have read the test images."""
        who = "None" if read == 0 else "Only one"
        has = "have" if read == 0 else "has"
        return f"{who} of your {count(models)} networks {has} read the test images so far; it takes two."

    @staticmethod
    def chance(expected: float) -> str:
        number = f"{expected:.1f} images" if expected >= 0.05 else "under 0.1 images"
        return f"By chance alone, were their mistakes independent, it would be {number}."

    @staticmethod
    def counted_in(names: Sequence[str]) -> str:
        """Return which networks count."""
        shown = list(names[:_LIST_NAMES])
        if len(names) > len(shown):
            shown.append(f"{count(len(names) - len(shown))} more")
        return f"Counted: {'; '.join(shown)}."

    @staticmethod
    def read_others(number: int) -> str:
        return "Read the other one too" if number == 1 else f"Read the other {count(number)} too"

    @staticmethod
    def shown(shown: int, of: int) -> str:
        return "Images that all of them misread" if shown == of else f"The {count(shown)} surest of them"

    @staticmethod
    def tile(label: int, answers: Iterable[tuple[int, int]]) -> tuple[str, ...]:
        """Return a tile's lines; `answers` are what was answered and by how many, the most frequent first."""
        pairs = list(answers)
        if len(pairs) == 1:
            return Mistakes.tile(label, pairs[0][0]), "by both" if pairs[0][1] == 2 else f"by all {count(pairs[0][1])}"
        is_split = all(number == 1 for _, number in pairs)
        said = ", ".join(str(answer) if is_split else f"{answer} ({number})" for answer, number in pairs)
        return f"{Mistakes.CROSS} label {label}", f"{read_as(label)} {said}"

    @staticmethod
    def tile_alt(index: int, label: int, answers: Iterable[tuple[int, int]]) -> str:
        said = ", ".join(f"{answer} by {number}" for answer, number in answers)
        return f"Test image {count(index)} is {label}, {read_as(label)} {said}"

    @staticmethod
    def answers(index: int, label: int) -> str:
        return f"Test image {count(index)}, labelled {label}: what each of them says"


class DoubtedLabels:
    """Labels that look wrong themselves."""

    TITLE = "Labels that look wrong themselves"
    NOT_LOOKED = (
        "A mistake may be the label's and not the network's. Nobody has looked for doubtful labels here yet: small "
        "networks on Browse do that."
    )
    LOOKING = "Doubtful labels are being looked for; Browse shows how far that is."
    LOOK, SEE_ALL = "Look for doubtful labels on Browse", "All doubted labels on Browse"

    @staticmethod
    def found(doubted: int, of_test: int, agreed: int, evaluation: Evaluation) -> str:
        if not of_test:
            return f"None of the {count(doubted)} most doubted labels is a test image's."
        images = "1 is a test image" if of_test == 1 else f"{count(of_test)} are test images"
        said = f"Of the {count(doubted)} images whose labels small networks doubt most, {images}."
        if not agreed:
            return f"{said} This network reads none of them as the doubt suggests."
        mistakes = counted(evaluation.wrong, "mistake")
        return (
            f"{said} This network reads {count(agreed)} of them as the doubt suggests, so {count(agreed)} of its "
            f"{mistakes} may be the label's."
        )

    @staticmethod
    def tile(label: int, suggested: int) -> tuple[str, ...]:
        return f"label {label}", f"looks like {the_label(suggested).removeprefix('the ')}"

    @staticmethod
    def tile_alt(index: int, label: int, suggested: int, probability: float) -> str:
        return (
            f"Test image {count(index)} is labelled {label} and looks like {suggested}; this network says that too, "
            f"{sureness(probability)} sure"
        )

"""What the Draw page says of several models beside each other, and of the epochs of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from core.inference.answer_turns import Turn
from pages.text.labels import reads
from pages.text.model import ModelText
from pages.text.numbers import NO_NUMBER, a_digit, counted, ordinal, share, sureness

_WORDS = {2: "two", 3: "three"}
_MOST_TURNS = 3  # that a sentence tells of


class Models:
    """Up to three models beside each other."""

    TITLE = "Compare models"
    ADD, NONE = "Add a model", "Choose one"
    REMOVE = "Remove"
    IN_HAND = "The model at the top of the page"
    INVITE = "Add a model, and it answers the same drawing beside this one."
    EPOCH = "Weights after epoch"
    NO_OTHERS = "Networks that you train, or bring in from a file, can be added here."
    IS_ANOTHERS_DIGIT = "The bars are of the digit that is looked at above."

    @staticmethod
    def name(short: tuple[str, str]) -> str:
        """Return what a model is called; the name may have been typed."""
        return ", ".join(filter(None, short))

    @staticmethod
    def subject(short: tuple[str, str]) -> str:
        """Return what a model is called within a sentence: epoch 3 of Quick CNN."""
        name, moment = short
        return f"{moment} of {name}" if moment.startswith("epoch") else name

    @staticmethod
    def column(name: str) -> str:
        return f"How sure {name} is of each digit"

    @staticmethod
    def agreement(texts: Sequence[str | None], names: Sequence[str]) -> str:
        """Return whether models read the same.

        Args:
            texts: what each reads, a digit or a number as text; None where it is not sure.
            names: what each is called; may have been typed.
        """
        read = Counter(text for text in texts if text is not None)
        unsure, everyone = texts.count(None), len(texts)
        if not read:
            return f"{'Neither' if everyone == 2 else 'None'} of the {_WORDS[everyone]} is sure."
        (most, agreeing), *others = read.most_common()
        if agreeing == everyone:
            return f"{'Both' if everyone == 2 else 'All three'} read {_what(most)}."
        if agreeing > 1:
            (odd,) = (place for place, text in enumerate(texts) if text != most)
            said = "is not sure" if texts[odd] is None else f"reads {_what(texts[odd] or '')}"
            return f"Two of three read {_what(most)}; {names[odd]} {said}."
        if not others:
            (sure,) = (place for place, text in enumerate(texts) if text is not None)
            rest = "the other is" if everyone == 2 else "the others are"
            return f"Only {names[sure]} is sure: it reads {_what(most)}; {rest} not."
        *first, last = (_what(text) for text in (most, *(text for text, _ in others)))
        different = f"{', '.join(first)} and {last}"
        return f"They do not agree: {different}{', and one is not sure' if unsure else ''}."


class Epochs:
    """From which epoch on a run's network reads a digit."""

    TITLE = "From when on does it read my digit?"
    READING = "Reading it with every kept epoch ..."
    DAMAGED = "The weights of that epoch cannot be read."
    LINK = "Train a network"
    SLIDER = "Epoch whose ten probabilities are shown"
    STRIP = "What it reads, epoch by epoch"
    AXIS, PROBABILITY = "Kept epoch", "Probability, %"
    TABLE = "What is read at each kept epoch"
    HEADER: ClassVar = ("Epoch", "Read as", "Probability")  # before the ten
    PRETRAINED = (
        "Of the pretrained network only the last epoch's weights were kept. Train a network yourself, for two epochs "
        "or more: then you see from which one on it reads your digit."
    )
    ONE_MOMENT = (
        "Of this model the weights of one moment are kept. Train a network here, for two epochs or more: then you see "
        "from which one on it reads your digit."
    )
    ONE_SO_FAR = (
        "Of this run one epoch is kept so far. Once there are two or more, you see here from which one on it reads "
        "your digit."
    )

    @staticmethod
    def so_far(known: int, of: int) -> str:
        return f"Read with the first {known} of {counted(of, 'epoch')} so far."

    @staticmethod
    def of_digit(number: int) -> str:
        return f"Of the {ordinal(number)} digit, the one that is looked at above."

    @staticmethod
    def moment(moment: int | str) -> str:
        return f"epoch {moment}" if isinstance(moment, int) else "when it was stopped"

    @staticmethod
    def label(moment: int | str) -> str:
        return ModelText.moment(moment)

    @staticmethod
    def at(moment: int | str, digit: int, probability: float) -> str:
        when = f"{Epochs.moment(moment)[0].upper()}{Epochs.moment(moment)[1:]}"
        return f"{when}: it {reads(digit)} {a_digit(digit)}, {sureness(probability, 0)}."

    @staticmethod
    def bars(moment: int | str) -> str:
        return f"How sure the network was of each digit, {Epochs.moment(moment)}"

    @staticmethod
    def turn(turn: Turn, moments: Sequence[int | str]) -> str:
        """Return a stretch of epochs in short: epoch 1, epochs 2 to 5."""
        first, last = moments[turn.first], moments[turn.last]
        if first == last:
            return Epochs.moment(first)
        if isinstance(last, str):
            return f"from epoch {first} on"
        if turn.last == turn.first + 1:
            return f"epochs {first} and {last}"
        return f"epochs {first} to {last}"

    @staticmethod
    def settled(digit: int, settled: int | None, found: Sequence[Turn], moments: Sequence[int | str]) -> str:
        """Return from when on a digit is read, and what was read before.

        Args:
            digit: that the model in hand reads.
            settled: the place from which on it is read; None where the last epoch reads another.
            found: the stretches of the same answer.
            moments: the kept epochs.
        """
        readable = [turn for turn in found if turn.answer is not None]
        what = a_digit(digit)
        if settled is not None and all(turn.answer == digit for turn in readable):
            return f"It reads {what} at each of its {counted(len(moments), 'kept epoch')}."
        if settled is not None:
            before = [turn for turn in readable if turn.first < settled]
            moment = moments[settled]
            begun = f"From epoch {moment} on" if isinstance(moment, int) else "Only when it was stopped"
            return f"{begun} it reads {what} ({_told(before, moments)})."
        last = readable[-1].answer if readable else None
        others = [turn for turn in readable if turn.answer == digit]
        if not others or last is None:
            return f"It reads {what} at none of its {counted(len(moments), 'kept epoch')}."
        stretches = " and ".join(Epochs.turn(turn, moments) for turn in others[:_MOST_TURNS])
        return f"It reads {what} at {stretches}, and {a_digit(last)} at the last one."

    @staticmethod
    def row(moment: int | str, digit: int | None, probabilities: Sequence[float]) -> list[object]:
        if digit is None:
            return [Epochs.label(moment), NO_NUMBER, *[NO_NUMBER] * 11]
        return [Epochs.label(moment), digit, share(probabilities[digit]), *map(share, probabilities)]


def _told(before: Sequence[Turn], moments: Sequence[int | str]) -> str:
    """Return what was read before: epochs 1 and 2 read a 1, epoch 3 a 9."""
    shown = before[-_MOST_TURNS:]
    first, *rest = [(Epochs.turn(turn, moments), a_digit(turn.answer or 0), turn) for turn in shown]
    verb = "reads" if first[2].first == first[2].last else "read"
    told = [f"{first[0]} {verb} {first[1]}", *(f"{when} {what}" for when, what, _ in rest)]
    earlier = "earlier ones vary, " if len(before) > len(shown) else ""
    return earlier + ", ".join(told)


def _what(text: str) -> str:
    """Return a digit as "a 7", a number as it is."""
    if len(text) == 1 and text.isdecimal():
        return a_digit(int(text))
    return text.replace("\n", " / ")

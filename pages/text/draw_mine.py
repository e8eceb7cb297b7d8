"""What Draw says of a person's own digits: where one is kept, the tray, the two scores, files."""

from __future__ import annotations

from typing import ClassVar

from core.inference.hand_score import HandScore
from pages.text.numbers import a_digit, count, counted, percent, sureness


def _digits(number: int) -> str:
    return counted(number, "digit")


class Keep:
    """Below an answer."""

    WHAT = "What is it? One tap keeps it among My digits."
    UNDO = "Undo keeping"
    CHANGED = "Nothing was kept yet: the drawing has changed since that answer. Tap again what it is now."
    NEXT, NEXT_HELP = "Draw another", "Clears what is drawn here; what was kept stays."

    @staticmethod
    def choice(digit: int, answer: int | None) -> str:
        return f"{digit} (as read)" if digit == answer else str(digit)

    @staticmethod
    def kept(label: int, answer: int | None, number: int) -> str:
        """Return what was kept, whether it was misread or (None) not answered, and how many there are."""
        said = f"Kept as {a_digit(label)}."
        if answer is None:
            said += " It was not sure what it is."
        elif label != answer:
            said += f" A mistake: it reads {a_digit(answer)}, and it is {a_digit(label)}."
        return f"{said} You have kept {_digits(number)}."


class Mine:
    """The mode "My digits": the tray."""

    LEAD = "Digits of your own hand, kept on this server for this browser alone."
    ONLY_DIGITS = (
        "Your own drawings are digits, and the network in hand knows other things. Choose one that reads digits."
    )
    LEAD_NO_COOKIE = (
        "Digits of your own hand, kept until you load this page anew: your browser keeps no cookie, by which it would "
        "find them again. Take them away as a file."
    )
    COPIES = "A run that was taught your digits has a copy of them, which is deleted with the run."
    EMPTY = "There are no digits of yours yet."
    HOW = (
        "Draw a digit under Draw, Photo or Keyboard and say below the answer what it is; or draw each digit three "
        "times in a guided round, which takes about two minutes; or bring a file of digits."
    )
    TRAY = "Your digits"
    ORDER = "Order"
    ORDERS: ClassVar = {"newest": "Newest first", "misread": "Misread first"}
    LABEL = "Only one digit"
    ALL = "All"
    MORE = "Show more"
    UNREAD = "Once the network is awake, each tile says what it reads."
    CHOOSE = "Choose a digit below to call it another one or to delete it."
    RELABEL = "It is"
    DELETE = "Delete this digit"
    UNDO = "Undo"
    WRONG = "✕"  # beside what is misread

    @staticmethod
    def tray(shown: int, number: int) -> str:
        return f"{Mine.TRAY}: {count(number)}" if shown == number else f"{Mine.TRAY}: {count(shown)} of {count(number)}"

    @staticmethod
    def none_of(label: int) -> str:
        return f"None of your digits is {a_digit(label)}."

    @staticmethod
    def tile(label: int) -> str:
        return a_digit(label)

    @staticmethod
    def read_as(label: int, answer: int | None) -> str:
        """Return what stands under a tile; a cross before what is misread."""
        if answer is None:
            return ""
        return f"read as {answer}" if answer == label else f"{Mine.WRONG} read as {answer}"

    @staticmethod
    def tile_alt(label: int, answer: int | None, probability: float) -> str:
        if answer is None:
            return f"Your {label}"
        said = f"read as {answer}, {sureness(probability, 0)}"
        return f"Your {label}, {said}" if answer == label else f"Your {label}, misread: {said}"

    @staticmethod
    def chosen(label: int, answer: int | None, probability: float) -> str:
        if answer is None:
            return f"Your {label}."
        sure = sureness(probability, 0)
        if answer == label:
            return f"Your {label}, read right ({sure})."
        return f"Your {label}, misread as {a_digit(answer)} ({sure})."

    @staticmethod
    def more(number: int) -> str:
        return f"and {count(number)} more"

    @staticmethod
    def delete_all(number: int) -> str:
        return f"Delete all {count(number)}" if number > 1 else "Delete it"

    @staticmethod
    def deleted(number: int) -> str:
        return f"{_digits(number).capitalize()} deleted."

    @staticmethod
    def no_room(number: int, most: int) -> str:
        """Return that Undo could not bring all back."""
        return (
            f"{_digits(number).capitalize()} found no room to come back: at most {count(most)} digits and 5 MB are "
            f"kept. Delete others, then choose {Mine.UNDO} again."
        )

    @staticmethod
    def damaged(number: int) -> str:
        return (
            f"{_digits(number).capitalize()} of yours could no longer be read on the disk and {_are(number)} left out; "
            "the others are whole."
        )


class HandScoreText:
    """A network's two scores: MNIST's test digits, and a person's own."""

    TITLE = "Two scores of this network"
    HEADER = ("Digits", "Read right", "95 % interval")
    MNIST, HAND, ROUND = "MNIST's test", "My hand", "My hand, this round"
    UNSEEN = "My hand, digits it has not learned from"
    COUNTING = "being counted"
    UNKNOWN = "open Evaluate"
    WAITING = "once it is awake"
    NONE = "no digits yet"
    WRONG = "Misread digits of yours"
    WHY = "What do the two scores say?"
    BECAUSE = (
        "MNIST's test digits were written by others. A network may read nearly all of them and still misread your "
        "hand, where you write a digit as few of them did. With few digits the interval is wide: another 30 of yours "
        "would give another share, and of 100 such intervals about 95 hold the true one."
    )

    @staticmethod
    def of_test(name: str) -> str:
        """Return what the data set's test digits are called, by its name where it has one."""
        return f"{name}'s test" if name else "The test images"

    @staticmethod
    def mnist(correct: int, number: int) -> str:
        return f"{percent(correct, number)} of {count(number)}"

    @staticmethod
    def hand(score: HandScore) -> str:
        return f"{count(score.correct)} of {count(score.count)}"

    @staticmethod
    def interval(low: float, high: float, number: int) -> str:
        ends = [percent(round(share * number * 1000), number * 1000) if number >= 1000 else "" for share in (low, high)]
        if number < 1000:  # no more decimals than so few digits allow
            ends = [f"{100 * low:.0f}", f"{100 * high:.0f} %"]
        return f"{ends[0].removesuffix(' %')} to {ends[1]}"

    @staticmethod
    def sentence(score: HandScore) -> str:
        """Return "27 of 30 (74 to 97 %)"."""
        return f"{HandScoreText.hand(score)} ({HandScoreText.interval(*score.interval, score.count)})"


class MineFiles:
    """Digits as files."""

    TITLE, TITLE_OF_NONE = "Take your digits away, or bring some", "Bring digits in a file"
    JSONL, JSONL_HELP = "JSON lines", "A line for each digit: its label, its strokes, its 784 pixels."
    NPZ, NPZ_HELP = "NPZ", "NumPy's arrays: images (N, 28, 28), labels (N,), and the strokes."
    UPLOAD = "A file of digits: JSON lines, also gzipped, or NPZ"
    FORM = "What does such a file hold?"
    WHAT = (
        "JSON lines hold a digit a line, "
        '`{"label": 7, "canvas": 280, "strokes": [[[80, 70], [195, 70]]]}`, or `"pixels"`, 784 numbers from 0 to 255, '
        "in place of strokes. An NPZ file holds `images` (N, 28, 28) and `labels` (N,)."
    )

    @staticmethod
    def imported(added: int, known: int, doubled: int, left_out: int, most: int) -> str:
        """Return what became of a file's digits."""
        said = [f"{_digits(added).capitalize()} imported."]
        if known:
            said.append(f"{_digits(known).capitalize()} {_are(known)} among yours already.")
        if doubled:
            said.append(f"{_digits(doubled).capitalize()} {_are(doubled)} in the file a second time.")
        if left_out:
            said.append(
                f"{_digits(left_out).capitalize()} found no room: at most {count(most)} digits and 5 MB are kept. "
                "Export some and delete them to make room."
            )
        return " ".join(said)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"

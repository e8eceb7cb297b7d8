"""What Browse says of labels that are doubted: before they are looked for, meanwhile, and of what was found."""

from __future__ import annotations

from collections.abc import Sequence

from core.data.doubt.label_doubts import MOST_DOUBTS, Basis, LabelDoubt, LabelDoubts
from pages.text.labels import label_short, label_text
from pages.text.numbers import NO_BREAK_SPACE, count, counted, percent, sureness
from pages.text.train import duration, waking

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Suspicious:
    """Labels that are doubted."""

    LABEL = "Suspicious labels"
    HELP = f"The {MOST_DOUBTS} training and test images whose labels small networks doubt most."
    LOOK = "Look for them"
    TRY_AGAIN = "Try again"
    STOP = "Stop"
    SHARED = "Somebody else asked for this first, and only they can stop it."
    WHY = "Why these?"
    WHY_TEXT = (
        "Confident learning (Northcutt, Jiang and Chuang, 2021): images are parted into five; each part is judged by a "
        "network that learned from the other four. First come images for which it is as sure of another class as, on "
        "average, of that class's own images; then those that it merely reads otherwise. The most contradicted label "
        "comes first."
    )

    @staticmethod
    def before(*, networks: int, judges: int, learned_from: int, train_count: int, seconds: float | None) -> str:
        """Return what will be done, and how long that takes as far as it is known."""
        takes = "It takes a minute or so" if seconds is None else f"It takes about {_rounded(seconds)}"
        return (
            f"Is every label right? {_word(networks).capitalize()} small networks are trained here, each on "
            f"{count(learned_from)} of the {count(train_count)} training images. Each image is then judged by "
            f"{_word(judges)} of them that have never seen it, and the {MOST_DOUBTS} whose labels they doubt most are "
            f"shown. {takes} once a trainer is free, and is done once for these images; you may leave the page."
        )

    @staticmethod
    def waiting(ahead: int, waking_seconds: float) -> str:
        """Return what it waits for: runs and other jobs, or its engine."""
        if ahead:
            before = "1 run or job comes" if ahead == 1 else f"{count(ahead)} runs and jobs come"
            return f"Waiting for a trainer: {before} first."
        return waking("trainer", waking_seconds) if waking_seconds else "Waiting for a trainer."

    @staticmethod
    def working(share: float, networks: int) -> str:
        """Return which network is trained now; `share` of all is done."""
        number = min(int(share * networks) + 1, networks)
        return f"Network {number} of {networks} learns and judges: {int(100 * share)}{NO_BREAK_SPACE}% done"

    @staticmethod
    def found(doubts: LabelDoubts, class_names: Sequence[str] | None) -> str:
        """Return what is shown and what that is based on, as Markdown."""
        return f"{Suspicious._which(doubts, class_names)}\n\n:small[{Suspicious.based_on(doubts.basis)}]"

    @staticmethod
    def _which(doubts: LabelDoubts, class_names: Sequence[str] | None) -> str:
        shown = len(doubts.doubts)
        if not shown:
            return "No label is doubted: the networks read every image as its label says."
        of_test = sum(doubt.name.collection == "test" for doubt in doubts.doubts)
        first = doubts.doubts[0]
        given, suggested = (label_text(label, class_names) for label in (first.given, first.suggested))
        labels = "label" if shown == 1 else "labels"
        networks = f"{_word(doubts.basis.networks)} small networks"
        return (
            f"**The {counted(shown, 'image')} whose {labels} {networks} doubt most**, the most doubtful first: "
            f"{counted(shown - of_test, 'training image')}, {counted(of_test, 'test image')}. "
            f"{Suspicious.caption(first, class_names)} means: labelled {given}, the networks say {suggested}. "
            "A doubted label may be right: some images are hard to read."
        )

    @staticmethod
    def based_on(basis: Basis) -> str:
        """Return how many networks learned from how many images, and how well they read."""
        neither = "neither had" if basis.repeats == 2 else "none of them had" if basis.repeats > 2 else "it had not"
        return (
            f"Each network was trained on {count(basis.learned_from)} training images for "
            f"{counted(basis.epochs, 'epoch')}; {_word(basis.repeats)} judged each image, and {neither} seen it. They "
            f"read {percent(basis.train_correct, basis.train_images)} of the training images and "
            f"{percent(basis.test_correct, basis.test_images)} of the test images as their labels say."
        )

    @staticmethod
    def caption(doubt: LabelDoubt, class_names: Sequence[str] | None) -> str:
        """Return what stands below a tile."""
        return (
            f"{label_short(doubt.given, class_names)} \N{RIGHTWARDS ARROW} {label_short(doubt.suggested, class_names)}"
        )

    @staticmethod
    def detail(doubt: LabelDoubt, class_names: Sequence[str] | None) -> str:
        """Return the same in words, with the two probabilities."""
        given, suggested = (label_text(label, class_names) for label in (doubt.given, doubt.suggested))
        return (
            f"the networks say {suggested} instead, {sureness(doubt.suggested_probability)}; "
            f"{given}: {sureness(doubt.given_probability)}"
        )


def _word(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else count(number)


def _rounded(seconds: float) -> str:
    """Return a time that is only estimated: 43 as 40 s, 200 as 3 min."""
    return duration(max(10, round(seconds, -1))) if seconds < 95 else f"{round(seconds / 60)} min"

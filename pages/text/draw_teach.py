"""What Draw says where a model is taught a person's hand: before, meanwhile, and what it learned and forgot."""

from __future__ import annotations

from collections.abc import Sequence

from core.inference.evaluation import wilson_interval
from core.runs.teaching.split import LEAST_HELD_OUT, LEAST_TAUGHT, HandSplit
from core.training.record.events import HandTested, StepsEnded
from pages.text.numbers import count, counted, percent

FEW_LABELS = 3  # digits from 0 to 9 that are learned from: of no more, a model forgets more of the others


class Teach:
    """Teach it my hand."""

    TITLE = "Teach it my hand"
    LEAD = (
        "The model trains on, for about a quarter of a minute on two cores and longer where it is large, on your "
        "drawings and MNIST's digits mixed, both moved and turned a little. It becomes a model of its own: the one "
        "before stays as it is. Its run keeps a copy of the drawings until you delete it on Train."
    )
    BUTTON = "Teach it my hand"
    AGAIN = "Teach it again"
    ROUND = "Draw each digit three times"
    TABLE = "the drawings of each digit"
    HEADER = ("Digit", "Learned from", "Kept to judge")
    STOP = "Stop and keep"
    LEAVE = "You may leave this page meanwhile; the run is on Train, too."
    RUN = "The run, on Train"
    USE_TAUGHT = "Use the taught model"
    USE_BEFORE = "Use the model before"
    TAUGHT_IN_HAND = "The taught model answers now."
    BEFORE_GONE = "The model before has been deleted since."
    TURNED_RIGHT = "Read right now, and not before"
    TURNED_WRONG = "Read wrong now, and not before"
    WHY_INTERVAL = "What do the intervals mean?"
    BECAUSE = (
        "Other drawings of yours, and other digits of MNIST's kind, would give other shares. The 95 % interval holds "
        "those that are likely. Of few drawings it is wide: two shares whose intervals overlap may be equally good."
    )
    NONE_LEARNED = "None of the drawings that judge was learned from."
    UNKNOWN = (
        "It is not known of all drawings whether this model, or the one that it came from, has learned from them "
        "before. Of those that it has, the score is too good."
    )
    UNSEEN_AS_FAR_AS_KNOWN = "My hand, digits it has not learned from as far as is known"
    FINISHED_EARLY = "It was stopped before its end; this is what it had learned by then."
    CHANGED = "Your drawings have changed in another tab. Look at what is learned from now, then click again."
    LOST = "How this run began cannot be read: that entry of its log is damaged, so it cannot be said what it learned."
    NOT_JUDGED = "This run ended before anything could be judged."

    @staticmethod
    def split(split: HandSplit, *, is_known: bool = True) -> str:
        """Return which drawings are learned from and which judge, said before the click."""
        total = len(split.taught) + len(split.held_out)
        judging = "and it never learns from those" if is_known else "and this run does not learn from those"
        unknown = "" if is_known else f" {Teach.UNKNOWN}"
        labels = [label for label, number in enumerate(split.taught_counts) if number]
        few = "" if len(labels) > FEW_LABELS else f" {Teach.few(labels)}"
        return (
            f"Of your {counted(total, 'drawing')} it learns from **{count(len(split.taught))}**, of each digit the "
            f"oldest; the other **{count(len(split.held_out))}** are kept to judge, {judging}.{unknown}{few}"
        )

    @staticmethod
    def few(labels: Sequence[int]) -> str:
        """Return what may come of teaching drawings of few digits only."""
        *first, last = map(str, labels)
        named = f"{', '.join(first)} and {last}" if first else last
        return (
            f"It would learn from drawings of {named} alone, and may then read more of MNIST's other digits wrong; "
            "draw those too."
        )

    @staticmethod
    def missing(split: HandSplit) -> str:
        """Return what is missing before a model can be taught; how many it takes depends on which digits they are."""
        have = len(split.taught) + len(split.held_out)
        have_text = (
            f"There {'is' if have == 1 else 'are'} {counted(have, 'drawing')} of yours"
            if have
            else ("There are no drawings of yours yet")
        )
        given = f", and these give {count(len(split.taught))} and {count(len(split.held_out))}" if have else ""
        return (
            f"{have_text}; it takes {count(LEAST_TAUGHT)} to learn from and {count(LEAST_HELD_OUT)} to judge by{given}."
            " Three more of each digit are always enough."
        )

    @staticmethod
    def waiting(position: int | None) -> str:
        return (
            "It begins in a moment." if position is None else f"It waits for a free trainer; place {position} in line."
        )

    @staticmethod
    def progress(step: StepsEnded, steps: int, epochs: int) -> str:
        accuracy = round(100 * step.accuracy)
        return (
            f"Step {count(step.last_step)} of {count(steps)}, epoch {step.epoch} of {epochs}: {accuracy} % of the last "
            "steps' images read right, moved and turned as they are."
        )

    @staticmethod
    def judging() -> str:
        return "It has learned; now it reads the drawings that were kept, and MNIST's test images."

    @staticmethod
    def curve_alt(first: float, last: float) -> str:
        return (
            f"Share of images read right while it learns: {round(100 * first)} % at first, {round(100 * last)} % now."
        )

    @staticmethod
    def result(hand: HandTested) -> str:
        """Return what was learned and what was forgotten."""
        return (
            f"{_score('Your hand', hand.correct_before, hand.correct_after, hand.count)}; "
            f"{_score('MNIST', hand.test_before, hand.test_after, hand.test_count)}."
        )

    @staticmethod
    def verdict(hand: HandTested) -> str:
        """Return the finding in a few words, as a heading."""
        learned, forgot = hand.correct_after - hand.correct_before, hand.test_before - hand.test_after
        if learned > 0:
            first = f"It reads {counted(learned, 'drawing')} more of your hand"
        elif learned < 0:
            first = f"It reads {counted(-learned, 'drawing')} fewer of your hand"
        elif hand.correct_before == hand.count:
            first = "It read all drawings that were kept to judge right before, and does now"
        else:
            first = "It reads as many drawings of your hand as before"
        if forgot > 0:
            return f"{first}, and {counted(forgot, 'image')} fewer of MNIST"
        return f"{first}, and {'as many' if not forgot else f'{count(-forgot)} more'} of MNIST"

    @staticmethod
    def tile(label: int, before: int, after: int) -> str:
        """Return what is said of a drawing whose answer turned."""
        return f"Your {label}: read as {before} before, as {after} now"

    @staticmethod
    def turned(before: int, after: int) -> str:
        return f"{before} → {after}"


def _score(whose: str, before: int, after: int, of: int) -> str:
    low, high = (percent(round(bound * 10_000), 10_000) for bound in wilson_interval(after, of))
    if of < 1000:  # of few drawings nobody knows a hundredth of a percent
        low, high = (f"{round(100 * bound)} %" for bound in wilson_interval(after, of))
    return f"{whose}: {count(before)} of {count(of)} before, {count(after)} after (95 % interval {low} to {high})"

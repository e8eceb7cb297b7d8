"""What the Inside page says where a network is broken: what is changed, what it still reads, how it is kept."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.inference.damage.damaged_weights import silent_output
from core.inference.evaluation import DigitScore
from core.serving.damage import Answers
from models.layers import BatchNormalization
from models.spec import NetworkSpec
from pages.text.inside import number
from pages.text.inside_changes import noun
from pages.text.labels import LABELS, are_named, the_label
from pages.text.numbers import EMPTY, a_digit, count, counted, percent, share, sureness
from pages.text.ties import listed, undecided


class Break:
    """The tab as a whole: the controls, and the list of what is changed."""

    LAYER = "Layer to break"
    UNDO, PUT_BACK = "Undo", "Put it all back"
    UNDO_HELP = "Takes the last change back; a slider goes back to where it stood before you moved it."
    ALL_OFF, ALL_ON = "All off", "All on"
    SCALE, NOISE, PRUNE, PRUNE_ALL, SHIFT = (
        "Scale its weights",
        "Add noise to its weights",
        "Prune its smallest weights",
        "Prune the smallest weights of all layers",
        "Shift all its biases",
    )
    NOISE_HELP = "The standard deviation of the noise, as a share of that of the weights."
    PRUNE_HELP = "So many of its weights, those nearest to 0, become 0. Biases stay."
    PRUNE_ALL_HELP = "Counted over all layers together: a layer with small weights loses more of them."
    OTHER_NOISE = "Draw other noise"
    TILES_OWN = "How strongly each answers to this digit while nothing is changed; hatched: switched off."
    NORM_OFF = "Pass its input through"
    NORM_HELP = (
        "Batch normalisation off: gamma becomes √(variance + epsilon) and beta the mean, so nothing changes in it."
    )
    NO_WEIGHTS = (
        "Layers without weights (pooling, dropout, flatten, activations) are not listed: there is nothing to break."
    )
    CHANGED = "What is changed"
    NOTHING = "Nothing yet."
    NOTHING_SINCE = "Nothing since it was kept: what was changed before that is in its own weights now."
    REMOVE = "Put back"
    END = "No more"
    OTHER_TABS = "The other tabs and pages still show the whole network until this one is kept."
    ONLY_DENSE = (
        "This network has dense layers alone, so single units are switched off. A CNN has filters: each looks for one "
        "pattern everywhere, and losing one often costs more."
    )
    BECAUSE = (
        "Switching off sets the weights and the bias of a filter or unit to 0. If the accuracy hardly falls, others "
        "do the same work: networks keep spare parts. If one digit alone suffers, it found something that this digit "
        "needs. It is a test of what matters, not of what a filter means."
    )

    @staticmethod
    def tiles(count_: int, what: str, off: int) -> str:
        which = f"{counted(count_, what)}, {count(off)} off" if off else f"{counted(count_, what)}, all on"
        return f"{which}. Click one to switch it off or on."

    @staticmethod
    def tile(what: str, number_: int, *, is_off: bool) -> str:
        return f"{what.capitalize()} {number_}, switched {'off' if is_off else 'on'}"

    @staticmethod
    def page(first: int, last: int, total: int) -> str:
        return f"{count(first)} to {count(last)} of {count(total)}"

    @staticmethod
    def number_field(what: str, last: int) -> str:
        return f"{what.capitalize()}, 0 to {count(last)}"

    @staticmethod
    def switch(*, is_off: bool) -> str:
        return "Switch it on" if is_off else "Switch it off"

    @staticmethod
    def shift_one(what: str, number_: int) -> str:
        return f"Shift the bias of {what} {number_}"

    @staticmethod
    def silent(spec: NetworkSpec, layer: int) -> str:
        """Return what a filter of a layer gives that is off, and what the layers behind make of it."""
        what, function = noun(spec, layer), spec.layers[layer].output_function
        if layer == spec.last_index:
            return (
                "A digit that is switched off gets the logit 0 for every picture. It still wins where all others are "
                "below 0."
            )
        gives = silent_output(function)
        if gives != gives:
            said = f"The sum of a {what} that is off is 0; softmax still gives it a share."
        elif gives:
            said = f"A {what} that is off gives {number(gives)} for every picture: that is the sigmoid of 0."
        else:
            said = f"A {what} that is off gives 0 for every picture."
        if layer + 1 < len(spec.layers) and isinstance(spec.layers[layer + 1], BatchNormalization):
            said += " The batch normalisation behind it makes another constant of that."
        return said

    @staticmethod
    def remove(line: str) -> str:
        return f"{Break.REMOVE}: {line}"


class Left:
    """What is left: this picture's probabilities, and the test images that are still read right."""

    HEADER_DIGIT, HEADER_PICTURE, HEADER_RIGHT = "", "This picture", "Test images read right"
    TABLE = "this picture's probabilities and the digits that are read right"
    CSV, CSV_NAME = "These numbers (CSV)", "broken-network.csv"
    WHOLE = "Nothing is changed yet. Switch filters or units off, or move a slider, and see what it still reads."

    @staticmethod
    def no_numbers(*, is_changed: bool) -> str:
        """Return what it means that scores are not finite, and, where a change made them so, what to do."""
        left = "they left the range of 32-bit floating point. What it reads then means nothing."
        if not is_changed:
            return f"Some of its scores are no numbers: {left}"
        return f"Some of its scores are no numbers any more: {left} Scale less, or put a change back."

    @staticmethod
    def answer(before: tuple[Sequence[int], float], now: tuple[Sequence[int], float], label: int | None) -> str:
        """Return what was read and what is now: the digits that share the highest score, and the probability."""
        is_label = "" if label is None else f" The label says {label}."
        digits, probability = before
        if math.isnan(probability):
            return f"It reads nothing, before and now: the ten scores are no numbers.{is_label}"
        was = f"It could not tell: {undecided(digits, probability)}"
        if len(digits) == 1:
            was = f"It {'said' if are_named(digits) else 'read'} **{a_digit(digits[0])}**, {sureness(probability)} sure"
        if math.isnan(now[1]):
            return f"{was}; now its scores are no numbers.{is_label}"
        if len(now[0]) > 1:
            return f"{was}; now **it cannot tell**: {undecided(*now)}.{is_label}"
        still = "still" if now[0] == digits else "now"
        return f"{was}; {still} **{a_digit(now[0][0])}**, {sureness(now[1])}.{is_label}"

    @staticmethod
    def counting(images: int, done: float) -> str:
        return f"Reading test images: {count(round(done * images))} of {count(images)}."

    @staticmethod
    def score(before: Answers, now: Answers | None, labels: Sequence[int] = LABELS) -> str:
        """Return how many test images are read right, and which label suffers most; `labels` as they are said."""
        said = f"Of the first {count(before.count)} test images it reads {count(before.correct)} right"
        if now is None:
            return f"{said} ({percent(before.correct, before.count)})."
        hurt, *alike = [labels[one] for one in now.hurt_most(before)] or (None,)
        kind, kinds = ("class", "classes") if are_named(labels) else ("digit", "digits")
        text = (
            f"Of the first {count(before.count)} test images it read {count(before.correct)} right; now "
            f"**{count(now.correct)}** ({percent(now.correct, now.count)})."
        )
        if hurt is None:
            return f"{text} No {kind} lost any."
        pairs = zip(before.by_digit, now.by_digit, strict=True)
        gone = sum(was.correct > rest.correct == 0 for was, rest in pairs)
        if gone > 1:
            return f"{text} {gone} of the ten {kinds} are never read right any more."
        then, rest = before.by_digit[hurt], now.by_digit[hurt]
        lost = f"{count(then.correct)} of {count(then.count)}, now {count(rest.correct)}"
        if alike:
            return f"{text} {listed((hurt, *alike))} suffer most, and equally; {the_label(hurt)}: {lost}."
        the = "" if are_named(labels) else "The "
        return f"{text} {the}**{hurt}** suffers most: {lost}."

    @staticmethod
    def probability(before: float, now: float) -> str:
        return Left._pair(share(before), share(now))

    @staticmethod
    def right(before: DigitScore, now: DigitScore | None) -> str:
        """Return how many of one digit's images were read right, and are; None while it is being counted."""
        if now is None:
            return EMPTY
        return f"{Left._pair(count(before.correct), count(now.correct))} of {count(before.count)}"

    @staticmethod
    def _pair(before: str, now: str) -> str:
        return now if before == now else f"{before} → {now}"

    LEGEND = "Thin: before. Thick: now."

    ROWS_HEADER = (
        "Digit",
        "Probability before",
        "Probability now",
        "Images",
        "Right before",
        "Right now",
    )

    CSV_HEADER = ("digit", "probability_before", "probability_now", "images", "right_before", "right_now")

    @staticmethod
    def row(digit: int, before: float, now: float, then: DigitScore, rest: DigitScore) -> tuple[object, ...]:
        return digit, share(before), share(now), count(then.count), count(then.correct), count(rest.correct)


class Keep:
    """A broken network that becomes a model."""

    NAME = "Name"
    KEEP = "Keep it as a model"
    HELP = "It appears in the list of models, for Draw, Evaluate and every tab here, and can be taken away as a file."
    TO_DRAW = "Now with your own handwriting"

    @staticmethod
    def kept(name: str) -> str:
        return f"This is “{name}”, which was changed here and kept. Every tab and page shows it as it is now."

    @staticmethod
    def name(model: str, lines: Sequence[str]) -> str:
        return f"{model}, {'; '.join(lines)}"

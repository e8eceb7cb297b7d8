"""What Evaluate's tab "Trust" says of sureness: the reliability diagram, the temperature, the threshold."""

from __future__ import annotations

from typing import ClassVar

from core.evaluation.calibration import Bin, Reliability
from core.evaluation.temperature import is_bound
from core.inference.evaluation import Evaluation
from pages.state.evaluate.trust_slots import Look
from pages.text.numbers import EMPTY, count, counted

_CLOSE = 0.0005  # mean sureness and accuracy that are no further apart are called the same


def points(share: float) -> str:
    """Return a difference of two shares, 0 to 1, in percentage points."""
    return f"{100 * share:.2f}"


class Calibrated:
    """Whether 99 % sure is 99 % right."""

    TITLE = "Is 99 % sure 99 % right?"
    AXIS_X, AXIS_Y = "How sure it was, %", "Right, %"
    PERFECT, SEEN = "as sure as right", "its answers"
    FEW = 10  # answers: a bin of fewer says little
    TABLE = "sureness and accuracy"
    HEADER = ("How sure", "Answers", "Mean sureness", "Right", "Share right")
    WHY = "What is the calibration error?"
    BECAUSE = (
        "Answers are sorted by sureness into 15 bins. In each, the mean sureness is compared with the share that is "
        "right; the gaps are averaged, weighted by their answers. 0 would be perfect. It says nothing of how often "
        "a network is right: one that always says 11 %, and is right in 11 %, has an error of 0."
    )

    @staticmethod
    def sentence(found: Reliability, interval: tuple[float, float]) -> str:
        gap = found.sureness - found.accuracy
        verdict = "as sure as it is right" if abs(gap) <= _CLOSE else "too sure" if gap > 0 else "too modest"
        low, high = map(points, interval)
        return (
            f"It is {100 * found.sureness:.2f} % sure on average and right in {100 * found.accuracy:.2f} %: "
            f"{verdict}. Expected calibration error {points(found.ece)} points (95 % interval {low} to {high})."
        )

    @staticmethod
    def alt(found: Reliability) -> str:
        worst = max(found.bins, key=lambda part: abs(part.correct - part.count * part.sureness))
        right = 100 * (worst.accuracy or 0.0)
        return (
            "Reliability diagram: how sure the network was against the share that was right. Most is lost between "
            f"{100 * worst.low:.0f} and {100 * worst.high:.0f} %: {counted(worst.count, 'answer')}, "
            f"{100 * worst.sureness:.1f} % sure on average, {right:.1f} % right."
        )

    @staticmethod
    def legend(found: Reliability) -> str:
        last = found.bins[-1]
        return (
            "Above the line: better than it thinks. Below: too sure. "
            f"{count(last.count)} of {count(found.count)} answers are in the last bin. Bins of fewer than "
            f"{Calibrated.FEW} answers are pale: they say little."
        )

    @staticmethod
    def row(part: Bin) -> tuple[str, ...]:
        between = f"{100 * part.low:.0f} to {100 * part.high:.0f} %"
        if not part.count:
            return between, "0", EMPTY, "0", EMPTY
        return (
            between,
            count(part.count),
            f"{100 * part.sureness:.1f} %",
            count(part.correct),
            f"{100 * part.correct / part.count:.1f} %",
        )


class Temperature:
    """One number that makes a network less sure, or surer."""

    TITLE = "Put its sureness right"
    ABOUT = (
        "Temperature scaling divides all its scores by one number, chosen on the validation images. It changes how "
        "sure the network is, and no answer."
    )
    FIT = "Fit a temperature"
    NO_VALIDATION = "This run held out no validation images, and the test images must not choose it."
    MAY_HAVE_LEARNED = (
        "This network may have learned from some of these validation images. Where it did, it is still too sure "
        "afterwards."
    )
    NO_NUMBERS = "Some of its scores are no numbers: no temperature can be fitted."
    LOOK = "Shown"
    LOOKS: ClassVar[dict[Look, str]] = {"before": "As trained", "after": "With its temperature"}
    TABLE = "before and after"
    HEADER = ("", "As trained", "With its temperature")
    WHY = "Why does that change no answer?"
    BECAUSE = (
        "Dividing ten scores by the same number keeps their order, so the largest stays the largest. Softmax then "
        "makes the ten probabilities more alike (above 1) or less (below 1). One number, fitted on images that it did "
        "not learn from, is often all that a network's sureness lacks (Guo et al., 2017)."
    )

    @staticmethod
    def sentence(temperature: float, validation: Evaluation) -> str:
        images = counted(validation.count, "validation image")
        if is_bound(temperature) and not validation.wrong:
            return (
                f"Temperature {temperature:.2f}, the lowest that is tried: it reads all {images} right, and these "
                "alone would have it ever surer."
            )
        change = "less sure" if temperature > 1 else "surer"
        bound = f", the {'highest' if temperature > 1 else 'lowest'} that is tried" if is_bound(temperature) else ""
        return f"Temperature {temperature:.2f}{bound}: it is {change} of everything now. Fitted on {images}."

    @staticmethod
    def row(name: str, before: float, after: float, *, is_share: bool) -> tuple[str, str, str]:
        if is_share:
            return name, f"{points(before)} points", f"{points(after)} points"
        return name, f"{before:.4f}", f"{after:.4f}"

    @staticmethod
    def rows(split: str) -> tuple[str, str]:
        return f"Calibration error, {split} images", f"Loss, {split} images"

    @staticmethod
    def changed(answers: int, images: int) -> tuple[str, str, str]:
        return f"Answers changed, of {count(images)}", EMPTY, count(answers)


class Threshold:
    """How sure it must be to answer."""

    TITLE = "What if it may say: I don't know?"
    ABOUT = "The same threshold as on Draw. The higher, the fewer mistakes are left, and the more goes unanswered."
    AXIS_X, AXIS_Y = "Not answered, % of the test images", "Wrong, % of the answered"
    CURVE, NOW = "each threshold", "the threshold now"
    TABLE = "what thresholds cost"
    HEADER = ("Threshold", "Not answered", "Share", "Wrong of the answered", "Share wrong")

    @staticmethod
    def alt(said: str) -> str:
        return f"Share of wrong answers against the share that is not answered, for every threshold. {said}"

"""What One step in numbers says of one weight: its numbers, and which way it went, and why.

A gradient says which way the weight should go by itself. What the optimizer remembers of the steps before may say
otherwise; the sentence is made of this step's own numbers.
"""

from __future__ import annotations

from core.messages.numbers import plain_number
from core.training.record.events import StepExplained
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import OPTIMIZERS as ROWS
from core.training.settings.optimizers import is_grown, moments
from pages.text.settings import OPTIMIZERS

MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
DIGITS = 4  # of a number within the sentence


def signed(value: float) -> str:
    """Return a number as people write it, with nine decimals at most and a real minus sign."""
    text = plain_number(round(value, 9)) if abs(value) >= 1e-9 or value == 0 else f"{value:.2g}"
    return text.replace("-", MINUS)


class WeightStep:
    """One weight on its way."""

    TABLE = "the weight before and after the step"
    HEADER = ("This weight", "Value")

    @staticmethod
    def rows(step: StepExplained) -> list[tuple[str, str]]:
        """Return the weight's numbers, those that its optimizer has."""
        numbers = [
            ("Old value", step.old),
            ("Gradient", step.gradient),
            ("Gradient, shortened with all others", step.clipped),
            ("Running mean of its gradients, before", step.mean_before),
            ("Running mean of its gradients, after", step.mean_after),
            ("Running mean of their squares, before", step.square_before),
            ("Running mean of their squares, after", step.square_after),
            ("Carried over by momentum", step.carried),
            ("Weight decay", step.decay or None),
            ("Learning rate", rate_of(step)),
            ("New value", step.new),
        ]
        return [(name, signed(value)) for name, value in numbers if value is not None]

    @staticmethod
    def arithmetic(step: StepExplained) -> str:
        """Return plain gradient descent with its numbers."""
        return (
            f"{signed(step.old)} {MINUS} {signed(rate_of(step))} {TIMES} ({signed(step.gradient)}) = {signed(step.new)}"
        )

    @staticmethod
    def moved(step: StepExplained, config: TrainingConfig) -> str:
        """Return what plain gradient descent would have done, and what this optimizer does instead."""
        plain = -step.learning_rate * step.gradient
        reasons = [OPTIMIZERS[config.optimizer].not_plain] if moments(config) else []
        if config.clip_norm:
            reasons.append(f"gradients that together are longer than {plain_number(config.clip_norm)} are shortened")
        why = ", and ".join(reasons)
        return (
            f"It moved by {signed(step.new - step.old)}. Plain gradient descent would have moved it by {MINUS}learning "
            f"rate {TIMES} gradient = {signed(plain)}; {why}."
        )

    @classmethod
    def why(cls, step: StepExplained, config: TrainingConfig) -> str:
        """Return which way the weight went, and why, in a sentence or two."""
        change, alone = step.new - step.old, cls._gradient(step, config)
        if change == 0:
            why = ": so small a change is lost in a number of 32 bits" if step.gradient else ""
            return f"{alone}. It stayed where it was{why}."
        went = f"it went {_way(change)} by {_short(abs(change))}"
        if not _remembers(config) and not step.decay:
            return f"{alone}{'' if moments(config) else ', and nothing else is at work'}: {went}."
        by_optimizer = _way_of_optimizer(step, change)
        said = f"{alone}{cls._memory(step, config, by_optimizer)}"
        if by_optimizer != _way(change):
            return f"{said}. But weight decay, {_short(step.decay, plus=True)}, is stronger here, so {went}."
        part = f" Weight decay, {_short(step.decay, plus=True)}, is a part of that." if step.decay else ""
        return f"{said}, so {went}.{part}"

    @staticmethod
    def _gradient(step: StepExplained, config: TrainingConfig) -> str:
        """Return what the gradient says by itself."""
        notes = [] if step.clipped is None else [f"shortened to {_short(step.clipped, plus=True)}"]
        notes += ["the L2 penalty's part included"] if config.l2 else []
        note = f" ({', '.join(notes)})" if notes else ""
        if step.gradient == 0:
            return f"The gradient{note} is 0 and alone would leave it where it is"
        way = _way(-step.gradient)
        return f"The gradient{note}, {_short(step.gradient, plus=True)}, alone would move it {way}"

    @staticmethod
    def _memory(step: StepExplained, config: TrainingConfig, went: str) -> str:
        """Return what the optimizer's memory of the steps before adds to that; `went` is where both together led."""
        alone = _way(-step.gradient)
        if not _remembers(config):
            return ""
        told = step.carried if step.mean_before is None else step.mean_before
        if told is None:  # the log of an older version
            same = "points the same way" if went == alone else "points the other way and outweighs it"
            return f"; what the optimizer remembers of the steps before {same}"
        if told == 0:
            return ", and there is nothing to remember of steps before"
        number = _short(told, plus=True)
        what = "what momentum carries over from the steps before"
        if step.mean_before is not None:
            what = "the running mean of the steps before"
        if step.gradient == 0:
            return f"; {what}, {number}, decides"
        remembered = _way(told if step.mean_before is None else -told)
        if remembered == alone:
            return f"; {what}, {number}, points the same way"
        if went == remembered:
            return f"; {what}, {number}, still points the other way and outweighs it"
        return f"; {what}, {number}, points the other way, but the gradient outweighs it"


def rate_of(step: StepExplained) -> float:
    """Return the learning rate as it was set: the step's own has the noise of 32 bits behind it."""
    return float(f"{step.learning_rate:.6g}")


def _remembers(config: TrainingConfig) -> bool:
    """Return whether steps before have a say in where a weight goes, and not only in how far."""
    return ROWS[config.optimizer].averages or is_grown(config)


def _way_of_optimizer(step: StepExplained, change: float) -> str:
    """Return which way gradient and memory led without weight decay, whose part may be lost in the rounding."""
    if not step.decay or step.mean_after is None:
        return _way(change)
    return _way(-step.mean_after)  # of AdamW, the only one with weight decay, it has the last word


def _way(change: float) -> str:
    return "up" if change > 0 else "down"


def _short(value: float, *, plus: bool = False) -> str:
    sign = "+" if plus and value > 0 else ""
    return sign + signed(float(f"{value:.{DIGITS}g}"))

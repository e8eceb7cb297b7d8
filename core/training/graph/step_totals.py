"""What a chunk of steps or batches gave, counted; tallies of chunks add up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepTotals:
    """What a chunk of steps or batches gave."""

    loss_sum: float  # nats, over images
    correct: int  # images read right
    images: int
    steps: int
    is_finite: bool  # False: the loss of the last of these steps left the range of numbers
    confusion: tuple[int, ...] = ()  # of images that were read: 100 counts, label by label, what each was read as
    sure_mistakes: int = 0  # of images that were read: wrong with a probability above 0.99

    def __add__(self, later: StepTotals) -> StepTotals:
        pairs = zip(self.confusion, later.confusion, strict=True)
        return StepTotals(
            self.loss_sum + later.loss_sum,
            self.correct + later.correct,
            self.images + later.images,
            self.steps + later.steps,
            self.is_finite and later.is_finite,
            tuple(mine + theirs for mine, theirs in pairs),
            self.sure_mistakes + later.sure_mistakes,
        )

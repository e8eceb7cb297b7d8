"""What an attribution explains: the logit of one digit, or by how much it is above another's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.inference.evaluation import DIGITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One digit's logit; or, for "why a and not b", that of a minus that of b."""

    digit: int  # 0 to 9
    against: int | None = None  # another digit

    @property
    def weights(self) -> np.ndarray:
        """What each of the ten logits is multiplied by, (10,) float32: 1, -1 or 0."""
        weights = np.zeros(DIGITS, np.float32)
        weights[self.digit] = 1
        if self.against is not None:
            weights[self.against] = -1
        return weights

    def of(self, logits: np.ndarray) -> np.ndarray:
        """Return the target, (...) float64, of logits (..., 10)."""
        return logits.astype(np.float64) @ self.weights.astype(np.float64)

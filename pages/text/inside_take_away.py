"""What is said where the numbers behind a view of Inside are taken away."""

from __future__ import annotations


class TakeAway:
    """Numbers as files."""

    TITLE = "Take it away"
    NPZ, CSV = "All arrays as NPZ", "These numbers as CSV"
    LEAD = "NPZ holds arrays for NumPy: numpy.load(file)[name]. CSV is for spreadsheets. Figures: Save a figure, below."
    TRACE = (
        "All that this network computes of this picture: picture, input, the output of every layer under its name in "
        "Keras, logits, probabilities."
    )

    @staticmethod
    def layer_csv(name: str) -> str:
        return f"{name} as CSV"

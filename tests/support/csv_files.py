"""Images and labels as the rows of a CSV file."""

from __future__ import annotations

import numpy as np

KAGGLE_HEADER = ["label", *(f"pixel{pixel}" for pixel in range(784))]
CSV_HEADER = ["label", *(f"{row}x{column}" for row in range(1, 29) for column in range(1, 29))]


def csv_text(
    images: np.ndarray, labels: np.ndarray | None, *, header: list[str] | None = None, label_last: bool = False
) -> bytes:
    """Return the text, a line for each image; `labels` None leaves them out."""
    pixels = images.reshape(len(images), -1)
    columns = [pixels] if labels is None else [pixels, labels[:, None]] if label_last else [labels[:, None], pixels]
    lines = [] if header is None else [",".join(header)]
    lines += [",".join(map(str, row)) for row in np.concatenate(columns, axis=1).tolist()]
    return ("\n".join(lines) + "\n").encode()

"""What is said where a table or a figure can be taken away as a file."""

from __future__ import annotations


class SaveFigure:
    """The figures of a page."""

    TITLE = "Save a figure"
    LEAD = "What you see now, as a file for a text or a talk. Your browser makes it; nothing is sent anywhere."
    NONE = "This page shows no figure at the moment."
    SAVED = "Saved: {}"  # the file's name
    FAILED = "Your browser could not draw this figure as a file. Take a picture of the screen instead."


class Tables:
    """Numbers as files."""

    HISTORY_CSV, HISTORY_JSON = "History as CSV", "History as JSON"
    HISTORY_CSV_HELP = "Loss, accuracy, learning rate and seconds of every epoch."
    HISTORY_JSON_HELP = "The same with network, settings, steps, what was changed on the way, and the result."
    COMPARED_CSV = "These runs as CSV"
    CONFUSION_CSV = "Matrix as CSV"
    PREDICTIONS_CSV = "All answers as CSV"
    PREDICTIONS_CSV_HELP = "Of every test image: index, label, answer, ten logits, ten probabilities."
    LEAD = (
        "Comma-separated text, for spreadsheets and programs. Each number has as many digits as it takes to read the "
        "same number back."
    )

"""What is said where several runs are compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import ClassVar

from core.runs.run_table import RunRow, differing
from core.training.settings.config import TrainingConfig
from pages.text.changed_settings import setting_name_within, setting_text
from pages.text.runs import when
from pages.text.train import Setup

MOST_SPELLED_OUT = 3  # settings with their values, in a sentence


class Compare:
    """Curves over one another."""

    TITLE = "Side by side"
    WHAT = "What is drawn"
    WHATS: ClassVar = {
        "accuracy": "Validation accuracy",
        "errors": "Validation errors",
        "validation_loss": "Validation loss",
        "loss": "Train loss",
    }
    LOG = "Logarithmic"
    BY = "Along"
    BYS: ClassVar = {"epoch": "Epochs", "step": "Steps", "second": "Seconds"}
    AXES: ClassVar = {"epoch": "Epochs", "step": "Steps", "second": "Seconds of training and validating"}
    UNITS: ClassVar = {
        "accuracy": "Validation accuracy, %",
        "errors": "Validation errors, %",
        "validation_loss": "Validation loss, nats",
        "loss": "Train loss, nats",
    }
    OTHER_LOSSES = (
        "These runs have losses of different kinds, whose numbers cannot be compared: binary cross-entropy, for one, "
        "prints numbers several times smaller. Accuracy is shown instead."
    )
    NOTHING = "Nothing to draw yet: none of these runs has ended an epoch."
    LINK = "The address of this page opens the same figure for anyone with a link to this server."
    EPOCH = "Epoch"

    @staticmethod
    def undrawn(names: Sequence[str]) -> str:
        return f"Without a curve here: {', '.join(names)}. No epoch has ended yet, or no images validate."

    @staticmethod
    def finding(what: str, ends: Sequence[tuple[str, float]]) -> str:
        """Return which run is best at the end.

        Args:
            what: one of `WHATS`.
            ends: a run's label and its last value, for each that has one.
        """
        named = Compare.WHATS[what].lower()
        if len(ends) == 1:
            return f"{Compare.WHATS[what]} at the end: {Compare.value(what, ends[0][1])}."
        sign = -1 if what == "accuracy" else 1
        (best, value), *_, (worst, last) = sorted(ends, key=lambda end: sign * end[1])
        if value == last:
            return f"All {len(ends)} runs end with the same {named}: {Compare.value(what, value)}."
        extreme, other = ("highest", "lowest") if what == "accuracy" else ("lowest", "highest")
        return (
            f"{best} ends with the {extreme} {named}, {Compare.value(what, value)}; the {other} is "
            f"{Compare.value(what, last)}, {worst}."
        )

    @staticmethod
    def differ(configs: Sequence[TrainingConfig]) -> str:
        """Return in which settings runs differ."""
        names = differing(configs)
        if not names or len(configs) < 2:
            return ""
        if len(names) > MOST_SPELLED_OUT or "augmentation" in names:
            return f"They differ in {', '.join(map(setting_name_within, names))}."
        values = {name: ", ".join(dict.fromkeys(setting_text(one, name) for one in configs)) for name in names}
        return f"They differ in {', '.join(f'{setting_name_within(name)} ({said})' for name, said in values.items())}."

    @staticmethod
    def value(what: str, value: float) -> str:
        return f"{value:.2f} %" if what in ("accuracy", "errors") else f"{value:.4f}"

    @staticmethod
    def labels(rows: Sequence[RunRow], zone: tzinfo | None) -> list[str]:
        """Return a different name for each of several runs: its own or its recipe, and what sets it apart from others.

        Two that nothing sets apart are numbered. `zone` as in `when`.
        """
        labels = [row.name or Setup.of(row) for row in rows]
        names = differing([row.config for row in rows])[:2] if rows else ()
        for add in (
            lambda row: ", ".join(f"{setting_name_within(name)} {setting_text(row.config, name)}" for name in names),
            lambda row: when(row.created, zone),
        ):
            shared = {label for label in labels if labels.count(label) > 1}
            labels = [
                f"{label}, {add(row)}" if label in shared and add(row) else label
                for label, row in zip(labels, rows, strict=True)
            ]
        return [
            f"{label} ({labels[: place + 1].count(label)})" if labels.count(label) > 1 else label
            for place, label in enumerate(labels)
        ]

    @staticmethod
    def table(what: str) -> str:
        return f"{Compare.WHATS[what].lower()} of each run, by epoch"

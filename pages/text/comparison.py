"""What is said where several runs are compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from pages.text.changed_settings import setting_name_within
from pages.text.numbers import counted


class Compare:
    """Curves over one another."""

    TITLE = "Side by side"
    WHAT = "What is drawn"
    WHATS: ClassVar = {
        "accuracy": "Validation accuracy",
        "errors": "Validation errors",
        "train_accuracy": "Train accuracy",
        "validation_loss": "Validation loss",
        "loss": "Train loss",
    }
    ACCURACIES: ClassVar = {"accuracy", "train_accuracy"}  # of which the highest is best
    IN_PERCENT: ClassVar = {*ACCURACIES, "errors"}
    LOG = "Logarithmic"
    BY = "Along"
    BYS: ClassVar = {"epoch": "Epochs", "step": "Steps", "second": "Seconds"}
    AXES: ClassVar = {"epoch": "Epochs", "step": "Steps", "second": "Seconds of training and validating"}
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
    def one_end(what: str, value: float) -> str:
        return f"{Compare.WHATS[what]} at the end: {Compare.value(what, value)}."

    @staticmethod
    def same_end(what: str, value: float, runs: int) -> str:
        return f"All {runs} runs end with the same {Compare.WHATS[what].lower()}: {Compare.value(what, value)}."

    @staticmethod
    def ends(what: str, best: tuple[str, float], worst: tuple[str, float]) -> str:
        """Return which run is best at the end, and which is worst: each its label and its last value."""
        extreme, other = ("highest", "lowest") if what in Compare.ACCURACIES else ("lowest", "highest")
        return (
            f"{best[0]} ends with the {extreme} {Compare.WHATS[what].lower()}, {Compare.value(what, best[1])}; the "
            f"{other} is {Compare.value(what, worst[1])}, {worst[0]}."
        )

    @staticmethod
    def so_far(what: str, runs: int, active: int) -> str:
        """Return what is drawn while some of the runs have not ended: no best one is named before all have."""
        still = "one has" if active == 1 else f"{active} have"
        return f"{Compare.WHATS[what]} of {counted(runs, 'run')} so far; {still} not ended yet."

    @staticmethod
    def value_then(begun: str, then: str) -> str:
        """Return a setting's value, with what it was changed to while a run trained."""
        return f"{begun} then {then}" if then else begun

    @staticmethod
    def differ(values: Mapping[str, Collection[str]], *, have_one_network: bool = True) -> str:
        """Return in which settings runs differ: a setting's name and the texts of its values, or none where many do."""
        named = [
            f"{setting_name_within(name)} ({', '.join(texts)})" if texts else setting_name_within(name)
            for name, texts in values.items()
        ]
        if not have_one_network:
            named.insert(0, "network")
        return f"They differ in {', '.join(named)}."

    @staticmethod
    def with_unit(what: str) -> str:
        return f"{Compare.WHATS[what]}{', %' if what in Compare.IN_PERCENT else ''}"

    @staticmethod
    def value(what: str, value: float) -> str:
        return f"{value:.2f} %" if what in Compare.IN_PERCENT else f"{value:.4f}"

    @staticmethod
    def table(what: str) -> str:
        return f"{Compare.WHATS[what].lower()} of each run, by epoch"

"""What the set-up and the builder warn of before a run: nothing of it is refused, one may want to see it."""

from __future__ import annotations

from core.data.identity import Identity
from core.messages.numbers import plain_number
from core.training.diagnosis.before import LabelsLacking, RateFarOff
from pages.text.data_set import ALMOST_ALL, named, shown
from pages.text.doctor import times_usual
from pages.text.network import Editor
from pages.text.numbers import counted
from pages.text.settings import OPTIMIZERS


class Warnings:
    """Warnings of a set-up."""

    @staticmethod
    def rate(found: RateFarOff) -> str:
        """Return how far a learning rate is off, and what comes of it."""
        what = "largest learning rate" if found.is_scheduled else "learning rate"
        times = times_usual(found.learning_rate / found.usual_rate)
        usual = f"{OPTIMIZERS[found.optimizer].name} usually takes ({plain_number(found.usual_rate)})"
        end = "each correction will overshoot" if found.is_high else "it will hardly learn"
        return f"A {what} of {plain_number(found.learning_rate)} is {times} what {usual}: {end}."

    @staticmethod
    def lacking(found: LabelsLacking, identity: Identity) -> str:
        """Return which labels a run would never see, and which nothing would validate."""
        said = []
        train, rest = found.in_training, [label for label in found.in_validation if label not in found.in_training]
        if len(train) > ALMOST_ALL:
            only = named([label for label in range(10) if label not in train], identity)
            said.append(f"All {counted(found.train_count, 'image')} that train show {only}: nothing else is learned.")
        elif train:
            said.append(
                f"None of the {counted(found.train_count, 'image')} that train shows {shown(train, identity)}: the "
                f"network will never answer {named(train, identity, 'or')}."
            )
        if not rest:
            return " ".join(said)
        of = f"the {counted(found.validation_count, 'image')} that validate"
        if len(found.in_validation) >= ALMOST_ALL:
            only = named([label for label in range(10) if label not in found.in_validation], identity)
            said.append(f"Of {of}, all show {only}: validation says nothing of the others.")
        else:
            said.append(
                f"None of {of} shows {shown(rest, identity)}: validation says nothing of "
                f"{'that one' if len(rest) == 1 else 'those'}."
            )
        return " ".join(said)

    @staticmethod
    def zeros(number: int, text: str, function: str) -> str:
        """Return that a hidden layer starts with zeros; `number` counts from 1."""
        said = Warnings.zeros_at_row(function)
        return f"Layer {number} ({text}): {said[0].lower()}{said[1:]}"

    @staticmethod
    def zeros_at_row(function: str) -> str:
        """Return the same at the layer's own row."""
        if function == "relu":
            comes = "with ReLU it then gives 0 for every picture, gets no gradient and never learns"
        else:
            comes = "all its units then begin alike, and may stay so"
        return f"All its weights start at 0: {comes}. Choose another initialiser."

    @staticmethod
    def row(text: str, initializer: str) -> str:
        """Return a layer's line in the builder with how its weights start."""
        return f"{text}, initialiser {Editor.NAMES[initializer]}"

"""What is said where a person brings in a network's file, and of a network that they brought in or changed here."""

from __future__ import annotations

from typing import ClassVar

from core.importing.pixel_trial import ScalingName
from core.messages.numbers import shape_text
from models.spec import NetworkSpec
from pages.text.numbers import count


class Import:
    """A network from a file."""

    TITLE = "Bring in a file"
    ACCEPTED = (
        "A network for digits from Keras (.keras, .h5, or weights alone), TensorFlow Lite (.tflite, not quantised), or "
        "taken away here (.npz, capsule .zip). It is read as data: nothing in the file is run."
    )
    UPLOAD = "File of a network"
    READING, CHECKING = "Reading the file", "Asking the network about some digits"
    FITTING, FITTING_HELP = (
        "Network that it belongs to",
        "The file holds weights alone, and these networks have weights of just these shapes.",
    )
    SET_UP = "The network that is set up on Train"
    WAY = "How pixels reach it"
    WAY_NAMES: ClassVar[dict[ScalingName, str]] = {
        "unit": "0 to 1",
        "bytes": "0 to 255",
        "standard": "standardised",
        "centred": "\N{MINUS SIGN}1 to 1",
        "dark_on_light": "0 to 1, dark on light",
    }
    POOR = (
        "In none of these ways does it read half of them. It may have learned from other pictures, or its ten outputs "
        "stand in another order."
    )
    NAME = "Name"
    USE = "Use this network"
    RENAME, REALLY_RENAME = "Rename", "Rename this network"
    DELETE, REALLY_DELETE = "Delete", "Delete this network"
    DELETE_HELP = "It is removed from this server for good, also for whoever has its address. Your file stays yours."
    DELETE_CHANGED_HELP = (
        "It is removed from this server for good, also for whoever has its address. It came from no file: to have it "
        "later, take it away on Evaluate first."
    )
    DAMAGED_HELP = (
        "Their files on this server are not whole, so they cannot be asked. Delete them. What you brought in a file "
        "can be brought in again; what was changed on Inside can be changed again."
    )

    @staticmethod
    def damaged(many: int) -> str:
        return f"Damaged: {'one network' if many == 1 else f'{many} networks'} that you keep"

    @staticmethod
    def damage(name: str, what: str) -> str:
        return f"{name}: damaged, {what}."

    @staticmethod
    def delete(name: str) -> str:
        return f"{Import.DELETE}: {name}"

    @staticmethod
    def what(spec: NetworkSpec) -> str:
        layers = "one layer" if len(spec.layers) == 1 else f"{len(spec.layers)} layers"
        return f"A network of {layers}, {count(spec.parameters)} parameters, input {shape_text(spec.input_shape)}."

    @staticmethod
    def trying(done: int, of: int) -> str:
        return f"Trying how it wants its pixels: {done} of {of} ways"

    @staticmethod
    def ask_way(tried: int, *, is_fewer: bool) -> str:
        few = " They are few because this network computes long for each." if is_fewer else ""
        return (
            f"The file does not say how a pixel's byte becomes an input. So it read {count(tried)} training digits in "
            f"each usual way.{few} As a rule, the way that it learned with reads best."
        )

    @staticmethod
    def not_tried(why: str) -> str:
        return f"This network could not be asked about digits, so it cannot be used yet. {why}"

    @staticmethod
    def way(way: ScalingName, right: int, tried: int) -> str:
        return f"{Import.WAY_NAMES[way]}: {count(right)} of {count(tried)} right"

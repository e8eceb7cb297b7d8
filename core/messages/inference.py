"""Why a network cannot be asked about an image."""

from __future__ import annotations

from typing import Literal

from core.messages.message import sentence
from core.messages.numbers import times


@sentence
def not_images(*, dtype: str, shape: tuple[int, ...]) -> str:
    """An array that holds no images of 28 x 28 bytes."""
    return f"A picture must be {times(28, 28)} numbers of type uint8; got {dtype} {tuple(shape)}."


@sentence
def too_many_images(*, most: int, count: int) -> str:
    """No image, or more of them than one request may have."""
    return f"From 1 to {most:,} pictures can be read at once; got {count:,}."


@sentence
def pretrained_damaged() -> str:
    """The network that the app brings along is not whole."""
    return "The pretrained network is missing or damaged. Install Digit Lab again."


@sentence
def outside(*, axis: Literal["row", "column", "map", "unit"], count: int, value: int) -> str:
    """An index of a layer's output that it does not have; they go from 0 to count - 1."""
    return f"{axis.capitalize()} must be from 0 to {count - 1:,}; got {value}."


@sentence
def no_such_change(*, what: str, low: int, high: int, value: object) -> str:
    """A change of a network's weights that is out of bounds."""
    return f"{what} must be a whole number from {low} to {high}; got {value!r}."


@sentence
def changed_outputs_are_not_finite() -> str:
    """A changed network, to be kept as a model, that gives infinite outputs, or none that are numbers."""
    return (
        "A model must give numbers; some scores of this changed network are none. Scale less, or put a change back, "
        "and keep it then."
    )


@sentence
def kernel_size(*, count: int) -> str:
    """Numbers that are no kernel set by hand."""
    return f"A kernel set by hand has {times(3, 3)} or {times(5, 5)} numbers; got {count:,}."


@sentence
def kernel_number(*, most: int, value: str) -> str:
    """A number of a kernel set by hand that is too large, or none."""
    return f"A kernel's numbers and its bias go from \N{MINUS SIGN}{most} to {most}; got {value}."


@sentence
def kernel_not_numbers() -> str:
    """Something else than numbers in a kernel set by hand."""
    return f"A kernel set by hand is {times(3, 3)} or {times(5, 5)} numbers. The last ones stay."


@sentence
def too_large_for_browser(*, most: int, count: int) -> str:
    """A network that is not sent to a browser."""
    return f"A network in the browser has at most {most:,} parameters; this one has {count:,}."


@sentence
def weights_not_numbers(*, name: str, dtype: str) -> str:
    """A stored array that holds something else than numbers with a fraction."""
    return f"The stored weights are damaged: {name} is of type {dtype}, not a floating-point number."


@sentence
def no_such_network() -> str:
    """An address of weights that names no network, or another moment of one."""
    return "There is no such network here."


@sentence
def weights_unreadable() -> str:
    """A network whose weights can no longer be sent."""
    return "This network's weights cannot be read any more."


@sentence
def no_such_pictures() -> str:
    """An address of a map's images that are not those of the data set that is here now."""
    return "There are no such images here."


@sentence
def server_not_ready() -> str:
    """A question that came before the server could be opened."""
    return "The server is not ready. Try again in a moment."

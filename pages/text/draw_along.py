"""What the Draw page says while the pen still moves."""

from __future__ import annotations

from core.messages.numbers import times
from pages.text.draw import Draw
from pages.text.draw_number import Number
from pages.text.numbers import count, counted


class Along:
    """The network in the browser, which reads along; what stands in braces the browser fills in."""

    HEADLINE = "So far: {digits}"
    NOT_SURE = "So far not sure; closest: {digits}"  # as sure as it must be, the network is not; see Draw.NOT_SURE
    # Before the judge has seen it, which only the server asks, and which may take the answer back
    SURE = "the network alone is {first} sure; next guess: {second} ({share})."  # as Draw.sure
    SURE_ALONE = "the network alone is {first} sure."
    UNDER = "{place} under your pen: {said}"
    IN_SHORT = "so far {digit}, {share}"
    UNDER_PEN = "Under your pen"
    PREPARED = Draw.PREPARED
    PREPARED_ALT = f"The drawing so far, as the network gets it, {times(28, 28)} pixels."
    LAYERS = "Show the layers move"

    @staticmethod
    def places(most: int) -> list[str]:
        """Return how the first, the second ... of several digits is called."""
        return [Number.one(place).capitalize() for place in range(1, most + 1)]

    @staticmethod
    def maps(layer: str, shown: int, total: int) -> str:
        """Return the caption of a convolution's maps."""
        if shown < total:
            return f"{layer}: the first {count(shown)} of {counted(total, 'map')}"
        return f"{layer}: {counted(total, 'map')}"

    @staticmethod
    def maps_alt(layer: str, shown: int) -> str:
        return f"What {layer} makes of the drawing: {counted(shown, 'map')} on one scale, which follow the pen."

    @staticmethod
    def units(layer: str, shown: int, total: int) -> str:
        """Return the caption of the last hidden layer's units."""
        if shown < total:
            return f"{layer}: the first {count(shown)} of {counted(total, 'unit')}"
        return f"{layer}: {counted(total, 'unit')}"

    @staticmethod
    def units_alt(layer: str, shown: int) -> str:
        return f"How strongly each of {counted(shown, 'unit')} of {layer} answers the drawing; they follow the pen."

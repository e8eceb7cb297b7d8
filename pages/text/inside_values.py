"""What Inside says of the spread of weights and activations, and of the map of a layer."""

from __future__ import annotations

import math

from models.layers import Shape
from pages.text.inside_learned import short
from pages.text.numbers import NO_NUMBER, count, counted, share, sureness


class Values:
    """Histograms of weights and activations, and how far the weights have moved."""

    MEASURING = "Counting activations"
    WEIGHTS, ACTIVATIONS = "weights", "activations"
    HEADER = ("Layer", "Weights", "sd", "Moved", "Activations", "Mean", "sd", "Exactly 0")
    CSV_HEADER = (
        "Layer", "Kernel", "Weight sd", "Moved from the start (share of its length)", "Activation lowest",
        "Activation highest", "Activation mean", "Activation sd", "Share of activations that are 0",
    )  # fmt: skip
    ZEROS = "The histograms of activations leave out those that are exactly 0; the last column tells their share."
    CAPTION = "each layer's weights and activations in numbers"
    SEED_START = "Moved: the distance of a kernel from its random start, as a share of the start's length."
    UNKNOWN_START = "A model from a file does not tell how its weights began, so how far they moved is not known."
    CHANGED_START = (
        "This network's weights were changed on Inside, and how they began was not kept with them, so how far they "
        "moved is not known."
    )
    OWN_START = "Moved: the distance of a kernel from its random start, which the run's seed gives again."
    WHY = (
        "Weights that hardly moved have learned little; random starts already have about the right size, so 100 % is "
        "a long way. Activations that are almost all 0 carry little; those that pile up at both ends of a sigmoid or "
        "tanh hardly pass a gradient on. The last layer is shown before softmax or sigmoid."
    )

    @staticmethod
    def title(images: int) -> str:
        return f"Weights, and activations over {count(images)} test images"

    @staticmethod
    def branch_start(moment: str) -> str:
        start = f"{moment.lower()}, with which this run began"
        return f"Moved: the distance of a kernel from {start}, as a share of its length."

    @staticmethod
    def branch_start_gone(moment: str) -> str:
        return f"The file of {moment.lower()}, with which this run began, is gone, so how far they moved is not known."

    @staticmethod
    def progress(done: int, of: int) -> str:
        return f"{Values.MEASURING}: {round(100 * done / of)} %"

    @staticmethod
    def layer(position: int, text: str, kernel: str) -> str:
        return f"{position} {text}{f', {kernel}' if kernel else ''}"

    @staticmethod
    def alt(what: str, layer: str, low: float, high: float, share_of_most: float, most: float) -> str:
        return (
            f"Histogram of the {what} of layer {layer}, from {short(low)} to {short(high)}; {share(share_of_most)} lie "
            f"around {short(most)}"
        )

    @staticmethod
    def ends(low: float, high: float) -> tuple[str, str]:
        return short(low), short(high)

    @staticmethod
    def moved(distance: float | None) -> str:
        if distance is None:
            return "\N{EN DASH}"
        return f"{100 * distance:.0f} %" if math.isfinite(distance) else NO_NUMBER

    @staticmethod
    def plain(value: float) -> str:
        return short(value)

    @staticmethod
    def zeros(part: float) -> str:
        return share(part) if 0 < part < 1 else f"{100 * part:.0f} %"


class MapText:
    """Test images as points."""

    EARLIER, LATER = "Earlier layer", "Later layer"
    PLACING = "Placing the test images"
    INDEX_HELP = "Opens that test image on all pages, and marks it here."
    OPEN = "Test image to open"
    IN_HAND, DRAWING = "this digit", "your drawing"
    HEADER = ("Label", "Mean, 1st component", "Mean, 2nd component", "Images")
    CAPTION = "where each label lies on average"
    CSV_HEADER = ("Test image", "Label", "1st component", "2nd component")
    FEW = "There is only one value in this layer, or all images give the same, so that there is nothing to spread out."
    WHY = (
        "A layer turns an image into many numbers. The map shows the two directions in which these differ most "
        "(principal components). In early layers the labels overlap; each layer may pull them apart, until the last "
        "needs only straight cuts. Two axes show part of the variance: what overlaps here may lie apart in another "
        "direction."
    )

    @staticmethod
    def axis(place: str, part: float) -> str:
        return f"{place} component, {share(part)} of the variance"

    FIRST, SECOND = "1st", "2nd"

    @staticmethod
    def title(images: int, layer: str, shape: Shape) -> str:
        values = math.prod(shape)
        return f"{count(images)} test images by the {counted(values, 'value')} of layer {layer}"

    @staticmethod
    def separation(right: int, of: int) -> str:
        return (
            f"On these two axes alone, the nearest label mean is the right one for **{sureness(right / of)}** of "
            f"{counted(of, 'image')} (means of the others)."
        )

    @staticmethod
    def alt(images: int, layer: str, right: int, of: int) -> str:
        return (
            f"{count(images)} test images as points in the colours of their labels, layer {layer}; the nearest label "
            f"mean is right for {share(right / of)}"
        )

    @staticmethod
    def index(last: int) -> str:
        return f"{MapText.OPEN}, 0 to {count(last)}"

    @staticmethod
    def progress(done: int, of: int) -> str:
        return f"{MapText.PLACING}: {round(100 * done / of)} %"

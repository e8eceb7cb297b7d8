"""What is said where a network knows other classes than those of the pictures that it is asked about."""

from __future__ import annotations

from core.data.identity import Identity
from pages.text.labels import Names


class OtherClasses:
    """A network and a data set that do not belong together."""

    TRAIN = "Train one on them"

    @staticmethod
    def pictures(network: Identity, data: Identity) -> str:
        """Return that a network's answers to the pictures at hand mean nothing."""
        return f"{OtherClasses._knows(network)}; these are {OtherClasses._are(data)}: its answers mean nothing here."

    @staticmethod
    def drawing(network: Identity, data: Identity) -> str:
        """Return the same where a person draws what the network is asked about."""
        return f"{OtherClasses._knows(network)}, not {OtherClasses._are(data)}."

    @staticmethod
    def only_ten(names: Names) -> str:
        """Return what a network of ten classes answers to a drawing."""
        *most, last = names or ()
        return (
            f"This network knows ten classes: {', '.join(most)} and {last}. It answers with one of them, whatever you "
            "draw."
        )

    @staticmethod
    def _knows(network: Identity) -> str:
        if network.is_digits:
            return "This network reads digits"
        return f"This network knows the ten classes of {network.name or 'another data set'}"

    @staticmethod
    def _are(data: Identity) -> str:
        if data.is_digits:
            return f"{data.name}'s digits" if data.name else "digits"
        return f"{data.name}'s pictures" if data.name else "other pictures"

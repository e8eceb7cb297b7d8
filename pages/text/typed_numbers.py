"""What is said at a number's field where what was typed there is no number that it can take.

`{typed}` stands for the text, `{kept}` for what stands there again, `{low}` and `{high}` for the field's bounds.
"""

from __future__ import annotations

from typing import ClassVar


class Typed:
    """Refusals that the browser's side says at once."""

    REFUSALS: ClassVar[dict[str, str]] = {
        "number": "Not a number: {typed}. It stays {kept}.",
        "whole": "Not a whole number: {typed}. It stays {kept}.",
        "bounds": "{typed} is not from {low} to {high}. It stays {kept}.",
        "empty": "A number is needed here. It stays {kept}.",
    }

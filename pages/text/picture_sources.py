"""What is said where pictures come from on Draw: files, the clipboard, a camera, an example."""

from __future__ import annotations

from typing import ClassVar, Literal

Failure = Literal["proxy", "large", "server", "network"]


class Sources:
    """Where pictures come from."""

    UPLOAD = "Pictures of digits, at most 10"
    PASTE, PASTED = "Paste a picture", "pasted picture"
    PASTE_HINT = "Or press Ctrl+V (on a Mac ⌘V) anywhere on this page."
    NO_PICTURE = "There is no picture in the clipboard. Copy one first."
    PASTE_REFUSED = "The browser did not let this page read the clipboard. Press Ctrl+V (on a Mac ⌘V) instead."
    CAMERA, CAMERA_OF = "Take a photo", "Hold a digit or a number in front of the camera"
    TAKEN = "photo from the camera"
    NO_CAMERA = (
        "This page cannot ask for the camera: browsers allow it only where an address begins with https. On a phone, "
        "Upload offers the camera all the same."
    )
    NOT_READ = "Not read; the page says below why."  # beside a file

    FAILED: ClassVar[dict[Failure, str]] = {
        "proxy": (
            "The server in front of this app takes no files of this size. Make the picture smaller, or ask whoever "
            "runs it to allow larger ones (in nginx: client_max_body_size)."
        ),
        "large": "It is too large: at most 20 MB are read. Make it smaller, or save it as JPEG.",
        "server": "It did not arrive: the server answered with an error. Take it away and bring it again.",
        "network": (
            "It did not arrive: the connection broke off. Take it away and bring it again. If that does not help, the "
            "server in front of this app may take no files of this size: make the picture smaller."
        ),
    }

    @staticmethod
    def printed(name: str) -> str:
        return f"{name}, in dark ink on grey paper"

    @staticmethod
    def too_many(most: int, given: int) -> str:
        return f"At most {most} pictures are read at once: these are the first {most} of {given}."

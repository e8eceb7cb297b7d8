"""Copies of MNIST that other programs keep on this machine, and which of them a person chose.

They are looked for in a few places alone, offered where there is nothing better, read only when a person asks for it,
and never written to. The choice lies in the home, so that the next start uses the same one.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.data.formats.folders import files_in
from core.errors import LabError
from core.files import replace_file

Place = Literal["keras", "torchvision_here", "torchvision_home"]

CHOICE_NAME = "local-copy.json"  # in the home
_MNIST_OF_TORCHVISION = Path("data", "MNIST", "raw")  # below the root that torchvision's examples use


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalCopy:
    """A place in which another program keeps MNIST; a person is told of the place, never of the path."""

    place: Place
    location: Path

    @property
    def is_there(self) -> bool:
        """Whether there is a data set, by its files' names; none is opened."""
        with suppress(OSError, LabError):
            return self.location.is_file() or (self.location.is_dir() and files_in(self.location) is not None)
        return False


def usual_copies() -> tuple[LocalCopy, ...]:
    """Return the places that are looked into, whether or not something is there.

    Keras's `mnist.npz` below KERAS_HOME or `~/.keras`; torchvision's `data/MNIST/raw` below the folder in which the
    server was started, and below the user's home.
    """
    copies = [LocalCopy(place="torchvision_here", location=Path.cwd() / _MNIST_OF_TORCHVISION)]
    keras = os.environ.get("KERAS_HOME")
    with suppress(RuntimeError):  # this user has no home
        copies.append(LocalCopy(place="torchvision_home", location=Path.home() / _MNIST_OF_TORCHVISION))
        keras = keras or str(Path.home() / ".keras")
    with suppress(RuntimeError):  # it begins with a user who is not there
        if keras:
            copies.insert(0, LocalCopy(place="keras", location=Path(keras).expanduser() / "datasets" / "mnist.npz"))
    return tuple({copy.location: copy for copy in reversed(copies)}.values())[::-1]  # each once, in this order


class LocalCopies:
    """The copies that a server may offer, and the choice among them."""

    def __init__(self, home: Path, usual: tuple[LocalCopy, ...]) -> None:
        """Look at nothing yet.

        Args:
            home: Digit Lab's own folder, for the choice.
            usual: where to look.
        """
        self._path = home / CHOICE_NAME
        self._usual = usual

    def found(self) -> tuple[LocalCopy, ...]:
        """Return the copies that are there now."""
        return tuple(copy for copy in self._usual if copy.is_there)

    def chosen(self) -> LocalCopy | None:
        """Return the copy that a person chose, whether or not it is there now."""
        return next((copy for copy in self._usual if copy.place == self._choice().get("place")), None)

    @property
    def are_declined(self) -> bool:
        """Whether a person went back to the digits that need no download, and none has brought better ones since."""
        return self._choice().get("place", "") is None

    def choose(self, copy: LocalCopy | None) -> None:
        """Remember a copy, or (None) that none is to be used; where it cannot be written, this start alone knows."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, json.dumps({"place": copy and copy.place}).encode())

    def forget(self) -> None:
        """Remember nothing, as before the first choice."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _choice(self) -> dict[str, object]:
        try:
            choice = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return choice if isinstance(choice, dict) else {}

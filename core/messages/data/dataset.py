"""What is said of a data set: where it is looked for, what its arrays must hold, the copy of it that is kept."""

from __future__ import annotations

from core.messages.data.files import ORIGINAL, UINT8, Name
from core.messages.message import sentence
from core.messages.numbers import times

MOST_LENGTHS = 6  # of a shape that are written out

_INSTALL = "Install what requirements.txt names again, or set DIGITLAB_DATA to your MNIST file."


@sentence
def no_location(*, name: str | None) -> str:
    """DIGITLAB_DATA names neither a file nor a folder."""
    return (
        f"DIGITLAB_DATA must name a file or a folder; there is none called {name or 'that'}. "
        "Correct it, or remove the setting."
    )


@sentence
def unknown_format(*, name: Name, zip_magic: str, pickle_name: str) -> str:
    """DIGITLAB_DATA names a file that is neither an .npz file nor a pickle."""
    return (
        f"{name} is not an .npz file: it must start with {zip_magic}, and starts with other bytes; "
        f"nor is it {pickle_name} or CSV. For the four IDX files, name their folder in DIGITLAB_DATA."
    )


@sentence
def incomplete_folder(*, npz_name: str, pickle_name: str, missing: str) -> str:
    """DIGITLAB_DATA names a folder without a whole data set; `missing` is the first IDX file that it lacks."""
    return (
        f"The folder of DIGITLAB_DATA must hold {npz_name}, the four IDX files, plain or gzipped, {pickle_name} or a "
        f"train.csv; {missing} is missing. Put it there, or name another folder."
    )


@sentence
def not_exact(*, name: Name, index: tuple[int, ...], value: str) -> str:
    """A number of an array is no whole number from 0 to 255, and does not become one exactly."""
    return (
        f"{name} must hold whole numbers from 0 to 255, or what converts to them exactly; "
        f"at [{', '.join(map(str, index))}] it holds {value}. {UINT8}"
    )


@sentence
def wrong_image_shape(*, name: Name, shape: tuple[int, ...]) -> str:
    """Images are of another size than 28 x 28, or in colour."""
    return (
        f"{name} must hold images of {times(28, 28)} pixels without colour, shape (N, 28, 28); "
        f"got shape {_shape(shape)}. Reshape it, or use the original MNIST files."
    )


@sentence
def wrong_label_shape(*, name: Name, shape: tuple[int, ...]) -> str:
    """Labels are not one number per image."""
    return f"{name} must hold one digit per image, shape (N,); got shape {_shape(shape)}. {ORIGINAL}"


@sentence
def unequal_counts(*, images: Name, labels: Name, image_count: int, label_count: int) -> str:
    """Labels and images are not equally many."""
    return (
        f"There must be as many labels as images; {images} holds {image_count:,} images and "
        f"{labels} {label_count:,} labels. Use files that belong together."
    )


@sentence
def no_images(*, name: Name) -> str:
    """An array of images is empty."""
    return f"{name} must hold at least one image; got none. {ORIGINAL}"


@sentence
def one_image(*, name: Name) -> str:
    """There is one training image, and none to validate with."""
    return f"{name} must hold at least two images, one of them to validate with; got one. {ORIGINAL}"


@sentence
def wrong_label(*, name: Name, index: int, label: int) -> str:
    """A label is no digit."""
    return f"{name} must hold digits from 0 to 9; label {index} (counted from 0) is {label}. {ORIGINAL}"


@sentence
def bundled_digits_missing(*, package: str) -> str:
    """The package that brings the digits which need no download is not installed."""
    return f"The digits that need no download are missing: the Python package {package} brings them. {_INSTALL}"


@sentence
def bundled_digits_damaged(*, package: str) -> str:
    """The file with the digits that need no download is another than was published."""
    return f"The digits that need no download are damaged: the file of the package {package}. {_INSTALL}"


@sentence
def copy_missing() -> str:
    """The copy of a data set is not there, or not whole, where an engine opens it."""
    return "The copy of the data set is missing or damaged. Restart Digit Lab: it makes the copy again."


@sentence
def other_digits() -> str:
    """A data set has another digest than it must have."""
    return "These are other digits than expected. Use the original MNIST files."


@sentence
def no_room_for_copy() -> str:
    """The disk is full while a data set is kept."""
    return "There is no room left to keep the data set: MNIST takes 55 MB. Free some space and try again."


@sentence
def too_much_memory() -> str:
    """Reading a data set takes more memory than a child may have."""
    return f"The data set's file takes too much memory to read. {ORIGINAL}"


@sentence
def unwritable_home(*, reason: str | None) -> str:
    """Digit Lab's own folder cannot be written while a data set is kept; the reason is the system's."""
    return (
        f"Digit Lab cannot write to its own folder, where it keeps data and runs: {reason}. "
        "Set DIGITLAB_HOME to a folder that can be written."
    )


@sentence
def validation_split_empty(*, fraction: float, train_count: int, count: int) -> str:
    """Of so many training images a fraction leaves none to train, or none to validate."""
    return (
        f"A validation fraction of {fraction} leaves {train_count:,} of {count:,} images to train. "
        "Both sides need at least one: use another fraction or more images."
    )


def _shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape[:MOST_LENGTHS]))}{', ...' if len(shape) > MOST_LENGTHS else ''})"

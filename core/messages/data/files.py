"""What is said of a file that should hold MNIST's arrays: its length, its header, what else is in it."""

from __future__ import annotations

from typing import Literal

from core.messages.message import Message, sentence

MOST_BYTES = 1 << 63  # more are not counted out: a forged header can hold numbers of thousands of digits
MOST_KEYS = 8  # of an archive that are written out

Name = str | Message  # of a file, or of an array in it
IdxContent = Literal["images", "labels", "qmnist_labels"]
_IDX_CONTENT: dict[IdxContent, str] = {
    "images": "images: unsigned bytes, 3 dimensions",
    "labels": "labels: unsigned bytes, 1 dimension",
    "qmnist_labels": "QMNIST's labels: integers of 4 bytes, 2 dimensions",
}
Damage = Literal[
    "empty",
    "cut",
    "cut_or_packed_badly",
    "gzip",
    "zip",
    "npy_header",
    "negative_length",
    "surplus",
    "pickle",
    "pickle_opcode",
]
_DAMAGE: dict[Damage, str] = {
    "empty": "is empty (0 bytes)",
    "cut": "ends too early",
    "cut_or_packed_badly": "ends too early or cannot be unpacked",
    "gzip": "is not whole gzip data, or its checksum is wrong",
    "zip": "is not a whole zip archive, or its checksum is wrong",
    "npy_header": "does not start with a header that NumPy writes for plain numbers",
    "negative_length": "says that it has a negative length",
    "surplus": "goes on after its end",
    "pickle": "is not a whole pickle of NumPy arrays",
    "pickle_opcode": "is not a pickle of NumPy arrays as Python 2 writes it",
}
ORIGINAL = "Use the original MNIST files."
_DOWNLOAD = "Download the file again."
UINT8 = "Save it again as uint8."


@sentence
def array_in_file(*, array: str, file: str) -> str:
    """Return how an array is called that a file holds under a name: "x_train in mnist.npz"."""
    return f"{array} in {file}"


@sentence
def images_or_labels(*, array: str, file: str | None) -> str:
    """Return how one of the four arrays is called: "train images in mnist.pkl.gz", or without a file."""
    name = array.replace("_", " ")
    return name if file is None else f"{name} in {file}"


@sentence
def damaged(*, name: Name, damage: Damage) -> str:
    """A file is no longer what it was."""
    return f"{name} is damaged: it {_DAMAGE[damage]}. {_DOWNLOAD}"


@sentence
def header_cut_short(*, name: Name, length: int, header_length: int) -> str:
    """A file has fewer bytes than its header alone takes."""
    return f"{name} is damaged: it has {length} bytes, and its header alone takes {header_length}. {_DOWNLOAD}"


@sentence
def wrong_length(*, name: Name, expected: int, length: int, or_more: bool) -> str:
    """Data is shorter or longer than its header says; both in bytes."""
    return (
        f"{name} does not have the length that its header promises: expected {_amount(expected)}, "
        f"got {_amount(length)}{' or more' if or_more else ''}. {_DOWNLOAD}"
    )


@sentence
def too_large(*, name: Name, most: int, promised: int) -> str:
    """The header of an array, or a pickle, promises more bytes than any MNIST has."""
    return f"{name} is too large: at most {most:,} bytes are read, and it promises {_amount(promised)}. {ORIGINAL}"


@sentence
def unreadable_file(*, name: Name, reason: str | None) -> str:
    """The system does not let a file be read; the reason is the system's."""
    return f"{name} cannot be read: {reason}. Check the file and its permissions."


@sentence
def wrong_magic(*, name: Name, expected: int, magic: int, content: IdxContent) -> str:
    """An IDX file starts with another magic number than the one that was looked for."""
    meaning = ""
    if magic < 1 << 16:  # the two zero bytes of every IDX file, then type and number of dimensions
        meaning = f", which says data type {magic >> 8:#04x} and {magic & 0xFF} dimensions"
    return (
        f"{name} is not the file expected here: it must start with the magic number {expected} "
        f"({_IDX_CONTENT[content]}); got {magic}{meaning}. {ORIGINAL}"
    )


@sentence
def qmnist_columns(*, name: Name, columns: int) -> str:
    """QMNIST's labels are not eight numbers for each image."""
    return (
        f"{name} must hold eight numbers for each image, of which the first is its digit; it holds "
        f"{columns:,}. Use the original QMNIST files."
    )


@sentence
def missing_array(*, name: Name, missing: str, needed: tuple[str, ...], keys: tuple[str, ...], key_count: int) -> str:
    """An archive lacks an array; `keys` are the first of those that it has."""
    return (
        f"{name} has no array {missing}: it must hold {_listed(needed, len(needed))}; "
        f"found {_listed(keys, key_count) or 'nothing'}. Use the mnist.npz that Keras offers."
    )


@sentence
def foreign_compression(*, name: Name) -> str:
    """A member of an archive is encrypted, or packed by another method than NumPy's."""
    return f"{name} is packed in a way NumPy does not use. Save it again with numpy.savez_compressed."


@sentence
def long_directory(*, name: Name) -> str:
    """The list of an archive's members is far longer than a data set's."""
    return f"{name} must be an archive of a few arrays; its list of contents is too long to be one."


@sentence
def no_plain_numbers(*, name: Name, content: Literal["objects", "records", "other"], dtype: str | None) -> str:
    """An array holds something else than integers or floats; `dtype` is its type where NumPy has a name for it."""
    other = "values of another kind" if dtype is None else f"{dtype} values"
    what = {"objects": "Python objects", "records": "records", "other": other}[content]
    return f"{name} must hold plain numbers; got {what}. {UINT8}"


@sentence
def no_three_pairs(*, name: Name) -> str:
    """A pickle holds something else than three pairs of images and labels."""
    return f"{name} must hold three pairs of images and labels: train, validation, test. {ORIGINAL}"


@sentence
def unequal_splits(*, name: Name) -> str:
    """The arrays of a pickle's splits differ in type or shape."""
    return f"{name} must be of one type and shape in all splits. {ORIGINAL}"


@sentence
def long_pickle(*, name: Name) -> str:
    """A pickle has more steps than a few arrays need."""
    return f"{name} must be a pickle of a few arrays; it is too long a program to be one."


@sentence
def forbidden_name(*, name: Name, called: str | None) -> str:
    """A pickle asks for a function that rebuilds no array; None where its name cannot be repeated."""
    return (
        f"{name} may only rebuild NumPy arrays, and asks for {called or 'something else'}. Nothing in it was run. "
        f"{ORIGINAL}"
    )


def _amount(byte_count: int) -> str:
    return f"{byte_count:,} bytes" if byte_count < MOST_BYTES else f"more than {MOST_BYTES:,} bytes"


def _listed(keys: tuple[str, ...], count: int) -> str:
    shown = ", ".join(ascii(key)[1:-1][:40] for key in keys[:MOST_KEYS])
    return shown + (f" and {count - MOST_KEYS} more" if count > MOST_KEYS else "")

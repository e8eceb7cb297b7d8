"""What is said of a person's zip archive that cannot be read: the list of its files, one of them, an array in it."""

from __future__ import annotations

from core.messages.importing.files import SAVE_AGAIN
from core.messages.message import sentence


@sentence
def contents_are_too_long(*, most_bytes: int) -> str:
    """An archive whose list of files is longer than a model's."""
    return f"This archive's list of contents is longer than the {most_bytes:,} bytes of any model. {SAVE_AGAIN}"


@sentence
def too_many_files(*, count: int, most: int) -> str:
    """An archive of more files than a model's."""
    return f"This archive holds {count:,} files, and a model's at most {most}. {SAVE_AGAIN}"


@sentence
def same_name_twice() -> str:
    """An archive with two files of one name."""
    return f"This archive holds two files of the same name, and only one can be meant. {SAVE_AGAIN}"


@sentence
def files_overlap() -> str:
    """An archive whose files share bytes."""
    return f"The files in this archive overlap, so that they would grow as they are unpacked. {SAVE_AGAIN}"


@sentence
def name_leads_out(*, name: str) -> str:
    """A file's name that would lead to a place elsewhere on the disk."""
    return f"A file in this archive is named {name}, which leads out of the archive. {SAVE_AGAIN}"


@sentence
def encrypted() -> str:
    """An archive that needs a password."""
    return "This archive is encrypted, and a model's file is open. Save it again without a password."


@sentence
def unknown_packing() -> str:
    """A file in an archive that is neither stored nor deflated."""
    return "This archive is packed in a way that model files do not use. Save it again as Keras does."


@sentence
def grows_too_much(*, name: str, packed_bytes: int, unpacked_bytes: int) -> str:
    """A file that would be far larger unpacked than a model's."""
    return (
        f"{name} in this archive says that it grows from {packed_bytes:,} to {unpacked_bytes:,} bytes as it is "
        f"unpacked, which no model does. {SAVE_AGAIN}"
    )


@sentence
def file_is_missing(*, name: str) -> str:
    """An archive without a file that a model has."""
    return f"This archive holds no {name}, so it is not a whole model. {SAVE_AGAIN}"


@sentence
def file_is_too_large(*, name: str, size_bytes: int, most_bytes: int) -> str:
    """A file in an archive that is larger than a model's."""
    return f"{name} in this archive holds {size_bytes:,} bytes, and at most {most_bytes:,} are allowed. {SAVE_AGAIN}"


@sentence
def array_is_missing(*, name: str) -> str:
    """An .npz file without an array that the network has."""
    return f"The array {name} of the network is missing in this file. {SAVE_AGAIN}"


@sentence
def unknown_array(*, name: str) -> str:
    """An .npz file with an array that the network does not have."""
    return f"This file holds an array {name}, which the network does not have. {SAVE_AGAIN}"


@sentence
def array_is_no_text(*, name: str) -> str:
    """An array of an .npz file that should be one text."""
    return f"The array {name} must be one text. {SAVE_AGAIN}"


@sentence
def array_of_other_type(*, name: str, dtype: str) -> str:
    """An array of an .npz file that is not of floating-point numbers."""
    return f"The array {name} must be of floating-point numbers and is of {dtype}. {SAVE_AGAIN}"


@sentence
def array_of_objects(*, name: str) -> str:
    """An array of an .npz file that would have to be unpickled."""
    return f"The array {name} holds Python objects, which are programs of others and not run here. {SAVE_AGAIN}"

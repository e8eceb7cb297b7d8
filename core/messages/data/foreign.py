"""What is said of files that hold images in a form that is not read: what they are, and what to do with them."""

from __future__ import annotations

from typing import Literal

from core.messages.data.files import Name
from core.messages.message import sentence

Foreign = Literal[
    "matlab", "hdf5", "parquet", "torch", "tfrecord", "pictures", "arff", "npy", "archive", "kmnist_part", "idx"
]
_SAVE = 'Save its four arrays with numpy.savez("mnist.npz", x_train=..., y_train=..., x_test=..., y_test=...).'
_WHAT: dict[Foreign, str] = {
    "hdf5": f"an HDF5 file (.h5, or MATLAB 7.3), which is not read. {_SAVE}",
    "parquet": "a Parquet file, which is not read. Save its table as CSV, a label and 784 pixels in each row.",
    "torch": "a file of PyTorch, which may run code when it is read and is never opened. "
    "Use the IDX files of torchvision's folder MNIST, below raw.",
    "tfrecord": f"a TFRecord file, which is not read. {_SAVE}",
    "pictures": "of pictures (PNG or the like), one file a digit, which are not read. "
    "Use mnist.npz, CSV or IDX files of the same data set.",
    "arff": "an ARFF file, which is not read. Save its table as CSV, a label and 784 pixels in each row.",
    "npy": f"one array; a data set needs four. {_SAVE}",
    "archive": "an archive, which is not looked into. Unpack it and name the folder in DIGITLAB_DATA.",
    "kmnist_part": "one of four files that belong together: name their folder in DIGITLAB_DATA.",
    "idx": "one of four IDX files that belong together: name their folder in DIGITLAB_DATA.",
}


@sentence
def matlab(*, name: str) -> str:
    """A MATLAB 5 file, as EMNIST offers; the two lines of Python convert EMNIST's, upright."""
    return (
        f"{name} is a MATLAB file, which is not read. Use EMNIST's gzip files (emnist-digits, IDX), or convert it: "
        f'd = scipy.io.loadmat({name!a}, simplify_cells=True)["dataset"]; s = "train", "test"; '
        'numpy.savez("mnist.npz", **{f"x_{k}": d[k]["images"].reshape(-1, 28, 28, order="F") for k in s}, '
        '**{f"y_{k}": d[k]["labels"] for k in s})'
    )


@sentence
def foreign(*, name: Name, content: Foreign) -> str:
    """A file, or the only ones of a folder, is of a kind that is known and not read."""
    return f"{name} is {_WHAT[content]}"


@sentence
def several_sets(*, names: tuple[str, ...]) -> str:
    """A folder holds more than one data set, each in a folder or under a name of its own."""
    return (
        f"The folder of DIGITLAB_DATA holds several data sets: {', '.join(names)}. "
        f"Name one of them, for instance {names[0]}."
    )


@sentence
def emnist_digits_missing(*, missing: str) -> str:
    """There are files of EMNIST, and not those of its digits."""
    return (
        f"Of EMNIST only the digits are read; {missing} is missing. Put the four files emnist-digits-... there, "
        "plain or gzipped."
    )

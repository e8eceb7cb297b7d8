"""What is wrong with a network, said of the layer by the number that it has in a person's file."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import ModelFileError, SpecError
from core.messages.importing import files as messages


def model_file_error(error: SpecError, file_indices: Sequence[int]) -> ModelFileError:
    """Return the error about a file whose network cannot be built.

    Args:
        error: about the network.
        file_indices: of each of its layers, the index from 0 of the layer in the file that it came from.
    """
    index = error.fields.get("layer")
    if not isinstance(index, int) or not 0 <= index < len(file_indices):
        return ModelFileError(error.message)
    in_file = file_indices[index]
    return ModelFileError(messages.layer_does_not_fit(number=in_file + 1, error=error.message), layer=in_file)

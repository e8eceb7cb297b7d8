"""The images of a stand-alone script: loaded, scaled, held out, mislabelled, exactly as a run does it."""

from __future__ import annotations

from core.data.input_scaling import SHUFFLE_SEED
from core.export.code_format import INDENT, format_literal
from core.export.keras_script.distortion import distortion_lines
from core.export.keras_script.layers import is_penalised
from core.training.settings.config import TrainingConfig
from models.spec import FLAT, NetworkSpec

_LABEL_STREAM = 4  # as in core/training/graph/batches.py: the same images get the same wrong labels
_LOADING = """
gpus = tf.config.list_physical_devices("GPU")[:1]  # the first, if there is one
tf.config.set_visible_devices(gpus, "GPU")
for gpu in gpus:
    tf.config.experimental.set_memory_growth(gpu, True)  # memory as needed

if len(sys.argv) > 1:
    with np.load(sys.argv[1]) as file:
        x_train, y_train = file["x_train"], file["y_train"]
        x_test, y_test = file["x_test"], file["y_test"]
else:
    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()"""


def holds_out(config: TrainingConfig) -> bool:
    """Return whether the script itself takes the validation images off, where `validation_split` would not do."""
    if config.validation_source == "test" or config.validation_fraction == 0:
        return False
    counts_training = config.train_images or config.wrong_label_fraction or config.is_scheduled
    return bool(counts_training or config.augmentation.is_on)


def load_lines(spec: NetworkSpec, config: TrainingConfig) -> list[str]:
    """Return the imports, and the lines that read the four arrays."""
    from_keras = "layers, regularizers" if is_penalised(spec, config.l2) else "layers"
    standard = ["import math"] if config.is_scheduled else []
    return [
        *(*standard, "import sys", ""),
        *("import keras", "import numpy as np", "import tensorflow as tf", f"from keras import {from_keras}", ""),
        f"keras.utils.set_random_seed({format_literal(config.seed)})",
        *_LOADING.strip("\n").split("\n"),
    ]


def prepare_lines(spec: NetworkSpec, config: TrainingConfig) -> list[str]:
    """Return the lines that make inputs of images and targets of labels."""
    lines = []
    if config.pixel_scale == "standard":
        lines.append("mean, deviation = float(x_train.mean()), float(x_train.std())  # of all training pixels")
    if config.shuffle_pixels:
        lines.append(f"order = np.random.default_rng({SHUFFLE_SEED}).permutation(784)  # the same for all pictures")
    augmented = config.augmentation.is_on
    if augmented:
        defined = distortion_lines(config.augmentation)
        lines += [*(("", "") if lines and defined[0].startswith("def ") else ()), *defined]
    if augmented or lines:
        lines += ["", "", *(_in_graph(spec, config) if augmented else _in_numpy(spec, config)), "", ""]
        names = ("x_test",) if augmented else ("x_train", "x_test")
        lines.append(f"{', '.join(names)} = {', '.join(f'as_inputs({name})' for name in names)}")
    else:
        shape = _shape(spec)
        lines += [
            f'{name} = {name}.reshape({shape}).astype("float32"){_scale(config)}' for name in ("x_train", "x_test")
        ]
    return lines + _splits(config) + _labels(config)


def _in_numpy(spec: NetworkSpec, config: TrainingConfig) -> list[str]:
    lines = ["def as_inputs(images):"]
    if config.shuffle_pixels:
        lines.append(f"{INDENT}images = images.reshape(-1, 784)[:, order]")
    images = f'images.reshape({_shape(spec)}).astype("float32")'
    return [*lines, f"{INDENT}return {_scaled(images, config)}"]


def _in_graph(spec: NetworkSpec, config: TrainingConfig) -> list[str]:
    lines = ["def as_inputs(images):", f'{INDENT}images = tf.cast(images, "float32")']
    if config.shuffle_pixels:
        lines.append(f"{INDENT}images = tf.gather(tf.reshape(images, (-1, 784)), order, axis=1)")
    images = f"tf.reshape(images, ({_shape(spec)}))"
    return [*lines, f"{INDENT}return {_scaled(images, config)}"]


def _shape(spec: NetworkSpec) -> str:
    return "-1, 784" if spec.input_shape == FLAT else "-1, 28, 28, 1"


def _scale(config: TrainingConfig) -> str:
    return " / 255" if config.pixel_scale == "unit" else ""


def _scaled(images: str, config: TrainingConfig) -> str:
    return f"({images} - mean) / deviation" if config.pixel_scale == "standard" else f"{images}{_scale(config)}"


def _splits(config: TrainingConfig) -> list[str]:
    lines = []
    if holds_out(config):
        fraction = format_literal(float(config.validation_fraction))
        validation = "as_inputs(x_train[kept:])" if config.augmentation.is_on else "x_train[kept:]"
        lines += [
            f"kept = int(len(x_train) * (1 - {fraction}))  # the last images validate",
            f"x_val, y_val = {validation}, y_train[kept:]",
            "x_train, y_train = x_train[:kept], y_train[:kept]",
        ]
    if config.train_images:
        first = format_literal(config.train_images)
        lines.append(f"x_train, y_train = x_train[:{first}], y_train[:{first}]  # the first so many train")
    return lines


def _labels(config: TrainingConfig) -> list[str]:
    lines = []
    if fraction := config.wrong_label_fraction:
        lines += [
            "",
            f"rng = np.random.default_rng([{format_literal(config.seed)}, {_LABEL_STREAM}])",
            f"wrong = rng.permutation(len(y_train))[: round({format_literal(float(fraction))} * len(y_train))]",
            "shift = rng.integers(1, 10, len(y_train))  # to another digit, each of the nine alike",
            "y_train[wrong] = (y_train[wrong] + shift[wrong]) % 10",
        ]
    if config.loss_choice.row.is_one_hot:
        lines += [
            f"{name} = keras.utils.to_categorical({name}, 10)"
            for name in ("y_train", *(("y_val",) if holds_out(config) else ()), "y_test")
        ]
    return lines

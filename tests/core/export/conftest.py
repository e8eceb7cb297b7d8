"""Five small networks that were trained a little, each in every format, and what a clean process makes of the files."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.export.export import export
from core.export.formats import FORMATS, Exported, ExportProgress
from core.export.loading_code import loading_code
from core.export.model_files.model_note import ModelNote
from core.inference.loaded_networks import StoredNetwork
from core.inference.predict import Predictions, predict
from core.training.record import checkpoints
from core.training.settings.config import TrainingConfig
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    SeparableConv2D,
)
from models.spec import FLAT, IMAGE, NetworkSpec

READER = Path(__file__).parents[2] / "support" / "clean_reader.py"
RUNTIMES = {  # formats by the process that reads them, and what that process may not load
    "keras": (("keras", "h5", "saved_model"), ()),
    "tflite": (("tflite", "tflite_float16", "tflite_dynamic", "tflite_int8"), ("keras", "tensorflow")),
    "onnx": (("onnx",), ("keras", "tensorflow")),
    "npz": (("npz",), ("keras", "tensorflow", "onnxruntime")),
}
GOING_ON = {("mlp", "keras"), ("cnn", "keras"), ("mlp", "h5")}  # where fit() is tried
ARTICLE_3 = """
import numpy as np
from keras.models import load_model
from PIL import Image

model = load_model('digits.h5')
model.save('model.h5') #也可以保存到具体的文件中

def get_local_image():
    img = Image.open('3-article.png')
    img = img.convert('L').resize((28, 28))
    img_array = np.array(img)
    # 将像素值转换为0-1之间的浮点数
    img_array = img_array.astype('float32') / 255.0
    img_array_result = np.reshape(img_array, (1, 784))

    return img_array_result

def autoNumberWord():
    model = load_model("model.h5")
    img = get_local_image()
    prediction = model.predict(img)
    prediction_result = np.argmax(prediction)
    print('本地文件预测\uff1a', prediction_result)

autoNumberWord()
"""
MLP = NetworkSpec(input_shape=FLAT, layers=(Dense(units=32, activation="relu"), Dense(units=10, activation="softmax")))
CNN = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=8, kernel_size=5, strides=2, activation="relu", l2=1e-4),
        BatchNormalization(momentum=0.8),
        Conv2D(filters=8, kernel_size=3, padding="same"),
        BatchNormalization(momentum=0.8, epsilon=0.01),
        Activation(function="relu"),
        MaxPooling2D(padding="same", pool_size=3, strides=2),
        Dropout(rate=0.2),
        Flatten(),
        Dense(units=10, activation="softmax"),
    ),
)
TEN_SIGMOIDS = NetworkSpec(
    input_shape=FLAT, layers=(Dense(units=24, activation="tanh"), Dense(units=10, activation="sigmoid"))
)
STANDARDISED = NetworkSpec(input_shape=FLAT, layers=(Dense(units=24, activation="gelu"), Dense(units=10)))
JUDGES_EACH = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        AveragePooling2D(pool_size=3, strides=2, padding="same"),
        Conv2D(filters=8, kernel_size=3, strides=2, padding="same", activation="leaky_relu"),
        SeparableConv2D(filters=24, kernel_size=3, padding="same", activation="relu"),
        Conv2D(filters=32, kernel_size=6, activation="relu"),
        GlobalAveragePooling2D(),
        Dense(units=10),
    ),
)
NETWORKS = {
    "mlp": (MLP, {"optimizer": "adamw", "weight_decay": 0.01, "learning_rate": 0.005}),
    "cnn": (CNN, {"learning_rate": 0.02, "schedule": "one_cycle", "l2": 1e-5}),
    "ten_sigmoids": (
        TEN_SIGMOIDS,
        {
            **{"optimizer": "sgd", "momentum": 0.9, "nesterov": True, "learning_rate": 0.5},
            **{"loss": "binary_crossentropy"},
        },
    ),
    "standardised": (
        STANDARDISED,
        {
            **{"optimizer": "rmsprop", "learning_rate": 0.005, "loss": "categorical_crossentropy"},
            **{"pixel_scale": "standard", "shuffle_pixels": True},
        },
    ),
    "judges_each": (JUDGES_EACH, {"learning_rate": 0.01, "loss": "binary_crossentropy"}),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taken:
    """A network that was trained, and its files once they are asked for."""

    folder: Path  # for the file of every format, by its name
    stored: StoredNetwork
    config: TrainingConfig
    optimizer_path: str
    expected: Predictions  # of 1,000 test images, by our inference
    data_folder: str
    events: dict[str, list[ExportProgress | Exported]] = field(default_factory=dict)  # what each export said

    @property
    def note(self) -> ModelNote:
        """What each file says."""
        return ModelNote(pixels=self.stored.pixels, judges_each=self.stored.judges_each)

    def file(self, key: str) -> Path:
        """Return a format's file."""
        return self.folder / FORMATS[key].file_name


@pytest.fixture(scope="session")
def picture(bundled_dataset) -> np.ndarray:
    """A 3 of the test images, (28, 28) uint8."""
    index = int(np.flatnonzero(np.asarray(bundled_dataset.test_labels) == 3)[0])
    return np.asarray(bundled_dataset.test_images[index])


@pytest.fixture(scope="session")
def trained(bundled_dataset, tmp_path_factory) -> dict[str, Taken]:
    """Every network, by its name; its files may not have been written yet."""
    return {name: _trained(name, bundled_dataset, tmp_path_factory.mktemp(name)) for name in NETWORKS}


@pytest.fixture(scope="session")
def taken(trained) -> dict[str, Taken]:
    """Every network in every format, by its name."""
    for one in trained.values():
        for key in FORMATS:
            settings = {"data_folder": one.data_folder, "config": one.config, "optimizer_path": one.optimizer_path}
            one.events[key] = list(export(one.stored, key, str(one.file(key)), **settings))
    return trained


def _trained(name: str, dataset, folder: Path) -> Taken:
    from core.training.graph.training_graph import TrainingGraph  # only here: other tests need no TensorFlow

    spec, settings = NETWORKS[name]
    config = TrainingConfig(**({"epochs": 3, "batch_size": 50, "validation_fraction": 0.125, "seed": 4} | settings))
    data_folder, run_folder = str(dataset.folder), folder / "run"
    program = TrainingGraph(spec, config, data_folder)
    for epoch in range(1, config.epochs + 1):
        program.start_epoch(epoch)
        program.take_steps(0, program.steps_per_epoch)
    weights = checkpoints.write(run_folder / checkpoints.weights_name(config.epochs), program.weights())
    optimizer_path = run_folder / checkpoints.optimizer_name(config.epochs)
    checkpoints.write(optimizer_path, program.optimizer_state())
    stored = StoredNetwork(
        spec=spec,
        path=str(run_folder / weights.name),
        digest=weights.digest,
        pixels=program.examples.pixels,
        judges_each=config.loss == "binary_crossentropy" and spec.from_logits,
    )
    files = folder / "files"
    files.mkdir()
    return Taken(
        folder=files,
        stored=stored,
        config=config,
        optimizer_path=str(optimizer_path),
        expected=predict(stored, np.asarray(dataset.test_images)),
        data_folder=data_folder,
    )


@pytest.fixture(scope="session")
def read(taken, bundled_dataset, picture, tmp_path_factory) -> dict[str, dict[str, dict]]:
    """What clean processes made of the files: by network and format what was printed, and answers to the images.

    The 1,000 test images come first, then the 4,000 that train or validate.
    """
    found: dict[str, dict[str, dict]] = {name: {} for name in taken}
    large = 255 - np.asarray(Image.fromarray(picture).resize((280, 280), Image.Resampling.BICUBIC))
    for one in taken.values():
        Image.fromarray(large).save(one.folder / "3.png")
        images = np.concatenate([bundled_dataset.test_images, bundled_dataset.train_images])
        inputs = one.stored.pixels.inputs(images)
        np.save(one.folder / "inputs.npy", inputs.reshape(-1, *one.stored.spec.input_shape))
        np.save(one.folder / "labels.npy", np.asarray(bundled_dataset.test_labels))
        for key in FORMATS:
            code = loading_code(one.stored.spec, one.note, key)
            (one.folder / f"{key}.py").write_text(code, encoding="utf-8")
    Image.fromarray(255 - large).save(taken["mlp"].folder / "3-article.png")
    (taken["mlp"].folder / "article.py").write_text(ARTICLE_3, encoding="utf-8")
    running = []
    for keys, forbidden in RUNTIMES.values():
        jobs = [(name, key) for name in taken for key in keys]
        if "h5" in keys:
            jobs.append(("mlp", "article"))
        running.append((jobs, forbidden, _started(jobs, taken, tmp_path_factory.mktemp("empty"))))
    for jobs, forbidden, process in running:
        said, complaints = process.communicate()
        assert process.returncode == 0, complaints[-3000:]
        report = json.loads(said.splitlines()[-1])
        assert report["ours"] == []
        assert set(report["loaded"]).isdisjoint(forbidden)
        for (name, key), result in zip(jobs, report["results"], strict=True):
            found[name][key] = result
            if key in FORMATS:
                result["answers"] = np.load(taken[name].folder / f"{key}.py.npy")
    return found


def _started(jobs, taken, folder: Path) -> subprocess.Popen:
    described = []
    for name, key in jobs:
        job = {"folder": str(taken[name].folder), "program": f"{key}.py"}
        if key in FORMATS:
            job |= {"inputs": "inputs.npy", "labels": "labels.npy", "goes_on": (name, key) in GOING_ON}
        described.append(job)
    command = [sys.executable, "-I", "-X", "utf8", str(READER), json.dumps(described)]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")

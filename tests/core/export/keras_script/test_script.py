"""The script as text: every setting turns up, and only what is used."""

import ast
import dataclasses
import subprocess
import sys

import pytest

from core.export.keras_script.script import changed_lines, script, script_blocks
from core.recipes import recipe, recipes
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from models.cnn import cnn
from models.layers import Dense
from models.mlp import mlp

pytestmark = pytest.mark.process

MLP = mlp(hidden=(16,), dropout=0)
LOGITS = mlp(hidden=(16,), dropout=0, output="linear")
EVERYTHING = TrainingConfig(
    optimizer="adamw",
    weight_decay=0.01,
    schedule="one_cycle",
    loss="mean_squared_error",
    l2=1e-4,
    patience=3,
    train_images=20_000,
    wrong_label_fraction=0.2,
    pixel_scale="standard",
    shuffle_pixels=True,
    augmentation=Augmentation(
        shift_pixels=1, rotation_degrees=12.5, zoom_fraction=0.2, shear_degrees=5, elastic_pixels=0.7
    ),
)


def block(name, spec=MLP, config=None, **changes):
    config = dataclasses.replace(config or TrainingConfig(), **changes)
    return script_blocks(spec, config)[name]


def test_plain_recipe_gives_a_short_script_that_shows_the_form():
    quick = recipe("quick-cnn")
    text = script(quick.spec, quick.config)
    assert len([line for line in text.splitlines() if line]) < 55
    for line in (
        '    layers.Conv2D(16, 3, activation="relu"),\n    layers.MaxPooling2D(2),\n    layers.Conv2D(32, 3, ',
        "optimizer = keras.optimizers.Adam(learning_rate=0.003)",
        "model.fit(x_train, y_train, batch_size=128, epochs=3, validation_split=0.1)",
        'loss="sparse_categorical_crossentropy"',
        "model.summary()",
        'model.save("digits.keras")',
    ):
        assert line in text
    for unused in ("regularizers", "Schedule", "EarlyStopping", "rng", "to_categorical", "distort", "math"):
        assert unused not in text


def test_blocks_come_in_order_and_make_up_the_script():
    blocks = script_blocks(MLP, EVERYTHING)
    assert list(blocks) == ["load", "prepare", "build", "compile", "fit", "evaluate", "save"]
    text = script(MLP, EVERYTHING)
    places = [text.index(code) for code in blocks.values()]
    assert places == sorted(places)


SETTINGS = [
    ("fit", {"epochs": 7}, "epochs=7"),
    ("fit", {"batch_size": 200}, "batch_size=200"),
    ("compile", {"learning_rate": 0.02}, "Adam(learning_rate=0.02)"),
    ("compile", {"optimizer": "sgd", "momentum": 0.9}, "SGD(learning_rate=0.001, momentum=0.9)"),
    ("compile", {"optimizer": "sgd", "momentum": 0.9, "nesterov": True}, "momentum=0.9, nesterov=True)"),
    ("compile", {"optimizer": "sgd", "nesterov": True}, "SGD(learning_rate=0.001)"),
    ("compile", {"optimizer": "rmsprop", "rho": 0.8, "momentum": 0.5}, "0.001, rho=0.8, momentum=0.5)"),
    ("compile", {"beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-5}, "0.001, beta_1=0.8, beta_2=0.99, epsilon=1e-05)"),
    ("compile", {"optimizer": "adamw", "weight_decay": 0.01}, "AdamW(learning_rate=0.001, weight_decay=0.01)"),
    ("compile", {"optimizer": "adamw"}, 'exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])'),
    ("compile", {"schedule": "cosine", "epochs": 4}, "steps = 4 * math.ceil(len(x_train) / 128)"),
    ("compile", {"schedule": "cosine"}, "keras.optimizers.schedules.CosineDecay(0.001, steps)"),
    ("compile", {"schedule": "one_cycle"}, "learning_rate = OneCycle(0.001, steps)"),
    ("compile", {"schedule": "step", "step_epochs": 2}, "steps = 2 * math.ceil(len(x_train) / 128)"),
    ("compile", {"schedule": "step", "step_factor": 0.3}, "0.001, steps, decay_rate=0.3, staircase=True"),
    ("compile", {"loss": "binary_crossentropy"}, 'loss="binary_crossentropy"'),
    ("prepare", {"loss": "categorical_crossentropy"}, "y_train = keras.utils.to_categorical(y_train, 10)"),
    ("build", {"l2": 1e-4}, "l2 = regularizers.L2(0.0001)"),
    ("build", {"l2": 1e-4}, 'layers.Dense(16, activation="relu", kernel_regularizer=l2)'),
    ("fit", {"patience": 3}, "keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)"),
    ("fit", {"patience": 3, "restore_best": False}, "keras.callbacks.EarlyStopping(patience=3)"),
    ("fit", {"patience": 3, "l2": 1e-4}, 'monitor="val_bare_loss"'),
    ("compile", {"optimizer": "lion", "beta_2": 0.99}, "keras.optimizers.Lion(learning_rate=0.001)"),
    ("compile", {"optimizer": "lion"}, "keras.optimizers.Lion(learning_rate=0.001, beta_2=0.999)"),
    ("compile", {"warmup_epochs": 2}, "learning_rate = WarmUp(0.001, warmup)"),
    ("compile", {"warmup_epochs": 2, "schedule": "step"}, "learning_rate = WarmUp(0.001, warmup, learning_rate)"),
    (*("compile", {"warmup_epochs": 2, "schedule": "cosine"}), "warmup_target=0.001, warmup_steps=warmup"),
    ("compile", {"warmup_epochs": 2, "schedule": "one_cycle"}, "learning_rate = OneCycle(0.001, steps)"),
    ("compile", {"clip_norm": 0.5}, "Adam(learning_rate=0.001, global_clipnorm=0.5)"),
    ("compile", {"label_smoothing": 0.1}, "loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1)"),
    ("prepare", {"label_smoothing": 0.1}, "y_train = keras.utils.to_categorical(y_train, 10)"),
    ("compile", {"label_smoothing": 0.1, "loss": "mean_squared_error"}, 'loss="mean_squared_error"'),
    ("prepare", {"train_images": 5000}, "x_train, y_train = x_train[:5000], y_train[:5000]"),
    ("prepare", {"wrong_label_fraction": 0.25}, "round(0.25 * len(y_train))"),
    ("prepare", {"pixel_scale": "bytes"}, 'x_train = x_train.reshape(-1, 784).astype("float32")\n'),
    ("prepare", {"pixel_scale": "standard"}, '.astype("float32") - mean) / deviation'),
    ("prepare", {"shuffle_pixels": True}, "images.reshape(-1, 784)[:, order]"),
    ("fit", {"validation_fraction": 0.2}, "validation_split=0.2"),
    ("fit", {"validation_fraction": 1 / 6}, "validation_split=1 / 6"),
    ("fit", {"validation_source": "test"}, "validation_data=(x_test, y_test)"),
    ("fit", {"validation_fraction": 0.0}, "model.fit(x_train, y_train, batch_size=128, epochs=5)"),
    ("load", {"seed": 12}, "keras.utils.set_random_seed(12)"),
]


@pytest.mark.parametrize(("name", "changes", "line"), SETTINGS, ids=[f"{c}" for _, c, _ in SETTINGS])
def test_setting_turns_up(name, changes, line):
    assert line in block(name, **changes)


@pytest.mark.parametrize(
    ("strength", "line"),
    [
        ({"shift_pixels": 2}, "rows - each(2), columns - each(2)"),
        ({"rotation_degrees": 12.5}, "angle = each(np.radians(12.5))"),
        ({"zoom_fraction": 0.2}, "rows /= tf.exp(each(np.log1p(0.2)))"),
        ({"shear_degrees": 10}, "columns += tf.tan(each(np.radians(10))) * rows"),
        ({"elastic_pixels": 0.5, "elastic_scale_pixels": 3}, "(distance / 3) ** 2"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_strength_of_augmentation_turns_up_alone(strength, line):
    text = block("prepare", augmentation=Augmentation(**strength))
    assert line in text
    assert [word for word in ("# shifted", "# turned", "# stretched", "# sheared", "# bent") if word in text] == [
        {"shift": "# shifted", "rotat": "# turned", "zoom_": "# stretched", "shear": "# sheared", "elast": "# bent"}[
            next(iter(strength))[:5]
        ]
    ]


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ("sparse_categorical_crossentropy", "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)"),
        ("categorical_crossentropy", "loss=keras.losses.CategoricalCrossentropy(from_logits=True)"),
        ("binary_crossentropy", "loss=keras.losses.BinaryCrossentropy(from_logits=True)"),
        ("mean_squared_error", "loss=loss_of_logits"),
    ],
)
def test_loss_knows_that_outputs_are_logits(loss, said):
    assert said in block("compile", LOGITS, loss=loss)
    assert "from_logits" not in block("compile", MLP, loss=loss)


@pytest.mark.parametrize(
    ("spec", "loss", "metric"),
    [
        (MLP, "binary_crossentropy", 'keras.metrics.BinaryCrossentropy(name="bare_loss")'),
        (LOGITS, "categorical_crossentropy", 'CategoricalCrossentropy(from_logits=True, name="bare_loss")'),
        (LOGITS, "mean_squared_error", 'keras.metrics.MeanMetricWrapper(loss_of_logits, name="bare_loss")'),
    ],
    ids=["probabilities", "logits", "own loss"],
)
def test_early_stopping_looks_at_the_loss_without_penalties(spec, loss, metric):
    text = block("compile", spec, loss=loss, patience=2, l2=0.001)
    assert f'metrics=["accuracy", keras.metrics.{metric.removeprefix("keras.metrics.")}]' in text
    assert 'metrics=["accuracy"]' in block("compile", spec, loss=loss, patience=2)


def test_scripts_are_clean(tmp_path):
    quick, strong = recipe("quick-99"), recipe("strong-reader")
    cases = [
        *((one.spec, one.config) for one in recipes()),
        *((spec, EVERYTHING) for spec in (MLP, LOGITS, strong.spec)),
        *(
            (spec, dataclasses.replace(EVERYTHING, augmentation=augmentation))
            for spec in (MLP, quick.spec)
            for augmentation in (Augmentation(), Augmentation(shift_pixels=2))
        ),
    ]
    for number, (spec, config) in enumerate(cases):
        (tmp_path / f"script_{number}.py").write_text(script(spec, config), encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--line-length=100", "--select=E,W,F,I,B"]
    found = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_text_that_was_forged_stays_text():
    layer = Dense(units=10)
    object.__setattr__(layer, "activation", '"); import os  # \n')
    spec = mlp(hidden=(), dropout=0)
    object.__setattr__(spec, "layers", (layer,))
    tree = ast.parse(script(spec, TrainingConfig()))
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert imported == ["sys", "keras", "numpy", "tensorflow"]


def test_line_that_differs_is_a_changed_line():
    before = script(MLP, TrainingConfig())
    after = script(MLP, TrainingConfig(epochs=6))
    assert [after.splitlines()[number] for number in changed_lines(before, after)] == [
        "model.fit(x_train, y_train, batch_size=128, epochs=6, validation_split=0.1)"
    ]


def test_new_lines_are_changed_and_moved_ones_are_not():
    assert changed_lines("a\nb\nc", "a\nx\nb\nc") == {1}
    assert changed_lines("a\nb\nc", "a\nc") == frozenset()
    assert changed_lines("a\nb", "a\nb") == frozenset()
    assert changed_lines("", "a\nb") == {0, 1}


def test_network_of_a_convolution_takes_pictures_and_a_dense_one_rows():
    assert "x_train.reshape(-1, 28, 28, 1)" in block("prepare", cnn(filters=(2,)))
    assert "x_train.reshape(-1, 784)" in block("prepare", MLP)

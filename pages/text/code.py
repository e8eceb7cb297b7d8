"""What the Train page says about the Keras code: a sentence for each block, and what articles print that fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from core.messages.numbers import shape_text, times
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec
from pages.text.numbers import count
from pages.text.settings import LOSSES, OPTIMIZERS

_WARNS = (
    "`input_shape` on a layer: Keras 3 takes it and warns. The program here begins with `keras.Input` instead, which "
    "is not a layer and learns nothing."
)
_NO_CODE = (
    "Its code is not in its text: the kinds of its layers are named; their sizes, loss and optimizer are not. The "
    "program here is our reconstruction."
)

AS_PRINTED: dict[str, tuple[str, ...]] = {
    "article-1a": (
        "Its code, put together step by step, still runs.",
        _WARNS,
        "`reshape(60000, 784)` fits the whole of MNIST only; `-1` here lets NumPy count.",
    ),
    "article-1b": (
        "`to_categorical` is called and never imported: a NameError. Here it is `keras.utils.to_categorical`.",
        "`train[1]`, `valid[1]` and `test[1]` are asked for where these names do not exist, outside the function that "
        "made them: a NameError. Here the labels go by `y_train` and `y_test`.",
        "The last two lines print with typographic quotes, \N{LEFT SINGLE QUOTATION MARK} and "
        "\N{RIGHT SINGLE QUOTATION MARK}: a SyntaxError, and nothing runs at all. Python's are ' and \".",
        "The data lie at a path on the author's own disk, drive D. Here it is the first word after the program's name.",
        "Its file is a pickle, and a pickle may run code when it is opened. `np.load` here opens arrays only.",
        _WARNS,
    ),
    "article-2": (
        _NO_CODE,
        "It saves the network under a path and gives that to TensorFlow Lite's converter. In Keras 3 a saved name ends "
        "in `.keras` or `.h5`, else there is a ValueError; the folder that the converter reads comes from "
        "`model.export`.",
        _WARNS,
    ),
    "article-3": (
        "No import is printed: `mnist`, `Sequential`, `Dense`, `np_utils`, `load_model`, `Image` and `np` come from "
        "nowhere. Here each name says where it is from.",
        "`np_utils` is gone from Keras: an ImportError. `to_categorical` is in `keras.utils` itself now.",
        "`mode.save()` has lost the l of `model`: a NameError. With it, `save` still needs a file's name: a TypeError.",
        "`model.save('model.h5')` works and calls its format legacy. Here it is `.keras`.",
        "`show_train_history` is the author's own function and is not printed: a NameError. The curves on this page "
        "show the same.",
        "`input_dim=784` on a layer: Keras 3 takes it and warns. Here `keras.Input` says it.",
        "`kernel_initializer='normal'` still means what it did; its full name is `random_normal`.",
    ),
    "article-4": (
        "`load_data()` gives two pairs, and four names wait for them: a ValueError. Here each pair stands in brackets.",
        "`plt` is used and never imported: a NameError. Browse shows the pictures, so nothing is drawn here.",
        _WARNS,
        "`/ 255.0` makes numbers of 8 bytes: 376 MB of training images. As `float32` they take 188 MB, and Keras "
        "computes with these anyway.",
        "What it calls the first picture's result, `pre[1]`, is the second's: counting begins at 0.",
    ),
}


class Code:
    """The twin of the form."""

    LEAD = (
        "This set-up as a program of its own. It trains exactly this network with exactly these settings, and needs "
        "only keras, tensorflow and numpy; random draws are others, so its figures differ a little."
    )
    DOWNLOAD = "Download digits.py"
    AS_PRINTED = "As the article printed it"
    AS_PRINTED_LEAD = "What no longer runs, or never did, and what stands here instead:"
    NAMES: ClassVar = {
        "load": "Load",
        "prepare": "Prepare",
        "build": "Build",
        "compile": "Compile",
        "fit": "Fit",
        "evaluate": "Evaluate",
        "save": "Save",
    }

    @staticmethod
    def changed(lines: dict[int, str]) -> str:
        """Return which few lines of a block the form changed last, as Markdown; their text by their number, from 0."""
        return "Changed last: " + "; ".join(f"line {number + 1}, `{text.strip()}`" for number, text in lines.items())

    @staticmethod
    def changed_spans(spans: Sequence[tuple[int, int]]) -> str:
        """Return which of many lines changed last: the first and the last of each span, from 0."""
        named = (f"{first + 1} to {last + 1}" if first != last else f"{first + 1}" for first, last in spans)
        return f"Changed last: lines {', '.join(named)}"

    @classmethod
    def says(cls, name: str, spec: NetworkSpec, config: TrainingConfig) -> str:
        """Return what a block does, with this set-up's numbers."""
        return getattr(cls, f"_{name}")(spec, config)

    @staticmethod
    def _load(spec: NetworkSpec, config: TrainingConfig) -> str:
        return (
            f"Reads MNIST: pictures of {times(28, 28)} bytes, and their labels. Seed {config.seed} starts everything "
            "random; a GPU, where there is one, gives memory only as it is needed."
        )

    @staticmethod
    def _prepare(spec: NetworkSpec, config: TrainingConfig) -> str:
        scale = {
            "unit": "from 0 to 1",
            "bytes": "from 0 to 255, as they are",
            "standard": "with mean 0 and standard deviation 1",
        }[config.pixel_scale]
        sentences = [f"Makes each picture {shape_text(spec.input_shape)} numbers {scale}."]
        if config.shuffle_pixels:
            sentences.append("All pictures get their pixels in the same other order.")
        if config.augmentation.is_on:
            sentences.append("`distort` changes training pictures at random, differently each time.")
        if config.train_images:
            sentences.append(f"Only the first {count(config.train_images)} train.")
        if config.wrong_label_fraction:
            sentences.append(f"{100 * config.wrong_label_fraction:g} % of their labels are made wrong on purpose.")
        if config.loss_choice.row.is_one_hot:
            sentences.append("Labels become ten numbers each, nine 0s and a 1, since this loss compares ten with ten.")
        return " ".join(sentences)

    @staticmethod
    def _build(spec: NetworkSpec, config: TrainingConfig) -> str:
        layers = f"{len(spec.layers)} layers" if len(spec.layers) != 1 else "One layer"
        return (
            f"{layers} in the order of the form, {count(spec.parameters)} parameters; `summary` prints them as a table."
        )

    @staticmethod
    def _compile(spec: NetworkSpec, config: TrainingConfig) -> str:
        optimizer, loss = OPTIMIZERS[config.optimizer].name, LOSSES[config.loss].name
        sentences = [
            f"{optimizer} will change the parameters so that the {loss} becomes smaller; accuracy is counted too."
        ]
        if config.is_scheduled:
            sentences.append("The learning rate is computed for each step.")
        if spec.from_logits:
            sentences.append("The network gives raw scores, so the loss itself turns them into probabilities.")
        if config.l2 or any(getattr(layer, "l2", 0) for layer in spec.layers):
            sentences.append(
                "Keras adds the L2 penalty to the loss that it prints; the curves on this page leave it out."
            )
        return " ".join(sentences)

    @staticmethod
    def _fit(spec: NetworkSpec, config: TrainingConfig) -> str:
        epochs = f"{count(config.epochs)} times" if config.epochs != 1 else "once"
        sentences = [f"Goes {epochs} through the training images, {count(config.batch_size)} at a time."]
        if config.validation_source == "test":
            sentences.append("Each time the test images are read, too.")
        elif config.validation_fraction:
            share = round(100 * config.validation_fraction, 1)
            sentences.append(f"The last {share:g} % of the images only check; Keras takes the last ones, unshuffled.")
        if config.patience:
            after = f"{count(config.patience)} epochs" if config.patience != 1 else "one epoch"
            sentences.append(f"It ends early after {after} without a lower validation loss.")
        return " ".join(sentences)

    @staticmethod
    def _evaluate(spec: NetworkSpec, config: TrainingConfig) -> str:
        if config.validation_source == "test":
            return "Reads the test images once more; they have been looked at after each epoch already."
        return "Reads the test images once, at the end: what the network has never seen."

    @staticmethod
    def _save(spec: NetworkSpec, config: TrainingConfig) -> str:
        return (
            "Writes the network to a file, loads it again and asks it about one picture. It takes a batch, so even one "
            "picture comes as a batch of one; `argmax` is the place of the largest of its ten numbers."
        )

"""Named, ready settings: the four articles' networks as they trained them, and ours.

What an article leaves open is set as Keras sets it by default; what it does not say at all is marked as reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from core import recipe_networks as networks
from core.data.splits import VALIDATION_FRACTION
from core.training.settings.augmentation import Augmentation
from core.training.settings.config import TrainingConfig
from models.cnn import cnn
from models.mlp import mlp
from models.spec import NetworkSpec

DEFAULT = "quick-cnn"
Family = Literal["start", "classic", "accurate", "article"]  # what recipes are offered by
KERAS_BATCH_SIZE = 32  # of `fit` where a caller gives none


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A network, how it is trained, what that teaches, and what its article reports of it."""

    key: str
    title: str
    teaches: str  # a sentence or two
    teaches_elsewhere: str = ""  # the same of other pictures than MNIST's, where that says something of MNIST
    family: Family
    spec: NetworkSpec
    config: TrainingConfig
    article: int | None = None  # 1 to 4, in core.recipe_articles; None for ours
    reported_accuracy: str | None = None  # on the test images, in the article's own digits
    is_reconstructed: bool = False  # the article does not give the sizes of its layers

    def taught(self, *, on_mnist: bool) -> str:
        """Return what it teaches, without what holds for MNIST alone where it trains on something else."""
        return self.teaches if on_mnist else self.teaches_elsewhere or self.teaches

    def on(self, validation_fraction: float) -> Recipe:
        """Return the recipe as it is trained on a data set that holds out this share where nobody sets another.

        What an article or a recipe sets itself stays.
        """
        if self.article is not None or self.config.validation_fraction != VALIDATION_FRACTION:
            return self
        return replace(self, config=replace(self.config, validation_fraction=validation_fraction))


@cache
def recipes() -> tuple[Recipe, ...]:
    """Return all recipes: ours in the order in which a learner meets them, then the articles'."""
    return (
        Recipe(
            key=DEFAULT,
            title="Quick CNN",
            family="start",
            teaches="Two small convolutions with pooling: above 97 % after one pass over MNIST.",
            teaches_elsewhere="Two small convolutions with pooling.",
            spec=cnn(filters=(16, 32), dense=(64,)),
            config=TrainingConfig(epochs=3, learning_rate=3e-3),
        ),
        Recipe(
            key="softmax",
            title="Softmax regression",
            family="start",
            teaches="No hidden layer: each digit's score is one weighted sum of the 784 pixels, and that alone reads "
            "nine of ten.",
            teaches_elsewhere="No hidden layer: each answer's score is one weighted sum of the 784 pixels.",
            spec=mlp(hidden=(), dropout=0.0),
            config=TrainingConfig(epochs=5),
        ),
        Recipe(
            key="tiny",
            title="Tiny",
            family="start",
            teaches="How little it takes: fewer than 1,500 parameters, because a small kernel is used again all over "
            "the picture.",
            spec=networks.tiny(),
            config=TrainingConfig(epochs=6, batch_size=100, learning_rate=0.02, schedule="one_cycle"),
        ),
        Recipe(
            key="lenet-5",
            title="LeNet-5",
            family="classic",
            teaches="The network of LeCun and others (1998) in today's form: tanh, mean pooling; a softmax at the end "
            "and Adam are newer.",
            spec=networks.lenet_5(),
            config=TrainingConfig(epochs=10),
        ),
        Recipe(
            key="quick-99",
            title="Quick 99",
            family="accurate",
            teaches="Above 99 % of MNIST's test images after three passes: strides in place of pooling, batch "
            "normalisation, and a learning rate that rises high and falls to 0.",
            teaches_elsewhere="Strides in place of pooling, batch normalisation, and a learning rate that rises high "
            "and falls to 0.",
            spec=networks.quick_99(),
            config=TrainingConfig(
                epochs=3, batch_size=200, learning_rate=0.02, schedule="one_cycle", validation_fraction=0.0
            ),
        ),
        Recipe(
            key="strong-reader",
            title="Strong reader",
            family="accurate",
            teaches="The network that the app brings along, which has also seen digits and scribbles that the project "
            "made. Each epoch shifts, turns, stretches and shears the digits differently, so no picture comes twice. "
            "Takes 10 to 20 minutes on two cores with all of MNIST.",
            teaches_elsewhere="The network that the app brings along. Each epoch shifts, turns, stretches and shears "
            "the pictures differently, so none comes twice.",
            spec=networks.strong_reader(),
            config=TrainingConfig(
                epochs=40,
                learning_rate=3e-3,
                schedule="one_cycle",
                validation_fraction=1 / 12,
                augmentation=Augmentation(shift_pixels=1.5, rotation_degrees=12, zoom_fraction=0.25, shear_degrees=10),
            ),
        ),
        Recipe(
            key="article-1a",
            title="Article 1: dense, 512 and 512",
            family="article",
            teaches="Two wide dense layers with dropout. Dropout rests while validating, so validation can look "
            "better than training.",
            article=1,
            spec=mlp(hidden=(512, 512), dropout=0.2),
            config=TrainingConfig(
                epochs=20, optimizer="rmsprop", loss="categorical_crossentropy", validation_source="test"
            ),
            reported_accuracy="above 98 %",
        ),
        Recipe(
            key="article-1b",
            title="Article 1: dense, 256 and 64",
            family="article",
            teaches="A smaller dense network; of MNIST, 50,000 images train, 10,000 validate, 10,000 test.",
            teaches_elsewhere="A smaller dense network; one in six of the training images validates.",
            article=1,
            spec=mlp(hidden=(256, 64), dropout=0.2),
            config=TrainingConfig(
                epochs=20, optimizer="rmsprop", loss="categorical_crossentropy", validation_fraction=1 / 6
            ),
        ),
        Recipe(
            key="article-2",
            title="Article 2: convolution, pooling, dense",
            family="article",
            teaches="One convolution and one pooling layer before the dense ones.",
            article=2,
            spec=cnn(filters=(32,), dense=(128,)),
            config=TrainingConfig(epochs=10, batch_size=KERAS_BATCH_SIZE, validation_fraction=0.0),
            reported_accuracy="98.58 %",
            is_reconstructed=True,
        ),
        Recipe(
            key="article-3",
            title="Article 3: dense, 256",
            family="article",
            teaches="One dense layer and an unusual loss: binary cross-entropy prints numbers several times smaller.",
            article=3,
            spec=mlp(hidden=(256,), dropout=0.0, initializer="random_normal"),
            config=TrainingConfig(epochs=10, batch_size=200, loss="binary_crossentropy", validation_fraction=0.2),
            reported_accuracy="97.56 % and 97.67 %",
        ),
        Recipe(
            key="article-4",
            title="Article 4: two convolutions",
            family="article",
            teaches="Two convolutions; the last layer gives raw scores (logits), which is steadier to train.",
            article=4,
            spec=cnn(filters=(32, 64), dense=(64,), output="linear"),
            config=TrainingConfig(epochs=10, batch_size=KERAS_BATCH_SIZE, validation_source="test"),
        ),
    )


@lru_cache(maxsize=512)
def is_own_network(key: str, spec: NetworkSpec) -> bool:
    """Return whether a network is another than that of the recipe it was set up from; rates of dropout may differ."""
    known = recipe(key)
    return known is None or known.spec.with_dropout_rate(0.0) != spec.with_dropout_rate(0.0)


def recipe(key: str) -> Recipe | None:
    """Return the recipe of that key, or None."""
    return next((entry for entry in recipes() if entry.key == key), None)

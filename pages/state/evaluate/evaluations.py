"""What networks said of whole splits, as far as it is known: shared by all visitors and read-only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from core import lab
from core.data import splits
from core.data.download.mirrors import MNIST_DIGEST
from core.data.gallery import split_bounds
from core.data.splits import ImageRange
from core.inference.evaluation import Evaluation
from core.runs.exporting.export_requests import config_of
from core.runs.log.models import Model
from core.serving.evaluation.evaluation_queue import Evaluating
from core.serving.evaluation.evaluations import all_test_images
from pages.state import cached
from pages.state.draw.asker import asker

EvaluatedSplit = Literal["validation", "test"]


def of(models: Sequence[Model], split: EvaluatedSplit, *, place: str | None) -> Evaluating:
    """Return what is known of models' evaluations, and have the rest made in the background, as long as this is asked.

    Args:
        models: in order; of "validation", only those of which `images_of` knows the images.
        split: whose images they read.
        place: on the page, of whoever asks: what it asked for before is left; None only looks.

    Raises:
        LabError: there are no images; or the engine does not answer, told once.
    """
    ranges = [images_of(model, split) for model in models]
    return on(
        [(model, images) for model, images in zip(models, ranges, strict=True) if images is not None], place=place
    )


def on(wanted: Sequence[tuple[Model, ImageRange]], *, place: str | None) -> Evaluating:
    """Return the same of models that each read the images that are given."""
    asked = [(model.network, images) for model, images in wanted]
    who = None if place is None else asker(place)
    return lab.current().evaluation_queue.ask(asked, cached.dataset(), asker=who)


def known(model: Model, split: EvaluatedSplit = "test") -> Evaluation | None:
    """Return a model's evaluation where it is there; nothing is asked."""
    images = images_of(model, split)
    return None if images is None else lab.current().inference.known_evaluation(model.network, cached.dataset(), images)


def images_of(model: Model, split: EvaluatedSplit) -> ImageRange | None:
    """Return which images judge a model: of "validation" those that its run held out; None where it held out none.

    Of a model that this data set did not train, or of which nobody knows how, they are those that are held out by
    default.
    """
    dataset = cached.dataset()
    if split == "test":
        return all_test_images(dataset)
    first, end = _held_out(model) or split_bounds(dataset, "validation")
    return ImageRange(collection="train", first=first, end=end) if first < end else None


def images_read(model: Model, split: EvaluatedSplit = "test") -> ImageRange:
    """Return which images a model's evaluation is of; of "validation" only where there is one: see `images_of`."""
    images = images_of(model, split)
    assert images is not None
    return images


def may_have_learned(model: Model, images: ImageRange) -> bool:
    """Return whether a model may have been trained on some of these images, as far as this server knows.

    Of the test images `pages.parts.evaluate.shared.too_kind` says it.
    """
    held_out = _held_out(model)
    if images.collection == "test":
        return False
    if held_out is None or not (held_out[0] <= images.first and images.end <= held_out[1]):
        return True
    return model.record is not None and lab.current().histories.outline(model.record.id).has_taught


def _held_out(model: Model) -> tuple[int, int] | None:
    """Return which training images a model's run held out, (first, end); None where this data set did not train it."""
    dataset, config = cached.dataset(), config_of(model)
    learned_from = MNIST_DIGEST if model.record is None else model.record.data
    if config is None or learned_from != dataset.digest:
        return None
    source, fraction = config.validation_source, config.validation_fraction
    return splits.kept_count(dataset.train_count, source=source, fraction=fraction), dataset.train_count

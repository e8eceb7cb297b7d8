"""What a map is of: which images, placed by which numbers, and before training beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.data.gallery import ImageName
from core.inference.embedding.mapped_images import PIXELS, MappedImages
from core.runs.log.models import Model
from core.serving.data_map import MapAnswers
from pages.parts.browse.map import digit_map
from pages.state import cached, selected
from pages.state.browse import data_map, map_pictures
from pages.state.browse.map_choice import MapChoice
from pages.text.browse_map import MapText
from pages.text.labels import label_text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subject:
    """What is mapped.

    Attributes:
        choice: what a person chose.
        model: the selected one.
        mapped: of each map, from left to right: before training, where that is shown, and after.
        start: what is said of the network before training; "" where that is not shown.
        indices: (n,) int64, of the images in their collection.
        labels: (n,) uint8.
        digit: the selected one.
        marked: its place among the images, -1 for none.
    """

    choice: MapChoice
    model: Model
    mapped: tuple[MappedImages, ...]
    start: str
    indices: np.ndarray
    labels: np.ndarray
    digit: ImageName | None
    marked: int

    @property
    def captions(self) -> tuple[str, ...]:
        """Above each map."""
        return (MapText.BEFORE, MapText.AFTER) if len(self.mapped) > 1 else ("",)

    @property
    def by(self) -> str:
        """What places the images."""
        layer = self.choice.layer
        if layer is None:
            return MapText.by(None, "", PIXELS)
        row = self.model.network.spec.rows()[layer]
        return MapText.by(layer, row.text, math.prod(row.output_shape))

    @property
    def names(self) -> list[str]:
        """The ten labels'."""
        return [label_text(label, cached.dataset().identity.class_names) for label in range(10)]

    def images(self, answers: MapAnswers | None) -> digit_map.Images:
        """Return the images as the figure takes them."""
        mapped = self.mapped[0]
        return digit_map.Images(
            of=f"{cached.dataset().digest} {mapped.split} {mapped.count}",
            address=map_pictures.address(mapped),
            indices=self.indices,
            labels=self.labels,
            answers=answers,
            names=self.names,
        )


def subject_of(model: Model, choice: MapChoice) -> Subject:
    """Return what a choice is of."""
    mapped, start = [data_map.mapped_images(choice.split, model.network, choice.layer)], ""
    if choice.has_start:
        network, kind, said = data_map.start_network(model)
        mapped.insert(0, data_map.mapped_images(choice.split, network, choice.layer))
        start = MapText.start(kind, said)
    indices = data_map.names_of(mapped[0])
    _, labels = cached.dataset().arrays_of(choice.split)
    digit = selected.digit()
    return Subject(
        choice=choice,
        model=model,
        mapped=tuple(mapped),
        start=start,
        indices=indices,
        labels=np.array(labels[indices]),
        digit=digit,
        marked=data_map.place_of(mapped[0], digit),
    )

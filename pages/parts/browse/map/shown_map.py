"""Where the points of a map are now: their main components, or how far a job has moved them."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import numpy as np

from core.errors import LabError
from core.inference.embedding.neighbours import upright_signs
from core.runs.jobs.job import JobState
from core.runs.jobs.maps import METHODS as JOB_METHODS
from core.serving.data_map import DataMap, MapAnswers
from core.serving.learned_results import LayerMap
from pages.parts.browse.map.subject import Subject
from pages.state import cached
from pages.state.browse import data_map
from pages.state.browse.map_slots import MapMethod
from pages.state.classes import known as known_classes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShownMap:
    """What is drawn.

    Attributes:
        method: what the points are of: "pca" also where a job was asked for that has nothing to show.
        points: of each map, (n, 2).
        agreeing: of each, for how many images most of the nearest points have the same label; None while not known.
        markers: of each, where the selected digit lies that is none of the images; None where that is not known.
        shares: of the variance along the two components, of each map; None for another method.
        answers: what the network reads the images as; None while that is not known, or where it knows other classes.
        jobs: how far they are, of each map; none for PCA.
        stand_in: the place of the image that is marked for the selected digit, which has no place of its own; -1 where
            none is.
    """

    method: MapMethod
    points: tuple[np.ndarray, ...]
    agreeing: tuple[int | None, ...]
    markers: tuple[np.ndarray | None, ...]
    shares: tuple[tuple[float, float], ...] | None
    answers: MapAnswers | None
    jobs: tuple[JobState, ...]
    stand_in: int = -1

    @property
    def is_working(self) -> bool:
        """Whether a job waits or works."""
        return any(job.status in ("waiting", "working") for job in self.jobs)

    @property
    def state(self) -> str:
        """What tells one state of the points from another, for whoever looks at the page from outside."""
        if not self.jobs:
            return "pca"
        return f"{self.method} {'done' if all(job.status == 'done' for job in self.jobs) else 'moving'}"


def shown_map(subject: Subject, known: DataMap) -> ShownMap:
    """Return what is drawn of maps that are known by their main components."""
    maps = tuple(made for made in known.maps if made is not None)
    method, jobs = subject.choice.method, tuple[JobState, ...]()
    if method in JOB_METHODS:
        jobs = tuple(data_map.job_state(method, mapped) for mapped in subject.mapped)
    lacking = [job for job in jobs if job.status in ("none", "failed")]
    if not jobs or (lacking and not any(job.status in ("waiting", "working") for job in jobs)):
        return _components(subject, known, maps, jobs)
    points, agreeing = [], []
    for job, made in zip(jobs, maps, strict=True):
        upright = made.points * upright_signs(made.points)
        arrays = job.result or (job.progress.arrays if job.progress is not None else {})
        points.append(arrays.get("points", upright))
        agreeing.append(int(job.result["agreeing"]) if job.result is not None else None)
    return ShownMap(
        method=method,
        points=tuple(points),
        agreeing=tuple(agreeing),
        markers=(None,) * len(maps),
        shares=None,
        answers=_answers(subject, known),
        jobs=jobs,
        stand_in=_stand_in(subject),
    )


def _answers(subject: Subject, known: DataMap) -> MapAnswers | None:
    """Return what the network reads the images as, where that can be right or wrong about them."""
    return known.answers if known_classes.fits(subject.model) else None


def _stand_in(subject: Subject) -> int:
    """Return the place of the image that is nearest to the selected digit where that is none of them."""
    picture = cached.picture(subject.digit)
    if picture is None or subject.marked >= 0:
        return -1
    with contextlib.suppress(LabError):  # the map stands without it
        return data_map.nearest_place(subject.mapped[0], picture.pixels)
    return -1


def _components(subject: Subject, known: DataMap, maps: tuple[LayerMap, ...], jobs: tuple[JobState, ...]) -> ShownMap:
    signs = [upright_signs(made.points) for made in maps]
    return ShownMap(
        method="pca",
        points=tuple(made.points * sign for made, sign in zip(maps, signs, strict=True)),
        agreeing=known.agreeing,
        markers=tuple(
            _marker(subject, number, made, sign) for number, (made, sign) in enumerate(zip(maps, signs, strict=True))
        ),
        shares=tuple(made.shares for made in maps),
        answers=_answers(subject, known),
        jobs=jobs,
    )


def _marker(subject: Subject, number: int, made: LayerMap, sign: np.ndarray) -> np.ndarray | None:
    """Return where the selected digit lies that is none of the images: PCA is a rule that holds for every picture."""
    picture = cached.picture(subject.digit)
    if picture is None or subject.marked >= 0:
        return None
    mapped = subject.mapped[number]
    if mapped.network is None:
        return made.place(picture.pixels / np.float32(255)) * sign
    with contextlib.suppress(LabError):  # the map stands without it
        trace = cached.activations(mapped.network, picture.pixels)
        is_last = mapped.layer >= mapped.network.spec.last_index
        return made.place(trace.logits if is_last else trace.outputs[mapped.layer]) * sign
    return None

"""The labels that are doubted: whether they have been looked for, what was found, where Browse shows it."""

from __future__ import annotations

from core import lab
from core.data.doubt.label_doubts import LabelDoubts
from core.data.selection.image_query import ImageQuery
from core.runs.jobs.job import JobState
from core.runs.jobs.label_doubt import label_doubt_request
from pages.state import cached, selected, visitor
from pages.state.browse import browse_slots

PRESET = "suspicious"  # of Browse
SIZE = "10x10"  # of its mosaic: all of them on a page


def job() -> JobState:
    """Return how far the search for them is, as this person sees it.

    Raises:
        LabError: there are no images.
    """
    return lab.current().jobs.state(label_doubt_request(cached.dataset()), owner=visitor.owner())


def found() -> LabelDoubts | None:
    """Return what was found; None where nobody has looked yet, or the search is not over.

    Raises:
        LabError: there are no images.
    """
    result = job().result
    return None if result is None else LabelDoubts.from_arrays(result)


def link_query() -> dict[str, str]:
    """Return the query string of a link to where Browse shows them."""
    return selected.link_query() | {browse_slots.BROWSE_SHOW.key: ImageQuery(preset=PRESET, size=SIZE).text}

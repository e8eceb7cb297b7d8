"""What a preset shows that does not come from the filters: images by name, from either collection, in its own order.

To add such a preset, write a module beside this one that makes a `Source`, and put that into `sources.SOURCES`. It then
has a button in the popover Presets, and `pictures=preset-KEY` in an address shows it. The mosaic, its pages and sizes,
the steps to the next and the previous digit, and the digit itself work as for all images.

    def _images() -> SourceImages | None:
        found = ...  # known by now, from what the page keeps; None while it is worked out
        names = [ImageName("train", 59_915), ImageName("test", 5_937)]
        return SourceImages(gallery=Gallery.of(names), captions={names[0]: "4, or 7"}, sentence="...")

    SUSPICIOUS = Source(key="suspicious", label="Suspicious labels", help="...", images=_images, wait=_show_progress)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.data.gallery import Gallery, ImageName
from core.data.selection.image_query import DEFAULT_SIZE


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceImages:
    """The images of a source.

    Attributes:
        gallery: which, in their order; its `page_size` is replaced by what a person has chosen.
        sentence: Markdown above the mosaic: what they are and what that is based on.
        captions: what stands under a tile in place of its label, a few characters; for the images that have one.
        details: the same in words, for the tile's name and beside the digit once it is selected, Markdown-free.
        explanation: a question and its answer, Markdown, folded away below the sentence; None for nothing.
    """

    gallery: Gallery
    sentence: str
    captions: Mapping[ImageName, str] = field(default_factory=dict)
    details: Mapping[ImageName, str] = field(default_factory=dict)
    explanation: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A preset with images of its own.

    Attributes:
        key: its word in the address, small letters and dashes, at most 20.
        label: on its button.
        help: what it shows, in a sentence, below the button.
        images: gives the images; None while they are not there yet. Called at each drawing: it must not compute.
            What it raises as a LabError is said on the page, with a way back.
        size: of its mosaic at first, one of `core.data.selection.image_query.SIZES`.
        wait: draws how far it is while there are none. It draws a fragment that looks again by itself and calls
            `st.rerun()` once there are (`pages.ui.polling.draw_again`).
    """

    key: str
    label: str
    help: str
    images: Callable[[], SourceImages | None]
    wait: Callable[[], None]
    size: str = DEFAULT_SIZE

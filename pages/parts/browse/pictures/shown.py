"""What the tab Pictures shows now: the pictures of a query, or those of a preset of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.data.dataset import Dataset
from core.data.gallery import Gallery, ImageName
from core.data.selection.image_query import ImageQuery
from pages.parts.browse.pictures.source import Source, SourceImages
from pages.parts.browse.pictures.sources import SOURCES
from pages.state import cached, selected
from pages.state.browse import pictures, query
from pages.state.browse.pictures import Pictures

BY_KEY = {source.key: source for source in SOURCES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is shown.

    Attributes:
        query: what is asked for.
        gallery: the images; none while a preset's are awaited.
        page: which page of them, from 1.
        pictures: what the query comes to; None for a preset's own images.
        source: the preset, where it brings its own images.
        images: these; None while they are awaited.
    """

    query: ImageQuery
    gallery: Gallery
    page: int
    pictures: Pictures | None = None
    source: Source | None = None
    images: SourceImages | None = None

    def read(self, name: ImageName) -> tuple[int, float] | None:
        """Return what the network reads an image as, and how surely, where that is asked for and known."""
        return None if self.pictures is None else self.pictures.reading_of(name)


def now() -> Shown:
    """Return what is shown; nothing is worked out for it.

    Raises:
        LabError: there are no images, or a preset has none.
    """
    asked = query.current()
    source = None if asked.preset is None else BY_KEY.get(asked.preset)
    if source is not None:
        images = source.images()
        gallery = Gallery.of([]) if images is None else _there(cached.dataset(), images.gallery)
        gallery = replace(gallery, page_size=asked.page_size)
        return Shown(query=asked, gallery=gallery, page=gallery.clamp(asked.page or 1), source=source, images=images)
    found = pictures.of(replace(asked, preset=None), asks=False)
    page, digit = asked.page, selected.digit()
    if page is None and asked.is_plain and digit is not None:
        page = found.gallery.page_of(digit)
    return Shown(query=asked, gallery=found.gallery, page=found.gallery.clamp(page or 1), pictures=found)


def go_to(name: ImageName) -> None:
    """Select a digit, and turn to the page that shows it, where one does."""
    shown = now()
    page = None if shown.query.is_plain else shown.gallery.page_of(name) or shown.query.page
    query.put(replace(shown.query, page=page), name)


def _there(dataset: Dataset, gallery: Gallery) -> Gallery:
    """Return a gallery without what the data set has not, which may be another one since."""
    here = (gallery.indices >= 0) & (
        (gallery.is_test & (gallery.indices < dataset.test_count))
        | (~gallery.is_test & (gallery.indices < dataset.train_count))
    )
    return gallery if here.all() else replace(gallery, indices=gallery.indices[here], is_test=gallery.is_test[here])

"""The address that sends a map's images to the visitor's browser: once, as 784 bytes each.

It has the data set's digest in it, so a browser may keep what it got for good.
"""

from __future__ import annotations

import threading
import zlib
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from core import lab
from core.data.dataset import Dataset
from core.data.gallery import SPLITS, SplitName
from core.errors import LabError
from core.inference.embedding.mapped_images import MappedImages
from core.lru import Lru
from core.messages import inference as messages
from core.messages.message import Message
from core.serving.data_map import pictures_of
from pages.state import cached
from pages.state.browse import data_map

PATH = "map/pictures"  # relative to where the app is
KEPT = 3  # of 0.8 MB each
_DIGEST_SHOWN = 16  # of its characters
_GZIP = 16 + zlib.MAX_WBITS
_FOR_GOOD = "private, max-age=31536000, immutable"  # seconds: a year

_BY_NAME: dict[str, SplitName] = {split: split for split in SPLITS}
_kept: Lru[str, bytes] = Lru(KEPT)
_lock = threading.Lock()


def address(mapped: MappedImages) -> str:
    """Return where the images of a map can be had, relative to the app."""
    query = {"data": cached.dataset().digest[:_DIGEST_SHOWN], "split": mapped.split, "count": mapped.count}
    return f"{PATH}?{urlencode(query)}"


def pictures_routes() -> list[Route]:
    """Return the routes of `address`, wherever the app is mounted.

    Starlette calls a function that is not async in a thread, so nobody is held up.
    """
    return [Route(f"/{PATH}", _send), Route(f"/{{base:path}}/{PATH}", _send)]


def _send(request: Request) -> Response:
    asked = request.query_params
    try:
        dataset = lab.current().dataset()
        split = _BY_NAME.get(asked.get("split", ""))
        if split is None or asked.get("data") != dataset.digest[:_DIGEST_SHOWN]:
            return _refused(messages.no_such_pictures())
        mapped = data_map.mapped_images(split)
        if asked.get("count") != str(mapped.count) or mapped.data_folder != str(dataset.folder):
            return _refused(messages.no_such_pictures())
        body = _packed(f"{dataset.digest} {split} {mapped.count}", mapped, dataset)
    except LabError:
        return _refused(messages.server_not_ready(), status=503)
    headers = {"Cache-Control": _FOR_GOOD, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(body, media_type="application/octet-stream", headers=headers)


def _packed(key: str, mapped: MappedImages, dataset: Dataset) -> bytes:
    with _lock:  # whoever asks for the same meanwhile waits
        found = _kept.get(key)
        if found is None:
            images = pictures_of(lab.current().inference, dataset, mapped)
            packing = zlib.compressobj(level=3, wbits=_GZIP)
            found = _kept[key] = packing.compress(images.tobytes()) + packing.flush()
        return found


def _refused(sentence: Message, *, status: int = 404) -> Response:
    return PlainTextResponse(str(sentence), status_code=status, headers={"Cache-Control": "no-store"})

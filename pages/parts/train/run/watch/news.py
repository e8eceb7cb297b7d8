"""The address that tells a page's parts what a run is like now, as long as the page shows what it should.

It answers as soon as the page must be drawn anew, else after a beat; at once a page that was hidden meanwhile. Whoever
has the address of a run may look at it, as with the page's own address; what is its owner's alone, their page is told.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import operator
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any, get_args
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core import lab
from core.errors import LabError
from core.lru import Lru
from core.runs.log.run_record import RunRecord
from pages.parts.train.run import branch_form, curves, layer_statistics, live_kernels, live_predictions
from pages.parts.train.run.standing import Standing
from pages.parts.train.run.watch import live_html
from pages.parts.train.run.watch.watched import Detail, Shown, Watched
from pages.state import cached
from pages.state.slots import CURVE_SCALES
from pages.text.pictures import Pictures
from pages.ui.charts import line_chart

PATH = "train/news"  # relative to where the app is
PROGRESS = "run-progress"  # key
BEAT_SECONDS = 1.0
OTHER = "other"  # the page must be drawn anew
KEPT = 32  # answers, of 20 KB each


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """An answer, and of what it was made."""

    of: tuple[object, ...]
    standing: Standing
    parts: dict[str, str]  # JSON
    version: str  # of them


_kept: Lru[tuple[str, Shown, bool], _Told] = Lru(KEPT)
_lock = threading.Lock()  # who watches the same waits for who works it out
_SECRET = secrets.token_bytes(16)


def address(run: str, shown: Shown, key: str) -> str:
    """Return where the news of a run can be had, relative to the app; `key` is `key_of` it for its owner."""
    query = {"run": run, "scale": shown.scale, "picture": shown.picture, "detail": shown.detail, "key": key}
    return f"{PATH}?{urlencode(query)}"


def key_of(record: RunRecord) -> str:
    """Return what only a page of a run's owner knows, who may keep no cookie; another one after each start."""
    return hashlib.blake2b(f"{record.id} {record.owner}".encode(), key=_SECRET, digest_size=16).hexdigest()


def news_routes() -> list[Route]:
    """Return the routes of `address`, wherever the app is mounted."""
    return [Route(f"/{PATH}", _send), Route(f"/{{base:path}}/{PATH}", _send)]


def parts(watched: Watched) -> dict[str, dict[str, object]]:
    """Return what of a page changes by itself while a run trains, by the keys of its parts."""
    record, history, glimpse = watched.record, watched.history, watched.glimpse
    told = watched.standing
    found = {PROGRESS: live_html.content(live_html.progress(told.done, told.text))}
    if history.started is not None and history.steps:
        scale = watched.shown.scale
        drawn = curves.charts(record, history, scale=scale, is_owner=watched.is_owner)
        for key, (options, alt) in drawn.items():
            found[key] = line_chart.content(options, height=curves.HEIGHT, alt=alt)
        said = curves.said(record, history, drawn, scale=scale, is_owner=watched.is_owner)
        found[curves.SAID] = live_html.content(said)
    if glimpse is None:
        return found
    match watched.shown.picture:
        case "digits" if cached.dataset().digest == record.data:
            found |= live_predictions.parts(glimpse, is_owner=watched.is_owner)
        case "kernels":
            found |= live_kernels.parts(record, glimpse)
        case "health":
            found |= layer_statistics.parts(history, glimpse)
    return found


async def _send(request: Request) -> Response:
    asked = request.query_params
    shown, run = _shown(asked), asked.get("run", "")
    if shown is None:
        return _answer({OTHER: True}, status=400)
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def tell() -> None:
        with contextlib.suppress(RuntimeError):  # the server has closed meanwhile
            loop.call_soon_threadsafe(news.set)

    try:
        current = await run_in_threadpool(lab.current)  # it may still have to be opened
    except LabError:
        return _answer({OTHER: True}, status=503)
    end = current.store.changes.listen(run, tell)
    try:
        answers_at = loop.time() + (0.0 if asked.get("wait") == "0" else BEAT_SECONDS)
        while True:
            left = answers_at - loop.time()
            body = await run_in_threadpool(_body, run, shown, asked, is_due=left <= 0)
            if body is not None:
                return _answer(body)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), left)
            news.clear()
    finally:
        end()


def _body(run: str, shown: Shown, asked: Mapping[str, str], *, is_due: bool) -> dict | None:
    """Return what a page is told now, None where it can wait."""
    try:
        key = asked.get("key", "").encode()
        watched = Watched.now(run, is_owner=lambda record: compare_digest(key, key_of(record).encode()), shown=shown)
        if watched.structure != asked.get("structure"):
            return {OTHER: True}
        if not is_due:
            return None
        if watched.details != asked.get("details"):
            return {OTHER: True}
        told = _told(watched)
    except LabError:
        return {OTHER: True}
    return {"version": told.version} | ({"parts": told.parts} if told.version != asked.get("version") else {})


def _told(watched: Watched) -> _Told:
    """Return what whoever watches the same is told; it is worked out once for all of them."""
    run, history = watched.record.id, watched.history
    key = run, watched.shown, watched.is_owner
    of = history, watched.glimpse, cached.baselines(), branch_form.parents_epochs(history)
    with _lock:
        kept = _kept.get(key)
        if kept is not None and all(map(operator.is_, kept.of, of)) and kept.standing == watched.standing:
            return kept
        found = {live_html.part_of(run, name): json.dumps(part) for name, part in parts(watched).items()}
        version = hashlib.blake2b("".join(found.values()).encode(), digest_size=8).hexdigest()
        _kept[key] = told = _Told(of=of, standing=watched.standing, parts=found, version=version)
    return told


def _shown(asked: Mapping[str, str]) -> Shown | None:
    values: dict[str, Any] = {name: asked.get(name, "") for name in ("scale", "picture", "detail")}
    is_known = (
        values["scale"] in CURVE_SCALES and values["detail"] in get_args(Detail) and values["picture"] in Pictures.NAMES
    )
    return Shown(**values) if is_known else None


def _answer(body: dict, *, status: int = 200) -> Response:
    # already named so that Streamlit does not compress it: that costs more than it spares
    headers = {"Cache-Control": "no-store", "Content-Encoding": "identity"}
    return Response(json.dumps(body), status_code=status, media_type="application/json", headers=headers)

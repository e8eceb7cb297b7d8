"""The preset of suspicious labels: looked for once in the background, then shown most doubtful first."""

from __future__ import annotations

import contextlib

import streamlit as st

from core import lab
from core.data.doubt.cross_validation import learned_count
from core.data.gallery import Gallery
from core.errors import LabError
from core.runs.jobs.job import JobState
from core.runs.jobs.label_doubt import FOLDS, REPEATS, expected_seconds, label_doubt_request
from pages.parts.browse.pictures.source import Source, SourceImages
from pages.state import cached, state, visitor
from pages.state.browse import browse_slots, label_doubts
from pages.text.browse_suspicious import Suspicious
from pages.ui import polling, widgets

LOOK_SECONDS = 0.5  # between two looks at how far it is
_NETWORKS = FOLDS * REPEATS


def _images() -> SourceImages | None:
    """Return the doubted images; None where they are not known yet."""
    doubts, names = label_doubts.found(), cached.dataset().identity.class_names
    if doubts is None:
        return None
    return SourceImages(
        gallery=Gallery.of([doubt.name for doubt in doubts.doubts]),
        sentence=Suspicious.found(doubts, names),
        captions={doubt.name: Suspicious.caption(doubt, names) for doubt in doubts.doubts},
        details={doubt.name: Suspicious.detail(doubt, names) for doubt in doubts.doubts},
        explanation=(Suspicious.WHY, Suspicious.WHY_TEXT),
    )


@st.fragment
@widgets.show_errors()
def _wait() -> None:
    """Draw what will be done and the button for it, or how far it is; look again by itself until it is done."""
    polling.draw_again(None)  # also where what follows raises
    job = label_doubts.job()
    with st.container():  # one, whatever is said: what stands below keeps its place
        if job.status in ("waiting", "working"):
            _show_progress(job)
        elif job.status == "done":
            st.rerun()
        else:
            _offer(job.error)
    if job.status in ("waiting", "working"):
        polling.draw_again(LOOK_SECONDS)


def _offer(error: LabError | None) -> None:
    """Draw what will be done, why it was not done before, and the button."""
    dataset = cached.dataset()
    st.markdown(
        Suspicious.before(
            networks=_NETWORKS,
            judges=REPEATS,
            learned_from=learned_count(dataset.train_count, FOLDS),
            train_count=dataset.train_count,
            seconds=expected_seconds(dataset, lab.current().epoch_times),
        )
    )
    error = state.get(browse_slots.BROWSE_REFUSAL) or error
    if error is not None:
        st.error(widgets.plain(str(error)))
    label = Suspicious.LOOK if error is None else Suspicious.TRY_AGAIN
    st.button(label, key="primary-look-for-suspicious", type="primary", icon=":material/search:", on_click=_look)


def _show_progress(job: JobState) -> None:
    """Draw how far it is, and for whom it is done the button that ends it."""
    if job.status == "waiting":
        st.progress(0.0, Suspicious.waiting(job.ahead, job.waking_seconds))
    else:
        share = job.progress.share if job.progress is not None else 0.0
        st.progress(share, Suspicious.working(share, _NETWORKS))
    if not job.may_stop:
        st.caption(Suspicious.SHARED)
    else:
        st.button(Suspicious.STOP, key="stop-suspicious", icon=":material/stop_circle:", on_click=_stop)


def _look() -> None:
    """Have doubtful labels looked for; a callback."""
    state.pop(browse_slots.BROWSE_REFUSAL)
    try:
        lab.current().jobs.submit(label_doubt_request(cached.dataset()), owner=visitor.owner())
    except LabError as error:
        state.put(browse_slots.BROWSE_REFUSAL, error)


def _stop() -> None:
    """End that; a callback. Where it is somebody else's by now, nothing happens."""
    with contextlib.suppress(LabError):
        lab.current().jobs.stop(label_doubt_request(cached.dataset()), owner=visitor.owner())


SUSPICIOUS = Source(
    key=label_doubts.PRESET,
    label=Suspicious.LABEL,
    help=Suspicious.HELP,
    images=_images,
    wait=_wait,
    size=label_doubts.SIZE,
)

"""Bring in a network's file: what it is, how it wants its pixels, its name; then it is kept and selected.

What was made of the file is kept for as long as it is uploaded, so that nothing is read or tried twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from core import lab
from core.errors import ModelFileError
from core.importing.disk_budget import MAX_PER_OWNER
from core.importing.imported_model import MAX_NAME
from core.importing.read import MAX_MODEL_FILE_BYTES, MIB, matching_candidates, read_model_file
from core.importing.read_model import ReadModel
from core.inference.pretrained import pretrained
from core.recipes import recipes
from core.runs.log.models import ModelName
from models.draft.review import review
from models.spec import NetworkSpec
from pages.parts.frame import model_trial
from pages.parts.frame.model_trial import Trial
from pages.state import selected, slots, state, visitor
from pages.state.slot import Slot
from pages.text.frame import Frame
from pages.text.model import ModelText
from pages.text.model_import import Import
from pages.text.train import Setup
from pages.ui import polling, run_titles, widgets

MOST_MEGABYTES = MAX_MODEL_FILE_BYTES // MIB  # as server.maxUploadSize: the server holds an uploaded file in memory
NAME_WIDTH = 220  # pixels on screen: beside its button, on a phone too
MOST_RUNS = 50  # whose networks are tried on weights that come alone
_SUFFIXES = (".weights.h5", ".keras", ".h5", ".hdf5", ".npz", ".tflite", ".zip")
_MAY_BE_ALONE = ("weights_h5", "npz")  # kinds of files that may hold weights without their network


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UploadedNetwork:
    """What was made of an uploaded file."""

    file: str  # Streamlit's id of it
    read: ReadModel | None = None
    refusal: str = ""  # why it cannot be taken, where it was not read
    fitting: tuple[tuple[str, NetworkSpec], ...] = ()  # more than one where weights alone fit several, by their names
    tried: Mapping[NetworkSpec, Trial] = dataclasses.field(default_factory=dict)


IMPORT_READ = Slot("import-read", UploadedNetwork)  # what was made of the file that is uploaded now


def show() -> None:
    """Draw where a file goes, folded away, and what was read of it."""
    taken = state.get(slots.IMPORT_COUNT)
    with st.expander(Import.TITLE, key=f"import-{taken}"):  # another one, folded again, after each file that was taken
        lead = st.empty()
        key = slots.IMPORT_FILE.of(taken).key
        file = st.file_uploader(Import.UPLOAD, key=key, max_upload_size=MOST_MEGABYTES)  # of any kind: the reader says
        if file is None:
            lead.caption(widgets.worded(Import.ACCEPTED))
            _forget()
            return
        with widgets.show_errors():
            uploaded = state.get(IMPORT_READ)
            if uploaded is None or uploaded.file != file.file_id:
                with st.spinner(Import.READING):
                    uploaded = _read_uploaded(file.file_id, file.getvalue())
                state.put(IMPORT_READ, uploaded)
                state.put(slots.IMPORT_NETWORK, None)
                state.put(slots.IMPORT_NAME, _name_of(file.name))
            if uploaded.read is None:
                st.error(widgets.plain(uploaded.refusal))
            else:
                _offer(uploaded, uploaded.read)


def _forget() -> None:
    """Forget what was made of a file that is no longer uploaded, and wait for nothing any more."""
    if state.get(IMPORT_READ) is not None:
        state.put(IMPORT_READ, None)
        polling.draw_again(None)


def _read_uploaded(file: str, data: bytes) -> UploadedNetwork:
    known = _known_networks()
    specs = list(known)
    try:
        read = read_model_file(data, candidates=specs)
        places = matching_candidates(data, specs) if read.kind in _MAY_BE_ALONE and read.spec in known else None
    except ModelFileError as error:
        return UploadedNetwork(file=file, refusal=str(error))
    fitting = tuple((known[specs[index]], specs[index]) for index in places or ())
    return UploadedNetwork(file=file, read=read, fitting=fitting if len(fitting) > 1 else ())


def _known_networks() -> dict[NetworkSpec, str]:
    """Return the networks that weights alone may be of, each with what a person knows it as."""
    registry, owner, zone = lab.current().models, visitor.owner(), visitor.time_zone()
    known: dict[NetworkSpec, str] = {}
    draft = state.get(slots.TRAIN_DRAFT)
    spec = review(draft).spec if draft is not None else None
    if spec is not None:
        known[spec] = Import.SET_UP
    for model in (*registry.of_owner(owner, limit=MOST_RUNS), *registry.imported_of(owner, limit=MAX_PER_OWNER)):
        known.setdefault(model.network.spec, ModelText.title(model, run_titles.of_model(model), zone))
    for recipe in recipes():
        known.setdefault(recipe.spec, Setup.title(recipe.key))
    known.setdefault(pretrained().network.spec, ModelText.PRETRAINED)
    return known


def _offer(uploaded: UploadedNetwork, read: ReadModel) -> None:
    """Draw what a file holds, what is to be asked, and the button that takes it."""
    if uploaded.fitting:
        titles = [title for title, _ in uploaded.fitting]
        if state.get(slots.IMPORT_NETWORK) not in range(len(titles)):
            index = next(index for index, (_, spec) in enumerate(uploaded.fitting) if spec == read.spec)
            state.put(slots.IMPORT_NETWORK, index)
        index = st.selectbox(
            Import.FITTING,
            range(len(titles)),
            format_func=titles.__getitem__,
            key=slots.IMPORT_NETWORK.key,
            help=Import.FITTING_HELP,
        )
        read = dataclasses.replace(read, spec=uploaded.fitting[index][1])
    st.markdown(Import.what(read.spec))
    lab.current().imported_models.check_disk_budget(read, owner=visitor.owner())
    trial = _trial(uploaded, read)
    if trial is None:
        return
    note = read.note or model_trial.choose_note(trial)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(Import.NAME, key=slots.IMPORT_NAME.key, max_chars=MAX_NAME, width=NAME_WIDTH)
        is_taken = st.button(Import.USE, key="primary-import", type="primary")
    if is_taken:
        name = state.get(slots.IMPORT_NAME)
        model = lab.current().imported_models.keep(read, owner=visitor.owner(), name=name, note=note)
        state.put(IMPORT_READ, None)
        state.put(slots.IMPORT_COUNT, state.get(slots.IMPORT_COUNT) + 1)
        selected.set_model(ModelName(file=model.id))
        st.rerun()  # the whole page, not the control alone
    for remark in read.remarks:
        st.caption(widgets.plain(str(remark)))


def _trial(uploaded: UploadedNetwork, read: ReadModel) -> Trial | None:
    """Return the trial that a network has passed; None while it has not, which is then said."""
    trial = uploaded.tried.get(read.spec)
    if trial is None:
        trial = model_trial.made(read)
        if trial is None:
            return None
        state.put(IMPORT_READ, dataclasses.replace(uploaded, tried={**uploaded.tried, read.spec: trial}))
    if not trial.refusal and not trial.failure:
        return trial
    st.error(widgets.plain(trial.refusal or Import.not_tried(trial.failure)))
    if trial.failure:
        st.button(Frame.TRY_AGAIN, key="import-again", on_click=_forget_trials)
    return None


def _forget_trials() -> None:
    uploaded = state.get(IMPORT_READ)
    if uploaded is not None:
        state.put(IMPORT_READ, dataclasses.replace(uploaded, tried={}))


def _name_of(file_name: str) -> str:
    """Return a file's name without its ending, cut."""
    ending = next((suffix for suffix in _SUFFIXES if file_name.lower().endswith(suffix)), "")
    return file_name[: len(file_name) - len(ending)][:MAX_NAME]

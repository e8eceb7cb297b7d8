"""Bring in a network's file: what it is, how it wants its pixels, its name; then it is kept and in hand.

What was made of the file is kept for as long as it is uploaded, so that nothing is read or tried twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from core import lab
from core.errors import ModelFileError
from core.importing.imported_model import MAX_NAME
from core.importing.read import MAX_MODEL_FILE_BYTES, MIB, fitting_networks, read_model_file
from core.importing.read_model import ReadModel
from core.importing.room import MAX_PER_OWNER
from core.inference.pretrained import pretrained
from core.recipes import recipes
from core.runs.log.models import ModelName
from models.draft import Draft, review
from models.spec import NetworkSpec
from pages.parts.frame import model_trial
from pages.parts.frame.model_trial import Trial
from pages.state import session
from pages.state.session import Key
from pages.text.general import Frame
from pages.text.model import ModelWords
from pages.text.model_import import Import
from pages.text.train import Setup
from pages.ui import polling, widgets

MOST_MEGABYTES = MAX_MODEL_FILE_BYTES // MIB  # as server.maxUploadSize: the server holds an uploaded file in memory
NAME_WIDTH = 220  # pixels on screen: beside its button, on a phone too
MOST_RUNS = 50  # whose networks are tried on weights that come alone
_SUFFIXES = (".weights.h5", ".keras", ".h5", ".hdf5", ".npz", ".tflite", ".zip")
_MAY_BE_ALONE = ("weights_h5", "npz")  # kinds of files that may hold weights without their network


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Brought:
    """What was made of an uploaded file."""

    file: str  # Streamlit's id of it
    read: ReadModel | None = None
    refusal: str = ""  # why it cannot be taken, where it was not read
    fitting: tuple[tuple[str, NetworkSpec], ...] = ()  # more than one where weights alone fit several, by their names
    tried: Mapping[NetworkSpec, Trial] = dataclasses.field(default_factory=dict)


def show() -> None:
    """Draw where a file goes, folded away, and what was read of it."""
    taken = session.value(Key.IMPORT_TAKEN) or 0
    with st.expander(Import.TITLE, key=f"import-{taken}"):  # another one, folded again, after each file that was taken
        lead = st.empty()
        key = f"{Key.IMPORT_FILE}-{taken}"
        file = st.file_uploader(Import.UPLOAD, key=key, max_upload_size=MOST_MEGABYTES)  # of any kind: the reader says
        if file is None:
            lead.caption(Import.ACCEPTED)
            _forget()
            return
        with widgets.show_errors():
            brought = session.value(Key.IMPORT_READ)
            if not isinstance(brought, Brought) or brought.file != file.file_id:
                with st.spinner(Import.READING):
                    brought = _brought(file.file_id, file.getvalue())
                session.preset(Key.IMPORT_READ, brought)
                session.preset(Key.IMPORT_NETWORK, None)
                session.preset(Key.IMPORT_NAME, _name_of(file.name))
            if brought.read is None:
                st.error(widgets.plain(brought.refusal))
            else:
                _offer(brought, brought.read)


def _forget() -> None:
    """Forget what was made of a file that is no longer uploaded, and wait for nothing any more."""
    if session.value(Key.IMPORT_READ) is not None:
        session.preset(Key.IMPORT_READ, None)
        polling.draw_again(None)


def _brought(file: str, data: bytes) -> Brought:
    known = _known_networks()
    specs = list(known)
    try:
        read = read_model_file(data, candidates=specs)
        places = fitting_networks(data, specs) if read.kind in _MAY_BE_ALONE and read.spec in known else None
    except ModelFileError as error:
        return Brought(file=file, refusal=str(error))
    fitting = tuple((known[specs[place]], specs[place]) for place in places or ())
    return Brought(file=file, read=read, fitting=fitting if len(fitting) > 1 else ())


def _known_networks() -> dict[NetworkSpec, str]:
    """Return the networks that weights alone may be of, each with what a person knows it as."""
    registry, owner, zone = lab.current().registry, session.owner(), session.time_zone()
    known: dict[NetworkSpec, str] = {}
    draft = session.value(Key.TRAIN_DRAFT)
    spec = review(draft).spec if isinstance(draft, Draft) else None
    if spec is not None:
        known[spec] = Import.SET_UP
    for model in (*registry.of_owner(owner, limit=MOST_RUNS), *registry.imported_of(owner, limit=MAX_PER_OWNER)):
        known.setdefault(model.network.spec, ModelWords.title(model, zone))
    for recipe in recipes():
        known.setdefault(recipe.spec, Setup.title(recipe.key))
    known.setdefault(pretrained().network.spec, ModelWords.PRETRAINED)
    return known


def _offer(brought: Brought, read: ReadModel) -> None:
    """Draw what a file holds, what is to be asked, and the button that takes it."""
    if brought.fitting:
        titles = [title for title, _ in brought.fitting]
        if session.value(Key.IMPORT_NETWORK) not in range(len(titles)):
            place = next(place for place, (_, spec) in enumerate(brought.fitting) if spec == read.spec)
            session.preset(Key.IMPORT_NETWORK, place)
        place = st.selectbox(
            Import.FITTING,
            range(len(titles)),
            format_func=titles.__getitem__,
            key=Key.IMPORT_NETWORK,
            help=Import.FITTING_HELP,
        )
        read = dataclasses.replace(read, spec=brought.fitting[place][1])
    st.markdown(Import.what(read.spec))
    lab.current().imported_models.check_room(read, owner=session.owner())
    trial = _trial(brought, read)
    if trial is None:
        return
    note = read.note or model_trial.choose_note(trial)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(Import.NAME, key=Key.IMPORT_NAME, max_chars=MAX_NAME, width=NAME_WIDTH)
        is_taken = st.button(Import.USE, key="primary-import", type="primary")
    if is_taken:
        name = str(session.value(Key.IMPORT_NAME) or "")
        model = lab.current().imported_models.keep(read, owner=session.owner(), name=name, note=note)
        session.preset(Key.IMPORT_READ, None)
        session.preset(Key.IMPORT_TAKEN, int(session.value(Key.IMPORT_TAKEN) or 0) + 1)
        session.hold_model(ModelName(file=model.id))
        st.rerun()  # the whole page, not the control alone
    for remark in read.remarks:
        st.caption(widgets.plain(remark))


def _trial(brought: Brought, read: ReadModel) -> Trial | None:
    """Return the trial that a network has passed; None while it has not, which is then said."""
    found = brought.tried.get(read.spec)
    if found is None:
        found = model_trial.made(read)
        if found is None:
            return None
        session.preset(Key.IMPORT_READ, dataclasses.replace(brought, tried={**brought.tried, read.spec: found}))
    if model_trial.is_passed(found):
        return found
    if found.failure:
        st.button(Frame.TRY_AGAIN, key="import-again", on_click=_forget_trials)
    return None


def _forget_trials() -> None:
    brought = session.value(Key.IMPORT_READ)
    if isinstance(brought, Brought):
        session.preset(Key.IMPORT_READ, dataclasses.replace(brought, tried={}))


def _name_of(file_name: str) -> str:
    """Return a file's name without its ending, cut."""
    ending = next((one for one in _SUFFIXES if file_name.lower().endswith(one)), "")
    return file_name[: len(file_name) - len(ending)][:MAX_NAME]

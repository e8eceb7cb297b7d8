"""Evaluate's tab "Take away": the selected network as a file that other tools read, as a program, as a proof."""

from __future__ import annotations

import math

import streamlit as st

from core import lab
from core.data.identity import MNIST
from core.export.formats import FORMATS, FormatKey
from core.export.keras_script.script import FILE_NAME, script
from core.export.loading_code import loading_code
from core.export.model_files.keras_model import training_caveats
from core.export.model_files.model_note import ModelNote
from core.export.surroundings import requirements_text
from core.importing.variables import weight_shapes
from core.messages.numbers import shape_text
from core.runs.exporting.export_requests import capsule_request, export_request, trained_with
from core.runs.exporting.export_state import ExportRequest
from core.runs.log.models import Model
from pages.parts.evaluate.report import view as report
from pages.parts.evaluate.shared import reading
from pages.parts.evaluate.shared.program import program_of
from pages.parts.evaluate.take_away import file
from pages.parts.frame import other_classes
from pages.state import cached, set_up_link, slots, state, url, visitor
from pages.state.classes import known
from pages.text import pages as page_texts
from pages.text.figure_downloads import Tables
from pages.text.model import ModelText
from pages.text.numbers import count
from pages.text.take_away import TakeAway
from pages.ui import run_titles, table_downloads, tables, widgets

REQUIREMENTS = "requirements.txt"
CODE_HEIGHT, LINK_HEIGHT = 360, 100  # pixels on screen


def show(model: Model) -> None:
    """Draw the four cards, and the files of its numbers."""
    lab.current().exporter.wake()  # its engine is ready by the time that somebody has chosen
    st.markdown(TakeAway.LEAD)
    has_score = cached.dataset().identity.name == MNIST.name
    about = ModelText.about(model, run_titles.of_model(model), visitor.time_zone(), has_score=has_score)
    st.container(gap=None).caption(widgets.plain(about))
    with st.container(border=True):
        _use_it(model)
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, height="stretch"):
        _rebuild_it(model)
    with right.container(border=True, height="stretch"):
        _prove_it(model)
    with st.container(border=True):
        report.show(model)
    _its_numbers(model)


@st.fragment(key="take-away-use")
@widgets.show_errors()
def _use_it(model: Model) -> None:
    """Draw the choice of a format, its file, and the lines that read a picture with it."""
    st.subheader(TakeAway.USE, anchor=False)
    key = _chosen_format()
    st.markdown(TakeAway.ABOUT[key])
    chosen = FORMATS[key]
    request = _file_request(model, key)
    file.show(request, mime=chosen.mime, text_of=lambda made: TakeAway.made(key, made), key=f"{key}-{request.key}")
    st.markdown(f"**{TakeAway.CODE}.** {TakeAway.ABOUT_CODE}")
    note = ModelNote(pixels=model.network.pixels, judges_each=model.network.judges_each)
    with st.container(height=CODE_HEIGHT, key="take-away-code"):
        # Streamlit's colours for Python are too pale to read, and no key scrolls a block whose lines are not wrapped.
        code = loading_code(model.network.spec, note, key, known.names_of(model))
        st.code(code, language=None, wrap_lines=True)
    _going_on(model, key, request)
    _made_files(model)
    _arrays(model)


def _chosen_format() -> FormatKey:
    if state.get(slots.TAKE_KIND) not in TakeAway.KINDS:
        state.put(slots.TAKE_KIND, "keras")
    with st.container(horizontal=True):
        kind = widgets.switch(TakeAway.FORMAT, TakeAway.KINDS, slots.TAKE_KIND.key, persist_state="session", wrap=True)
        if kind != "tflite":
            return kind
        if state.get(slots.TAKE_PRECISION) not in TakeAway.PRECISIONS:
            state.put(slots.TAKE_PRECISION, "tflite")
        named = TakeAway.PRECISIONS
        return widgets.switch(TakeAway.PRECISION, named, slots.TAKE_PRECISION.key, persist_state="session", wrap=True)


def _going_on(model: Model, key: FormatKey, request: ExportRequest) -> None:
    """Draw what a person has to know who trains on with the file."""
    made = lab.current().exporter.state(request).made
    has_state = request.named["optimizer_path"] is not None if made is None else made.has_state
    _, config = trained_with(model, lab.current().histories)
    caveats = training_caveats(model.network.spec, config, key, has_state=has_state)
    if caveats:
        lines = (f"- {widgets.plain(str(caveat))}" for caveat in caveats)
        st.markdown("\n".join([f"**{TakeAway.GOING_ON}**", "", *lines]))
    else:
        widgets.keep_place()


def _made_files(model: Model) -> None:
    """Draw the files that were made beside each other, where there are several."""
    states = {key: lab.current().exporter.state(_file_request(model, key)) for key in FORMATS}
    made = {key: state.made for key, state in states.items() if state.made is not None}
    if len(made) > 1:
        with st.container():
            st.markdown(f"**{TakeAway.MADE}**")
            tables.show(TakeAway.MADE, TakeAway.HEADER, (TakeAway.row(key, file) for key, file in made.items()))
    else:
        widgets.keep_place()


def _file_request(model: Model, key: FormatKey) -> ExportRequest:
    histories, folder = lab.current().histories, lab.current().runs_folder
    return export_request(model, key, cached.dataset(), histories=histories, runs_folder=folder)


def _arrays(model: Model) -> None:
    """Draw what a file holds, array by array."""
    shapes = weight_shapes(model.network.spec)
    total = sum(map(math.prod, shapes.values()))
    rows = [(name, shape_text(shape), count(math.prod(shape))) for name, shape in shapes.items()]
    with st.expander(TakeAway.ARRAYS):
        tables.show(TakeAway.ARRAYS, TakeAway.ARRAYS_HEADER, [*rows, ("", "", count(total))])


@widgets.show_errors()
def _rebuild_it(model: Model) -> None:
    """Draw the program that trains it, the versions that it ran with, and the way to its set-up."""
    st.subheader(TakeAway.REBUILD, anchor=False)
    program = program_of(model)
    spec, config = model.network.spec, program.config
    st.markdown(program.said)
    if config is not None:
        with st.container(horizontal=True):
            for name, data, mime, icon, key in (
                (FILE_NAME, lambda: script(spec, config), "text/x-python", "code", "take-program"),
                (REQUIREMENTS, requirements_text, "text/plain", "download", "take-requirements"),
            ):
                label, icon = TakeAway.download(name), f":material/{icon}:"
                st.download_button(label, data, name, mime, key, on_click="ignore", icon=icon)
    widgets.page_link(page_texts.TRAIN, TakeAway.SET_UP, "tune", query=set_up_link.link_query(program.link))
    st.markdown(TakeAway.LINK)
    address = url.page_address(page_texts.TRAIN.path, slots.TRAIN_LINK, program.link)
    with st.container(height=LINK_HEIGHT, key="take-away-link"):  # which the keyboard can scroll; the block itself not
        st.code(address, language=None, wrap_lines=True)


@st.fragment(key="take-away-capsule")
@widgets.show_errors()
def _prove_it(model: Model) -> None:
    """Draw the capsule."""
    st.subheader(TakeAway.PROVE, anchor=False)
    if model.imported is not None:
        kinds = {"capsule": TakeAway.FROM_CAPSULE, "changed": TakeAway.CHANGED_HERE}
        st.markdown(kinds.get(model.imported.file_kind, TakeAway.NO_CAPSULE))
        return
    if model.record is None:
        st.markdown(TakeAway.NO_PRETRAINED_CAPSULE)
        return
    st.markdown(TakeAway.ABOUT_CAPSULE)
    server = lab.current()
    request = capsule_request(model, histories=server.histories, runs_folder=server.runs_folder)
    file.show(
        request,
        mime="application/zip",
        text_of=lambda made: TakeAway.capsule(request.file_name, made),
        key=f"capsule-{request.key}",
    )


@widgets.show_errors()
def _its_numbers(model: Model) -> None:
    """Draw the buttons of history, mix-ups and answers; the answers once the test images have been read."""
    st.subheader(TakeAway.NUMBERS, anchor=False)
    st.caption(Tables.LEAD)
    names, fits = cached.class_names(), known.fits(model)
    evaluation = lab.current().inference.known_evaluation(model.network, cached.dataset()) if fits else None
    table_downloads.show(model, evaluation, names)
    if evaluation is None and other_classes.tell(model):
        st.caption(TakeAway.READ_FIRST)
        if st.button(TakeAway.READ, key="take-read", icon=":material/fact_check:"):
            reading.read([model])

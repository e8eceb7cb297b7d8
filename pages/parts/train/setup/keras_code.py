"""The Train page's "Keras code": the form as a program, block by block, with what the form changed last."""

from __future__ import annotations

import streamlit as st

from core.export.keras_script.script import FILE_NAME, Block, changed_lines, script, script_blocks
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec
from pages.state import slots
from pages.text.code import AS_PRINTED, Code
from pages.text.settings import SettingGroups


def show_expander(
    spec: NetworkSpec, config: TrainingConfig, *, recipe: str, before: tuple[NetworkSpec, TrainingConfig] | None
) -> None:
    """Draw the door to the program; it is drawn when that is open."""
    key = slots.TRAIN_EXPANDER.of("code").key
    with st.expander(SettingGroups.CODE, key=key, on_change="rerun", icon=":material/code:") as door:
        if door.open:
            show(spec, config, recipe=recipe, before=before)


def show(
    spec: NetworkSpec, config: TrainingConfig, *, recipe: str, before: tuple[NetworkSpec, TrainingConfig] | None
) -> None:
    """Draw the program.

    Args:
        spec: the form's network.
        config: the form's settings.
        recipe: its key; an article's has a list of what no longer runs.
        before: what the form said before its last change, or None where nothing was changed.
    """
    st.caption(Code.LEAD)
    earlier = {block.name: block.code for block in script_blocks(*before)} if before is not None else {}
    for block in script_blocks(spec, config):
        st.markdown(f"**{Code.NAMES[block.name]}.** {Code.says(block.name, spec, config)}")
        # Streamlit's colours for Python are too pale to read, and no key scrolls a block whose lines are not wrapped.
        st.code(block.code, language=None, wrap_lines=True)
        changed = _changed(block, earlier.get(block.name))
        if any(text.strip() for text in changed.values()):
            st.markdown(Code.changed(changed))
    st.download_button(
        Code.DOWNLOAD,
        data=lambda: script(spec, config),
        file_name=FILE_NAME,
        mime="text/x-python",
        on_click="ignore",
        key="download-code",
    )
    if recipe in AS_PRINTED:
        with st.expander(Code.AS_PRINTED):
            st.markdown("\n".join([Code.AS_PRINTED_LEAD, "", *(f"- {fault}" for fault in AS_PRINTED[recipe])]))


def _changed(block: Block, before: str | None) -> dict[int, str]:
    """Return the text of the block's lines that are new or changed, by their numbers from 0."""
    if before is None:
        return {}
    lines = block.code.splitlines()
    return {number: lines[number] for number in changed_lines(before, block.code)}

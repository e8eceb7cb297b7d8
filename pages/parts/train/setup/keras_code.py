"""The Train page's "Keras code": the form as a program, block by block, with what the form changed last."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.export.keras_script.script import FILE_NAME, changed_lines, script, script_blocks
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec
from pages.state import slots
from pages.text.code import AS_PRINTED, Code
from pages.text.setting_groups import SettingGroups

MOST_REPEATED = 3  # changed lines that are repeated; of more only the numbers are given


def show_expander(
    spec: NetworkSpec, config: TrainingConfig, *, recipe: str, before: tuple[NetworkSpec, TrainingConfig] | None
) -> None:
    """Draw the expander of the program; it is drawn when that is open."""
    key = slots.TRAIN_EXPANDER.of("code").key
    with st.expander(SettingGroups.CODE, key=key, on_change="rerun", icon=":material/code:") as expander:
        if expander.open:
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
    earlier = script_blocks(*before) if before is not None else {}
    for name, code in script_blocks(spec, config).items():
        st.markdown(f"**{Code.NAMES[name]}.** {Code.says(name, spec, config)}")
        # Streamlit's colours for Python are too pale to read, and no key scrolls a block whose lines are not wrapped.
        st.code(code, language=None, wrap_lines=True)
        changed = _changed(code, earlier.get(name))
        if any(text.strip() for text in changed.values()):
            st.markdown(changed_text(changed))
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


def changed_spans(lines: Mapping[int, str]) -> list[tuple[int, int]]:
    """Return the first and the last of the lines that follow one another; blank ones count only between others.

    Args:
        lines: text by number.
    """
    spans: list[tuple[int, int]] = []
    for number in sorted(number for number, text in lines.items() if text.strip()):
        if spans and all(between in lines for between in range(spans[-1][1], number)):
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans


def changed_text(lines: Mapping[int, str]) -> str:
    """Return which lines changed last, as Markdown; many only by their numbers.

    Args:
        lines: text by number, from 0.
    """
    written = {number: text for number, text in sorted(lines.items()) if text.strip()}
    return Code.changed(written) if len(written) <= MOST_REPEATED else Code.changed_spans(changed_spans(lines))


def _changed(code: str, before: str | None) -> dict[int, str]:
    """Return the text of a block's lines that are new or changed, by their numbers from 0."""
    if before is None:
        return {}
    lines = code.splitlines()
    return {number: lines[number] for number in changed_lines(before, code)}

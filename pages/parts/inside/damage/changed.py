"""The list of what is changed, each line with a button that puts it back."""

from __future__ import annotations

import streamlit as st

from core.inference.damage.changes import Damage
from core.inference.damage.code import to_code
from pages.parts.inside.damage import broken
from pages.parts.inside.subject.subject import Subject
from pages.text import inside_changes
from pages.text.inside_damage import Break


def show(subject: Subject, damage: Damage) -> None:
    """Draw the list."""
    st.markdown(f"**{Break.CHANGED}**")
    if not damage:
        imported = subject.model.imported
        is_kept = imported is not None and imported.is_changed_here
        st.caption(Break.NOTHING_SINCE if is_kept else Break.NOTHING)
        return
    with st.container(gap="xxsmall", key="break-changes"):
        for change in damage.changes:
            line = inside_changes.line(subject.spec, change)
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.markdown(line, width="content")
                st.button(
                    Break.REMOVE,
                    key=f"break-remove-{to_code(Damage.of([change]))[:60]}",
                    help=Break.remove(line),
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=broken.remove,
                    args=(subject.network, change),
                )
    st.caption(Break.OTHER_TABS)
